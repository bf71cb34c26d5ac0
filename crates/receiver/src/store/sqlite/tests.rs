//! The SQLite store by itself: shared commits, full disks, locks, a second process, reopening.

use super::*;
use crate::{
    StoreError,
    testing::samples::{acknowledgement, id},
    testing::{entry, key, receiver},
};
use axum::{body::Body, http::Request};
use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use tower::ServiceExt as _;

struct Fixture {
    folder: tempfile::TempDir,
    path: PathBuf,
}

const QUICK: Tuning = Tuning { busy_timeout: Duration::from_millis(50), queue: 8, batch: 4, readers: 2 };

fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.sqlite");
    Fixture { folder, path }
}

impl Fixture {
    fn open(&self) -> SqliteStore {
        self.open_tuned(QUICK)
    }

    fn open_tuned(&self, tuning: Tuning) -> SqliteStore {
        SqliteStore::open(&self.path, tuning, &key(self.folder.path())).unwrap()
    }

    /// A store whose writer was tampered with first.
    fn open_with(&self, sql: &str) -> SqliteStore {
        drop(self.open());
        let connection = schema::open(&self.path, QUICK.busy_timeout).unwrap();
        connection.execute_batch(sql).unwrap();
        let mut connection = connection;
        let sequencer = Sequencer::open(&mut connection, &self.path, &key(self.folder.path()));
        SqliteStore::run(connection, &self.path, QUICK, Some(sequencer.unwrap())).unwrap()
    }

    fn other_process(&self) -> Connection {
        Connection::open(&self.path).unwrap()
    }

    fn count(&self) -> i64 {
        self.other_process().query_row("SELECT count(*) FROM acknowledgements", [], |row| row.get(0)).unwrap()
    }
}

#[tokio::test]
async fn the_same_is_replayed_and_another_is_refused() {
    let fixture = fixture();
    let store = fixture.open();
    let first = entry(&id(1), "3");
    assert_eq!(store.replay(first.clone()).await, Ok(None));
    let Ok(Outcome::Recorded(receipt)) = store.record(first.clone()).await else { panic!("not recorded") };
    assert_eq!(Receipt { log: None, ..receipt.clone() }, first.clone().into_receipt(None));
    let mut again = first.clone();
    again.received_at = "2027-01-01T00:00:00.000Z".into();
    assert_eq!(store.record(again.clone()).await, Ok(Outcome::Replayed(receipt.clone())));
    assert_eq!(store.replay(again).await, Ok(Some(Outcome::Replayed(receipt.clone()))));
    assert_eq!(store.record(entry(&id(1), "2")).await, Ok(Outcome::IdReused));
    assert_eq!(store.replay(entry(&id(1), "2")).await, Ok(Some(Outcome::IdReused)));
    assert_eq!(store.recent(9).await, Ok(vec![receipt]));
}

#[tokio::test]
async fn many_at_once_share_transactions_and_all_are_kept() {
    let fixture = fixture();
    let store = Arc::new(fixture.open_tuned(Tuning::default()));
    // While the lock is held elsewhere they gather; afterwards they go together.
    let other = fixture.other_process();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let tasks: Vec<_> = (0..200)
        .map(|n| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.record(entry(&id(n % 100), "3")).await.unwrap() })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    other.execute_batch("COMMIT").unwrap();
    let mut recorded = 0;
    for task in tasks {
        recorded += usize::from(matches!(task.await.unwrap(), Outcome::Recorded(_)));
    }
    assert_eq!(recorded, 100);
    assert_eq!(fixture.count(), 100);
    // Pages in the log since it was made: one transaction each would have written three or more of them a record.
    let pages: i64 = other.query_row("PRAGMA wal_checkpoint", [], |row| row.get(1)).unwrap();
    assert!(pages < 150, "{pages}");
}

