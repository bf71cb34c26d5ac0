//! Telling the host's server what was recorded, in the manner of Standard Webhooks: signed, with a timestamp, again and
//! again until it says that it has it, and never in the way of the request that is told of.

mod event;
mod queue;

use crate::{Clock, Random, metrics::Metrics};
use ciente_notice::Receipt;
use event::Event;
use queue::Queue;
use std::{
    io,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
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
    /// The pause after the first attempt. Each further one is about twice as long, at most an hour.
    pub pause: Duration,
    /// After how many attempts an event is given up.
    pub attempts: u32,
}

impl WebhookConfig {
    /// Attempts for about three hours.
    pub const fn new(url: String, secret: String) -> Self {
        Self { url, secret, pause: Duration::from_secs(5), attempts: 12 }
    }
}

impl std::fmt::Debug for WebhookConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookConfig").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Why there is no webhook.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// No URL, or of another scheme.
    #[error("webhook.url: {url:?} is no http: or https: URL")]
    Url {
        /// As it was given.
        url: String,
    },
    /// A secret that can be guessed, or is no base64.
    #[error("webhook.secret: expected whsec_ and the base64 of 24 to 64 bytes, or a text of at least 24 bytes")]
    Secret,
    /// The threads cannot be started.
    #[error("the webhook's threads cannot be started: {0}")]
    Thread(io::Error),
}

impl WebhookError {
    /// The same from release to release.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Url { .. } => "webhook-url",
            Self::Secret => "webhook-secret",
            Self::Thread(_) => "webhook-thread",
        }
    }
}

/// What waits to be told, and the threads that tell it.
#[derive(Debug)]
pub(crate) struct Webhook {
    queue: Arc<Queue>,
    senders: std::sync::Mutex<Vec<JoinHandle<()>>>,
}

impl Webhook {
    pub(crate) fn start(
        config: &WebhookConfig,
        metrics: &Arc<Metrics>,
        clock: &Clock,
        random: &Random,
    ) -> Result<Self, WebhookError> {
        let uri = config.url.parse::<axum::http::Uri>().ok();
        let is_web = uri.is_some_and(|uri| uri.host().is_some() && matches!(uri.scheme_str(), Some("http" | "https")));
        if !is_web {
            return Err(WebhookError::Url { url: config.url.clone() });
        }
        let secret: Arc<[u8]> = event::secret(&config.secret).ok_or(WebhookError::Secret)?.into();
        let queue = Arc::new(Queue::new(config.pause, config.attempts, random.clone()));
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("ciente/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        let mut senders = Vec::new();
        for n in 0..SENDERS {
            let (queue, secret, agent) = (Arc::clone(&queue), Arc::clone(&secret), agent.clone());
            let (url, metrics, clock) = (config.url.clone(), Arc::clone(metrics), clock.clone());
            let run = move || run(&queue, &agent, &url, &secret, &metrics, &clock);
            let thread = thread::Builder::new().name(format!("ciente-hook-{n}")).spawn(run);
            senders.push(thread.map_err(WebhookError::Thread)?);
        }
        Ok(Self { queue, senders: std::sync::Mutex::new(senders) })
    }

    /// Takes note; never waits.
    pub(crate) fn tell(&self, receipt: &Receipt, metrics: &Metrics) {
        if Event::of(receipt).is_some_and(|event| self.queue.push(event)) {
            metrics.webhook_waiting.inc();
        } else {
            metrics.webhook("dropped");
            tracing::error!(id = %receipt.acknowledgement.id, "the webhook is not told: too much is waiting");
        }
    }

    /// Lets what is due be sent for a few seconds, then gives up.
    pub(crate) async fn close(&self) {
        self.queue.close(FAREWELL);
        let senders = std::mem::take(&mut *self.senders.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        let joined =
            tokio::task::spawn_blocking(move || senders.into_iter().map(JoinHandle::join).all(|end| end.is_ok()));
        let _ = tokio::time::timeout(FAREWELL + PATIENCE, joined).await;
        for id in self.queue.left() {
            tracing::error!(%id, "the webhook was not told before the receiver stopped");
        }
    }
}

impl Drop for Webhook {
    fn drop(&mut self) {
        self.queue.close(Duration::ZERO);
    }
}

fn run(queue: &Queue, agent: &ureq::Agent, url: &str, secret: &[u8], metrics: &Metrics, clock: &Clock) {
    while let Some(mut event) = queue.next() {
        match send(agent, url, secret, &event, clock) {
            Ok(()) => {
                metrics.webhook("delivered");
                metrics.webhook_waiting.dec();
            }
            Err(error) => {
                event.attempts += 1;
                metrics.webhook("failed");
                let (id, attempt) = (event.id.clone(), event.attempts);
                if queue.again(event) {
                    tracing::warn!(id, attempt, error, "the webhook did not take an event; it is sent again");
                } else {
                    metrics.webhook("given-up");
                    metrics.webhook_waiting.dec();
                    tracing::error!(id, attempt, error, "the webhook did not take an event; it is given up");
                }
            }
        }
    }
}

fn send(agent: &ureq::Agent, url: &str, secret: &[u8], event: &Event, clock: &Clock) -> Result<(), String> {
    // A signature is of the moment in which it is sent.
    let now = clock.second();
    let answer = agent
        .post(url)
        .header("content-type", "application/json")
        .header("webhook-id", &event.id)
        .header("webhook-timestamp", now.to_string())
        .header("webhook-signature", event.signature(secret, now))
        .send(event.body.as_bytes())
        .map_err(|error| error.to_string())?;
    if answer.status().is_success() { Ok(()) } else { Err(format!("it answered {}", answer.status().as_u16())) }
}
