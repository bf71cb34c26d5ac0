//! The statements that read, and how rows become receipts. No transaction is begun here.

use super::session::Client;
use crate::store::{Archived, Covered, Entry, Kept, Latest, Outcome, StoreError, Tombstone, batch, entry};
use ciente_evidence::{Coordinate, Hash, Salt, inclusion_ranges, perfect_subtrees};
use ciente_notice::{Acknowledgement, Digest, Identity};
use std::collections::{HashMap, HashSet};
use tokio_postgres::Row;

/// The columns that [`kept`] reads.
const COLUMNS: &str = "body, received_at, authenticated, log_index, salt";

pub(super) async fn replay(client: &Client, entry: &Entry) -> Result<Option<Outcome>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM acknowledgements WHERE id = $1");
    let rows = client.ask(&sql, &[&entry.acknowledgement.id]).await?;
    if rows.first().is_some_and(|row| row.get::<_, &str>(0) != entry.body) {
        return Ok(Some(Outcome::IdReused));
    }
    Ok(kept(client, &rows).await?.pop().map(|kept| Outcome::Replayed(kept.receipt)))
}

/// As the SQLite store: the newest of a preferred version, else the newest.
pub(super) async fn latest(
    client: &Client,
    holder: &Identity,
    notice: &str,
    preferred: &[String],
) -> Result<Option<Latest>, StoreError> {
    let sql = "SELECT version, digest, received_at FROM acknowledgements
        WHERE tenant = $1 AND subject = $2 AND notice = $3 AND action = 'acknowledged'
        ORDER BY version = ANY ($4) DESC, log_index DESC LIMIT 1";
    let rows = client.ask(sql, &[&holder.tenant, &holder.subject, &notice, &preferred]).await?;
    Ok(rows.first().map(|row| Latest { version: row.get(0), digest: row.get(1), received_at: row.get(2) }))
}

/// Of one subject or of all, from a number on, or the newest first.
pub(super) async fn all(
    client: &Client,
    whose: Option<&Identity>,
    from: u64,
    newest_first: bool,
    limit: usize,
) -> Result<Vec<Kept>, StoreError> {
    let order = if newest_first { "DESC" } else { "ASC" };
    let (from, limit) = (from.cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX));
    let rows = match whose {
        Some(Identity { tenant, subject }) => {
            let sql = format!(
                "SELECT {COLUMNS} FROM acknowledgements WHERE log_index >= $1 AND tenant = $3 AND subject = $4
                 ORDER BY log_index {order} LIMIT $2"
            );
            client.ask(&sql, &[&from, &limit, tenant, subject]).await?
        }
        None => {
            let sql = format!(
                "SELECT {COLUMNS} FROM acknowledgements WHERE log_index >= $1 ORDER BY log_index {order} LIMIT $2"
            );
            client.ask(&sql, &[&from, &limit]).await?
        }
    };
    kept(client, &rows).await
}

/// See [`crate::store::Store::astray`]. A body that is no JSON is a fault: the record itself cannot be read then either.
pub(super) async fn astray(client: &Client, from: u64, to: u64) -> Result<Vec<u64>, StoreError> {
    let sql = "SELECT log_index FROM acknowledgements, LATERAL (SELECT body::json AS said) AS record
        WHERE log_index BETWEEN $1 AND $2 AND (
            id::text IS DISTINCT FROM lower(said ->> 'id') OR notice IS DISTINCT FROM said #>> '{notice,id}' OR
            version IS DISTINCT FROM said #>> '{notice,version}' OR locale IS DISTINCT FROM said #>> '{notice,locale}' OR
            digest IS DISTINCT FROM said #>> '{notice,digest}' OR tenant IS DISTINCT FROM said ->> 'tenant' OR
            subject IS DISTINCT FROM said ->> 'subject' OR action IS DISTINCT FROM said ->> 'action' OR
            shown_at IS DISTINCT FROM said ->> 'shownAt' OR acted_at IS DISTINCT FROM said ->> 'actedAt' OR
            widget IS DISTINCT FROM said #>> '{client,widget}' OR origin IS DISTINCT FROM said #>> '{client,origin}')
        ORDER BY log_index";
    numbers(client, sql, from, to).await
}

/// See [`crate::store::Store::doubled`].
pub(super) async fn doubled(client: &Client, from: u64, to: u64) -> Result<Vec<u64>, StoreError> {
    let sql = "SELECT log_index FROM acknowledgements WHERE log_index BETWEEN $1 AND $2
        GROUP BY log_index HAVING count(*) > 1 ORDER BY log_index";
    numbers(client, sql, from, to).await
}

/// What a statement selects of the numbers between two.
async fn numbers(client: &Client, sql: &str, from: u64, to: u64) -> Result<Vec<u64>, StoreError> {
    let rows = client.ask(sql, &[&from.cast_signed(), &to.cast_signed()]).await?;
    Ok(rows.iter().map(|row| row.get::<_, i64>(0).cast_unsigned()).collect())
}

/// See [`crate::store::Store::unnumbered`].
pub(super) async fn unnumbered(client: &Client) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM acknowledgements WHERE log_index < 0";
    let rows = client.ask(sql, &[]).await?;
    Ok(rows.first().map_or(0, |row| row.get::<_, i64>(0).cast_unsigned()))
}

pub(super) async fn text(client: &Client, sql: &str) -> Result<Option<String>, StoreError> {
    // No row and no value are the same answer.
    Ok(client.ask(sql, &[]).await?.first().and_then(|row| row.get(0)))
}

