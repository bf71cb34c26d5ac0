//! Acts that must be taken, and replays that must make nothing new.

use super::{
    super::{
        endpoint::Answer,
        findings::{Findings, Verdict, Why},
        rules::Rule,
    },
    First, JSON, OTHER_TENANT, Run, Stopped, gives_status, key,
    names::{is_known, is_unknown},
    receipt, taken,
};
use ciente_notice::MAX_BODY_BYTES;
use serde_json::Value;
use std::{thread, time::Duration};

/// How many send the same at once.
const AT_ONCE: usize = 8;

/// The first act of all; without it there is nothing to find out.
pub(super) fn first(run: &Run, findings: &mut Findings) -> Result<Option<First>, Stopped> {
    findings.not_tested(Rule::Durable, "this cannot be seen from outside");
    let sent = run.act();
    let answer = run.post("a new acknowledgement", &sent).map_err(|why| match why {
        Why::Broken(detail) => Stopped::Unreachable(detail),
        Why::Untold(detail) | Why::Busy(detail) => Stopped::Busy(detail),
    })?;
    let problem = answer.problem();
    match answer.status {
        401 | 403 => return Err(Stopped::Unauthenticated(answer.status)),
        400..=499 if run.notices.made_up && problem.as_deref() == Some("unknown-notice") => {
            return Err(Stopped::UnknownNotice);
        }
        _ => {}
    }
    if !answer.is_success() {
        let unknown = answer.status == 422 && problem.is_none_or(|problem| problem == "unknown-notice");
        let hint = if unknown && !run.notices.made_up {
            "; does the endpoint publish the notice that --manifest (or --notice) names, with the same words?"
        } else {
            ""
        };
        findings.fails(Rule::Record, format!("it was answered with {}{hint}", answer.shown()));
        return Ok(None);
    }
    findings.holds(Rule::Record);
    match receipt::of(&answer) {
        Some(given) => {
            findings.holds(Rule::GivesReceipt);
            findings.judge(Rule::Receipt, run.check(&given, &sent).map_err(Why::from));
            let created = answer.status == 201;
            let wrong = || format!("a receipt for a new record came with {}", answer.status);
            findings.judge(Rule::Created, if created { Ok(()) } else { Err(wrong().into()) });
        }
        None => {
            findings.not_offered(Rule::GivesReceipt, "2xx is all it says");
            for rule in [Rule::Created, Rule::Receipt] {
                findings.not_offered(rule, "there are none");
            }
            if let Some(misspelt) = receipt::misspelt(&answer) {
                findings.fails(Rule::Receipt, misspelt);
            }
        }
    }
    Ok(Some(First { sent, answer }))
}

/// The same again, in every way in which it can be the same; and another under its id.
pub(super) fn again(run: &Run, first: &First, findings: &mut Findings) {
    // A receiver that takes the time of every request would give itself away within a millisecond or two.
    thread::sleep(Duration::from_millis(5));
    findings.judge(Rule::Replay, same(run.post("the same once more", &first.sent), first));

    let key = key(&first.sent);
    let other = run.post_as(
        "the same in another order and with escapes",
        &[JSON, ("idempotency-key", &key)],
        rewritten(&first.sent).into_bytes(),
    );
    findings.judge(Rule::ReplayValue, same(other, first));

    let mut capitals = first.sent.clone();
    capitals["id"] = capitals["id"].as_str().unwrap_or_default().to_uppercase().into();
    findings.judge(Rule::ReplayCase, same(run.post("the same with its id in capitals", &capitals), first));

    findings.judge(Rule::IdReused, reused(run, first, gives_status(findings)));
    findings.judge(Rule::Concurrent, at_once(run));
}

/// Every act at the end of the run: none is lost, or forgotten because others came since, whatever it says. What it is known by is
/// its id, and not a header that need not be there.
pub(super) fn late(run: &Run, findings: &mut Findings) {
    let kept = run.kept();
    let again = |(n, first): (usize, &First)| {
        let what = first.answer.to.as_str();
        let answer = if n % 2 == 0 {
            run.post_as(&format!("{what} once more at the end, without a key"), &[JSON], bytes(&first.sent))
        } else {
            run.post(&format!("{what} once more at the end"), &first.sent)
        };
        same(answer, first)
    };
    findings.judge(Rule::ReplayLate, kept.iter().enumerate().try_for_each(again));
}

