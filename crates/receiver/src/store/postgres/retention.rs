//! Removing what is over its time. The database decides what that is, by the periods that its owner has set.

use super::{fault::fault, session::Client};
use crate::{
    retention::keep::{Expiry, Tenants},
    store::StoreError,
};
use tokio_postgres::error::SqlState;

/// Puts the receiver's periods into the database if its role may, and then removes what is over its time. How many that were.
/// A receiver without periods leaves those of the database as they are: whoever set them meant them for all.
pub(super) async fn expire(client: &Client, expiries: Vec<Expiry>) -> Result<u64, StoreError> {
    let rule = |expiry: Expiry| match expiry.tenants {
        Tenants::One(tenant) => (tenant, expiry.period),
        Tenants::AllBut(_) => (String::new(), expiry.period),
    };
    let mut wanted: Vec<_> = expiries.into_iter().map(rule).collect();
    wanted.sort_unstable();
    let found = rules(client).await?;
    if found.is_empty() && wanted.is_empty() {
        return Ok(0);
    }
    if wanted.is_empty() {
        tracing::warn!(database = %told(&found), "--keep is not set: the periods in the table `retention` hold");
    } else if found != wanted {
        set(client, &wanted, &found).await?;
    }
    let mut removed = 0;
    loop {
        let row = client.query_one("SELECT ciente_expire()", &[]).await.map_err(|error| fault(&error))?;
        match row.get::<_, i64>(0).cast_unsigned() {
            0 => return Ok(removed),
            some => removed += some,
        }
    }
}

/// Tenants and their periods, as the database has them.
async fn rules(client: &Client) -> Result<Vec<(String, String)>, StoreError> {
    let rows = client.query("SELECT tenant, period FROM retention ORDER BY tenant COLLATE \"C\"", &[]).await;
    let rows = rows.map_err(|error| fault(&error))?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Where that cannot be done, what is there holds: it must not keep what is over its time. Where it may be done in a moment,
/// nothing is removed until then: what is there may be shorter.
async fn set(client: &Client, wanted: &[(String, String)], found: &[(String, String)]) -> Result<(), StoreError> {
    // One statement, so that nobody sees half of them.
    let sql = "WITH wanted AS (SELECT * FROM UNNEST($1::text[], $2::text[]) AS wanted (tenant, period)),
            others AS (DELETE FROM retention WHERE tenant NOT IN (SELECT tenant FROM wanted))
        INSERT INTO retention (tenant, period) SELECT tenant, period FROM wanted
        ON CONFLICT (tenant) DO UPDATE SET period = excluded.period";
    let (tenants, periods): (Vec<&str>, Vec<&str>) = wanted.iter().map(|(t, p)| (t.as_str(), p.as_str())).unzip();
    let Err(error) = client.execute(sql, &[&tenants, &periods]).await else { return Ok(()) };
    let (keep, database) = (told(wanted), told(found));
    if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) {
        tracing::warn!(
            %keep,
            %database,
            "the periods of --keep are not those in the table `retention`, and only its owner may set them: what is there holds; see roles.sql"
        );
    } else {
        let error = fault(&error);
        if matches!(error, StoreError::Unavailable(_)) {
            return Err(error);
        }
        tracing::warn!(%keep, %database, %error, "the periods of --keep could not be set: those in the table `retention` hold");
    }
    Ok(())
}

fn told(rules: &[(String, String)]) -> String {
    let rule = |(tenant, period): &(String, String)| match tenant.as_str() {
        "" => period.clone(),
        tenant => format!("{tenant}={period}"),
    };
    if rules.is_empty() { "nothing".into() } else { rules.iter().map(rule).collect::<Vec<_>>().join(", ") }
}
