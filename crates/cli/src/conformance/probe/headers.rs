//! What every answer carries, over all that were seen.

use super::{
    super::{
        endpoint::{Answer, Ask, Who},
        findings::Findings,
        rules::Rule,
    },
    Run,
};
use ureq::http::Method;

/// Everything about headers and problems.
pub(super) fn all(run: &Run, findings: &mut Findings) {
    // An empty PUT changes nothing anywhere that it could be taken.
    let put = Ask { method: Method::PUT, query: String::new(), headers: vec![], body: vec![], who: Who::Given };
    // Without an answer there is nothing to say about it.
    let _ = run.endpoint.ask("a method that is not of the wire", &put);
    let seen = run.endpoint.seen();
    let every = |wanted: &dyn Fn(&Answer) -> bool, holds: &dyn Fn(&Answer) -> Result<(), String>| {
        let meant: Vec<_> = seen.iter().filter(|answer| wanted(answer)).collect();
        let wrong: Vec<_> = meant.iter().filter_map(|answer| Some((answer, holds(answer).err()?))).collect();
        let told = wrong.first().map(|(answer, why)| {
            format!(
                "{} of {} answers: {why}, for example {} to {}",
                wrong.len(),
                meant.len(),
                answer.shown(),
                answer.to
            )
        });
        (!meant.is_empty(), told.map_or(Ok(()), |told| Err(told.into())))
    };
    let has = |name: &'static str| {
        move |answer: &Answer| if answer.headers.contains_key(name) { Ok(()) } else { Err(format!("no {name}")) }
    };
    // Whoever says "later" may be a proxy in front of the endpoint; no cache keeps that.
    let (_, verdict) = every(&|answer| !answer.asks_for_patience(), &|answer| {
        let said = answer.list("cache-control");
        let says = |wanted: &str| said.iter().any(|part| part == wanted);
        let may_be_kept = answer.method == Method::GET && answer.status == 200;
        match says("no-store") || may_be_kept && says("private") {
            true => Ok(()),
            false if may_be_kept => Err("neither Cache-Control: no-store nor private".into()),
            false => Err("no Cache-Control: no-store".into()),
        }
    });
    findings.judge(Rule::NoStore, verdict);
    for (rule, wanted, name, none) in [
        (Rule::RetryAfter, [429, 503], "retry-after", "no 429 and no 503 was seen"),
        (Rule::Allow, [405, 405], "allow", "no 405 was seen"),
    ] {
        match every(&|answer| wanted.contains(&answer.status), &has(name)) {
            (true, verdict) => findings.judge(rule, verdict),
            (false, _) => findings.not_tested(rule, none),
        }
    }
    // Not where there are none: whether tokens are asked for was seen before.
    if let (true, verdict) = every(&|answer| answer.status == 401, &has("www-authenticate")) {
        findings.judge(Rule::Challenge, verdict);
    }
    match every(&|answer| answer.status >= 400, &problem) {
        (true, verdict) => findings.judge(Rule::Problem, verdict),
        (false, _) => findings.not_tested(Rule::Problem, "nothing was refused"),
    }
}

fn problem(answer: &Answer) -> Result<(), String> {
    let media_type = answer.header("content-type").unwrap_or_default();
    if !media_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/problem+json") {
        return Err(format!("{media_type:?} instead of application/problem+json"));
    }
    let body = answer.json().ok_or("the body is not JSON")?;
    if !body["type"].is_string() || !body["title"].is_string() {
        return Err("type or title is missing".into());
    }
    if body["status"] == answer.status { Ok(()) } else { Err(format!("its status says {}", body["status"])) }
}
