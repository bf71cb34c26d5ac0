//! Whether a store still holds what its log says: everything in it is read once and compared, check by check.

use crate::{
    Kept, StoreError, Vault,
    store::{Archived, leaf},
};
use ciente_evidence::{
    Checkpoint, Coordinate, Frontier, Hash, Outcome, Report, Verdict, VerifierKey, Words, calls_itself, export_tiles,
    leaf_hash, verify_export, verify_receipt,
};
use ciente_notice::Digest;
use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

/// How many records are read at a time.
const PAGE: usize = 256;

/// So many numbers are named, and of the others only how many there are.
const NAMED: usize = 10;

const FILE: Words = Words {
    name: "file",
    proves: "the database's own checks find nothing wrong with it",
    does_not_prove: "anything about what is in it",
};

const IDENTITY: Words = Words {
    name: "identity",
    proves: "the database names this key as that of its log",
    does_not_prove: "that there were as many records from before the log as it says: theirs are the receipts without a proof",
};

const TREE: Words = Words {
    name: "tree",
    proves: "every stored hash of the log is the one that follows from its leaves, so proofs made from them hold",
    does_not_prove: "which records the leaves are of; that is what `records` is for",
};

const RECORDS: Words = Words {
    name: "records",
    proves: "every record that is there is, to the letter, the one that the log has under its number, and its receipt holds",
    does_not_prove: "that what a client said is true, or that no record is missing",
};

const COLUMNS: Words = Words {
    name: "columns",
    proves: "what questions are answered from says the same as the records",
    does_not_prove: "that a receiver answers what is stored",
};

const COMPLETE: Words = Words {
    name: "complete",
    proves: "every number of the log has its record or a tombstone, and none has both",
    does_not_prove: "why or when a record with a tombstone went: nobody signs a tombstone",
};

const TEXTS: Words = Words {
    name: "texts",
    proves: "the words that the records name are kept, to the letter",
    does_not_prove: "that the person read or understood them, or since when they were published: that is the keeper's word",
};

/// What a walk over all records finds.
#[derive(Default)]
struct Walk {
    count: u64,
    changed: BTreeSet<u64>,
    twice: BTreeSet<u64>,
    astray: BTreeSet<u64>,
    gaps: Vec<Range<u64>>,
    /// One past the last number.
    end: u64,
    /// Whether there are numbers that no checkpoint is of.
    is_beyond: bool,
    digests: BTreeSet<Digest>,
    present: BTreeSet<u64>,
    /// Why the walk ended before the last record.
    broken: Option<String>,
}

