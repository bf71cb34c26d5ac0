//! What a browser would let a page do (Fetch, "CORS protocol").

use super::{
    super::{
        endpoint::{Answer, Ask, Who},
        findings::{Findings, Verdict, Why},
        rules::Rule,
    },
    First, JSON, Run, key,
};
use ureq::http::Method;

/// An origin that no list can have: the name is reserved (RFC 2606).
const STRANGER: &str = "https://ciente-conformance.invalid";

/// The page that is named, and one that nobody knows.
pub(super) fn all(run: &Run, first: &First, findings: &mut Findings) {
    findings.judge(Rule::CorsList, strangers(run, first));
    let Some(origin) = &run.origin else {
        for rule in [Rule::Preflight, Rule::CorsAnswers, Rule::CorsRetryAfter] {
            findings.not_tested(rule, "name the page's origin: --origin");
        }
        return;
    };
    findings.judge(Rule::Preflight, preflight(run, origin));
    let replay = from(run, origin, first, first.sent.to_string().into_bytes());
    let refusal = from(run, origin, first, b"{".to_vec());
    let readable = |answer: &Result<Answer, Why>| match answer {
        Err(detail) => Err(detail.clone()),
        Ok(answer) if allows(answer, origin) => Ok(()),
        Ok(answer) => Err(format!("{} lacks Access-Control-Allow-Origin: {origin}", answer.status).into()),
    };
    findings.judge(Rule::CorsAnswers, readable(&replay).and_then(|()| readable(&refusal)));
    let exposed = replay.and_then(|answer| match lists(&answer, "access-control-expose-headers", "retry-after") {
        true => Ok(()),
        false => Err("Access-Control-Expose-Headers does not list retry-after".into()),
    });
    findings.judge(Rule::CorsRetryAfter, exposed);
}

fn from(run: &Run, origin: &str, first: &First, body: Vec<u8>) -> Result<Answer, Why> {
    run.post_as("a page", &[JSON, ("idempotency-key", &key(&first.sent)), ("origin", origin)], body)
}

/// What a client sends that a browser asks about first.
fn asked(run: &Run) -> Vec<&'static str> {
    let mut headers = vec!["content-type", "idempotency-key"];
    headers.extend(run.endpoint.is_authorized().then_some("authorization"));
    headers
}

fn ask_first(run: &Run, origin: &str) -> Result<Answer, Why> {
    let headers = vec![
        ("origin", origin.to_owned()),
        ("access-control-request-method", "POST".to_owned()),
        ("access-control-request-headers", asked(run).join(",")),
    ];
    run.endpoint
        .ask("a preflight", &Ask { method: Method::OPTIONS, query: vec![], headers, body: vec![], who: Who::Nobody })
}

fn preflight(run: &Run, origin: &str) -> Verdict {
    let answer = ask_first(run, origin)?;
    if !answer.is_success() {
        return Err(format!("the preflight was answered with {}", answer.shown()).into());
    }
    if !allows(&answer, origin) {
        return Err(format!("the preflight's answer lacks Access-Control-Allow-Origin: {origin}").into());
    }
    // A wildcard does not cover Authorization (Fetch, "CORS-preflight fetch").
    let allowed = |name: &&str| {
        lists(&answer, "access-control-allow-headers", name)
            || (*name != "authorization" && lists(&answer, "access-control-allow-headers", "*"))
    };
    match asked(run).into_iter().find(|name| !allowed(name)) {
        Some(name) => Err(format!("Access-Control-Allow-Headers does not list {name}").into()),
        None => Ok(()),
    }
}

fn strangers(run: &Run, first: &First) -> Verdict {
    let answers = [ask_first(run, STRANGER)?, from(run, STRANGER, first, first.sent.to_string().into_bytes())?];
    match answers.iter().find(|answer| allows(answer, STRANGER)) {
        Some(answer) => Err(format!(
            "{} says Access-Control-Allow-Origin: {} to {STRANGER}",
            answer.to,
            answer.header("access-control-allow-origin").unwrap_or_default()
        )
        .into()),
        None => Ok(()),
    }
}

fn allows(answer: &Answer, origin: &str) -> bool {
    answer.header("access-control-allow-origin").is_some_and(|allowed| allowed == "*" || allowed == origin)
}

fn lists(answer: &Answer, header: &str, name: &str) -> bool {
    answer.header(header).is_some_and(|list| list.split(',').any(|one| one.trim().eq_ignore_ascii_case(name)))
}
