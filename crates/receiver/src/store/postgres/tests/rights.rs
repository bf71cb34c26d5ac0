//! What each role may do on a real server, and what earlier releases' rights become.

use super::*;
use crate::retention::keep::Tenants;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn a_role_that_only_adds_is_enough() {
    let bed = Bed::new("roles");
    let first = bed.open();
    first.record(entry(&id(1), "3")).await.unwrap();
    bed.sql("CREATE ROLE ciente_service LOGIN").await.unwrap();
    bed.sql(&include_str!("../roles.sql").replace(":\"service\"", "ciente_service")).await.unwrap();
    let service = bed.url.replace("user=postgres", "user=ciente_service");
    let store = bed.open_at(&service).unwrap();
    {
        let client = store.readers.get().await.unwrap();
        // The owner's start has made them all, and there is nothing to complain of; nobody has made those of next year.
        assert_eq!(schema::partition(&client, Clock::system().today()).await, Ok(()));
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
    bed.sql("INSERT INTO retention (tenant, period) VALUES ('', 'P20Y')").await.unwrap();
    assert_eq!(expire().await, Ok(1));
    let tombstones = store.tombstones().await.unwrap();
    assert_eq!((tombstones.len(), tombstones[0].reason.as_str()), (1, "retention P20Y"));
    assert!(tombstones[0].erased_at.parse::<jiff::Timestamp>().unwrap().as_second() > 1_700_000_000);
    // Who may erase may not for that make room: PostgreSQL would pass the tables over, and say so to nobody.
    bed.sql("GRANT EXECUTE ON FUNCTION ciente_erase(TEXT, TEXT, TEXT, TEXT) TO ciente_service").await.unwrap();
    assert_eq!(store.erase(holder, "asked".into(), "now".into()).await, Ok(3));
    assert_eq!(erase::reclaim(&store.alone().await.unwrap()).await, Ok(false));
    assert_eq!(erase::reclaim(&first.alone().await.unwrap()).await, Ok(true));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn a_tombstone_from_outside_keeps_nothing() {
    let bed = Bed::new("tombstone");
    let store = bed.open();
    for n in 1..=2 {
        assert!(matches!(store.record(entry(&id(n), "3")).await, Ok(Outcome::Recorded(_))));
    }
    let mut old = entry_of(&id(3), "3", |acknowledgement| acknowledgement.tenant = "old".into());
    old.received_at = "2001-01-01T00:00:00.000Z".into();
    assert!(matches!(store.record(old).await, Ok(Outcome::Recorded(_))));
    bed.sql("INSERT INTO tombstones SELECT log_index, 'x', 'never', 'a prompt' FROM acknowledgements").await.unwrap();
    bed.sql("INSERT INTO retention (tenant, period) VALUES ('old', 'P20Y')").await.unwrap();
    assert_eq!(store.expire(vec![], "now".into()).await, Ok(1));
    let holder = Identity { tenant: "1400000000".into(), subject: "alice".into() };
    assert_eq!(store.erase(holder, "asked".into(), "now".into()).await, Ok(2));
    let reasons = store.tombstones().await.unwrap().into_iter().map(|t| (t.tenant, t.reason)).collect::<Vec<_>>();
    let asked = ("1400000000".to_owned(), "asked".to_owned());
    assert_eq!(reasons, [asked.clone(), asked, ("old".to_owned(), "retention P20Y".to_owned())]);
}

/// Least rights that were given before the periods were the owner's still suffice after the owner's upgrade.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn rights_of_an_earlier_release_are_carried_on() {
    let bed = Bed::new("rights");
    bed.sql(include_str!("../schema.sql")).await.unwrap();
    bed.sql(include_str!("../schema_2.sql")).await.unwrap();
    bed.sql("CREATE ROLE ciente_earlier LOGIN").await.unwrap();
    let given = "GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO ciente_earlier;
        GRANT EXECUTE ON FUNCTION ciente_expire(TEXT[], BOOLEAN, TEXT, TEXT, TEXT) TO ciente_earlier";
    bed.sql(given).await.unwrap();
    let service = bed.url.replace("user=postgres", "user=ciente_earlier");
    // A role that may not bring the tables up to date does not start, and says why.
    let refused = bed.open_at(&service);
    let told = refused.map(drop).unwrap_err().to_string();
    assert!(told.contains("permission denied") && told.contains("once as their owner"), "{told}");
    drop(bed.open());
    let store = bed.open_at(&service).unwrap();
    assert!(matches!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
    assert_eq!(store.expire(vec![], "now".into()).await, Ok(0));
    for gone in
        ["INSERT INTO tombstones VALUES (9, 't', 'never', 'none')", "SELECT ciente_expire('{}', true, '9999', '', '')"]
    {
        sql(&service, gone).await.unwrap_err();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn tables_of_an_earlier_release_are_added_to() {
    let bed = Bed::new("earlier");
    bed.sql(include_str!("../schema.sql")).await.unwrap();
    let store = bed.open();
    store.begin_telling().await.unwrap();
    assert!(matches!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
    assert_eq!(store.take_to_tell(9).await.unwrap().len(), 1);
}

/// Also when the receiver has none, and when it has one that the database does not take.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn periods_of_the_database_hold_without_those_of_a_receiver() {
    let bed = Bed::new("periods");
    let store = Arc::new(bed.open());
    bed.sql("INSERT INTO retention (tenant, period) VALUES ('', 'P20Y')").await.unwrap();
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
