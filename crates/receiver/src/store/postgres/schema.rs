//! Whether the tables are there and are ours, and a partition for each month that comes.

use super::fault::fault;
use crate::store::StoreError;
use jiff::{ToSpan as _, civil::Date};
use tokio_postgres::Client;

/// Held while tables are made: two receivers that start at once on a new database must not both make them.
const MAKING: i64 = 0x4369_656e_7401;

/// The version that this release knows.
pub(super) const VERSION: i32 = 3;

/// Never change one that was released; add another, which raises the version.
const UPGRADES: [&str; 2] = [include_str!("schema_2.sql"), include_str!("schema_3.sql")];

/// How many months ahead a partition is there for.
const AHEAD: i32 = 12;

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
    made.map_err(|error: tokio_postgres::Error| fault(&error))
}

/// A month without a partition of its own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Missing {
    /// `2026-11`.
    pub(super) month: String,
    pub(super) why: String,
}

/// Makes those partitions of this month, the one before and a year ahead that are not there. A role that may not leaves that
/// to the owner: until then, records of the month that is told go to the default partition.
pub(super) async fn partition(client: &Client, today: Date) -> Result<(), Missing> {
    for offset in -1..=AHEAD {
        let month = |offset: i32| today.first_of_month().checked_add(offset.months());
        let (Ok(first), Ok(next)) = (month(offset), month(offset + 1)) else { continue };
        let name = format!("acknowledgements_{}", first.strftime("%Y_%m"));
        let (from, to) = (bound(first), bound(next));
        let missing = |error: tokio_postgres::Error| {
            let why = error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned());
            Missing { month: first.strftime("%Y-%m").to_string(), why }
        };
        // Asked first: to a role that may not make tables, `IF NOT EXISTS` is refused also where there is nothing to do.
        let there = client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&name]).await.map_err(missing)?;
        if there.get(0) {
            continue;
        }
        let sql = format!(
            "CREATE TABLE IF NOT EXISTS {name} PARTITION OF acknowledgements FOR VALUES FROM ('{from}') TO ('{to}')"
        );
        client.batch_execute(&sql).await.map_err(missing)?;
    }
    Ok(())
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
