//! The receipt: what the receiver attests to.

use crate::{
    Acknowledgement,
    format::{format_tag, nullable, present},
};
use serde::{Deserialize, Serialize};

format_tag! {
    /// `ciente/receipt/1`.
    ReceiptFormat = "ciente/receipt/1"
}

/// The answer to an acknowledgement that was recorded; the same on every replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receipt {
    /// Always `ciente/receipt/1`.
    pub format: ReceiptFormat,
    /// What was recorded, member for member.
    pub acknowledgement: Acknowledgement,
    /// When it was recorded, by the receiver's clock: RFC 3339, UTC, milliseconds.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Instant"))]
    pub received_at: String,
    /// Who the verified token said it was; `null` where none was asked for.
    #[serde(deserialize_with = "nullable")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Nullable<Identity>"))]
    pub authenticated: Option<Identity>,
    /// Where it stands in the receiver's log; absent in what was recorded before there was a log.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "LogProof"))]
    pub log: Option<LogProof>,
}

/// All that is needed, beside the log's key, to check that a record is in the log. Hashes, salt and checkpoint are kept as
/// the texts that they are on the wire; `ciente-evidence` reads them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LogProof {
    /// The record's number in the log, from 0.
    pub index: u64,
    /// 32 random bytes in base64: the leaf's data is SHA-256(salt ‖ canonical JSON of the receipt without `log`).
    pub salt: String,
    /// The inclusion proof (RFC 6962, 2.1.1) in the tree of the checkpoint's size; hashes in base64.
    pub proof: Vec<String>,
    /// A signed checkpoint (C2SP tlog-checkpoint).
    pub checkpoint: String,
}

/// Whom a verified token names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The host's app.
    pub tenant: String,
    /// The user.
    pub subject: String,
}
