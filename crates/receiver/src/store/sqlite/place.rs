//! Whether the database is still where it was opened. A file that was deleted, moved or replaced goes on taking what is
//! written to it, and nobody finds it again.

use crate::{store::StoreError, transparency::key::beside};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

/// The file and its write-ahead log, as they were when the connection that holds them was opened.
#[derive(Debug, Clone)]
pub(super) struct Place(Arc<Files>);

#[derive(Debug)]
struct Files {
    opened: Vec<(PathBuf, Identity)>,
    /// Whether the log has been told that one is missing.
    told: AtomicBool,
}

/// Device and inode.
type Identity = (u64, u64);

impl Place {
    /// Of a database that has been read through a connection which is still open: its write-ahead log is there then, and
    /// stays as long as the connection does.
    pub(super) fn of(data: &Path) -> Self {
        let files = [data.to_path_buf(), beside(data, "-wal")];
        let opened = files.into_iter().filter_map(|path| identity(&path).ok().map(|identity| (path, identity)));
        Self(Arc::new(Files { opened: opened.collect(), told: AtomicBool::new(false) }))
    }

    /// Fails while one of them is missing or is another file.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let Files { opened, told } = &*self.0;
        let gone = opened.iter().find_map(|(path, opened)| match identity(path) {
            Ok(found) if found == *opened => None,
            Ok(_) => Some((path, "another file has taken its place".to_owned())),
            Err(error) => Some((path, error.to_string())),
        });
        let Some((path, why)) = gone else {
            if told.swap(false, Relaxed) {
                tracing::info!("the database is where it was opened again");
            }
            return Ok(());
        };
        let path = path.display();
        if !told.swap(true, Relaxed) {
            tracing::error!(
                %path,
                why,
                "the database is no longer where it was opened: it was deleted, moved or replaced under this receiver, and nothing is recorded. Move it back, with -wal and -shm, and it goes on by itself; or stop the receiver, restore a backup, and start it"
            );
        }
        Err(StoreError::Unavailable(format!("{path} is no longer the file that was opened: {why}")))
    }
}

/// By the path alone: a file that is opened beside SQLite gives up all locks of this process on it when it is closed (POSIX),
/// and then another process may remove the write-ahead log under this one.
fn identity(path: &Path) -> io::Result<Identity> {
    let found = fs::metadata(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Ok((found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = found;
        Ok((0, 0))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::{
        store::{Outcome, Store as _, Tuning, sqlite::SqliteStore},
        testing::{entry, key, samples::id},
    };

    fn is_gone<T: std::fmt::Debug>(answer: &Result<T, StoreError>) -> bool {
        matches!(answer, Err(StoreError::Unavailable(why)) if why.contains("no longer the file that was opened"))
    }

    async fn is_noticed(store: &SqliteStore, n: u32) {
        assert!(is_gone(&store.record(entry(&id(n), "3")).await));
        assert!(is_gone(&store.ping().await) && is_gone(&store.accepts().await));
        assert!(is_gone(&store.archive(vec![]).await));
    }

    #[tokio::test]
    async fn what_is_moved_away_is_noticed_until_it_is_back() {
        for ending in ["", "-wal"] {
            let folder = tempfile::tempdir().unwrap();
            let data = folder.path().join("data.sqlite");
            let store = SqliteStore::open(&data, Tuning::default(), &key(folder.path())).unwrap();
            store.record(entry(&id(1), "3")).await.unwrap();
            let (path, away) = (beside(&data, ending), folder.path().join("away"));
            fs::rename(&path, &away).unwrap();
            is_noticed(&store, 2).await;
            // Another file in its place is not it.
            fs::copy(&away, &path).unwrap();
            is_noticed(&store, 2).await;
            fs::rename(&away, &path).unwrap();
            assert_eq!((store.ping().await, store.accepts().await), (Ok(()), Ok(())));
            assert!(matches!(store.record(entry(&id(2), "3")).await, Ok(Outcome::Recorded(_))));
            fs::remove_file(&path).unwrap();
            is_noticed(&store, 3).await;
        }
    }

    #[tokio::test]
    async fn one_of_two_that_closes_leaves_the_other_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data.sqlite");
        let [first, second] =
            [(), ()].map(|()| SqliteStore::open(&data, Tuning::default(), &key(folder.path())).unwrap());
        second.record(entry(&id(1), "3")).await.unwrap();
        second.close().await.unwrap();
        assert!(matches!(first.record(entry(&id(2), "3")).await, Ok(Outcome::Recorded(_))));
        assert_eq!(first.ping().await, Ok(()));
        first.close().await.unwrap();
        assert_eq!(first.ping().await, Err(StoreError::closed()));
    }
}
