//! The endpoint on the other end of the wire: what is asked, and whatever comes back. What it means is judged in `probe`.

use super::findings::Why;
use crate::client;
use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use ureq::{
    Agent,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header},
};

/// As long as a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// No answer of the wire is longer.
const LONGEST: u64 = 256 * 1024;
/// How often an endpoint that asks for patience is asked again, after which pauses.
const PATIENT: u32 = 3;
const PAUSE: Duration = Duration::from_secs(1);
/// As long as a limit counts, most often.
const LONGEST_PAUSE: Duration = Duration::from_secs(65);

/// The endpoint under test.
pub(super) struct Endpoint {
    agent: Agent,
    url: String,
    /// Sent with everything that is not anonymous.
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Every answer so far, for the rules about all of them.
    seen: Mutex<Vec<Answer>>,
    /// It asked for patience until there was none left. What comes next waits once only, or a run would take hours.
    wore_out: AtomicBool,
}

/// In whose name something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// In that of the given headers.
    Given,
    /// In nobody's: without those headers.
    Nobody,
    /// With the given headers, their credential altered so that it cannot hold.
    Altered,
}

/// A request to come.
pub(super) struct Ask {
    pub(super) method: Method,
    /// As it stands in the address.
    pub(super) query: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
    pub(super) who: Who,
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
        let config = client::patient()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true);
        Self { agent: config.build().into(), url, headers, seen: Mutex::default(), wore_out: AtomicBool::new(false) }
    }

    pub(super) fn is_authorized(&self) -> bool {
        self.headers.iter().any(|(name, _)| name == header::AUTHORIZATION)
    }

    /// Whether anything is sent by which it may know who asks: a token, or the cookie of a session.
    pub(super) fn is_known(&self) -> bool {
        !self.headers.is_empty()
    }

    /// The given authorization with a credential that cannot hold; none where there is nothing to alter.
    pub(super) fn altered(&self) -> Option<HeaderValue> {
        let (_, value) = self.headers.iter().find(|(name, _)| name == header::AUTHORIZATION)?;
        alter(value.to_str().ok()?)?.parse().ok()
    }

    /// Asks; an error says why no whole answer came. An endpoint that asks for patience gets some, as from a client: it
    /// says nothing about a rule.
    pub(super) fn ask(&self, what: &str, ask: &Ask) -> Result<Answer, Why> {
        let mut left = if self.wore_out.load(Ordering::Relaxed) { 1 } else { PATIENT };
        loop {
            let answer = self.ask_once(what, ask)?;
            if !answer.asks_for_patience() {
                self.wore_out.store(false, Ordering::Relaxed);
                return Ok(answer);
            }
            if left == 0 {
                self.wore_out.store(true, Ordering::Relaxed);
                return Err(Why::Busy(format!("{what} was answered with {} again and again", answer.shown())));
            }
            left -= 1;
            let told = answer.header("retry-after").and_then(|seconds| seconds.trim().parse().ok());
            thread::sleep(told.map_or(PAUSE, Duration::from_secs).clamp(PAUSE, LONGEST_PAUSE));
        }
    }

    fn ask_once(&self, what: &str, ask: &Ask) -> Result<Answer, String> {
        let mut url = self.url.clone();
        if !ask.query.is_empty() {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&ask.query);
        }
        let mut request = Request::builder().method(ask.method.clone()).uri(&url);
        if ask.who != Who::Nobody {
            for (name, value) in &self.headers {
                let altered =
                    (ask.who == Who::Altered && name == header::AUTHORIZATION).then(|| self.altered()).flatten();
                request = request.header(name, altered.as_ref().unwrap_or(value));
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

    /// Whether it says nothing but "later".
    pub(super) const fn asks_for_patience(&self) -> bool {
        matches!(self.status, 425 | 429 | 503)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// All members of a list, which may stand on several lines (RFC 9110, 5.3), in lower case.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let lines = self.headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
        lines.flat_map(|line| line.split(',')).map(|one| one.trim().to_ascii_lowercase()).collect()
    }

    pub(super) fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The last segment of the problem's type.
    pub(super) fn problem(&self) -> Option<String> {
        Some(self.json()?.get("type")?.as_str()?.rsplit_once("/problems/")?.1.to_owned())
    }

    /// The status and the problem, as a sentence has them; of a redirect, why it is of no use.
    pub(super) fn shown(&self) -> String {
        if let (300..=399, Some(target)) = (self.status, self.header("location")) {
            return format!("{}: clients follow no redirect; name its target, {target}", self.status);
        }
        match self.problem() {
            Some(problem) => format!("{} {problem}", self.status),
            None => self.status.to_string(),
        }
    }

    /// What it said, where a status alone would not explain it.
    pub(super) fn told(&self) -> String {
        match self.json().filter(|_| self.status == 200) {
            Some(said) => said.to_string().chars().take(200).collect(),
            None => self.shown(),
        }
    }
}

const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Another last character, before any padding. The last bits of base64 may mean nothing, so the first of its six is
/// turned.
fn alter(credential: &str) -> Option<String> {
    let text = credential.trim_end_matches('=');
    let last = text.chars().next_back().filter(|last| !last.is_whitespace())?;
    let place = BASE64.find(match last {
        '+' => '-',
        '/' => '_',
        other => other,
    });
    let other = place.and_then(|place| BASE64.chars().nth(place ^ 32)).unwrap_or('A');
    let kept = text.strip_suffix(last)?;
    Some(format!("{kept}{other}{}", &credential[text.len()..]))
}

#[cfg(test)]
mod tests {
    use super::alter;

    #[test]
    fn an_altered_credential_is_another_also_when_decoded() {
        // "w" is 48 and "Q" is 16 in base64; what follows the top bit may be cut off.
        let cases = [
            ("Bearer alice", "Bearer alic-"),
            ("Basic YTpiYw==", "Basic YTpiYQ=="),
            ("Bearer a.b.A", "Bearer a.b.g"),
            ("Key \"a\"", "Key \"aA"),
        ];
        for (given, altered) in cases {
            assert_eq!(alter(given).as_deref(), Some(altered));
        }
        assert_eq!(alter(""), None);
    }
}
