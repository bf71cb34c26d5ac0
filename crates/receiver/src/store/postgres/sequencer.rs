//! Numbers and signs. Every receiver has one; which of them writes is decided by a lock that the database holds for as long as
//! the transaction lasts, and gives back when its holder dies.

use super::{
    fault::{fault, is_conflict},
    log, rows,
    server::Server,
    session::{self, Client},
};
use crate::{
    Clock,
    store::{
        Entry, Hashed, LogChanged, Outcome, StoreError, Written,
        batch::{Batch, Sealed, matches_checkpoint},
        losses::Losses,
    },
    transparency::key::KeySource,
};
use ciente_evidence::{Frontier, SigningKey};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};
use tokio::{runtime::Handle, time::timeout};
use tokio_postgres::{Statement, error::SqlState, types::ToSql};
use uuid::Uuid;

/// `CienteLg`: the lock of the log.
pub(super) const LOG: i64 = 0x4369_656e_7465_4c67;

/// How often a batch is tried when another receiver took its numbers, or its connection had died unnoticed.
const TRIES: usize = 3;

/// How long a batch may take. A commit that waits for a standby that is gone, no timeout of the server's ends.
const LONGEST: Duration = Duration::from_secs(12);

/// How far this machine's clock may be from the database's, in seconds: records are dated by the one and expire by the other.
const CLOCKS: f64 = 300.0;

/// Refuses to date records by a clock that is in doubt; `theirs` is the database's, in seconds since 1970.
pub(super) fn check_clock(clock: &Clock, theirs: f64) -> Result<(), StoreError> {
    let apart = clock.seconds() - theirs;
    if apart.abs() <= CLOCKS {
        return Ok(());
    }
    let which = if apart < 0.0 { "behind" } else { "ahead of" };
    Err(StoreError::Unavailable(format!(
        "this machine's clock is {:.0} seconds {which} the database's: records would be dated wrongly; set the clocks",
        apart.abs()
    )))
}

/// Whoever sends it once more gets a new record.
const ERASED: &str = "what was recorded under this id was erased at this moment";

/// The key, the tree as it was after the last transaction, and the connection that writes.
pub(super) struct Sequencer {
    server: Server,
    on: Handle,
    key: SigningKey,
    clock: Clock,
    tree: Frontier,
    session: Option<Session>,
    losses: Losses,
}

struct Session {
    client: Client,
    head: Statement,
    known: Statement,
    insert: Statement,
    nodes: Statement,
    checkpoint: Statement,
}

/// What became of one acknowledgement of a batch.
enum Made {
    New(u64, Arc<Sealed>),
    Known(Box<Outcome>),
    /// What was committed beside it stays.
    Failed(StoreError),
}

/// What went wrong, and whether to try once more.
enum Failed {
    Database(tokio_postgres::Error),
    Other(StoreError),
}

impl From<tokio_postgres::Error> for Failed {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Other(error)
    }
}

/// Finds the log's key; a log that is not there yet begins.
pub(super) async fn open(
    server: Server,
    on: Handle,
    client: &Client,
    source: &KeySource,
    clock: Clock,
) -> Result<Sequencer, crate::DataError> {
    let data = || "PostgreSQL".to_owned();
    let failed = |source| crate::DataError::Store { data: data(), source };
    let stored = log::verifier(client).await.map_err(failed)?;
    let key = source.resolve(stored.as_ref())?;
    if stored.is_none() {
        begin(client, &key).await.map_err(failed)?;
        // Another receiver may have begun it with a key of its own.
        source.resolve(log::verifier(client).await.map_err(failed)?.as_ref())?;
    }
    let tree = log::frontier(client).await.map_err(failed)?;
    Ok(Sequencer { server, on, key, clock, tree, session: None, losses: Losses::default() })
}

async fn begin(client: &Client, key: &SigningKey) -> Result<(), StoreError> {
    let note = Batch::new(&Frontier::empty()).seal(key).note;
    let verifier = key.verifier().to_string();
    let run = async {
        client.batch_execute("BEGIN").await?;
        client.execute("SELECT pg_advisory_xact_lock($1)", &[&LOG]).await?;
        let sql = "INSERT INTO log_identity (one, verifier) VALUES (1, $1) ON CONFLICT DO NOTHING";
        if client.execute(sql, &[&verifier]).await? == 1 {
            client.execute("INSERT INTO log_checkpoints (size, note) VALUES (0, $1)", &[&note]).await?;
        }
        client.batch_execute("COMMIT").await
    };
    run.await.map_err(|error| fault(&error))
}

impl Sequencer {
    pub(super) fn losses(&self) -> Losses {
        self.losses.clone()
    }

