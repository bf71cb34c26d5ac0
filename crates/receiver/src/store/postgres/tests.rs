//! The PostgreSQL store on a real server of its own: the contract, a lock whose holder dies, a server that goes away, roles.

use super::*;
use crate::{
    keep::Tenants,
    store::{Outcome, Tells, contract},
    testing::{cluster::Cluster, entry, entry_of, key, samples::id},
};
use std::sync::Arc;

fn clock() -> Clock {
    Clock::system()
}

fn today() -> jiff::civil::Date {
    clock().today()
}

fn open(url: &str, folder: &tempfile::TempDir) -> PostgresStore {
    PostgresStore::open(url, Tuning::default(), &key(folder.path()), &clock()).unwrap()
}

async fn sql(url: &str, text: &str) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    let connection = tokio::spawn(connection);
    let done = client.batch_execute(text).await;
    drop(client);
    let _ = connection.await;
    done
}

/// One server for all of it: to start one takes seconds.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn on_a_real_server() {
    let mut cluster = Cluster::start();
    let folder = tempfile::tempdir().unwrap();

    let url = cluster.database("contract");
    contract::keeps(&|| -> Arc<dyn Store> { Arc::new(open(&url, &folder)) }).await;
    refuses_what_is_not_there(&cluster, &folder).await;
    periods_of_the_database_hold_without_those_of_a_receiver(&cluster.database("periods"), &folder).await;
    a_month_has_a_partition(&cluster.database("partitions"), &folder).await;
    a_lock_whose_holder_hangs_is_given_on(&cluster.database("locks"), &folder).await;
    one_of_two_tells(&cluster.database("telling"), &folder).await;
    tables_of_an_earlier_release_are_added_to(&cluster.database("earlier"), &folder).await;
    a_role_that_only_adds_is_enough(&cluster, &folder).await;
    a_tombstone_from_outside_keeps_nothing(&cluster.database("tombstone"), &folder).await;
    rights_of_an_earlier_release_are_carried_on(&cluster, &folder).await;
    what_could_not_be_kept_is_tried_before_it_is_ready_again(&cluster.database("trial"), &folder).await;
    an_erasure_fails_nobody_else(&cluster.database("erased"), &folder).await;
    a_log_that_was_changed_is_not_carried_on(&cluster.database("changed"), &folder).await;
    what_was_changed_is_found(&cluster.database("audited"), &folder).await;
    a_log_that_lost_its_end_is_no_fork(&cluster.database("lost"), &folder).await;
    a_clock_in_doubt_dates_nothing(&cluster.database("clock"), &folder).await;
    a_server_that_goes_away_comes_back(&mut cluster, &folder).await;
    what_is_to_be_encrypted_is(&mut cluster, &folder).await;
}

async fn refuses_what_is_not_there(cluster: &Cluster, folder: &tempfile::TempDir) {
    let empty = cluster.database("empty");
    let code = |result: Result<PostgresStore, DataError>| result.err().map(|error| error.code());
    assert_eq!(code(PostgresStore::open_without_key(&empty, Tuning::default())), Some("store-fault"));
    let missing = empty.replace("/empty?", "/missing?");
    assert_eq!(
        code(PostgresStore::open(&missing, Tuning::default(), &key(folder.path()), &clock())),
        Some("store-fault")
    );
    let ascii = "CREATE DATABASE ascii LOCALE_PROVIDER libc ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'";
    sql(&empty, ascii).await.unwrap();
    let ascii = empty.replace("/empty?", "/ascii?");
    let refused = PostgresStore::open(&ascii, Tuning::default(), &key(folder.path()), &clock()).err().unwrap();
    assert!(refused.to_string().contains("\"ascii\" keeps texts in SQL_ASCII"), "{refused}");
    let nowhere = "postgres://ciente:secret@127.0.0.1:1/ciente";
    let Err(error) = PostgresStore::open(nowhere, Tuning::default(), &key(folder.path()), &clock()) else {
        panic!("open")
    };
    assert_eq!(error.code(), "store-unavailable");
    assert!(!error.to_string().contains("secret"), "{error}");
}

