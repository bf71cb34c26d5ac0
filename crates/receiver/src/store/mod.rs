//! What the receiver asks of a store of acknowledgements. How one keeps them is its own affair.

mod batch;
#[cfg(test)]
mod contract;
mod counted;
mod entry;
mod error;
mod line;
mod losses;
#[cfg(feature = "postgres")]
mod postgres;
mod sqlite;

use crate::retention::keep::Expiry;
use ciente_evidence::{Coordinate, Hash};
use ciente_notice::{Digest, Identity, Receipt};
use std::{collections::HashMap, pin::Pin, thread, time::Duration};

use batch::Written;
pub(crate) use entry::Entry;
use entry::Hashed;
pub(crate) use entry::leaf;
pub use error::{DataError, LogChanged, StoreError};
#[cfg(feature = "postgres")]
pub(crate) use postgres::PostgresStore;
pub(crate) use sqlite::{SqliteStore, backup};

/// An answer that a store is working on.
pub(crate) type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Whether this process is the one that tells the webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tells {
    /// Another one does.
    No,
    /// From now on: others may have told, and taken, in between, also where this process did before.
    Anew,
    /// As when it was asked last.
    Still,
}

/// A durable set of acknowledgements, keyed by their ids, with the append-only log that vouches for them.
pub(crate) trait Store: Send + Sync + 'static {
    /// Keeps an acknowledgement unless its id is taken. It is on disk and in the log when this answers.
    fn record(&self, entry: Entry) -> Answer<'_, Outcome>;

    /// What [`Store::record`] would answer if the id is taken; `None` if it is free. Nothing is kept.
    fn replay(&self, entry: Entry) -> Answer<'_, Option<Outcome>>;

    /// The newest record of `notice` that `holder` acknowledged (not declined), one of the versions `preferred` before
    /// every other.
    fn latest(&self, holder: Identity, notice: String, preferred: Vec<String>) -> Answer<'_, Option<Latest>>;

    /// The newest receipts, newest first.
    fn recent(&self, limit: usize) -> Answer<'_, Vec<Receipt>>;

    /// At most `limit` records from the number `from` on, in the log's order.
    fn kept(&self, whose: Option<Identity>, from: u64, limit: usize) -> Answer<'_, Vec<Kept>>;

    /// The numbers from `from` to `to`, both among them, whose row says something else in its columns, which questions are
    /// answered from, than in the record itself.
    fn astray(&self, from: u64, to: u64) -> Answer<'_, Vec<u64>>;

    /// The numbers from `from` to `to`, both among them, that more than one row has.
    fn doubled(&self, from: u64, to: u64) -> Answer<'_, Vec<u64>>;

    /// How many rows have no number in the log.
    fn unnumbered(&self) -> Answer<'_, u64>;

    /// How many hashes of the log belong to none of the records that its newest checkpoint counts.
    fn surplus(&self) -> Answer<'_, u64>;

    /// The first number whose row stands, in the order in which questions about the newest are answered, before that of a smaller
    /// number; none where numbers are that order.
    fn disordered(&self) -> Answer<'_, Option<u64>> {
        Box::pin(async { Ok(None) })
    }

    /// How many records were answered before there was a log: their receipts have no proof.
    fn before_the_log(&self) -> Answer<'_, u64> {
        Box::pin(async { Ok(0) })
    }

    /// What the engine itself finds wrong with its files, where it can tell: an index that does not have every row hides some.
    fn unsound(&self) -> Answer<'_, Option<String>> {
        Box::pin(async { Ok(None) })
    }

    /// The verifier key of the log.
    fn verifier(&self) -> Answer<'_, String>;

    /// The newest signed checkpoint of the log.
    fn checkpoint(&self) -> Answer<'_, String>;

    /// The stored nodes of the log at these places; places without one are left out.
    fn nodes(&self, at: Vec<Coordinate>) -> Answer<'_, HashMap<Coordinate, Hash>>;

    /// Keeps what is published, by digest, unless it is kept already.
    fn archive(&self, texts: Vec<Archived>) -> Answer<'_, ()>;

    /// Every text that was ever published with this store, or the one with a digest.
    fn archived(&self, digest: Option<Digest>) -> Answer<'_, Vec<Archived>>;

    /// Removes all records of one subject, with their salts, and leaves a tombstone for each. How many there were.
    fn erase(&self, holder: Identity, reason: String, at: String) -> Answer<'_, u64>;

    /// What follows an erasure and may take long: the space of what was erased is given up. That it could not be is told in the
    /// log; what was erased stays erased.
    fn reclaim(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {})
    }

    /// Whether the store has rules of its own about what is over its time: then it is asked also by a receiver without any.
    fn has_rules(&self) -> bool {
        false
    }

    /// Removes all that is over its time, in the same way as [`Store::erase`]. Where the store has rules and a clock of its own,
    /// those hold.
    fn expire(&self, expiries: Vec<Expiry>, at: String) -> Answer<'_, u64>;

    /// Fails where the store goes by a clock of its own and this process by another: what is over its time is in doubt then.
    fn agrees(&self) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    /// What is to be done from time to time: nothing of what was erased stays anywhere, and what comes finds its place.
    fn tidy(&self) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    /// What is left of erased records, in the log's order.
    fn tombstones(&self) -> Answer<'_, Vec<Tombstone>>;

    /// How many acknowledged what, day by day, in one tenant: by day, notice, version and locale.
    fn coverage(&self, tenant: String) -> Answer<'_, Vec<Covered>>;

    /// Begins to keep account of what the webhook is told, from the next record on, unless that has begun.
    fn begin_telling(&self) -> Answer<'_, ()>;

    /// Whether this process is the one that tells, of several on one store. When that one is gone, the next that asks is.
    fn tells(&self) -> Answer<'_, Tells>;

    /// What was taken to be told and is not settled, in the log's order.
    fn untold(&self) -> Answer<'_, Vec<Untold>>;

    /// Takes at most `limit` further records to be told, in the log's order.
    fn take_to_tell(&self, limit: u64) -> Answer<'_, Vec<Untold>>;

    /// How many records have not been taken to be told yet.
    fn ahead(&self) -> Answer<'_, u64>;

    /// Keeps what became of what was taken.
    fn settle(&self, told: Vec<Told>) -> Answer<'_, ()>;

    /// What has been counted.
    fn figures(&self) -> Answer<'_, Figures>;

    /// Answers if the store can answer.
    fn ping(&self) -> Answer<'_, ()>;

    /// Answers if the store would keep a record now. After a transaction that failed, it tries one.
    fn accepts(&self) -> Answer<'_, ()>;

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
    /// How often the log was found to lack records that were confirmed here: after a failover, or a restore.
    pub(crate) lost: u64,
    /// Records ever written, by whichever process; none where the store does not say.
    pub(crate) size: Option<u64>,
}

