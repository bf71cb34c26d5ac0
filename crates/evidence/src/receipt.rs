//! Whether a receipt is what it says: its form, the signature under its checkpoint, its place in the log, the words shown.

use crate::{
    Checkpoint, CheckpointError, Hash, Outcome, Record, Report, Salt, VerifierKey, leaf_data, leaf_hash,
    note::NoteError, report::Words, verify_inclusion,
};
use ciente_notice::{Acknowledgement, Digest, LogProof, Receipt, ReceiptFormat, canonical_value, is_instant};
use serde_json::Value;

const FORM: Words = Words {
    name: "form",
    proves: "this is a complete receipt",
    does_not_prove: "that anything in it is true: anybody can write one",
};

const CHECKPOINT: Words = Words {
    name: "checkpoint",
    proves: "the holder of the log's key stated this size and this root of the log",
    does_not_prove: "when it was stated, or that others were shown the same log: for that, compare checkpoints that were \
                     kept outside (`ciente verify --log`)",
};

const INCLUSION: Words = Words {
    name: "inclusion",
    proves: "exactly this record, to the letter, is in the log that the checkpoint is of",
    does_not_prove: "that what the client said is true; who that was is proved as well as the receiver proved it: see \
                     `authenticated`",
};

const NOTICE: Words = Words {
    name: "notice",
    proves: "these are, to the letter, the words whose digest this record names",
    does_not_prove: "that the person read or understood them",
};

/// Checks a receipt, read with [`crate::parse_strict`], against the log's key.
pub fn verify_receipt(receipt: &Value, key: &VerifierKey) -> Report {
    let mut report = Report::default();
    let Some(read) = check_form(receipt, &mut report) else { return report };
    let Some(log) = read.log else {
        let detail = "this receipt is from before the log, or of a receiver without one: it has no member `log`";
        report.add(&CHECKPOINT, Outcome::Unknown, detail);
        return report;
    };
    if let Some(checkpoint) = check_checkpoint(&log.checkpoint, key, &mut report) {
        check_inclusion(receipt, &log, &checkpoint, &mut report);
    }
    report
}

/// Checks that a built notice, read with [`crate::parse_strict`], is the one that a receipt names.
pub fn verify_notice(receipt: &Value, notice: Option<&Value>) -> Report {
    let mut report = Report::default();
    let Some(notice) = notice else {
        let detail = "not checked: name the notice's JSON file with --notice FILE";
        report.add(&NOTICE, Outcome::Skipped, detail);
        return report;
    };
    let named = receipt.pointer("/acknowledgement/notice").unwrap_or(&Value::Null);
    let digest = named.get("digest").and_then(Value::as_str).unwrap_or_default();
    let compared = match digest_of(notice) {
        Ok(found) if found == digest => calls_itself(named, notice).map(|()| {
            format!("the digest of the notice is {found}, as in the receipt, and so are its id, version and language")
        }),
        Ok(found) => Err(format!("the digest of the notice is {found}, but the receipt names {digest}")),
        Err(error) => Err(error),
    };
    report.judge(&NOTICE, compared);
    report
}

/// The digest of a notice, whatever its spelling.
pub(crate) fn digest_of(notice: &Value) -> Result<String, String> {
    let bytes = canonical_value(notice).map_err(|error| format!("the notice has no canonical form: {error}"))?;
    Ok(Digest::of_bytes(&bytes).to_string())
}

/// Whether a notice says of itself what an acknowledgement calls it. A keeper's own log may hold a record that calls the words
/// something other than they are.
///
/// # Errors
/// With the member in which they differ.
pub fn calls_itself(named: &Value, notice: &Value) -> Result<(), String> {
    for member in ["id", "version", "locale"] {
        let (own, said) = (notice.get(member), named.get(member));
        if own != said {
            let shown = |value: Option<&Value>| value.map_or("nothing".into(), ToString::to_string);
            return Err(format!("the {member} of the notice is {}, but the receipt names {}", shown(own), shown(said)));
        }
    }
    Ok(())
}

/// `None` when there is nothing to go on with.
pub(crate) fn check_form(receipt: &Value, report: &mut Report) -> Option<Receipt> {
    let format = receipt.get("format").and_then(Value::as_str);
    if format != Some(ReceiptFormat::TEXT) {
        let found = format.map_or("it has no `format`".into(), |format| format!("its format is \"{format}\""));
        report.add(&FORM, Outcome::Unknown, format!("this is no {}: {found}", ReceiptFormat::TEXT));
        return None;
    }
    // `serde` would also take the members of an object one after the other, as an array.
    let is_array = |place: &&str| receipt.pointer(place).is_some_and(Value::is_array);
    let read = match ["/log", "/authenticated"].iter().find(|place| is_array(place)) {
        Some(place) => Err(format!("its `{}` is no object", &place[1..])),
        None => serde_json::from_value::<Receipt>(receipt.clone()).map_err(|error| error.to_string()),
    };
    let valid = read.and_then(|read| {
        let inner = receipt.get("acknowledgement").unwrap_or(&Value::Null);
        Acknowledgement::from_value(inner)
            .map_err(|violations| violations.first().map(ToString::to_string).unwrap_or_default())?;
        if !is_instant(&read.received_at) {
            return Err(format!("its `receivedAt` is no time: \"{}\"", read.received_at));
        }
        check_authenticated(&read)?;
        Ok(read)
    });
    match valid {
        Ok(read) => {
            report.add(&FORM, Outcome::Holds, said(&read));
            Some(read)
        }
        Err(error) => {
            report.add(&FORM, Outcome::Fails, format!("it says that it is a receipt, but {error}"));
            None
        }
    }
}

