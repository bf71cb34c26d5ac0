//! The truth about delivery, in words.

use crate::{
    flow::{Action, Delivery, Flow, Kept, Phase},
    strings::Strings,
};

/// How a status is to be taken; also its CSS class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Busy,
    Good,
    Waiting,
    Bad,
}

impl Tone {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Good => "good",
            Self::Waiting => "waiting",
            Self::Bad => "bad",
        }
    }
}

/// What to say, `None` while there is nothing to say. Whoever declined has left and is told nothing more.
pub(super) fn status(flow: Flow, words: &'static Strings) -> Option<(Tone, &'static str)> {
    Some(match flow.phase() {
        Phase::Reading if flow.is_replaced() => (Tone::Waiting, words.replaced),
        Phase::Saving(_) => (Tone::Busy, words.saving),
        Phase::Sending(..) => (Tone::Busy, words.sending),
        Phase::Reloading => (Tone::Busy, words.reloading),
        Phase::Done(Action::Acknowledged, delivery) => match delivery {
            Delivery::Recorded => (Tone::Good, words.recorded),
            Delivery::Pending(Kept::Device) => (Tone::Waiting, words.pending),
            Delivery::Pending(Kept::Memory) => (Tone::Waiting, words.pending_in_memory),
            Delivery::Rejected => (Tone::Bad, words.rejected),
        },
        Phase::Elsewhere => (Tone::Good, words.elsewhere),
        Phase::Reading | Phase::Done(Action::Declined, _) | Phase::Ended => return None,
    })
}
