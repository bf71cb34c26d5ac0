//! The widget's state machine: state × event → state + effects. Pure: no Yew, no web-sys, no clock, no storage.

pub use ciente_notice::Action;

/// What is going on between the user and the endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The notice is on the screen and waits for the user.
    Reading,
    /// The user acted; the record is being written to the outbox.
    Saving(Action),
    /// The record is in the outbox and on its way.
    Sending(Action, Kept),
    /// The endpoint answered that the notice has changed; the current one is being fetched.
    Reloading,
    /// Nothing is asked of the user any more; the record stands like this.
    Done(Action, Delivery),
    /// The user acknowledged in another tab; nothing is asked here any more.
    Elsewhere,
    /// The element, the subject or the notice went away before the user acted.
    Ended,
}

/// Where a record lies until the endpoint has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kept {
    /// On the device, durably.
    Device,
    /// In this page's memory only, because the browser refuses storage.
    Memory,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// The endpoint has it.
    Recorded,
    /// In the outbox; it will be sent again.
    Pending(Kept),
    /// The endpoint refused it for good.
    Rejected,
}

impl Delivery {
    /// The word for the host (`delivery` of the embedding API).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Pending(_) => "pending",
            Self::Rejected => "rejected",
        }
    }
}

/// What an attempt to send came to, authorization already asked for afresh where that could help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The endpoint has it.
    Recorded,
    /// No usable answer; the outbox will try again.
    Later,
    /// The notice has changed; the record was dropped, because it must never be recorded as the new one.
    Stale,
    /// Refused for good; the record was set aside.
    Rejected,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The user takes note.
    Acknowledge,
    /// The user does not, and leaves.
    Decline,
    /// The record is in the outbox.
    Saved(Kept),
    /// There is no new record: the user has acknowledged the same before, and so much is known of that.
    Before(Delivery),
    /// An attempt to send it ended.
    Answered(Answer),
    /// The user has waited long enough for an answer.
    WaitOver,
    /// The current notice is here and on the screen.
    Reloaded,
    /// The current notice cannot be had.
    ReloadFailed,
    /// The user acknowledged in another tab; so much is known of that record.
    Elsewhere(Delivery),
    /// The element was removed, the subject changed, or the host called `reset()`.
    Abort,
}

/// What must be done. The order in which effects are returned is the order in which they are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Make the record and write it to the outbox; answer with [`Event::Saved`].
    Save(Action),
    /// Send what is in the outbox; answer with [`Event::Answered`], again after each further attempt.
    Send,
    /// Answer with [`Event::WaitOver`] after the bounded wait.
    StartWait,
    /// Fetch the current notice; answer with [`Event::Reloaded`] or [`Event::ReloadFailed`].
    Reload,
    /// Tell the host by an event that the user acted.
    EmitActed(Action, Delivery),
    /// Tell the host by an event that the endpoint has the record.
    EmitRecorded,
    /// Tell the host by an event that the endpoint refused the record.
    EmitRejected,
    /// Settle the host's call.
    Settle(Outcome),
}

/// How the host's call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The user acknowledged in another tab; so much is known of that record.
    Already(Delivery),
    /// The user acted.
    Acted(Action, Delivery),
    /// The notice could not be shown to the end.
    Unavailable,
}

/// The machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Flow {
    phase: Phase,
    /// The host's call is settled once, also when a notice turns out stale after that and is shown again.
    settled: bool,
    /// The notice on the screen replaced one that turned out stale.
    replaced: bool,
}

impl Default for Flow {
    fn default() -> Self {
        Self { phase: Phase::Reading, settled: false, replaced: false }
    }
}

impl Flow {
    /// Where it stands.
    pub const fn phase(self) -> Phase {
        self.phase
    }

    /// Whether the notice is in front of the user.
    pub const fn is_open(self) -> bool {
        !matches!(self.phase, Phase::Done(..) | Phase::Elsewhere | Phase::Ended)
    }

    /// Whether the user can act now.
    pub const fn can_act(self) -> bool {
        matches!(self.phase, Phase::Reading)
    }

    /// Whether the notice on the screen replaced one that turned out stale.
    pub const fn is_replaced(self) -> bool {
        self.replaced
    }

