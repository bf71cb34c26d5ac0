//! What is counted, for Prometheus. No label ever holds what a client can choose freely: no subject, tenant or path.

use crate::store::Figures;
use axum::http::{Method, Request};
use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{
        counter::Counter,
        family::{Family, MetricConstructor},
        gauge::Gauge,
        histogram::Histogram,
    },
    registry::Registry,
};
use std::{fmt, sync::atomic::Ordering::Relaxed, time::Duration};

/// From half a millisecond to ten seconds.
const BUCKETS: [f64; 13] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: &'static str,
    route: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

#[derive(Debug, Clone)]
struct Buckets;

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new(BUCKETS)
    }
}

/// All that is counted in one receiver.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Asked, Counter>,
    latency: Family<Kind, Histogram, Buckets>,
    problems: Family<Kind, Counter>,
    acknowledgements: Family<Kind, Counter>,
    webhook: Family<Kind, Counter>,
    pub(crate) webhook_waiting: Gauge,
    pub(crate) connections: Gauge,
    waiting: Gauge,
    commits: Counter,
    committed: Counter,
    failed: Counter,
    lost: Counter,
    size: Gauge,
    keys_read: Counter,
    keys_failed: Counter,
    retention: Family<Kind, Counter>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("ciente");
        let metrics = Self {
            requests: Family::default(),
            latency: Family::new_with_constructor(Buckets),
            problems: Family::default(),
            acknowledgements: Family::default(),
            webhook: Family::default(),
            webhook_waiting: Gauge::default(),
            connections: Gauge::default(),
            waiting: Gauge::default(),
            commits: Counter::default(),
            committed: Counter::default(),
            failed: Counter::default(),
            lost: Counter::default(),
            size: Gauge::default(),
            keys_read: Counter::default(),
            keys_failed: Counter::default(),
            retention: Family::default(),
            registry: Registry::default(),
        };
        let r = &mut registry;
        r.register("requests", "Requests answered", metrics.requests.clone());
        r.register("request_duration_seconds", "From a request's head to its answer", metrics.latency.clone());
        r.register("problems", "Problem details sent, by their code", metrics.problems.clone());
        r.register("acknowledgements", "What became of acknowledgements", metrics.acknowledgements.clone());
        r.register("webhook_attempts", "Calls of the webhook, by how they ended", metrics.webhook.clone());
        r.register("webhook_waiting", "Events that the webhook has not taken yet", metrics.webhook_waiting.clone());
        r.register("connections", "Open connections", metrics.connections.clone());
        r.register("store_waiting", "Acknowledgements that wait to be written", metrics.waiting.clone());
        r.register("store_commits", "Transactions committed", metrics.commits.clone());
        r.register("store_committed", "Acknowledgements in those transactions", metrics.committed.clone());
        r.register("store_failed_commits", "Transactions that failed", metrics.failed.clone());
        r.register(
            "log_went_back",
            "How often the log was found to lack records that were confirmed here",
            metrics.lost.clone(),
        );
        r.register("log_size", "Records ever written to the log", metrics.size.clone());
        r.register("keys_read", "How often the keys of tokens were read again", metrics.keys_read.clone());
        r.register("keys_failed", "How often that failed", metrics.keys_failed.clone());
        r.register("retention_runs", "Removals of what is over its time, by how they ended", metrics.retention.clone());
        Self { registry, ..metrics }
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, asked: &Route, status: u16, latency: Duration) {
        let Route { method, route } = *asked;
        self.requests.get_or_create(&Asked { method, route, status }).inc();
        self.latency.get_or_create(&Kind { kind: route }).observe(latency.as_secs_f64());
    }

    pub(crate) fn problem(&self, code: &'static str) {
        self.problems.get_or_create(&Kind { kind: code }).inc();
    }

    pub(crate) fn acknowledged(&self, outcome: &'static str) {
        self.acknowledgements.get_or_create(&Kind { kind: outcome }).inc();
    }

    pub(crate) fn retention(&self, ended: &'static str) {
        self.retention.get_or_create(&Kind { kind: ended }).inc();
    }

    pub(crate) fn webhook(&self, ended: &'static str) {
        self.webhook.get_or_create(&Kind { kind: ended }).inc();
    }

    /// The text that Prometheus reads, with what others have counted.
    pub(crate) fn text(&self, store: Option<Figures>, (read, failed): (u64, u64)) -> Result<String, fmt::Error> {
        if let Some(store) = store {
            self.waiting.set(i64::try_from(store.waiting).unwrap_or(i64::MAX));
            if let Some(size) = store.size {
                self.size.set(i64::try_from(size).unwrap_or(i64::MAX));
            }
            self.lost.inner().store(store.lost, Relaxed);
            self.commits.inner().store(store.commits, Relaxed);
            self.committed.inner().store(store.committed, Relaxed);
            self.failed.inner().store(store.failed, Relaxed);
        }
        self.keys_read.inner().store(read, Relaxed);
        self.keys_failed.inner().store(failed, Relaxed);
        let mut out = String::new();
        text::encode(&mut out, &self.registry)?;
        Ok(out)
    }
}

/// What was asked, in words of ours.
#[derive(Debug)]
pub(crate) struct Route {
    method: &'static str,
    route: &'static str,
}

impl Route {
    pub(crate) fn of<B>(request: &Request<B>) -> Self {
        const METHODS: [Method; 4] = [Method::GET, Method::HEAD, Method::POST, Method::OPTIONS];
        const ROUTES: [&str; 7] =
            ["/v1/acknowledgements", "/livez", "/healthz", "/readyz", "/notices", "/assets", "/problems"];
        let known = METHODS.iter().find(|known| *known == request.method());
        let method = match known.map(Method::as_str) {
            Some("GET") => "GET",
            Some("HEAD") => "HEAD",
            Some("POST") => "POST",
            Some("OPTIONS") => "OPTIONS",
            _ => "other",
        };
        let path = request.uri().path();
        let is_below =
            |route: &&&str| path.strip_prefix(**route).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let other = if path.starts_with("/v1/log") { "/v1/log" } else { "other" };
        Self { method, route: ROUTES.iter().find(is_below).copied().unwrap_or(other) }
    }
}
