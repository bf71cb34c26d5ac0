//! One record in the outbox.

use super::schedule::LONGEST_RETRY_AFTER;
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
    /// The language that was on the screen.
    pub locale: String,
    /// The bytes to POST, made once, the same on every retry.
    pub body: String,
    /// How often it was sent in vain.
    pub attempts: u32,
    /// Not to be sent before, in milliseconds since 1970.
    pub not_before: f64,
    /// Whether it was the endpoint that named that time: then nothing sends it earlier.
    pub held: bool,
    /// Whether it is still to be sent.
    pub state: State,
}

impl Entry {
    /// Whether it may be sent at `now`; `all` when the world looks better than at the last attempt.
    pub fn is_due(&self, now: f64, all: bool) -> bool {
        let left = self.not_before - now;
        // A clock that was set back must not keep a record for years.
        left <= 0.0 || left > LONGEST_RETRY_AFTER.as_secs_f64() * 1000.0 || (all && !self.held)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(not_before: f64, held: bool) -> Entry {
        let text = String::new;
        Entry {
            id: text(),
            who: text(),
            version: text(),
            digest: text(),
            action: Action::Acknowledged,
            locale: text(),
            body: text(),
            attempts: 1,
            not_before,
            held,
            state: State::Pending,
        }
    }

    #[test]
    fn what_the_endpoint_asked_for_wins_over_every_reason_to_send_at_once() {
        for (not_before, held, all, due) in [
            (100.0, false, false, true),
            (101.0, false, false, false),
            (101.0, false, true, true),
            (100.0, true, false, true),
            (101.0, true, false, false),
            (101.0, true, true, false),
        ] {
            assert_eq!(entry(not_before, held).is_due(100.0, all), due, "{not_before} {held} {all}");
        }
    }

    #[test]
    fn a_clock_set_back_keeps_nothing_for_years() {
        let day = 24.0 * 60.0 * 60.0 * 1000.0;
        assert!(!entry(day, true).is_due(0.0, true));
        assert!(entry(day + 1.0, true).is_due(0.0, false));
    }
}
