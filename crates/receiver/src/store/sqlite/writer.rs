//! The one thread that writes. It takes all that waits into one transaction, so that many requests share one fsync.

use super::{erase::tidy, fault::fault, place::Place, sequencer::Sequencer};
use crate::store::{
    Figures, Hashed, StoreError, Tuning, Written,
    line::{Batches, Line, Reply, line},
    losses::Losses,
};
use rusqlite::Connection;
use std::{io, thread};

/// What it does besides recording.
pub(super) enum Other {
    /// Answers whoever asked by itself.
    Run(Box<dyn FnOnce(&mut Connection) + Send>),
    Close(Reply<()>),
}

/// The way to the thread. When the last one is dropped, the thread writes what waits and ends.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    pub(super) line: Line<Other>,
    losses: Losses,
    place: Place,
}

impl Writer {
    /// Starts the thread. Without a sequencer nothing can be recorded: that is for exports and erasures.
    pub(super) fn start(
        connection: Connection,
        sequencer: Option<Sequencer>,
        place: Place,
        tuning: &Tuning,
    ) -> io::Result<Self> {
        let (line, batches) = line(tuning);
        let losses = sequencer.as_ref().map(Sequencer::losses).unwrap_or_default();
        let thread = Thread { connection, sequencer, place: place.clone() };
        thread::Builder::new().name("ciente-writer".into()).spawn(move || thread.run(batches))?;
        Ok(Self { line, losses, place })
    }

    /// All but the size of the log.
    pub(super) fn figures(&self) -> Figures {
        Figures { lost: self.losses.count(), ..self.line.figures() }
    }

    /// Does something else with the connection, between two transactions.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = self.place.clone();
        let job = |reply: Reply<T>| {
            Other::Run(Box::new(move |connection| {
                if let Err(gone) = place.check() {
                    let _ = reply.send(Err(gone));
                    return;
                }
                let _ = reply.send(work(connection).map_err(|error| {
                    tracing::error!(%error, "the store could not do what it was asked");
                    fault(&error)
                }));
            }))
        };
        self.line.ask(job).await.unwrap_or_else(|| Err(StoreError::closed()))
    }

    /// Commits as many bytes as the largest record has, and removes them again: whether one could be kept now.
    pub(super) async fn probe(&self) -> Result<(), StoreError> {
        let sql = "BEGIN IMMEDIATE; INSERT INTO trial VALUES (zeroblob(16384)); DELETE FROM trial; COMMIT";
        self.run(move |connection| {
            let written = connection.execute_batch(sql);
            if !connection.is_autocommit() {
                connection.execute_batch("ROLLBACK")?;
            }
            written
        })
        .await
    }

    pub(super) async fn close(&self) -> Result<(), StoreError> {
        // One that has ended is closed.
        self.line.ask(Other::Close).await.unwrap_or(Ok(()))
    }
}

struct Thread {
    connection: Connection,
    sequencer: Option<Sequencer>,
    place: Place,
}

impl Thread {
    fn run(mut self, mut batches: Batches<Other>) {
        while let Some(turn) = batches.blocking_next() {
            if !turn.entries.is_empty() {
                match self.commit(turn.entries) {
                    Ok(all) => turn.replies.committed(all.into_iter().map(Ok)),
                    Err(error) => turn.replies.failed(&error),
                }
            }
            match turn.other {
                Some(Other::Run(job)) => job(&mut self.connection),
                Some(Other::Close(reply)) => {
                    // First the line: whoever learns that the store is closed must find it closed.
                    drop(batches);
                    let _ = reply.send(finish(self.connection));
                    return;
                }
                None => {}
            }
        }
        if let Err(error) = finish(self.connection) {
            tracing::warn!(%error, "the database was not closed cleanly; nothing is lost, its log is read at the next start");
        }
    }

    /// A record is confirmed only when it is in the file that the next start opens.
    fn commit(&mut self, entries: Vec<Hashed>) -> Result<Vec<Written>, StoreError> {
        let no_key = || StoreError::Unavailable("it was opened without the log's key".into());
        let sequencer = self.sequencer.as_mut().ok_or_else(no_key)?;
        self.place.check()?;
        let written = sequencer.commit(&mut self.connection, entries).map_err(|error| fault(&error))?;
        self.place.check()?;
        Ok(written)
    }
}

fn finish(connection: Connection) -> Result<(), StoreError> {
    // Neither a reader in the way nor a full disk is an error: the log beside the file is read at the next start. Whoever waited
    // would keep all others from recording meanwhile.
    if !connection.is_readonly(rusqlite::MAIN_DB).unwrap_or(false)
        && let Err(error) = tidy(&connection)
    {
        tracing::warn!(%error, "the write-ahead log was not taken into the file at the end; the next start reads it");
    }
    connection.close().map_err(|(_, error)| fault(&error))
}
