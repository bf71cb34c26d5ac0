//! What is being told: what waits for its time in memory, and what has ended and is not in the store yet. What a crash
//! takes of it is in the store as "not told", and is told again.

use crate::{
    Random,
    store::{Told, Untold},
};
use std::{
    collections::{BTreeMap, HashSet},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How many are taken at once. What is beyond that waits in the store.
const ROOM: usize = 10_000;

const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

#[derive(Debug)]
pub(super) struct Queue {
    state: Mutex<State>,
    /// For senders: something may be due, or the end has come.
    due: Condvar,
    /// For the feeder: there may be something new, or something has ended.
    news: Condvar,
    pause: Duration,
    attempts: u32,
    random: Random,
}

#[derive(Debug, Default)]
struct State {
    waiting: BTreeMap<(Instant, u64), Waiting>,
    /// What is due again, or under way, only because somebody was back.
    woken: HashSet<u64>,
    /// How many are being sent now.
    under_way: usize,
    ended: Vec<Told>,
    /// How often all of it was forgotten.
    epoch: u64,
    has_news: bool,
    closes: Option<Instant>,
}

/// What waits for its time.
#[derive(Debug, Clone, Copy, Default)]
struct Waiting {
    attempts: u32,
    /// Its last attempt failed in a way that says nothing about it, only about who should take it.
    is_out: bool,
}

/// Whoever has one is to make an attempt, and to say how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) untold: Untold,
    /// What is forgotten meanwhile is not tried again here.
    epoch: u64,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It was taken.
    Taken,
    /// The record is there no more.
    Gone,
    /// The record could not be read, and nobody was asked.
    Unread,
    /// It was not taken. `is_out` if nobody could be reached, or whoever was had trouble of their own; `pause` is how long they
    /// want to be left alone.
    Failed { is_out: bool, pause: Duration },
}

