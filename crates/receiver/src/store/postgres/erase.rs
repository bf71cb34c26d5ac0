//! Removing one person's records, and what follows that: their space is free for new rows.

use super::{fault::fault, session::Client};
use crate::store::StoreError;
use ciente_notice::Identity;
use tokio_postgres::{Error, error::SqlState};

/// To a role that may only add.
const NOT_ERASED: &str = "nothing was erased: this role of the database may not; run `ciente erase` with the --data of the \
                          tables' owner, or let the owner grant EXECUTE on ciente_erase";

/// All records of one subject, in one statement. How many there were.
pub(super) async fn erase(client: &Client, holder: &Identity, reason: &str, at: &str) -> Result<u64, StoreError> {
    let Identity { tenant, subject } = holder;
    let row = client.query_one("SELECT ciente_erase($1, $2, $3, $4)", &[tenant, subject, &at, &reason]).await;
    let refused = |error: &Error| match error.code() {
        Some(&SqlState::INSUFFICIENT_PRIVILEGE) => StoreError::NotAllowed(NOT_ERASED),
        _ => fault(error),
    };
    Ok(row.map_err(|error| refused(&error))?.get::<_, i64>(0).cast_unsigned())
}

/// Gives the space of erased rows to new ones now, and not only when PostgreSQL gets to it. Whether this role may: where it
/// may not, PostgreSQL passes the tables over with a notice, and no error.
pub(super) async fn reclaim(client: &Client) -> Result<bool, StoreError> {
    // From 17 on there is a right of its own for it; an earlier server does not know its name.
    let sql = "SELECT coalesce(bool_and(pg_has_role(relowner, 'USAGE') OR
            CASE WHEN current_setting('server_version_num')::int >= 170000
                THEN has_table_privilege(pg_class.oid, 'MAINTAIN') ELSE false END), false)
            OR pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE')
        FROM pg_partition_tree('acknowledgements') JOIN pg_class ON pg_class.oid = relid";
    let is_allowed = client.query_one(sql, &[]).await.map_err(|error| fault(&error))?.get(0);
    if is_allowed {
        client.batch_execute("VACUUM acknowledgements").await.map_err(|error| fault(&error))?;
    }
    Ok(is_allowed)
}
