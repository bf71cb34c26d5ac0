//! Whether a proof holds, with nothing at hand but the proof and the roots (RFC 9162, 2.1.3.2 and 2.1.4.2).

use crate::{Hash, node_hash};

/// Whether the leaf with this hash is number `index` of the tree of `size` leaves that has this root.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut position, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if position & 1 == 1 || position == last {
            hash = node_hash(sibling, &hash);
            // Where the tree's right edge is short, levels without a sibling are skipped.
            while position & 1 == 0 && position != 0 {
                position >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether the tree of `from` leaves with the root `old` is the beginning of the tree of `to` leaves with the root `new`.
pub fn verify_consistency(from: u64, to: u64, proof: &[Hash], old: &Hash, new: &Hash) -> bool {
    if from > to {
        return false;
    }
    if from == to {
        return proof.is_empty() && old == new;
    }
    if from == 0 {
        return proof.is_empty() && *old == Hash::of_nothing();
    }
    // A tree that is a power of two is itself a node of the greater one, and is left out of the proof.
    let (first, rest) = match proof.split_first() {
        _ if from.is_power_of_two() => (*old, proof),
        Some((first, rest)) => (*first, rest),
        None => return false,
    };
    let (mut position, mut last) = (from - 1, to - 1);
    while position & 1 == 1 {
        position >>= 1;
        last >>= 1;
    }
    let (mut before, mut after) = (first, first);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if position & 1 == 1 || position == last {
            before = node_hash(sibling, &before);
            after = node_hash(sibling, &after);
            while position & 1 == 0 && position != 0 {
                position >>= 1;
                last >>= 1;
            }
        } else {
            after = node_hash(&after, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    last == 0 && before == *old && after == *new
}
