//! Finding out which rules hold: each file tries some of them. Everything that is sent goes through [`Run`].

mod cors;
mod headers;
mod identity;
mod receipt;
mod record;
mod refuse;
mod stale;
mod status;

use super::{
    acts::{Acts, Notices},
    endpoint::{Answer, Ask, Endpoint},
    findings::Findings,
};
use serde_json::Value;
use ureq::http::Method;

/// One run against one endpoint.
pub(super) struct Run {
    pub(super) endpoint: Endpoint,
    pub(super) acts: Acts,
    pub(super) notices: Notices,
    /// The origin of a page that the endpoint should serve.
    pub(super) origin: Option<String>,
}

/// Why nothing can be found out.
pub(super) enum Stopped {
    /// No answer at all.
    Unreachable(String),
    /// It wants to know who is asking.
    Unauthenticated(u16),
    /// It does not know the notice that was made up.
    UnknownNotice,
}

/// Tries everything.
pub(super) fn all(run: &Run) -> Result<Findings, Stopped> {
    let mut findings = Findings::default();
    status::before(run, &mut findings);
    if let Some(first) = record::first(run, &mut findings)? {
        record::again(run, &first, &mut findings);
        record::others(run, &mut findings);
        refuse::all(run, &mut findings);
        // Before an older version becomes the newest record.
        status::after(run, &mut findings);
        stale::all(run, &mut findings);
        identity::all(run, &mut findings);
        cors::all(run, &first, &mut findings);
    }
    headers::all(run, &mut findings);
    Ok(findings)
}

/// An act, and what it was answered with.
pub(super) struct First {
    sent: Value,
    answer: Answer,
}

impl Run {
    /// Sends an act as a client does.
    fn post(&self, what: &str, act: &Value) -> Result<Answer, String> {
        self.post_as(what, &[JSON, ("idempotency-key", &key(act))], act.to_string().into_bytes())
    }

    fn post_as(&self, what: &str, headers: &[(&'static str, &str)], body: Vec<u8>) -> Result<Answer, String> {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.endpoint.ask(what, &Ask { method: Method::POST, query: vec![], headers, body, anonymous: false })
    }

    /// Asks whether a subject has acknowledged; without a word about whom where the authorization says it.
    fn status(&self, what: &str, subject: &str) -> Result<Answer, String> {
        let mut query = vec![("notice", self.notices.current.id.clone())];
        if !self.endpoint.is_authorized() {
            query.extend([("tenant", self.acts.tenant.clone()), ("subject", subject.to_owned())]);
        }
        self.endpoint.ask(what, &Ask { method: Method::GET, query, headers: vec![], body: vec![], anonymous: false })
    }

    /// An act of the current words.
    fn act(&self) -> Value {
        self.acts.act(&self.notices.current)
    }

    /// Somebody new where anybody can be named, else the one whom the authorization names.
    fn someone(&self) -> String {
        if self.endpoint.is_authorized() { self.acts.subject.clone() } else { self.acts.stranger() }
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");

/// The act's key, as a structured string (RFC 9651, 3.3.3).
fn key(act: &Value) -> String {
    format!("\"{}\"", act["id"].as_str().unwrap_or_default())
}

/// The act must have been taken.
fn taken(answer: Result<Answer, String>) -> Result<(), String> {
    let answer = answer?;
    if answer.is_success() { Ok(()) } else { Err(format!("{} was answered with {}", answer.to, answer.shown())) }
}
