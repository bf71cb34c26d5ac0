//! Versions that no longer hold.

use super::{
    super::{
        acts::Words,
        findings::{Findings, Verdict},
        rules::Rule,
    },
    Run, receipt, says_yes, taken,
};
use serde_json::Value;

/// Replaced versions, and older ones that still count.
pub(super) fn all(run: &Run, findings: &mut Findings) {
    match &run.notices.stale {
        Some(words) => replaced(run, words, findings),
        None => {
            for rule in [Rule::Stale, Rule::StaleTruth] {
                findings
                    .not_tested(rule, "name a notice of which a material change has replaced a version: --manifest");
            }
        }
    }
    match &run.notices.editorial {
        Some(words) => findings.judge(Rule::Editorial, still_counts(run, words)),
        None => findings.not_tested(Rule::Editorial, "name a notice with an editorial change: --manifest"),
    }
}

fn replaced(run: &Run, words: &Words, findings: &mut Findings) {
    let mut act = run.acts.act(words);
    act["subject"] = run.someone().into();
    let answer = match run.post("a replaced version", &act) {
        Ok(answer) => answer,
        Err(why) => {
            findings.judge(Rule::StaleTruth, Err(why.clone()));
            return findings.judge(Rule::Stale, Err(why));
        }
    };
    let right = answer.status == 409 && answer.problem().as_deref() == Some("stale-notice");
    let shown = || format!("version {} was answered with {}", words.version, answer.shown());
    findings.judge(Rule::Stale, if right { Ok(()) } else { Err(shown().into()) });
    let verdict = truth(run, words, &act, receipt::of(&answer)).and_then(|()| mislabelled(run, words));
    findings.judge(Rule::StaleTruth, verdict);
}

/// Neither the receipt nor the status may say that somebody who saw the old words has seen the current ones.
fn truth(run: &Run, words: &Words, act: &Value, given: Option<Value>) -> Verdict {
    if let Some(given) = given {
        run.check(&given, act)?;
    }
    if run.endpoint.is_authorized() {
        return Ok(());
    }
    let status = run.status("whether that user has acknowledged", act["subject"].as_str().unwrap_or_default())?;
    let said = status.json().unwrap_or_default();
    let current = says_yes(&status) && said["version"] == run.notices.current.version.as_str();
    let wrong = || format!("version {} was sent and the current one is recorded", words.version);
    if current { Err(wrong().into()) } else { Ok(()) }
}

/// The old words under the current label: whoever records that has recorded the old version as the new one.
fn mislabelled(run: &Run, words: &Words) -> Verdict {
    let current = &run.notices.current;
    let mut act = run.acts.act(&Words { digest: words.digest.clone(), ..current.clone() });
    act["subject"] = run.someone().into();
    let answer = run.post("replaced words under the current label", &act)?;
    let (old, new) = (&words.version, &current.version);
    let wrong = || format!("the words of version {old}, sent as version {new}, were answered with {}", answer.shown());
    if answer.is_success() { Err(wrong().into()) } else { Ok(()) }
}

fn still_counts(run: &Run, words: &Words) -> Verdict {
    let act = run.acts.act(words);
    let answer = run.post("an older version that still counts", &act)?;
    taken(Ok(answer.clone()))?;
    match receipt::of(&answer) {
        Some(given) if given["acknowledgement"]["notice"] != act["notice"] => {
            Err("its receipt speaks of another version".into())
        }
        _ => Ok(()),
    }
}
