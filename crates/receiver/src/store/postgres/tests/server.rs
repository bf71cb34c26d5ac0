//! A real server that is missing, goes away, fills its months or speaks through TLS.

use super::*;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn refuses_what_is_not_there() {
    let bed = Bed::new("empty");
    let code = |result: Result<PostgresStore, DataError>| result.err().map(|error| error.code());
    assert_eq!(code(PostgresStore::open_without_key(&bed.url, Tuning::default())), Some("store-fault"));
    let missing = bed.url.replace("/empty?", "/missing?");
    assert_eq!(code(bed.open_at(&missing)), Some("store-fault"));
    let ascii = "CREATE DATABASE ascii LOCALE_PROVIDER libc ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'";
    sql(&bed.url, ascii).await.unwrap();
    let ascii = bed.url.replace("/empty?", "/ascii?");
    let refused = bed.open_at(&ascii).err().unwrap();
    assert!(refused.to_string().contains("\"ascii\" keeps texts in SQL_ASCII"), "{refused}");
    let nowhere = "postgres://ciente:secret@127.0.0.1:1/ciente";
    let Err(error) = bed.open_at(nowhere) else { panic!("open") };
    assert_eq!(error.code(), "store-unavailable");
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn a_month_has_a_partition() {
    let bed = Bed::new("partitions");
    let store = bed.open();
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

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn what_could_not_be_kept_is_tried_before_it_is_ready_again() {
    let bed = Bed::new("trial");
    let store = bed.open();
    bed.sql("ALTER TABLE acknowledgements ADD CONSTRAINT none CHECK (false) NOT VALID").await.unwrap();
    assert!(store.record(entry(&id(1), "3")).await.is_err());
    assert!(store.accepts().await.is_err(), "a trial writes all that a record does");
    bed.sql("ALTER TABLE acknowledgements DROP CONSTRAINT none").await.unwrap();
    assert_eq!(store.accepts().await, Ok(()));
    bed.sql("ALTER TABLE log_checkpoints RENAME TO away").await.unwrap();
    assert!(store.record(entry(&id(1), "3")).await.is_err());
    assert!(store.accepts().await.is_err());
    bed.sql("ALTER TABLE away RENAME TO log_checkpoints").await.unwrap();
    let (other, connection) = tokio_postgres::connect(&bed.url, tokio_postgres::NoTls).await.unwrap();
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

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn a_server_that_goes_away_comes_back() {
    let bed = Bed::alone();
    let store = bed.open();
    let Ok(Outcome::Recorded(receipt)) = store.record(entry(&id(1), "3")).await else { panic!("not recorded") };
    bed.cluster.kill().unwrap();
    assert!(matches!(store.record(entry(&id(2), "3")).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
    bed.cluster.start_again().unwrap();
    assert_eq!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Replayed(receipt)));
    assert!(matches!(store.record(entry(&id(2), "3")).await, Ok(Outcome::Recorded(_))));
    assert_eq!(store.ping().await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn what_is_to_be_encrypted_is() {
    let bed = Bed::alone();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    bed.cluster.kill().unwrap();
    let roots = bed.cluster.start_encrypted(port, &pair.cert.pem(), &pair.signing_key.serialize_pem()).unwrap();
    let roots = roots.display();
    let url = |host: &str, parameters: &str| format!("postgres://postgres@{host}:{port}/alone?{parameters}");

    for mode in ["require", "verify-full"] {
        let store = bed.open_at(&url("localhost", &format!("sslmode={mode}&sslrootcert={roots}"))).unwrap();
        let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        let is_encrypted: bool = store.readers.get().await.unwrap().query_one(sql, &[]).await.unwrap().get(0);
        assert!(is_encrypted);
        store.record(entry(&id(u32::from(mode == "require")), "3")).await.unwrap();
        store.close().await.unwrap();
    }
    // Nobody who is only in between is taken for the server: not with a certificate that nobody vouches for, nor with another's.
    for url in [url("localhost", "sslmode=require"), url("127.0.0.1", &format!("sslmode=require&sslrootcert={roots}"))]
    {
        let error = bed.open_at(&url).err().unwrap().to_string();
        assert!(error.contains("certificate"), "{error}");
    }
    bed.open_at(&url("localhost", "sslmode=disable")).unwrap().close().await.unwrap();
}

/// As a machine whose network is gone, or whose disk hangs: it takes connections, and says nothing.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn a_silent_host_keeps_nobody_from_the_next() {
    let bed = Bed::new("hosts");
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let url = format!(
        "postgres:///hosts?user=postgres&host=127.0.0.1&host={}&port={port},5432",
        bed.cluster.folder().display()
    );
    let store = bed.open_at(&url).unwrap();
    assert!(matches!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
    // From then on the one that answered is asked first.
    let begun = std::time::Instant::now();
    for _ in 0..9 {
        store.alone().await.unwrap();
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(9), "each would have waited two seconds");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn a_connection_on_which_no_answer_came_is_not_asked_again() {
    let bed = Bed::new("silent");
    let opened = PostgresStore::start(
        &bed.url,
        Tuning { readers: 1, ..Tuning::default() },
        Some((&key(bed.folder.path()), &Clock::system())),
    );
    let store = opened.unwrap();
    let readers = store.readers.clone();
    let pid =
        async |lease: &session::Lease| -> i32 { lease.query_one("SELECT pg_backend_pid()", &[]).await.unwrap().get(0) };
    let lease = readers.get().await.unwrap();
    let first = pid(&lease).await;
    drop(lease);
    let mut lease = readers.get().await.unwrap();
    assert_eq!(pid(&lease).await, first);
    lease.has_waited();
    drop(lease);
    assert_ne!(pid(&readers.get().await.unwrap()).await, first);
}

/// However many are erased meanwhile.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn space_is_given_up_on_one_connection() {
    let bed = Bed::alone();
    let store = Arc::new(bed.open());
    let blocking = store.alone().await.unwrap();
    blocking
        .batch_execute("SET idle_in_transaction_session_timeout = 0; BEGIN; LOCK TABLE acknowledgements IN SHARE UPDATE EXCLUSIVE MODE")
        .await
        .unwrap();
    let all: Vec<_> = (0..9)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.reclaim().await })
        })
        .collect();
    let at_it = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'VACUUM%'";
    // Within a transaction it would see the same again and again.
    let looking = store.alone().await.unwrap();
    let count = async || -> i64 { looking.query_one(at_it, &[]).await.unwrap().get(0) };
    while count().await == 0 {
        tokio::task::yield_now().await;
    }
    // All but one have nothing to wait for.
    while all.iter().filter(|one| !one.is_finished()).count() > 1 {
        tokio::task::yield_now().await;
    }
    assert_eq!(count().await, 1);
    blocking.batch_execute("ROLLBACK").await.unwrap();
    for one in all {
        one.await.unwrap();
    }
}
