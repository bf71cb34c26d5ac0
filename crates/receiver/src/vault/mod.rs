//! The records for those who keep them: exported, erased, backed up, beside a running receiver or without one.

pub(crate) mod bundle;
pub(crate) mod csv;
pub(crate) mod reason;

use crate::{
    Clock, Data, DataError, Reason, StoreError,
    receiver::app::patient,
    store::{self, Archived, Kept, SqliteStore, Store, Tombstone, Tuning},
    transparency::{inclusions, newest},
};
use ciente_evidence::{Checkpoint, Coordinate, Hash};
use ciente_notice::{Digest, Identity};
use std::{collections::HashMap, fmt, path::Path, sync::Arc, time::Duration};

/// How many records are read at a time.
pub(crate) const PAGE: usize = 500;

/// The records in a place. Nothing can be recorded through it: it needs no key.
#[derive(Clone)]
pub struct Vault {
    store: Arc<dyn Store>,
    /// How long each question to the store may take, where somebody waits for the answer.
    patience: Option<Duration>,
}

impl Vault {
    pub(crate) fn over(store: Arc<dyn Store>) -> Self {
        Self { store, patience: None }
    }

    /// The same for whoever waits: each question gets so much time, however many there are.
    pub(crate) fn with_patience(self, patience: Duration) -> Self {
        Self { patience: Some(patience), ..self }
    }

    pub(crate) async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        match self.patience {
            Some(patience) => patient(patience, answer).await,
            None => answer.await,
        }
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Opens records that are there. Blocks.
    ///
    /// # Errors
    /// When there are none, or they are not Ciente's, or another release's.
    pub fn open(data: &Data) -> Result<Self, DataError> {
        match data {
            Data::Sqlite(path) => Ok(Self::over(Arc::new(SqliteStore::open_without_key(path, Tuning::default())?))),
            #[cfg(feature = "postgres")]
            Data::Postgres(url) => {
                Ok(Self::over(Arc::new(store::PostgresStore::open_without_key(url, Tuning::default())?)))
            }
            #[cfg(not(feature = "postgres"))]
            Data::Postgres(_) => Err(DataError::NoPostgres),
        }
    }

    /// The same, only to read: a SQLite file may also lie on a file system that cannot be written. Blocks.
    ///
    /// # Errors
    /// As [`Vault::open`], and when what was written last would first have to be taken into the file.
    pub fn open_to_read(data: &Data) -> Result<Self, DataError> {
        match data {
            Data::Sqlite(path) => Ok(Self::over(Arc::new(SqliteStore::open_to_read(path, Tuning::default())?))),
            Data::Postgres(_) => Self::open(data),
        }
    }

    /// Hands every record to `each`, in the log's order; of one subject only, where one is named. How many there were.
    ///
    /// # Errors
    /// When the store does not answer; and those of `each`.
    pub async fn records<E: From<StoreError>>(
        &self,
        whose: Option<&Identity>,
        mut each: impl FnMut(Kept) -> Result<(), E>,
    ) -> Result<u64, E> {
        let (mut from, mut count) = (0, 0);
        loop {
            let page = self.in_time(self.store.kept(whose.cloned(), from, PAGE)).await?;
            let Some(last) = page.last() else { return Ok(count) };
            from = last.index + 1;
            count += page.len() as u64;
            page.into_iter().try_for_each(&mut each)?;
        }
    }

    /// The verifier key of the log.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn verifier(&self) -> Result<String, StoreError> {
        self.in_time(self.store.verifier()).await
    }

    /// The newest checkpoint: the signed note, and what it says.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn checkpoint(&self) -> Result<(String, Checkpoint), StoreError> {
        let note = self.in_time(self.store.checkpoint()).await?;
        let checkpoint = Checkpoint::read_unverified(&note).map_err(|error| StoreError::Fault(error.to_string()))?;
        Ok((note, checkpoint))
    }

    /// The proofs that records are in the log of a size, one for each and all with one question.
    ///
    /// # Errors
    /// When the store does not answer, or the log of that size does not hold them.
    pub(crate) async fn inclusions(&self, indices: &[u64], size: u64) -> Result<Vec<Vec<Hash>>, StoreError> {
        self.in_time(inclusions(&*self.store, indices, size)).await
    }

    /// Stored nodes of the log's tree.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn nodes(&self, at: &[Coordinate]) -> Result<HashMap<Coordinate, Hash>, StoreError> {
        self.in_time(self.store.nodes(at.to_vec())).await
    }

    /// How many records the log holds, erased ones too.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn size(&self) -> Result<u64, StoreError> {
        Ok(self.in_time(newest(&*self.store)).await?.size)
    }

    /// The published text with a digest, or all of them.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn archived(&self, digest: Option<Digest>) -> Result<Vec<Archived>, StoreError> {
        self.in_time(self.store.archived(digest)).await
    }

    /// Removes all records of one subject with their salts, and leaves a tombstone for each. How many there were. Their space is
    /// given up before this answers, and what stands in the way of that is logged.
    ///
    /// # Errors
    /// When the store does not do it; then nothing was removed.
    pub async fn erase(&self, holder: Identity, reason: Reason, clock: &Clock) -> Result<u64, StoreError> {
        let erased = self.store.erase(holder, reason.into_text(), clock.now()).await?;
        if erased > 0 {
            self.store.reclaim().await;
        }
        Ok(erased)
    }

    /// What is left of erased records, in the log's order.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn tombstones(&self) -> Result<Vec<Tombstone>, StoreError> {
        self.in_time(self.store.tombstones()).await
    }

    /// Lets go of the records.
    ///
    /// # Errors
    /// When the store does not close cleanly; nothing is lost by that.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.store.close().await
    }

    /// Copies a SQLite file, while a receiver writes to it or without one, to a file that is not there yet. How many
    /// records are in the copy.
    ///
    /// # Errors
    /// When there is nothing to copy, or the copy cannot be written.
    pub fn backup(from: &Path, to: &Path) -> Result<u64, DataError> {
        store::backup(from, to, Tuning::default().busy_timeout)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{FakeStore, Mood};

    #[tokio::test(start_paused = true)]
    async fn each_question_has_its_own_time() {
        let patience = Duration::from_secs(10);
        let vault = Vault::over(Arc::new(FakeStore(Mood::Hangs))).with_patience(patience);
        for _ in 0..3 {
            let slow = async {
                tokio::time::sleep(patience * 9 / 10).await;
                Ok(())
            };
            assert_eq!(vault.in_time(slow).await, Ok(()));
        }
        let whose = Identity { tenant: "t".into(), subject: "s".into() };
        assert!(matches!(vault.bundle(whose, "now".into()).await, Err(StoreError::Unavailable(_))));
    }
}
