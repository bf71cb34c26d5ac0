//! A node of the Merkle tree: 32 bytes of SHA-256, written in base64. How leaves and inner nodes are told apart is here.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};

/// The hash of a leaf or of an inner node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// Why a text is no [`Hash`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a hash: expected 32 bytes in base64 (RFC 4648, section 4)")]
pub struct HashError;

impl Hash {
    /// The root of a tree without leaves (RFC 6962, 2.1).
    pub fn of_nothing() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// As it is written, faster than through a formatter.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }
}

/// The hash of a leaf (RFC 6962, 2.1).
pub fn leaf_hash(data: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(data).finalize().into())
}

/// The hash of an inner node (RFC 6962, 2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        base64_of(&self.0, f)
    }
}

/// 32 bytes are 44 characters, which need no place of their own: a receipt has twenty hashes.
pub(crate) fn base64_of(bytes: &[u8; 32], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = [0; 44];
    let length = STANDARD.encode_slice(bytes, &mut text).map_err(|_| fmt::Error)?;
    f.write_str(text.get(..length).and_then(|text| std::str::from_utf8(text).ok()).ok_or(fmt::Error)?)
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Self, HashError> {
        STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(HashError)
    }
}
