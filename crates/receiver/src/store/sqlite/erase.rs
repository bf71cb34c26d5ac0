//! Removing records for good: from the table, from the pages that held them, and from the write-ahead log. Their leaves stay.

use crate::{
    retention::keep::{Expiry, Tenants},
    store::Tombstone,
};
use ciente_notice::Identity;
use rusqlite::{Connection, ToSql, TransactionBehavior};
use std::time::Duration;

/// How many expired records go in one transaction: who wants to record must not wait for a whole year's.
const AT_ONCE: usize = 1000;

/// All records of one subject. They are in the write-ahead log still, if anybody reads there: see [`tidy`].
pub(super) fn erase(connection: &mut Connection, holder: &Identity, reason: &str, at: &str) -> rusqlite::Result<u64> {
    let Identity { tenant, subject } = holder;
    let chosen = "SELECT seq FROM acknowledgements WHERE tenant = ?3 AND subject = ?4";
    // First: if it fails, nothing was removed, and the next try does both.
    clear_unused_space(connection)?;
    let removed = remove(connection, chosen, &[&at, &reason, tenant, subject])?;
    tidy(connection)?;
    Ok(removed)
}

/// Some of the records whose time is over; none when there are no more. They are in unused space and in the write-ahead log still:
/// see [`clear_unused_space`] and [`tidy`].
pub(super) fn expire(connection: &mut Connection, expiry: &Expiry, at: &str) -> rusqlite::Result<u64> {
    let Expiry { tenants, before, reason, .. } = expiry;
    let (filter, names): (_, Vec<&str>) = match tenants {
        Tenants::One(tenant) => ("tenant = ?4".to_owned(), vec![tenant]),
        Tenants::AllBut(others) => {
            let list: Vec<_> = (0..others.len()).map(|n| format!("?{}", n + 4)).collect();
            (format!("tenant NOT IN ({})", list.join(", ")), others.iter().map(String::as_str).collect())
        }
    };
    let chosen = format!("SELECT seq FROM acknowledgements WHERE {filter} AND received_at < ?3 LIMIT {AT_ONCE}");
    let mut values: Vec<&dyn ToSql> = vec![&at, reason, before];
    values.extend(names.iter().map(|name| name as &dyn ToSql));
    remove(connection, &chosen, &values)
}

pub(super) fn tombstones(connection: &Connection) -> rusqlite::Result<Vec<Tombstone>> {
    let mut statement =
        connection.prepare_cached("SELECT log_index, tenant, erased_at, reason FROM tombstones ORDER BY log_index")?;
    let read = |row: &rusqlite::Row<'_>| {
        let index = row.get::<_, i64>(0)?.cast_unsigned();
        Ok(Tombstone { index, tenant: row.get(1)?, erased_at: row.get(2)?, reason: row.get(3)? })
    };
    statement.query_map([], read)?.collect()
}

/// `chosen` selects row numbers; `?1` and `?2` are the tombstone's time and reason.
fn remove(connection: &mut Connection, chosen: &str, values: &[&dyn ToSql]) -> rusqlite::Result<u64> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let numbers: Vec<i64> = {
        // The first two are not used here, and SQLite wants every parameter that it was given to stand somewhere.
        let sql = format!("SELECT seq FROM ({chosen}) WHERE ?1 IS NOT NULL AND ?2 IS NOT NULL");
        let mut statement = transaction.prepare(&sql)?;
        statement.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?
    };
    {
        // A row without a number, and a tombstone that is there already, are from outside: neither keeps anybody's records here.
        let mut bury = transaction.prepare_cached(
            "INSERT INTO tombstones (log_index, tenant, erased_at, reason)
             SELECT log_index, tenant, ?2, ?3 FROM acknowledgements WHERE seq = ?1 AND log_index >= 0
             ON CONFLICT (log_index) DO UPDATE SET tenant = excluded.tenant, erased_at = excluded.erased_at, reason = excluded.reason",
        )?;
        let mut delete = transaction.prepare_cached("DELETE FROM acknowledgements WHERE seq = ?1")?;
        for number in &numbers {
            let at_and_reason = (values.first(), values.get(1));
            let (Some(at), Some(reason)) = at_and_reason else { return Err(rusqlite::Error::InvalidQuery) };
            bury.execute(&[number as &dyn ToSql, *at, *reason][..])?;
            delete.execute([number])?;
        }
    }
    transaction.commit()?;
    Ok(numbers.len() as u64)
}

/// Takes the write-ahead log into the file and cuts it to nothing: it still held the records as they were written. Whether nobody
/// stood in the way; nobody is waited for.
pub(super) fn tidy(connection: &Connection) -> rusqlite::Result<bool> {
    let patience: i64 = connection.query_row("PRAGMA busy_timeout", [], |row| row.get(0))?;
    connection.busy_timeout(Duration::ZERO)?;
    let is_cut = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| Ok(row.get::<_, i64>(0)? == 0));
    connection.busy_timeout(Duration::from_millis(patience.cast_unsigned()))?;
    is_cut
}

/// Where a release that did not overwrite what it deleted has worked on this file, copies may lie in unused space: it is
/// written anew, once. Whether that was done is asked of the database. The file itself must never be opened beside SQLite:
/// closing it would give up all locks that this process has on it (POSIX), and with them confirmed records.
pub(super) fn clear_unused_space(connection: &Connection) -> rusqlite::Result<()> {
    if connection.query_row("SELECT EXISTS (SELECT 1 FROM overwritten)", [], |row| row.get(0))? {
        return Ok(());
    }
    tracing::info!("unused space may still hold what was erased earlier; the file is written anew, once");
    connection.execute_batch("VACUUM; INSERT INTO overwritten (one) VALUES (1) ON CONFLICT DO NOTHING")
}
