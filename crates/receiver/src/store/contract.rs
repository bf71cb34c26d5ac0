//! What every store must do, done with each of them.

use super::{Archived, Covered, Entry, Latest, Outcome, Store, StoreError, Tells, Told, Untold};
use crate::{
    Vault,
    retention::keep::{Expiry, Tenants},
    testing::{entry_of, samples::id},
};
use ciente_evidence::{Checkpoint, Coordinate, Outcome as Outcomes, Verdict, VerifierKey, leaf_hash, verify_receipt};
use ciente_notice::{Action, Digest, Identity, Receipt};
use std::{collections::HashSet, sync::Arc, time::Duration};

/// Opens the same place again, as another process would.
pub(super) type Open<'a> = &'a dyn Fn() -> Arc<dyn Store>;

/// The whole contract, on a place where nothing is yet.
pub(super) async fn keeps(open: Open<'_>) {
    begins_empty(&*open()).await;
    records_and_replays(&*open()).await;
    answers_the_latest(&*open()).await;
    many_at_once(open).await;
    erases(&*open()).await;
    covers(&*open()).await;
    expires(&*open()).await;
    archives(&*open()).await;
    tells(open).await;
    proves_everything(&*open()).await;
    stands_an_audit(open()).await;
    closes(open).await;
}

fn of(n: u32, tenant: &str, subject: &str, version: &str) -> Entry {
    entry_of(&id(n), version, |acknowledgement| {
        acknowledgement.tenant = tenant.into();
        acknowledgement.subject = subject.into();
    })
}

fn holder(tenant: &str, subject: &str) -> Identity {
    Identity { tenant: tenant.into(), subject: subject.into() }
}

async fn key(store: &dyn Store) -> VerifierKey {
    store.verifier().await.unwrap().parse().unwrap()
}

async fn size(store: &dyn Store) -> u64 {
    let note = store.checkpoint().await.unwrap();
    Checkpoint::open(&note, &key(store).await).unwrap().size
}

#[track_caller]
fn verifies(receipt: &Receipt, key: &VerifierKey) {
    let report = verify_receipt(&serde_json::to_value(receipt).unwrap(), key);
    assert_eq!(report.verdict(), Verdict::Holds, "{report:?}");
}

async fn begins_empty(store: &dyn Store) {
    assert_eq!(store.ping().await, Ok(()));
    assert_eq!(size(store).await, 0);
    assert_eq!(store.recent(9).await, Ok(vec![]));
    assert_eq!(store.kept(None, 0, 9).await, Ok(vec![]));
    assert_eq!(store.figures().await.unwrap().size, Some(0));
}

async fn records_and_replays(store: &dyn Store) {
    let mut first = of(1, "t", "alice", "3");
    first.authenticated = true;
    assert_eq!(store.replay(first.clone()).await, Ok(None));
    let Ok(Outcome::Recorded(receipt)) = store.record(first.clone()).await else { panic!("not recorded") };
    assert_eq!(Receipt { log: None, ..receipt.clone() }, first.clone().into_receipt(None));
    assert_eq!(receipt.authenticated, Some(holder("t", "alice")));
    // Whatever the second brings with it, the first receipt is the receipt.
    let mut again = of(1, "t", "alice", "3");
    again.received_at = "2027-01-01T00:00:00.000Z".into();
    assert_eq!(store.record(again.clone()).await, Ok(Outcome::Replayed(receipt.clone())));
    assert_eq!(store.replay(again).await, Ok(Some(Outcome::Replayed(receipt.clone()))));
    let other = of(1, "t", "alice", "2");
    assert_eq!(store.record(other.clone()).await, Ok(Outcome::IdReused));
    assert_eq!(store.replay(other).await, Ok(Some(Outcome::IdReused)));
    assert_eq!(store.recent(9).await, Ok(vec![receipt]));
    assert_eq!(size(store).await, 1);
}

