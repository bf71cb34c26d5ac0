//! An acknowledgement made ready for a store, outside of any transaction.

use super::StoreError;
use ciente_evidence::{Record, Salt, leaf_data};
use ciente_notice::{Acknowledgement, Identity, LogProof, Receipt, ReceiptFormat};
use serde_json::Value;

/// An acknowledgement, the one text by which two of them are the same, and what the receiver knows about it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) acknowledgement: Acknowledgement,
    /// Canonical JSON (RFC 8785).
    pub(crate) body: String,
    /// As in [`Receipt::received_at`].
    pub(crate) received_at: String,
    /// Whether a verified token named the acknowledgement's tenant and subject.
    pub(crate) authenticated: bool,
    /// Of its leaf in the log.
    pub(crate) salt: Salt,
}

impl Entry {
    pub(crate) fn new(
        acknowledgement: Acknowledgement,
        received_at: String,
        authenticated: bool,
        salt: Salt,
    ) -> Result<Self, StoreError> {
        let fault = |error: &dyn std::fmt::Display| StoreError::Fault(error.to_string());
        let body = acknowledgement.to_canonical_json().map_err(|error| fault(&error))?;
        Ok(Self { acknowledgement, body, received_at, authenticated, salt })
    }

    pub(crate) fn into_receipt(self, log: Option<LogProof>) -> Receipt {
        receipt(self.acknowledgement, self.received_at, self.authenticated, log)
    }

    /// The data of its leaf in the log. The record's canonical JSON is put together here, member by member in their order,
    /// because its greatest part is there already.
    fn leaf(&self) -> [u8; 32] {
        let Self { acknowledgement, body, received_at, authenticated, salt } = self;
        let quoted = |text: &str| Value::from(text).to_string();
        let [received_at, subject, tenant] =
            [received_at, &acknowledgement.subject, &acknowledgement.tenant].map(|t| quoted(t));
        let identity =
            if *authenticated { format!("{{\"subject\":{subject},\"tenant\":{tenant}}}") } else { "null".to_owned() };
        let format = ReceiptFormat::TEXT;
        let record = format!(
            "{{\"acknowledgement\":{body},\"authenticated\":{identity},\"format\":\"{format}\",\"receivedAt\":{received_at}}}"
        );
        leaf_data(salt, &Record::from_canonical(record))
    }
}

/// An entry that is hashed already when its turn comes.
#[derive(Debug)]
pub(super) struct Hashed {
    pub(super) entry: Entry,
    /// The data of its leaf.
    pub(super) leaf: [u8; 32],
}

impl From<Entry> for Hashed {
    fn from(entry: Entry) -> Self {
        Self { leaf: entry.leaf(), entry }
    }
}

/// The data of the leaf of a receipt's record.
pub(crate) fn leaf(receipt: &Receipt, salt: &Salt) -> Result<[u8; 32], StoreError> {
    let fault = |error: &dyn std::fmt::Display| StoreError::Fault(error.to_string());
    let value = serde_json::to_value(receipt).map_err(|error| fault(&error))?;
    let record = Record::of(&value).map_err(|error| fault(&error))?;
    Ok(leaf_data(salt, &record))
}

/// The one place where a receipt is made, so that the first and every later one are the same bytes.
pub(crate) fn receipt(
    acknowledgement: Acknowledgement,
    received_at: String,
    authenticated: bool,
    log: Option<LogProof>,
) -> Receipt {
    let holder = || Identity { tenant: acknowledgement.tenant.clone(), subject: acknowledgement.subject.clone() };
    let authenticated = authenticated.then(holder);
    Receipt { format: ReceiptFormat, acknowledgement, received_at, authenticated, log }
}

#[cfg(test)]
mod tests {
    use super::leaf;
    use crate::testing::{entry_of, samples::ID};

    #[test]
    fn a_leaf_is_that_of_the_receipt_whatever_is_in_it() {
        for text in ["alice", "\"\\/", "zoé \u{1f600}", "\u{2028}</script>", "\u{7f}\u{e000}"] {
            for authenticated in [false, true] {
                let mut entry = entry_of(ID, "3", |a| {
                    a.tenant = text.into();
                    a.subject = text.into();
                });
                entry.authenticated = authenticated;
                assert_eq!(entry.leaf(), leaf(&entry.clone().into_receipt(None), &entry.salt).unwrap(), "{text}");
            }
        }
    }
}
