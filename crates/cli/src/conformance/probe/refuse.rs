//! What is no acknowledgement, and words that were never published.

use super::{
    super::{
        findings::{Findings, Verdict},
        rules::Rule,
    },
    JSON, Run,
};
use ciente_notice::{MAX_BODY_BYTES, classify};
use serde_json::Value;

/// Everything that should be refused.
pub(super) fn all(run: &Run, findings: &mut Findings) {
    let mut refused = |rule, what: &str, headers: &[(&'static str, &str)], body: Vec<u8>| {
        let verdict = run.post_as(what, headers, body).and_then(|answer| {
            // Refused for good: a client must not come back with it.
            let final_no = matches!(classify(answer.status, None), ciente_notice::Verdict::Rejected);
            if final_no { Ok(()) } else { Err(format!("{what} was answered with {}", answer.shown()).into()) }
        });
        findings.judge(rule, verdict);
    };
    let bytes = |value: &Value| value.to_string().into_bytes();
    let act = || run.act();
    refused(
        Rule::KeyMismatch,
        "another Idempotency-Key",
        &[JSON, ("idempotency-key", &format!("\"{}\"", run.acts.id()))],
        bytes(&act()),
    );
    refused(Rule::MediaType, "text/plain", &[("content-type", "text/plain")], bytes(&act()));
    let mut large = bytes(&act());
    large.resize(MAX_BODY_BYTES + 1, b' ');
    refused(Rule::TooLarge, "a body of 8193 bytes", &[JSON], large);
    let mut half = bytes(&act());
    half.truncate(half.len() / 2);
    refused(Rule::Malformed, "half a body", &[JSON], half);
    let mut twice = bytes(&act());
    twice.truncate(twice.len().saturating_sub(1));
    twice.extend_from_slice(br#","action":"declined"}"#);
    refused(Rule::Twice, "a member twice", &[JSON], twice);
    let mut lacking = act();
    if let Some(members) = lacking.as_object_mut() {
        members.remove("shownAt");
    }
    refused(Rule::Missing, "an act without shownAt", &[JSON], bytes(&lacking));
    for (pointer, wrong) in [
        ("/action", "perhaps"),
        ("/format", "ciente/acknowledgement/0"),
        ("/id", "17"),
        ("/actedAt", "yesterday"),
        ("/notice/digest", "sha-256:17"),
        ("/subject", ""),
        ("/subject", "a\u{0}b"),
    ] {
        // Who it is, the authorization says: then that is what is wrong with it.
        if run.endpoint.is_authorized() && pointer == "/subject" {
            continue;
        }
        let mut malformed = act();
        if let Some(member) = malformed.pointer_mut(pointer) {
            *member = wrong.into();
        }
        refused(Rule::MemberMalformed, &format!("{wrong:?} as {}", &pointer[1..]), &[JSON], bytes(&malformed));
    }
    let mut more = act();
    more["note"] = "not listed".into();
    refused(Rule::Unknown, "a member that is not listed", &[JSON], bytes(&more));

    if run.notices.made_up {
        findings.not_tested(Rule::UnknownNotice, "name a published notice: --manifest");
    } else {
        let mut other = act();
        other["notice"]["digest"] = format!("sha-256:{}", "00ff".repeat(16)).into();
        findings.judge(Rule::UnknownNotice, unprocessable(run, "a digest that was never published", &other));
    }
    match &run.notices.other_digest {
        None => {
            findings.not_tested(Rule::Contradiction, "name a published notice with two locales or versions: --manifest")
        }
        Some(digest) => {
            let mut other = act();
            other["notice"]["digest"] = digest.as_str().into();
            findings.judge(Rule::Contradiction, unprocessable(run, "the digest of other words", &other));
        }
    }
}

fn unprocessable(run: &Run, what: &str, act: &Value) -> Verdict {
    let answer = run.post(what, act)?;
    if answer.status == 422 { Ok(()) } else { Err(format!("{what} was answered with {}", answer.shown()).into()) }
}