async fn answers_the_latest(store: &dyn Store) {
    let latest = |preferred: &[&str]| {
        store.latest(holder("t", "latest"), "im".into(), preferred.iter().map(|&label| label.to_owned()).collect())
    };
    assert_eq!(latest(&["3"]).await, Ok(None));
    for (n, version) in ["2", "3", "1", "3"].into_iter().enumerate() {
        let mut entry = of(10 + u32::try_from(n).unwrap(), "t", "latest", version);
        if n == 3 {
            entry = entry_of(&id(13), version, |acknowledgement| {
                acknowledgement.tenant = "t".into();
                acknowledgement.subject = "latest".into();
                acknowledgement.action = Action::Declined;
            });
        }
        store.record(entry).await.unwrap();
    }
    let version = |latest: Result<Option<Latest>, StoreError>| latest.unwrap().unwrap().version;
    assert_eq!(version(latest(&["2", "3"]).await), "3");
    assert_eq!(version(latest(&["2"]).await), "2");
    assert_eq!(version(latest(&["9"]).await), "1");
    assert_eq!(store.latest(holder("u", "latest"), "im".into(), vec![]).await, Ok(None));
    assert_eq!(store.latest(holder("t", "latest"), "other".into(), vec![]).await, Ok(None));
}

/// Two stores, as in two processes, write one log; each id is recorded once.
async fn many_at_once(open: Open<'_>) {
    let stores = [open(), open()];
    let before = size(&*stores[0]).await;
    let tasks: Vec<_> = (0..200_u32)
        .map(|n| {
            let store = Arc::clone(&stores[n as usize % 2]);
            // Each id twice, once in each store.
            tokio::spawn(
                async move { store.record(of(1000 + n / 2, "many", &format!("s{}", n / 2), "3")).await.unwrap() },
            )
        })
        .collect();
    let key = key(&*stores[0]).await;
    let (mut recorded, mut replayed, mut numbers) = (0, 0, HashSet::new());
    for task in tasks {
        match task.await.unwrap() {
            Outcome::Recorded(receipt) => {
                verifies(&receipt, &key);
                assert!(numbers.insert(receipt.log.unwrap().index));
                recorded += 1;
            }
            Outcome::Replayed(receipt) => {
                verifies(&receipt, &key);
                replayed += 1;
            }
            Outcome::IdReused => panic!("the two sent the same"),
        }
    }
    assert_eq!((recorded, replayed), (100, 100));
    assert_eq!(numbers, (before..before + 100).collect());
    assert_eq!(size(&*stores[1]).await, before + 100);
}

async fn erases(store: &dyn Store) {
    let mut receipts = Vec::new();
    for n in 0..3 {
        let Ok(Outcome::Recorded(receipt)) = store.record(of(2000 + n, "e", "gone", "3")).await else { panic!("{n}") };
        receipts.push(receipt);
    }
    store.record(of(2010, "f", "gone", "3")).await.unwrap();
    let note = store.checkpoint().await.unwrap();
    let erase = |tenant: &str| store.erase(holder(tenant, "gone"), "asked".into(), "2026-12-01T00:00:00.000Z".into());
    assert_eq!(erase("e").await, Ok(3));
    assert_eq!(erase("e").await, Ok(0));
    assert_eq!(store.kept(Some(holder("e", "gone")), 0, 9).await, Ok(vec![]));
    assert_eq!(store.latest(holder("e", "gone"), "im".into(), vec![]).await, Ok(None));
    assert_eq!(store.kept(Some(holder("f", "gone")), 0, 9).await.unwrap().len(), 1);
    assert_eq!(store.checkpoint().await.unwrap(), note, "the log does not change");
    let key = key(store).await;
    receipts.iter().for_each(|receipt| verifies(receipt, &key));
    let numbers: Vec<_> = receipts.iter().map(|receipt| receipt.log.as_ref().unwrap().index).collect();
    let tombstones = store.tombstones().await.unwrap();
    assert_eq!(tombstones.iter().map(|t| t.index).collect::<Vec<_>>(), numbers);
    assert!(tombstones.iter().all(|t| t.reason == "asked" && t.tenant == "e" && t.erased_at.starts_with("2026-12-01")));
}

async fn covers(store: &dyn Store) {
    for (n, day) in ["2026-04-01", "2026-04-01", "2026-04-03"].into_iter().enumerate() {
        let mut entry = of(4000 + u32::try_from(n).unwrap(), "c", &format!("s{n}"), "3");
        entry.received_at = format!("{day}T23:59:59.999Z");
        store.record(entry).await.unwrap();
    }
    let declined = entry_of(&id(4010), "3", |acknowledgement| {
        acknowledgement.tenant = "c".into();
        acknowledgement.action = Action::Declined;
    });
    store.record(declined).await.unwrap();
    let covered = |day: &str, count| Covered {
        day: day.into(),
        notice: "im".into(),
        version: "3".into(),
        locale: "pt-BR".into(),
        count,
    };
    let all = store.coverage("c".into()).await;
    assert_eq!(all, Ok(vec![covered("2026-04-01", 2), covered("2026-04-03", 1)]));
    assert_eq!(store.coverage("nobody".into()).await, Ok(vec![]));
    for (n, version) in ["b", "B", "a-b", "aa"].into_iter().enumerate() {
        store.record(of(4020 + u32::try_from(n).unwrap(), "sorted", "s", version)).await.unwrap();
    }
    let versions: Vec<_> = store.coverage("sorted".into()).await.unwrap().into_iter().map(|c| c.version).collect();
    assert_eq!(versions, ["B", "a-b", "aa", "b"], "by bytes, whatever language the database sorts by");
}

