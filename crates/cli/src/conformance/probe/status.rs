//! `GET`: what the endpoint says about a user.

use super::{
    super::{
        acts::Words,
        endpoint::{Answer, Who},
        findings::{Findings, Outcome, Verdict, Why},
        rules::Rule,
    },
    OTHER_TENANT, Run, gives_status, receipt, says_yes, taken,
};
use ciente_notice::is_instant;
use serde_json::Value;

/// Of a user who never acknowledged, and whether it says anything at all.
pub(super) fn before(run: &Run, findings: &mut Findings) {
    let subject = run.someone();
    let answer = match run.status("whether a new user has acknowledged", &subject) {
        Ok(answer) => answer,
        Err(why) => return findings.judge(Rule::GivesStatus, Err(why)),
    };
    match answer.status {
        404 | 405 | 501 => {
            findings.not_offered(Rule::GivesStatus, format!("GET is answered with {}: a plain webhook", answer.status));
            for rule in [
                Rule::StatusFalse,
                Rule::StatusTrue,
                Rule::DeclineAlone,
                Rule::StatusDeclined,
                Rule::StatusNewest,
                Rule::StatusScope,
            ] {
                findings.not_offered(rule, "only the record on the device counts");
            }
        }
        200 => {
            findings.holds(Rule::GivesStatus);
            match answer.json().and_then(|said| said.get("acknowledged")?.as_bool()) {
                Some(false) => {
                    findings.holds(Rule::StatusFalse);
                    findings.judge(Rule::DeclineAlone, declined(run, &subject));
                }
                Some(true) if run.endpoint.is_authorized() => {
                    for rule in [Rule::StatusFalse, Rule::DeclineAlone] {
                        findings.not_tested(rule, "this user has acknowledged before; name another");
                    }
                }
                Some(true) => findings.fails(Rule::StatusFalse, "a user who was never there before has acknowledged"),
                None => findings.fails(Rule::StatusFalse, "the answer has no acknowledged that is true or false"),
            }
        }
        // Of whoever must prove who they are, the first act will tell.
        _ => findings.fails(Rule::GivesStatus, format!("GET was answered with {}", answer.shown())),
    }
}

/// Somebody of whom there is nothing else.
fn declined(run: &Run, subject: &str) -> Verdict {
    let mut act = act_of(run, &run.notices.current, subject);
    act["action"] = "declined".into();
    if !run.post("an act of declining by a new user", &act)?.is_success() {
        return Err(Why::Untold("an act of declining is not taken".into()));
    }
    let answer = run.status("whether one who only declined has acknowledged", subject)?;
    match answer.json().filter(|_| answer.status == 200) {
        Some(said) if said["acknowledged"] == false => Ok(()),
        _ => Err(format!("{} was answered with {}", answer.to, answer.told()).into()),
    }
}

/// Of users who acknowledged.
pub(super) fn after(run: &Run, findings: &mut Findings) {
    if !gives_status(findings) {
        // 404 may have meant that user only.
        if findings.of(Rule::GivesStatus).outcome == Outcome::NotOffered
            && run
                .status("whether one who acknowledged has", &run.acts.subject)
                .is_ok_and(|answer| answer.status == 200)
        {
            let why = "GET is answered with 200 of a user who acknowledged, and not of one who did not: say {\"acknowledged\":false}";
            findings.fails(Rule::GivesStatus, why);
        }
        return;
    }
    let current = &run.notices.current;
    let subject = run.someone();
    findings.judge(Rule::StatusTrue, recorded(run, &subject));
    findings.judge(Rule::StatusScope, scope(run, &subject));

    let subject = run.someone();
    let mut acts = [act_of(run, current, &subject), act_of(run, current, &subject)];
    if let Some(second) = acts.last_mut() {
        second["action"] = "declined".into();
    }
    let sent = acts.iter().try_for_each(|act| taken(run.post("an act", act)));
    let verdict =
        sent.and_then(|()| acknowledged(&run.status("whether one who declined later has", &subject)?, current));
    findings.judge(Rule::StatusDeclined, verdict.map(drop));
    findings.judge(Rule::StatusNewest, newest(run));
}

fn act_of(run: &Run, words: &Words, subject: &str) -> Value {
    let mut act = run.acts.act(words);
    act["subject"] = subject.into();
    act
}

fn recorded(run: &Run, subject: &str) -> Verdict {
    let answer = run.post("an act", &act_of(run, &run.notices.current, subject))?;
    taken(Ok(answer.clone()))?;
    let said = acknowledged(&run.status("whether that user has", subject)?, &run.notices.current)?;
    match receipt::of(&answer) {
        Some(given) if given["receivedAt"] != said["receivedAt"] => Err(format!(
            "receivedAt is {}, and in the receipt of that record {}",
            said["receivedAt"], given["receivedAt"]
        )
        .into()),
        _ => Ok(()),
    }
}

/// Of another notice, and where anybody can be named, for another tenant.
fn scope(run: &Run, subject: &str) -> Verdict {
    let (notice, tenant) = (&run.notices.current.id, &run.acts.tenant);
    let is_anonymous = !run.endpoint.is_authorized();
    let whom = is_anonymous.then_some((tenant.as_str(), subject));
    let other = "ciente-conformance-another";
    if says_yes(&run.status_of("whether that user has acknowledged another notice", other, whom, Who::Given)?) {
        return Err(format!("who acknowledged {notice} has acknowledged {other} too").into());
    }
    if !is_anonymous {
        return Ok(());
    }
    let whom = Some((OTHER_TENANT, subject));
    if says_yes(&run.status_of("whether that user has, of another tenant,", notice, whom, Who::Given)?) {
        return Err(format!("who acknowledged for {tenant} has acknowledged for {OTHER_TENANT} too").into());
    }
    Ok(())
}

/// An older version that still counts is what was acknowledged last; one that does not count is not looked at.
fn newest(run: &Run) -> Verdict {
    let (current, subject) = (&run.notices.current, run.someone());
    let counts = match (&run.notices.editorial, &run.notices.stale) {
        (None, None) => return Err(Why::Untold("name a notice with more than one version: --manifest".into())),
        (editorial, _) => editorial.as_ref(),
    };
    taken(run.post("an act", &act_of(run, current, &subject)))?;
    if let Some(words) = counts {
        if !run.post("an older version that still counts", &act_of(run, words, &subject))?.is_success() {
            return Err(Why::Untold("an older version that still counts is not taken".into()));
        }
        acknowledged(&run.status("which version that user has acknowledged last", &subject)?, words)?;
    }
    if let Some(words) = &run.notices.stale {
        run.post("a replaced version after that", &act_of(run, words, &subject))?;
        let answer = run.status("whether a replaced version is looked at", &subject)?;
        acknowledged(&answer, counts.unwrap_or(current))?;
    }
    Ok(())
}

/// What it says of a user whose newest record that counts is of these words.
fn acknowledged(answer: &Answer, words: &Words) -> Result<Value, Why> {
    let said = answer.json().filter(|_| answer.status == 200);
    let said = said.ok_or_else(|| format!("{} was answered with {}", answer.to, answer.shown()))?;
    if said["acknowledged"] != true {
        return Err(format!("it answers {said} of a user who acknowledged").into());
    }
    for (name, expected) in [("version", &words.version), ("digest", &words.digest)] {
        if said[name] != expected.as_str() {
            return Err(format!("{name} is {}, not {expected:?}", said[name]).into());
        }
    }
    if !said["receivedAt"].as_str().is_some_and(is_instant) {
        return Err("receivedAt is not YYYY-MM-DDThh:mm:ss.sssZ".into());
    }
    Ok(said)
}
