//! The statements about the log: its identity, and its right edge.

use super::{fault::fault, rows, session::Client};
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

/// How many hashes belong to none of the records that the newest checkpoint counts. In one statement: others may be adding to it.
pub(super) async fn surplus(client: &Client) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM log_nodes, (SELECT coalesce(max(size), 0) AS size FROM log_checkpoints) AS newest
        WHERE level NOT BETWEEN 0 AND 62 OR position < 0 OR position >= size >> level";
    let row = client.query_one(sql, &[]).await.map_err(|error| fault(&error))?;
    Ok(row.get::<_, i64>(0).cast_unsigned())
}
