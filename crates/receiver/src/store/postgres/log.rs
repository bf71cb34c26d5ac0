//! The statements about the log: its identity, and its right edge.

use super::{rows, session::Client};
use crate::store::{LogChanged, StoreError, batch::matches_checkpoint};
use ciente_evidence::{Checkpoint, Frontier, VerifierKey, perfect_subtrees};

/// The verifier key of the log, if there is one yet.
pub(super) async fn verifier(client: &Client) -> Result<Option<VerifierKey>, StoreError> {
    let text = rows::text(client, "SELECT verifier FROM log_identity").await?;
    text.map(|text| text.parse().map_err(|error| StoreError::Fault(format!("the log's key: {error}")))).transpose()
}

/// The right edge of the tree as it is now, if it is the one that was signed last.
pub(super) async fn frontier(client: &Client) -> Result<Frontier, StoreError> {
    // One statement, so that no other receiver writes in between. Leaves that no checkpoint is of: one was taken away, and the
    // next record would collide with them.
    let sql = "SELECT note, EXISTS (SELECT 1 FROM log_nodes WHERE level = 0 AND position >= size) AS goes_on
        FROM log_checkpoints ORDER BY size DESC LIMIT 1";
    let rows = client.ask(sql, &[]).await?;
    let row = rows.first().ok_or(LogChanged)?;
    if row.get(1) {
        return Err(LogChanged.into());
    }
    let note: String = row.get(0);
    let size = Checkpoint::read_unverified(&note).map_err(|_| LogChanged)?.size;
    let nodes = rows::nodes(client, &perfect_subtrees(0..size)).await?;
    let tree = Frontier::load(size, |at| nodes.get(&at).copied().ok_or(StoreError::LogChanged(LogChanged)))?;
    matches_checkpoint(&tree, &note)?;
    Ok(tree)
}
