//! The keys as they are now, and the one thread that reads them again: at times, and when a token names a key that is not
//! known. Not oftener than allowed, whoever asks: strangers' tokens must not become a storm on the issuer.

use super::{IdentityError, KeySource, keys::Keys, source};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering::Relaxed},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

/// How long it is remembered that a key was asked for, and for how many keys: whoever asks may make names up.
const ASKED_FOR: Duration = Duration::from_secs(60);
const ASKED: usize = 1024;

/// How long keys are good without being read again: a key that was withdrawn must stop counting.
const GOOD_FOR: Duration = Duration::from_secs(300);

type Shared = Arc<State>;

#[derive(Debug, Default)]
struct State {
    keys: RwLock<Option<Arc<Keys>>>,
    /// When their last reading began.
    since: RwLock<Option<Instant>>,
    /// When keys that were not known were first asked for, by name.
    asked: Mutex<HashMap<String, Instant>>,
    read: AtomicU64,
    failed: AtomicU64,
}

/// Holds the keys.
#[derive(Debug)]
pub(super) struct Keeper {
    state: Shared,
    /// None for a secret: it does not change while the receiver runs.
    asks: Option<mpsc::Sender<oneshot::Sender<()>>>,
}

impl Keeper {
    pub(super) fn start(source: KeySource, refetch: Duration) -> Result<Self, IdentityError> {
        let state = Shared::default();
        if matches!(source, KeySource::Url(_)) {
            super::check(&source)?;
        } else {
            state.put(source::read_first(&source)?);
        }
        if matches!(source, KeySource::Secret(_)) {
            return Ok(Self { state, asks: None });
        }
        // To read a file again troubles nobody.
        let refetch = if matches!(source, KeySource::File(_)) { Duration::ZERO } else { refetch };
        let (asks, asked) = mpsc::channel();
        let shared = Arc::clone(&state);
        let run = move || run(&shared, &source, refetch, GOOD_FOR, &asked);
        thread::Builder::new().name("ciente-keys".into()).spawn(run).map_err(IdentityError::Thread)?;
        Ok(Self { state, asks: Some(asks) })
    }

    /// None until they have been fetched for the first time.
    pub(super) fn keys(&self) -> Option<Arc<Keys>> {
        self.state.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The keys after they have been read again, if that is allowed so soon; else as they are.
    pub(super) async fn refreshed(&self) -> Option<Arc<Keys>> {
        if let Some(asks) = &self.asks {
            let (reply, done) = oneshot::channel();
            if asks.send(reply).is_ok() {
                // A thread that has ended has left the keys as they were.
                let _ = done.await;
            }
        }
        self.keys()
    }

    /// When a key that is not known was first asked for, which may be now.
    pub(super) fn asked(&self, name: &str) -> Instant {
        let mut asked = self.state.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        asked.retain(|_, first| now.duration_since(*first) < ASKED_FOR);
        if asked.len() >= ASKED {
            asked.clear();
        }
        *asked.entry(name.to_owned()).or_insert(now)
    }

    /// Whether the keys are as they were published then or later.
    pub(super) fn was_read_since(&self, moment: Instant) -> bool {
        // A secret changes never.
        self.asks.is_none() || self.state.since.read().is_ok_and(|since| since.is_some_and(|since| since >= moment))
    }

    pub(super) fn refreshes(&self) -> (u64, u64) {
        (self.state.read.load(Relaxed), self.state.failed.load(Relaxed))
    }
}

impl State {
    fn put(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(keys));
    }

    fn refresh(&self, source: &KeySource) {
        let begun = Instant::now();
        let has_keys = self.keys.read().is_ok_and(|keys| keys.is_some());
        match if has_keys { source::read(source) } else { source::read_first(source) } {
            Ok(keys) => {
                tracing::debug!(keys = keys.0.len(), "keys read");
                if keys.0.is_empty() {
                    tracing::warn!("the JWK Set has no key any more: no token holds");
                }
                self.read.fetch_add(1, Relaxed);
                self.put(keys);
                *self.since.write().unwrap_or_else(PoisonError::into_inner) = Some(begun);
            }
            // What was known stays: tokens that were good must stay so while their issuer is away.
            Err(error) => {
                self.failed.fetch_add(1, Relaxed);
                tracing::warn!(%error, "the keys could not be read; the former ones, if any, stay in force");
            }
        }
    }
}

/// Ends with the keeper. Who asks while keys are being read waits for that reading and needs none of their own; and however many
/// ask, keys are not good for longer than `good_for`.
fn run(
    state: &State,
    source: &KeySource,
    refetch: Duration,
    good_for: Duration,
    asked: &mpsc::Receiver<oneshot::Sender<()>>,
) {
    let (mut since, mut last) = (Instant::now(), None);
    let refresh = |since: &mut Instant, last: &mut Option<Instant>| {
        state.refresh(source);
        *since = Instant::now();
        *last = Some(*since);
    };
    if matches!(source, KeySource::Url(_)) {
        refresh(&mut since, &mut last);
    }
    loop {
        // Where there is no key at all, nobody can be believed: try again soon.
        let good_for = if state.keys.read().is_ok_and(|keys| keys.is_some()) { good_for } else { refetch };
        if since.elapsed() >= good_for {
            refresh(&mut since, &mut last);
        }
        match asked.recv_timeout(good_for.saturating_sub(since.elapsed())) {
            Ok(reply) => {
                if last.is_none_or(|last: Instant| last.elapsed() >= refetch) {
                    refresh(&mut since, &mut last);
                }
                let _ = reply.send(());
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;

    /// Tokens with unknown keys, as many as anybody likes.
    #[test]
    fn whoever_asks_again_and_again_does_not_keep_old_keys_good() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        std::fs::write(&path, ONE).unwrap();
        let (state, (asks, asked)) = (State::default(), mpsc::channel());
        for _ in 0..3 {
            asks.send(oneshot::channel().0).unwrap();
        }
        drop(asks);
        // As if they were always old, and to be read for nobody's sake.
        let hour = Duration::from_secs(3600);
        state.put(Keys(Vec::new()));
        run(&state, &KeySource::File(path), hour, Duration::ZERO, &asked);
        assert_eq!(state.read.load(Relaxed), 4, "before each that asks, and before the end");
    }

    /// An issuer withdraws a key by leaving it out, the last one too; whoever never had one has only mistaken the address.
    #[test]
    fn a_set_without_keys_is_believed_only_where_there_were_some() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let (state, source) = (State::default(), KeySource::File(path.clone()));
        std::fs::write(&path, r#"{"keys":[]}"#).unwrap();
        assert!(super::super::check(&source).is_err_and(|error| error.to_string().contains("the list is empty")));
        assert!(Keeper::start(source.clone(), Duration::ZERO).is_err());
        let count = || state.keys.read().unwrap().as_ref().map(|keys| keys.0.len());
        state.refresh(&source);
        assert_eq!(count(), None);
        std::fs::write(&path, ONE).unwrap();
        state.refresh(&source);
        assert_eq!(count(), Some(1));
        std::fs::write(&path, "{}").unwrap();
        state.refresh(&source);
        assert_eq!(count(), Some(1), "what is no set says nothing");
        std::fs::write(&path, r#"{"keys":[]}"#).unwrap();
        state.refresh(&source);
        assert_eq!(count(), Some(0));
    }
}
