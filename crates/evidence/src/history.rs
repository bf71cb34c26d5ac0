//! Whether a log still has the history that it had: against a checkpoint kept elsewhere, by a consistency proof or by every
//! leaf of an export.

use crate::{
    Checkpoint, Coordinate, Frontier, Hash, Outcome, Report, VerifierKey,
    report::Words,
    tile::{self, Tile},
    verify_consistency,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const NOW: Words = Words {
    name: "current-checkpoint",
    proves: "the holder of the log's key stated this size and this root of the log",
    does_not_prove: "that others were shown the same log",
};

const SINCE: Words = Words {
    name: "earlier-checkpoint",
    proves: "the holder of the log's key had stated this size and this root before",
    does_not_prove: "anything about the log now; that is what `history` is for",
};

const LEAVES: Words = Words {
    name: "leaves",
    proves: "the exported hashes are, one by one and in this order, the log that the current checkpoint is of",
    does_not_prove: "which records they are of: hashes tell that only together with record and salt",
};

const HISTORY: Words = Words {
    name: "history",
    proves: "since the earlier checkpoint records were only added: none was changed, reordered, inserted or removed",
    does_not_prove: "that the log was true before that checkpoint, or that nobody was shown another log: the more checkpoints \
                     are kept outside, by different people, the less room there is",
};

/// Checks the log that a receiver shows now against checkpoints kept elsewhere. `proof` is asked for the consistency proof
/// between two sizes only when both checkpoints can be believed; its error, and that of `now`, is "cannot tell".
pub fn verify_consistent(
    now: Result<&str, &str>,
    since: &[&str],
    key: &VerifierKey,
    proof: impl Fn(u64, u64) -> Result<Vec<Hash>, String>,
) -> Report {
    let mut report = Report::default();
    let now = match now {
        Ok(now) => now,
        Err(error) => {
            report.add(&NOW, Outcome::Unknown, error);
            return report;
        }
    };
    let (now, since) = checkpoints(now, since, key, &mut report);
    let Some(now) = now else { return report };
    for since in since {
        if let Some(contradiction) = contradiction(&since, &now) {
            report.add(&HISTORY, Outcome::Fails, contradiction);
            continue;
        }
        match proof(since.size, now.size) {
            Err(error) => report.add(&HISTORY, Outcome::Unknown, error),
            Ok(proof) => {
                let holds = verify_consistency(since.size, now.size, &proof, &since.root, &now.root);
                // A wrong proof is no proof of the contrary.
                let shown = || {
                    format!(
                        "rewritten, or the proof is wrong: it does not show that the first {} records are those of then; an export \
                         of the log (`ciente export --log`) tells which",
                        since.size
                    )
                };
                report.judge(&HISTORY, if holds { Ok(grown(&since, &now)) } else { Err(shown()) });
            }
        }
    }
    report
}

/// Checks an exported log, file by file. `read` returns `None` for a file that is not there; its error is "cannot tell".
pub fn verify_export(
    read: impl Fn(&str) -> Result<Option<Vec<u8>>, String>,
    since: &[&str],
    key: &VerifierKey,
) -> Report {
    let mut report = Report::default();
    let note = match read("checkpoint").map(|bytes| bytes.map(String::from_utf8)) {
        Ok(Some(Ok(note))) => note,
        Ok(Some(Err(_))) => {
            report.add(&NOW, Outcome::Fails, "the file `checkpoint` is not text");
            return report;
        }
        Ok(None) => {
            report.add(&NOW, Outcome::Unknown, "there is no file `checkpoint`: this is no exported log");
            return report;
        }
        Err(error) => {
            report.add(&NOW, Outcome::Unknown, error);
            return report;
        }
    };
    let (now, since) = checkpoints(&note, since, key, &mut report);
    let Some(now) = now else { return report };
    let earlier = since.iter().map(|since| since.size).collect();
    match replay(&read, now.size, &earlier) {
        Err(Broken::Unreadable(error)) => report.add(&LEAVES, Outcome::Unknown, error),
        Err(Broken::Wrong(error)) => report.add(&LEAVES, Outcome::Fails, error),
        Ok(roots) => {
            let leaves = if roots.now == now.root {
                Ok(format!("{} hashes, whose root is that of the checkpoint", now.size))
            } else {
                Err(format!(
                    "the root over the {} hashes is {}, but the checkpoint says {}",
                    now.size, roots.now, now.root
                ))
            };
            report.judge(&LEAVES, leaves);
            for since in since {
                let history = match contradiction(&since, &now) {
                    Some(contradiction) => Err(contradiction),
                    // Nothing can be said by leaves that are not those of the log.
                    None if roots.now != now.root => {
                        report.add(&HISTORY, Outcome::Unknown, "this copy is not the log that its checkpoint is of");
                        continue;
                    }
                    None if roots.earlier.get(&since.size) != Some(&since.root) => Err(rewritten(&since)),
                    None => Ok(grown(&since, &now)),
                };
                report.judge(&HISTORY, history);
            }
        }
    }
    report
}

/// The files of a log's export beside `checkpoint`: a path, and the nodes whose hashes stand in it one after the other.
/// Write the checkpoint last, so that an export that was cut short is none.
pub fn export_tiles(size: u64) -> impl Iterator<Item = (String, Vec<Coordinate>)> {
    Tile::all(size).map(|tile| (tile.path(), tile.coordinates().collect()))
}

fn checkpoints(
    now: &str,
    since: &[&str],
    key: &VerifierKey,
    report: &mut Report,
) -> (Option<Checkpoint>, Vec<Checkpoint>) {
    let told = |c: &Checkpoint| format!("signed by {}: {} records, root {}", c.origin, c.size, c.root);
    let opened = Checkpoint::open(now, key);
    report.judge(&NOW, opened.as_ref().map(told).map_err(ToString::to_string));
    if since.is_empty() {
        let how = "none was given: name a checkpoint that was kept outside with --since FILE";
        report.add(&SINCE, Outcome::Skipped, how);
    }
    let mut earlier = Vec::new();
    for since in since {
        match Checkpoint::open(since, key) {
            Ok(checkpoint) => {
                report.add(&SINCE, Outcome::Holds, told(&checkpoint));
                earlier.push(checkpoint);
            }
            // What is not signed says nothing about the log.
            Err(error) => report.add(&SINCE, Outcome::Unknown, error.to_string()),
        }
    }
    (opened.ok(), earlier)
}

/// What two signed checkpoints of one log cannot both say.
pub(crate) fn contradiction(since: &Checkpoint, now: &Checkpoint) -> Option<String> {
    if since.size > now.size {
        return Some(format!("truncated: it had {} records, and has {} now", since.size, now.size));
    }
    (since.size == now.size && since.root != now.root).then(|| {
        format!("forked: there are two logs of {} records, with the roots {} and {}", now.size, since.root, now.root)
    })
}

fn grown(since: &Checkpoint, now: &Checkpoint) -> String {
    format!(
        "the first {} of the {} records are those of then; {} were added",
        since.size,
        now.size,
        now.size - since.size
    )
}

fn rewritten(since: &Checkpoint) -> String {
    format!(
        "rewritten: the first {} records are not those of then: one was changed, reordered, inserted or removed",
        since.size
    )
}

enum Broken {
    Unreadable(String),
    Wrong(String),
}

struct Roots {
    now: Hash,
    /// By size.
    earlier: BTreeMap<u64, Hash>,
}

/// Builds the tree out of its leaves once more, and compares every higher tile with it.
fn replay(
    read: impl Fn(&str) -> Result<Option<Vec<u8>>, String>,
    size: u64,
    earlier: &BTreeSet<u64>,
) -> Result<Roots, Broken> {
    let mut tree = Frontier::empty();
    let mut roots =
        Roots { now: tree.root(), earlier: earlier.get(&0).map(|&none| (none, tree.root())).into_iter().collect() };
    let mut higher = HashMap::new();
    for tile in Tile::all(size) {
        let path = tile.path();
        let bytes = read(&path).map_err(Broken::Unreadable)?;
        let bytes =
            bytes.ok_or_else(|| Broken::Wrong(format!("{path} is missing: the checkpoint is of {size} records")))?;
        let hashes =
            tile::hashes(&tile, &bytes).ok_or_else(|| Broken::Wrong(format!("{path} has {} bytes", bytes.len())))?;
        for (at, hash) in tile.coordinates().zip(hashes) {
            if !tile.is_lowest() {
                if higher.get(&at) != Some(&hash) {
                    return Err(Broken::Wrong(format!("{path} is not what follows from the leaves")));
                }
                continue;
            }
            tree.append_hash(hash, |node| {
                if node.at.level > 0 && node.at.level.is_multiple_of(8) {
                    higher.insert(node.at, node.hash);
                }
            });
            if earlier.contains(&tree.size()) {
                roots.earlier.insert(tree.size(), tree.root());
            }
        }
    }
    roots.now = tree.root();
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SigningKey, Verdict, consistency_ranges, fold, perfect_subtrees};
    use std::collections::BTreeMap;

    fn key() -> SigningKey {
        SigningKey::new("a.example/log", &[5; 32]).unwrap()
    }

    /// A log over some leaves, and its keeper's signature under whatever it is.
    struct Log {
        nodes: HashMap<Coordinate, Hash>,
        tree: Frontier,
    }

    impl Log {
        fn of(leaves: impl IntoIterator<Item = u64>) -> Self {
            let mut log = Self { nodes: HashMap::new(), tree: Frontier::empty() };
            for leaf in leaves {
                log.tree.append(&leaf.to_be_bytes(), |node| {
                    log.nodes.insert(node.at, node.hash);
                });
            }
            log
        }

        fn note(&self) -> String {
            Checkpoint { origin: key().name().into(), size: self.tree.size(), root: self.tree.root() }.sign(&key())
        }

        fn files(&self) -> BTreeMap<String, Vec<u8>> {
            let bytes = |places: Vec<Coordinate>| places.iter().flat_map(|at| self.nodes[at].0).collect();
            let tiles = export_tiles(self.tree.size()).map(|(path, places)| (path, bytes(places)));
            tiles.chain([("checkpoint".to_owned(), self.note().into_bytes())]).collect()
        }

        fn proof(&self, from: u64, to: u64) -> Vec<Hash> {
            let root = |range| fold(&perfect_subtrees(range).iter().map(|at| self.nodes[at]).collect::<Vec<_>>());
            consistency_ranges(from, to).unwrap().into_iter().map(root).collect()
        }
    }

    fn by_files(files: &BTreeMap<String, Vec<u8>>, since: &str) -> Report {
        verify_export(|path| Ok(files.get(path).cloned()), &[since], &key().verifier())
    }

    fn by_proof(log: &Log, since: &str) -> Report {
        verify_consistent(Ok(&log.note()), &[since], &key().verifier(), |from, to| Ok(log.proof(from, to)))
    }

    fn failure(report: &Report) -> String {
        assert_eq!(report.verdict(), Verdict::DoesNotHold, "{report:?}");
        report.checks().iter().find(|check| check.outcome == Outcome::Fails).unwrap().detail.clone()
    }

    #[test]
    fn a_log_that_only_grew_holds() {
        for (from, to) in [(0, 0), (0, 3), (1, 1), (3, 9), (256, 256), (255, 257), (600, 70_000)] {
            let (old, new) = (Log::of(0..from), Log::of(0..to));
            assert_eq!(by_files(&new.files(), &old.note()).verdict(), Verdict::Holds, "{from} {to}");
            assert_eq!(by_proof(&new, &old.note()).verdict(), Verdict::Holds, "{from} {to}");
        }
    }

    /// The keeper signs each of these: only the checkpoint that was kept outside can tell.
    #[test]
    fn each_forgery_is_found_and_named() {
        let since = Log::of(0..300).note();
        let rewritten = Log::of((0..600).map(|n| if n == 7 { 1_000_000 } else { n }));
        let reordered = Log::of((0..600).map(|n| match n {
            7 => 8,
            8 => 7,
            n => n,
        }));
        let inserted = Log::of((0..100).chain([1_000_000]).chain(100..600));
        let removed = Log::of((0..100).chain(101..600));
        for forged in [rewritten, reordered, inserted, removed] {
            assert!(failure(&by_files(&forged.files(), &since)).starts_with("rewritten: "));
            assert!(failure(&by_proof(&forged, &since)).starts_with("rewritten, or the proof is wrong: "));
        }
        let truncated = Log::of(0..299);
        assert!(
            failure(&by_files(&truncated.files(), &since)).starts_with("truncated: it had 300 records, and has 299")
        );
        assert!(failure(&by_proof(&truncated, &since)).starts_with("truncated: "));
        let forked = Log::of((0..299).chain([1_000_000]));
        assert!(failure(&by_files(&forked.files(), &since)).starts_with("forked: "));
        assert!(failure(&by_proof(&forked, &since)).starts_with("forked: "));
    }

    #[test]
    fn files_that_were_touched_without_the_key_are_found() {
        let log = Log::of(0..600);
        let since = Log::of(0..300).note();
        let sound = log.files();
        assert_eq!(sound.len(), 3 + 1 + 1);
        for path in sound.keys() {
            let mut missing = sound.clone();
            missing.remove(path);
            let verdict = by_files(&missing, &since).verdict();
            assert_eq!(
                verdict,
                if path == "checkpoint" { Verdict::CannotTell } else { Verdict::DoesNotHold },
                "{path}"
            );
            let mut touched = sound.clone();
            let bytes = touched.get_mut(path).unwrap();
            bytes[20] ^= 1;
            assert_eq!(by_files(&touched, &since).verdict(), Verdict::DoesNotHold, "{path}");
            let mut cut = sound.clone();
            cut.get_mut(path).unwrap().truncate(20);
            assert_eq!(by_files(&cut, &since).verdict(), Verdict::DoesNotHold, "{path}");
        }
    }

    #[test]
    fn what_cannot_be_read_or_believed_tells_nothing() {
        let log = Log::of(0..6);
        let key = key().verifier();
        let unread = verify_export(|_| Err("broken disk".into()), &[], &key);
        assert_eq!(unread.verdict(), Verdict::CannotTell);
        let unasked =
            verify_consistent(Ok(&log.note()), &[&Log::of(0..3).note()], &key, |_, _| Err("no answer".into()));
        assert_eq!(unasked.verdict(), Verdict::CannotTell);
        let unsigned = by_files(&log.files(), "not a note");
        assert_eq!(unsigned.verdict(), Verdict::CannotTell);
        assert_eq!(verify_export(|path| Ok(log.files().get(path).cloned()), &[], &key).verdict(), Verdict::Holds);
    }
}
