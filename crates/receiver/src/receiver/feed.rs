//! The receipts as they are written, for whoever watches this process.

use ciente_notice::Receipt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;

/// How many receipts a watcher may lag behind before it misses some.
const CAPACITY: usize = 256;

/// Hands every new receipt to all watchers, until it ends.
#[derive(Debug)]
pub(crate) struct Feed(Mutex<Option<broadcast::Sender<Arc<Receipt>>>>);

impl Feed {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Some(broadcast::Sender::new(CAPACITY))))
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Arc<Receipt>> {
        self.sender().as_ref().map_or_else(|| broadcast::Sender::new(1).subscribe(), broadcast::Sender::subscribe)
    }

    pub(crate) fn send(&self, receipt: &Receipt) {
        // Nearly always nobody watches, and then nothing is copied. Who has gone in between is no error.
        if let Some(sender) = self.sender().as_ref().filter(|sender| sender.receiver_count() > 0) {
            let _ = sender.send(Arc::new(receipt.clone()));
        }
    }

    /// Ends every watcher, so that a stream of events does not hold up a shutdown.
    pub(crate) fn end(&self) {
        self.sender().take();
    }

    fn sender(&self) -> MutexGuard<'_, Option<broadcast::Sender<Arc<Receipt>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::broadcast::error::TryRecvError;

    #[test]
    fn the_end_reaches_watchers_before_and_after_it() {
        let feed = Feed::new();
        let mut early = feed.subscribe();
        assert!(matches!(early.try_recv(), Err(TryRecvError::Empty)));
        feed.end();
        assert!(matches!(early.try_recv(), Err(TryRecvError::Closed)));
        assert!(matches!(feed.subscribe().try_recv(), Err(TryRecvError::Closed)));
    }
}
