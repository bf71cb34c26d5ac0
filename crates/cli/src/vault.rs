//! Working on a store: on a runtime of its own, and closed whatever came of it.

use ciente_receiver::{StoreError, Vault};
use std::io;

/// A mistyped name must not look like work that was done, or like a person without records.
pub(crate) const NOBODY: &str =
    "there is no record of this subject of this tenant (any more); names are compared to the letter";

/// Does the work, then closes the store. Of two failures that of the work is told.
pub(crate) fn work<T, E: From<io::Error> + From<StoreError>>(
    vault: &Vault,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let ended = work.await;
        let closed = vault.close().await;
        let done = ended?;
        closed?;
        Ok(done)
    })
}
