//! Telling the host's server what was recorded, in the manner of Standard Webhooks: signed, with a timestamp, again and
//! again until it says that it has it, over crashes and restarts, and never in the way of the request that is told of.
//!
//! The store knows which record comes next and which were not taken yet. So nothing is written when something is recorded,
//! and what other processes record is told as well.

mod event;
mod feeder;
mod queue;

use crate::{
    Clock, Random, StoreError, ambient::wait::wait, http::metrics::Metrics, receiver::app::patient, shown_url,
    store::Store,
};
use event::Event;
use queue::{End, Queue, Turn};
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};
use tokio::{
    runtime::{Builder, Runtime},
    sync::oneshot,
};

/// How many events are sent at once.
const SENDERS: usize = 4;

/// How long one attempt may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long attempts go on while the receiver stops.
const FAREWELL: Duration = Duration::from_secs(5);

/// Where events are sent.
#[derive(Clone)]
pub struct WebhookConfig {
    /// The URL that takes them.
    pub url: String,
    /// What they are signed with: `whsec_` and base64, or at least 24 bytes of text.
    pub secret: String,
    /// The pause after the first attempt. Each further one is about twice as long, at most about an hour: half of that to half as
    /// much again, by chance.
    pub pause: Duration,
    /// After how many attempts an event is given up.
    pub attempts: u32,
}

impl WebhookConfig {
    /// Attempts for about three days.
    pub const fn new(url: String, secret: String) -> Self {
        Self { url, secret, pause: Duration::from_secs(5), attempts: 82 }
    }
}

impl std::fmt::Debug for WebhookConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookConfig").field("url", &shown_url(&self.url)).finish_non_exhaustive()
    }
}

/// Why there is no webhook.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// No URL, or of another scheme.
    #[error("{url:?} is no http: or https: URL")]
    Url {
        /// As it was given.
        url: String,
    },
    /// A secret that can be guessed, or is no base64.
    #[error(
        "the webhook's secret: expected whsec_ and the base64 of at least 24 bytes, or a text of at least 24 bytes"
    )]
    Secret,
    /// The store does not keep what it has been told.
    #[error("what the webhook has been told of cannot be kept: {0}")]
    Store(StoreError),
    /// The threads cannot be started.
    #[error("the webhook's threads cannot be started: {0}")]
    Thread(io::Error),
}

impl WebhookError {
    /// Stable across releases.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Url { .. } => "webhook-url",
            Self::Secret => "webhook-secret",
            Self::Store(error) => error.code(),
            Self::Thread(_) => "webhook-thread",
        }
    }
}

