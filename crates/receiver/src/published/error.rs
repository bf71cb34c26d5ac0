//! Why a folder of built notices cannot be published. Every message names the file.

use ciente_notice::{Digest, Violation};
use std::{fmt::Write as _, io, path::PathBuf};

/// The receiver does not start with notices that it could not vouch for.
#[derive(Debug, thiserror::Error)]
pub enum NoticesError {
    /// Not there, not a folder, or not readable.
    #[error("{}: {source}; `ciente build` writes what is published, and all of it must be there", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A folder without a single notice.
    #[error("{}: there is no notice in this folder; `ciente build SOURCE --out {}` puts one there", path.display(), path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// Not JSON, or not of the format.
    #[error("{}: {source}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// Well-formed, but it contradicts itself or the files around it.
    #[error("{}: {detail}", path.display())]
    Inconsistent {
        /// The file.
        path: PathBuf,
        /// How.
        detail: String,
    },
    /// The words are not those that the manifest names: the reason why digests exist.
    #[error("{}: the digest of this file is {found}, but the manifest says {expected}; build the notices again, or put back what was published", path.display())]
    DigestMismatch {
        /// The file.
        path: PathBuf,
        /// In the manifest.
        expected: Digest,
        /// Over the file's canonical JSON.
        found: Digest,
    },
    /// A part is not, byte for byte, the one that the manifest names.
    #[error("{}: the hash of this file is {found}, but the manifest says {expected}; build the notices again", path.display())]
    IntegrityMismatch {
        /// The file.
        path: PathBuf,
        /// In the manifest.
        expected: String,
        /// Over the file's bytes.
        found: String,
    },
    /// A notice that breaks the format's rules.
    #[error("{}: not a valid notice{}", path.display(), list(violations))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// All that is wrong with it.
        violations: Vec<Violation>,
    },
}

impl NoticesError {
    /// Stable across releases.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "notices-unreadable",
            Self::Empty { .. } => "notices-empty",
            Self::Malformed { .. } => "notices-malformed",
            Self::Inconsistent { .. } => "notices-inconsistent",
            Self::DigestMismatch { .. } => "notices-digest-mismatch",
            Self::IntegrityMismatch { .. } => "notices-integrity-mismatch",
            Self::Invalid { .. } => "notices-invalid",
        }
    }
}

fn list(violations: &[Violation]) -> String {
    violations.iter().fold(String::new(), |mut text, violation| {
        let _ = write!(text, "\n  {violation}");
        text
    })
}
