//! The one thread that writes. It takes all that waits into one transaction, so that many requests share one fsync.

use super::{
    fault::{closed, fault},
    rows,
};
use crate::store::{Entry, Figures, Outcome, StoreError};
use rusqlite::{Connection, TransactionBehavior};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
};
use tokio::sync::{mpsc, oneshot};

type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

enum Message {
    Record(Box<Entry>, Reply<Outcome>),
    Close(Reply<()>),
}

/// The way to the thread. When the last one is dropped, the thread writes what waits and ends.
#[derive(Debug, Clone)]
pub(super) struct Writer(mpsc::Sender<Message>, Arc<Counted>);

#[derive(Debug, Default)]
struct Counted {
    commits: AtomicU64,
    committed: AtomicU64,
    failed: AtomicU64,
}

impl Writer {
    /// Starts the thread. At most `queue` acknowledgements wait, and at most `batch` share a transaction.
    pub(super) fn start(connection: Connection, queue: usize, batch: usize) -> io::Result<Self> {
        let (sender, receiver) = mpsc::channel(queue);
        let counted = Arc::<Counted>::default();
        let counting = Arc::clone(&counted);
        let run = move || run(connection, receiver, batch, &counting);
        thread::Builder::new().name("ciente-writer".into()).spawn(run)?;
        Ok(Self(sender, counted))
    }

    /// Answers after the commit.
    pub(super) async fn record(&self, entry: Entry) -> Result<Outcome, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.0.try_send(Message::Record(Box::new(entry), reply)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => closed(),
        })?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Whether there is still a thread that would write.
    pub(super) fn is_alive(&self) -> bool {
        !self.0.is_closed()
    }

    /// All but the size, which is in the file.
    pub(super) fn figures(&self) -> Figures {
        let Counted { commits, committed, failed } = &*self.1;
        Figures {
            waiting: (self.0.max_capacity() - self.0.capacity()) as u64,
            commits: commits.load(Relaxed),
            committed: committed.load(Relaxed),
            failed: failed.load(Relaxed),
            size: 0,
        }
    }

    pub(super) async fn close(&self) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        match self.0.send(Message::Close(reply)).await {
            Ok(()) => answer.await.unwrap_or_else(|_| Err(closed())),
            Err(_) => Ok(()),
        }
    }
}

fn run(mut connection: Connection, mut queue: mpsc::Receiver<Message>, batch: usize, counted: &Counted) {
    let mut entries = Vec::new();
    let mut replies = Vec::new();
    while let Some(first) = queue.blocking_recv() {
        let mut closing = None;
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Record(entry, reply) => {
                    entries.push(*entry);
                    replies.push(reply);
                }
                Message::Close(reply) => closing = Some(reply),
            }
            next = if closing.is_some() || entries.len() >= batch { None } else { queue.try_recv().ok() };
        }
        write(&mut connection, &mut entries, &mut replies, counted);
        if let Some(reply) = closing {
            // First the queue: whoever learns that the store is closed must find it closed.
            drop(queue);
            let _ = reply.send(finish(connection));
            return;
        }
    }
    if let Err(error) = finish(connection) {
        tracing::warn!(%error, "the database was not closed cleanly; nothing is lost, its log is read at the next start");
    }
}

fn write(connection: &mut Connection, entries: &mut Vec<Entry>, replies: &mut Vec<Reply<Outcome>>, counted: &Counted) {
    if entries.is_empty() {
        return;
    }
    match commit(connection, entries) {
        Ok(outcomes) => {
            counted.commits.fetch_add(1, Relaxed);
            counted.committed.fetch_add(outcomes.len() as u64, Relaxed);
            for (reply, outcome) in replies.drain(..).zip(outcomes) {
                // Whoever asked may have gone; the record stays.
                let _ = reply.send(Ok(outcome));
            }
        }
        Err(error) => {
            counted.failed.fetch_add(1, Relaxed);
            tracing::error!(%error, acknowledgements = entries.len(), "not recorded: the transaction failed as a whole");
            for reply in replies.drain(..) {
                let _ = reply.send(Err(fault(&error)));
            }
        }
    }
    entries.clear();
}

/// All or nothing: a transaction that is dropped on the way out is rolled back.
fn commit(connection: &mut Connection, entries: &[Entry]) -> rusqlite::Result<Vec<Outcome>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let outcomes = entries.iter().map(|entry| rows::record(&transaction, entry)).collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(outcomes)
}

fn finish(connection: Connection) -> Result<(), StoreError> {
    // Its row says whether a reader stood in the way. That is no error: the log beside the file is read at the next start.
    let checkpoint = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    connection.close().map_err(|(_, error)| fault(&error))?;
    checkpoint.map_err(|error| fault(&error))
}
