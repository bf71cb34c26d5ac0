//! The statements about records, and how rows become receipts and back. No connection is opened and no transaction begun here.

use super::log;
use crate::store::{Covered, Entry, Kept, Latest, Outcome, batch::log_proof, entry};
use ciente_evidence::Salt;
use ciente_notice::{Identity, Receipt};
use rusqlite::{Connection, OptionalExtension as _, Row, params, types::Type};
use serde::de::DeserializeOwned;

const INSERT: &str = "
    INSERT INTO acknowledgements
        (id, notice, version, locale, digest, tenant, subject, action, shown_at, acted_at, widget, origin, received_at,
         body, authenticated, log_index, salt)
    VALUES
        (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
    ON CONFLICT (id) DO NOTHING";

/// The columns that [`kept`] reads, and whether the receipt was issued with a place in the log.
const COLUMNS: &str = "body, received_at, authenticated, log_index, salt,
    coalesce(log_index >= (SELECT begins FROM log_identity), FALSE)";

/// Whether the id was free, inside a write transaction: nobody, not even another process, can take it in between.
pub(super) fn insert(connection: &Connection, entry: &Entry, index: u64) -> rusqlite::Result<bool> {
    let Entry { acknowledgement: a, body, received_at, authenticated, salt, .. } = entry;
    let inserted = connection.prepare_cached(INSERT)?.execute(params![
        a.id.to_string(),
        a.notice.id,
        a.notice.version,
        a.notice.locale,
        a.notice.digest.to_string(),
        a.tenant,
        a.subject,
        a.action.as_str(),
        a.shown_at,
        a.acted_at,
        a.client.widget,
        a.client.origin,
        received_at,
        body,
        authenticated,
        index.cast_signed(),
        salt.0,
    ])?;
    Ok(inserted == 1)
}

pub(super) fn replay(connection: &Connection, entry: &Entry) -> rusqlite::Result<Option<Outcome>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM acknowledgements WHERE id = ?1"))?;
    let found = statement.query_row([entry.acknowledgement.id.to_string()], |row| {
        let same = row.get_ref(0)?.as_str()? == entry.body;
        Ok(if same { Outcome::Replayed(kept(connection, row)?.receipt) } else { Outcome::IdReused })
    });
    found.optional()
}

/// Walks from the newest back. What is stale is refused on arrival, so a preferred version, where there is one, is nearly
/// always the first.
pub(super) fn latest(
    connection: &Connection,
    holder: &Identity,
    notice: &str,
    preferred: &[String],
) -> rusqlite::Result<Option<Latest>> {
    let mut statement = connection.prepare_cached(
        "SELECT version, digest, received_at FROM acknowledgements
         WHERE tenant = ?1 AND subject = ?2 AND notice = ?3 AND action = 'acknowledged' ORDER BY seq DESC",
    )?;
    let mut rows = statement.query([&holder.tenant, &holder.subject, notice])?;
    let mut newest = None;
    while let Some(row) = rows.next()? {
        let found = || Ok(Latest { version: row.get(0)?, digest: row.get(1)?, received_at: row.get(2)? });
        let version = row.get_ref(0)?.as_str()?;
        if preferred.iter().any(|label| label == version) {
            return found().map(Some);
        }
        if newest.is_none() {
            newest = Some(found()?);
        }
    }
    Ok(newest)
}

