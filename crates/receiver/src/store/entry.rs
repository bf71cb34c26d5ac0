//! An acknowledgement made ready for a store, outside of any transaction.

use super::StoreError;
use ciente_evidence::{Record, Salt, leaf_data};
use ciente_notice::{Acknowledgement, Identity, LogProof, Receipt, ReceiptFormat, canonical_json};

/// An acknowledgement, the one text by which two of them are the same, and what the receiver knows about it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) acknowledgement: Acknowledgement,
    /// Canonical JSON (RFC 8785).
    pub(crate) body: String,
    /// Whom the verified token named.
    pub(crate) authenticated: Option<Identity>,
    /// As in [`Receipt::received_at`].
    pub(crate) received_at: String,
    /// Of its leaf in the log.
    pub(crate) salt: Salt,
}

impl Entry {
    pub(crate) fn new(
        acknowledgement: Acknowledgement,
        authenticated: Option<Identity>,
        received_at: String,
        salt: Salt,
    ) -> Result<Self, StoreError> {
        let fault = |error: &dyn std::fmt::Display| StoreError::Fault(error.to_string());
        let body = canonical_json(&acknowledgement).map_err(|error| fault(&error))?;
        let body = String::from_utf8(body).map_err(|error| fault(&error))?;
        Ok(Self { acknowledgement, body, authenticated, received_at, salt })
    }

    pub(crate) fn receipt(&self, log: Option<LogProof>) -> Receipt {
        receipt(self.acknowledgement.clone(), self.authenticated.clone(), self.received_at.clone(), log)
    }

    /// The data of its leaf in the log.
    pub(crate) fn leaf(&self) -> Result<[u8; 32], StoreError> {
        leaf(&self.receipt(None), &self.salt)
    }
}

/// The data of the leaf of a receipt's record.
pub(super) fn leaf(receipt: &Receipt, salt: &Salt) -> Result<[u8; 32], StoreError> {
    let fault = |error: &dyn std::fmt::Display| StoreError::Fault(error.to_string());
    let value = serde_json::to_value(receipt).map_err(|error| fault(&error))?;
    let record = Record::of(&value).map_err(|error| fault(&error))?;
    Ok(leaf_data(salt, &record))
}

/// The one place where a receipt is made, so that the first and every later one are the same bytes.
pub(crate) fn receipt(
    acknowledgement: Acknowledgement,
    authenticated: Option<Identity>,
    received_at: String,
    log: Option<LogProof>,
) -> Receipt {
    Receipt { format: ReceiptFormat, acknowledgement, received_at, authenticated, log }
}
