//! Removing what is over its time. The database decides what that is, by the periods that its owner has set.

use super::fault::fault;
use crate::{
    keep::{Expiry, Tenants},
    store::StoreError,
};
use tokio_postgres::{Client, error::SqlState};

/// Puts the receiver's periods into the database if its role may, and then removes what is over its time. How many that were.
pub(super) async fn expire(client: &Client, expiries: Vec<Expiry>) -> Result<u64, StoreError> {
    let rule = |expiry: Expiry| match expiry.tenants {
        Tenants::One(tenant) => (tenant, expiry.period),
        Tenants::AllBut(_) => (String::new(), expiry.period),
    };
    let mut wanted: Vec<_> = expiries.into_iter().map(rule).collect();
    wanted.sort_unstable();
    set(client, &wanted).await?;
    let mut removed = 0;
    loop {
        let row = client.query_one("SELECT ciente_expire()", &[]).await.map_err(|error| fault(&error))?;
        match row.get::<_, i64>(0).cast_unsigned() {
            0 => return Ok(removed),
            some => removed += some,
        }
    }
}

async fn set(client: &Client, wanted: &[(String, String)]) -> Result<(), StoreError> {
    let rows = client.query("SELECT tenant, period FROM retention ORDER BY tenant COLLATE \"C\"", &[]).await;
    let rows = rows.map_err(|error| fault(&error))?;
    let found: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    if found == wanted {
        return Ok(());
    }
    // One statement, because others use this connection as well.
    let sql = "WITH wanted AS (SELECT * FROM UNNEST($1::text[], $2::text[]) AS wanted (tenant, period)),
            others AS (DELETE FROM retention WHERE tenant NOT IN (SELECT tenant FROM wanted))
        INSERT INTO retention (tenant, period) SELECT tenant, period FROM wanted
        ON CONFLICT (tenant) DO UPDATE SET period = excluded.period";
    let (tenants, periods): (Vec<&str>, Vec<&str>) = wanted.iter().map(|(t, p)| (t.as_str(), p.as_str())).unzip();
    match client.execute(sql, &[&tenants, &periods]).await {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
            tracing::warn!(
                keep = %told(wanted),
                database = %told(&found),
                "the periods of --keep are not those in the table `retention`, and only its owner may set them: what is there holds; see roles.sql"
            );
            Ok(())
        }
        Err(error) => Err(fault(&error)),
    }
}

fn told(rules: &[(String, String)]) -> String {
    let rule = |(tenant, period): &(String, String)| match tenant.as_str() {
        "" => period.clone(),
        tenant => format!("{tenant}={period}"),
    };
    if rules.is_empty() { "nothing".into() } else { rules.iter().map(rule).collect::<Vec<_>>().join(", ") }
}
