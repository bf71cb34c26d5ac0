//! Removing one person's records, and what follows that: their space is free for new rows.

use super::{fault::fault, session::Client};
use crate::store::StoreError;
use ciente_notice::Identity;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use tokio::sync::Mutex;
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

/// Whose turn it is to give up space, and whether somebody has erased since that began. Each is a connection for as long as it
/// takes, and one does it for all that were asked for meanwhile.
#[derive(Default)]
pub(super) struct Reclaiming {
    turn: Mutex<()>,
    is_wanted: AtomicBool,
}

impl Reclaiming {
    /// Gives up the space of what was erased, on a session that is opened if none is at it; says what is left to do.
    pub(super) async fn run(&self, alone: impl Future<Output = Result<Client, StoreError>>) {
        self.is_wanted.store(true, Relaxed);
        // Whoever is at it does it once more.
        let Ok(_turn) = self.turn.try_lock() else { return };
        let reclaimed = async {
            let client = alone.await?;
            let mut done = Ok(true);
            while self.is_wanted.swap(false, Relaxed) {
                done = reclaim(&client).await;
            }
            done
        };
        match reclaimed.await {
            Ok(true) => {}
            Ok(false) => tracing::warn!(
                "VACUUM is for the owner of the tables: the space of erased rows is not free before PostgreSQL's own next one, \
                 or until the owner runs `VACUUM acknowledgements`"
            ),
            Err(error) => tracing::warn!(%error, "the space of erased rows is not free before the next vacuum"),
        }
        tracing::warn!(
            "PostgreSQL overwrites the space of erased rows only when it needs it; `VACUUM FULL acknowledgements` writes \
             the files anew, and nothing can be recorded meanwhile"
        );
    }
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