impl Vault {
    /// Checks all that is stored against the log, the log against its key, and, where there are any, against checkpoints that
    /// were kept elsewhere. Records may arrive and go meanwhile.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn audit(&self, since: &[&str], key: &VerifierKey) -> Result<Report, StoreError> {
        let mut report = self.audit_log(since, key).await?;
        // A size that nobody has signed may be any: nothing can be held against it.
        if Checkpoint::open(&self.checkpoint().await?.0, key).is_err() {
            return Ok(report);
        }
        if let Some(why) = self.store().unsound().await? {
            report.add(&FILE, Outcome::Fails, why);
        }
        let before_the_log = self.store().before_the_log().await?;
        let named = self.verifier().await;
        report.judge(&IDENTITY, identity(named, key, before_the_log, self.size().await?));
        // What is erased from here on may be seen as a record still; what was erased before may not.
        let erased: BTreeSet<u64> = self.tombstones().await?.iter().map(|tombstone| tombstone.index).collect();
        // What arrives from here on may be seen or not.
        let size = self.size().await?;
        let mut walk = self.walk(key, &erased, before_the_log).await?;
        if walk.end < size {
            walk.gaps.push(walk.end..size);
        }
        let (unnumbered, disordered) = (self.store().unnumbered().await?, self.store().disordered().await?);
        let tombstones = self.tombstones().await?;
        let broken = walk.broken.take();
        report.judge(&RECORDS, broken.clone().map_or_else(|| records(&walk), Err));
        // What was not reached is not known.
        let whole = |words: &Words, result: Result<String, String>, report: &mut Report| match &broken {
            Some(_) if result.is_ok() => report.add(words, Outcome::Unknown, "not every record could be read"),
            _ => report.judge(words, result),
        };
        whole(&COLUMNS, columns(&walk, unnumbered, disordered), &mut report);
        if broken.is_none() {
            let tombstones = tombstones.iter().map(|tombstone| tombstone.index);
            report.judge(&COMPLETE, complete(&walk, size, tombstones));
        } else {
            report.add(&COMPLETE, Outcome::Unknown, "not every record could be read");
        }
        let texts = texts(&walk.digests, &self.archived(None).await?);
        whole(&TEXTS, texts, &mut report);
        Ok(report)
    }

    /// The tree, built out of its leaves once more; its checkpoint; and its history.
    async fn audit_log(&self, since: &[&str], key: &VerifierKey) -> Result<Report, StoreError> {
        let (note, stated) = self.checkpoint().await?;
        if Checkpoint::open(&note, key).is_err() {
            return Ok(verify_export(|_| Ok(Some(note.clone().into_bytes())), since, key));
        }
        let mut tree = Frontier::empty();
        let mut wrong = None;
        let mut tiles = HashMap::new();
        for from in (0..stated.size).step_by(PAGE) {
            let leaves: Vec<_> =
                (from..stated.size.min(from + PAGE as u64)).map(|index| Coordinate { level: 0, index }).collect();
            let stored = self.nodes(&leaves).await?;
            let mut follows = Vec::with_capacity(2 * PAGE);
            for at in &leaves {
                let Some(hash) = stored.get(at) else {
                    wrong.get_or_insert_with(|| format!("the leaf {} is missing", at.index));
                    break;
                };
                tree.append_hash(*hash, |node| follows.push(node));
            }
            if tree.size() < from + leaves.len() as u64 {
                break;
            }
            let above: Vec<_> = follows.iter().map(|node| node.at).filter(|at| at.level > 0).collect();
            let stored = self.nodes(&above).await?;
            let differs = follows.iter().find(|node| node.at.level > 0 && stored.get(&node.at) != Some(&node.hash));
            if let Some(node) = differs {
                let place = format!("the hash {} of level {}", node.at.index, node.at.level);
                wrong.get_or_insert_with(|| format!("{place} is not what follows from the leaves below it"));
            }
            tiles
                .extend(follows.iter().filter(|node| node.at.level.is_multiple_of(8)).map(|node| (node.at, node.hash)));
        }
        let bytes = |places: Vec<Coordinate>| -> Option<Vec<u8>> {
            places
                .iter()
                .map(|at| tiles.get(at).map(|Hash(bytes)| *bytes))
                .collect::<Option<Vec<_>>>()
                .map(|all| all.concat())
        };
        let mut files: HashMap<_, _> =
            export_tiles(stated.size).map_while(|(path, places)| Some((path, bytes(places)?))).collect();
        files.insert("checkpoint".to_owned(), note.into_bytes());
        let mut report = verify_export(|path| Ok(files.get(path).cloned()), since, key);
        let surplus = self.store().surplus().await?;
        if surplus > 0 {
            wrong.get_or_insert_with(|| {
                format!(
                    "hashes that belong to no record which the newest checkpoint counts: {surplus}; records were taken away at the \
                     end, or somebody added hashes"
                )
            });
        }
        report.judge(&TREE, wrong.map_or_else(|| Ok(format!("{} leaves and all hashes above them", tree.size())), Err));
        Ok(report)
    }

    async fn walk(&self, key: &VerifierKey, erased: &BTreeSet<u64>, before_the_log: u64) -> Result<Walk, StoreError> {
        let mut walk = Walk::default();
        let mut limit = self.size().await?;
        loop {
            let page = match self.store().kept(None, walk.end, PAGE).await {
                Ok(page) => page,
                // A row that is no record ends the walk: what comes after it cannot be asked for without it.
                Err(StoreError::Fault(why)) => {
                    walk.broken = Some(format!("from number {} on the records cannot be read: {why}", walk.end));
                    return Ok(walk);
                }
                Err(error) => return Err(error),
            };
            let (Some(first), Some(last)) = (page.first(), page.last()) else { return Ok(walk) };
            let astray = match self.store().astray(first.index, last.index).await {
                Err(StoreError::Fault(_)) => (first.index..=last.index).collect(),
                other => other?,
            };
            walk.astray.extend(astray);
            // Two rows with one number may fall on two pages, and the second be passed over.
            walk.twice.extend(self.store().doubled(first.index, last.index).await?);
            let places: Vec<_> = page.iter().map(|kept| Coordinate { level: 0, index: kept.index }).collect();
            let leaves = self.nodes(&places).await?;
            for Kept { receipt, index, salt } in page {
                if index >= limit {
                    limit = self.size().await?;
                }
                if index >= limit {
                    // The log knows nothing of what comes now.
                    walk.is_beyond = true;
                    return Ok(walk);
                }
                if index > walk.end {
                    walk.gaps.push(walk.end..index);
                }
                walk.end = walk.end.max(index + 1);
                walk.count += 1;
                walk.digests.insert(receipt.acknowledgement.notice.digest);
                if erased.contains(&index) {
                    walk.present.insert(index);
                }
                let own = salt.parse().ok().and_then(|salt| leaf(&receipt, &salt).ok()).map(|data| leaf_hash(&data));
                let is_leaf = own.is_some() && own.as_ref() == leaves.get(&Coordinate { level: 0, index });
                let holds =
                    serde_json::to_value(&receipt).is_ok_and(|value| match verify_receipt(&value, key).verdict() {
                        Verdict::Holds => true,
                        Verdict::CannotTell => index < before_the_log,
                        Verdict::DoesNotHold => false,
                    });
                if !is_leaf || !holds {
                    walk.changed.insert(index);
                }
            }
        }
    }
}

