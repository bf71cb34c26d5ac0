//! The line before whoever writes: acknowledgements wait in it, and all that wait share one durable commit.

use super::{Entry, Figures, Outcome, StoreError, Tuning, batch::Written, counted::Counted, entry::Hashed};
use std::{fmt, sync::Arc, time::Duration};
use tokio::sync::{mpsc, oneshot};

/// The way back to whoever asked, who may have gone: what was asked for is done all the same.
pub(super) type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

/// A commit that takes longer keeps everybody waiting.
const SLOW: Duration = Duration::from_secs(5);

enum Waiting<O> {
    Record(Box<Hashed>, Reply<Written>),
    Other(O),
}

/// The end where one waits. `O` is what else the writer is asked for, between two batches. When the last one is dropped, the
/// writer gets what waits and then nothing more.
pub(super) struct Line<O> {
    waiting: mpsc::Sender<Waiting<O>>,
    counted: Arc<Counted>,
}

impl<O> fmt::Debug for Line<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").field("counted", &self.counted).finish_non_exhaustive()
    }
}

impl<O> Clone for Line<O> {
    fn clone(&self) -> Self {
        Self { waiting: self.waiting.clone(), counted: Arc::clone(&self.counted) }
    }
}

/// The end where it is written.
pub(super) struct Batches<O> {
    waiting: mpsc::Receiver<Waiting<O>>,
    most: usize,
    counted: Arc<Counted>,
}

/// At most `tuning.queue` wait, and at most `tuning.batch` share a commit.
pub(super) fn line<O>(tuning: &Tuning) -> (Line<O>, Batches<O>) {
    let (sender, waiting) = mpsc::channel(tuning.queue);
    let counted = Arc::<Counted>::default();
    (Line { waiting: sender, counted: Arc::clone(&counted) }, Batches { waiting, most: tuning.batch, counted })
}

impl<O> Line<O> {
    /// Answers after the commit.
    pub(super) async fn record(&self, entry: Entry) -> Result<Outcome, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.waiting.try_send(Waiting::Record(Box::new(entry.into()), reply)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => StoreError::closed(),
        })?;
        answer.await.unwrap_or_else(|_| Err(StoreError::closed())).map(Written::into_outcome)
    }

    /// Asks for something else, and waits for what comes of it; nothing where there is no writer any more.
    pub(super) async fn ask<T>(&self, what: impl FnOnce(Reply<T>) -> O) -> Option<Result<T, StoreError>> {
        let (reply, answer) = oneshot::channel();
        self.waiting.send(Waiting::Other(what(reply))).await.ok()?;
        Some(answer.await.unwrap_or_else(|_| Err(StoreError::closed())))
    }

    /// Whether there is still somebody who would write.
    pub(super) fn is_alive(&self) -> bool {
        !self.waiting.is_closed()
    }

    /// Whether what was to be recorded last was not, because its transaction failed.
    #[cfg(test)]
    pub(super) fn failed_last(&self) -> bool {
        self.counted.failed_last()
    }

    /// Whether a record could be kept now. As long as all goes well, that is known without a trial.
    pub(super) async fn accepts(&self, trial: impl Future<Output = Result<(), StoreError>>) -> Result<(), StoreError> {
        if let Some(time) = self.counted.under_way().filter(|time| *time > SLOW) {
            let time = time.as_secs();
            let why = format!("what is being recorded has been under way for {time} seconds");
            return Err(StoreError::Unavailable(why));
        }
        if self.counted.failed_last() {
            trial.await?;
            self.counted.recovered();
        }
        Ok(())
    }

    /// All but the size, which the store knows.
    pub(super) fn figures(&self) -> Figures {
        self.counted.figures(self.waiting.max_capacity() - self.waiting.capacity())
    }
}

/// What is to be written now.
pub(super) struct Turn<O> {
    /// None where only something else was asked for.
    pub(super) entries: Vec<Hashed>,
    pub(super) replies: Replies,
    /// What was asked for behind them.
    pub(super) other: Option<O>,
}

/// Who waits for the entries of a batch, in their order.
pub(super) struct Replies {
    waiting: Vec<Reply<Written>>,
    counted: Arc<Counted>,
}

impl<O> Batches<O> {
    /// All that waits, as soon as anything does; nothing when nobody can ask any more.
    pub(super) async fn next(&mut self) -> Option<Turn<O>> {
        let first = self.waiting.recv().await?;
        Some(self.behind(first))
    }

    /// The same on a thread that is no runtime's.
    pub(super) fn blocking_next(&mut self) -> Option<Turn<O>> {
        let first = self.waiting.blocking_recv()?;
        Some(self.behind(first))
    }

    fn behind(&mut self, first: Waiting<O>) -> Turn<O> {
        let mut entries = Vec::new();
        let mut waiting = Vec::new();
        let mut other = None;
        let mut next = Some(first);
        while let Some(one) = next {
            match one {
                Waiting::Record(entry, reply) => {
                    entries.push(*entry);
                    waiting.push(reply);
                }
                Waiting::Other(asked) => other = Some(asked),
            }
            next = if other.is_some() || entries.len() >= self.most { None } else { self.waiting.try_recv().ok() };
        }
        if !entries.is_empty() {
            self.counted.begun();
        }
        Turn { entries, replies: Replies { waiting, counted: Arc::clone(&self.counted) }, other }
    }
}

impl Replies {
    /// After the commit: what became of each.
    pub(super) fn committed(self, all: impl ExactSizeIterator<Item = Result<Written, StoreError>>) {
        self.counted.committed(all.len());
        for (reply, written) in self.waiting.into_iter().zip(all) {
            let _ = reply.send(written);
        }
    }

    /// Nothing was committed.
    pub(super) fn failed(self, error: &StoreError) {
        self.counted.failed();
        tracing::error!(%error, acknowledgements = self.waiting.len(), "not recorded: the transaction failed as a whole");
        for reply in self.waiting {
            let _ = reply.send(Err(error.clone()));
        }
    }
}
