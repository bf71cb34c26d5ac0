//! The receipt: what the receiver attests to.

use crate::{
    Acknowledgement,
    format::{format_tag, nullable},
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
