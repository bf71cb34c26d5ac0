//! What every handler shares, and the few things done with it. No HTTP is read or written here.

use crate::{
    Clock, Keep, Random, StoreError,
    admin::Admin,
    http::{metrics::Metrics, origin::Origins, refusal::Refusal},
    identity::Verifier,
    limits::{Limits, Rates},
    published::{Newer, Published, Shelf},
    receiver::feed::Feed,
    store::{Answer, Entry, Figures, Latest, Outcome, Store},
    transparency::Proof,
    webhook::Webhook,
};
use axum::http::{HeaderMap, HeaderValue, header};
use ciente_evidence::Hash;
use ciente_notice::{Acknowledgement, Identity, NoticeRef, ProblemCode, Receipt};
use jiff::SignedDuration;
use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

/// How long a request waits for the store.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// The state of a receiver.
pub(crate) struct App {
    pub(crate) published: Shelf,
    pub(crate) newer: Newer,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) feed: Feed,
    pub(crate) origins: Origins,
    pub(crate) allow_anonymous: bool,
    pub(crate) verifier: Option<Verifier>,
    pub(crate) limits: Limits,
    pub(crate) rates: Rates,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) webhook: Option<Webhook>,
    /// The side for operators, where there is a token for it.
    pub(crate) admin: Option<Admin>,
    /// Set when the end has begun.
    pub(crate) stopping: AtomicBool,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) keep: Keep,
}

impl App {
    /// Records an acknowledgement, or says why not. In either case only after its replay has been ruled out, so that a
    /// record that was accepted once never becomes stale or unknown.
    pub(crate) async fn acknowledge(
        self: &Arc<Self>,
        acknowledgement: Acknowledgement,
        authenticated: bool,
    ) -> Result<Outcome, Refusal> {
        // One answer goes by one state of what is published.
        let published = self.published.now();
        let judged = published.judge(&acknowledgement.notice);
        let salt = self.random.salt().map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let entry = Entry::new(acknowledgement, self.clock.now(), authenticated, salt)?;
        match judged {
            // The store looks for a replay itself, in the transaction that writes.
            Ok(()) => self.record(entry).await,
            Err(refusal) => {
                let notice = entry.acknowledgement.notice.clone();
                match patiently(self.store.replay(entry)).await? {
                    Some(outcome) => Ok(outcome),
                    None => Err(self.was_published(&published, &notice).await?.unwrap_or(refusal)),
                }
            }
        }
    }

    /// What to say of words that are not among those published now, and once were.
    async fn was_published(&self, published: &Published, notice: &NoticeRef) -> Result<Option<Refusal>, Refusal> {
        if published.has(&notice.digest) {
            return Ok(None);
        }
        if let Some(refusal) = self.newer.on_disk(notice).await {
            return Ok(Some(refusal));
        }
        let archived = patiently(self.store.archived(Some(notice.digest))).await?;
        let judge = |text| self.newer.archived(text).unwrap_or_else(|| published.judge_former(notice, text));
        Ok(archived.first().map(judge))
    }

    /// Whether a request for this person may go on: its page is one of the tenant's, and it is not one of too many.
    pub(crate) fn admit(
        &self,
        headers: &HeaderMap,
        tenant: &str,
        subject: &str,
        is_proven: bool,
    ) -> Result<(), Refusal> {
        if let Some(origin) = self.origins.refused(headers, tenant) {
            let (origin, list) =
                (String::from_utf8_lossy(origin.as_bytes()), "the list of origins that may call for this tenant");
            return Err(Refusal::new(ProblemCode::OriginNotAllowed, format!("{origin} is not on {list}")));
        }
        self.rates.subject(tenant, subject, is_proven)
    }

    /// On a task of its own: a browser that closes its page at once must not keep the record from those who watch.
    async fn record(self: &Arc<Self>, entry: Entry) -> Result<Outcome, Refusal> {
        let app = Arc::clone(self);
        let task = tokio::spawn(async move {
            let outcome = app.store.record(entry).await;
            app.metrics.acknowledged(match &outcome {
                Ok(Outcome::Recorded(_)) => "recorded",
                Ok(Outcome::Replayed(_)) => "replayed",
                Ok(Outcome::IdReused) => "id-reused",
                Err(_) => "failed",
            });
            if let Ok(Outcome::Recorded(receipt)) = &outcome {
                if let Some(webhook) = &app.webhook {
                    webhook.announce();
                }
                app.feed.send(receipt);
            }
            outcome
        });
        patiently(async { task.await.map_err(|error| StoreError::Fault(error.to_string()))? }).await
    }

