//! The evidence about one subject in one file: a page that a person reads, which carries the data that a program checks.
//!
//! The page is made from the data and from nothing else, so that a check of the data is a check of what the page says: it is
//! made once more and compared, byte for byte.

use crate::{
    Checkpoint, Outcome, Report, VerifierKey,
    history::contradiction,
    page,
    receipt::{calls_itself, check_checkpoint, check_form, check_inclusion, digest_of, quoted},
    report::Words,
    strict::parse_strict,
};
use ciente_notice::{LogProof, is_instant};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The format's tag.
pub const BUNDLE_FORMAT: &str = "ciente/evidence/1";

/// Between these stands the data in the page.
const BEGIN: &str = "<script type=\"application/json\" id=\"ciente-evidence\">";
const END: &str = "</script>";

const BUNDLE: Words = Words {
    name: "bundle",
    proves: "the file can be read to its end, and every record in it is of the subject that it names",
    does_not_prove: "that these are all records of this subject, or when the file was made: that is its own word",
};

const NOTICES: Words = Words {
    name: "notices",
    proves: "the texts in the file are, to the letter, those whose digests the records name",
    does_not_prove: "that the person read or understood them",
};

const ONE_LOG: Words = Words {
    name: "one-log",
    proves: "the signed checkpoints in the file contradict one another nowhere, and every record has one place in the log",
    does_not_prove: "that the one is what the other grew into; that is what `--log` and `--since` are for",
};

const PAGE: Words = Words {
    name: "page",
    proves: "the page shows to people what was checked here, when the file says it was made, and nothing else",
    does_not_prove: "anything about a page of another release of this program",
};

/// What the file carries for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bundle {
    /// Always [`BUNDLE_FORMAT`].
    pub format: String,
    /// The release that made it: the page of another may look different.
    pub made_by: String,
    /// The host's app.
    pub tenant: String,
    /// The user.
    pub subject: String,
    /// When it was made: RFC 3339, UTC, milliseconds.
    pub exported_at: String,
    /// The log's checkpoint that all proofs lead to.
    pub checkpoint: String,
    /// The records, in the log's order.
    pub records: Vec<BundleItem>,
    /// The notices that they name, by digest.
    pub notices: BTreeMap<String, Value>,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BundleItem {
    /// The receipt as it was issued.
    pub receipt: Value,
    /// Its number in the log.
    pub index: u64,
    /// The salt of its leaf, in base64.
    pub salt: String,
    /// The inclusion proof in the tree of the bundle's checkpoint, in base64.
    pub proof: Vec<String>,
}

impl Bundle {
    /// The file: a page with the data in it.
    ///
    /// # Errors
    /// When a part cannot be written as JSON.
    pub fn to_page(&self) -> serde_json::Result<String> {
        Ok(page::render(self, &self.element()?))
    }

    /// Whether a file is the page that [`Bundle::to_page`] makes.
    fn is_page(&self, file: &str) -> serde_json::Result<bool> {
        Ok(page::is_rendered(self, &self.element()?, file))
    }

    /// What carries the data in the page.
    fn element(&self) -> serde_json::Result<String> {
        // No markup can begin inside the data: the page's parser sees none of these three.
        let data = serde_json::to_string(self)?.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
        Ok(format!("{BEGIN}{data}{END}"))
    }

    /// Whether a file looks like one.
    pub fn is_one(file: &str) -> bool {
        file.contains(BEGIN)
    }

    /// Whether it is as it is written: all that is in it is of this subject, in order, once.
    fn check_order(&self) -> Result<(), String> {
        let Self { tenant, subject, exported_at, records, .. } = self;
        // It is on the page, and nothing proves it: so nothing but a time may stand there.
        if !is_instant(exported_at) {
            return Err(format!("the time at which it was made is none: \"{exported_at}\""));
        }
        let is_theirs = |item: &&BundleItem| item.names("/tenant") == tenant && item.names("/subject") == subject;
        match records.iter().filter(|item| !is_theirs(item)).count() {
            0 => {}
            count => {
                return Err(format!(
                    "{count} of its records are not of {} of tenant {}",
                    quoted(subject),
                    quoted(tenant)
                ));
            }
        }
        match records.windows(2).find(|pair| pair[0].index >= pair[1].index) {
            Some(pair) => Err(format!("record {} comes after record {}", pair[1].index, pair[0].index)),
            None => Ok(()),
        }
    }

    /// The data in a file, if there is any; nothing is checked.
    pub fn read_unverified(file: &str) -> Option<Self> {
        parse_strict(data(file)?.as_bytes()).and_then(serde_json::from_value).ok()
    }

