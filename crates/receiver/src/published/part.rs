//! The files that a manifest names: each must be, byte for byte, the one whose hash stands there. Browsers and loaders refuse
//! any other, and its words would be nobody's.

use super::NoticesError;
use crate::http::statics::is_elsewhere;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ciente_notice::Part;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// A part that was read, and where from.
pub(super) struct Read {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

/// Reads a part whose size is what the manifest says.
pub(super) fn read(folder: &Path, manifest: &Path, part: &Part) -> Result<Read, NoticesError> {
    let path = inside(folder, &part.path).ok_or_else(|| NoticesError::Inconsistent {
        path: manifest.into(),
        detail: format!("\"{}\" leads out of the notice's folder", part.path),
    })?;
    if is_elsewhere(folder, &path) {
        return Err(NoticesError::Inconsistent { path, detail: LEADS_OUT.into() });
    }
    let bytes = fs::read(&path).map_err(|source| NoticesError::Unreadable { path: path.clone(), source })?;
    if bytes.len() as u64 != part.bytes {
        let detail = format!("the file has {} bytes, but the manifest says {}", bytes.len(), part.bytes);
        return Err(NoticesError::Inconsistent { path, detail });
    }
    Ok(Read { path, bytes })
}

/// Nothing that lies elsewhere is served, whatever leads there.
pub(super) const LEADS_OUT: &str =
    "a link leads from here out of the folder, and what is behind it is not served; copy it, or link the whole folder";

/// Whether the bytes have the hash that the manifest says (Subresource Integrity, 3.5).
pub(super) fn check(Read { path, bytes }: &Read, part: &Part) -> Result<(), NoticesError> {
    let expected = &part.integrity;
    let found = match expected.split_once('-') {
        Some((kind @ "sha256", _)) => format!("{kind}-{}", STANDARD.encode(Sha256::digest(bytes))),
        Some((kind @ "sha384", _)) => format!("{kind}-{}", STANDARD.encode(Sha384::digest(bytes))),
        Some((kind @ "sha512", _)) => format!("{kind}-{}", STANDARD.encode(Sha512::digest(bytes))),
        _ => {
            let detail =
                format!("the manifest says \"{expected}\" is its hash, which is none of sha256, sha384 or sha512");
            return Err(NoticesError::Inconsistent { path: path.clone(), detail });
        }
    };
    if found == *expected {
        return Ok(());
    }
    Err(NoticesError::IntegrityMismatch { path: path.clone(), expected: expected.clone(), found })
}

/// `None` for a path that could name a file outside the folder.
fn inside(folder: &Path, part: &str) -> Option<PathBuf> {
    let part = Path::new(part);
    let plain = part.components().all(|component| matches!(component, Component::Normal(_)));
    (plain && part.file_name().is_some()).then(|| folder.join(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_hash_is_computed_and_another_is_named() {
        let read = || Read { path: "im/view.json".into(), bytes: b"abc".to_vec() };
        let check =
            |integrity: &str| check(&read(), &Part { path: String::new(), bytes: 3, integrity: integrity.into() });
        check("sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=").unwrap();
        check("sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn").unwrap();
        check("sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==")
            .unwrap();
        for other in ["sha256-", "sha384-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="] {
            let error = check(other).unwrap_err();
            assert_eq!(error.code(), "notices-integrity-mismatch");
            assert!(error.to_string().contains("im/view.json") && error.to_string().contains(other), "{error}");
        }
        for none in ["", "md5-x", "sha256"] {
            assert_eq!(check(none).unwrap_err().code(), "notices-inconsistent");
        }
    }
}