    /// The newest acknowledgement of a version that the current one does not ask again about; else the newest at all.
    pub(crate) async fn latest(&self, holder: Identity, notice: &str) -> Result<Option<Latest>, Refusal> {
        let unknown = || {
            let detail = format!("no notice with the id \"{notice}\" was ever published here");
            Refusal::new(ProblemCode::NotFound, detail)
        };
        let published = self.published.now();
        let manifest = published.manifest(notice).ok_or_else(unknown)?;
        let labels = manifest.versions.iter().map(|version| &version.version);
        let covering = labels.filter(|label| manifest.is_covered_by(label)).cloned().collect();
        patiently(self.store.latest(holder, notice.to_owned(), covering)).await
    }

    pub(crate) async fn figures(&self) -> Result<Figures, Refusal> {
        patiently(self.store.figures()).await
    }

    /// Whether who acknowledged this version need not be asked again now.
    pub(crate) fn holds_now(&self, notice: &str, version: &str) -> bool {
        self.published.now().manifest(notice).is_some_and(|manifest| manifest.is_covered_by(version))
    }

    pub(crate) async fn ping(&self) -> Result<(), Refusal> {
        patiently(self.store.ping()).await
    }

    pub(crate) async fn accepts(&self) -> Result<(), Refusal> {
        patiently(self.store.accepts()).await
    }

    pub(crate) async fn log_key(&self) -> Result<String, Refusal> {
        patiently(self.store.verifier()).await
    }

    pub(crate) async fn checkpoint(&self) -> Result<String, Refusal> {
        patiently(self.store.checkpoint()).await
    }

    pub(crate) async fn prove(&self, proof: Proof) -> Result<Vec<Hash>, Refusal> {
        patiently(proof.read(&*self.store)).await?.map_err(|detail| Refusal::new(ProblemCode::InvalidQuery, detail))
    }

    /// How long ago the newest record arrived, by the clock; negative where the clock is behind it.
    pub(crate) async fn since_newest(&self) -> Result<Option<SignedDuration>, StoreError> {
        let newest = self.store.recent(1).await?;
        let arrived = newest.first().and_then(|receipt| receipt.received_at.parse().ok());
        Ok(arrived.map(|arrived| self.clock.instant().duration_since(arrived)))
    }

    /// Removes what is over its time. How many records that were.
    pub(crate) async fn apply_retention(&self) -> Result<u64, StoreError> {
        let removed = self.store.expire(self.keep.expired(self.clock.instant()), self.clock.now()).await;
        self.metrics.retention(if removed.is_ok() { "done" } else { "failed" });
        removed
    }

    pub(crate) fn recent(&self, limit: usize) -> Answer<'_, Vec<Receipt>> {
        self.store.recent(limit)
    }
}

/// A store that is stuck must not hold on to connections for ever.
pub(crate) async fn patiently<T>(answer: impl Future<Output = Result<T, StoreError>>) -> Result<T, Refusal> {
    Ok(patient(PATIENCE, answer).await?)
}

/// The answer, if it comes in time.
pub(crate) async fn patient<T>(
    patience: Duration,
    answer: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let late = || StoreError::Unavailable("it did not answer in time".into());
    tokio::time::timeout(patience, answer).await.unwrap_or_else(|_| Err(late()))
}

impl From<StoreError> for Refusal {
    /// The client learns what to do, the operator learns why.
    fn from(error: StoreError) -> Self {
        let (code, detail, retry_after) = match &error {
            StoreError::Busy => {
                (ProblemCode::Unavailable, "too many acknowledgements are waiting to be written", Some("1"))
            }
            StoreError::Unavailable(_) => (ProblemCode::Unavailable, "the store cannot be used now", Some("30")),
            StoreError::NotAllowed(detail) => (ProblemCode::Forbidden, *detail, None),
            StoreError::Fault(_) | StoreError::LogChanged(_) => {
                (ProblemCode::Internal, "the store failed; the receiver's log has more", None)
            }
        };
        tracing::warn!(code = error.code(), %error, "a request could not be served");
        let mut refusal = Self::new(code, detail);
        if matches!(error, StoreError::NotAllowed(_)) {
            // Nothing failed, and no token was for anybody else.
            refusal = refusal.titled("The database does not allow this to the receiver.");
        }
        match retry_after {
            Some(seconds) => refusal.with(header::RETRY_AFTER, HeaderValue::from_static(seconds)),
            None => refusal,
        }
    }
}

#[cfg(test)]
mod tests;