/// The format has them equal: a token for somebody else is refused. So "verified by a token" is never said of another person.
fn check_authenticated(receipt: &Receipt) -> Result<(), String> {
    let Acknowledgement { tenant, subject, .. } = &receipt.acknowledgement;
    match &receipt.authenticated {
        Some(named) if (&named.tenant, &named.subject) != (tenant, subject) => Err(format!(
            "its `authenticated` says that the token named {} of tenant {}, and the acknowledgement is of {} of tenant {}",
            quoted(&named.subject),
            quoted(&named.tenant),
            quoted(subject),
            quoted(tenant)
        )),
        _ => Ok(()),
    }
}

/// A name that somebody chose, so that it is seen where it ends.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

fn said(receipt: &Receipt) -> String {
    let a = &receipt.acknowledgement;
    let proof = if receipt.authenticated.is_some() { "verified by a token" } else { "as stated by the client" };
    // What everybody may choose comes last and in quotation marks: a name could be a sentence like this one.
    format!(
        "{}, {proof}: {} of tenant {}, version {} of {} in {}, at {} by their clock; received at {}",
        a.action.as_str(),
        quoted(&a.subject),
        quoted(&a.tenant),
        a.notice.version,
        a.notice.id,
        a.notice.locale,
        a.acted_at,
        receipt.received_at
    )
}

pub(crate) fn check_checkpoint(note: &str, key: &VerifierKey, report: &mut Report) -> Option<Checkpoint> {
    match Checkpoint::open(note, key) {
        Ok(checkpoint) => {
            let Checkpoint { origin, size, root } = &checkpoint;
            report.add(&CHECKPOINT, Outcome::Holds, format!("signed by {origin}: {size} records, root {root}"));
            Some(checkpoint)
        }
        Err(error) => {
            let hint = match &error {
                CheckpointError::Note(NoteError::OtherKey { .. }) => "; is this the key of the log that issued it?",
                _ => "",
            };
            report.add(&CHECKPOINT, Outcome::Fails, format!("{error}{hint}"));
            None
        }
    }
}

pub(crate) fn check_inclusion(receipt: &Value, log: &LogProof, checkpoint: &Checkpoint, report: &mut Report) {
    report.judge(&INCLUSION, included(receipt, log, checkpoint));
}

