//! The log on a real server: locks that change hands, histories that were changed or lost, clocks in doubt.

use super::*;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn a_lock_whose_holder_hangs_is_given_on() {
    let bed = Bed::new("locks");
    let stuck = bed.open();
    let client = stuck.readers.get().await.unwrap();
    client.batch_execute(&format!("BEGIN; SELECT pg_advisory_xact_lock({})", sequencer::LOG)).await.unwrap();
    let other = bed.open();
    assert!(matches!(other.record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
}

/// What is in the batch beside a record that is erased between two statements was committed, and is answered as that.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn an_erasure_fails_nobody_else() {
    let bed = Bed::new("erased");
    let store = Arc::new(bed.open());
    store.record(entry(&id(1), "3")).await.unwrap();
    let (erased, beside) = (id(1), id(3));
    let forget = format!(
        "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             DELETE FROM acknowledgements WHERE id = '{erased}'; RETURN NULL; END $$;
         CREATE TRIGGER forget AFTER INSERT ON acknowledgements FOR EACH ROW WHEN (NEW.id = '{beside}')
             EXECUTE FUNCTION forget()"
    );
    bed.sql(&forget).await.unwrap();
    // Behind a batch that waits for the lock, both come into the next.
    let stuck = bed.open();
    let lock = stuck.readers.get().await.unwrap();
    lock.batch_execute(&format!("BEGIN; SELECT pg_advisory_xact_lock({})", sequencer::LOG)).await.unwrap();
    let first = tokio::spawn({
        let store = Arc::clone(&store);
        async move { store.record(entry(&id(2), "3")).await }
    });
    let waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
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
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn a_log_that_was_changed_is_not_carried_on() {
    let bed = Bed::new("changed");
    let store = bed.open();
    for n in 0..5 {
        store.record(entry(&id(n), "3")).await.unwrap();
    }
    store.close().await.unwrap();
    for change in [
        "DELETE FROM log_checkpoints WHERE size = 5",
        "UPDATE log_nodes SET hash = decode(repeat('ab', 32), 'hex') WHERE level = 2",
    ] {
        bed.sql(change).await.unwrap();
        let Err(refused) = bed.open_at(&bed.url) else { panic!("open") };
        assert_eq!(refused.code(), "store-log-changed", "{refused}");
    }
}

/// A standby that was promoted, or a backup that was restored, may lack what one of two receivers remembers.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn a_log_that_lost_its_end_is_no_fork() {
    let bed = Bed::new("lost");
    let (first, second) = (bed.open(), bed.open());
    first.record(entry(&id(1), "3")).await.unwrap();
    second.record(entry(&id(2), "3")).await.unwrap();
    let tables = ["acknowledgements", "log_nodes", "log_checkpoints"];
    let keep = tables.map(|table| format!("CREATE TABLE kept_{table} AS TABLE {table};")).concat();
    bed.sql(&keep).await.unwrap();
    first.record(entry(&id(3), "3")).await.unwrap();
    let back = tables.map(|table| format!("TRUNCATE {table}; INSERT INTO {table} TABLE kept_{table};")).concat();
    bed.sql(&back).await.unwrap();
    // As many as the first remembers, and another last one.
    second.record(entry(&id(4), "3")).await.unwrap();
    assert!(matches!(first.record(entry(&id(5), "3")).await, Ok(Outcome::Recorded(_))));
    assert!(matches!(second.record(entry(&id(6), "3")).await, Ok(Outcome::Recorded(_))));
    let client = first.readers.get().await.unwrap();
    assert_eq!(super::super::log::frontier(&client).await.unwrap().size(), 5);
    assert!(matches!(first.record(entry(&id(3), "3")).await, Ok(Outcome::Recorded(_))), "what was lost, sent again");
    assert_eq!((first.figures().await.unwrap().lost, second.figures().await.unwrap().lost), (1, 0), "and said so");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn a_clock_in_doubt_dates_nothing() {
    let bed = Bed::new("clock");
    let behind = Clock::new(|| "2020-01-01T00:00:00Z".parse().unwrap());
    let store = bed.open_by(&bed.url, &behind).unwrap();
    let refused = store.record(entry(&id(1), "3")).await.unwrap_err().to_string();
    assert!(refused.contains("behind the database's"), "{refused}");
    assert!(store.accepts().await.is_err());
    assert!(store.agrees().await.is_err() && bed.open().agrees().await.is_ok(), "nor is anything over its time");
    assert!(matches!(bed.open().record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
}

/// Whoever may write to the tables may change what is there; an audit says so.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn what_was_changed_is_found() {
    let bed = Bed::new("audited");
    let store = Arc::new(bed.open());
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
        bed.sql(change).await.unwrap();
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

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn one_of_two_tells() {
    let bed = Bed::alone();
    let (first, second) = (bed.open(), bed.open());
    assert_eq!((first.tells().await, second.tells().await), (Ok(Tells::Anew), Ok(Tells::No)));
    assert_eq!((first.tells().await, second.tells().await), (Ok(Tells::Still), Ok(Tells::No)), "it stays so");
    // The one that tells loses its session, as when its machine is gone.
    bed.sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted").await.unwrap();
    contract::takes_over(&second).await;
    // It has noticed by now, or does when it asks: one that has lost its session never goes on as if it had it.
    assert_ne!(first.tells().await, Ok(Tells::Still));
    second.close().await.unwrap();
    contract::takes_over(&first).await;
}

/// What was committed here while no standby had it is told as recorded only when one has.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn what_no_standby_has_is_not_confirmed_by_a_second_try() {
    let bed = Bed::alone();
    let store = bed.open();
    assert!(matches!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
    bed.sql("ALTER SYSTEM SET synchronous_standby_names = 'gone'").await.unwrap();
    bed.sql("SELECT pg_reload_conf()").await.unwrap();
    // The sessions that there are read it with their next command.
    let again = store.record(entry(&id(1), "3")).await;
    assert!(matches!(again, Err(StoreError::Unavailable(_))), "{again:?}");
    let again = tokio::time::timeout(std::time::Duration::from_secs(2), store.replay(entry(&id(1), "3"))).await;
    assert!(again.is_err(), "{again:?}");
    bed.sql("ALTER SYSTEM RESET synchronous_standby_names").await.unwrap();
    bed.sql("SELECT pg_reload_conf()").await.unwrap();
    assert!(matches!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Replayed(_))));
    assert!(matches!(store.replay(entry(&id(1), "3")).await, Ok(Some(Outcome::Replayed(_)))));
}