    /// Takes one step. An event that has no meaning in a phase changes nothing.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        match (self.phase, event) {
            (Phase::Reading, Event::Acknowledge) => self.save(Action::Acknowledged, &mut effects),
            (Phase::Reading, Event::Decline) => self.save(Action::Declined, &mut effects),
            (Phase::Reading, Event::Elsewhere(delivery)) | (Phase::Saving(_), Event::Before(delivery)) => {
                self.phase = Phase::Elsewhere;
                self.settle(Outcome::Already(delivery), &mut effects);
            }
            (Phase::Saving(action), Event::Saved(kept)) => {
                self.phase = Phase::Sending(action, kept);
                effects.extend([Effect::StartWait, Effect::Send]);
            }
            (Phase::Sending(action, kept), Event::Answered(Answer::Later) | Event::WaitOver) => {
                self.done(action, Delivery::Pending(kept), &mut effects);
            }
            (Phase::Sending(action, _), Event::Answered(Answer::Recorded)) => {
                self.done(action, Delivery::Recorded, &mut effects);
                effects.push(Effect::EmitRecorded);
            }
            (Phase::Sending(action, _), Event::Answered(Answer::Rejected)) => {
                self.done(action, Delivery::Rejected, &mut effects);
                effects.push(Effect::EmitRejected);
            }
            (Phase::Done(action, Delivery::Pending(_)), Event::Answered(Answer::Recorded)) => {
                self.phase = Phase::Done(action, Delivery::Recorded);
                effects.push(Effect::EmitRecorded);
            }
            (Phase::Done(action, Delivery::Pending(_)), Event::Answered(Answer::Rejected)) => {
                self.phase = Phase::Done(action, Delivery::Rejected);
                effects.push(Effect::EmitRejected);
            }
            // Whoever declined has left; a newer notice is shown at their next login.
            (Phase::Sending(Action::Declined, _), Event::Answered(Answer::Stale)) => {
                self.done(Action::Declined, Delivery::Rejected, &mut effects);
            }
            (Phase::Done(Action::Declined, Delivery::Pending(_)), Event::Answered(Answer::Stale)) => {
                self.phase = Phase::Done(Action::Declined, Delivery::Rejected);
            }
            (
                Phase::Sending(Action::Acknowledged, _) | Phase::Done(Action::Acknowledged, Delivery::Pending(_)),
                Event::Answered(Answer::Stale),
            ) => {
                self.phase = Phase::Reloading;
                effects.push(Effect::Reload);
            }
            (Phase::Reloading, Event::Reloaded) => {
                self.phase = Phase::Reading;
                self.replaced = true;
            }
            (Phase::Reloading, Event::ReloadFailed) => self.end(&mut effects),
            // A record that is in the outbox outlives the element; only the call must not hang.
            (Phase::Saving(action) | Phase::Sending(action, _), Event::Abort) => {
                let kept = if let Phase::Sending(_, kept) = self.phase { kept } else { Kept::Memory };
                self.phase = Phase::Ended;
                self.settle(Outcome::Acted(action, Delivery::Pending(kept)), &mut effects);
            }
            (Phase::Reading | Phase::Reloading | Phase::Done(..) | Phase::Elsewhere, Event::Abort) => {
                self.end(&mut effects)
            }
            _ => {}
        }
        effects
    }

    fn save(&mut self, action: Action, effects: &mut Vec<Effect>) {
        self.phase = Phase::Saving(action);
        effects.push(Effect::Save(action));
    }

    fn done(&mut self, action: Action, delivery: Delivery, effects: &mut Vec<Effect>) {
        self.phase = Phase::Done(action, delivery);
        // First, so that a host that ends the call when it hears of the act does not undo it.
        self.settle(Outcome::Acted(action, delivery), effects);
        effects.push(Effect::EmitActed(action, delivery));
    }

    fn end(&mut self, effects: &mut Vec<Effect>) {
        self.phase = Phase::Ended;
        self.settle(Outcome::Unavailable, effects);
    }

    fn settle(&mut self, outcome: Outcome, effects: &mut Vec<Effect>) {
        if !std::mem::replace(&mut self.settled, true) {
            effects.push(Effect::Settle(outcome));
        }
    }
}

#[cfg(test)]
mod tests;
