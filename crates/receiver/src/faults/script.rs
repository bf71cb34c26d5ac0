//! What a script says: rules, in order. How it is read stands in `parse`, what it does in `act`.

use axum::http::{HeaderValue, Method, StatusCode};
use std::time::Duration;

/// A script, as [`Script::parse`] reads it. The default one has no rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Script {
    pub(super) rules: Vec<Rule>,
    /// Connections are used again. By default none is: a browser repeats a request by itself when a connection that it used
    /// before is cut, so that one fault would hit two requests.
    pub(super) keep_alive: bool,
}

/// Which requests, and what happens to them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    /// As written.
    pub(super) text: String,
    pub(super) whom: Whom,
    pub(super) moment: Moment,
    pub(super) delay: Option<Delay>,
    pub(super) action: Option<Action>,
    /// Whether an answer made here carries the CORS headers that the receiver's own would.
    pub(super) cors: bool,
}

/// Which requests.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Whom {
    /// Any, if none is named.
    pub(super) method: Option<Method>,
    /// What the path begins with.
    pub(super) path: String,
    /// Whom the request is about, by its own words: the body of a POST, the query of a GET.
    pub(super) subject: Option<String>,
    /// The first one that is meant, of those that come to this rule; from 1.
    pub(super) nth: u64,
    /// How many; all that follow, if there is no number.
    pub(super) times: Option<u64>,
}

/// When.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// Instead of the receiver, which never sees the request (a delay alone holds the request up and lets it through).
    Before,
    /// Once the receiver has answered, and so after the commit.
    After,
}

/// How long it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delay {
    For(Duration),
    Forever,
}

/// What happens.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Action {
    /// The connection is closed without an answer (FIN).
    Drop,
    /// The connection is reset (RST).
    Reset,
    /// Another answer: a problem from 400 on, else one without a body.
    Answer { status: StatusCode, retry_after: Option<RetryAfter>, problem: Option<String> },
    /// Sent elsewhere.
    Redirect { status: StatusCode, to: HeaderValue },
    /// The head, that many bytes of the body, then the end of the connection.
    Cut(usize),
    /// The body, that many bytes at a time.
    Drip { bytes: usize, every: Duration },
    /// Another media type for the same body.
    Type(HeaderValue),
    /// Another body under the same head.
    Body(String),
}

/// The value of `Retry-After`.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RetryAfter {
    /// As it stands: seconds, a date, or nonsense.
    Verbatim(HeaderValue),
    /// As the date that is so far away when the answer is made.
    Date(Duration),
}
