//! Every state × event, written out; and what holds on every path.

use super::*;
use std::collections::{HashMap, HashSet, VecDeque};

const ACTIONS: [Action; 2] = [Action::Acknowledged, Action::Declined];
const KEPT: [Kept; 2] = [Kept::Device, Kept::Memory];

fn phases() -> Vec<Phase> {
    let mut all = vec![Phase::Reading, Phase::Reloading, Phase::Elsewhere, Phase::Ended];
    for action in ACTIONS {
        all.push(Phase::Saving(action));
        all.extend(KEPT.map(|kept| Phase::Sending(action, kept)));
        all.extend(KEPT.map(|kept| Phase::Done(action, Delivery::Pending(kept))));
        all.extend([Delivery::Recorded, Delivery::Rejected].map(|delivery| Phase::Done(action, delivery)));
    }
    all
}

fn events() -> Vec<Event> {
    let mut all =
        vec![Event::Acknowledge, Event::Decline, Event::WaitOver, Event::Reloaded, Event::ReloadFailed, Event::Abort];
    all.extend(KEPT.map(Event::Saved));
    for event in [Event::Elsewhere, Event::Before] {
        all.extend([Delivery::Recorded, Delivery::Pending(Kept::Device)].map(event));
    }
    all.extend([Answer::Recorded, Answer::Later, Answer::Stale, Answer::Rejected].map(Event::Answered));
    all
}

/// The whole table for a call that is not settled yet; what is not listed changes nothing and does nothing.
fn table() -> HashMap<(Phase, Event), (Phase, Vec<Effect>)> {
    use {Answer as A, Effect as F, Event as E, Phase as P};
    let mut table = HashMap::new();
    let mut row = |phase, event, next, effects| assert!(table.insert((phase, event), (next, effects)).is_none());
    row(P::Reading, E::Abort, P::Ended, vec![F::Settle(Outcome::Unavailable)]);
    row(P::Reloading, E::Abort, P::Ended, vec![F::Settle(Outcome::Unavailable)]);
    row(P::Reloading, E::Reloaded, P::Reading, vec![]);
    row(P::Reloading, E::ReloadFailed, P::Ended, vec![F::Settle(Outcome::Unavailable)]);
    row(P::Reading, E::Acknowledge, P::Saving(Action::Acknowledged), vec![F::Save(Action::Acknowledged)]);
    row(P::Reading, E::Decline, P::Saving(Action::Declined), vec![F::Save(Action::Declined)]);
    row(P::Elsewhere, E::Abort, P::Ended, vec![F::Settle(Outcome::Unavailable)]);
    for delivery in [Delivery::Recorded, Delivery::Pending(Kept::Device)] {
        row(P::Reading, E::Elsewhere(delivery), P::Elsewhere, vec![F::Settle(Outcome::Already(delivery))]);
    }
    for action in ACTIONS {
        let acted = |delivery| vec![F::Settle(Outcome::Acted(action, delivery)), F::EmitActed(action, delivery)];
        let in_memory = Delivery::Pending(Kept::Memory);
        row(P::Saving(action), E::Abort, P::Ended, vec![F::Settle(Outcome::Acted(action, in_memory))]);
        for delivery in [Delivery::Recorded, Delivery::Pending(Kept::Device)] {
            row(P::Saving(action), E::Before(delivery), P::Elsewhere, vec![F::Settle(Outcome::Already(delivery))]);
        }
        for delivery in [Delivery::Recorded, Delivery::Rejected] {
            row(P::Done(action, delivery), E::Abort, P::Ended, vec![F::Settle(Outcome::Unavailable)]);
        }
        for kept in KEPT {
            let pending = Delivery::Pending(kept);
            let (sending, waiting) = (P::Sending(action, kept), P::Done(action, pending));
            row(P::Saving(action), E::Saved(kept), sending, vec![F::StartWait, F::Send]);
            row(sending, E::Answered(A::Later), waiting, acted(pending));
            row(sending, E::WaitOver, waiting, acted(pending));
            row(sending, E::Abort, P::Ended, vec![F::Settle(Outcome::Acted(action, pending))]);
            row(waiting, E::Abort, P::Ended, vec![F::Settle(Outcome::Unavailable)]);
            for (answer, delivery, effect) in
                [(A::Recorded, Delivery::Recorded, F::EmitRecorded), (A::Rejected, Delivery::Rejected, F::EmitRejected)]
            {
                let mut effects = acted(delivery);
                effects.push(effect);
                row(sending, E::Answered(answer), P::Done(action, delivery), effects);
                row(waiting, E::Answered(answer), P::Done(action, delivery), vec![effect]);
            }
            if action == Action::Acknowledged {
                row(sending, E::Answered(A::Stale), P::Reloading, vec![F::Reload]);
                row(waiting, E::Answered(A::Stale), P::Reloading, vec![F::Reload]);
            } else {
                let rejected = P::Done(action, Delivery::Rejected);
                row(sending, E::Answered(A::Stale), rejected, acted(Delivery::Rejected));
                row(waiting, E::Answered(A::Stale), rejected, vec![]);
            }
        }
    }
    table
}

