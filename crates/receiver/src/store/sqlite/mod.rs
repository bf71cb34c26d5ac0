//! Acknowledgements in one SQLite file: one thread writes, a few connections read.

mod archive;
mod backup;
mod erase;
mod fault;
mod frozen;
mod log;
mod place;
mod readers;
mod rows;
mod schema;
mod sequencer;
#[cfg(test)]
mod tests;
mod webhook;
mod writer;

use super::{
    Answer, Archived, Covered, DataError, Entry, Figures, Kept, Latest, Outcome, Store, StoreError, Tells, Told,
    Tombstone, Tuning, Untold,
};
use crate::{retention::keep::Expiry, transparency::key::KeySource};
use ciente_evidence::{Coordinate, Hash};
use ciente_notice::{Digest, Identity, Receipt};
use place::Place;
use readers::Readers;
use rusqlite::Connection;
use sequencer::Sequencer;
use std::{
    collections::HashMap,
    path::Path,
    time::{Duration, Instant},
};
use webhook::Teller;
use writer::Writer;

pub(crate) use backup::backup;

/// How long readers may stand in the way of emptying the write-ahead log.
const PATIENCE: Duration = Duration::from_secs(5);

/// The store in a file.
///
/// A second process may open the same file: whether an id is free is decided inside a transaction that holds SQLite's one
/// write lock, so both stay correct.
#[derive(Debug)]
pub(crate) struct SqliteStore {
    writer: Writer,
    readers: Readers,
    teller: Teller,
    place: Place,
}

impl SqliteStore {
    /// Opens the file, makes it if it is not there, and brings its schema and its log up to date.
    pub(crate) fn open(path: &Path, tuning: Tuning, key: &KeySource) -> Result<Self, DataError> {
        let connection = schema::open(path, tuning.busy_timeout)?;
        Self::start(connection, path, tuning, Some(key))
    }

    /// Opens a file that is there, for everything but recording: without the log's key.
    pub(crate) fn open_without_key(path: &Path, tuning: Tuning) -> Result<Self, DataError> {
        let connection = schema::open_existing(path, tuning.busy_timeout)?;
        check_log(&connection, path)?;
        Self::start(connection, path, tuning, None)
    }

    /// Opens a file that is there to read, also where nothing can be written.
    pub(crate) fn open_to_read(path: &Path, tuning: Tuning) -> Result<Self, DataError> {
        let (connection, is_frozen) = frozen::open_to_read(path, tuning.busy_timeout)?;
        check_log(&connection, path)?;
        if is_frozen { Self::frozen(connection, path, tuning) } else { Self::start(connection, path, tuning, None) }
    }

    fn frozen(connection: Connection, path: &Path, tuning: Tuning) -> Result<Self, DataError> {
        let readers = Readers::new(path.into(), frozen::open_reader, tuning.busy_timeout, tuning.readers);
        Self::over(connection, readers, path, tuning, None)
    }

    fn start(
        mut connection: Connection,
        path: &Path,
        tuning: Tuning,
        key: Option<&KeySource>,
    ) -> Result<Self, DataError> {
        let sequencer = key.map(|key| Sequencer::open(&mut connection, path, key)).transpose()?;
        Self::run(connection, path, tuning, sequencer)
    }

    fn run(
        connection: Connection,
        path: &Path,
        tuning: Tuning,
        sequencer: Option<Sequencer>,
    ) -> Result<Self, DataError> {
        let readers = Readers::new(path.into(), schema::open_reader, tuning.busy_timeout, tuning.readers);
        Self::over(connection, readers, path, tuning, sequencer)
    }

    fn over(
        connection: Connection,
        readers: Readers,
        path: &Path,
        tuning: Tuning,
        sequencer: Option<Sequencer>,
    ) -> Result<Self, DataError> {
        let place = Place::of(path);
        let writer = Writer::start(connection, sequencer, place.clone(), &tuning);
        let writer = writer.map_err(|source| DataError::Unreadable { path: path.into(), source })?;
        Ok(Self { writer, readers, teller: Teller::new(path), place })
    }
}