/// Under the id of the first act, one that differs from it in one member only.
fn reused(run: &Run, first: &First, gives_status: bool) -> Verdict {
    let mut others: Vec<(&str, Value)> = vec![
        ("/action", "declined".into()),
        ("/shownAt", "2020-01-01T00:00:00.000Z".into()),
        ("/actedAt", "2020-01-01T00:00:00.000Z".into()),
        ("/client/origin", "https://another.ciente-conformance.invalid".into()),
        ("/client/widget", "another".into()),
        ("/notice/id", "ciente-conformance-another".into()),
        ("/notice/locale", "qaa".into()),
    ];
    let older = run.notices.stale.as_ref().or(run.notices.editorial.as_ref());
    others.extend(older.map(|words| ("/notice/version", words.version.clone().into())));
    others.extend(run.notices.other_digest.clone().map(|digest| ("/notice/digest", digest.into())));
    // Whole: what is refused for other reasons comes after what is taken already.
    others.extend(run.notices.stale.as_ref().map(|words| ("/notice", run.acts.act(words)["notice"].clone())));
    let stranger = run.acts.stranger();
    if !run.endpoint.is_authorized() {
        others.push(("/subject", stranger.as_str().into()));
        let large = run.acts.subject.to_uppercase();
        // Digits have no other case, nor has most of the world's writing.
        if large != run.acts.subject {
            others.push(("/subject", large.into()));
        }
        others.push(("/tenant", OTHER_TENANT.into()));
    }
    for (pointer, value) in others {
        let mut another = first.sent.clone();
        if let Some(member) = another.pointer_mut(pointer) {
            *member = value;
        }
        let answer = run.post(&format!("another {} under a used id", pointer.trim_start_matches('/')), &another)?;
        let right = answer.status == 422 && answer.problem().is_none_or(|problem| problem == "id-reused");
        // Who does not know a tenant that is made up says so before anything else.
        let is_unknown_tenant = pointer == "/tenant" && matches!(answer.status, 401 | 403);
        if !right && !is_unknown_tenant {
            return Err(format!("{} was answered with {}", answer.to, answer.shown()).into());
        }
    }
    if gives_status && !run.endpoint.is_authorized() {
        is_unknown(run, &stranger, "an act under a used id was refused; its user counts as one who acknowledged:")?;
    }
    same(run.post("the first act after others under its id", &first.sent), first)
}

fn same(answer: Result<Answer, Why>, first: &First) -> Verdict {
    let answer = answer?;
    let wrong = match receipt::of(&first.answer) {
        Some(_) if answer.status != 200 => format!("{} was answered with {}", answer.to, answer.shown()),
        Some(given) if answer.json().as_ref() != Some(&given) => {
            format!("{} was answered with another receipt", answer.to)
        }
        None if answer.status != first.answer.status => {
            format!("{} was answered with {}, and first with {}", answer.to, answer.shown(), first.answer.status)
        }
        _ => return Ok(()),
    };
    Err(wrong.into())
}

/// The same value in other bytes: members from the last to the first, white space, and a letter of each text written as its number.
fn rewritten(value: &Value) -> String {
    let json = value.to_string();
    match value {
        Value::Object(members) => {
            let members = members.iter().rev().map(|(name, value)| format!("\t{name:?} : {}", rewritten(value)));
            format!("{{\r\n{}\n}}", members.collect::<Vec<_>>().join(" ,\n"))
        }
        Value::String(text) => match (text.chars().next(), json.get(2..)) {
            (Some(first), Some(rest)) if first.is_ascii_alphanumeric() => {
                format!("\"\\u{:04x}{rest}", u32::from(first))
            }
            _ => json,
        },
        _ => json,
    }
}

