//! One record in the outbox.

use ciente_notice::Action;

/// A record, with what is needed to send it without its notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The acknowledgement's id.
    pub id: String,
    /// Whose it is and for which notice: tenant, hashed subject, notice. Set by the store that keeps it.
    pub who: String,
    /// The version acknowledged.
    pub version: String,
    /// The digest acknowledged.
    pub digest: String,
    /// What the user did.
    pub action: Action,
    /// The bytes to POST, made once, the same on every retry.
    pub body: String,
    /// How often it was sent in vain.
    pub attempts: u32,
    /// Not to be sent before, in milliseconds since 1970.
    pub not_before: f64,
    /// Whether it is still to be sent.
    pub state: State,
}

/// Whether a record is still to be sent. A record that the endpoint has leaves the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// To be sent.
    Pending,
    /// Refused for good, kept for the user and the host to see.
    Rejected,
}

impl State {
    /// The state as it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Rejected => "rejected",
        }
    }
}
