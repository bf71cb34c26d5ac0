//! What must hold for every request, however broken: whoever sent it gets an answer that says what is wrong, nothing of
//! the receiver's inside, and nothing is recorded that was not confirmed. The fuzz target `router` feeds it, and an
//! ordinary test replays the corpus.

use crate::samples;
use axum::{
    Router,
    body::Body,
    http::{Request, Response},
};
use ciente_receiver::{AdminToken, Clock, Receiver, ReceiverConfig};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

/// The token of the operators' side: `fuzz/corpus/router` knows it too.
const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// What must never be told.
const INSIDE: [&str; 6] = ["panicked", "rusqlite", "SQLITE", "src/", ".rs:", "data.sqlite"];

/// A receiver that anybody may ask, and its operators' side.
pub(crate) struct Target {
    runtime: Runtime,
    public: Router,
    operators: Router,
    // Removed at the end, and not before.
    _folder: tempfile::TempDir,
}

impl Target {
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let notices = folder.path().join("notices");
        std::fs::create_dir(&notices).expect("a folder in it");
        samples::publish(&notices);
        let mut config = ReceiverConfig::new(&notices, folder.path().join("data.sqlite"), Clock::system());
        config.allow_anonymous = true;
        config.allow_origins = vec!["https://chat.example".into()];
        config.admin_token = AdminToken::new(TOKEN).ok();
        let receiver = Receiver::open(config).expect("a receiver");
        let (public, operators) = (receiver.router(), receiver.admin());
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { runtime, public, operators, _folder: folder }
    }

    /// The first byte chooses the address: `+` the operators', else the public one. The rest is `METHOD path`, headers, an
    /// empty line and the body, with LF as line end. What no HTTP parser lets through is passed over.
    ///
    /// # Errors
    /// A sentence that says what does not hold.
    pub(crate) fn judge(&self, bytes: &[u8]) -> Result<(), String> {
        let Some((side, text)) = bytes.split_first() else { return Ok(()) };
        let Some(request) = request(text) else { return Ok(()) };
        let router = if *side == b'+' { &self.operators } else { &self.public };
        let asked = format!("{} {}", request.method(), request.uri());
        let is_head = request.method() == "HEAD";
        self.runtime.block_on(async {
            let before = self.size().await;
            let answer = router.clone().oneshot(request).await.map_err(|error| error.to_string())?;
            let status = answer.status().as_u16();
            let kind = header(&answer, "content-type");
            let body = answer.into_body().collect().await.map_err(|error| error.to_string())?.to_bytes();
            let text = String::from_utf8_lossy(&body);
            if status >= 500 {
                return Err(format!("{asked}: {status} {text}"));
            }
            if status >= 400 && !is_head {
                is_sound(status, &kind, &text).map_err(|error| format!("{asked}: {status}: {error}: {text}"))?;
            }
            let grown = self.size().await - before;
            if grown != u64::from(status == 201) {
                return Err(format!("{asked}: {status}, and the log has {grown} records more"));
            }
            Ok(())
        })
    }

    /// How many records were ever written.
    #[allow(dead_code, reason = "the fuzz target does not ask")]
    pub(crate) fn recorded(&self) -> u64 {
        self.runtime.block_on(self.size())
    }

    async fn size(&self) -> u64 {
        let request = Request::get("/v1/log/checkpoint").body(Body::empty()).expect("a request");
        let answer = self.public.clone().oneshot(request).await.expect("an answer");
        let note = answer.into_body().collect().await.expect("a body").to_bytes();
        String::from_utf8_lossy(&note).lines().nth(1).and_then(|line| line.parse().ok()).expect("a checkpoint")
    }
}

fn request(text: &[u8]) -> Option<Request<Body>> {
    let end = text.windows(2).position(|pair| pair == b"\n\n").unwrap_or(text.len());
    let body = text.get(end + 2..).unwrap_or_default().to_vec();
    let mut lines = text.get(..end)?.split(|byte| *byte == b'\n');
    let first = std::str::from_utf8(lines.next()?).ok()?;
    let (method, path) = first.split_once(' ')?;
    let mut request = Request::builder().method(method).uri(path);
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        request = request.header(line.get(..colon)?, line.get(colon + 1..)?.trim_ascii());
    }
    let request = request.body(Body::from(body)).ok()?;
    // Other targets than a path never come from a browser's or a proxy's origin form.
    request.uri().path().starts_with('/').then_some(request)
}

fn is_sound(status: u16, kind: &str, text: &str) -> Result<(), String> {
    if let Some(word) = INSIDE.into_iter().find(|word| text.contains(word)) {
        return Err(format!("{word} is nobody's business"));
    }
    if kind.starts_with("text/html") {
        return if text.contains("<h1>") { Ok(()) } else { Err("no page for people".into()) };
    }
    if kind != "application/problem+json" {
        return Err(format!("{kind:?} is no problem"));
    }
    let problem: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let is_one = problem["type"].as_str().is_some_and(|uri| uri.starts_with("/problems/"))
        && problem["status"] == status
        && problem["title"].is_string()
        && problem["detail"].is_string();
    if is_one { Ok(()) } else { Err("a problem lacks what it must have".into()) }
}

fn header(answer: &Response<Body>, name: &str) -> String {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