fn identity(
    named: Result<String, StoreError>,
    key: &VerifierKey,
    before_the_log: u64,
    size: u64,
) -> Result<String, String> {
    let named = named.map_err(|error| error.to_string())?;
    if named != key.to_string() {
        return Err(format!("the database says that its log is that of {named}"));
    }
    match before_the_log {
        0 => Ok(format!("the log is that of {}, from the first record on", key.name())),
        some if some <= size => {
            Ok(format!("the log is that of {}; the first {some} records are from before it", key.name()))
        }
        some => Err(format!("the database says that {some} records are from before the log, and it has {size} in all")),
    }
}

fn records(walk: &Walk) -> Result<String, String> {
    if walk.changed.is_empty() {
        Ok(format!("{} records, each the one under its number", walk.count))
    } else {
        Err(format!("not what the log has under {}", numbers(&walk.changed)))
    }
}

fn columns(walk: &Walk, unnumbered: u64, disordered: Option<u64>) -> Result<String, String> {
    let mut faults = Vec::new();
    if !walk.astray.is_empty() {
        faults.push(format!("the columns say something other than the record: {}", numbers(&walk.astray)));
    }
    if unnumbered > 0 {
        faults.push(format!("{unnumbered} rows have no number in the log"));
    }
    if let Some(number) = disordered {
        faults
            .push(format!("which record is the newest is told by another order than that of the log: number {number}"));
    }
    told(&faults, || format!("{} rows, each as its record says", walk.count))
}

fn complete(walk: &Walk, size: u64, tombstones: impl Iterator<Item = u64>) -> Result<String, String> {
    let mut faults = Vec::new();
    let gone: BTreeSet<u64> = tombstones.collect();
    let missing: u64 = walk.gaps.iter().map(|gap| (gap.end - gap.start) - gone.range(gap.clone()).count() as u64).sum();
    if missing > 0 {
        // Not one by one: there may be more than fit into memory.
        let first = walk.gaps.iter().cloned().flatten().filter(|number| !gone.contains(number)).take(NAMED);
        faults.push(format!("neither record nor tombstone: {}", named(first, missing)));
    }
    if !walk.twice.is_empty() {
        faults.push(format!("more than one record: {}", numbers(&walk.twice)));
    }
    if !walk.present.is_empty() {
        faults.push(format!("a record and a tombstone: {}", numbers(&walk.present)));
    }
    let ahead: BTreeSet<u64> = gone.range(size..).copied().collect();
    if !ahead.is_empty() {
        faults.push(format!("a tombstone of what was never recorded: {}", numbers(&ahead)));
    }
    if walk.is_beyond {
        faults.push("there are records beyond those that the newest checkpoint is of".into());
    }
    told(&faults, || format!("each of the {size} numbers has its record or a tombstone"))
}

fn texts(named: &BTreeSet<Digest>, archive: &[Archived]) -> Result<String, String> {
    let mut faults = Vec::new();
    if let Some(text) = archive.iter().find(|text| Digest::of_bytes(text.body.as_bytes()) != text.digest) {
        faults.push(format!("the text kept under {} is another one", text.digest));
    }
    if let Some(text) = archive.iter().find(|text| !is_what_it_is_called(text)) {
        faults.push(format!("the text kept under {} calls itself something other than its columns do", text.digest));
    }
    let kept: BTreeSet<Digest> = archive.iter().map(|text| text.digest).collect();
    let missing: Vec<_> = named.difference(&kept).map(ToString::to_string).collect();
    if !missing.is_empty() {
        faults.push(format!("records name words that are not kept: {}", missing.join(", ")));
    }
    told(&faults, || format!("{} texts, {} of them named by records", archive.len(), named.len()))
}

/// What pages and questions call a text, it calls itself.
fn is_what_it_is_called(Archived { notice, version, locale, body, .. }: &Archived) -> bool {
    let named = serde_json::json!({ "id": notice, "version": version, "locale": locale });
    calls_itself(&named, &serde_json::from_str(body).unwrap_or_default()).is_ok()
}

fn told(faults: &[String], holds: impl FnOnce() -> String) -> Result<String, String> {
    if faults.is_empty() { Ok(holds()) } else { Err(faults.join("; ")) }
}

/// `number 7`; `numbers 7, 9 and 12 others`.
fn numbers(all: &BTreeSet<u64>) -> String {
    named(all.iter().copied().take(NAMED), all.len() as u64)
}

/// The first of so many.
fn named(first: impl Iterator<Item = u64>, count: u64) -> String {
    let named: Vec<_> = first.map(|number| number.to_string()).collect();
    let rest = count - named.len() as u64;
    let word = if count == 1 { "number" } else { "numbers" };
    let rest = if rest > 0 { format!(" and {rest} others") } else { String::new() };
    format!("{word} {}{rest}", named.join(", "))
}
