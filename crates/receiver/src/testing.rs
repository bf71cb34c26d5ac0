//! What unit tests share: sample notices, and a store that does as it is told.

#[path = "../tests/support/samples.rs"]
pub(crate) mod samples;

use crate::{
    Clock, Data, Keep, Random, Receiver, ReceiverConfig, StoreError,
    published::Published,
    retention::keep::Expiry,
    store::{Answer, Archived, Covered, Entry, Figures, Kept, Latest, Outcome, Store, Tells, Told, Tombstone, Untold},
    transparency::key::KeySource,
};
use ciente_evidence::{Coordinate, Hash, Salt};
use ciente_notice::{Acknowledgement, Digest, Identity, Receipt};
use std::{
    collections::HashMap,
    path::Path,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

pub(crate) fn entry(id: &str, version: &str) -> Entry {
    entry_of(id, version, |_| ())
}

pub(crate) fn entry_of(id: &str, version: &str, change: impl FnOnce(&mut Acknowledgement)) -> Entry {
    let mut acknowledgement = Acknowledgement::from_value(&samples::acknowledgement(id, version)).unwrap();
    change(&mut acknowledgement);
    Entry::new(acknowledgement, "2026-11-23T10:00:42.000Z".into(), false, Salt([5; 32])).unwrap()
}

pub(crate) fn random() -> Random {
    Random::new(|bytes| {
        bytes.fill(7);
        Ok(())
    })
}

/// A key beside a database.
pub(crate) fn key(folder: &Path) -> KeySource {
    KeySource { path: folder.join("log-key"), random: random() }
}

/// An anonymous receiver of the sample notices over any store.
pub(crate) fn receiver(folder: &Path, store: Arc<dyn Store>) -> Receiver {
    receiver_that_keeps(folder, store, Keep::default())
}

/// The same that keeps records no longer than that.
pub(crate) fn receiver_that_keeps(folder: &Path, store: Arc<dyn Store>, keep: Keep) -> Receiver {
    samples::publish(folder);
    let config = ReceiverConfig {
        keep,
        allow_anonymous: true,
        random: random(),
        ..ReceiverConfig::new(
            folder,
            Data::Sqlite(folder.join("unused")),
            Clock::new(|| "2026-11-23T10:00:42Z".parse().unwrap()),
        )
    };
    Receiver::assemble(config, Published::load(folder).unwrap(), store)
}

/// How [`FakeStore`] answers everything.
#[derive(Debug, Clone)]
pub(crate) enum Mood {
    Fails(StoreError),
    Hangs,
    Panics,
    /// One record, and then it has no end of clearing up. Nothing else.
    Erases,
    /// Is the one that tells, and takes what is to be told after so long. Nothing else.
    TakesLate(Duration),
    /// One record, after so long, and says that it has. Nothing else.
    ErasesLate(Duration, Arc<AtomicBool>),
}

pub(crate) struct FakeStore(pub(crate) Mood);

impl FakeStore {
    fn answer<T: Send + 'static>(&self) -> Answer<'_, T> {
        let mood = self.0.clone();
        Box::pin(async move {
            match mood {
                Mood::Fails(error) => Err(error),
                Mood::Hangs => std::future::pending().await,
                Mood::Panics => panic!("alice must not be in the answer"),
                Mood::Erases | Mood::ErasesLate(..) | Mood::TakesLate(_) => panic!("it was only to erase"),
            }
        })
    }
}

impl Store for FakeStore {
    fn record(&self, _: Entry) -> Answer<'_, Outcome> {
        self.answer()
    }

    fn replay(&self, _: Entry) -> Answer<'_, Option<Outcome>> {
        self.answer()
    }

    fn latest(&self, _: Identity, _: String, _: Vec<String>) -> Answer<'_, Option<Latest>> {
        self.answer()
    }

    fn recent(&self, _: usize) -> Answer<'_, Vec<Receipt>> {
        self.answer()
    }

    fn kept(&self, _: Option<Identity>, _: u64, _: usize) -> Answer<'_, Vec<Kept>> {
        self.answer()
    }

    fn astray(&self, _: u64, _: u64) -> Answer<'_, Vec<u64>> {
        self.answer()
    }

    fn doubled(&self, _: u64, _: u64) -> Answer<'_, Vec<u64>> {
        self.answer()
    }

    fn unnumbered(&self) -> Answer<'_, u64> {
        self.answer()
    }

    fn surplus(&self) -> Answer<'_, u64> {
        self.answer()
    }

    fn verifier(&self) -> Answer<'_, String> {
        self.answer()
    }

    fn checkpoint(&self) -> Answer<'_, String> {
        self.answer()
    }

    fn nodes(&self, _: Vec<Coordinate>) -> Answer<'_, HashMap<Coordinate, Hash>> {
        self.answer()
    }

    fn archive(&self, _: Vec<Archived>) -> Answer<'_, ()> {
        self.answer()
    }

    fn archived(&self, _: Option<Digest>) -> Answer<'_, Vec<Archived>> {
        self.answer()
    }

    fn erase(&self, _: Identity, _: String, _: String) -> Answer<'_, u64> {
        match self.0.clone() {
            Mood::Erases => Box::pin(async { Ok(1) }),
            Mood::ErasesLate(after, has) => Box::pin(async move {
                tokio::time::sleep(after).await;
                has.store(true, Ordering::Relaxed);
                Ok(1)
            }),
            _ => self.answer(),
        }
    }

    fn reclaim(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(std::future::pending())
    }

    fn expire(&self, _: Vec<Expiry>, _: String) -> Answer<'_, u64> {
        self.answer()
    }

    fn tombstones(&self) -> Answer<'_, Vec<Tombstone>> {
        self.answer()
    }

    fn coverage(&self, _: String) -> Answer<'_, Vec<Covered>> {
        self.answer()
    }

    fn begin_telling(&self) -> Answer<'_, ()> {
        self.answer()
    }

    fn tells(&self) -> Answer<'_, Tells> {
        match self.0 {
            Mood::TakesLate(_) => Box::pin(async { Ok(Tells::Still) }),
            _ => self.answer(),
        }
    }

    fn untold(&self) -> Answer<'_, Vec<Untold>> {
        self.answer()
    }

    fn take_to_tell(&self, _: u64) -> Answer<'_, Vec<Untold>> {
        match self.0 {
            Mood::TakesLate(after) => Box::pin(async move {
                tokio::time::sleep(after).await;
                Ok(vec![Untold { index: 0, attempts: 0 }])
            }),
            _ => self.answer(),
        }
    }

    fn ahead(&self) -> Answer<'_, u64> {
        self.answer()
    }

    fn settle(&self, _: Vec<Told>) -> Answer<'_, ()> {
        self.answer()
    }

    fn figures(&self) -> Answer<'_, Figures> {
        self.answer()
    }

    fn ping(&self) -> Answer<'_, ()> {
        self.answer()
    }

    fn accepts(&self) -> Answer<'_, ()> {
        self.answer()
    }

    fn close(&self) -> Answer<'_, ()> {
        self.answer()
    }
}