fn at_once(run: &Run) -> Verdict {
    let act = run.act();
    let answers: Vec<_> = thread::scope(|scope| {
        let one = || scope.spawn(|| run.post("the same at once", &act));
        let all: Vec<_> = (0..AT_ONCE).map(|_| one()).collect();
        all.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    // Who asks for patience has made nothing.
    let (mut told, mut untold) = (Vec::new(), None);
    for answer in answers {
        match answer {
            Ok(answer) => told.push(answer),
            Err(why @ (Why::Untold(_) | Why::Busy(_))) => untold = Some(why),
            Err(broken) => return Err(broken),
        }
    }
    if let Some(refused) = told.iter().find(|answer| !answer.is_success()) {
        return Err(format!("one of {AT_ONCE} at once was answered with {}", refused.shown()).into());
    }
    let receipts: Vec<_> = told.iter().filter_map(receipt::of).collect();
    if receipts.windows(2).any(|pair| pair.first() != pair.last()) {
        return Err(format!("{AT_ONCE} at once were answered with different receipts").into());
    }
    let new = told.iter().filter(|answer| answer.status == 201).count();
    if !receipts.is_empty() && new > 1 {
        return Err(format!("{new} of {AT_ONCE} at once were answered with 201").into());
    }
    match untold {
        Some(why) if told.len() < 2 => Err(why),
        _ if receipts.is_empty() => {
            Err(Why::Untold("without receipts it cannot be seen how many records that made".into()))
        }
        _ => Ok(()),
    }
}

/// Everything else that is right.
pub(super) fn others(run: &Run, findings: &mut Findings) {
    let act = run.act();
    findings.judge(Rule::KeyOptional, taken(run.post_as("an act without an Idempotency-Key", &[JSON], bytes(&act))));
    let act = run.act();
    let bare = ("idempotency-key", act["id"].as_str().unwrap_or_default());
    findings.judge(Rule::KeyBare, taken(run.post_as("an Idempotency-Key without quotes", &[JSON, bare], bytes(&act))));
    let act = run.act();
    let charset = ("content-type", "application/json; charset=utf-8");
    findings.judge(
        Rule::Charset,
        taken(run.post_as("an act with charset=utf-8", &[charset, ("idempotency-key", &key(&act))], bytes(&act))),
    );
    let mut declined = run.act();
    declined["action"] = "declined".into();
    findings.judge(Rule::Declined, taken(run.post("an act of declining", &declined)));
    if run.endpoint.is_authorized() {
        findings.not_tested(Rule::Longest, "the authorization says who it is");
    } else {
        findings.judge(Rule::Longest, longest(run, gives_status(findings)));
    }
}

/// The longest subject, then the longest tenant, unless there is one that the endpoint is known to know.
fn longest(run: &Run, gives_status: bool) -> Verdict {
    let mut act = run.act();
    let subject = format!("{}{}{}", "𝔸".repeat(200), run.acts.id(), "é".repeat(20));
    act["subject"] = subject.as_str().into();
    let mut body = bytes(&act);
    body.resize(MAX_BODY_BYTES, b' ');
    let headers = [JSON, ("idempotency-key", &key(&act))];
    run.recorded(run.post_as("an act of the longest subject", &headers, body), &act)?;
    if gives_status {
        is_known(run, &run.acts.tenant, &subject)?;
        let cut = subject.strip_suffix('é').unwrap_or_default();
        is_unknown(run, cut, "a user with 256 characters acknowledged; cut to 255")?;
    }
    if run.acts.named_tenant {
        return Ok(());
    }
    let mut act = run.act();
    let tenant = "租".repeat(128);
    act["tenant"] = tenant.as_str().into();
    act["subject"] = run.acts.stranger().into();
    let answer = run.post("an act for the longest tenant", &act)?;
    if !answer.is_success() {
        // For its length, or because nobody ever told the endpoint of it?
        let mut short = run.act();
        short["tenant"] = OTHER_TENANT.into();
        if !run.post("an act for another tenant", &short)?.is_success() {
            return Err(Why::Untold("it takes no tenants that are made up".into()));
        }
    }
    run.recorded(Ok(answer), &act)?;
    if gives_status { is_known(run, &tenant, act["subject"].as_str().unwrap_or_default()) } else { Ok(()) }
}

fn bytes(act: &Value) -> Vec<u8> {
    act.to_string().into_bytes()
}
