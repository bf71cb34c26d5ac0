//! `GET`: what the endpoint says about a user.

use super::{
    super::{
        endpoint::Answer,
        findings::{Findings, Outcome},
        rules::Rule,
    },
    Run, taken,
};
use ciente_notice::is_instant;

/// Of a user who never acknowledged, and whether it says anything at all.
pub(super) fn before(run: &Run, findings: &mut Findings) {
    let answer = match run.status("whether a new user has acknowledged", &run.someone()) {
        Ok(answer) => answer,
        Err(detail) => return findings.fails(Rule::GivesStatus, detail),
    };
    match answer.status {
        404 | 405 | 501 => {
            findings.not_offered(Rule::GivesStatus, format!("GET is answered with {}: a plain webhook", answer.status));
            for rule in [Rule::StatusFalse, Rule::StatusTrue, Rule::StatusDeclined] {
                findings.not_offered(rule, "only the record on the device counts");
            }
        }
        200 => {
            findings.holds(Rule::GivesStatus);
            match answer.json().and_then(|said| said.get("acknowledged")?.as_bool()) {
                Some(false) => findings.holds(Rule::StatusFalse),
                Some(true) if run.endpoint.is_authorized() => {
                    findings.not_tested(Rule::StatusFalse, "this user has acknowledged before; name another");
                }
                Some(true) => findings.fails(Rule::StatusFalse, "a user who was never there before has acknowledged"),
                None => findings.fails(Rule::StatusFalse, "the answer has no acknowledged that is true or false"),
            }
        }
        // Of whoever must prove who they are, the first act will tell.
        _ => findings.fails(Rule::GivesStatus, format!("GET was answered with {}", answer.shown())),
    }
}

/// Of users who acknowledged.
pub(super) fn after(run: &Run, findings: &mut Findings) {
    if findings.of(Rule::GivesStatus).outcome != Outcome::Holds {
        return;
    }
    let of = |subject: &str| {
        let mut act = run.act();
        act["subject"] = subject.into();
        act
    };
    let subject = run.someone();
    let sent = taken(run.post("an act", &of(&subject)));
    let verdict = sent.and_then(|()| acknowledged(run.status("whether that user has", &subject), run));
    findings.judge(Rule::StatusTrue, verdict);

    let subject = run.someone();
    let mut acts = [of(&subject), of(&subject)];
    if let Some(second) = acts.last_mut() {
        second["action"] = "declined".into();
    }
    let sent = acts.iter().try_for_each(|act| taken(run.post("an act", act)));
    let verdict = sent.and_then(|()| acknowledged(run.status("whether one who declined later has", &subject), run));
    findings.judge(Rule::StatusDeclined, verdict);
}

fn acknowledged(answer: Result<Answer, String>, run: &Run) -> Result<(), String> {
    let answer = answer?;
    let said = answer.json().filter(|_| answer.status == 200);
    let said = said.ok_or_else(|| format!("{} was answered with {}", answer.to, answer.shown()))?;
    let words = &run.notices.current;
    if said["acknowledged"] != true {
        return Err(format!("it answers {said} of a user who acknowledged"));
    }
    for (name, expected) in [("version", &words.version), ("digest", &words.digest)] {
        if said[name] != expected.as_str() {
            return Err(format!("{name} is {}, not {expected:?}", said[name]));
        }
    }
    if !said["receivedAt"].as_str().is_some_and(is_instant) {
        return Err("receivedAt is not YYYY-MM-DDThh:mm:ss.sssZ".into());
    }
    Ok(())
}
