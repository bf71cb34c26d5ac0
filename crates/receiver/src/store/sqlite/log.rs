//! The statements about the log: its identity, its nodes, its checkpoints.

use crate::store::{
    LogChanged,
    batch::{Sealed, inclusion as inclusion_of, matches_checkpoint},
};
use ciente_evidence::{Coordinate, Frontier, Hash, Node, VerifierKey};
use rusqlite::{Connection, OptionalExtension as _, types::Type};
use std::collections::HashMap;

/// The verifier key of the log, if there is one yet.
pub(super) fn verifier(connection: &Connection) -> rusqlite::Result<Option<VerifierKey>> {
    let read = |row: &rusqlite::Row<'_>| {
        let text: String = row.get(0)?;
        text.parse().map_err(|error: ciente_evidence::KeyError| {
            rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into())
        })
    };
    connection.query_row("SELECT verifier FROM log_identity", [], read).optional()
}

/// Makes this the log of a key. `begins` records were answered before.
pub(super) fn begin(connection: &Connection, verifier: &VerifierKey, begins: u64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO log_identity (one, verifier, begins) VALUES (1, ?1, ?2)";
    connection.execute(sql, (verifier.to_string(), begins.cast_signed())).map(drop)
}

/// How many records were answered before there was a log.
pub(super) fn begins(connection: &Connection) -> rusqlite::Result<u64> {
    let begins = connection.query_row("SELECT begins FROM log_identity", [], |row| row.get(0)).optional()?;
    Ok(begins.map_or(0, i64::cast_unsigned))
}

/// The number of records.
pub(super) fn size(connection: &Connection) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare_cached("SELECT coalesce(max(size), 0) FROM log_checkpoints")?;
    statement.query_row([], |row| row.get(0)).map(i64::cast_unsigned)
}

/// The right edge of the tree, which is the one that was signed last; else the error holds [`LogChanged`].
pub(super) fn frontier(connection: &Connection, size: u64) -> rusqlite::Result<Frontier> {
    let changed = |error: LogChanged| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, error.into());
    let tree = Frontier::load(size, |at| node(connection, at)).map_err(|error| match error {
        rusqlite::Error::QueryReturnedNoRows => changed(LogChanged),
        error => error,
    })?;
    matches_checkpoint(&tree, &newest(connection)?).map_err(changed)?;
    if goes_on(connection)? { Err(changed(LogChanged)) } else { Ok(tree) }
}

/// Whether there are leaves that no checkpoint is of: one was taken away, and the next record would collide with them.
fn goes_on(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM log_nodes WHERE level = 0 AND position >= (SELECT coalesce(max(size), 0) FROM log_checkpoints))";
    connection.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

pub(super) fn store(connection: &Connection, sealed: &Sealed) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare_cached("INSERT INTO log_nodes (level, position, hash) VALUES (?1, ?2, ?3)")?;
    for Node { at, hash } in &sealed.fresh {
        statement.execute((at.level, at.index.cast_signed(), hash.0))?;
    }
    let mut statement = connection.prepare_cached("INSERT INTO log_checkpoints (size, note) VALUES (?1, ?2)")?;
    statement.execute((sealed.tree.size().cast_signed(), &sealed.note)).map(drop)
}

pub(super) fn newest(connection: &Connection) -> rusqlite::Result<String> {
    let mut statement = connection.prepare_cached("SELECT note FROM log_checkpoints ORDER BY size DESC LIMIT 1")?;
    statement.query_row([], |row| row.get(0))
}

/// The checkpoint that the transaction of a record wrote: the first that holds it.
pub(super) fn checkpoint_after(connection: &Connection, index: u64) -> rusqlite::Result<(u64, String)> {
    let mut statement =
        connection.prepare_cached("SELECT size, note FROM log_checkpoints WHERE size > ?1 ORDER BY size LIMIT 1")?;
    statement.query_row([index.cast_signed()], |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)))
}

/// The inclusion proof of a record that is in the tree of that size.
pub(super) fn inclusion(connection: &Connection, index: u64, size: u64) -> rusqlite::Result<Vec<Hash>> {
    inclusion_of(index, size, |at| node(connection, at))?.ok_or(rusqlite::Error::QueryReturnedNoRows)
}

pub(super) fn nodes(connection: &Connection, places: &[Coordinate]) -> rusqlite::Result<HashMap<Coordinate, Hash>> {
    let mut found = HashMap::with_capacity(places.len());
    for at in places {
        if let Some(hash) = node(connection, *at).optional()? {
            found.insert(*at, hash);
        }
    }
    Ok(found)
}

/// In one statement: others may be adding to it.
pub(super) fn surplus(connection: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT count(*) FROM log_nodes, (SELECT coalesce(max(size), 0) AS size FROM log_checkpoints)
        WHERE level NOT BETWEEN 0 AND 62 OR position < 0 OR position >= size >> level";
    connection.query_row(sql, [], |row| row.get(0)).map(i64::cast_unsigned)
}

fn node(connection: &Connection, at: Coordinate) -> rusqlite::Result<Hash> {
    let mut statement = connection.prepare_cached("SELECT hash FROM log_nodes WHERE level = ?1 AND position = ?2")?;
    statement.query_row((at.level, at.index.cast_signed()), |row| row.get(0).map(Hash))
}
