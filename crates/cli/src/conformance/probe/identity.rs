//! Who may say what about whom.

use super::{
    super::{
        endpoint::{Answer, Ask, Who},
        findings::{Findings, Outcome, Verdict, Why},
        rules::Rule,
    },
    JSON, OTHER_TENANT, Run, gives_status, says_yes,
};
use ureq::http::Method;

/// Without authorization, with one that does not hold, and for somebody else.
pub(super) fn all(run: &Run, findings: &mut Findings) {
    const RULES: [Rule; 5] =
        [Rule::Unauthenticated, Rule::Challenge, Rule::TokenHolds, Rule::StatusToken, Rule::Foreign];
    if !run.endpoint.is_authorized() {
        RULES.into_iter().for_each(|rule| {
            findings.not_tested(rule, "name a user and their authorization: --tenant, --subject and --header")
        });
        return;
    }
    match post(run, "an act without authorization", Who::Nobody) {
        Err(why) => findings.judge(Rule::Unauthenticated, Err(why)),
        Ok(answer) if answer.is_success() => {
            RULES.into_iter().for_each(|rule| findings.not_offered(rule, "it takes acts without authorization"));
        }
        Ok(answer) => {
            findings.judge(Rule::Unauthenticated, is_401(&answer));
            if answer.status == 401 {
                let has = answer.header("www-authenticate").is_some_and(|value| !value.trim().is_empty());
                findings.judge(Rule::Challenge, if has { Ok(()) } else { Err("there is none".into()) });
            }
            match findings.of(Rule::GivesStatus).outcome {
                Outcome::NotOffered => findings.not_offered(Rule::StatusToken, "there is no GET"),
                Outcome::Holds if answer.status == 401 => findings.judge(Rule::StatusToken, asked_by_nobody(run)),
                Outcome::Holds => {
                    findings.not_tested(Rule::StatusToken, "a POST without authorization is not 401 either");
                }
                _ => findings.not_tested(Rule::StatusToken, "there is no GET that works"),
            }
            findings.judge(Rule::TokenHolds, altered(run, gives_status(findings)));
            findings.judge(Rule::Foreign, foreign(run, findings.of(Rule::StatusTrue).outcome == Outcome::Holds));
            if findings.of(Rule::Unauthenticated).outcome == Outcome::Holds
                && findings.of(Rule::Receipt).outcome == Outcome::Holds
            {
                findings.judge(Rule::Receipt, named(run));
            }
        }
    }
}

/// For others, of the same tenant and of another one.
fn foreign(run: &Run, has_status: bool) -> Verdict {
    let stranger = run.acts.stranger();
    for (what, member, value) in [
        ("an act of somebody else", "subject", stranger.as_str()),
        ("an act for another tenant", "tenant", OTHER_TENANT),
    ] {
        let mut act = run.act();
        act[member] = value.into();
        let answer = run.post(what, &act)?;
        if answer.status != 403 {
            return Err(format!("{what} was answered with {}", answer.shown()).into());
        }
    }
    if !has_status {
        return Ok(());
    }
    // Whoever is named: it may be refused, or say what is true of the one whose token it is.
    let whom = Some((run.acts.tenant.as_str(), stranger.as_str()));
    let answer = run.status_of("a GET that names somebody else", &run.notices.current.id, whom, Who::Given)?;
    let is_told = answer.status == 200 && !says_yes(&answer);
    if is_told { Err(format!("{} was answered with {}", answer.to, answer.told()).into()) } else { Ok(()) }
}

/// Where tokens are asked for, a receipt says whose held.
fn named(run: &Run) -> Verdict {
    let given = run.record("an act with a token that holds", &run.act())?;
    match given {
        Some(given) if given["authenticated"].is_null() => {
            Err("a token was asked for, and the receipt says authenticated: null".into())
        }
        _ => Ok(()),
    }
}

fn post(run: &Run, what: &str, who: Who) -> Result<Answer, Why> {
    let body = run.act().to_string().into_bytes();
    let headers = vec![(JSON.0, JSON.1.to_owned())];
    run.endpoint.ask(what, &Ask { method: Method::POST, query: String::new(), headers, body, who })
}

fn is_401(answer: &Answer) -> Verdict {
    if answer.status == 401 {
        Ok(())
    } else {
        Err(format!("{} was answered with {}", answer.to, answer.shown()).into())
    }
}

/// With the names in the address, as an endpoint that asks for no authorization reads them. One that asks for it may find
/// that malformed before it looks who is asking, and is then asked without them.
fn asked_by_nobody(run: &Run) -> Verdict {
    let what = "whether a user has acknowledged, without authorization,";
    let notice = &run.notices.current.id;
    let named = run.status_of(what, notice, Some((&run.acts.tenant, &run.acts.subject)), Who::Nobody)?;
    if named.status != 400 {
        is_401(&named)?;
    }
    is_401(&run.status_of(what, notice, None, Who::Nobody)?)
}

/// Whoever only reads a token, and does not verify it, takes this one.
fn altered(run: &Run, gives_status: bool) -> Verdict {
    if run.endpoint.altered().is_none() {
        return Err(Why::Untold("the given authorization has no character that could be altered".into()));
    }
    is_401(&post(run, "an act with its token altered", Who::Altered)?)?;
    if !gives_status {
        return Ok(());
    }
    is_401(&run.status_of("a GET with its token altered", &run.notices.current.id, None, Who::Altered)?)
}
