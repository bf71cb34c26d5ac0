//! What is hashed into the log: a record, made unguessable by a salt. A leaf by itself tells nothing about anybody.

use crate::hash::base64_of;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ciente_notice::{CanonicalError, canonical_value};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};

/// The length of a salt.
pub const SALT_BYTES: usize = 32;

/// Random bytes, of one record only. Without them nobody can find out, by trying names, whose leaf a leaf is; when they
/// are erased with the record, nobody ever can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; SALT_BYTES]);

/// Why a text is no [`Salt`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a salt: expected {SALT_BYTES} bytes in base64 (RFC 4648, section 4)")]
pub struct SaltError;

/// The canonical JSON (RFC 8785) of a receipt without its member `log`: acknowledgement, time of arrival, identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record(Vec<u8>);

impl Record {
    /// The record that a receipt attests to. Every other member counts, also one that this release does not know.
    ///
    /// # Errors
    /// For a receipt that has no canonical form.
    pub fn of(receipt: &Value) -> Result<Self, CanonicalError> {
        let mut record = receipt.clone();
        if let Value::Object(members) = &mut record {
            members.remove("log");
        }
        canonical_value(&record).map(Self)
    }

    /// What is canonical JSON already.
    pub fn from_canonical(json: String) -> Self {
        Self(json.into_bytes())
    }
}

/// The data of a leaf: SHA-256(salt ‖ record).
pub fn leaf_data(salt: &Salt, record: &Record) -> [u8; 32] {
    Sha256::new().chain_update(salt.0).chain_update(&record.0).finalize().into()
}

impl fmt::Display for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        base64_of(&self.0, f)
    }
}

impl FromStr for Salt {
    type Err = SaltError;

    fn from_str(text: &str) -> Result<Self, SaltError> {
        STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(SaltError)
    }
}