#[tokio::test]
async fn a_failed_transaction_records_nothing_and_the_next_may_pass() {
    let fixture = fixture();
    let store = Arc::new(fixture.open_with("PRAGMA max_page_count = 30"));
    let mut kept = 0;
    let mut n = 0;
    let error = loop {
        match store.record(entry(&id(n), "3")).await {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        n += 1;
        assert!(n < 1000, "never full");
    };
    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    assert_eq!(fixture.count(), kept);
    assert_eq!(store.ping().await, Ok(()));
    assert_eq!(store.replay(entry(&id(n), "3")).await, Ok(None));
    // The disk has room again, and that is found out without a record.
    let other = fixture.other_process();
    other.execute_batch("DELETE FROM acknowledgements").unwrap();
    assert_eq!(store.accepts().await, Ok(()));
    assert!(!store.writer.line.failed_last());
    assert!(matches!(store.record(entry(&id(n), "3")).await, Ok(Outcome::Recorded(_))));
}

#[tokio::test]
async fn a_read_only_database_is_unavailable() {
    let fixture = fixture();
    let store = fixture.open_with("PRAGMA query_only = ON");
    assert!(matches!(store.record(entry(&id(1), "3")).await, Err(StoreError::Unavailable(_))));
    assert_eq!(store.ping().await, Ok(()));
}

#[tokio::test]
async fn a_database_that_lost_its_table_is_a_fault() {
    let fixture = fixture();
    let store = fixture.open();
    fixture.other_process().execute_batch("DROP TABLE acknowledgements").unwrap();
    assert!(matches!(store.record(entry(&id(1), "3")).await, Err(StoreError::Fault(_))));
    assert!(matches!(store.ping().await, Err(StoreError::Fault(_))));
}

/// Whoever waited for a reader would hold the lock meanwhile that others need to record.
#[tokio::test]
async fn to_close_waits_for_no_reader_and_loses_nothing() {
    let fixture = fixture();
    let store = fixture.open_tuned(Tuning { busy_timeout: Duration::from_hours(1), ..QUICK });
    store.record(entry(&id(1), "3")).await.unwrap();
    let other = fixture.other_process();
    other.execute_batch("BEGIN; SELECT count(*) FROM acknowledgements").unwrap();
    store.record(entry(&id(2), "3")).await.unwrap();
    assert_eq!(store.close().await, Ok(()));
    assert_eq!(fixture.count(), 2);
    drop(other);
    let again = fixture.open();
    assert!(matches!(again.record(entry(&id(2), "3")).await, Ok(Outcome::Replayed(_))));
}

#[tokio::test]
async fn a_lock_held_elsewhere_passes() {
    let fixture = fixture();
    let store = fixture.open();
    let other = fixture.other_process();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(store.record(entry(&id(1), "3")).await, Err(StoreError::Unavailable(_))));
    other.execute_batch("COMMIT").unwrap();
    assert!(matches!(store.record(entry(&id(1), "3")).await, Ok(Outcome::Recorded(_))));
}

#[tokio::test]
async fn two_processes_never_both_record_one_id() {
    let fixture = fixture();
    let tuning = Tuning { busy_timeout: Duration::from_secs(10), queue: 64, ..QUICK };
    let stores = [0, 1].map(|_| Arc::new(fixture.open_tuned(tuning)));
    let tasks: Vec<_> = (0..40)
        .flat_map(|n| stores.clone().map(|store| (n, store)))
        .map(|(n, store)| tokio::spawn(async move { store.record(entry(&id(n), "3")).await.unwrap() }))
        .collect();
    let mut recorded = 0;
    for task in tasks {
        match task.await.unwrap() {
            Outcome::Recorded(_) => recorded += 1,
            Outcome::Replayed(_) => {}
            Outcome::IdReused => panic!("the two sent the same"),
        }
    }
    assert_eq!((recorded, fixture.count()), (40, 40));
}

