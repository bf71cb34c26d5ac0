//! What unit tests share: sample notices, and a store that does as it is told.

#[path = "../tests/support/samples.rs"]
pub(crate) mod samples;

use crate::{
    Clock, Receiver, ReceiverConfig, StoreError,
    published::Published,
    store::{Answer, Entry, Figures, Latest, Outcome, Store},
};
use ciente_notice::{Acknowledgement, Identity, Receipt};
use std::sync::Arc;

pub(crate) fn entry(id: &str, version: &str) -> Entry {
    let acknowledgement = Acknowledgement::from_value(&samples::acknowledgement(id, version)).unwrap();
    Entry::new(acknowledgement, "2026-11-23T10:00:42.000Z".into(), false).unwrap()
}

/// An anonymous receiver of the sample notices over any store.
pub(crate) fn receiver(folder: &std::path::Path, store: Arc<dyn Store>) -> Receiver {
    samples::publish(folder);
    let clock = Clock::new(|| "2026-11-23T10:00:42Z".parse().unwrap());
    let mut config = ReceiverConfig::new(folder, folder.join("unused"), clock);
    config.allow_anonymous = true;
    Receiver::assemble(config, Published::load(folder).unwrap(), store)
}

/// How [`FakeStore`] answers everything.
#[derive(Debug, Clone)]
pub(crate) enum Mood {
    Fails(StoreError),
    Hangs,
    Panics,
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

    fn figures(&self) -> Answer<'_, Figures> {
        self.answer()
    }

    fn ping(&self) -> Answer<'_, ()> {
        self.answer()
    }

    fn close(&self) -> Answer<'_, ()> {
        self.answer()
    }
}
