//! Proofs about the log out of what a store keeps of it.

pub(crate) mod audit;
pub(crate) mod key;

use crate::{StoreError, store::Store};
use ciente_evidence::{Checkpoint, Coordinate, Hash, consistency_ranges, fold, inclusion_ranges, perfect_subtrees};
use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

/// What is to be proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// That a record is in the log of a size.
    Inclusion { index: u64, size: u64 },
    /// That the log of one size is the beginning of that of another.
    Consistency { from: u64, to: u64 },
}

impl Proof {
    /// The proof's hashes; or, inside, why there is none.
    pub(crate) async fn read(self, store: &dyn Store) -> Result<Result<Vec<Hash>, String>, StoreError> {
        let checkpoint = newest(store).await?;
        let (until, ranges) = match self {
            Self::Inclusion { index, size } => (size, inclusion_ranges(index, size)),
            Self::Consistency { from, to } => (to, consistency_ranges(from, to)),
        };
        if until > checkpoint.size {
            return Ok(Err(format!("the log has {} records, not {until}", checkpoint.size)));
        }
        let Some(ranges) = ranges else {
            return Ok(Err(match self {
                Self::Inclusion { index, size } => {
                    format!("a log of {size} records has no number {index}; they count from 0")
                }
                Self::Consistency { from, to } => format!("{from} is more than {to}"),
            }));
        };
        hashes(store, &ranges).await.map(Ok)
    }
}

/// Proofs of many records in the log of a size that it has, with one question to the store.
pub(crate) async fn inclusions(store: &dyn Store, indices: &[u64], size: u64) -> Result<Vec<Vec<Hash>>, StoreError> {
    let none = |index: &u64| StoreError::Fault(format!("a log of {size} records has no number {index}"));
    let places = |index: &u64| {
        let ranges = inclusion_ranges(*index, size).ok_or_else(|| none(index))?;
        Ok(ranges.into_iter().map(perfect_subtrees).collect::<Vec<_>>())
    };
    let places: Vec<Vec<Vec<Coordinate>>> = indices.iter().map(places).collect::<Result<_, StoreError>>()?;
    let all: BTreeSet<Coordinate> = places.iter().flatten().flatten().copied().collect();
    let nodes = store.nodes(all.into_iter().collect()).await?;
    places.iter().map(|proof| proof.iter().map(|places| root(&nodes, places)).collect()).collect()
}

/// The newest checkpoint of a store's log, as it says itself: it is our own.
pub(crate) async fn newest(store: &dyn Store) -> Result<Checkpoint, StoreError> {
    let note = store.checkpoint().await?;
    Checkpoint::read_unverified(&note).map_err(|error| StoreError::Fault(error.to_string()))
}

async fn hashes(store: &dyn Store, ranges: &[Range<u64>]) -> Result<Vec<Hash>, StoreError> {
    let places: Vec<Vec<Coordinate>> = ranges.iter().cloned().map(perfect_subtrees).collect();
    let nodes = store.nodes(places.concat()).await?;
    places.iter().map(|places| root(&nodes, places)).collect()
}

fn root(nodes: &HashMap<Coordinate, Hash>, places: &[Coordinate]) -> Result<Hash, StoreError> {
    let missing =
        |at: &Coordinate| StoreError::Fault(format!("the log lacks the node {} of level {}", at.index, at.level));
    let hashes = places.iter().map(|at| nodes.get(at).copied().ok_or_else(|| missing(at)));
    Ok(fold(&hashes.collect::<Result<Vec<_>, _>>()?))
}
