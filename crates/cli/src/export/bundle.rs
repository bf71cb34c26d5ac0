//! All evidence about one subject in one file.

use super::ExportError;
use ciente_evidence::{BUNDLE_FORMAT, Bundle, BundleItem, Hash};
use ciente_notice::Identity;
use ciente_receiver::{Clock, Kept, Vault};
use serde_json::Value;
use std::collections::{BTreeMap, btree_map::Entry};

/// The file's text.
pub(super) async fn page(vault: &Vault, whose: Identity) -> Result<String, ExportError> {
    let mut kept: Vec<Kept> = Vec::new();
    let collect = |record| {
        kept.push(record);
        Ok::<_, ExportError>(())
    };
    vault.records(Some(&whose), collect).await?;
    let Identity { tenant, subject } = whose;
    if kept.is_empty() {
        return Err(ExportError::Nobody { tenant, subject });
    }
    // After the records: it holds at least those.
    let (checkpoint, stated) = vault.checkpoint().await?;
    let mut records = Vec::new();
    let mut notices = BTreeMap::new();
    for Kept { receipt, index, salt } in kept {
        let proof = vault.inclusion(index, stated.size).await?.map_err(ExportError::Damaged)?;
        let digest = receipt.acknowledgement.notice.digest;
        if let Entry::Vacant(place) = notices.entry(digest.to_string()) {
            // A record from before there was an archive may name words that nobody kept; the check says so.
            if let Some(text) = vault.archived(Some(digest)).await?.into_iter().next() {
                place.insert(serde_json::from_str::<Value>(&text.body)?);
            }
        }
        let proof = proof.iter().map(Hash::to_string).collect();
        records.push(BundleItem { receipt: serde_json::to_value(receipt)?, index, salt, proof });
    }
    let bundle = Bundle {
        format: BUNDLE_FORMAT.into(),
        made_by: env!("CARGO_PKG_VERSION").into(),
        tenant,
        subject,
        exported_at: Clock::system().now(),
        checkpoint,
        records,
        notices,
    };
    Ok(bundle.to_page()?)
}
