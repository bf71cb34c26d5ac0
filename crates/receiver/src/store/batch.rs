//! Records on their way into the log together: numbered, hashed, and vouched for by one signature. Nothing is written here.

use super::{Entry, LogChanged, Outcome};
use ciente_evidence::{
    Checkpoint, Coordinate, Frontier, Hash, Node, Salt, SigningKey, fold, inclusion_path, inclusion_ranges,
    perfect_subtrees,
};
use ciente_notice::LogProof;
use std::sync::Arc;

/// A batch that is being filled.
#[derive(Debug)]
pub(super) struct Batch {
    from: u64,
    tree: Frontier,
    nodes: Nodes,
    fresh: Vec<Node>,
}

/// A batch that is complete, and what is to be stored of it.
#[derive(Debug)]
pub(super) struct Sealed {
    /// The log after it.
    pub(super) tree: Frontier,
    /// The nodes that it adds.
    pub(super) fresh: Vec<Node>,
    /// Its checkpoint, signed.
    pub(super) note: String,
    nodes: Nodes,
    rests: Vec<Option<Hash>>,
}

/// What became of an entry of a batch that was committed.
#[derive(Debug)]
pub(super) enum Written {
    /// It is in the log, with a number.
    New(Entry, u64, Arc<Sealed>),
    /// Nothing of it was written.
    Known(Outcome),
}

impl Written {
    /// Makes the receipt: the affair of whoever waits for it, so that the one that writes can go on.
    pub(super) fn into_outcome(self) -> Outcome {
        match self {
            Self::New(entry, number, sealed) => {
                let proof = sealed.proof(number, &entry.salt);
                Outcome::Recorded(entry.into_receipt(proof))
            }
            Self::Known(outcome) => outcome,
        }
    }
}

/// Every node that a proof of one of the new leaves can need: those on the old right edge, and the new ones. Of each height
/// they stand side by side: its number of the first, and their hashes.
#[derive(Debug, Default)]
struct Nodes(Vec<(u64, Vec<Hash>)>);

impl Nodes {
    fn insert(&mut self, Node { at: Coordinate { level, index }, hash }: Node) {
        let level = level as usize;
        if self.0.len() <= level {
            self.0.resize_with(level + 1, Default::default);
        }
        if let Some((first, hashes)) = self.0.get_mut(level) {
            if hashes.is_empty() {
                *first = index;
            }
            hashes.push(hash);
        }
    }

    fn get(&self, Coordinate { level, index }: Coordinate) -> Option<Hash> {
        let (first, hashes) = self.0.get(level as usize)?;
        hashes.get(usize::try_from(index.checked_sub(*first)?).ok()?).copied()
    }
}

impl Batch {
    pub(super) fn new(tree: &Frontier) -> Self {
        let mut nodes = Nodes::default();
        tree.nodes().for_each(|node| nodes.insert(node));
        Self { from: tree.size(), tree: tree.clone(), nodes, fresh: Vec::new() }
    }

    /// The number that the next record gets.
    pub(super) const fn next(&self) -> u64 {
        self.tree.size()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.from == self.tree.size()
    }

    pub(super) fn append(&mut self, leaf: &[u8; 32]) {
        self.tree.append(leaf, |node| {
            self.nodes.insert(node);
            self.fresh.push(node);
        });
    }

    pub(super) fn seal(self, key: &SigningKey) -> Sealed {
        let Self { tree, nodes, fresh, .. } = self;
        let note = Checkpoint { origin: key.name().into(), size: tree.size(), root: tree.root() }.sign(key);
        let rests = tree.rests();
        Sealed { tree, fresh, note, nodes, rests }
    }
}

impl Sealed {
    /// The proof for a record of this batch.
    pub(super) fn proof(&self, index: u64, salt: &Salt) -> Option<LogProof> {
        let proof = inclusion_path(index, self.tree.size(), &self.rests, |at| self.nodes.get(at))?;
        Some(log_proof(index, salt, &proof, self.note.clone()))
    }
}

/// Refuses a tree that was read and is not the one that its newest checkpoint is of. No signature is checked.
pub(super) fn matches_checkpoint(tree: &Frontier, note: &str) -> Result<(), LogChanged> {
    let stated = Checkpoint::read_unverified(note).map_err(|_| LogChanged)?;
    if (stated.size, stated.root) == (tree.size(), tree.root()) { Ok(()) } else { Err(LogChanged) }
}

/// An inclusion proof out of stored nodes; `None` for a leaf that is not in the tree.
pub(super) fn inclusion<E>(
    index: u64,
    size: u64,
    mut read: impl FnMut(Coordinate) -> Result<Hash, E>,
) -> Result<Option<Vec<Hash>>, E> {
    let Some(ranges) = inclusion_ranges(index, size) else { return Ok(None) };
    let mut root =
        |range| Ok(fold(&perfect_subtrees(range).into_iter().map(&mut read).collect::<Result<Vec<_>, E>>()?));
    ranges.into_iter().map(&mut root).collect::<Result<_, E>>().map(Some)
}

/// The member `log` of a receipt.
pub(super) fn log_proof(index: u64, salt: &Salt, proof: &[Hash], checkpoint: String) -> LogProof {
    LogProof { index, salt: salt.to_string(), proof: proof.iter().map(Hash::to_base64).collect(), checkpoint }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ciente_evidence::{leaf_hash, verify_inclusion};

    #[test]
    fn a_batch_proves_each_of_its_records_by_itself() {
        let key = SigningKey::unnamed(&[1; 32]);
        let mut tree = Frontier::empty();
        for length in [1, 1, 2, 3, 5, 64, 1, 100, 7] {
            let mut batch = Batch::new(&tree);
            assert!(batch.is_empty());
            let from = batch.next();
            let leaf = |n: u64| [u8::try_from(n % 251).unwrap(); 32];
            (0..length).for_each(|n| batch.append(&leaf(from + n)));
            let sealed = batch.seal(&key);
            assert_eq!(sealed.tree.size(), from + length);
            let checkpoint = Checkpoint::open(&sealed.note, &key.verifier()).unwrap();
            for index in from..from + length {
                let log = sealed.proof(index, &Salt([0; 32])).unwrap();
                let proof: Vec<Hash> = log.proof.iter().map(|hash| hash.parse().unwrap()).collect();
                assert!(verify_inclusion(&leaf_hash(&leaf(index)), index, checkpoint.size, &proof, &checkpoint.root));
            }
            tree = sealed.tree;
        }
    }
}
