//! The one task that writes, and whether it could.

use super::{
    fault::fault,
    log,
    sequencer::{LOG, Sequencer, check_clock},
    server::Server,
    session,
};
use crate::{
    Clock,
    store::{
        Figures, StoreError, Tuning,
        line::{Batches, Line, Reply, line},
        losses::Losses,
    },
};
use std::time::Duration;
use tokio::{
    runtime::{Handle, Runtime},
    sync::Mutex,
    time::timeout,
};

/// How long a trial waits for the log's lock, which the batches of other receivers hold for milliseconds.
const PATIENCE: &str = "1s";

/// No record has this id (RFC 9562, 5.9).
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// How long the end waits for what waits.
const CLOSING: Duration = Duration::from_secs(10);

/// To end, when what waits is written.
pub(super) type Close = Reply<()>;

/// The way to the task.
pub(super) struct Writer {
    pub(super) line: Line<Close>,
    clock: Clock,
    losses: Losses,
    trial: Mutex<()>,
}

impl Writer {
    pub(super) fn start(sequencer: Sequencer, on: &Handle, tuning: &Tuning) -> Self {
        let (line, batches) = line(tuning);
        let (clock, losses) = (sequencer.clock().clone(), sequencer.losses());
        on.spawn(run(sequencer, batches));
        Self { line, clock, losses, trial: Mutex::default() }
    }

    /// By whose clock records are dated.
    pub(super) const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// All but the size of the log.
    pub(super) fn figures(&self) -> Figures {
        Figures { lost: self.losses.count(), ..self.line.figures() }
    }

    pub(super) async fn close(&self) -> Result<(), StoreError> {
        // A database that does not answer must not keep the process: what was confirmed is there.
        let late = || Some(Err(StoreError::Unavailable(format!("what waited was not written within {CLOSING:?}"))));
        let closed = timeout(CLOSING, self.line.ask(|reply| reply)).await.unwrap_or_else(|_| late());
        // One that has ended is closed.
        closed.unwrap_or(Ok(()))
    }

    /// Whether a record could be kept now: the log's lock is taken and what it needs is written, and all of it given back. One
    /// trial at a time, on a connection of its own: anybody may ask, and nobody who reads may wait for that.
    pub(super) async fn probe(&self, server: &Server, on: Option<&Runtime>) -> Result<(), StoreError> {
        let (Ok(_alone), Some(on)) = (self.trial.try_lock(), on) else {
            return Err(StoreError::Unavailable("whether it keeps records is being tried".into()));
        };
        let client = session::connect(server, on.handle()).await?;
        let now = client.query_one("SELECT extract(epoch FROM clock_timestamp())::float8", &[]).await;
        check_clock(&self.clock, now.map_err(|error| fault(&error))?.get(0))?;
        // All that a batch writes, as large as a record can be. No log has a size or a number below 0.
        let sql = &format!(
            "DO $$ BEGIN PERFORM set_config('lock_timeout', '{PATIENCE}', true); PERFORM pg_advisory_xact_lock({LOG});
            INSERT INTO acknowledgements (id, log_index, salt, notice, version, locale, digest, tenant, subject, action,
                shown_at, acted_at, widget, origin, received_at, authenticated, body)
            VALUES ('{NOBODY}', -1, '', '', '', '', '', '', '', 'declined', '', '', '', '', '', false, repeat('x', 8192));
            INSERT INTO log_nodes (level, position, hash) VALUES (-1, -1, '');
            INSERT INTO log_checkpoints (size, note) VALUES (-1, ''); RAISE SQLSTATE 'CI000';
            EXCEPTION WHEN SQLSTATE 'CI000' THEN NULL; END $$"
        );
        client.batch_execute(sql).await.map_err(|error| fault(&error))?;
        // What is signed next must follow from it.
        log::frontier(&client).await.map(drop)
    }
}

async fn run(mut sequencer: Sequencer, mut batches: Batches<Close>) {
    while let Some(turn) = batches.next().await {
        if !turn.entries.is_empty() {
            match sequencer.commit(turn.entries).await {
                Ok(all) => turn.replies.committed(all.into_iter()),
                Err(error) => turn.replies.failed(&error),
            }
        }
        if let Some(reply) = turn.other {
            // First the line: whoever learns that the store is closed must find it closed.
            drop(batches);
            let _ = reply.send(Ok(()));
            return;
        }
    }
}
