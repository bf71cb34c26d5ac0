//! The texts that were published, kept by their digest.

use crate::store::Archived;
use ciente_notice::Digest;
use rusqlite::{Connection, Row, TransactionBehavior, types::Type};

pub(super) fn keep(connection: &mut Connection, texts: &[Archived]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut statement = transaction.prepare_cached(
            "INSERT INTO published (digest, notice, version, locale, body, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (digest) DO NOTHING",
        )?;
        for Archived { digest, notice, version, locale, body, since } in texts {
            statement.execute((digest.to_string(), notice, version, locale, body, since))?;
        }
    }
    transaction.commit()
}

pub(super) fn read(connection: &Connection, digest: Option<Digest>) -> rusqlite::Result<Vec<Archived>> {
    let mut statement = connection.prepare_cached(
        "SELECT digest, notice, version, locale, body, since FROM published WHERE ?1 IS NULL OR digest = ?1
         ORDER BY since, notice, version, locale",
    )?;
    statement.query_map([digest.map(|digest| digest.to_string())], text)?.collect()
}

fn text(row: &Row<'_>) -> rusqlite::Result<Archived> {
    let digest = row.get_ref(0)?.as_str()?.parse();
    let digest = digest.map_err(|error: ciente_notice::DigestError| {
        rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into())
    })?;
    Ok(Archived {
        digest,
        notice: row.get(1)?,
        version: row.get(2)?,
        locale: row.get(3)?,
        body: row.get(4)?,
        since: row.get(5)?,
    })
}
