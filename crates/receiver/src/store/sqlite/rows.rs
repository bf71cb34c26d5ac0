//! The statements, and how rows become receipts and back. No connection is opened and no transaction begun here.

use crate::store::{Entry, Latest, Outcome, entry};
use ciente_notice::{Acknowledgement, Identity, Receipt};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, types::Type};

const INSERT: &str = "
    INSERT INTO acknowledgements
        (id, notice, version, locale, digest, tenant, subject, action, shown_at, acted_at, widget, origin, received_at, body,
         authenticated)
    VALUES
        (:id, :notice, :version, :locale, :digest, :tenant, :subject, :action, :shown_at, :acted_at, :widget, :origin, :received_at, :body,
         :authenticated)
    ON CONFLICT (id) DO NOTHING";

/// Inside a write transaction: nobody, not even another process, can take the id between look and write.
pub(super) fn record(connection: &Connection, entry: &Entry) -> rusqlite::Result<Outcome> {
    let Entry { acknowledgement: a, body, received_at, authenticated } = entry;
    let inserted = connection.prepare_cached(INSERT)?.execute(named_params! {
        ":id": a.id.to_string(),
        ":notice": a.notice.id,
        ":version": a.notice.version,
        ":locale": a.notice.locale,
        ":digest": a.notice.digest.to_string(),
        ":tenant": a.tenant,
        ":subject": a.subject,
        ":action": a.action.as_str(),
        ":shown_at": a.shown_at,
        ":acted_at": a.acted_at,
        ":widget": a.client.widget,
        ":origin": a.client.origin,
        ":received_at": received_at,
        ":body": body,
        ":authenticated": authenticated,
    })?;
    if inserted == 1 {
        return Ok(Outcome::Recorded(entry.receipt()));
    }
    replay(connection, entry)?.ok_or(rusqlite::Error::QueryReturnedNoRows)
}

pub(super) fn replay(connection: &Connection, entry: &Entry) -> rusqlite::Result<Option<Outcome>> {
    let mut statement =
        connection.prepare_cached("SELECT body, received_at, authenticated FROM acknowledgements WHERE id = ?1")?;
    let found = statement.query_row([entry.acknowledgement.id.to_string()], |row| {
        let same = row.get_ref(0)?.as_str()? == entry.body;
        Ok(if same { Outcome::Replayed(receipt(row)?) } else { Outcome::IdReused })
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
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection
        .prepare_cached("SELECT body, received_at, authenticated FROM acknowledgements ORDER BY seq DESC LIMIT ?1")?;
    statement.query_map([limit], receipt)?.collect()
}

/// How many were ever written: no number is given twice.
pub(super) fn size(connection: &Connection) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare_cached("SELECT coalesce(max(seq), 0) FROM acknowledgements")?;
    statement.query_row([], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

pub(super) fn ping(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("SELECT seq FROM acknowledgements LIMIT 1")?;
    statement.query_row([], |_| Ok(())).optional().map(drop)
}

fn receipt(row: &Row<'_>) -> rusqlite::Result<Receipt> {
    let read = |error: serde_json::Error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into());
    let acknowledgement: Acknowledgement = serde_json::from_str(row.get_ref(0)?.as_str()?).map_err(read)?;
    Ok(entry::receipt(acknowledgement, row.get(1)?, row.get(2)?))
}