    /// The signed checkpoints in it, each once: its own, and those of the receipts. Each of them was kept outside the log.
    pub fn checkpoints(&self) -> Vec<&str> {
        let receipts = self.records.iter().filter_map(|item| item.receipt.pointer("/log/checkpoint")?.as_str());
        let mut all: Vec<_> = [self.checkpoint.as_str()].into_iter().chain(receipts).collect();
        let mut known = BTreeSet::new();
        all.retain(|note| known.insert(*note));
        all
    }
}

impl BundleItem {
    /// A text of the acknowledgement; empty where there is none.
    fn names(&self, pointer: &str) -> &str {
        let acknowledgement = self.receipt.get("acknowledgement");
        acknowledgement.and_then(|it| it.pointer(pointer)).and_then(Value::as_str).unwrap_or_default()
    }
}

/// Checks a bundle against the log's key.
pub fn verify_bundle(file: &str, key: &VerifierKey) -> Report {
    let mut report = Report::default();
    let Some(bundle) = read(file, &mut report) else { return report };
    let Some(checkpoint) = check_checkpoint(&bundle.checkpoint, key, &mut report) else { return report };
    let mut signed = BTreeMap::from([(checkpoint.size, checkpoint.clone())]);
    let mut forked = None;
    for item in &bundle.records {
        let Some((log, then)) = check_record(item, &checkpoint, key, &mut report) else { continue };
        // Two signed roots of one size are two logs; so is a log that was longer once.
        let known = signed.entry(then.size).or_insert_with(|| then.clone());
        forked = forked
            .or_else(|| contradiction(known, &then))
            .or_else(|| contradiction(&then, &checkpoint))
            .or_else(|| moved(item, &log));
    }
    let one = format!("{} sizes of the log are signed in it, each with one root", signed.len());
    report.judge(&ONE_LOG, forked.map_or(Ok(one), Err));
    match missing(&bundle) {
        Some(digest) => report.add(&NOTICES, Outcome::Unknown, format!("the text with the digest {digest} is missing")),
        None => report.judge(&NOTICES, notices(&bundle)),
    }
    match bundle.is_page(file) {
        Ok(true) => report.add(&PAGE, Outcome::Holds, "the page is, byte for byte, the one that follows from the data"),
        Ok(_) if bundle.made_by != env!("CARGO_PKG_VERSION") => {
            let detail = format!(
                "the page was made by release {}; this is {}, whose page differs",
                bundle.made_by,
                env!("CARGO_PKG_VERSION")
            );
            report.add(&PAGE, Outcome::Unknown, detail);
        }
        Ok(_) => {
            report.add(&PAGE, Outcome::Fails, "the page is not the one that follows from the data: it was changed")
        }
        Err(error) => report.add(&PAGE, Outcome::Unknown, error.to_string()),
    }
    report
}

fn read(file: &str, report: &mut Report) -> Option<Bundle> {
    let Some(data) = data(file) else {
        report.add(&BUNDLE, Outcome::Unknown, "there is no evidence in this file");
        return None;
    };
    // What this program cannot read it cannot call forged, as with a receipt.
    let unknown = |report: &mut Report, detail: String| {
        report.add(&BUNDLE, Outcome::Unknown, detail);
        None
    };
    let value = match parse_strict(data.as_bytes()) {
        Ok(value) => value,
        Err(error) => return unknown(report, format!("its data cannot be read: {error}")),
    };
    if let Some(format) = value.get("format").and_then(Value::as_str).filter(|format| *format != BUNDLE_FORMAT) {
        return unknown(
            report,
            format!("its format is \"{format}\", not \"{BUNDLE_FORMAT}\": another release may know it"),
        );
    }
    let bundle = serde_json::from_value::<Bundle>(value).map_err(|error| error.to_string());
    match bundle.and_then(|bundle| bundle.check_order().map(|()| bundle)) {
        Ok(bundle) if bundle.records.is_empty() => {
            let detail =
                format!("it holds no record of {} of tenant {}", quoted(&bundle.subject), quoted(&bundle.tenant));
            report.add(&BUNDLE, Outcome::Unknown, detail);
            None
        }
        Ok(bundle) => {
            let (subject, tenant) = (quoted(&bundle.subject), quoted(&bundle.tenant));
            let detail = format!("{} records of {subject} of tenant {tenant}", bundle.records.len());
            report.add(&BUNDLE, Outcome::Holds, detail);
            Some(bundle)
        }
        Err(error) => {
            report.add(&BUNDLE, Outcome::Fails, error);
            None
        }
    }
}

fn data(file: &str) -> Option<&str> {
    let (_, rest) = file.split_once(BEGIN)?;
    rest.split_once(END).map(|(data, _)| data)
}

/// What a record's own receipt and the bundle cannot both say.
fn moved(item: &BundleItem, log: &LogProof) -> Option<String> {
    let (index, then) = (item.index, log.index);
    if then != index {
        return Some(format!("forked: record {index} was number {then} when its receipt was issued"));
    }
    (item.salt != log.salt).then(|| format!("forked: record {index} had another salt when its receipt was issued"))
}