impl SqliteStore {
    /// What was erased goes from the write-ahead log too. Recording goes on meanwhile.
    async fn empty_the_log(&self) -> Result<(), StoreError> {
        let started = Instant::now();
        while !self.writer.run(|connection| erase::tidy(connection)).await? {
            if started.elapsed() > PATIENCE {
                tracing::warn!(
                    "another program is reading the database, and until it is gone what was erased stays in its file and in the \
                     write-ahead log beside it; a receiver that runs clears it away within an hour after that, `ciente erase` when \
                     it is run again"
                );
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

fn check_log(connection: &Connection, path: &Path) -> Result<(), DataError> {
    let verifier = log::verifier(connection).map_err(|source| DataError::Sqlite { path: path.into(), source })?;
    let missing = || "it has no log yet; start the receiver with it once".into();
    verifier.map(drop).ok_or_else(|| DataError::Migration { path: path.into(), detail: missing() })
}

#[cfg(test)]
impl SqliteStore {
    /// Another may tell the webhook from now on.
    pub(crate) fn let_go_of_telling(&self) {
        self.teller.close();
    }
}

impl Store for SqliteStore {
    fn record(&self, entry: Entry) -> Answer<'_, Outcome> {
        Box::pin(self.writer.line.record(entry))
    }

    fn replay(&self, entry: Entry) -> Answer<'_, Option<Outcome>> {
        Box::pin(self.readers.read(move |connection| rows::replay(connection, &entry)))
    }

    fn latest(&self, holder: Identity, notice: String, preferred: Vec<String>) -> Answer<'_, Option<Latest>> {
        Box::pin(self.readers.look_up(move |connection| rows::latest(connection, &holder, &notice, &preferred)))
    }

    fn recent(&self, limit: usize) -> Answer<'_, Vec<Receipt>> {
        Box::pin(self.readers.read(move |connection| rows::recent(connection, limit)))
    }