    pub(super) const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// All or nothing. When the answer to a commit is lost with the connection, it is tried once more: what was written
    /// after all is then found, and answered as what it is.
    pub(super) async fn commit(
        &mut self,
        entries: Vec<Hashed>,
    ) -> Result<Vec<Result<Written, StoreError>>, StoreError> {
        let mut last = StoreError::closed();
        for _ in 0..TRIES {
            let mut session = match self.session.take() {
                Some(session) if !session.client.is_closed() => session,
                _ => match self.connect().await {
                    Ok(session) => session,
                    Err(error) => return Err(error),
                },
            };
            let Ok(made) = timeout(LONGEST, self.attempt(&mut session, &entries)).await else {
                // Whether it was committed will be found when it is sent again.
                return Err(StoreError::Unavailable(format!("a commit was not done within {LONGEST:?}")));
            };
            match made {
                Ok(made) => {
                    self.session = Some(session);
                    let written = |(Hashed { entry, .. }, made)| match made {
                        Made::New(number, sealed) => Ok(Written::New(entry, number, sealed)),
                        Made::Known(outcome) => Ok(Written::Known(*outcome)),
                        Made::Failed(error) => Err(error),
                    };
                    return Ok(entries.into_iter().zip(made).map(written).collect());
                }
                // The session is given up, and its transaction and its lock with it.
                Err(Failed::Other(error)) => return Err(error),
                Err(Failed::Database(error)) => {
                    let again = session.client.is_closed() || error.is_closed() || is_conflict(&error);
                    last = fault(&error);
                    if !again {
                        return Err(last);
                    }
                }
            }
        }
        Err(last)
    }

    async fn connect(&self) -> Result<Session, StoreError> {
        let client = session::connect(&self.server, &self.on).await?;
        let prepared = tokio::try_join!(
            client.prepare(
                "SELECT note, extract(epoch FROM clock_timestamp())::float8 FROM log_checkpoints ORDER BY size DESC LIMIT 1",
            ),
            client.prepare("SELECT id FROM acknowledgements WHERE id = ANY ($1::uuid[])"),
            client.prepare(
                "INSERT INTO acknowledgements (id, log_index, salt, notice, version, locale, digest, tenant, subject, action,
                     shown_at, acted_at, widget, origin, received_at, authenticated, body)
                 SELECT * FROM UNNEST($1::uuid[], $2::bigint[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[],
                     $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
                     $16::boolean[], $17::text[])",
            ),
            client.prepare(
                "INSERT INTO log_nodes (level, position, hash) SELECT * FROM UNNEST($1::int[], $2::bigint[], $3::bytea[])",
            ),
            client.prepare("INSERT INTO log_checkpoints (size, note) VALUES ($1, $2)"),
        );
        let (head, known, insert, nodes, checkpoint) = prepared.map_err(|error| fault(&error))?;
        Ok(Session { client, head, known, insert, nodes, checkpoint })
    }

    async fn attempt(&mut self, session: &mut Session, entries: &[Hashed]) -> Result<Vec<Made>, Failed> {
        let client = &session.client;
        let ids: Vec<Uuid> = entries.iter().map(|hashed| hashed.entry.acknowledgement.id).collect();
        let begin = format!("BEGIN; SELECT pg_advisory_xact_lock({LOG})");
        // One flight, in this order: what is read before the lock is there may be old already, and each statement sees what is
        // committed when it begins (READ COMMITTED).
        let by_id: [&(dyn ToSql + Sync); 1] = [&ids];
        let ((), head, known) = tokio::try_join!(
            biased;
            client.batch_execute(&begin),
            client.query_opt(&session.head, &[]),
            client.query(&session.known, &by_id),
        )?;
        let head = head.ok_or(StoreError::LogChanged(LogChanged))?;
        check_clock(&self.clock, head.get(1))?;
        // Not by its size alone: after a failover or a restore another receiver may have gone on from an earlier record, and to
        // sign what follows from records that are gone would fork the log.
        if matches_checkpoint(&self.tree, head.get(0)).is_err() {
            let tree = log::frontier(client).await?;
            let at: Vec<_> = self.tree.nodes().map(|node| node.at).collect();
            self.losses.look(&self.tree, &tree, &rows::nodes(client, &at).await?);
            self.tree = tree;
        }
        let mut taken: HashSet<Uuid> = known.iter().map(|row| row.get(0)).collect();
        let mut batch = Batch::new(&self.tree);
        let mut fresh = Vec::new();
        let mut numbers = HashMap::new();
        for (n, Hashed { entry, leaf }) in entries.iter().enumerate() {
            if taken.insert(entry.acknowledgement.id) {
                numbers.insert(n, batch.next());
                fresh.push((entry, batch.next()));
                batch.append(leaf);
            }
        }
        let sealed = if batch.is_empty() { None } else { Some(Arc::new(batch.seal(&self.key))) };
        match &sealed {
            Some(sealed) => write(session, &fresh, sealed).await?,
            // They are answered as recorded, so they must have come as far as what is recorded now.
            None => reach_standbys(client, Some("COMMIT")).await?,
        }
        let mut made = Vec::with_capacity(entries.len());
        for (n, Hashed { entry, .. }) in entries.iter().enumerate() {
            made.push(match (numbers.get(&n), &sealed) {
                (Some(number), Some(sealed)) => Made::New(*number, Arc::clone(sealed)),
                _ => match rows::replay(client, entry).await {
                    Ok(Some(outcome)) => Made::Known(Box::new(outcome)),
                    Ok(None) => Made::Failed(StoreError::Unavailable(ERASED.into())),
                    Err(error) => Made::Failed(error),
                },
            });
        }
        if let Some(sealed) = sealed {
            self.tree = sealed.tree.clone();
        }
        Ok(made)
    }
}

