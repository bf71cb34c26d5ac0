//! All evidence about one subject in one file, put together from a store. What the file looks like is the evidence crate's.

use crate::{Kept, StoreError, Vault, vault::PAGE};
use ciente_evidence::{BUNDLE_FORMAT, Bundle, BundleItem, Check, Hash, Outcome, VerifierKey, verify_bundle};
use ciente_notice::Identity;
use serde_json::Value;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt::Display,
};

/// A file with all evidence about one subject.
#[derive(Debug)]
pub struct Evidence {
    /// Its text.
    pub page: String,
    /// What whoever checks it cannot tell, and why: a text that nobody kept.
    pub doubts: Vec<String>,
}

impl Vault {
    /// The file, made at `at` (RFC 3339, UTC, milliseconds); `None` when nothing is known about the subject. It holds
    /// by the log's own key: nobody is given evidence that whoever checks it must reject.
    ///
    /// # Errors
    /// When the store does not answer, or does not have what the log says it must have; with the first check that fails.
    pub async fn bundle(&self, whose: Identity, at: String) -> Result<Option<Evidence>, StoreError> {
        let mut kept: Vec<Kept> = Vec::new();
        let collect = |record| {
            kept.push(record);
            Ok::<_, StoreError>(())
        };
        self.records(Some(&whose), collect).await?;
        if kept.is_empty() {
            return Ok(None);
        }
        // After the records: it holds at least those.
        let (checkpoint, stated) = self.checkpoint().await?;
        let indices: Vec<u64> = kept.iter().map(|kept| kept.index).collect();
        let mut proofs = Vec::with_capacity(kept.len());
        for page in indices.chunks(PAGE) {
            proofs.extend(self.inclusions(page, stated.size).await?);
        }
        let mut notices = BTreeMap::new();
        for digest in kept.iter().map(|kept| kept.receipt.acknowledgement.notice.digest) {
            if let Entry::Vacant(place) = notices.entry(digest.to_string()) {
                // Where nobody kept the words, the check says so.
                if let Some(text) = self.archived(Some(digest)).await?.into_iter().next() {
                    place.insert(serde_json::from_str::<Value>(&text.body).map_err(damaged)?);
                }
            }
        }
        let key: VerifierKey = self
            .verifier()
            .await?
            .parse()
            .map_err(|error: ciente_evidence::KeyError| StoreError::Fault(format!("the log's key: {error}")))?;
        let write = move || {
            let records = kept.into_iter().zip(proofs).map(|(kept, proof)| item(kept, &proof));
            let Identity { tenant, subject } = whose;
            let bundle = Bundle {
                format: BUNDLE_FORMAT.into(),
                made_by: env!("CARGO_PKG_VERSION").into(),
                tenant,
                subject,
                exported_at: at,
                checkpoint,
                records: records.collect::<Result<_, _>>()?,
                notices,
            };
            let page = bundle.to_page().map_err(damaged)?;
            vouch(&page, &key).map(|doubts| Some(Evidence { page, doubts }))
        };
        // Tens of thousands of records take seconds: those who ask for something else do not wait for it.
        tokio::task::spawn_blocking(write).await.map_err(damaged)?
    }
}

fn damaged(error: impl Display) -> StoreError {
    StoreError::Fault(error.to_string())
}

fn item(Kept { receipt, index, salt }: Kept, proof: &[Hash]) -> Result<BundleItem, StoreError> {
    let receipt = serde_json::to_value(receipt).map_err(damaged)?;
    Ok(BundleItem { receipt, index, salt, proof: proof.iter().map(Hash::to_string).collect() })
}

/// Whether such a file holds; what of it nobody can tell.
fn vouch(page: &str, key: &VerifierKey) -> Result<Vec<String>, StoreError> {
    let report = verify_bundle(page, key);
    let said = |Check { name, detail, .. }: &Check| format!("{name}: {detail}");
    if let Some(check) = report.checks().iter().find(|check| check.outcome == Outcome::Fails) {
        return Err(StoreError::Fault(format!(
            "the evidence does not hold, and is not given out: {}; `ciente verify --data` says what was changed",
            said(check)
        )));
    }
    Ok(report.checks().iter().filter(|check| check.outcome == Outcome::Unknown).map(said).collect())
}
