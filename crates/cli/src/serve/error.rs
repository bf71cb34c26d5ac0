//! Why the receiver does not run. What is wrong with a setting is said with its name and the layer that it is from.

use super::{FaultsError, keys, layers::Source};
use crate::failure::{Coded, SYSTEM};
use ciente_receiver::{OpenError, StoreError};
use std::{io, net::SocketAddr, path::PathBuf};

/// Why the receiver does not run, or did not end well.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// A setting is not as it must be.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// Notices, store or origins are not as they must be.
    #[error("{source}")]
    Open {
        /// Which, and what to do.
        #[from]
        source: OpenError,
    },
    /// The address cannot be had.
    #[error("--listen {address}: {}", taken(source))]
    Listen {
        /// As resolved.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// There is no script of faults.
    #[error(transparent)]
    Faults(#[from] FaultsError),
    /// The store did not close cleanly.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything else of the operating system.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Coded for ServeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Setting(error) => error.code(),
            Self::Open { source } => source.code(),
            Self::Listen { .. } => "address-refused",
            Self::Faults(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Io(_) => SYSTEM,
        }
    }
}

/// A mistake in the configuration. Every message names the setting and where its value stands.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingError {
    /// The file is not there or cannot be read.
    #[error("config ({from}): {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What names it.
        from: String,
        /// Why.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{}:{line}: {detail}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        detail: String,
    },
    /// A value cannot be used.
    #[error("{name} ({from}): {detail}")]
    Value {
        /// The setting's key.
        name: String,
        /// Where it stands.
        from: String,
        /// What is wrong, and what would be right.
        detail: String,
        /// Its code.
        code: &'static str,
    },
    /// A setting that must be there is not.
    #[error("{name} is not set: use --{flag}, {variable}, or {name} in the file of --config")]
    Missing {
        /// The setting's key.
        name: &'static str,
        /// Its flag.
        flag: String,
        /// Its variable.
        variable: String,
    },
}

impl Coded for SettingError {
    fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "config-unreadable",
            Self::Syntax { .. } => "config-syntax",
            Self::Value { code, .. } => code,
            Self::Missing { .. } => "setting-missing",
        }
    }
}

impl SettingError {
    /// The code of a value that is wrong by itself.
    pub(super) const INVALID: &str = "setting-invalid";

    pub(super) fn new(name: &str, source: &Source, detail: &str) -> Self {
        Self::coded(name, source, detail, Self::INVALID)
    }

    pub(super) fn coded(name: &str, source: &Source, detail: &str, code: &'static str) -> Self {
        Self::Value { name: name.to_owned(), from: source.to_string(), detail: detail.to_owned(), code }
    }

    pub(super) fn missing(name: &'static str) -> Self {
        let key = keys::KEYS.iter().find(|key| key.name == name);
        let flag = key.and_then(keys::Key::flag).unwrap_or_default();
        Self::Missing { name, flag, variable: key.map(keys::Key::variable).unwrap_or_default() }
    }
}

/// Why an address cannot be had, and what helps.
pub(super) fn taken(error: &io::Error) -> String {
    format!("{error}{}", if error.kind() == io::ErrorKind::AddrInUse { "; port 0 picks a free one" } else { "" })
}
