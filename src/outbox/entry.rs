//! One record in the outbox.

use super::schedule::{CAP, LONGEST_RETRY_AFTER};
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

/// So often an answer may break off before it is taken for what the endpoint has to say.
const BROKEN: u32 = 2;

impl Entry {
    /// Whether it is an acknowledgement that waits, and `other` the same one once more.
    pub fn is_same_act(&self, other: &Self) -> bool {
        let acknowledges = |entry: &Self| entry.action == Action::Acknowledged && entry.state == State::Pending;
        acknowledges(self) && acknowledges(other) && self.who == other.who && self.version == other.version
    }

    /// Whether an answer to it broke off in a body that matters, so that it is none: sent again, the record brings its receipt,
    /// or what is wrong with it. Engines tell of that; WebKitGTK reads as whole what broke off.
    pub fn is_cut_off(&self, status: u16, body: &str) -> bool {
        let body = body.trim_ascii();
        let matters = matches!(status, 200..=299 | 409) && self.attempts < BROKEN;
        matters && body.starts_with('{') && !body.ends_with('}')
    }

    /// Whether it may be sent at `now`; `all` when the world looks better than at the last attempt.
    pub fn is_due(&self, now: f64, all: bool) -> bool {
        let left = self.not_before - now;
        // Nothing waits longer than this when it begins to wait: a clock that was set back must not keep a record for years.
        let most = if self.held { LONGEST_RETRY_AFTER } else { CAP };
        left <= 0.0 || left > most || (all && !self.held)
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
    fn an_acknowledgement_that_waits_is_not_made_twice() {
        let made = |who: &str, version: &str, action, state| Entry {
            who: who.into(),
            version: version.into(),
            action,
            state,
            ..entry(0.0, false)
        };
        let first = made("alice", "1", Action::Acknowledged, State::Pending);
        for (other, is_same) in [
            (made("alice", "1", Action::Acknowledged, State::Pending), true),
            (made("bob", "1", Action::Acknowledged, State::Pending), false),
            (made("alice", "2", Action::Acknowledged, State::Pending), false),
            (made("alice", "1", Action::Declined, State::Pending), false),
            (made("alice", "1", Action::Acknowledged, State::Rejected), false),
        ] {
            assert_eq!(first.is_same_act(&other), is_same, "{other:?}");
            assert_eq!(other.is_same_act(&first), is_same, "{other:?}");
        }
    }

    #[derive(serde::Deserialize)]
    struct Broken {
        status: u16,
        text: String,
        attempts: u32,
        broken: bool,
    }

    #[test]
    fn only_a_body_that_matters_can_break_off_and_not_for_ever() {
        let cases: Vec<Broken> = serde_json::from_str(include_str!("../../tests/twins/broken.json")).unwrap();
        for Broken { status, text, attempts, broken } in cases {
            let entry = Entry { attempts, ..entry(0.0, false) };
            assert_eq!(entry.is_cut_off(status, &text), broken, "{status} {text} {attempts}");
        }
    }

    #[test]
    fn a_clock_set_back_keeps_nothing_for_years() {
        let day = 24.0 * 60.0 * 60.0 * 1000.0;
        assert!(!entry(day, true).is_due(0.0, true));
        assert!(entry(day + 1.0, true).is_due(0.0, false));
        // What the endpoint did not ask for waits a minute at most.
        assert!(!entry(60_000.0, false).is_due(0.0, false));
        assert!(entry(60_001.0, false).is_due(0.0, false));
    }
}