pub(super) fn recent(connection: &Connection, limit: usize) -> rusqlite::Result<Vec<Receipt>> {
    let sql = format!("SELECT {COLUMNS} FROM acknowledgements ORDER BY seq DESC LIMIT ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_map([bounded(limit)], |row| Ok(kept(connection, row)?.receipt))?.collect()
}

pub(super) fn all(
    connection: &Connection,
    whose: Option<&Identity>,
    from: u64,
    limit: usize,
) -> rusqlite::Result<Vec<Kept>> {
    // Two statements: one with `OR` would read the whole table for one subject.
    let filter = if whose.is_some() { "AND tenant = ?3 AND subject = ?4" } else { "" };
    let sql =
        format!("SELECT {COLUMNS} FROM acknowledgements WHERE log_index >= ?1 {filter} ORDER BY log_index LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let read = |row: &Row<'_>| kept(connection, row);
    let (from, limit) = (from.cast_signed(), bounded(limit));
    match whose {
        Some(Identity { tenant, subject }) => statement.query_map((from, limit, tenant, subject), read)?.collect(),
        None => statement.query_map((from, limit), read)?.collect(),
    }
}

/// See [`crate::store::Store::astray`]. What is no JSON says nothing that a column could agree with.
pub(super) fn astray(connection: &Connection, from: u64, to: u64) -> rusqlite::Result<Vec<u64>> {
    let sql =
        "SELECT log_index FROM acknowledgements WHERE log_index BETWEEN ?1 AND ?2 AND CASE WHEN json_valid(body) THEN
            id IS NOT lower(body ->> '$.id') COLLATE BINARY OR notice IS NOT body ->> '$.notice.id' COLLATE BINARY OR
            version IS NOT body ->> '$.notice.version' COLLATE BINARY OR locale IS NOT body ->> '$.notice.locale' COLLATE BINARY OR
            digest IS NOT body ->> '$.notice.digest' COLLATE BINARY OR tenant IS NOT body ->> '$.tenant' COLLATE BINARY OR
            subject IS NOT body ->> '$.subject' COLLATE BINARY OR action IS NOT body ->> '$.action' COLLATE BINARY OR
            shown_at IS NOT body ->> '$.shownAt' COLLATE BINARY OR acted_at IS NOT body ->> '$.actedAt' COLLATE BINARY OR
            widget IS NOT body ->> '$.client.widget' COLLATE BINARY OR origin IS NOT body ->> '$.client.origin' COLLATE BINARY
         ELSE TRUE END ORDER BY log_index";
    numbers(connection, sql, from, to)
}

/// See [`crate::store::Store::disordered`]: [`latest`] and [`recent`] go by `seq`.
pub(super) fn disordered(connection: &Connection) -> rusqlite::Result<Option<u64>> {
    let sql = "SELECT log_index FROM
            (SELECT log_index, seq, lag(seq) OVER (ORDER BY log_index) AS before FROM acknowledgements WHERE log_index >= 0)
         WHERE seq < before LIMIT 1";
    connection.query_row(sql, [], |row| row.get(0).map(i64::cast_unsigned)).optional()
}

/// See [`crate::store::Store::doubled`].
pub(super) fn doubled(connection: &Connection, from: u64, to: u64) -> rusqlite::Result<Vec<u64>> {
    let sql = "SELECT log_index FROM acknowledgements WHERE log_index BETWEEN ?1 AND ?2
         GROUP BY log_index HAVING count(*) > 1 ORDER BY log_index";
    numbers(connection, sql, from, to)
}

/// What a statement selects of the numbers between two.
fn numbers(connection: &Connection, sql: &str, from: u64, to: u64) -> rusqlite::Result<Vec<u64>> {
    let mut statement = connection.prepare_cached(sql)?;
    let read = |row: &Row<'_>| row.get(0).map(i64::cast_unsigned);
    statement.query_map((from.cast_signed(), to.cast_signed()), read)?.collect()
}

/// See [`crate::store::Store::unsound`]. An index over a part of the rows is sound to SQLite, and hides the others.
pub(super) fn unsound(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let said: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Ok(Some(said));
    }
    let partial = "SELECT name FROM pragma_index_list('acknowledgements') WHERE partial AND origin = 'c'
        UNION ALL SELECT name FROM pragma_index_list('log_nodes') WHERE partial LIMIT 1";
    let found: Option<String> = connection.query_row(partial, [], |row| row.get(0)).optional()?;
    Ok(found.map(|name| format!("the index {name} leaves rows out")))
}

/// See [`crate::store::Store::unnumbered`].
pub(super) fn count_unnumbered(connection: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT count(*) FROM acknowledgements WHERE log_index IS NULL OR log_index < 0";
    connection.query_row(sql, [], |row| row.get(0)).map(i64::cast_unsigned)
}

pub(super) fn coverage(connection: &Connection, tenant: &str) -> rusqlite::Result<Vec<Covered>> {
    let mut statement = connection.prepare_cached(
        "SELECT substr(received_at, 1, 10) AS day, notice, version, locale, count(*) FROM acknowledgements
         WHERE tenant = ?1 AND action = 'acknowledged' GROUP BY day, notice, version, locale
         ORDER BY day, notice, version, locale",
    )?;
    let read = |row: &Row<'_>| {
        let count = row.get::<_, i64>(4)?.cast_unsigned();
        Ok(Covered { day: row.get(0)?, notice: row.get(1)?, version: row.get(2)?, locale: row.get(3)?, count })
    };
    statement.query_map([tenant], read)?.collect()
}

pub(super) fn ping(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("SELECT seq FROM acknowledgements LIMIT 1")?;
    statement.query_row([], |_| Ok(())).optional().map(drop)
}

/// What was recorded before there was a log, in the order of writing: row number, receipt.
pub(super) fn unnumbered(connection: &Connection, limit: usize) -> rusqlite::Result<Vec<(i64, Receipt)>> {
    let mut statement = connection.prepare_cached(
        "SELECT body, received_at, authenticated, seq FROM acknowledgements WHERE log_index IS NULL ORDER BY seq LIMIT ?1",
    )?;
    let read = |row: &Row<'_>| Ok((row.get(3)?, entry::receipt(json(row, 0)?, row.get(1)?, row.get(2)?, None)));
    statement.query_map([bounded(limit)], read)?.collect()
}

pub(super) fn number(connection: &Connection, seq: i64, index: u64, salt: &Salt) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare_cached("UPDATE acknowledgements SET log_index = ?2, salt = ?3 WHERE seq = ?1")?;
    statement.execute((seq, index.cast_signed(), salt.0)).map(drop)
}

/// A row of [`COLUMNS`].
fn kept(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<Kept> {
    let index: u64 = row.get::<_, i64>(3)?.cast_unsigned();
    let salt = Salt(row.get(4)?);
    let log = if row.get(5)? {
        let (size, note) = log::checkpoint_after(connection, index)?;
        Some(log_proof(index, &salt, &log::inclusion(connection, index, size)?, note))
    } else {
        None
    };
    let receipt = entry::receipt(json(row, 0)?, row.get(1)?, row.get(2)?, log);
    Ok(Kept { receipt, index, salt: salt.to_string() })
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let read = |error: serde_json::Error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into());
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(read)
}

fn bounded(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