pub(super) async fn nodes(client: &Client, at: &[Coordinate]) -> Result<HashMap<Coordinate, Hash>, StoreError> {
    let levels: Vec<i32> = at.iter().map(|at| at.level.cast_signed()).collect();
    let positions: Vec<i64> = at.iter().map(|at| at.index.cast_signed()).collect();
    let sql = "SELECT level, position, hash FROM log_nodes
        JOIN UNNEST($1::int[], $2::bigint[]) AS wanted (level, position) USING (level, position)";
    let rows = client.ask(sql, &[&levels, &positions]).await?;
    rows.iter()
        .map(|row| {
            let at =
                Coordinate { level: row.get::<_, i32>(0).cast_unsigned(), index: row.get::<_, i64>(1).cast_unsigned() };
            Ok((at, Hash(bytes(row, 2)?)))
        })
        .collect()
}

pub(super) async fn archived(client: &Client, digest: Option<Digest>) -> Result<Vec<Archived>, StoreError> {
    let sql = "SELECT digest, notice, version, locale, body, since FROM published
        WHERE $1::text IS NULL OR digest = $1 ORDER BY since, notice COLLATE \"C\", version COLLATE \"C\", locale COLLATE \"C\"";
    let rows = client.ask(sql, &[&digest.map(|digest| digest.to_string())]).await?;
    let read = |row: &Row| {
        let digest = row.get::<_, &str>(0).parse().map_err(|error: ciente_notice::DigestError| damaged(&error))?;
        let [notice, version, locale, body, since] = [1, 2, 3, 4, 5].map(|column| row.get(column));
        Ok(Archived { digest, notice, version, locale, body, since })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn coverage(client: &Client, tenant: &str) -> Result<Vec<Covered>, StoreError> {
    let sql = "SELECT substr(received_at, 1, 10) AS day, notice, version, locale, count(*) FROM acknowledgements
        WHERE tenant = $1 AND action = 'acknowledged' GROUP BY 1, 2, 3, 4
        ORDER BY 1, notice COLLATE \"C\", version COLLATE \"C\", locale COLLATE \"C\"";
    let rows = client.ask(sql, &[&tenant]).await?;
    let read = |row: &Row| Covered {
        day: row.get(0),
        notice: row.get(1),
        version: row.get(2),
        locale: row.get(3),
        count: row.get::<_, i64>(4).cast_unsigned(),
    };
    Ok(rows.iter().map(read).collect())
}

pub(super) async fn tombstones(client: &Client) -> Result<Vec<Tombstone>, StoreError> {
    let sql = "SELECT log_index, tenant, erased_at, reason FROM tombstones ORDER BY log_index";
    let rows = client.ask(sql, &[]).await?;
    let read = |row: &Row| Tombstone {
        index: row.get::<_, i64>(0).cast_unsigned(),
        tenant: row.get(1),
        erased_at: row.get(2),
        reason: row.get(3),
    };
    Ok(rows.iter().map(read).collect())
}

/// Rows of [`COLUMNS`], all with two questions more: a page must not cost a question for each of its rows.
async fn kept(client: &Client, rows: &[Row]) -> Result<Vec<Kept>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<i64> = rows.iter().map(|row| row.get(3)).collect();
    let sql = "SELECT wanted.number, found.size, found.note FROM UNNEST($1::bigint[]) AS wanted (number),
        LATERAL (SELECT size, note FROM log_checkpoints WHERE size > wanted.number ORDER BY size LIMIT 1) AS found";
    let found = client.ask(sql, &[&numbers]).await?;
    let checkpoints: HashMap<i64, (u64, &str)> =
        found.iter().map(|row| (row.get(0), (row.get::<_, i64>(1).cast_unsigned(), row.get(2)))).collect();
    let ranges = checkpoints.iter().filter_map(|(number, (size, _))| inclusion_ranges(number.cast_unsigned(), *size));
    let places: HashSet<Coordinate> = ranges.flatten().flat_map(perfect_subtrees).collect();
    let nodes = nodes(client, &places.into_iter().collect::<Vec<_>>()).await?;
    let read = |row: &Row| {
        let number: i64 = row.get(3);
        let (index, salt) = (number.cast_unsigned(), Salt(bytes(row, 4)?));
        let none = || StoreError::Fault(format!("no checkpoint is of the record {number}"));
        let (size, note) = *checkpoints.get(&number).ok_or_else(none)?;
        let missing = || StoreError::Fault("the log lacks a node".into());
        let proof =
            batch::inclusion(index, size, |at| nodes.get(&at).copied().ok_or_else(missing))?.ok_or_else(missing)?;
        let log = batch::log_proof(index, &salt, &proof, note.to_owned());
        let acknowledgement: Acknowledgement = serde_json::from_str(row.get(0)).map_err(|error| damaged(&error))?;
        let receipt = entry::receipt(acknowledgement, row.get(1), row.get(2), Some(log));
        Ok(Kept { receipt, index, salt: salt.to_string() })
    };
    rows.iter().map(read).collect()
}

fn bytes(row: &Row, column: usize) -> Result<[u8; 32], StoreError> {
    row.get::<_, &[u8]>(column).try_into().map_err(|error: std::array::TryFromSliceError| damaged(&error))
}

fn damaged(error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Fault(format!("a row cannot be read: {error}"))
}