    fn kept(&self, whose: Option<Identity>, from: u64, limit: usize) -> Answer<'_, Vec<Kept>> {
        Box::pin(self.readers.read(move |connection| rows::all(connection, whose.as_ref(), from, limit)))
    }

    fn astray(&self, from: u64, to: u64) -> Answer<'_, Vec<u64>> {
        Box::pin(self.readers.read(move |connection| rows::astray(connection, from, to)))
    }

    fn doubled(&self, from: u64, to: u64) -> Answer<'_, Vec<u64>> {
        Box::pin(self.readers.read(move |connection| rows::doubled(connection, from, to)))
    }

    fn unsound(&self) -> Answer<'_, Option<String>> {
        Box::pin(self.readers.read(rows::unsound))
    }

    fn unnumbered(&self) -> Answer<'_, u64> {
        Box::pin(self.readers.read(rows::count_unnumbered))
    }

    fn surplus(&self) -> Answer<'_, u64> {
        Box::pin(self.readers.read(log::surplus))
    }

    fn disordered(&self) -> Answer<'_, Option<u64>> {
        Box::pin(self.readers.read(rows::disordered))
    }

    fn before_the_log(&self) -> Answer<'_, u64> {
        Box::pin(self.readers.read(log::begins))
    }

    fn verifier(&self) -> Answer<'_, String> {
        Box::pin(async {
            let key = self.readers.read(log::verifier).await?;
            key.map(|key| key.to_string()).ok_or_else(|| StoreError::Fault("the log has no key".into()))
        })
    }

    fn checkpoint(&self) -> Answer<'_, String> {
        Box::pin(self.readers.read(log::newest))
    }

    fn nodes(&self, at: Vec<Coordinate>) -> Answer<'_, HashMap<Coordinate, Hash>> {
        Box::pin(self.readers.read(move |connection| log::nodes(connection, &at)))
    }

    fn archive(&self, texts: Vec<Archived>) -> Answer<'_, ()> {
        Box::pin(self.writer.run(move |connection| archive::keep(connection, &texts)))
    }

    fn archived(&self, digest: Option<Digest>) -> Answer<'_, Vec<Archived>> {
        Box::pin(self.readers.read(move |connection| archive::read(connection, digest)))
    }

    fn erase(&self, holder: Identity, reason: String, at: String) -> Answer<'_, u64> {
        Box::pin(async move {
            let removed = self.writer.run(move |connection| erase::erase(connection, &holder, &reason, &at)).await?;
            self.empty_the_log().await?;
            Ok(removed)
        })
    }

    fn expire(&self, expiries: Vec<Expiry>, at: String) -> Answer<'_, u64> {
        Box::pin(async move {
            let mut removed = 0;
            for expiry in expiries {
                // Some at a time, and in between whoever wants to record.
                loop {
                    let (expiry, at) = (expiry.clone(), at.clone());
                    match self.writer.run(move |connection| erase::expire(connection, &expiry, &at)).await? {
                        0 => break,
                        some => removed += some,
                    }
                }
            }
            if removed > 0 {
                self.writer.run(|connection| erase::clear_unused_space(connection)).await?;
                self.empty_the_log().await?;
            }
            Ok(removed)
        })
    }

    fn tidy(&self) -> Answer<'_, ()> {
        Box::pin(async { self.writer.run(|connection| erase::tidy(connection)).await.map(drop) })
    }

    fn tombstones(&self) -> Answer<'_, Vec<Tombstone>> {
        Box::pin(self.readers.read(erase::tombstones))
    }

    fn coverage(&self, tenant: String) -> Answer<'_, Vec<Covered>> {
        Box::pin(self.readers.read(move |connection| rows::coverage(connection, &tenant)))
    }

    fn begin_telling(&self) -> Answer<'_, ()> {
        Box::pin(self.writer.run(webhook::begin))
    }

    fn tells(&self) -> Answer<'_, Tells> {
        Box::pin(async { self.teller.tells() })
    }

    fn untold(&self) -> Answer<'_, Vec<Untold>> {
        Box::pin(self.readers.read(webhook::untold))
    }

    fn take_to_tell(&self, limit: u64) -> Answer<'_, Vec<Untold>> {
        Box::pin(async move {
            // Nearly always there is nothing, and that is learnt without the one lock that writes.
            if self.ahead().await? == 0 {
                return Ok(Vec::new());
            }
            self.writer.run(move |connection| webhook::take(connection, limit)).await
        })
    }

    fn ahead(&self) -> Answer<'_, u64> {
        Box::pin(self.readers.read(webhook::ahead))
    }

    fn settle(&self, told: Vec<Told>) -> Answer<'_, ()> {
        Box::pin(self.writer.run(move |connection| webhook::settle(connection, &told)))
    }

    fn figures(&self) -> Answer<'_, Figures> {
        Box::pin(async {
            let size = self.readers.read(log::size).await?;
            Ok(Figures { size: Some(size), ..self.writer.figures() })
        })
    }

    fn ping(&self) -> Answer<'_, ()> {
        Box::pin(async {
            // First: whoever closes the file takes its write-ahead log away.
            if !self.writer.line.is_alive() {
                return Err(StoreError::closed());
            }
            self.place.check()?;
            self.readers.read(rows::ping).await
        })
    }

    fn accepts(&self) -> Answer<'_, ()> {
        Box::pin(async {
            self.ping().await?;
            self.writer.line.accepts(self.writer.probe()).await
        })
    }

    fn close(&self) -> Answer<'_, ()> {
        Box::pin(async {
            self.teller.close();
            self.readers.close();
            self.writer.close().await
        })
    }
}