#[test]
fn every_state_and_event_does_what_the_table_says() {
    let table = table();
    for phase in phases() {
        for event in events() {
            let mut flow = Flow { phase, ..Flow::default() };
            let effects = flow.step(event);
            let (next, expected) = table.get(&(phase, event)).cloned().unwrap_or((phase, vec![]));
            assert_eq!((flow.phase(), effects), (next, expected), "{phase:?} × {event:?}");
        }
    }
}

/// All machines that any sequence of events can reach.
fn reachable() -> HashSet<Flow> {
    let mut seen = HashSet::from([Flow::default()]);
    let mut queue = VecDeque::from([Flow::default()]);
    while let Some(flow) = queue.pop_front() {
        for event in events() {
            let mut next = flow;
            next.step(event);
            if seen.insert(next) {
                queue.push_back(next);
            }
        }
    }
    seen
}

#[test]
fn a_call_is_settled_exactly_once_on_every_path() {
    for flow in reachable() {
        for event in events() {
            let mut next = flow;
            let settles = next.step(event).iter().filter(|e| matches!(e, Effect::Settle(_))).count();
            assert_eq!(settles, usize::from(next.settled && !flow.settled), "{flow:?} × {event:?}");
            assert!(next.settled || next.is_open(), "closed without settling: {flow:?} × {event:?}");
        }
    }
}

#[test]
fn from_every_state_the_call_can_be_settled_by_leaving() {
    for mut flow in reachable() {
        flow.step(Event::Abort);
        assert!(flow.settled, "{flow:?}");
        assert_eq!(flow.phase(), Phase::Ended);
    }
}

#[test]
fn recorded_is_said_only_after_the_endpoint_said_it() {
    for flow in reachable() {
        for event in events() {
            let mut next = flow;
            let says = next.step(event).iter().any(|effect| {
                matches!(
                    effect,
                    Effect::EmitRecorded
                        | Effect::EmitActed(_, Delivery::Recorded)
                        | Effect::Settle(Outcome::Acted(_, Delivery::Recorded))
                )
            });
            assert!(!says || event == Event::Answered(Answer::Recorded), "{flow:?} × {event:?}");
        }
    }
}

#[test]
fn a_stale_notice_is_asked_again_without_settling_twice() {
    let mut flow = Flow::default();
    let mut effects = Vec::new();
    for event in [
        Event::Acknowledge,
        Event::Saved(Kept::Device),
        Event::WaitOver,
        Event::Answered(Answer::Stale),
        Event::Reloaded,
        Event::Acknowledge,
        Event::Saved(Kept::Device),
        Event::Answered(Answer::Recorded),
    ] {
        effects.extend(flow.step(event));
    }
    assert!(flow.is_replaced());
    assert_eq!(flow.phase(), Phase::Done(Action::Acknowledged, Delivery::Recorded));
    assert_eq!(effects.iter().filter(|e| matches!(e, Effect::Settle(_))).count(), 1);
    assert_eq!(effects.iter().filter(|e| matches!(e, Effect::Save(_))).count(), 2);
}