/// Also when the receiver has none, and when it has one that the database does not take.
async fn periods_of_the_database_hold_without_those_of_a_receiver(url: &str, folder: &tempfile::TempDir) {
    let store = Arc::new(open(url, folder));
    sql(url, "INSERT INTO retention (tenant, period) VALUES ('', 'P20Y')").await.unwrap();
    let record_old = async |n| {
        let mut old = entry(&id(n), "3");
        old.received_at = "2001-01-01T00:00:00.000Z".into();
        store.record(old).await.unwrap();
    };
    let notices = tempfile::tempdir().unwrap();
    let app = crate::testing::receiver(notices.path(), Arc::clone(&store) as Arc<dyn Store>).app();
    assert!(app.keep.is_for_ever());
    record_old(1).await;
    let gone = async {
        let _running = crate::retention::Retention::start(&app, std::time::Duration::ZERO);
        while store.tombstones().await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        // It looks once more whether there is another: what comes now must not be taken by that.
        while !app.metrics.text(None, (0, 0)).unwrap().contains("retention_runs_total{kind=\"done\"} 1") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), gone).await.unwrap();
    record_old(2).await;
    let unreadable =
        Expiry { tenants: Tenants::AllBut(vec![]), before: String::new(), reason: String::new(), period: "p5y".into() };
    assert_eq!(store.expire(vec![unreadable], String::new()).await, Ok(1));
    let client = store.readers.get().await.unwrap();
    let rows = client.query("SELECT tenant, period FROM retention", &[]).await.unwrap();
    let rules: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(rules, [(String::new(), "P20Y".to_owned())]);
}

async fn a_month_has_a_partition(url: &str, folder: &tempfile::TempDir) {
    let store = open(url, folder);
    // A UUIDv7 of 6 November 2026, and one of 2024.
    store.record(entry("01a1b0c5-3f2a-7c41-9a53-0d6c1b7e4f10", "3")).await.unwrap();
    store.record(entry(&id(1), "3")).await.unwrap();
    let client = store.readers.get().await.unwrap();
    for (partition, count) in
        [("acknowledgements_2026_11", 1), ("acknowledgements_other", 1), ("acknowledgements_2027_11", 0)]
    {
        let found: i64 = client.query_one(&format!("SELECT count(*) FROM {partition}"), &[]).await.unwrap().get(0);
        assert_eq!(found, count, "{partition}");
    }
    // A device whose clock is a year ahead: its record moves when its month comes, and is in nobody's way.
    let early = "01aba353-9800-7c41-9a53-0d6c1b7e4f10";
    assert!(matches!(store.record(entry(early, "3")).await, Ok(Outcome::Recorded(_))));
    assert_eq!(schema::partition(&client, jiff::civil::date(2027, 9, 1)).await, Ok(()));
    let place = "SELECT tableoid::regclass::text FROM acknowledgements WHERE id = $1";
    let row = client.query_one(place, &[&early.parse::<uuid::Uuid>().unwrap()]).await.unwrap();
    assert_eq!(row.get::<_, String>(0), "acknowledgements_2028_03");
    assert!(matches!(store.record(entry(early, "3")).await, Ok(Outcome::Replayed(_))));
    for month in ["2027_12", "2028_03", "2028_09"] {
        let there: bool = client
            .query_one("SELECT to_regclass($1) IS NOT NULL", &[&format!("acknowledgements_{month}")])
            .await
            .unwrap()
            .get(0);
        assert!(there, "{month}");
    }
}

