//! What the receiver asks of a store of acknowledgements. How one keeps them is its own affair.

mod entry;
mod error;
mod sqlite;

use ciente_notice::{Identity, Receipt};
use std::pin::Pin;

pub(crate) use entry::Entry;
pub use error::{DataError, StoreError};
pub(crate) use sqlite::{SqliteStore, Tuning};

/// An answer that a store is working on.
pub(crate) type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A durable, append-only set of acknowledgements, keyed by their ids.
pub(crate) trait Store: Send + Sync + 'static {
    /// Keeps an acknowledgement unless its id is taken. It is on disk when this answers.
    fn record(&self, entry: Entry) -> Answer<'_, Outcome>;

    /// What [`Store::record`] would answer if the id is taken; `None` if it is free. Nothing is kept.
    fn replay(&self, entry: Entry) -> Answer<'_, Option<Outcome>>;

    /// The newest record of `notice` that `holder` acknowledged (not declined), one of the versions `preferred` before
    /// every other.
    fn latest(&self, holder: Identity, notice: String, preferred: Vec<String>) -> Answer<'_, Option<Latest>>;

    /// The newest receipts, newest first.
    fn recent(&self, limit: usize) -> Answer<'_, Vec<Receipt>>;

    /// What has been counted.
    fn figures(&self) -> Answer<'_, Figures>;

    /// Answers if the store can answer.
    fn ping(&self) -> Answer<'_, ()>;

    /// Finishes what was asked before, then lets go of all resources. Whatever is asked later is refused.
    fn close(&self) -> Answer<'_, ()>;
}

/// How much a store has to do and has done since it was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Acknowledgements that wait to be written now.
    pub(crate) waiting: u64,
    /// Transactions committed, the acknowledgements in them, and transactions that failed.
    pub(crate) commits: u64,
    pub(crate) committed: u64,
    pub(crate) failed: u64,
    /// Records ever written, by whichever process.
    pub(crate) size: u64,
}

/// What became of an acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is new.
    Recorded(Receipt),
    /// The same was recorded before: the receipt of then.
    Replayed(Receipt),
    /// Another was recorded under this id.
    IdReused,
}

/// The answer to "has this subject acknowledged this notice?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Latest {
    pub(crate) version: String,
    pub(crate) digest: String,
    pub(crate) received_at: String,
}
