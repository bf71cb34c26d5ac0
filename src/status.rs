//! The truth about delivery: how it is to be taken, and which of the view's words says it.

use crate::flow::{Action, Delivery, Flow, Kept, Phase};

/// How a status is to be taken; also its CSS class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something is going on.
    Busy,
    /// It is as the user wants it.
    Good,
    /// It is not there yet.
    Waiting,
    /// It went wrong.
    Bad,
}

impl Tone {
    /// The CSS class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Good => "good",
            Self::Waiting => "waiting",
            Self::Bad => "bad",
        }
    }
}

/// The names of all words that a status can be, as a view has them.
pub const WORDS: [&str; 9] =
    ["replaced", "saving", "sending", "reloading", "recorded", "pending", "pendingInMemory", "rejected", "elsewhere"];

/// What to say, `None` while there is nothing to say. Whoever declined has left and is told nothing more.
pub fn status(flow: Flow) -> Option<(Tone, &'static str)> {
    Some(match flow.phase() {
        Phase::Reading if flow.is_replaced() => (Tone::Waiting, "replaced"),
        Phase::Saving(_) => (Tone::Busy, "saving"),
        Phase::Sending(..) => (Tone::Busy, "sending"),
        Phase::Reloading => (Tone::Busy, "reloading"),
        Phase::Done(Action::Acknowledged, delivery) => match delivery {
            Delivery::Recorded => (Tone::Good, "recorded"),
            Delivery::Pending(Kept::Device) => (Tone::Waiting, "pending"),
            Delivery::Pending(Kept::Memory) => (Tone::Waiting, "pendingInMemory"),
            Delivery::Rejected => (Tone::Bad, "rejected"),
        },
        Phase::Elsewhere => (Tone::Good, "elsewhere"),
        Phase::Reading | Phase::Done(Action::Declined, _) | Phase::Ended => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{Answer, Event};
    use std::collections::BTreeSet;

    #[test]
    fn each_word_is_said_in_some_state_and_no_other() {
        let acted = [Event::Acknowledge, Event::Saved(Kept::Device)];
        let refused = [Event::Acknowledge, Event::Saved(Kept::Memory), Event::WaitOver];
        let ways: [&[Event]; 9] = [
            &[Event::Acknowledge],
            &acted,
            &[acted[0], acted[1], Event::WaitOver],
            &refused,
            &[acted[0], acted[1], Event::Answered(Answer::Recorded)],
            &[acted[0], acted[1], Event::Answered(Answer::Rejected)],
            &[acted[0], acted[1], Event::Answered(Answer::Stale)],
            &[acted[0], acted[1], Event::Answered(Answer::Stale), Event::Reloaded],
            &[Event::Elsewhere(Delivery::Recorded)],
        ];
        let said: BTreeSet<_> = ways
            .iter()
            .filter_map(|way| {
                let mut flow = Flow::default();
                way.iter().for_each(|event| drop(flow.step(*event)));
                status(flow).map(|(_, word)| word)
            })
            .collect();
        assert_eq!(said, BTreeSet::from(WORDS));
        assert_eq!(status(Flow::default()), None);
    }

    #[test]
    fn whoever_declined_is_told_nothing() {
        let mut flow = Flow::default();
        for event in [Event::Decline, Event::Saved(Kept::Device), Event::Answered(Answer::Rejected)] {
            flow.step(event);
        }
        assert_eq!(status(flow), None);
    }
}