async fn a_lock_whose_holder_hangs_is_given_on(url: &str, folder: &tempfile::TempDir) {
    let stuck = open(url, folder);
    let client = stuck.readers.get().await.unwrap();
    client.batch_execute(&format!("BEGIN; SELECT pg_advisory_xact_lock({})", sequencer::LOG)).await.unwrap();
    let other = open(url, folder);
    assert!(matches!(other.record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
}

/// What is in the batch beside a record that is erased between two statements was committed, and is answered as that.
async fn an_erasure_fails_nobody_else(url: &str, folder: &tempfile::TempDir) {
    let store = Arc::new(open(url, folder));
    store.record(entry(&id(1), "3")).await.unwrap();
    let (erased, beside) = (id(1), id(3));
    let forget = format!(
        "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             DELETE FROM acknowledgements WHERE id = '{erased}'; RETURN NULL; END $$;
         CREATE TRIGGER forget AFTER INSERT ON acknowledgements FOR EACH ROW WHEN (NEW.id = '{beside}')
             EXECUTE FUNCTION forget()"
    );
    sql(url, &forget).await.unwrap();
    // Behind a batch that waits for the lock, both come into the next.
    let stuck = open(url, folder);
    let lock = stuck.readers.get().await.unwrap();
    lock.batch_execute(&format!("BEGIN; SELECT pg_advisory_xact_lock({})", sequencer::LOG)).await.unwrap();
    let first = tokio::spawn({
        let store = Arc::clone(&store);
        async move { store.record(entry(&id(2), "3")).await }
    });
    let waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    while lock.query_opt(waits, &[]).await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
    let (again, new, ended) = tokio::join!(
        biased;
        store.record(entry(&erased, "3")),
        store.record(entry(&beside, "3")),
        lock.batch_execute("ROLLBACK"),
    );
    ended.unwrap();
    assert!(matches!(first.await.unwrap(), Ok(Outcome::Recorded(_))));
    assert!(matches!(new, Ok(Outcome::Recorded(_))), "{new:?}");
    assert!(matches!(again, Err(StoreError::Unavailable(_))), "{again:?}");
    assert!(matches!(store.record(entry(&erased, "3")).await, Ok(Outcome::Recorded(_))), "sent again, it is new");
    assert_eq!(store.figures().await.unwrap().failed, 0);
}

/// Nobody signs what does not follow from what was signed before.
async fn a_log_that_was_changed_is_not_carried_on(url: &str, folder: &tempfile::TempDir) {
    let store = open(url, folder);
    for n in 0..5 {
        store.record(entry(&id(n), "3")).await.unwrap();
    }
    store.close().await.unwrap();
    for change in [
        "DELETE FROM log_checkpoints WHERE size = 5",
        "UPDATE log_nodes SET hash = decode(repeat('ab', 32), 'hex') WHERE level = 2",
    ] {
        sql(url, change).await.unwrap();
        let Err(refused) = PostgresStore::open(url, Tuning::default(), &key(folder.path()), &clock()) else {
            panic!("open")
        };
        assert_eq!(refused.code(), "store-log-changed", "{refused}");
    }
}

/// A standby that was promoted, or a backup that was restored, may lack what one of two receivers remembers.
async fn a_log_that_lost_its_end_is_no_fork(url: &str, folder: &tempfile::TempDir) {
    let (first, second) = (open(url, folder), open(url, folder));
    first.record(entry(&id(1), "3")).await.unwrap();
    second.record(entry(&id(2), "3")).await.unwrap();
    let tables = ["acknowledgements", "log_nodes", "log_checkpoints"];
    let keep = tables.map(|table| format!("CREATE TABLE kept_{table} AS TABLE {table};")).concat();
    sql(url, &keep).await.unwrap();
    first.record(entry(&id(3), "3")).await.unwrap();
    let back = tables.map(|table| format!("TRUNCATE {table}; INSERT INTO {table} TABLE kept_{table};")).concat();
    sql(url, &back).await.unwrap();
    // As many as the first remembers, and another last one.
    second.record(entry(&id(4), "3")).await.unwrap();
    assert!(matches!(first.record(entry(&id(5), "3")).await, Ok(Outcome::Recorded(_))));
    assert!(matches!(second.record(entry(&id(6), "3")).await, Ok(Outcome::Recorded(_))));
    let client = first.readers.get().await.unwrap();
    assert_eq!(log::frontier(&client).await.unwrap().size(), 5);
    assert!(matches!(first.record(entry(&id(3), "3")).await, Ok(Outcome::Recorded(_))), "what was lost, sent again");
}

async fn a_clock_in_doubt_dates_nothing(url: &str, folder: &tempfile::TempDir) {
    let behind = Clock::new(|| "2020-01-01T00:00:00Z".parse().unwrap());
    let store = PostgresStore::open(url, Tuning::default(), &key(folder.path()), &behind).unwrap();
    let refused = store.record(entry(&id(1), "3")).await.unwrap_err().to_string();
    assert!(refused.contains("behind the database's"), "{refused}");
    assert!(store.accepts().await.is_err());
    assert!(matches!(open(url, folder).record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
}

/// Whoever may write to the tables may change what is there; an audit says so.
async fn what_was_changed_is_found(url: &str, folder: &tempfile::TempDir) {
    let store = Arc::new(open(url, folder));
    for n in 0..5 {
        store.record(entry(&id(n), "3")).await.unwrap();
    }
    let verifier = store.verifier().await.unwrap().parse().unwrap();
    let vault = crate::Vault::over(store);
    let mut expected = vec!["texts"];
    for (change, failing) in [
        ("UPDATE acknowledgements SET subject = 'mallory' WHERE log_index = 1", "columns"),
        ("UPDATE acknowledgements SET received_at = '2021-01-01T00:00:00.000Z' WHERE log_index = 2", "records"),
        ("DELETE FROM acknowledgements WHERE log_index = 3", "complete"),
        ("UPDATE log_nodes SET hash = decode(repeat('ab', 32), 'hex') WHERE level = 1 AND position = 0", "tree"),
    ] {
        sql(url, change).await.unwrap();
        let report = vault.audit(&[], &verifier).await.unwrap();
        let fails: Vec<_> = report
            .checks()
            .iter()
            .filter(|it| it.outcome == ciente_evidence::Outcome::Fails)
            .map(|it| it.name)
            .collect();
        expected.push(failing);
        assert!(expected.iter().all(|name| fails.contains(name)) && fails.len() == expected.len(), "{fails:?}");
    }
    vault.close().await.unwrap();
}

async fn one_of_two_tells(url: &str, folder: &tempfile::TempDir) {
    let (first, second) = (open(url, folder), open(url, folder));
    assert_eq!((first.tells().await, second.tells().await), (Ok(Tells::Anew), Ok(Tells::No)));
    assert_eq!((first.tells().await, second.tells().await), (Ok(Tells::Still), Ok(Tells::No)), "it stays so");
    // The one that tells loses its session, as when its machine is gone.
    sql(url, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted").await.unwrap();
    contract::takes_over(&second).await;
    // It has noticed by now, or does when it asks: one that has lost its session never goes on as if it had it.
    assert_ne!(first.tells().await, Ok(Tells::Still));
    second.close().await.unwrap();
    contract::takes_over(&first).await;
}

async fn tables_of_an_earlier_release_are_added_to(url: &str, folder: &tempfile::TempDir) {
    sql(url, include_str!("schema.sql")).await.unwrap();
    let store = open(url, folder);
    store.begin_telling().await.unwrap();
    assert!(matches!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
    assert_eq!(store.take_to_tell(9).await.unwrap().len(), 1);
}

async fn a_role_that_only_adds_is_enough(cluster: &Cluster, folder: &tempfile::TempDir) {
    let owner = cluster.database("roles");
    let first = open(&owner, folder);
    first.record(entry(&id(1), "3")).await.unwrap();
    sql(&owner, "CREATE ROLE ciente_service LOGIN").await.unwrap();
    sql(&owner, &include_str!("roles.sql").replace(":\"service\"", "ciente_service")).await.unwrap();
    let service = owner.replace("user=postgres", "user=ciente_service");
    let store = open(&service, folder);
    {
        let client = store.readers.get().await.unwrap();
        // The owner's start has made them all, and there is nothing to complain of; nobody has made those of next year.
        assert_eq!(schema::partition(&client, today()).await, Ok(()));
        let missing = schema::partition(&client, jiff::civil::date(2027, 6, 1)).await.unwrap_err();
        assert_eq!(missing.month, "2027-12");
        assert!(missing.why.starts_with("permission denied"), "{missing:?}");
    }
    assert!(matches!(store.record(entry(&id(2), "3")).await, Ok(Outcome::Recorded(_))));
    assert!(matches!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Replayed(_))));
    store.begin_telling().await.unwrap();
    assert!(matches!(store.record(entry(&id(3), "3")).await, Ok(Outcome::Recorded(_))));
    let taken = store.take_to_tell(9).await.unwrap();
    store.settle(taken.into_iter().map(|untold| Told::Over(untold.index)).collect()).await.unwrap();
    for forbidden in [
        "UPDATE acknowledgements SET subject = 'x'",
        "DELETE FROM acknowledgements",
        "DELETE FROM log_nodes",
        "TRUNCATE published",
        "INSERT INTO tombstones (log_index, tenant, erased_at, reason) VALUES (9, 't', 'never', 'none')",
        "INSERT INTO retention (tenant, period) VALUES ('', 'P1D')",
        "SELECT ciente_erase('1400000000', 'alice', 'never', 'none')",
    ] {
        let error = sql(&service, forbidden).await.unwrap_err();
        assert_eq!(error.code(), Some(&tokio_postgres::error::SqlState::INSUFFICIENT_PRIVILEGE), "{forbidden}");
    }
    let holder = Identity { tenant: "1400000000".into(), subject: "alice".into() };
    assert!(matches!(store.erase(holder.clone(), "asked".into(), "now".into()).await, Err(StoreError::NotAllowed(_))));
    // What is over its time is the owner's word and the server's clock: not the receiver's, and no table of its own.
    let mut old = entry(&id(4), "3");
    old.received_at = "2001-01-01T00:00:00.000Z".into();
    assert!(matches!(store.record(old).await, Ok(Outcome::Recorded(_))));
    let expire = || {
        let (tenants, before, reason) = (Tenants::AllBut(vec![]), "9999".into(), "none".into());
        store.expire(vec![Expiry { tenants, before, reason, period: "P1D".into() }], "1999".into())
    };
    assert_eq!(expire().await, Ok(0));
    let shadow = "CREATE TEMP TABLE retention (tenant TEXT, period TEXT); INSERT INTO retention VALUES ('', 'P0D');
        SELECT ciente_expire()";
    sql(&service, shadow).await.unwrap();
    assert_eq!(store.kept(None, 0, 9).await.unwrap().len(), 4, "nothing is gone");
    sql(&owner, "INSERT INTO retention (tenant, period) VALUES ('', 'P20Y')").await.unwrap();
    assert_eq!(expire().await, Ok(1));
    let tombstones = store.tombstones().await.unwrap();
    assert_eq!((tombstones.len(), tombstones[0].reason.as_str()), (1, "retention P20Y"));
    assert!(tombstones[0].erased_at.parse::<jiff::Timestamp>().unwrap().as_second() > 1_700_000_000);
    // Who may erase may not for that make room: PostgreSQL would pass the tables over, and say so to nobody.
    sql(&owner, "GRANT EXECUTE ON FUNCTION ciente_erase(TEXT, TEXT, TEXT, TEXT) TO ciente_service").await.unwrap();
    assert_eq!(store.erase(holder, "asked".into(), "now".into()).await, Ok(3));
    assert_eq!(erase::reclaim(&store.alone().await.unwrap()).await, Ok(false));
    assert_eq!(erase::reclaim(&first.alone().await.unwrap()).await, Ok(true));
}

async fn a_tombstone_from_outside_keeps_nothing(url: &str, folder: &tempfile::TempDir) {
    let store = open(url, folder);
    for n in 1..=2 {
        assert!(matches!(store.record(entry(&id(n), "3")).await, Ok(Outcome::Recorded(_))));
    }
    let mut old = entry_of(&id(3), "3", |acknowledgement| acknowledgement.tenant = "old".into());
    old.received_at = "2001-01-01T00:00:00.000Z".into();
    assert!(matches!(store.record(old).await, Ok(Outcome::Recorded(_))));
    sql(url, "INSERT INTO tombstones SELECT log_index, 'x', 'never', 'a prompt' FROM acknowledgements").await.unwrap();
    sql(url, "INSERT INTO retention (tenant, period) VALUES ('old', 'P20Y')").await.unwrap();
    assert_eq!(store.expire(vec![], "now".into()).await, Ok(1));
    let holder = Identity { tenant: "1400000000".into(), subject: "alice".into() };
    assert_eq!(store.erase(holder, "asked".into(), "now".into()).await, Ok(2));
    let reasons = store.tombstones().await.unwrap().into_iter().map(|t| (t.tenant, t.reason)).collect::<Vec<_>>();
    let asked = ("1400000000".to_owned(), "asked".to_owned());
    assert_eq!(reasons, [asked.clone(), asked, ("old".to_owned(), "retention P20Y".to_owned())]);
}

/// Least rights that were given before the periods were the owner's still suffice after the owner's upgrade.
async fn rights_of_an_earlier_release_are_carried_on(cluster: &Cluster, folder: &tempfile::TempDir) {
    let owner = cluster.database("rights");
    sql(&owner, include_str!("schema.sql")).await.unwrap();
    sql(&owner, include_str!("schema_2.sql")).await.unwrap();
    let given = "GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO ciente_service;
        GRANT EXECUTE ON FUNCTION ciente_expire(TEXT[], BOOLEAN, TEXT, TEXT, TEXT) TO ciente_service";
    sql(&owner, given).await.unwrap();
    let service = owner.replace("user=postgres", "user=ciente_service");
    // A role that may not bring the tables up to date does not start, and says why.
    let refused = PostgresStore::open(&service, Tuning::default(), &key(folder.path()), &clock());
    let told = refused.map(drop).unwrap_err().to_string();
    assert!(told.contains("permission denied") && told.contains("once as their owner"), "{told}");
    drop(open(&owner, folder));
    let store = open(&service, folder);
    assert!(matches!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
    assert_eq!(store.expire(vec![], "now".into()).await, Ok(0));
    for gone in
        ["INSERT INTO tombstones VALUES (9, 't', 'never', 'none')", "SELECT ciente_expire('{}', true, '9999', '', '')"]
    {
        sql(&service, gone).await.unwrap_err();
    }
}

async fn what_could_not_be_kept_is_tried_before_it_is_ready_again(url: &str, folder: &tempfile::TempDir) {
    let store = open(url, folder);
    sql(url, "ALTER TABLE acknowledgements ADD CONSTRAINT none CHECK (false) NOT VALID").await.unwrap();
    assert!(store.record(entry(&id(1), "3")).await.is_err());
    assert!(store.accepts().await.is_err(), "a trial writes all that a record does");
    sql(url, "ALTER TABLE acknowledgements DROP CONSTRAINT none").await.unwrap();
    assert_eq!(store.accepts().await, Ok(()));
    sql(url, "ALTER TABLE log_checkpoints RENAME TO away").await.unwrap();
    assert!(store.record(entry(&id(1), "3")).await.is_err());
    assert!(store.accepts().await.is_err());
    sql(url, "ALTER TABLE away RENAME TO log_checkpoints").await.unwrap();
    let (other, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let lock = sequencer::LOG;
    other.execute("SELECT pg_advisory_lock($1)", &[&lock]).await.unwrap();
    // However many ask: one trial waits for it, and nobody who reads waits for that.
    let asked = async {
        let (one, two, three) = tokio::join!(store.accepts(), store.accepts(), store.accepts());
        assert!(one.is_err() && two.is_err() && three.is_err(), "another session holds the log");
    };
    let read = tokio::time::timeout(std::time::Duration::from_millis(900), store.recent(1));
    let ((), read) = tokio::join!(asked, read);
    assert!(read.is_ok_and(|read| read.is_ok()));
    other.execute("SELECT pg_advisory_unlock($1)", &[&lock]).await.unwrap();
    assert_eq!((store.accepts().await, store.writer.as_ref().unwrap().line.failed_last()), (Ok(()), false));
    assert!(matches!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
    let client = store.readers.get().await.unwrap();
    let left = client.query_one("SELECT count(*) FROM log_checkpoints WHERE size < 0", &[]).await.unwrap();
    assert_eq!(left.get::<_, i64>(0), 0, "the trial leaves nothing");
}

async fn a_server_that_goes_away_comes_back(cluster: &mut Cluster, folder: &tempfile::TempDir) {
    let store = open(&cluster.database("away"), folder);
    let Ok(Outcome::Recorded(receipt)) = store.record(entry(&id(1), "3")).await else { panic!("not recorded") };
    cluster.kill();
    assert!(matches!(store.record(entry(&id(2), "3")).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
    cluster.start_again();
    assert_eq!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Replayed(receipt)));
    assert!(matches!(store.record(entry(&id(2), "3")).await, Ok(Outcome::Recorded(_))));
    assert_eq!(store.ping().await, Ok(()));
}

/// Last: from here on the server has another port.
async fn what_is_to_be_encrypted_is(cluster: &mut Cluster, folder: &tempfile::TempDir) {
    drop(cluster.database("encrypted"));
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    cluster.kill();
    let roots = cluster.start_encrypted(port, &pair.cert.pem(), &pair.signing_key.serialize_pem());
    let roots = roots.display();
    let url = |host: &str, parameters: &str| format!("postgres://postgres@{host}:{port}/encrypted?{parameters}");
    let open = |url: &str| PostgresStore::open(url, Tuning::default(), &key(folder.path()), &clock());

    for mode in ["require", "verify-full"] {
        let store = open(&url("localhost", &format!("sslmode={mode}&sslrootcert={roots}"))).unwrap();
        let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        let is_encrypted: bool = store.readers.get().await.unwrap().query_one(sql, &[]).await.unwrap().get(0);
        assert!(is_encrypted);
        store.record(entry(&id(u32::from(mode == "require")), "3")).await.unwrap();
        store.close().await.unwrap();
    }
    // Nobody who is only in between is taken for the server: not with a certificate that nobody vouches for, nor with another's.
    for url in [url("localhost", "sslmode=require"), url("127.0.0.1", &format!("sslmode=require&sslrootcert={roots}"))]
    {
        let error = open(&url).err().unwrap().to_string();
        assert!(error.contains("certificate"), "{error}");
    }
    open(&url("localhost", "sslmode=disable")).unwrap().close().await.unwrap();
}
