//! The one thread that writes. It takes all that waits into one transaction, so that many requests share one fsync.

use super::{
    erase::tidy,
    fault::{closed, fault},
    place::Place,
    sequencer::Sequencer,
};
use crate::store::{Entry, Figures, Hashed, Outcome, StoreError, Tuning, Written, counted::Counted};
use rusqlite::Connection;
use std::{io, mem, sync::Arc, thread};
use tokio::sync::{mpsc, oneshot};

type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

/// Work that is not recording; it answers whoever asked by itself.
type Job = Box<dyn FnOnce(&mut Connection) + Send>;

enum Message {
    Record(Box<Hashed>, Reply<Written>),
    Run(Job),
    Close(Reply<()>),
}

/// The way to the thread. When the last one is dropped, the thread writes what waits and ends.
#[derive(Debug, Clone)]
pub(super) struct Writer(mpsc::Sender<Message>, Arc<Counted>, Place);

impl Writer {
    /// Starts the thread. At most `tuning.queue` acknowledgements wait, and at most `tuning.batch` share a transaction.
    /// Without a sequencer nothing can be recorded: that is for exports and erasures.
    pub(super) fn start(
        connection: Connection,
        sequencer: Option<Sequencer>,
        place: Place,
        tuning: Tuning,
    ) -> io::Result<Self> {
        let (sender, receiver) = mpsc::channel(tuning.queue);
        let counted = Arc::<Counted>::default();
        let shared = Arc::clone(&counted);
        let thread = Thread { connection, sequencer, batch: tuning.batch, counted: shared, place: place.clone() };
        thread::Builder::new().name("ciente-writer".into()).spawn(move || thread.run(receiver))?;
        Ok(Self(sender, counted, place))
    }

    /// Answers after the commit.
    pub(super) async fn record(&self, entry: Entry) -> Result<Outcome, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.0.try_send(Message::Record(Box::new(entry.into()), reply)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => closed(),
        })?;
        answer.await.unwrap_or_else(|_| Err(closed())).map(Written::into_outcome)
    }

    /// Does something else with the connection, between two transactions.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let place = self.2.clone();
        let job: Job = Box::new(move |connection| {
            if let Err(gone) = place.check() {
                let _ = reply.send(Err(gone));
                return;
            }
            // Whoever asked may have gone; the work is done all the same.
            let _ = reply.send(work(connection).map_err(|error| {
                tracing::error!(%error, "the store could not do what it was asked");
                fault(&error)
            }));
        });
        self.0.send(Message::Run(job)).await.map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Whether there is still a thread that would write.
    pub(super) fn is_alive(&self) -> bool {
        !self.0.is_closed()
    }

    /// Whether what was to be recorded last was not, because its transaction failed.
    pub(super) fn failed_last(&self) -> bool {
        self.1.failed_last()
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
        .await?;
        self.1.recovered();
        Ok(())
    }

    /// All but the size, which is in the file.
    pub(super) fn figures(&self) -> Figures {
        self.1.figures(self.0.max_capacity() - self.0.capacity())
    }

    pub(super) async fn close(&self) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        match self.0.send(Message::Close(reply)).await {
            Ok(()) => answer.await.unwrap_or_else(|_| Err(closed())),
            Err(_) => Ok(()),
        }
    }
}

struct Thread {
    connection: Connection,
    sequencer: Option<Sequencer>,
    batch: usize,
    counted: Arc<Counted>,
    place: Place,
}

impl Thread {
    fn run(mut self, mut queue: mpsc::Receiver<Message>) {
        let mut entries = Vec::new();
        let mut replies = Vec::new();
        while let Some(first) = queue.blocking_recv() {
            let mut other = None;
            let mut next = Some(first);
            while let Some(message) = next {
                match message {
                    Message::Record(entry, reply) => {
                        entries.push(*entry);
                        replies.push(reply);
                    }
                    message => other = Some(message),
                }
                next = if other.is_some() || entries.len() >= self.batch { None } else { queue.try_recv().ok() };
            }
            self.write(&mut entries, &mut replies);
            match other {
                Some(Message::Run(job)) => job(&mut self.connection),
                Some(Message::Close(reply)) => {
                    // First the queue: whoever learns that the store is closed must find it closed.
                    drop(queue);
                    let _ = reply.send(finish(self.connection));
                    return;
                }
                Some(Message::Record(..)) | None => {}
            }
        }
        if let Err(error) = finish(self.connection) {
            tracing::warn!(%error, "the database was not closed cleanly; nothing is lost, its log is read at the next start");
        }
    }

    fn write(&mut self, entries: &mut Vec<Hashed>, replies: &mut Vec<Reply<Written>>) {
        if entries.is_empty() {
            return;
        }
        let acknowledgements = entries.len();
        let written = self.commit(mem::take(entries));
        match written {
            Ok(all) => {
                self.counted.committed(all.len());
                for (reply, written) in replies.drain(..).zip(all) {
                    // Whoever asked may have gone; the record stays.
                    let _ = reply.send(Ok(written));
                }
            }
            Err(error) => {
                self.counted.failed();
                tracing::error!(%error, acknowledgements, "not recorded: the transaction failed as a whole");
                for reply in replies.drain(..) {
                    let _ = reply.send(Err(error.clone()));
                }
            }
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
