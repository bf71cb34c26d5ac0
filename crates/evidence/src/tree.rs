//! Where the nodes of a growing Merkle tree (RFC 6962, 2.1) lie, and which of them a proof needs. Nodes are kept elsewhere:
//! this says which to read and how they fold together.
//!
//! Only perfect subtrees are ever stored: their hashes never change once their last leaf is there. Every other hash of the
//! tree folds out of at most 64 of them.

use crate::{Hash, leaf_hash, node_hash};
use std::ops::Range;

/// The place of a perfect subtree: it covers the leaves `index << level .. (index + 1) << level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinate {
    /// Its height; a leaf has 0.
    pub level: u32,
    /// Its number among those of its height, from the left.
    pub index: u64,
}

/// A perfect subtree that is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Where.
    pub at: Coordinate,
    /// Its root.
    pub hash: Hash,
}

/// The right edge of a tree: all that is needed to append to it and to know its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// The roots of the perfect subtrees that the tree consists of, the largest first.
    edge: Vec<Hash>,
}

impl Frontier {
    /// A tree without leaves.
    pub const fn empty() -> Self {
        Self { size: 0, edge: Vec::new() }
    }

    /// The edge of a tree of `size` leaves, out of stored nodes.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn load<E>(size: u64, read: impl FnMut(Coordinate) -> Result<Hash, E>) -> Result<Self, E> {
        let edge = perfect_subtrees(0..size).into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self { size, edge })
    }

    /// How many leaves there are.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The tree's root.
    pub fn root(&self) -> Hash {
        fold(&self.edge)
    }

    /// The roots of the perfect subtrees with their places, the largest first.
    pub fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        perfect_subtrees(0..self.size).into_iter().zip(&self.edge).map(|(at, hash)| Node { at, hash: *hash })
    }

    /// By level, the root over the leaves behind the last perfect subtree of that height, where there are any.
    pub fn rests(&self) -> Vec<Option<Hash>> {
        let height = self.size.checked_ilog2().map_or(0, |log| log + 1);
        let mut smallest_first = self.edge.iter().rev();
        let mut rest = None;
        let above = (0..height).map(|level| {
            if self.size >> level & 1 == 1
                && let Some(left) = smallest_first.next()
            {
                rest = Some(rest.map_or(*left, |right| node_hash(left, &right)));
            }
            rest
        });
        std::iter::once(None).chain(above).collect()
    }

    /// Appends a leaf; `keep` is handed each node that this completes, the leaf first.
    pub fn append(&mut self, data: &[u8], keep: impl FnMut(Node)) {
        self.append_hash(leaf_hash(data), keep);
    }

    /// Appends a leaf whose hash is known.
    pub fn append_hash(&mut self, leaf: Hash, mut keep: impl FnMut(Node)) {
        let mut at = Coordinate { level: 0, index: self.size };
        let mut hash = leaf;
        keep(Node { at, hash });
        while at.index & 1 == 1 {
            let Some(left) = self.edge.pop() else { break };
            hash = node_hash(&left, &hash);
            at = Coordinate { level: at.level + 1, index: at.index >> 1 };
            keep(Node { at, hash });
        }
        self.edge.push(hash);
        self.size += 1;
    }
}

/// The perfect subtrees that a range of leaves consists of, from the left. `range.start` is aligned as it is in every range
/// that this module hands out.
pub fn perfect_subtrees(range: Range<u64>) -> Vec<Coordinate> {
    let mut all = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let level = (range.end - start).ilog2();
        all.push(Coordinate { level, index: start >> level });
        start += 1 << level;
    }
    all
}

/// The root over neighbouring perfect subtrees, the largest first.
pub fn fold(subtrees: &[Hash]) -> Hash {
    let mut from_right = subtrees.iter().rev();
    let Some(last) = from_right.next() else { return Hash::of_nothing() };
    from_right.fold(*last, |right, left| node_hash(left, &right))
}

