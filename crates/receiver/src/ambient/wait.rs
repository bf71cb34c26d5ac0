//! Waiting for an asynchronous answer where there may or may not be a runtime already.

use std::{io, thread};

/// Runs a future to its end on a thread of its own: inside a runtime, none may be started on the same thread.
pub(crate) fn wait<T: Send>(future: impl Future<Output = T> + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let work = || Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future));
        scope.spawn(work).join().unwrap_or_else(|_| Err(io::Error::other("it ended in a panic")))
    })
}