/// Returns the receipt's own proof and its checkpoint, where it has one that is signed.
fn check_record(
    item: &BundleItem,
    checkpoint: &Checkpoint,
    key: &VerifierKey,
    report: &mut Report,
) -> Option<(LogProof, Checkpoint)> {
    let receipt = check_form(&item.receipt, report)?;
    let proof =
        LogProof { index: item.index, salt: item.salt.clone(), proof: item.proof.clone(), checkpoint: String::new() };
    check_inclusion(&item.receipt, &proof, checkpoint, report);
    // Also what the person was given at the time, where it had a proof of its own.
    let log = receipt.log?;
    let then = check_checkpoint(&log.checkpoint, key, report)?;
    check_inclusion(&item.receipt, &log, &then, report);
    Some((log, then))
}

/// The digest of words that a record names and that are not there.
fn missing(bundle: &Bundle) -> Option<&str> {
    let mut named = bundle.records.iter().map(|item| item.names("/notice/digest"));
    named.find(|digest| !bundle.notices.contains_key(*digest))
}

fn notices(bundle: &Bundle) -> Result<String, String> {
    let named: BTreeSet<&str> = bundle.records.iter().map(|item| item.names("/notice/digest")).collect();
    for (digest, notice) in &bundle.notices {
        if !named.contains(digest.as_str()) {
            return Err(format!("no record in it names the text {digest}"));
        }
        let found = digest_of(notice)?;
        if found != *digest {
            return Err(format!("the text kept under {digest} has the digest {found}"));
        }
    }
    for item in &bundle.records {
        let named = item.receipt.pointer("/acknowledgement/notice").unwrap_or(&Value::Null);
        let notice = bundle.notices.get(item.names("/notice/digest")).unwrap_or(&Value::Null);
        calls_itself(named, notice).map_err(|error| format!("record {}: {error}", item.index))?;
    }
    Ok(format!("{} texts, each with the digest by which a record names it", bundle.notices.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Verdict,
        testing::{Log, digest, key, notice, receipt_in},
    };

    /// With one receipt as it was issued, and its proof in a log.
    fn page(issued: &Value, proven: &Value) -> String {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let log = &proven["log"];
        let bundle = Bundle {
            format: BUNDLE_FORMAT.into(),
            made_by: env!("CARGO_PKG_VERSION").into(),
            tenant: "1400000000".into(),
            subject: "alice".into(),
            exported_at: "2026-11-24T10:00:00.000Z".into(),
            checkpoint: text(&log["checkpoint"]),
            records: vec![BundleItem {
                receipt: issued.clone(),
                index: log["index"].as_u64().unwrap(),
                salt: text(&log["salt"]),
                proof: log["proof"].as_array().unwrap().iter().map(text).collect(),
            }],
            notices: BTreeMap::from([(digest(&notice()), notice())]),
        };
        bundle.to_page().unwrap()
    }

    #[test]
    fn a_bundle_and_the_receipts_in_it_are_of_one_log() {
        let of = |log: &Log| receipt_in(log, &Value::Null);
        let bundle = of(&Log { size: 9, ..Log::default() });
        for (issued, failure) in [
            (Log::default(), None),
            (Log { size: 9, ..Log::default() }, None),
            (Log { size: 9, others: 100, ..Log::default() }, Some("two logs of 9 records")),
            (Log { size: 10, ..Log::default() }, Some("truncated: it had 10 records, and has 9 now")),
            (Log { index: 3, ..Log::default() }, Some("record 2 was number 3")),
            (Log { salt: 8, ..Log::default() }, Some("record 2 had another salt")),
        ] {
            let report = verify_bundle(&page(&of(&issued), &bundle), &key().verifier());
            let failed: Vec<_> = report.checks().iter().filter(|check| check.outcome == Outcome::Fails).collect();
            match failure {
                None => assert_eq!(report.verdict(), Verdict::Holds, "{report:?}"),
                Some(words) => {
                    assert_eq!(failed.iter().map(|check| check.name).collect::<Vec<_>>(), ["one-log"], "{report:?}");
                    assert!(failed[0].detail.contains(words), "{}", failed[0].detail);
                }
            }
        }
    }

    #[test]
    fn each_receipt_in_it_is_a_checkpoint_that_was_kept() {
        let [early, late] = [5, 9].map(|size| receipt_in(&Log { size, ..Log::default() }, &Value::Null));
        let of = |issued: &Value| Bundle::read_unverified(&page(issued, &late)).unwrap();
        let sizes = |bundle: &Bundle| -> Vec<u64> {
            bundle.checkpoints().into_iter().map(|note| Checkpoint::read_unverified(note).unwrap().size).collect()
        };
        assert_eq!((sizes(&of(&early)), sizes(&of(&late))), (vec![9, 5], vec![9]));
    }
}
