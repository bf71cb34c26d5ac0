//! What a writer counts, and whether its last transaction went well.

use super::Figures;
use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

#[derive(Debug, Default)]
pub(super) struct Counted {
    commits: AtomicU64,
    committed: AtomicU64,
    failed: AtomicU64,
    failed_last: AtomicBool,
    /// When the transaction that is under way began.
    begun: Mutex<Option<Instant>>,
}

impl Counted {
    pub(super) fn begun(&self) {
        *self.lock() = Some(Instant::now());
    }

    /// How long the transaction has been under way, if one is.
    pub(super) fn under_way(&self) -> Option<Duration> {
        self.lock().map(|begun| begun.elapsed())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn committed(&self, records: usize) {
        *self.lock() = None;
        self.commits.fetch_add(1, Relaxed);
        self.committed.fetch_add(records as u64, Relaxed);
        self.failed_last.store(false, Relaxed);
    }

    pub(super) fn failed(&self) {
        *self.lock() = None;
        self.failed.fetch_add(1, Relaxed);
        self.failed_last.store(true, Relaxed);
    }

    /// After a trial that went well.
    pub(super) fn recovered(&self) {
        self.failed_last.store(false, Relaxed);
    }

    /// Whether what was to be recorded last was not, because its transaction failed.
    pub(super) fn failed_last(&self) -> bool {
        self.failed_last.load(Relaxed)
    }

    /// All but the size, which the store knows.
    pub(super) fn figures(&self, waiting: usize) -> Figures {
        let Self { commits, committed, failed, .. } = self;
        let [commits, committed, failed] = [commits, committed, failed].map(|count| count.load(Relaxed));
        Figures { waiting: waiting as u64, commits, committed, failed, lost: 0, size: None }
    }
}
