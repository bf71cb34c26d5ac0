//! Finding out which rules hold: each file tries some of them. Everything that is sent goes through [`Run`].

mod cors;
mod headers;
mod identity;
mod names;
mod receipt;
mod record;
mod refuse;
mod stale;
mod status;

use super::{
    acts::{Acts, Notices},
    endpoint::{Answer, Ask, Endpoint, Who},
    findings::{Findings, Outcome, Verdict, Why},
    rules::Rule,
};
use serde_json::Value;
use std::sync::{Mutex, PoisonError};
use ureq::http::Method;

/// One run against one endpoint.
pub(super) struct Run {
    pub(super) endpoint: Endpoint,
    pub(super) acts: Acts,
    pub(super) notices: Notices,
    /// The origin of a page that the endpoint should serve.
    pub(super) origin: Option<String>,
    /// Every act that was taken, once, with what it was answered with first.
    pub(super) kept: Mutex<Vec<First>>,
}

/// Why nothing can be found out.
pub(super) enum Stopped {
    /// No answer at all.
    Unreachable(String),
    /// Nothing but "later".
    Busy(String),
    /// It wants to know who is asking.
    Unauthenticated(u16),
    /// It does not know the notice that was made up.
    UnknownNotice,
}

/// Tries everything; `begins` hears of each group before it begins.
pub(super) fn all(run: &Run, begins: &dyn Fn(&str)) -> Result<Findings, Stopped> {
    let mut findings = Findings::default();
    begins("what it says about a new user");
    status::before(run, &mut findings);
    begins("a new acknowledgement");
    if let Some(first) = record::first(run, &mut findings)? {
        begins("the same again, and another under its id");
        record::again(run, &first, &mut findings);
        begins("all else that is right");
        record::others(run, &mut findings);
        names::all(run, &mut findings);
        begins("what is to be refused");
        refuse::all(run, &mut findings);
        begins("what it says about users who acknowledged");
        // Before an older version becomes the newest record.
        status::after(run, &mut findings);
        begins("versions that no longer hold");
        stale::all(run, &mut findings);
        begins("who may say what about whom");
        identity::all(run, &mut findings);
        begins("what a page may do");
        cors::all(run, &first, &mut findings);
        begins("every act once more, and the headers of all answers");
        record::late(run, &mut findings);
    }
    headers::all(run, &mut findings);
    Ok(findings)
}

/// An act, and what it was answered with.
#[derive(Debug, Clone)]
pub(super) struct First {
    sent: Value,
    answer: Answer,
}

impl Run {
    /// Sends an act as a client does.
    fn post(&self, what: &str, act: &Value) -> Result<Answer, Why> {
        self.post_as(what, &[JSON, ("idempotency-key", &key(act))], act.to_string().into_bytes())
    }

    fn post_as(&self, what: &str, headers: &[(&'static str, &str)], body: Vec<u8>) -> Result<Answer, Why> {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let sent = serde_json::from_slice::<Value>(&body).ok();
        let ask = Ask { method: Method::POST, query: String::new(), headers, body, who: Who::Given };
        let answer = self.endpoint.ask(what, &ask)?;
        if let Some(sent) = sent.filter(|_| answer.is_success()) {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            let id = |act: &Value| act["id"].as_str().unwrap_or_default().to_lowercase();
            if !kept.iter().any(|first| id(&first.sent) == id(&sent)) {
                kept.push(First { sent, answer: answer.clone() });
            }
        }
        Ok(answer)
    }

    /// Every act that was taken so far.
    fn kept(&self) -> Vec<First> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks whether a subject has acknowledged; without a word about whom where the authorization says it.
    fn status(&self, what: &str, subject: &str) -> Result<Answer, Why> {
        let whom = (!self.endpoint.is_authorized()).then_some((self.acts.tenant.as_str(), subject));
        self.status_of(what, &self.notices.current.id, whom, Who::Given)
    }

    fn status_of(&self, what: &str, notice: &str, whom: Option<(&str, &str)>, who: Who) -> Result<Answer, Why> {
        self.status_by(what, query(notice, whom), who, &[])
    }

    fn status_by(&self, what: &str, query: String, who: Who, headers: &[(&'static str, &str)]) -> Result<Answer, Why> {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.endpoint.ask(what, &Ask { method: Method::GET, query, headers, body: vec![], who })
    }

    /// Sends an act that must be taken; a receipt must say what was sent.
    fn record(&self, what: &str, act: &Value) -> Result<Option<Value>, Why> {
        self.recorded(self.post(what, act), act)
    }

    fn recorded(&self, answer: Result<Answer, Why>, act: &Value) -> Result<Option<Value>, Why> {
        let answer = answer?;
        taken(Ok(answer.clone()))?;
        let given = receipt::of(&answer);
        if let Some(given) = &given {
            self.check(given, act).map_err(|wrong| format!("{}: {wrong}", answer.to))?;
        }
        Ok(given)
    }

    /// What is wrong with a receipt for this act.
    fn check(&self, given: &Value, act: &Value) -> Result<(), String> {
        receipt::check(given, act, self.acts.span(), self.endpoint.is_known())
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

/// The query of a GET, as the client writes it: `URLSearchParams` makes `+` of a space.
fn query(notice: &str, whom: Option<(&str, &str)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("notice", notice);
    if let Some((tenant, subject)) = whom {
        query.append_pair("tenant", tenant).append_pair("subject", subject);
    }
    query.finish()
}

/// A name as a sentence has it: the longest would be all that is seen.
fn short(name: &str) -> String {
    match name.char_indices().nth(48) {
        Some((end, _)) => format!("{:?} (…)", &name[..end]),
        None => format!("{name:?}"),
    }
}

/// A tenant that is made up, and not the one that is used.
const OTHER_TENANT: &str = "ciente-conformance-another";

const JSON: (&str, &str) = ("content-type", "application/json");

/// The act's key, as a structured string (RFC 9651, 3.3.3).
fn key(act: &Value) -> String {
    format!("\"{}\"", act["id"].as_str().unwrap_or_default())
}

/// The act must have been taken.
fn taken(answer: Result<Answer, Why>) -> Verdict {
    let answer = answer?;
    if answer.is_success() { Ok(()) } else { Err(format!("{} was answered with {}", answer.to, answer.shown()).into()) }
}

/// Whether an answer to a GET says yes.
fn says_yes(answer: &Answer) -> bool {
    answer.status == 200 && answer.json().is_some_and(|said| said["acknowledged"] == true)
}

/// Whether there is a GET to ask.
fn gives_status(findings: &Findings) -> bool {
    findings.of(Rule::GivesStatus).outcome == Outcome::Holds
}
