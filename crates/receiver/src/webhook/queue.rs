//! What waits to be sent, ordered by when it is due.

use super::event::Event;
use crate::Random;
use std::{
    collections::BTreeMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How much may wait. Beyond that events are dropped, and the log says so: memory is not a disk.
const LONGEST: usize = 100_000;

const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

#[derive(Debug)]
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    pause: Duration,
    attempts: u32,
    random: Random,
}

#[derive(Debug, Default)]
struct State {
    events: BTreeMap<(Instant, u64), Event>,
    numbered: u64,
    closes: Option<Instant>,
}

impl Queue {
    pub(super) fn new(pause: Duration, attempts: u32, random: Random) -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), pause, attempts, random }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// False when it is full.
    pub(super) fn push(&self, event: Event) -> bool {
        self.put(event, Duration::ZERO)
    }

    /// Puts it back for a later attempt; false when there have been enough.
    pub(super) fn again(&self, event: Event) -> bool {
        if event.attempts >= self.attempts {
            return false;
        }
        let grown = self.pause.saturating_mul(2_u32.saturating_pow(event.attempts - 1)).min(LONGEST_PAUSE);
        // Half of it is chance, so that many events do not come back as one crowd.
        let [chance] = self.random.bytes().unwrap_or([128]);
        self.put(event, grown.mul_f64(0.5 + f64::from(chance) / 255.0))
    }

    fn put(&self, event: Event, pause: Duration) -> bool {
        let mut state = self.lock();
        if state.events.len() >= LONGEST {
            return false;
        }
        state.numbered += 1;
        let key = (Instant::now() + pause, state.numbered);
        state.events.insert(key, event);
        self.changed.notify_one();
        true
    }

    /// The next that is due. Waits for it; none when the queue is closed and nothing is due.
    pub(super) fn next(&self) -> Option<Event> {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            let due = state.events.first_key_value().map(|((due, _), _)| *due);
            if state.closes.is_some_and(|end| now >= end || due.is_none_or(|due| due > now)) {
                return None;
            }
            state = match due {
                Some(due) if due <= now => return state.events.pop_first().map(|(_, event)| event),
                Some(due) => self.changed.wait_timeout(state, due - now).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    pub(super) fn close(&self, within: Duration) {
        self.lock().closes = Some(Instant::now() + within);
        self.changed.notify_all();
    }

    /// The ids of what was not sent.
    pub(super) fn left(&self) -> Vec<String> {
        self.lock().events.values().map(|event| event.id.clone()).collect()
    }
}