#[tokio::test]
async fn more_than_the_queue_holds_is_refused_at_once() {
    let fixture = fixture();
    let tuning = Tuning { busy_timeout: Duration::from_secs(10), ..QUICK };
    let store = Arc::new(fixture.open_tuned(tuning));
    let other = fixture.other_process();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let started = Instant::now();
    let tasks: Vec<_> = (0..50)
        .map(|n| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.record(entry(&id(n), "3")).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    other.execute_batch("COMMIT").unwrap();
    let mut busy = 0;
    for task in tasks {
        busy += i64::from(task.await.unwrap() == Err(StoreError::Busy));
    }
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(busy >= 50 - (8 + 4), "{busy}");
    assert_eq!(fixture.count(), 50 - busy);
}

#[tokio::test]
async fn the_latest_is_the_newest_acknowledged_of_a_preferred_version() {
    let fixture = fixture();
    let store = fixture.open();
    let holder = || Identity { tenant: "1400000000".into(), subject: "alice".into() };
    let latest = |preferred: &[&str]| {
        store.latest(holder(), "im".into(), preferred.iter().map(|&label| label.to_owned()).collect())
    };
    assert_eq!(latest(&["3"]).await, Ok(None));
    for (n, version) in ["2", "3", "1", "3"].into_iter().enumerate() {
        let mut entry = entry(&id(u32::try_from(n).unwrap()), version);
        if n == 3 {
            entry.acknowledgement.action = ciente_notice::Action::Declined;
        }
        store.record(entry).await.unwrap();
    }
    let version = |latest: Result<Option<Latest>, StoreError>| latest.unwrap().unwrap().version;
    assert_eq!(version(latest(&["2", "3"]).await), "3");
    assert_eq!(version(latest(&["2"]).await), "2");
    assert_eq!(version(latest(&["9"]).await), "1");
    let mut other = holder();
    other.subject = "bob".into();
    assert_eq!(store.latest(other, "im".into(), vec![]).await, Ok(None));
    assert_eq!(store.latest(holder(), "other".into(), vec![]).await, Ok(None));
}

#[tokio::test]
async fn what_was_answered_is_there_after_a_drop_without_close() {
    let fixture = fixture();
    for n in 0..3 {
        let store = fixture.open();
        store.record(entry(&id(n), "3")).await.unwrap();
        assert_eq!(store.recent(9).await.unwrap().len(), usize::try_from(n).unwrap() + 1);
    }
    assert_eq!(fixture.count(), 3);
}

#[tokio::test]
async fn closing_empties_the_log_and_refuses_what_comes_later() {
    let fixture = fixture();
    let store = fixture.open();
    store.record(entry(&id(1), "3")).await.unwrap();
    store.ping().await.unwrap();
    assert_eq!(store.close().await, Ok(()));
    assert_eq!(store.close().await, Ok(()));
    let beside: Vec<_> =
        fixture.path.parent().unwrap().read_dir().unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 3, "the database and the two halves of the key: {beside:?}");
    assert_eq!(store.record(entry(&id(2), "3")).await, Err(StoreError::closed()));
    assert_eq!(store.ping().await, Err(StoreError::closed()));
}

#[tokio::test]
async fn a_client_of_a_full_or_read_only_store_is_told_to_come_back() {
    for (sql, kept) in [("PRAGMA max_page_count = 30", 1..1000), ("PRAGMA query_only = ON", 0..1)] {
        let fixture = fixture();
        let notices = tempfile::tempdir().unwrap();
        let router = receiver(notices.path(), Arc::new(fixture.open_with(sql))).router();
        let post = |n| {
            let body = acknowledgement(&id(n), "3").to_string();
            let request = Request::post("/v1/acknowledgements").header("content-type", "application/json");
            router.clone().oneshot(request.body(Body::from(body)).unwrap())
        };
        let mut n = 0;
        let refused = loop {
            let answer = post(n).await.unwrap();
            if answer.status() != 201 {
                break answer;
            }
            n += 1;
        };
        assert!(kept.contains(&n), "{sql}: {n}");
        assert_eq!((refused.status().as_u16(), &refused.headers()["retry-after"]), (503, &"30".parse().unwrap()));
        let ready = || router.clone().oneshot(Request::get("/readyz").body(Body::empty()).unwrap());
        assert_eq!(ready().await.unwrap().status(), 503, "{sql}: as long as nothing can be kept");
        // It goes on: what was recorded is replayed and told.
        let health = router.clone().oneshot(Request::get("/healthz").body(Body::empty()).unwrap());
        assert_eq!(health.await.unwrap().status(), 200);
        assert_eq!(fixture.count(), i64::from(n));
    }
}