/// How long one connection waits for another's lock, and how much waits and runs at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tuning {
    pub(crate) busy_timeout: Duration,
    pub(crate) queue: usize,
    pub(crate) batch: usize,
    pub(crate) readers: usize,
}

impl Default for Tuning {
    fn default() -> Self {
        // A batch is at most 2 MiB of bodies; the queue holds a second or two of work on a slow disk.
        let readers = thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
        Self { busy_timeout: Duration::from_secs(5), queue: 1024, batch: 256, readers }
    }
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

/// A record that the webhook is to be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Untold {
    /// Its number in the log.
    pub(crate) index: u64,
    /// How often that was tried.
    pub(crate) attempts: u32,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// It was taken or given up, or is there no more.
    Over(u64),
    /// It is tried again.
    Again(Untold),
}

/// How many acknowledgements of one text arrived on one day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Covered {
    /// `YYYY-MM-DD`, in UTC.
    pub(crate) day: String,
    pub(crate) notice: String,
    pub(crate) version: String,
    pub(crate) locale: String,
    pub(crate) count: u64,
}

/// A record as it lies in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The receipt, as it was issued.
    pub receipt: Receipt,
    /// Its number in the log.
    pub index: u64,
    /// The salt of its leaf, in base64.
    pub salt: String,
}

/// A text that was published, by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// Over `body`.
    pub digest: Digest,
    /// The notice's id.
    pub notice: String,
    /// The version's label.
    pub version: String,
    /// The locale.
    pub locale: String,
    /// The notice as canonical JSON.
    pub body: String,
    /// When it was first published with this store: RFC 3339, UTC, milliseconds.
    pub since: String,
}

/// What is left of an erased record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// The record's number in the log. The leaf stays there.
    pub index: u64,
    /// Whose app it was.
    pub tenant: String,
    /// When it was erased: RFC 3339, UTC, milliseconds.
    pub erased_at: String,
    /// Why.
    pub reason: String,
}
