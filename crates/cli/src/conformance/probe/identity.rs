//! Who may say what about whom.

use super::{
    super::{endpoint::Ask, findings::Findings, rules::Rule},
    JSON, Run,
};
use ureq::http::Method;

/// Without authorization, and for somebody else.
pub(super) fn all(run: &Run, findings: &mut Findings) {
    const RULES: [Rule; 3] = [Rule::Unauthenticated, Rule::Challenge, Rule::Foreign];
    if !run.endpoint.is_authorized() {
        RULES.into_iter().for_each(|rule| {
            findings.not_tested(rule, "name a user and their authorization: --tenant, --subject and --header")
        });
        return;
    }
    let body = run.act().to_string().into_bytes();
    let headers = vec![(JSON.0, JSON.1.to_owned())];
    let ask = Ask { method: Method::POST, query: vec![], headers, body, anonymous: true };
    match run.endpoint.ask("an act without authorization", &ask) {
        Err(detail) => findings.fails(Rule::Unauthenticated, detail),
        Ok(answer) if answer.is_success() => {
            RULES.into_iter().for_each(|rule| findings.not_offered(rule, "it takes acts without authorization"));
        }
        Ok(answer) => {
            let shown = || format!("an act without authorization was answered with {}", answer.shown());
            findings.judge(Rule::Unauthenticated, if answer.status == 401 { Ok(()) } else { Err(shown()) });
            if answer.status == 401 {
                let has = answer.header("www-authenticate").is_some_and(|value| !value.trim().is_empty());
                findings.judge(Rule::Challenge, if has { Ok(()) } else { Err("there is none".into()) });
            }
            let mut foreign = run.act();
            foreign["subject"] = run.acts.stranger().into();
            let verdict = run.post("an act of somebody else", &foreign).and_then(|answer| match answer.status {
                403 => Ok(()),
                _ => Err(format!("an act of somebody else was answered with {}", answer.shown())),
            });
            findings.judge(Rule::Foreign, verdict);
        }
    }
}