async fn expires(store: &dyn Store) {
    // Long ago and far ahead: a store may go by a clock of its own.
    for (n, (tenant, received_at)) in
        [("x", "2001-01-01"), ("x", "2999-06-01"), ("y", "2001-01-01"), ("z", "2001-01-01"), ("w", "2999-06-01")]
            .into_iter()
            .enumerate()
    {
        let mut entry = of(3000 + u32::try_from(n).unwrap(), tenant, "alice", "3");
        entry.received_at = format!("{received_at}T00:00:00.000Z");
        store.record(entry).await.unwrap();
    }
    let expire = |rules: Vec<(Tenants, &str)>| {
        let expiry = |(tenants, period): (Tenants, &str)| {
            let years: i16 = period.trim_matches(['P', 'Y']).parse().unwrap();
            let before = format!("{:04}-01-01T00:00:00.000Z", 2026 - years);
            Expiry { tenants, before, reason: format!("retention {period}"), period: period.into() }
        };
        store.expire(rules.into_iter().map(expiry).collect(), "2026-12-01T00:00:00.000Z".into())
    };
    let one = |tenant: &str| Tenants::One(tenant.into());
    let left = async |tenant| store.kept(Some(holder(tenant, "alice")), 0, 9).await.unwrap().len();
    assert_eq!(expire(vec![(one("x"), "P900Y")]).await, Ok(0), "not yet");
    assert_eq!(expire(vec![(one("x"), "P20Y")]).await, Ok(1));
    let others = || Tenants::AllBut(vec!["x".into(), "y".into()]);
    assert_eq!(expire(vec![(one("x"), "P15Y"), (one("y"), "P900Y"), (others(), "P20Y")]).await, Ok(1));
    assert_eq!((left("x").await, left("y").await, left("z").await, left("w").await), (1, 1, 0, 1));
    assert_eq!(expire(vec![(Tenants::AllBut(vec![]), "P15Y")]).await, Ok(1));
    assert_eq!((left("x").await, left("y").await), (1, 0));
    let tombstones = store.tombstones().await.unwrap();
    let of = |tenant: &str| tombstones.iter().find(|t| t.tenant == tenant).unwrap();
    assert_eq!((of("x").reason.as_str(), of("y").reason.as_str()), ("retention P20Y", "retention P15Y"));
    // By whichever clock: in the form of the wire.
    assert!(of("x").erased_at.parse::<jiff::Timestamp>().is_ok() && of("x").erased_at.len() == 24, "{:?}", of("x"));
}

async fn archives(store: &dyn Store) {
    let text = |body: &str, since: &str| Archived {
        digest: Digest::of_bytes(body.as_bytes()),
        notice: "im".into(),
        version: "1".into(),
        locale: "en".into(),
        body: body.into(),
        since: since.into(),
    };
    let [one, two] = [text("{}", "2026-01-01"), text("[]", "2026-01-02")];
    let named = |locale: &str| Archived { locale: locale.into(), ..text(locale, "2026-01-03") };
    store.archive(vec![one.clone(), two.clone()]).await.unwrap();
    store.archive(vec![text("{}", "2027-01-01")]).await.unwrap();
    assert_eq!(store.archived(None).await, Ok(vec![one.clone(), two.clone()]));
    assert_eq!(store.archived(Some(one.digest)).await, Ok(vec![one.clone()]));
    assert_eq!(store.archived(Some(Digest::of_bytes(b"none"))).await, Ok(vec![]));
    store.archive(vec![named("b"), named("B")]).await.unwrap();
    assert_eq!(store.archived(None).await, Ok(vec![one, two, named("B"), named("b")]));
}

