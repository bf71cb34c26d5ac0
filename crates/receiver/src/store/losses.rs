//! Records that were confirmed by this process and are not in the log any more: after a failover to a server that lacked them, or
//! a file that was restored in place.

use ciente_evidence::{Coordinate, Frontier, Hash};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

/// How often that was found.
#[derive(Debug, Clone, Default)]
pub(super) struct Losses(Arc<AtomicU64>);

impl Losses {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Relaxed)
    }

    /// Holds the tree that is remembered against the one that is there now; `stored` has the nodes that are there at the places of
    /// those that are remembered. What is missing is counted, and told with what it can be proved by.
    pub(super) fn look(&self, remembered: &Frontier, there: &Frontier, stored: &HashMap<Coordinate, Hash>) {
        let Some(lost) = lost(remembered, there, stored) else { return };
        self.0.fetch_add(1, Relaxed);
        let told = |tree: &Frontier| format!("{} records, root {}", tree.size(), tree.root());
        let (remembered, found) = (told(remembered), told(there));
        tracing::error!(
            lost,
            remembered,
            found,
            "the log went back: records that were confirmed here are missing; their numbers are given again"
        );
    }
}

/// How many records are missing; none where the one tree grew out of the other.
fn lost(remembered: &Frontier, there: &Frontier, stored: &HashMap<Coordinate, Hash>) -> Option<u64> {
    if there.size() < remembered.size() {
        return Some(remembered.size() - there.size());
    }
    // From the first that differs on.
    let differs = remembered.nodes().find(|node| stored.get(&node.at) != Some(&node.hash))?;
    Some(remembered.size() - (differs.at.index << differs.at.level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_known_also_where_others_went_on() {
        let tree = |leaves: &[u8]| {
            let (mut tree, mut nodes) = (Frontier::empty(), HashMap::new());
            for leaf in leaves {
                tree.append(&[*leaf], |node| {
                    nodes.insert(node.at, node.hash);
                });
            }
            (tree, nodes)
        };
        let (remembered, _) = tree(&[0, 1, 2, 3, 4]);
        for (leaves, expected) in [
            (&[0, 1, 2, 3, 4][..], None),
            (&[0, 1, 2, 3, 4, 5, 6], None),
            (&[0, 1, 2], Some(2)),
            (&[0, 1, 2, 3, 9], Some(1)),
            (&[0, 1, 2, 9, 9, 9, 9], Some(5)),
        ] {
            let (there, stored) = tree(leaves);
            assert_eq!(lost(&remembered, &there, &stored), expected, "{leaves:?}");
        }
    }
}
