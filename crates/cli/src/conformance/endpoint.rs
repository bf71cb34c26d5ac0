//! The endpoint on the other end of the wire: what is asked, and whatever comes back. What it means is judged in `probe`.

use std::{sync::Mutex, time::Duration};
use ureq::{
    Agent,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header},
};

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// No answer of the wire is longer.
const LONGEST: u64 = 256 * 1024;
/// How often, and how long at a time, a `Retry-After` is followed.
const PATIENT: u32 = 3;
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The endpoint under test.
pub(super) struct Endpoint {
    agent: Agent,
    url: String,
    /// Sent with everything that is not anonymous.
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Every answer so far, for the rules about all of them.
    seen: Mutex<Vec<Answer>>,
}

/// A request to come.
pub(super) struct Ask {
    pub(super) method: Method,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
    /// Without the headers that prove who it is for.
    pub(super) anonymous: bool,
}

/// An answer that arrived whole.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// What was asked, in short.
    pub(super) to: String,
    pub(super) method: Method,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Endpoint {
    pub(super) fn new(url: String, headers: Vec<(HeaderName, HeaderValue)>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .allow_non_standard_methods(true);
        Self { agent: config.build().into(), url, headers, seen: Mutex::default() }
    }

    pub(super) fn is_authorized(&self) -> bool {
        self.headers.iter().any(|(name, _)| name == header::AUTHORIZATION)
    }

    /// Asks; an error is a sentence about why no whole answer came. An endpoint that asks for a little patience gets it.
    pub(super) fn ask(&self, what: &str, ask: &Ask) -> Result<Answer, String> {
        for _ in 0..PATIENT {
            let answer = self.ask_once(what, ask)?;
            let pause = answer.header("retry-after").and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs);
            match pause {
                Some(pause) if matches!(answer.status, 429 | 503) && pause <= LONGEST_PAUSE => {
                    std::thread::sleep(pause)
                }
                _ => return Ok(answer),
            }
        }
        self.ask_once(what, ask)
    }

    fn ask_once(&self, what: &str, ask: &Ask) -> Result<Answer, String> {
        let mut url = self.url.clone();
        for (name, value) in &ask.query {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&format!("{name}={}", percent(value)));
        }
        let mut request = Request::builder().method(ask.method.clone()).uri(&url);
        if !ask.anonymous {
            for (name, value) in &self.headers {
                request = request.header(name, value);
            }
        }
        for (name, value) in &ask.headers {
            request = request.header(*name, value.as_str());
        }
        let said = |error: &dyn std::fmt::Display| format!("no answer to {what}: {error}");
        let has_body = matches!(ask.method, Method::POST | Method::PUT | Method::PATCH);
        let answer = if has_body {
            self.agent.run(request.body(ask.body.as_slice()).map_err(|error| said(&error))?)
        } else {
            self.agent.run(request.body(()).map_err(|error| said(&error))?)
        };
        let (head, mut body) = answer.map_err(|error| said(&error))?.into_parts();
        let body = body.with_config().limit(LONGEST).read_to_vec().map_err(|error| said(&error))?;
        let answer = Answer {
            to: what.to_owned(),
            method: ask.method.clone(),
            status: head.status.as_u16(),
            headers: head.headers,
            body,
        };
        self.lock().push(answer.clone());
        Ok(answer)
    }

    /// Every answer so far.
    pub(super) fn seen(&self) -> Vec<Answer> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Answer>> {
        self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Answer {
    pub(super) const fn is_success(&self) -> bool {
        200 <= self.status && self.status < 300
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(super) fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The last segment of the problem's type.
    pub(super) fn problem(&self) -> Option<String> {
        Some(self.json()?.get("type")?.as_str()?.rsplit_once("/problems/")?.1.to_owned())
    }

    /// The status and the problem, as a sentence has them.
    pub(super) fn shown(&self) -> String {
        match self.problem() {
            Some(problem) => format!("{} {problem}", self.status),
            None => self.status.to_string(),
        }
    }
}

/// Everything but unreserved characters (RFC 3986, 2.3) as `%XX`.
fn percent(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes().map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
