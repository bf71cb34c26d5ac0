//! A receipt that holds, for tests.

use crate::{Checkpoint, Frontier, Record, Salt, SigningKey, fold, inclusion_ranges, leaf_data, perfect_subtrees};
use ciente_notice::{Digest, canonical_value};
use serde_json::{Value, json};
use std::collections::HashMap;

pub(crate) fn key() -> SigningKey {
    SigningKey::new("a.example/log", &[5; 32]).unwrap()
}

pub(crate) fn notice() -> Value {
    json!({ "id": "im", "version": "3", "locale": "en", "title": "Words" })
}

pub(crate) fn digest(notice: &Value) -> String {
    Digest::of_bytes(&canonical_value(notice).unwrap()).to_string()
}

/// The receipt number 2 of a log of 5.
pub(crate) fn receipt() -> Value {
    receipt_of(&Value::Null)
}

pub(crate) fn receipt_of(authenticated: &Value) -> Value {
    receipt_in(&Log::default(), authenticated)
}

/// Where a receipt stands, and among what.
pub(crate) struct Log {
    pub(crate) index: u64,
    pub(crate) size: u64,
    /// Every byte of the leaf's salt.
    pub(crate) salt: u8,
    /// What the other records are made of.
    pub(crate) others: u8,
}

impl Default for Log {
    fn default() -> Self {
        Self { index: 2, size: 5, salt: 9, others: 0 }
    }
}

/// A receipt of the same record in a log of the same key.
pub(crate) fn receipt_in(Log { index, size, salt, others }: &Log, authenticated: &Value) -> Value {
    let mut receipt = json!({
        "format": "ciente/receipt/1",
        "acknowledgement": {
            "format": "ciente/acknowledgement/1", "id": "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b",
            "notice": { "id": "im", "version": "3", "locale": "en", "digest": digest(&notice()) },
            "tenant": "1400000000", "subject": "alice", "action": "acknowledged",
            "shownAt": "2026-11-23T10:00:00.000Z", "actedAt": "2026-11-23T10:00:41.318Z",
            "client": { "widget": "0.1.0", "origin": "https://chat.example" }
        },
        "receivedAt": "2026-11-23T10:00:42.000Z", "authenticated": authenticated
    });
    let salt = Salt([*salt; 32]);
    let (mut tree, mut nodes) = (Frontier::empty(), HashMap::new());
    for n in 0..*size {
        let record = || leaf_data(&salt, &Record::of(&receipt).unwrap());
        let data = if n == *index { record() } else { [n as u8 + others; 32] };
        tree.append(&data, |node| {
            nodes.insert(node.at, node.hash);
        });
    }
    let ranges = inclusion_ranges(*index, *size).unwrap();
    let proof: Vec<_> = ranges
        .into_iter()
        .map(|range| fold(&perfect_subtrees(range).iter().map(|at| nodes[at]).collect::<Vec<_>>()).to_string())
        .collect();
    let checkpoint = Checkpoint { origin: key().name().into(), size: *size, root: tree.root() }.sign(&key());
    receipt["log"] = json!({ "index": index, "salt": salt.to_string(), "proof": proof, "checkpoint": checkpoint });
    receipt
}
