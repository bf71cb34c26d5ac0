//! What makes a receipt checkable by anybody: the Merkle log's mathematics (RFC 6962), signed checkpoints (C2SP), and the
//! verification of receipts and of the log's history. No web, no I/O, no clock, no randomness: those come in as arguments.

mod bundle;
mod checkpoint;
mod hash;
mod history;
mod key;
mod leaf;
mod note;
mod page;
mod proof;
mod receipt;
mod report;
mod strict;
#[cfg(test)]
mod testing;
mod tile;
mod tree;

pub use bundle::{BUNDLE_FORMAT, Bundle, BundleItem, verify_bundle};
pub use checkpoint::{Checkpoint, CheckpointError};
pub use hash::{Hash, HashError, leaf_hash, node_hash};
pub use history::{export_tiles, verify_consistent, verify_export};
pub use key::{KeyError, SigningKey, VerifierKey, is_key_name};
pub use leaf::{Record, SALT_BYTES, Salt, SaltError, leaf_data};
pub use note::NoteError;
pub use proof::{verify_consistency, verify_inclusion};
pub use receipt::{calls_itself, verify_notice, verify_receipt};
pub use report::{Check, Outcome, Report, Verdict, Words};
pub use strict::parse_strict;
pub use tree::{
    Coordinate, Frontier, Node, consistency_ranges, fold, inclusion_path, inclusion_ranges, perfect_subtrees,
};
