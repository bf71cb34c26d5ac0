//! The file that holds the log's private key: found, made at first start, and never confused with another log's.

use crate::{Random, ambient::fresh::NewFile};
use ciente_evidence::{KeyError, SigningKey, VerifierKey};
use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

/// Where the key lies, and what a new one is made from.
#[derive(Debug, Clone)]
pub(crate) struct KeySource {
    pub(crate) path: PathBuf,
    pub(crate) random: Random,
}

/// Why the log cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum LogKeyError {
    /// The file cannot be read or made.
    #[error("the log's key {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("the log's key {}: {source}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: KeyError,
    },
    /// A log is there, its key is not. A new key would be another log.
    #[error("the log's key {}: this file is not there, and the log in the database is signed by {log}; put its key back, from where it was backed up", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// Name of the log's key.
        log: String,
    },
    /// The public half of a key that was put away lies where another's would.
    #[error("{}: a public key is there already, and its private key is not; put that back, or move the public key away. Nothing is overwritten", path.display())]
    Public {
        /// The file with the public half.
        path: PathBuf,
    },
    /// The key of another log.
    #[error("the log's key {}: this is the key {found}, but the log in the database is signed by {log}", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// The verifier key that belongs to the file.
        found: String,
        /// The log's verifier key.
        log: String,
    },
}

impl LogKeyError {
    /// Stable across releases.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "log-key-unreadable",
            Self::Invalid { .. } => "log-key-invalid",
            Self::Missing { .. } => "log-key-missing",
            Self::Public { .. } => "log-key-public",
            Self::Other { .. } => "log-key-other",
        }
    }
}

/// A key file and the file with its public half, as [`write_log_key`] has written them.
#[derive(Debug, Clone)]
pub struct LogKeyFiles {
    /// The private half, for the receiver only.
    pub private: PathBuf,
    /// The public half, for everybody who verifies.
    pub public: PathBuf,
    /// What is in it.
    pub verifier: VerifierKey,
}

/// Writes a new key to a file that is not there yet, readable for its owner only, and its public half to `<file>.pub`.
///
/// # Errors
/// When a file is there already or cannot be written. What is in its place stays there: it may be in use.
pub fn write_log_key(path: &Path, key: &SigningKey) -> Result<LogKeyFiles, LogKeyError> {
    let public = beside(path, ".pub");
    // In this order: whoever writes both writes the private one first.
    if public.symlink_metadata().is_ok() && path.symlink_metadata().is_err() {
        return Err(LogKeyError::Public { path: public });
    }
    let unreadable = |path: &Path| {
        let path = path.to_path_buf();
        |source| LogKeyError::Unreadable { path, source }
    };
    let draft = |path: &Path, text: String, mode| {
        let begin = || {
            let mut new = NewFile::create(path, mode)?;
            new.file().write_all(text.as_bytes())?;
            Ok(new)
        };
        begin().map_err(unreadable(path))
    };
    // Both are written before either can be seen: from then on, another receiver may begin its log with the private half.
    let halves = (
        draft(path, format!("{}\n", key.to_secret_text()), 0o600)?,
        draft(&public, format!("{}\n", key.verifier()), 0o644)?,
    );
    halves.0.finish().map_err(unreadable(path))?;
    halves.1.finish().map_err(unreadable(&public))?;
    Ok(LogKeyFiles { private: path.into(), public, verifier: key.verifier() })
}

/// `<path><ending>`: `data.sqlite` and `.log-key` make `data.sqlite.log-key`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Whether users who are neither its owner nor of its group may read a file.
#[cfg(unix)]
pub fn is_open_to_all(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o004 != 0)
}

/// Whether users who are neither its owner nor of its group may read a file; elsewhere than on Unix, nobody knows.
#[cfg(not(unix))]
pub const fn is_open_to_all(_: &Path) -> bool {
    false
}

