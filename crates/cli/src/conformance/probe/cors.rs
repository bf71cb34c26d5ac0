//! What a browser would let a page do (Fetch, "CORS protocol").

use super::{
    super::{
        endpoint::{Answer, Ask, Who},
        findings::{Findings, Verdict, Why},
        rules::Rule,
    },
    First, JSON, Run, gives_status, key, query,
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
    let answers = read(run, origin, first, findings);
    let readable = |answer: &Answer| match allows(answer, origin) {
        true => Ok(()),
        false => Err(Why::Broken(format!(
            "{} to {} does not carry Access-Control-Allow-Origin: {origin} once",
            answer.status, answer.to
        ))),
    };
    let exposed = |answer: &Answer| {
        let exposes = |name| lists(answer, "access-control-expose-headers", name);
        match exposes("retry-after") || exposes("*") {
            true => Ok(()),
            false => Err(Why::Broken(format!(
                "{} to {}: Access-Control-Expose-Headers does not list retry-after",
                answer.status, answer.to
            ))),
        }
    };
    let each = |holds: &dyn Fn(&Answer) -> Verdict| answers.clone().and_then(|all| all.iter().try_for_each(holds));
    findings.judge(Rule::CorsAnswers, each(&readable));
    findings.judge(Rule::CorsRetryAfter, each(&exposed));
}

/// Answers of each kind that a page has to understand: taken, refused, stale, not allowed, and what a GET says.
fn read(run: &Run, origin: &str, first: &First, findings: &Findings) -> Result<Vec<Answer>, Why> {
    let page = ("origin", origin);
    let mut answers =
        vec![from(run, origin, first, first.sent.to_string().into_bytes())?, from(run, origin, first, b"{".to_vec())?];
    if let Some(words) = &run.notices.stale {
        let act = run.acts.act(words);
        let headers = [JSON, ("idempotency-key", &key(&act)), page];
        answers.push(run.post_as("a replaced version from a page", &headers, act.to_string().into_bytes())?);
    }
    let whom = (!run.endpoint.is_authorized()).then_some((run.acts.tenant.as_str(), run.acts.subject.as_str()));
    let asked = |what, who| run.status_by(what, query(&run.notices.current.id, whom), who, &[page]);
    if gives_status(findings) {
        answers.push(asked("a GET from a page", Who::Given)?);
    }
    if run.endpoint.is_authorized() {
        answers.push(asked("a GET from a page without a token", Who::Nobody)?);
    }
    Ok(answers)
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
    run.endpoint.ask(
        "a preflight",
        &Ask { method: Method::OPTIONS, query: String::new(), headers, body: vec![], who: Who::Nobody },
    )
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

/// One line, and no list: browsers take two for none.
fn allows(answer: &Answer, origin: &str) -> bool {
    let mut lines = answer.headers.get_all("access-control-allow-origin").into_iter();
    match (lines.next(), lines.next()) {
        (Some(allowed), None) => allowed == "*" || allowed == origin,
        _ => false,
    }
}

fn lists(answer: &Answer, header: &str, name: &str) -> bool {
    answer.list(header).iter().any(|one| one == name)
}
