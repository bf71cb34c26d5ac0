//! What the webhook has been told of: the statements, and the lock that makes one receiver of several the one that tells.

use super::{
    fault::fault,
    server::Server,
    session::{self, Client},
};
use crate::store::{StoreError, Tells, Told, Untold};
use tokio::{runtime::Handle, sync::Mutex};

/// Held by the session of the receiver that tells.
const TELLING: i64 = 0x4369_656e_7403;

/// The session that holds the lock, or asks for it.
#[derive(Default)]
pub(super) struct Teller(Mutex<Option<(Client, bool)>>);

impl Teller {
    /// Whether this receiver is the one that tells. When the one that was has gone, the next that asks is.
    pub(super) async fn tells(&self, server: &Server, on: &Handle) -> Result<Tells, StoreError> {
        let mut session = self.0.lock().await;
        let (client, held) = match session.take() {
            Some((client, held)) if !client.is_closed() => (client, held),
            _ => (telling(server, on).await?, false),
        };
        // Who holds it asks too: a session that the server has ended without a word holds nothing any more.
        let sql = if held { "SELECT $1::bigint IS NOT NULL" } else { "SELECT pg_try_advisory_lock($1)" };
        let holds = client.query_one(sql, &[&TELLING]).await.map_err(|error| fault(&error))?.get(0);
        *session = Some((client, holds));
        Ok(match (held, holds) {
            (_, false) => Tells::No,
            (false, true) => Tells::Anew,
            (true, true) => Tells::Still,
        })
    }

    pub(super) async fn close(&self) {
        self.0.lock().await.take();
    }
}

/// The session that holds the lock. It asks every second, and is silent for up to 15 seconds while the
/// receiver stops; one that is silent for longer has hung, or its machine is gone without a
/// word, and the server ends it.
async fn telling(server: &Server, on: &Handle) -> Result<Client, StoreError> {
    let client = session::connect(server, on).await?;
    let settings = "SET idle_session_timeout = '20s'; SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2;
        SET tcp_keepalives_count = 3";
    // Not every engine that speaks PostgreSQL's language knows them.
    if let Err(error) = client.batch_execute(settings).await {
        tracing::debug!(%error, "a receiver that hangs while it tells the webhook is noticed late");
    }
    Ok(client)
}

/// Begins with the next record, unless it has begun.
pub(super) async fn begin(client: &Client) -> Result<(), StoreError> {
    let sql = "INSERT INTO webhook_cursor (one, next) SELECT 1, coalesce(max(size), 0) FROM log_checkpoints
        ON CONFLICT (one) DO NOTHING";
    client.execute(sql, &[]).await.map(drop).map_err(|error| fault(&error))
}

/// How many records there are that were not taken yet.
pub(super) async fn ahead(client: &Client) -> Result<u64, StoreError> {
    let sql = "SELECT (SELECT coalesce(max(size), 0) FROM log_checkpoints) - next FROM webhook_cursor";
    let row = client.query_opt(sql, &[]).await.map_err(|error| fault(&error))?;
    Ok(row.map_or(0, |row| row.get::<_, i64>(0).max(0).cast_unsigned()))
}

/// What was taken and is not settled.
pub(super) async fn untold(client: &Client) -> Result<Vec<Untold>, StoreError> {
    let sql = "SELECT log_index, attempts FROM webhook_events ORDER BY log_index";
    let rows = client.query(sql, &[]).await.map_err(|error| fault(&error))?;
    let read = |row: &tokio_postgres::Row| Untold {
        index: row.get::<_, i64>(0).cast_unsigned(),
        attempts: row.get::<_, i32>(1).cast_unsigned(),
    };
    Ok(rows.iter().map(read).collect())
}

/// Takes at most `limit` further records, in one statement, so that a record is either behind the cursor or in the table.
pub(super) async fn take(client: &Client, limit: u64) -> Result<Vec<Untold>, StoreError> {
    let sql = "WITH old AS (SELECT next FROM webhook_cursor FOR UPDATE),
        span AS (SELECT next, least(next + $1, (SELECT coalesce(max(size), 0) FROM log_checkpoints)) AS stop FROM old),
        moved AS (UPDATE webhook_cursor SET next = greatest(span.next, span.stop) FROM span)
        INSERT INTO webhook_events (log_index, attempts)
        SELECT generate_series(span.next, span.stop - 1), 0 FROM span RETURNING log_index";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = client.query(sql, &[&limit]).await.map_err(|error| fault(&error))?;
    Ok(rows.iter().map(|row| Untold { index: row.get::<_, i64>(0).cast_unsigned(), attempts: 0 }).collect())
}

pub(super) async fn settle(client: &Client, told: &[Told]) -> Result<(), StoreError> {
    let (mut over, mut again, mut attempts) = (Vec::new(), Vec::new(), Vec::new());
    for told in told {
        match told {
            Told::Over(index) => over.push(index.cast_signed()),
            Told::Again(untold) => {
                again.push(untold.index.cast_signed());
                attempts.push(untold.attempts.cast_signed());
            }
        }
    }
    let update = "UPDATE webhook_events SET attempts = news.attempts
        FROM UNNEST($1::bigint[], $2::int[]) AS news (log_index, attempts) WHERE webhook_events.log_index = news.log_index";
    client.execute(update, &[&again, &attempts]).await.map_err(|error| fault(&error))?;
    let delete = "DELETE FROM webhook_events WHERE log_index = ANY ($1::bigint[])";
    client.execute(delete, &[&over]).await.map(drop).map_err(|error| fault(&error))
}