/// The ranges of leaves whose roots are the inclusion proof of leaf `index` in the tree of `size` leaves (RFC 6962, 2.1.1),
/// in the proof's order; `None` for a leaf that such a tree does not have.
pub fn inclusion_ranges(index: u64, size: u64) -> Option<Vec<Range<u64>>> {
    let mut ranges = Vec::new();
    let mut within = 0..size;
    if index >= size {
        return None;
    }
    while within.end - within.start > 1 {
        let middle = split(&within);
        if index < middle {
            ranges.push(middle..within.end);
            within.end = middle;
        } else {
            ranges.push(within.start..middle);
            within.start = middle;
        }
    }
    ranges.reverse();
    Some(ranges)
}

/// The inclusion proof of leaf `index` in the tree of `size` leaves, as [`inclusion_ranges`] has it, out of its perfect subtrees
/// and its [`Frontier::rests`]: nothing is hashed. `None` for a leaf that such a tree does not have, or when a node is missing.
pub fn inclusion_path(
    index: u64,
    size: u64,
    rests: &[Option<Hash>],
    read: impl Fn(Coordinate) -> Option<Hash>,
) -> Option<Vec<Hash>> {
    let last = size.checked_sub(1).filter(|last| index <= *last)?;
    let mut path = Vec::with_capacity(rests.len());
    for (level, rest) in (0..).zip(rests) {
        let (own, end) = (index >> level, last >> level);
        if end == 0 {
            break;
        }
        let beside = own ^ 1;
        if (beside + 1) << level <= size {
            path.push(read(Coordinate { level, index: beside })?);
        } else if beside <= end {
            path.push((*rest)?);
        }
    }
    Some(path)
}

/// The same for the proof that the tree of `from` leaves is the beginning of that of `to` leaves (RFC 6962, 2.1.2); `None`
/// when `from` is greater. The proofs from nothing and to the same size are empty.
pub fn consistency_ranges(from: u64, to: u64) -> Option<Vec<Range<u64>>> {
    if from > to {
        return None;
    }
    let mut ranges = Vec::new();
    if from == 0 || from == to {
        return Some(ranges);
    }
    let mut within = 0..to;
    while within.end != from {
        let middle = split(&within);
        if from <= middle {
            ranges.push(middle..within.end);
            within.end = middle;
        } else {
            ranges.push(within.start..middle);
            within.start = middle;
        }
    }
    if within.start > 0 {
        ranges.push(within);
    }
    ranges.reverse();
    Some(ranges)
}

