//! The keys as they are now, and the one thread that reads them again: at times, and when a token names a key that is not
//! known. Not oftener than allowed, whoever asks: strangers' tokens must not become a storm on the issuer.

use super::{IdentityError, KeySource, keys::Keys, source};
use std::{
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering::Relaxed},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

/// How long keys are good without being read again: a key that was withdrawn must stop to count.
const GOOD_FOR: Duration = Duration::from_secs(300);

type Shared = Arc<State>;

#[derive(Debug, Default)]
struct State {
    keys: RwLock<Option<Arc<Keys>>>,
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
            state.put(source::read(&source)?);
        }
        if matches!(source, KeySource::Secret(_)) {
            return Ok(Self { state, asks: None });
        }
        let (asks, asked) = mpsc::channel();
        let shared = Arc::clone(&state);
        let run = move || run(&shared, &source, refetch, &asked);
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

    pub(super) fn refreshes(&self) -> (u64, u64) {
        (self.state.read.load(Relaxed), self.state.failed.load(Relaxed))
    }
}

impl State {
    fn put(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(keys));
    }

    fn refresh(&self, source: &KeySource) {
        match source::read(source) {
            Ok(keys) => {
                tracing::debug!(keys = keys.0.len(), "keys read");
                self.read.fetch_add(1, Relaxed);
                self.put(keys);
            }
            // What was known stays: tokens that held must go on to hold while their issuer is away.
            Err(error) => {
                self.failed.fetch_add(1, Relaxed);
                tracing::warn!(%error, "the keys could not be read; the former ones, if any, stay in force");
            }
        }
    }
}

/// Ends with the keeper. Who asks while keys are being read waits for that reading and needs none of their own.
fn run(state: &State, source: &KeySource, refetch: Duration, asked: &mpsc::Receiver<oneshot::Sender<()>>) {
    let mut last = None;
    if matches!(source, KeySource::Url(_)) {
        state.refresh(source);
        last = Some(Instant::now());
    }
    loop {
        // Where there is no key at all, nobody can be believed: try again soon.
        let patience = if state.keys.read().is_ok_and(|keys| keys.is_some()) { GOOD_FOR } else { refetch };
        match asked.recv_timeout(patience) {
            Ok(reply) => {
                if last.is_none_or(|last: Instant| last.elapsed() >= refetch) {
                    state.refresh(source);
                    last = Some(Instant::now());
                }
                let _ = reply.send(());
            }
            Err(RecvTimeoutError::Timeout) => {
                state.refresh(source);
                last = Some(Instant::now());
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