/// The threads that tell it.
pub(crate) struct Webhook {
    queue: Arc<Queue>,
    store: Arc<dyn Store>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// What a sender needs.
struct Sender {
    queue: Arc<Queue>,
    store: Arc<dyn Store>,
    agent: ureq::Agent,
    url: String,
    secret: Arc<[u8]>,
    metrics: Arc<Metrics>,
    clock: Clock,
}

impl WebhookConfig {
    /// What is signed with.
    ///
    /// # Errors
    /// When there is no such address, or the secret can be guessed.
    pub(crate) fn check(&self) -> Result<Vec<u8>, WebhookError> {
        let uri = self.url.parse::<axum::http::Uri>().ok();
        let is_web = uri.is_some_and(|uri| uri.host().is_some() && matches!(uri.scheme_str(), Some("http" | "https")));
        if !is_web {
            return Err(WebhookError::Url { url: shown_url(&self.url) });
        }
        event::secret(&self.secret).ok_or(WebhookError::Secret)
    }
}

impl Webhook {
    /// Begins to tell: what an earlier run left, and then what comes.
    pub(crate) fn start(
        config: &WebhookConfig,
        store: &Arc<dyn Store>,
        metrics: &Arc<Metrics>,
        clock: &Clock,
        random: &Random,
    ) -> Result<Self, WebhookError> {
        let secret: Arc<[u8]> = config.check()?.into();
        wait(store.begin_telling()).map_err(WebhookError::Thread)?.map_err(WebhookError::Store)?;
        let queue = Arc::new(Queue::new(config.pause, config.attempts, random.clone()));
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .tls_config(crate::net::tls::of_this_machine())
            .http_status_as_error(false)
            .user_agent(concat!("ciente/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        let webhook = Self { queue: Arc::clone(&queue), store: Arc::clone(store), threads: Mutex::default() };
        let (feeding, from, counted) = (Arc::clone(&queue), Arc::clone(store), Arc::clone(metrics));
        webhook.spawn("ciente-hook".into(), move |runtime| feeder::run(runtime, &feeding, &*from, &counted))?;
        for n in 0..SENDERS {
            let sender = Sender {
                queue: Arc::clone(&queue),
                store: Arc::clone(store),
                agent: agent.clone(),
                url: config.url.clone(),
                secret: Arc::clone(&secret),
                metrics: Arc::clone(metrics),
                clock: clock.clone(),
            };
            webhook.spawn(format!("ciente-hook-{n}"), move |runtime| sender.run(runtime))?;
        }
        Ok(webhook)
    }

    /// On a thread with a runtime of its own: it waits for the network as well as for the store.
    fn spawn(&self, name: String, work: impl FnOnce(&Runtime) + Send + 'static) -> Result<(), WebhookError> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(WebhookError::Thread)?;
        let thread = thread::Builder::new().name(name).spawn(move || work(&runtime)).map_err(WebhookError::Thread)?;
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    /// There is a new record; never waits.
    pub(crate) fn announce(&self) {
        self.queue.announce();
    }

    /// Lets what is due be sent for a few seconds. What is left stays in the store, for the next start.
    pub(crate) async fn close(&self) {
        self.queue.close(FAREWELL);
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        // On a thread that nobody waits for: the runtime's own end would wait for one of its own.
        let (joined, all) = oneshot::channel();
        let joining = move || {
            let ends: Vec<_> = threads.into_iter().map(JoinHandle::join).collect();
            // Nobody listens any more where it took too long.
            let _ = joined.send(ends.iter().all(Result::is_ok));
        };
        if let Err(error) = thread::Builder::new().name("ciente-hook-end".into()).spawn(joining) {
            tracing::warn!(%error, "the end of the webhook's threads is not waited for");
        }
        match tokio::time::timeout(FAREWELL + PATIENCE, all).await {
            Ok(Ok(true) | Err(_)) => {}
            Ok(Ok(false)) => tracing::error!(
                "a thread that tells the webhook has panicked; what it was telling is told again at the next start"
            ),
            Err(_) => tracing::warn!(
                "the webhook's threads do not end; what they are telling is told again at the next start"
            ),
        }
        if let Err(error) = patient(FAREWELL, feeder::keep(&self.queue, &*self.store)).await {
            tracing::warn!(%error, "what the webhook has just taken could not be kept; it is told again at the next start");
        }
    }
}

impl Drop for Webhook {
    fn drop(&mut self) {
        self.queue.close(Duration::ZERO);
    }
}

impl Sender {
    fn run(&self, runtime: &Runtime) {
        while let Some(turn) = self.queue.next() {
            let index = turn.untold.index;
            let record = match runtime.block_on(patient(PATIENCE, self.store.kept(None, index, 1))) {
                Ok(records) => records.into_iter().find(|kept| kept.index == index),
                // A row that is damaged stays so.
                Err(StoreError::Fault(error)) => {
                    self.failed(turn, &format!("record {index}"), &Failure::out(format!("it cannot be read: {error}")));
                    continue;
                }
                Err(error) => {
                    tracing::warn!(index, %error, "a record that the webhook is to be told of cannot be read; it is tried again");
                    self.queue.end(turn, End::Unread);
                    continue;
                }
            };
            // Erased in the meantime: then it is nobody's business any more.
            let Some(event) = record.as_ref().and_then(|kept| Event::of(&kept.receipt)) else {
                self.queue.end(turn, End::Gone);
                continue;
            };
            match self.send(&event) {
                Ok(()) => {
                    self.metrics.webhook("delivered");
                    self.queue.end(turn, End::Taken);
                }
                Err(failure) => self.failed(turn, &event.id, &failure),
            }
        }
    }

    fn failed(&self, turn: Turn, id: &str, Failure { error, is_out, pause }: &Failure) {
        let attempt = turn.untold.attempts + 1;
        self.metrics.webhook("failed");
        if self.queue.end(turn, End::Failed { is_out: *is_out, pause: *pause }) {
            tracing::warn!(id, attempt, %error, "the webhook did not take an event; it is sent again");
        } else {
            self.metrics.webhook("given-up");
            tracing::error!(id, attempt, %error, "the webhook did not take an event; it is given up");
        }
    }

    fn send(&self, event: &Event) -> Result<(), Failure> {
        // A signature is of the moment in which it is sent.
        let now = self.clock.second();
        let answer = self
            .agent
            .post(&self.url)
            .header("content-type", "application/json")
            .header("webhook-id", &event.id)
            .header("webhook-timestamp", now.to_string())
            .header("webhook-signature", event.signature(&self.secret, now))
            .send(event.body.as_bytes())
            .map_err(|error| Failure::out(error.to_string()))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        let seconds = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        Err(Failure {
            error: format!("it answered {}", status.as_u16()),
            // Whom it is too much is not out: they want fewer.
            is_out: status.is_server_error(),
            pause: seconds.map_or(Duration::ZERO, Duration::from_secs),
        })
    }
}

/// Why an event was not taken.
struct Failure {
    error: String,
    /// It says nothing about the event.
    is_out: bool,
    /// How long they want to be left alone.
    pause: Duration,
}

impl Failure {
    const fn out(error: String) -> Self {
        Self { error, is_out: true, pause: Duration::ZERO }
    }
}