/// As the release before the log would have left it.
fn of_schema_1(fixture: &Fixture, records: u32) -> Vec<Entry> {
    let connection = Connection::open(&fixture.path).unwrap();
    connection.execute_batch(include_str!("1_acknowledgements.sql")).unwrap();
    connection.execute_batch("PRAGMA user_version = 1").unwrap();
    let entries: Vec<_> = (0..records).map(|n| entry(&id(n), "3")).collect();
    for Entry { acknowledgement: a, body, received_at, .. } in &entries {
        connection
            .execute(
                "INSERT INTO acknowledgements (id, notice, version, locale, digest, tenant, subject, action, shown_at, acted_at,
                     widget, origin, received_at, body)
                 VALUES (?1, 'im', '3', 'pt-BR', 'd', '1400000000', 'alice', 'acknowledged', 's', 'a', 'w', 'o', ?2, ?3)",
                (a.id.to_string(), received_at, body),
            )
            .unwrap();
    }
    entries
}

#[tokio::test]
async fn records_from_before_the_log_are_taken_into_it_and_keep_their_receipts() {
    let fixture = fixture();
    let old = of_schema_1(&fixture, 10);
    assert_eq!(SqliteStore::open_without_key(&fixture.path, QUICK).unwrap_err().code(), "data-migration");
    for _ in 0..2 {
        let store = fixture.open();
        for entry in &old {
            assert_eq!(store.record(entry.clone()).await, Ok(Outcome::Replayed(entry.clone().into_receipt(None))));
        }
        let kept = store.kept(None, 0, 100).await.unwrap();
        assert_eq!(kept.iter().map(|kept| kept.index).collect::<Vec<_>>(), (0..10).collect::<Vec<_>>());
        let note = store.checkpoint().await.unwrap();
        let key = store.verifier().await.unwrap().parse().unwrap();
        let checkpoint = ciente_evidence::Checkpoint::open(&note, &key).unwrap();
        assert_eq!(checkpoint.size, 10);
        // What is in the log is what is in the table: each leaf follows from its record and its salt.
        for kept in kept {
            let salt = kept.salt.parse().unwrap();
            let leaf = ciente_evidence::leaf_hash(&crate::store::entry::leaf(&kept.receipt, &salt).unwrap());
            let at = Coordinate { level: 0, index: kept.index };
            assert_eq!(store.nodes(vec![at]).await.unwrap()[&at], leaf);
        }
        store.close().await.unwrap();
    }
    let Ok(Outcome::Recorded(receipt)) = fixture.open().record(entry(&id(10), "3")).await else {
        panic!("not recorded")
    };
    assert_eq!(receipt.log.unwrap().index, 10);
}