/// Waits until all that is committed is with the standbys that PostgreSQL waits for. A commit that was cut off while it waited is
/// there, and perhaps on this server only: to say that it is recorded would be too much. Only a transaction that writes waits.
pub(super) async fn reach_standbys(client: &Client, end: Option<&str>) -> Result<(), tokio_postgres::Error> {
    let end = end.unwrap_or_default();
    let message = format!("SELECT pg_logical_emit_message(true, 'ciente', ''); {end}");
    match client.batch_execute(&message).await {
        // Engines that only speak like PostgreSQL agree on a commit before it can be seen.
        Err(error) if error.code() == Some(&SqlState::UNDEFINED_FUNCTION) => client.batch_execute("ROLLBACK").await,
        sent => sent,
    }
}

/// One flight: all are prepared, so that they are sent in this order. One that fails makes a rollback of the commit behind it,
/// and is the first whose error is looked at.
async fn write(session: &Session, fresh: &[(&Entry, u64)], sealed: &Sealed) -> Result<(), tokio_postgres::Error> {
    let each = |read: fn(&Entry) -> &str| fresh.iter().map(|(entry, _)| read(entry)).collect::<Vec<_>>();
    let ids: Vec<Uuid> = fresh.iter().map(|(entry, _)| entry.acknowledgement.id).collect();
    let numbers: Vec<i64> = fresh.iter().map(|(_, number)| number.cast_signed()).collect();
    let salts: Vec<&[u8]> = fresh.iter().map(|(entry, _)| &entry.salt.0[..]).collect();
    let digests: Vec<String> = fresh.iter().map(|(entry, _)| entry.acknowledgement.notice.digest.to_string()).collect();
    let authenticated: Vec<bool> = fresh.iter().map(|(entry, _)| entry.authenticated).collect();
    let [notices, versions, locales] = [
        each(|entry| &entry.acknowledgement.notice.id),
        each(|entry| &entry.acknowledgement.notice.version),
        each(|entry| &entry.acknowledgement.notice.locale),
    ];
    let [tenants, subjects, actions] = [
        each(|entry| &entry.acknowledgement.tenant),
        each(|entry| &entry.acknowledgement.subject),
        each(|entry| entry.acknowledgement.action.as_str()),
    ];
    let [shown, acted, received] = [
        each(|entry| &entry.acknowledgement.shown_at),
        each(|entry| &entry.acknowledgement.acted_at),
        each(|entry| &entry.received_at),
    ];
    let [widgets, origins, bodies] = [
        each(|entry| &entry.acknowledgement.client.widget),
        each(|entry| &entry.acknowledgement.client.origin),
        each(|entry| &entry.body),
    ];
    let levels: Vec<i32> = sealed.fresh.iter().map(|node| node.at.level.cast_signed()).collect();
    let positions: Vec<i64> = sealed.fresh.iter().map(|node| node.at.index.cast_signed()).collect();
    let hashes: Vec<&[u8]> = sealed.fresh.iter().map(|node| &node.hash.0[..]).collect();
    let size = sealed.tree.size().cast_signed();
    let rows: [&(dyn ToSql + Sync); 17] = [
        &ids,
        &numbers,
        &salts,
        &notices,
        &versions,
        &locales,
        &digests,
        &tenants,
        &subjects,
        &actions,
        &shown,
        &acted,
        &widgets,
        &origins,
        &received,
        &authenticated,
        &bodies,
    ];
    let nodes: [&(dyn ToSql + Sync); 3] = [&levels, &positions, &hashes];
    let checkpoint: [&(dyn ToSql + Sync); 2] = [&size, &sealed.note];
    let client = &session.client;
    tokio::try_join!(
        biased;
        client.execute(&session.insert, &rows),
        client.execute(&session.nodes, &nodes),
        client.execute(&session.checkpoint, &checkpoint),
        client.batch_execute("COMMIT"),
    )?;
    Ok(())
}
