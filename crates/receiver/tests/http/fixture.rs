//! A receiver in a temporary folder, and what is needed to ask it.

use crate::samples;
use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, request::Builder},
};
use ciente_notice::{Problem, ProblemCode};
use ciente_receiver::{Clock, Data, Receiver, ReceiverConfig};
use http_body_util::BodyExt as _;
use serde_json::Value;
use std::{path::PathBuf, sync::Arc, sync::atomic::AtomicI64, sync::atomic::Ordering::SeqCst};
use tower::ServiceExt as _;

pub(crate) const ORIGIN: &str = "https://chat.example";

/// 2026-11-23T10:00:42Z, in milliseconds.
pub(crate) const START: i64 = 1_795_428_042_000;

pub(crate) struct Fixture {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) receiver: Receiver,
    now: Arc<AtomicI64>,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Folders with the sample notices and an asset, and the configuration of an anonymous receiver of them.
pub(crate) fn prepare() -> (tempfile::TempDir, ReceiverConfig) {
    let folder = tempfile::tempdir().unwrap();
    let [notices, assets] = ["notices", "assets"].map(|name| folder.path().join(name));
    std::fs::create_dir(&notices).unwrap();
    std::fs::create_dir(&assets).unwrap();
    samples::publish(&notices);
    let config = ReceiverConfig {
        notices,
        data: Data::Sqlite(folder.path().join("data.sqlite")),
        assets: Some(assets),
        allow_origins: vec![ORIGIN.into()],
        allow_anonymous: true,
        ..ReceiverConfig::new(
            "",
            Data::read("").unwrap(),
            Clock::new(|| jiff::Timestamp::from_millisecond(START).unwrap()),
        )
    };
    (folder, config)
}

impl Fixture {
    pub(crate) fn new() -> Self {
        Self::with(|_| ())
    }

    pub(crate) fn with(change: impl FnOnce(&mut ReceiverConfig)) -> Self {
        let (folder, mut config) = prepare();
        let now = Arc::new(AtomicI64::new(START));
        let hand = Arc::clone(&now);
        config.clock = Clock::new(move || jiff::Timestamp::from_millisecond(hand.load(SeqCst)).unwrap());
        change(&mut config);
        Self { folder, receiver: Receiver::open(config).unwrap(), now }
    }

    pub(crate) fn wait(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, SeqCst);
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data.sqlite")
    }

    pub(crate) fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.data()).unwrap()
    }

    pub(crate) fn count(&self) -> i64 {
        self.database().query_row("SELECT count(*) FROM acknowledgements", [], |row| row.get(0)).unwrap()
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.receiver.router().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: head.status, headers: head.headers, body }
    }

    pub(crate) async fn get(&self, uri: &str) -> Answer {
        self.ask(Request::get(uri).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, body: &Value) -> Answer {
        self.ask(post().body(body.to_string().into()).unwrap()).await
    }
}

pub(crate) fn post() -> Builder {
    Request::post("/v1/acknowledgements").header("content-type", "application/json")
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// Asserts that this is that problem, in full; returns its details.
    #[track_caller]
    pub(crate) fn problem(&self, code: ProblemCode) -> Value {
        let problem = self.json();
        assert_eq!(problem["type"], code.type_uri(), "{problem}");
        assert_eq!(problem["title"], code.title());
        assert_eq!(problem["status"], code.status());
        assert_eq!(self.status, code.status());
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
        assert_eq!(self.header("content-type"), Some(Problem::MEDIA_TYPE));
        assert_eq!(self.header("cache-control"), Some("no-store"));
        problem
    }
}