impl KeySource {
    /// Whether a file that is there holds a key. A file that everybody can read is told of here, once: a start resolves it twice.
    pub(crate) fn check(&self) -> Result<(), LogKeyError> {
        if is_open_to_all(&self.path) {
            tracing::warn!(
                key = %self.path.display(),
                "every user of this machine can read the log's private key, and sign another history with it: chmod o-rwx"
            );
        }
        match fs::read_to_string(&self.path) {
            Ok(text) => text
                .parse::<SigningKey>()
                .map(drop)
                .map_err(|source| LogKeyError::Invalid { path: self.path.clone(), source }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(LogKeyError::Unreadable { path: self.path.clone(), source }),
        }
    }

    /// The key of the log that `stored` names; for a log that is only about to begin, the file's key, or a new one.
    pub(crate) fn resolve(&self, stored: Option<&VerifierKey>) -> Result<SigningKey, LogKeyError> {
        let path = || self.path.clone();
        let unreadable = |source| LogKeyError::Unreadable { path: path(), source };
        let read = || fs::read_to_string(&self.path);
        let text = match (read(), stored) {
            (Ok(text), _) => text,
            (Err(error), Some(log)) if error.kind() == io::ErrorKind::NotFound => {
                return Err(LogKeyError::Missing { path: path(), log: log.to_string() });
            }
            (Err(error), None) if error.kind() == io::ErrorKind::NotFound => {
                let key = SigningKey::unnamed(&self.random.seed().map_err(unreadable)?);
                match write_log_key(&self.path, &key) {
                    Ok(files) => {
                        tracing::info!(key = %files.private.display(), verifier = %files.verifier, "made a key for the log");
                        return Ok(key);
                    }
                    // Another receiver that starts at this moment was faster; or the name is that of a link to nothing.
                    Err(LogKeyError::Unreadable { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {
                        read().map_err(unreadable)?
                    }
                    Err(error) => return Err(error),
                }
            }
            (Err(error), _) => return Err(unreadable(error)),
        };
        let key: SigningKey = text.parse().map_err(|source| LogKeyError::Invalid { path: path(), source })?;
        if stored.is_none() {
            tracing::warn!(
                key = %self.path.display(),
                "a new, empty log begins under a key that was there already. That is as it should be if the key was made for it; if receipts were signed with this key before, their log is missing here: stop, and restore the database, or they will read as those of a log that was cut off"
            );
        }
        match stored {
            Some(log) if *log != key.verifier() => {
                Err(LogKeyError::Other { path: path(), found: key.verifier().to_string(), log: log.to_string() })
            }
            _ => Ok(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(folder: &tempfile::TempDir) -> KeySource {
        let random = Random::new(|bytes| {
            bytes.fill(7);
            Ok(())
        });
        KeySource { path: folder.path().join("log-key"), random }
    }

    #[test]
    fn a_key_is_made_once_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let source = source(&folder);
        let key = source.resolve(None).unwrap();
        assert_eq!(source.resolve(Some(&key.verifier())).unwrap().verifier(), key.verifier());
        assert_eq!(source.resolve(None).unwrap().verifier(), key.verifier());
        let public = fs::read_to_string(folder.path().join("log-key.pub")).unwrap();
        assert_eq!(public.parse::<VerifierKey>().unwrap(), key.verifier());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&source.path).unwrap().permissions().mode() & 0o777, 0o600);
            for (mode, open) in [(0o600, false), (0o640, false), (0o644, true)] {
                fs::set_permissions(&source.path, fs::Permissions::from_mode(mode)).unwrap();
                assert_eq!(is_open_to_all(&source.path), open, "{mode:o}");
            }
        }
        assert_eq!(write_log_key(&source.path, &key).unwrap_err().code(), "log-key-unreadable");
        // Somebody may have been given it.
        let path = folder.path().join("other");
        fs::create_dir(folder.path().join("other.pub")).unwrap();
        assert_eq!(write_log_key(&path, &key).unwrap_err().code(), "log-key-public");
        assert!(!path.exists());
        fs::remove_file(&source.path).unwrap();
        assert_eq!(source.resolve(None).unwrap_err().code(), "log-key-public");
        assert_eq!(fs::read_to_string(folder.path().join("log-key.pub")).unwrap(), public);
    }

    #[test]
    fn a_log_without_its_key_does_not_get_another() {
        let folder = tempfile::tempdir().unwrap();
        let source = source(&folder);
        let log = SigningKey::unnamed(&[8; 32]).verifier();
        assert_eq!(source.resolve(Some(&log)).unwrap_err().code(), "log-key-missing");
        assert!(!source.path.exists());
        source.resolve(None).unwrap();
        let error = source.resolve(Some(&log)).unwrap_err();
        assert_eq!(error.code(), "log-key-other");
        assert!(error.to_string().contains(&log.to_string()), "{error}");
        fs::write(&source.path, "nothing of the kind").unwrap();
        assert_eq!(source.resolve(None).unwrap_err().code(), "log-key-invalid");
    }

    /// As where the volume with the secret is not mounted.
    #[cfg(unix)]
    #[test]
    fn a_link_to_nothing_is_no_place_for_a_key() {
        let folder = tempfile::tempdir().unwrap();
        let source = source(&folder);
        std::os::unix::fs::symlink(folder.path().join("not-mounted"), &source.path).unwrap();
        source.check().unwrap();
        assert_eq!(source.resolve(None).unwrap_err().code(), "log-key-unreadable");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