/// Each record once, across processes, and nothing of before there was a webhook.
async fn tells(open: Open<'_>) {
    let store = open();
    assert_eq!(store.ahead().await, Ok(0));
    assert_eq!(store.take_to_tell(9).await, Ok(vec![]), "without a webhook nothing is taken");
    let from = size(&*store).await;
    store.begin_telling().await.unwrap();
    assert_eq!(store.take_to_tell(9).await, Ok(vec![]), "nothing of before");
    for n in 0..5 {
        store.record(of(700 + n, "t", "told", "3")).await.unwrap();
    }
    // It has begun already: what was recorded since stays.
    store.begin_telling().await.unwrap();
    assert_eq!(store.ahead().await, Ok(5));
    let untold = |index, attempts| Untold { index, attempts };
    let first = vec![untold(from, 0), untold(from + 1, 0), untold(from + 2, 0)];
    assert_eq!(store.take_to_tell(3).await, Ok(first.clone()));
    assert_eq!(store.untold().await, Ok(first));
    store.settle(vec![Told::Over(from), Told::Again(untold(from + 1, 4))]).await.unwrap();
    let other = open();
    assert_eq!((store.tells().await, other.tells().await), (Ok(Tells::Anew), Ok(Tells::No)));
    store.close().await.unwrap();
    takes_over(&*other).await;
    let store = other;
    assert_eq!(store.untold().await, Ok(vec![untold(from + 1, 4), untold(from + 2, 0)]));
    assert_eq!(store.take_to_tell(9).await, Ok(vec![untold(from + 3, 0), untold(from + 4, 0)]));
    assert_eq!((store.take_to_tell(9).await, store.ahead().await), (Ok(vec![]), Ok(0)));
    store.settle((from..from + 5).map(Told::Over).collect()).await.unwrap();
    assert_eq!(store.untold().await, Ok(vec![]));
}

/// The next that asks, when the first is gone. A database server notices a moment later that a session has ended.
pub(super) async fn takes_over(store: &dyn Store) {
    let mut asked = 0;
    while store.tells().await != Ok(Tells::Anew) {
        asked += 1;
        assert!(asked < 500, "nobody takes over from one that is gone");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What is in the table is what is in the log, record by record; and page by page it is all of it.
async fn proves_everything(store: &dyn Store) {
    let key = key(store).await;
    let (mut from, mut seen) = (0, 0);
    loop {
        let page = store.kept(None, from, 7).await.unwrap();
        let Some(last) = page.last() else { break };
        from = last.index + 1;
        seen += page.len() as u64;
        for kept in page {
            verifies(&kept.receipt, &key);
            let leaf = super::entry::leaf(&kept.receipt, &kept.salt.parse().unwrap()).unwrap();
            let at = Coordinate { level: 0, index: kept.index };
            assert_eq!(store.nodes(vec![at]).await.unwrap()[&at], leaf_hash(&leaf));
        }
    }
    assert_eq!(seen + store.tombstones().await.unwrap().len() as u64, size(store).await);
    let nowhere = Coordinate { level: 0, index: size(store).await };
    assert!(store.nodes(vec![nowhere]).await.unwrap().is_empty());
}

/// All that the contract did was as it should be; only the words were never published.
async fn stands_an_audit(store: Arc<dyn Store>) {
    let key = key(&*store).await;
    let note = store.checkpoint().await.unwrap();
    let report = Vault::over(store).audit(&[&note], &key).await.unwrap();
    let fails: Vec<_> = report.checks().iter().filter(|it| it.outcome != Outcomes::Holds).map(|it| it.name).collect();
    assert_eq!(fails, ["texts"], "{report:?}");
}

async fn closes(open: Open<'_>) {
    let store = open();
    assert_eq!(store.close().await, Ok(()));
    assert_eq!(store.close().await, Ok(()));
    assert!(matches!(store.record(of(9000, "t", "late", "3")).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
    let again = open();
    assert!(matches!(again.record(of(9000, "t", "late", "3")).await, Ok(Outcome::Recorded(_))));
}

mod stores {
    use super::{Arc, Store, keeps};
    use crate::{
        store::{SqliteStore, Tuning},
        testing::key,
    };

    #[tokio::test(flavor = "multi_thread")]
    async fn sqlite() {
        let folder = tempfile::tempdir().unwrap();
        let open = || -> Arc<dyn Store> {
            Arc::new(
                SqliteStore::open(&folder.path().join("data.sqlite"), Tuning::default(), &key(folder.path())).unwrap(),
            )
        };
        keeps(&open).await;
    }
}
