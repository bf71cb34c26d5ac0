//! An acknowledgement made ready for a store, outside of any transaction.

use super::StoreError;
use ciente_notice::{Acknowledgement, Identity, Receipt, ReceiptFormat, canonical_json};

/// An acknowledgement, the one text by which two of them are the same, and when it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) acknowledgement: Acknowledgement,
    /// Canonical JSON (RFC 8785).
    pub(crate) body: String,
    /// As in [`Receipt::received_at`].
    pub(crate) received_at: String,
    /// Whether a verified token named the acknowledgement's tenant and subject.
    pub(crate) authenticated: bool,
}

impl Entry {
    pub(crate) fn new(
        acknowledgement: Acknowledgement,
        received_at: String,
        authenticated: bool,
    ) -> Result<Self, StoreError> {
        let fault = |error: &dyn std::fmt::Display| StoreError::Fault(error.to_string());
        let body = canonical_json(&acknowledgement).map_err(|error| fault(&error))?;
        let body = String::from_utf8(body).map_err(|error| fault(&error))?;
        Ok(Self { acknowledgement, body, received_at, authenticated })
    }

    pub(crate) fn receipt(&self) -> Receipt {
        receipt(self.acknowledgement.clone(), self.received_at.clone(), self.authenticated)
    }
}

/// The one place where a receipt is made, so that the first and every later one are the same bytes.
pub(crate) fn receipt(acknowledgement: Acknowledgement, received_at: String, authenticated: bool) -> Receipt {
    let holder = || Identity { tenant: acknowledgement.tenant.clone(), subject: acknowledgement.subject.clone() };
    let authenticated = authenticated.then(holder);
    Receipt { format: ReceiptFormat, acknowledgement, received_at, authenticated }
}
