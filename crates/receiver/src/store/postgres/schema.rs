//! Whether the tables are there and are ours, and a partition for each month that comes.

use super::fault::fault;
use crate::{Clock, store::StoreError};
use jiff::{ToSpan as _, civil::Date};
use tokio_postgres::{Client, error::SqlState};

/// Held while tables are made: two receivers that start at once on a new database must not both make them.
const MAKING: i64 = 0x4369_656e_7401;

/// The version that this release knows.
pub(super) const VERSION: i32 = 4;

/// Never change one that was released; add another, which raises the version.
const UPGRADES: [&str; 3] = [include_str!("schema_2.sql"), include_str!("schema_3.sql"), include_str!("schema_4.sql")];

/// How long one partition waits for those who use the table: all who come later wait behind it.
const PATIENCE: &str = "2s";

/// How long the records of a month may take to move out of the default partition: meanwhile nothing is recorded.
const MOVING: &str = "60s";

/// How many months ahead a partition is there for.
const AHEAD: i32 = 12;

/// An error unless texts are kept in UTF-8: every other encoding either lacks letters, so that some names are refused, or does not
/// know where a letter ends.
pub(super) async fn check_encoding(client: &Client) -> Result<(), StoreError> {
    let sql = "SELECT current_setting('server_encoding'), current_database()::text";
    let row = client.query_one(sql, &[]).await.map_err(|error| fault(&error))?;
    let (encoding, name): (String, String) = (row.get(0), row.get(1));
    if encoding == "UTF8" {
        return Ok(());
    }
    Err(StoreError::Fault(format!(
        "the database \"{name}\" keeps texts in {encoding}, and names of people need UTF8; make one with `createdb -E UTF8 -T template0`"
    )))
}

/// The version in the database, after making the tables where there are none, and those that a later release added.
pub(super) async fn ensure(client: &Client) -> Result<i32, StoreError> {
    let run = async {
        client.batch_execute("BEGIN").await?;
        client.execute("SELECT pg_advisory_xact_lock($1)", &[&MAKING]).await?;
        let there: bool = client.query_one("SELECT to_regclass('ciente_schema') IS NOT NULL", &[]).await?.get(0);
        if !there {
            client.batch_execute(include_str!("schema.sql")).await?;
        }
        let read = "SELECT version FROM ciente_schema";
        let found: i32 = client.query_one(read, &[]).await?.get(0);
        for upgrade in UPGRADES.iter().skip(usize::try_from(found - 1).unwrap_or(usize::MAX)) {
            client.batch_execute(upgrade).await?;
        }
        let version: i32 = client.query_one(read, &[]).await?.get(0);
        client.batch_execute("COMMIT").await?;
        Ok(version)
    };
    let made = run.await;
    if made.is_err() {
        // Its own failure adds nothing: the connection is given up anyway.
        let _ = client.batch_execute("ROLLBACK").await;
    }
    made.map_err(|error: tokio_postgres::Error| match error.code() {
        Some(&SqlState::INSUFFICIENT_PRIVILEGE) => StoreError::Fault(format!(
            "{}; this release makes tables or brings them up to date (version {VERSION}), and this role may not: start a receiver \
             once as their owner, and then run roles.sql again",
            fault(&error)
        )),
        _ => fault(&error),
    })
}

/// A month without a partition of its own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Missing {
    /// `2026-11`.
    pub(super) month: String,
    pub(super) why: String,
}

/// Makes the partitions of the months that come, and warns of the one that is missing.
pub(super) async fn make_months(client: &Client, clock: &Clock) {
    if let Err(Missing { month, why }) = partition(client, clock.today()).await {
        tracing::warn!(
            month,
            why,
            "no partition was made for this month: its records go to the default one. If this role may not make tables, start a receiver once as their owner"
        );
    }
}

/// Makes those partitions of this month, the one before and a year ahead that are not there; tells the first that could not be
/// made. A role that may not leaves that to the owner: until then, records of that month go to the default partition.
pub(super) async fn partition(client: &Client, today: Date) -> Result<(), Missing> {
    let mut outcome = Ok(());
    for offset in -1..=AHEAD {
        let month = |offset: i32| today.first_of_month().checked_add(offset.months());
        let (Ok(first), Ok(next)) = (month(offset), month(offset + 1)) else { continue };
        let name = format!("acknowledgements_{}", first.strftime("%Y_%m"));
        let (from, to) = (bound(first), bound(next));
        if let Err(error) = make(client, &name, &from, &to).await {
            // What concerns every month is waited for once: a long reader holds up all that queue behind this, too.
            let is_over = client.is_closed() || error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE);
            let why = error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned());
            outcome = outcome.and(Err(Missing { month: first.strftime("%Y-%m").to_string(), why }));
            if is_over {
                break;
            }
        }
    }
    outcome
}

/// Makes one partition, unless it is there. Two receivers that start at once must not both.
async fn make(client: &Client, name: &str, from: &str, to: &str) -> Result<(), tokio_postgres::Error> {
    // Asked first: to a role that may not make tables, `IF NOT EXISTS` is refused also where there is nothing to do.
    if client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&name]).await?.get(0) {
        return Ok(());
    }
    let bounds = format!("FOR VALUES FROM ('{from}') TO ('{to}')");
    let begin = format!("BEGIN; SET LOCAL lock_timeout = '{PATIENCE}'; SELECT pg_advisory_xact_lock({MAKING})");
    let plain = format!("{begin}; CREATE TABLE IF NOT EXISTS {name} PARTITION OF acknowledgements {bounds}; COMMIT");
    let made = match client.batch_execute(&plain).await {
        // A device whose clock is wrong has named an id of this month before its time: its record lies in the default partition,
        // and moves.
        Err(error) if error.code() == Some(&SqlState::CHECK_VIOLATION) => {
            let moved = format!(
                "ROLLBACK; {begin}; SET LOCAL statement_timeout = '{MOVING}'; LOCK TABLE acknowledgements; CREATE TABLE {name} (LIKE acknowledgements INCLUDING CONSTRAINTS);
                WITH moved AS (DELETE FROM acknowledgements_other WHERE id >= '{from}' AND id < '{to}' RETURNING *)
                INSERT INTO {name} SELECT * FROM moved;
                ALTER TABLE acknowledgements ATTACH PARTITION {name} {bounds}; COMMIT"
            );
            client.batch_execute(&moved).await
        }
        made => made,
    };
    let Err(error) = made else { return Ok(()) };
    // The error is the one that is told.
    let _ = client.batch_execute("ROLLBACK").await;
    // Another receiver has moved it meanwhile.
    if error.code() == Some(&SqlState::DUPLICATE_TABLE) { Ok(()) } else { Err(error) }
}

/// The lowest UUIDv7 of a day's first millisecond: 48 bits of time, and nothing.
fn bound(day: Date) -> String {
    let milliseconds = jiff::tz::TimeZone::UTC.to_timestamp(day.to_datetime(jiff::civil::Time::midnight()));
    let milliseconds = milliseconds.map(|at| at.as_millisecond()).unwrap_or_default().unsigned_abs();
    format!("{:08x}-{:04x}-0000-0000-000000000000", milliseconds >> 16, milliseconds & 0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_with_the_id_of_its_first_millisecond() {
        assert_eq!(bound(jiff::civil::date(2026, 11, 1)), "01a19467-e800-0000-0000-000000000000");
    }
}
