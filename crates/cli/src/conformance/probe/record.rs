//! Acts that must be taken, and replays that must make nothing new.

use super::{
    super::{endpoint::Answer, findings::Findings, rules::Rule},
    First, JSON, Run, Stopped, key, receipt, taken,
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
    let answer = run.post("a new acknowledgement", &sent).map_err(Stopped::Unreachable)?;
    match answer.status {
        401 | 403 => return Err(Stopped::Unauthenticated(answer.status)),
        400..=499 if run.notices.made_up && answer.problem().as_deref() == Some("unknown-notice") => {
            return Err(Stopped::UnknownNotice);
        }
        _ => {}
    }
    if !answer.is_success() {
        findings.fails(Rule::Record, format!("it was answered with {}", answer.shown()));
        return Ok(None);
    }
    findings.holds(Rule::Record);
    match receipt::of(&answer) {
        Some(given) => {
            findings.holds(Rule::GivesReceipt);
            findings.judge(Rule::Receipt, receipt::check(&given, &sent));
            if answer.status != 201 {
                findings.fails(Rule::Record, format!("a new record with a receipt is 201, not {}", answer.status));
            }
        }
        None => {
            findings.not_offered(Rule::GivesReceipt, "2xx is all it says");
            findings.not_offered(Rule::Receipt, "there are none");
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
    let other = run.post_as("the same in another order", &[JSON, ("idempotency-key", &key)], reordered(&first.sent));
    findings.judge(Rule::ReplayValue, same(other, first));

    let mut capitals = first.sent.clone();
    capitals["id"] = capitals["id"].as_str().unwrap_or_default().to_uppercase().into();
    findings.judge(Rule::ReplayCase, same(run.post("the same with its id in capitals", &capitals), first));

    let mut another = first.sent.clone();
    another["action"] = "declined".into();
    let verdict = run.post("another act under a used id", &another).and_then(|answer| {
        let right = answer.status == 422 && answer.problem().is_none_or(|problem| problem == "id-reused");
        if !right {
            return Err(format!("another act under a used id was answered with {}", answer.shown()));
        }
        same(run.post("the first act after that", &first.sent), first)
    });
    findings.judge(Rule::IdReused, verdict);
    findings.judge(Rule::Concurrent, at_once(run));
}

fn same(answer: Result<Answer, String>, first: &First) -> Result<(), String> {
    let answer = answer?;
    match receipt::of(&first.answer) {
        Some(_) if answer.status != 200 => Err(format!("{} was answered with {}", answer.to, answer.shown())),
        Some(given) if answer.json().as_ref() != Some(&given) => {
            Err(format!("{} was answered with another receipt", answer.to))
        }
        None if !answer.is_success() => Err(format!("{} was answered with {}", answer.to, answer.shown())),
        _ => Ok(()),
    }
}

/// The same value in other bytes: members from the last to the first, and white space.
fn reordered(value: &Value) -> Vec<u8> {
    let members =
        value.as_object().map(|members| members.iter().rev().map(|(name, value)| format!("\t{name:?} : {value}")));
    let members: Vec<_> = members.into_iter().flatten().collect();
    format!("{{\r\n{}\n}}", members.join(" ,\n")).into_bytes()
}

fn at_once(run: &Run) -> Result<(), String> {
    let act = run.act();
    let answers: Vec<_> = thread::scope(|scope| {
        let one = || scope.spawn(|| run.post("the same at once", &act));
        let all: Vec<_> = (0..AT_ONCE).map(|_| one()).collect();
        all.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let answers = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
    // Who asks for patience has made nothing.
    let told: Vec<_> = answers.iter().filter(|answer| !matches!(answer.status, 429 | 503)).collect();
    if let Some(refused) = told.iter().find(|answer| !answer.is_success()) {
        return Err(format!("one of {AT_ONCE} at once was answered with {}", refused.shown()));
    }
    let receipts: Vec<_> = told.iter().filter_map(|answer| receipt::of(answer)).collect();
    if receipts.windows(2).any(|pair| pair.first() != pair.last()) {
        return Err(format!("{AT_ONCE} at once were answered with different receipts"));
    }
    let new = told.iter().filter(|answer| answer.status == 201).count();
    if !receipts.is_empty() && new > 1 {
        return Err(format!("{new} of {AT_ONCE} at once were answered with 201"));
    }
    if told.is_empty() { Err("none of them was taken".into()) } else { Ok(()) }
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
        let mut longest = run.act();
        longest["tenant"] = "租".repeat(128).into();
        longest["subject"] = format!("{}{}", "𝔸".repeat(200), run.acts.id() + &"é".repeat(20)).into();
        let mut body = bytes(&longest);
        body.resize(MAX_BODY_BYTES, b' ');
        let headers = [JSON, ("idempotency-key", &key(&longest))];
        findings.judge(Rule::Longest, taken(run.post_as("the longest act", &headers, body)));
    }
}

fn bytes(act: &Value) -> Vec<u8> {
    act.to_string().into_bytes()
}