#[tokio::test]
async fn the_log_is_append_only_even_at_a_prompt() {
    let fixture = fixture();
    let store = fixture.open();
    store.record(entry(&id(1), "3")).await.unwrap();
    for sql in [
        "UPDATE log_nodes SET hash = zeroblob(32)",
        "DELETE FROM log_nodes",
        "UPDATE log_checkpoints SET note = ''",
        "DELETE FROM log_checkpoints",
    ] {
        let error = fixture.other_process().execute_batch(sql).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

/// As SQLite's own `.restore` does, under a receiver that goes on.
#[tokio::test]
async fn a_log_that_lost_its_end_is_no_fork() {
    let fixture = fixture();
    let (first, second) = (fixture.open(), fixture.open());
    for n in 1..=3 {
        first.record(entry(&id(n), "3")).await.unwrap();
    }
    let back = "DROP TRIGGER log_nodes_stay; DROP TRIGGER log_checkpoints_stay;
        DELETE FROM acknowledgements WHERE log_index = 2;
        DELETE FROM log_checkpoints WHERE size = 3;
        DELETE FROM log_nodes WHERE level = 0 AND position = 2";
    fixture.other_process().execute_batch(back).unwrap();
    // As many as the first remembers, and another last one.
    second.record(entry(&id(4), "3")).await.unwrap();
    assert!(matches!(first.record(entry(&id(5), "3")).await, Ok(Outcome::Recorded(_))));
    assert!(matches!(second.record(entry(&id(6), "3")).await, Ok(Outcome::Recorded(_))));
    assert_eq!(log::frontier(&fixture.other_process(), 5).unwrap().size(), 5);
    assert!(matches!(first.record(entry(&id(3), "3")).await, Ok(Outcome::Recorded(_))), "what was lost, sent again");
    assert_eq!((first.figures().await.unwrap().lost, second.figures().await.unwrap().lost), (1, 0), "and said so");
}

#[tokio::test]
async fn two_processes_write_one_log() {
    let fixture = fixture();
    let tuning = Tuning { busy_timeout: Duration::from_secs(10), queue: 64, ..QUICK };
    let stores = [0, 1].map(|_| Arc::new(fixture.open_tuned(tuning)));
    let tasks: Vec<_> = (0..40)
        .map(|n| (n, Arc::clone(&stores[n % 2])))
        .map(|(n, store)| {
            tokio::spawn(async move { store.record(entry(&id(u32::try_from(n).unwrap()), "3")).await.unwrap() })
        })
        .collect();
    let key = stores[0].verifier().await.unwrap().parse().unwrap();
    let mut numbers = Vec::new();
    for task in tasks {
        let Outcome::Recorded(receipt) = task.await.unwrap() else { panic!("not recorded") };
        let report = ciente_evidence::verify_receipt(&serde_json::to_value(&receipt).unwrap(), &key);
        assert_eq!(report.verdict(), ciente_evidence::Verdict::Holds, "{report:?}");
        numbers.push(receipt.log.unwrap().index);
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (0..40).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_log_that_was_changed_from_outside_is_not_carried_on() {
    for change in [
        "UPDATE log_nodes SET hash = randomblob(32) WHERE level = 2",
        "DELETE FROM log_nodes WHERE level = 2",
        "DELETE FROM log_checkpoints WHERE size = 5",
    ] {
        let fixture = fixture();
        let store = fixture.open();
        for n in 0..5 {
            store.record(entry(&id(n), "3")).await.unwrap();
        }
        store.close().await.unwrap();
        let triggers =
            "DROP TRIGGER log_nodes_stay_as_they_are; DROP TRIGGER log_nodes_stay; DROP TRIGGER log_checkpoints_stay";
        fixture.other_process().execute_batch(&format!("{triggers}; {change}")).unwrap();
        let refused = SqliteStore::open(&fixture.path, QUICK, &key(fixture.folder.path())).err().unwrap();
        assert_eq!(refused.code(), "store-log-changed", "{change}: {refused}");
        assert!(refused.to_string().contains("data.sqlite: the log does not have the root"), "{refused}");
        // What is there can still be read and taken elsewhere.
        let keeper = SqliteStore::open_without_key(&fixture.path, QUICK).unwrap();
        assert_eq!(keeper.tombstones().await.unwrap(), []);
    }
}

#[tokio::test]
async fn what_a_reader_kept_in_the_log_when_it_was_erased_goes_later() {
    let fixture = fixture();
    let store = fixture.open();
    store.record(entry(&id(1), "3")).await.unwrap();
    let log = fixture.path.with_extension("sqlite-wal");
    let holds = |subject: &[u8]| std::fs::read(&log).unwrap().windows(subject.len()).any(|window| window == subject);
    let erased = entry(&id(1), "3").acknowledgement;
    let reader = fixture.other_process();
    reader.execute_batch("BEGIN; SELECT * FROM acknowledgements").unwrap();
    let holder = Identity { tenant: erased.tenant.clone(), subject: erased.subject.clone() };
    assert_eq!(store.erase(holder, "asked".into(), "2026-11-27T10:00:00.000Z".into()).await, Ok(1));
    assert!(holds(erased.subject.as_bytes()), "nothing stood in the way");
    store.tidy().await.unwrap();
    assert!(holds(erased.subject.as_bytes()), "a reader that is at work is not waited for");
    reader.execute_batch("COMMIT").unwrap();
    store.tidy().await.unwrap();
    assert!(!holds(erased.subject.as_bytes()));
    store.record(entry(&id(2), "3")).await.unwrap();
}
