//! Whether users stay apart whose names are nearly the same.

use super::{
    super::{
        endpoint::Who,
        findings::{Findings, Verdict, Why},
        rules::Rule,
    },
    Run, gives_status, query, says_yes, short,
};
use unicode_normalization::UnicodeNormalization as _;

/// One subject with everything in it that is easily lost, and its neighbours.
pub(super) fn all(run: &Run, findings: &mut Findings) {
    if run.endpoint.is_authorized() {
        findings.not_tested(Rule::NamesExact, "the authorization says who it is");
    } else {
        findings.judge(Rule::NamesExact, exact(run, gives_status(findings)));
    }
}

fn exact(run: &Run, gives_status: bool) -> Verdict {
    let subject = format!(" Zoe\u{301} +&%41 𝔸 {}", run.acts.id());
    let mut act = run.act();
    act["subject"] = subject.as_str().into();
    run.record(&format!("an act of {subject:?}"), &act)?;
    if !gives_status {
        return Err(Why::Untold("there is no GET by which it could be seen".into()));
    }
    is_known(run, &run.acts.tenant, &subject)?;
    // The other spelling of a space.
    let whom = query(&run.notices.current.id, Some((&run.acts.tenant, &subject))).replace('+', "%20");
    let answer = run.status_by("whether that user has, with %20 for each space,", whom, Who::Given, &[])?;
    if !says_yes(&answer) {
        return Err(format!("{} was answered with {}, and with + with true", answer.to, answer.told()).into());
    }
    let neighbours = [
        ("in lower case", subject.to_lowercase()),
        ("in NFC", subject.nfc().collect()),
        ("in NFKC", subject.nfkc().collect()),
        ("trimmed", subject.trim().to_owned()),
        ("with a space for +", subject.replace('+', " ")),
        ("decoded once more", subject.replace("%41", "A")),
    ];
    neighbours.iter().try_for_each(|(how, name)| is_unknown(run, name, &format!("{subject:?} acknowledged; {how}")))
}

/// Of this user a GET must say that they acknowledged.
pub(super) fn is_known(run: &Run, tenant: &str, subject: &str) -> Verdict {
    let what = format!("whether {} has acknowledged", short(subject));
    let answer = run.status_of(&what, &run.notices.current.id, Some((tenant, subject)), Who::Given)?;
    let said = || {
        let (subject, tenant) = (short(subject), short(tenant));
        format!("{subject} of tenant {tenant} acknowledged, and GET was answered with {}", answer.told())
    };
    if says_yes(&answer) { Ok(()) } else { Err(said().into()) }
}

/// Of this one it must not.
pub(super) fn is_unknown(run: &Run, subject: &str, who: &str) -> Verdict {
    let answer = run.status("whether somebody of nearly that name has", subject)?;
    if says_yes(&answer) { Err(format!("{who} it is taken for the same user").into()) } else { Ok(()) }
}