fn included(receipt: &Value, log: &LogProof, checkpoint: &Checkpoint) -> Result<String, String> {
    let salt: Salt = log.salt.parse().map_err(|error| format!("`salt`: {error}"))?;
    let proof: Vec<Hash> = log
        .proof
        .iter()
        .map(|hash| hash.parse())
        .collect::<Result<_, _>>()
        .map_err(|error| format!("`proof`: {error}"))?;
    let record = Record::of(receipt).map_err(|error| error.to_string())?;
    let leaf = leaf_hash(&leaf_data(&salt, &record));
    if verify_inclusion(&leaf, log.index, checkpoint.size, &proof, &checkpoint.root) {
        return Ok(format!("it is record {} of the {} in the log", log.index, checkpoint.size));
    }
    Err(format!(
        "this record is not number {} of the {} in the log: the record, its salt, its index or its proof was changed",
        log.index, checkpoint.size
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        SigningKey, Verdict, parse_strict,
        testing::{key, notice, receipt, receipt_of},
    };
    use serde_json::json;

    fn verdict(receipt: &Value) -> Verdict {
        verify_receipt(receipt, &key().verifier()).verdict()
    }

    #[test]
    fn a_receipt_holds_whatever_its_spelling() {
        let receipt = receipt();
        assert_eq!(verdict(&receipt), Verdict::Holds);
        let pretty = serde_json::to_vec_pretty(&receipt).unwrap();
        assert_eq!(verdict(&parse_strict(&pretty).unwrap()), Verdict::Holds);
    }

    /// All members of a value, as JSON Pointers.
    fn leaves(value: &Value, place: &str, all: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| leaves(value, &format!("{place}/{name}"), all))
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(i, value)| leaves(value, &format!("{place}/{i}"), all))
            }
            _ => all.push(place.to_owned()),
        }
    }

    #[test]
    fn whatever_is_changed_it_no_longer_holds() {
        let sound = receipt();
        let mut places = Vec::new();
        leaves(&sound, "", &mut places);
        assert!(places.len() > 15);
        for place in places.iter().filter(|place| *place != "/format") {
            let mut forged = sound.clone();
            let value = forged.pointer_mut(place).unwrap();
            *value = match &*value {
                Value::String(text) => {
                    // The last character that carries meaning, and not the padding of a base64 text.
                    let mut text = text.clone().into_bytes();
                    text[0] = if text[0] == b'A' { b'B' } else { b'A' };
                    String::from_utf8(text).unwrap().into()
                }
                Value::Number(_) => 3.into(),
                _ => json!({ "tenant": "1400000000", "subject": "alice" }),
            };
            assert_eq!(verdict(&forged), Verdict::DoesNotHold, "{place}");
        }
        for (place, extra) in [("", "extra"), ("/acknowledgement", "extra"), ("/log", "extra")] {
            let mut forged = sound.clone();
            forged.pointer_mut(place).unwrap()[extra] = json!(1);
            assert_eq!(verdict(&forged), Verdict::DoesNotHold, "{place}");
        }
        for place in ["/log", "/acknowledgement", "/acknowledgement/notice", "/acknowledgement/client"] {
            let mut forged = sound.clone();
            let object = forged.pointer_mut(place).unwrap();
            // In the order in which the types have them.
            let members = match place {
                "/log" => &["index", "salt", "proof", "checkpoint"][..],
                "/acknowledgement" => {
                    &["format", "id", "notice", "tenant", "subject", "action", "shownAt", "actedAt", "client"]
                }
                "/acknowledgement/notice" => &["id", "version", "locale", "digest"],
                _ => &["widget", "origin"],
            };
            *object = members.iter().map(|name| object[*name].clone()).collect();
            assert_eq!(verdict(&forged), Verdict::DoesNotHold, "{place}");
        }
    }

    #[test]
    fn a_token_that_named_somebody_else_vouches_for_nobody() {
        let of = |tenant: &str, subject: &str| {
            verify_receipt(&receipt_of(&json!({ "tenant": tenant, "subject": subject })), &key().verifier())
        };
        assert_eq!(of("1400000000", "alice").verdict(), Verdict::Holds);
        for (tenant, subject) in [("1400000000", "mallory"), ("1400000001", "alice")] {
            let report = of(tenant, subject);
            assert_eq!(report.verdict(), Verdict::DoesNotHold);
            let said = &report.checks()[0].detail;
            assert!(
                said.contains(&format!(
                    "the token named \"{subject}\" of tenant \"{tenant}\", and the acknowledgement is of \"alice\""
                )),
                "{said}"
            );
        }
    }

    #[test]
    fn another_key_does_not_vouch_for_it_and_no_log_tells_nothing() {
        let other = SigningKey::new("a.example/log", &[6; 32]).unwrap().verifier();
        assert_eq!(verify_receipt(&receipt(), &other).verdict(), Verdict::DoesNotHold);
        let mut early = receipt();
        early.as_object_mut().unwrap().remove("log");
        assert_eq!(verdict(&early), Verdict::CannotTell);
        assert_eq!(verdict(&json!({ "format": "ciente/receipt/2" })), Verdict::CannotTell);
        assert_eq!(verdict(&json!([])), Verdict::CannotTell);
    }

    #[test]
    fn words_are_what_they_call_themselves() {
        for (member, other) in [("id", "other"), ("version", "2099"), ("locale", "ja")] {
            // Of a keeper who signs whatever they like.
            let mut receipt = receipt();
            receipt["acknowledgement"]["notice"][member] = json!(other);
            let report = verify_notice(&receipt, Some(&notice()));
            assert_eq!(report.verdict(), Verdict::DoesNotHold);
            assert!(report.checks()[0].detail.contains(&format!("but the receipt names \"{other}\"")));
        }
    }

    #[test]
    fn the_time_of_receipt_is_a_time() {
        for text in ["yesterday", "2026-11-23", "2026-11-23T10:00:42.000Z\u{1b}[2K"] {
            let mut receipt = receipt();
            receipt["receivedAt"] = json!(text);
            let report = verify_receipt(&receipt, &key().verifier());
            assert!(report.checks()[0].detail.contains("`receivedAt` is no time"), "{text}");
        }
    }

    #[test]
    fn the_words_are_compared_by_their_digest() {
        let verdict = |notice: &Value| verify_notice(&receipt(), Some(notice)).verdict();
        assert_eq!(verdict(&notice()), Verdict::Holds);
        for other in [json!("Other words"), json!(1.5)] {
            let mut notice = notice();
            notice["title"] = other;
            assert_eq!(verdict(&notice), Verdict::DoesNotHold);
        }
        assert_eq!(verify_notice(&receipt(), None).checks()[0].outcome, Outcome::Skipped);
    }
}