impl Queue {
    pub(super) fn new(pause: Duration, attempts: u32, random: Random) -> Self {
        let (due, news) = (Condvar::new(), Condvar::new());
        Self { state: Mutex::default(), due, news, pause, attempts, random }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many were taken and have not ended.
    pub(super) fn len(&self) -> usize {
        let state = self.lock();
        state.waiting.len() + state.under_way
    }

    /// How many more may be taken.
    pub(super) fn room(&self) -> usize {
        ROOM.saturating_sub(self.len())
    }

    /// Lets these be sent at once.
    pub(super) fn put(&self, taken: &[Untold]) {
        let now = Instant::now();
        self.lock().waiting.extend(taken.iter().map(|untold| {
            let waiting = Waiting { attempts: untold.attempts, is_out: false };
            ((now, untold.index), waiting)
        }));
        self.due.notify_all();
    }

    /// Forgets what waits and what is being sent: somebody else tells it now.
    pub(super) fn clear(&self) {
        let mut state = self.lock();
        state.epoch += 1;
        state.waiting.clear();
        state.woken.clear();
    }

    /// The next that is due. Waits for it; none when the queue is closed and nothing is due.
    pub(super) fn next(&self) -> Option<Turn> {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            let first = state.waiting.first_key_value().map(|((due, _), _)| *due);
            if state.closes.is_some_and(|end| now >= end || first.is_none_or(|due| due > now)) {
                return None;
            }
            state = match first {
                Some(due) if due <= now => {
                    let ((_, index), Waiting { attempts, .. }) = state.waiting.pop_first()?;
                    state.under_way += 1;
                    return Some(Turn { untold: Untold { index, attempts }, epoch: state.epoch });
                }
                Some(due) => self.due.wait_timeout(state, due - now).unwrap_or_else(PoisonError::into_inner).0,
                None => self.due.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Takes note of an attempt. False when there have been enough.
    pub(super) fn end(&self, Turn { untold, epoch }: Turn, end: End) -> bool {
        let Untold { index, attempts } = untold;
        let mut state = self.lock();
        state.under_way -= 1;
        self.news.notify_all();
        let is_current = epoch == state.epoch;
        let was_woken = is_current && state.woken.remove(&index);
        let (is_out, pause) = match end {
            End::Taken | End::Gone => {
                state.ended.push(Told::Over(index));
                if end == End::Taken {
                    self.wake(&mut state);
                }
                return true;
            }
            _ if !is_current => return true,
            End::Unread => {
                state.waiting.insert((Instant::now() + self.pause, index), Waiting { attempts, is_out: false });
                self.due.notify_one();
                return true;
            }
            End::Failed { is_out, pause } => (is_out, pause),
        };
        // An attempt out of its turn takes none of its own away: who fails whatever the others do is tried for as long.
        let attempts = if was_woken { attempts } else { attempts + 1 };
        if attempts >= self.attempts {
            state.ended.push(Told::Over(index));
            return false;
        }
        state.ended.push(Told::Again(Untold { index, attempts }));
        let grown = self.pause.saturating_mul(2_u32.saturating_pow(attempts - 1)).min(LONGEST_PAUSE);
        // From half of it to half as much again, by chance, so that many events do not come back as one crowd.
        let [chance] = self.random.bytes().unwrap_or([128]);
        let due = Instant::now() + grown.mul_f64(0.5 + f64::from(chance) / 255.0).max(pause.min(LONGEST_PAUSE));
        // Once in each pause is enough: where others are taken, it is not that nobody is there.
        state.waiting.insert((due, index), Waiting { attempts, is_out: is_out && !was_woken });
        self.due.notify_one();
        true
    }

    /// They are back: what failed only for that need not wait for its time.
    fn wake(&self, state: &mut State) {
        let out: Vec<_> =
            state.waiting.iter().filter(|(_, waiting)| waiting.is_out).map(|(at, it)| (*at, *it)).collect();
        let now = Instant::now();
        for (at @ (_, index), Waiting { attempts, .. }) in out {
            state.waiting.remove(&at);
            state.waiting.insert((now, index), Waiting { attempts, is_out: false });
            state.woken.insert(index);
        }
        self.due.notify_all();
    }

    /// What has ended since the last call, or until now while nobody called.
    pub(super) fn ended(&self) -> Vec<Told> {
        std::mem::take(&mut self.lock().ended)
    }

    /// Puts back what could not be kept.
    pub(super) fn still_ended(&self, told: Vec<Told>) {
        let mut state = self.lock();
        let later = std::mem::replace(&mut state.ended, told);
        state.ended.extend(later);
    }

    /// There may be something new in the store.
    pub(super) fn announce(&self) {
        self.lock().has_news = true;
        self.news.notify_all();
    }

    /// Waits for so long, or, if that can help, until there is something to do for the feeder. False when the end has come.
    pub(super) fn wait_for_news(&self, longest: Duration, can_help: bool) -> bool {
        let state = self.lock();
        let is_quiet = |state: &State| !can_help || (!state.has_news && state.ended.is_empty());
        let idle = |state: &mut State| is_quiet(state) && state.closes.is_none();
        let (mut state, _) = self.news.wait_timeout_while(state, longest, idle).unwrap_or_else(PoisonError::into_inner);
        state.has_news = false;
        state.closes.is_none()
    }

    pub(super) fn close(&self, within: Duration) {
        self.lock().closes = Some(Instant::now() + within);
        self.due.notify_all();
        self.news.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(pause: Duration) -> Queue {
        Queue::new(pause, 3, Random::system())
    }

    const LONG: Duration = Duration::from_secs(3000);

    const OUT: End = End::Failed { is_out: true, pause: Duration::ZERO };

    #[test]
    fn what_nobody_ever_takes_is_not_tried_whenever_something_else_is_taken() {
        let queue = queue(LONG);
        queue.put(&[Untold { index: 1, attempts: 0 }]);
        assert!(queue.end(queue.next().unwrap(), OUT));
        let mut tried = Vec::new();
        for index in 2..50 {
            queue.put(&[Untold { index, attempts: 0 }]);
            while let Some(next) = queue.next() {
                let is_it = next.untold.index == 1;
                if is_it {
                    tried.push(next.untold.attempts);
                }
                assert!(queue.end(next, if is_it { OUT } else { End::Taken }), "it is given up");
                if !is_it {
                    break;
                }
            }
        }
        // Once more when the first of the others was taken, and none of its attempts is gone for that.
        assert_eq!(tried, [1]);
    }

    #[test]
    fn who_wants_to_be_left_alone_is() {
        let queue = queue(Duration::ZERO);
        queue.put(&[Untold { index: 1, attempts: 0 }]);
        assert!(queue.end(queue.next().unwrap(), End::Failed { is_out: false, pause: LONG }));
        queue.close(Duration::ZERO);
        assert_eq!(queue.next(), None);
    }

    #[test]
    fn what_failed_because_nobody_was_there_is_due_again_when_somebody_is() {
        let queue = queue(LONG);
        queue.put(&[1, 2, 3].map(|index| Untold { index, attempts: 0 }));
        let [first, second, third] = [(); 3].map(|()| queue.next().unwrap());
        assert!(queue.end(first, OUT));
        assert!(queue.end(second, End::Taken));
        let again = queue.next().unwrap();
        assert_eq!(again.untold, Untold { index: 1, attempts: 1 });
        // What they refused themselves waits.
        assert!(queue.end(third, End::Failed { is_out: false, pause: Duration::ZERO }));
        assert!(queue.end(again, End::Taken));
        queue.close(Duration::ZERO);
        assert_eq!(queue.next(), None);
        let again = Told::Again(Untold { index: 1, attempts: 1 });
        let refused = Told::Again(Untold { index: 3, attempts: 1 });
        assert_eq!(queue.ended(), [again, Told::Over(2), refused, Told::Over(1)]);
    }

    #[test]
    fn what_cannot_be_read_is_no_attempt() {
        let queue = queue(Duration::ZERO);
        queue.put(&[Untold { index: 7, attempts: 2 }]);
        for _ in 0..5 {
            let turn = queue.next().unwrap();
            assert_eq!(turn.untold.attempts, 2);
            assert!(queue.end(turn, End::Unread));
        }
        assert_eq!(queue.ended(), []);
    }

    #[test]
    fn what_somebody_else_tells_now_is_not_tried_again_here() {
        let queue = queue(Duration::ZERO);
        queue.put(&[1, 2, 3].map(|index| Untold { index, attempts: 0 }));
        let [first, second, third] = [(); 3].map(|()| queue.next().unwrap());
        queue.clear();
        assert!(queue.end(first, OUT) && queue.end(second, End::Unread) && queue.end(third, End::Taken));
        // That it was taken, the other may know as well.
        assert_eq!((queue.len(), queue.ended()), (0, vec![Told::Over(3)]));
    }

    #[test]
    fn there_is_an_end_of_attempts() {
        let queue = queue(Duration::ZERO);
        queue.put(&[Untold { index: 7, attempts: 1 }]);
        assert!(queue.end(queue.next().unwrap(), OUT));
        assert!(!queue.end(queue.next().unwrap(), OUT));
        assert_eq!(queue.ended().pop(), Some(Told::Over(7)));
        assert_eq!(queue.room(), ROOM);
    }

    #[test]
    fn what_could_not_be_kept_comes_before_what_came_after() {
        let queue = queue(Duration::ZERO);
        queue.put(&[1, 2].map(|index| Untold { index, attempts: 0 }));
        queue.end(queue.next().unwrap(), End::Gone);
        let kept = queue.ended();
        queue.end(queue.next().unwrap(), End::Gone);
        queue.still_ended(kept);
        assert_eq!(queue.ended(), [Told::Over(1), Told::Over(2)]);
    }
}