/// Where a tree over more than one leaf parts: after the largest power of two smaller than its size.
const fn split(range: &Range<u64>) -> u64 {
    let size = range.end - range.start;
    range.start + (1 << (size - 1).ilog2())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{verify_consistency, verify_inclusion};
    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    use proptest::prelude::*;
    use std::{collections::HashMap, convert::Infallible};

    /// The eight inputs and roots of the reference implementation of Certificate Transparency.
    const INPUTS: [&str; 8] =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
    }

    #[test]
    fn roots_are_those_of_the_reference() {
        let mut tree = Frontier::empty();
        assert_eq!(tree.root().0[..4], [0xe3, 0xb0, 0xc4, 0x42]);
        for (input, root) in INPUTS.iter().zip(ROOTS) {
            tree.append(&hex(input), |_| ());
            assert_eq!(tree.root().0.to_vec(), hex(root));
        }
    }

    type Other = MemoryBackedTree<sha2::Sha256, [u8; 8]>;

    /// A tree of `size` leaves with every stored node, and the same in another implementation.
    fn grown(size: u64) -> (HashMap<Coordinate, Hash>, Vec<Hash>, Other) {
        let mut nodes = HashMap::new();
        let mut roots = vec![Hash::of_nothing()];
        let mut tree = Frontier::empty();
        let mut other = MemoryBackedTree::new();
        for n in 0..size {
            tree.append(&n.to_be_bytes(), |node| assert!(nodes.insert(node.at, node.hash).is_none()));
            other.push(n.to_be_bytes());
            roots.push(tree.root());
            assert_eq!(tree.root().0[..], other.root().as_bytes()[..]);
        }
        (nodes, roots, other)
    }

    fn proof(nodes: &HashMap<Coordinate, Hash>, ranges: &[Range<u64>]) -> Vec<Hash> {
        let root =
            |range: &Range<u64>| fold(&perfect_subtrees(range.clone()).iter().map(|at| nodes[at]).collect::<Vec<_>>());
        ranges.iter().map(root).collect()
    }

    #[test]
    fn every_proof_of_small_trees_is_that_of_another_implementation_and_holds() {
        for size in 1..=70 {
            let (nodes, roots, other) = grown(size);
            let root = roots.last().unwrap();
            let edge = Frontier::load(size, |at| Ok::<_, Infallible>(nodes[&at])).unwrap();
            let rests = edge.rests();
            for index in 0..size {
                let proof = proof(&nodes, &inclusion_ranges(index, size).unwrap());
                let flat: Vec<u8> = proof.iter().flat_map(|hash| hash.0).collect();
                assert_eq!(flat, other.prove_inclusion(usize::try_from(index).unwrap()).as_bytes());
                assert!(verify_inclusion(&leaf_hash(&index.to_be_bytes()), index, size, &proof, root));
                let path = inclusion_path(index, size, &rests, |at| nodes.get(&at).copied());
                assert_eq!(path, Some(proof), "{index} of {size}");
            }
            assert_eq!(inclusion_path(size, size, &rests, |at| nodes.get(&at).copied()), None);
            for from in 0..=size {
                let proof = proof(&nodes, &consistency_ranges(from, size).unwrap());
                assert!(
                    verify_consistency(from, size, &proof, &roots[usize::try_from(from).unwrap()], root),
                    "{from} {size}"
                );
                if from > 0 {
                    let flat: Vec<u8> = proof.iter().flat_map(|hash| hash.0).collect();
                    let additions = usize::try_from(size - from).unwrap();
                    assert_eq!(flat, other.prove_consistency(additions).as_bytes());
                }
            }
            assert_eq!(inclusion_ranges(size, size), None);
            assert_eq!(consistency_ranges(size + 1, size), None);
            assert_eq!(&edge.root(), root);
        }
    }

    proptest! {
        #[test]
        fn a_proof_that_was_touched_does_not_hold(size in 2..400_u64, index in 0..400_u64, from in 1..400_u64, bit in 0..256_usize, which in 0..20_usize) {
            let (index, from) = (index % size, 1 + from % (size - 1).max(1));
            let (nodes, roots, _) = grown(size);
            let root = roots.last().unwrap();
            let mut inclusion = proof(&nodes, &inclusion_ranges(index, size).unwrap());
            let leaf = leaf_hash(&index.to_be_bytes());
            prop_assert!(!verify_inclusion(&leaf, index, size + 1, &inclusion, root) || inclusion_ranges(index, size + 1).unwrap().len() == inclusion.len());
            prop_assert!(!verify_inclusion(&leaf, (index + 1) % size, size, &inclusion, root));
            let n = which % inclusion.len();
            inclusion[n].0[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!verify_inclusion(&leaf, index, size, &inclusion, root));
            let old = &roots[usize::try_from(from).unwrap()];
            let mut consistency = proof(&nodes, &consistency_ranges(from, size).unwrap());
            prop_assert!(verify_consistency(from, size, &consistency, old, root));
            if from < size {
                let n = which % consistency.len();
                consistency[n].0[bit / 8] ^= 1 << (bit % 8);
                prop_assert!(!verify_consistency(from, size, &consistency, old, root));
                consistency.pop();
                prop_assert!(!verify_consistency(from, size, &consistency, old, root));
            }
        }
    }
}
