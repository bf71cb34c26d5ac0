//! What the engine alone does with the same rows: durable inserts through the driver, as many as wait in one commit.
//!
//! The tables and their indexes are the receiver's own files, and a record is the same two rows: itself, and its leaf in the
//! log. What is left out is what the receiver adds: HTTP, checks, JSON, hashes, inner nodes, the signature.

use super::measure::{Measured, measure};
use crate::wire::{TENANT, new_id, subject};
use anyhow::{Context, Result, ensure};
use ciente_cluster::Cluster;
use rusqlite::{Connection, named_params};
use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::{NoTls, types::ToSql};
use uuid::Uuid;

/// As many as the receiver takes into one commit.
const BATCH: usize = 256;
/// What the column says, as printed below the tables.
pub(crate) const MEANING: &str = "*Bare inserts*: the same two rows, a record in the receiver's own table with all its \
     indexes and a leaf in its log, through the same driver, as many as wait (at most 256) in one durable commit; without \
     HTTP, checks, JSON, hashes, inner nodes of the log and signatures.";
/// As long as an acknowledgement's JSON.
const BODY: &str = include_str!("body.json");
const DIGEST: &str = "sha-256:7c8df245b5b53d65817d4b21efd1487612ef01110153547f6a6a106b30a7b897";
const AT: &str = "2026-11-23T10:00:41.318Z";

/// What differs from row to row; all else is the same in each.
struct Row {
    id: String,
    number: i64,
    subject: String,
    salt: [u8; 32],
    done: oneshot::Sender<()>,
}

type Way = (mpsc::Sender<Row>, Arc<AtomicI64>);

async fn insert((to, next): &Way) -> Result<()> {
    let (done, committed) = oneshot::channel();
    let number = next.fetch_add(1, Relaxed);
    let mut salt = [0; 32];
    fastrand::Rng::new().fill(&mut salt);
    let row = Row { id: new_id(), number, subject: subject(number.unsigned_abs()), salt, done };
    to.send(row).await.ok().context("the writer ended")?;
    Ok(committed.await?)
}

async fn load(to: mpsc::Sender<Row>, connections: usize, time: Duration) -> Result<Measured> {
    let way: Way = (to, Arc::default());
    measure(connections, time, async || Ok(way.clone()), |way| Box::pin(insert(way))).await
}

/// All that wait, the first of which is there.
fn batch(first: Row, rows: &mut mpsc::Receiver<Row>) -> Vec<Row> {
    let mut all = vec![first];
    while all.len() < BATCH
        && let Ok(row) = rows.try_recv()
    {
        all.push(row);
    }
    all
}

/// The receiver's tables, and its settings of what durable means.
const SQLITE: [&str; 4] = [
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;",
    include_str!("../../../receiver/src/store/sqlite/1_acknowledgements.sql"),
    include_str!("../../../receiver/src/store/sqlite/2_authenticated.sql"),
    include_str!("../../../receiver/src/store/sqlite/3_log.sql"),
];

const RECORD: &str = "INSERT INTO acknowledgements (id, notice, version, locale, digest, tenant, subject, action, shown_at, \
     acted_at, widget, origin, received_at, body, authenticated, log_index, salt) VALUES (:id, 'im', '3', 'pt-BR', :digest, \
     :tenant, :subject, 'acknowledged', :at, :at, '0.1.0', 'https://chat.example', :at, :body, 0, :number, :salt)";
const LEAF: &str = "INSERT INTO log_nodes (level, position, hash) VALUES (0, ?1, ?2)";

fn write(connection: &mut Connection, rows: &[Row]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for Row { id, number, subject, salt, .. } in rows {
        transaction.prepare_cached(RECORD)?.execute(named_params! {
            ":id": id, ":digest": DIGEST, ":tenant": TENANT, ":subject": subject, ":at": AT, ":body": BODY,
            ":number": number, ":salt": salt,
        })?;
        transaction.prepare_cached(LEAF)?.execute((number, salt))?;
    }
    transaction.commit()
}

pub(crate) async fn sqlite(folder: &Path, connections: usize, time: Duration) -> Result<Measured> {
    let path = folder.join(format!("ceiling-{connections}.sqlite"));
    let mut connection = Connection::open(&path)?;
    SQLITE.iter().try_for_each(|sql| connection.execute_batch(sql))?;
    let (to, mut rows) = mpsc::channel::<Row>(1024);
    let thread = std::thread::spawn(move || -> rusqlite::Result<()> {
        while let Some(first) = rows.blocking_recv() {
            let all = batch(first, &mut rows);
            write(&mut connection, &all)?;
            for row in all {
                let _ = row.done.send(());
            }
        }
        Ok(())
    });
    let measured = load(to, connections, time).await?;
    thread.join().ok().context("the writer panicked")??;
    fs::remove_file(path)?;
    Ok(measured)
}

/// The receiver's tables.
const TABLES: &str = include_str!("../../../receiver/src/store/postgres/schema.sql");

const RECORDS: &str = "INSERT INTO acknowledgements (id, log_index, salt, notice, version, locale, digest, tenant, subject, \
     action, shown_at, acted_at, widget, origin, received_at, authenticated, body) \
     SELECT id, log_index, salt, 'im', '3', 'pt-BR', $5, $6, subject, 'acknowledged', $7, $7, '0.1.0', \
     'https://chat.example', $7, FALSE, $8 \
     FROM UNNEST($1::uuid[], $2::bigint[], $3::bytea[], $4::text[]) AS t (id, log_index, salt, subject)";
const LEAVES: &str = "INSERT INTO log_nodes (level, position, hash) SELECT 0, * FROM UNNEST($1::bigint[], $2::bytea[])";

pub(crate) async fn postgres(cluster: &Cluster, connections: usize, time: Duration) -> Result<Measured> {
    let url = cluster.database(&format!("ceiling{connections}"))?;
    let (mut client, connection) = tokio_postgres::connect(&url, NoTls).await?;
    tokio::spawn(async move { connection.await.ok() });
    client.batch_execute(TABLES).await?;
    let (records, leaves) = tokio::try_join!(client.prepare(RECORDS), client.prepare(LEAVES))?;
    let (to, mut rows) = mpsc::channel::<Row>(1024);
    let writer = tokio::spawn(async move {
        while let Some(first) = rows.recv().await {
            let all = batch(first, &mut rows);
            let ids = all.iter().map(|row| row.id.parse()).collect::<Result<Vec<Uuid>, _>>()?;
            let numbers: Vec<i64> = all.iter().map(|row| row.number).collect();
            let salts: Vec<&[u8]> = all.iter().map(|row| &row.salt[..]).collect();
            let subjects: Vec<&str> = all.iter().map(|row| row.subject.as_str()).collect();
            let transaction = client.transaction().await?;
            let of_records: [&(dyn ToSql + Sync); 8] =
                [&ids, &numbers, &salts, &subjects, &DIGEST, &TENANT, &AT, &BODY];
            let of_leaves: [&(dyn ToSql + Sync); 2] = [&numbers, &salts];
            // One flight, as the receiver does it.
            tokio::try_join!(
                biased;
                transaction.execute(&records, &of_records),
                transaction.execute(&leaves, &of_leaves),
            )?;
            transaction.commit().await?;
            for row in all {
                let _ = row.done.send(());
            }
        }
        anyhow::Ok(())
    });
    let measured = load(to, connections, time).await?;
    writer.await??;
    Ok(measured)
}

/// PostgreSQL's own measure of the same two rows, without sharing of commits but the server's.
pub(crate) fn pgbench(cluster: &Cluster, time: Duration) -> Result<String> {
    let url = cluster.database("pgbench")?;
    let script = cluster.folder().join("insert.sql");
    // Not the texts themselves: what follows a colon in them would be a variable of pgbench's.
    let of = |length: usize| format!("repeat('x', {length})");
    let (digest, at, body) = (of(DIGEST.len()), of(AT.len()), of(BODY.trim().len()));
    let insert = format!(
        "WITH next AS (SELECT nextval('numbers') AS n), leaf AS (INSERT INTO log_nodes (level, position, hash) \
         SELECT 0, n, decode(repeat(md5(CAST(n AS TEXT)), 2), 'hex') FROM next) \
         INSERT INTO acknowledgements (id, log_index, salt, notice, version, locale, digest, tenant, subject, action, shown_at, \
         acted_at, widget, origin, received_at, authenticated, body) SELECT gen_random_uuid(), n, decode(repeat('ab', 32), 'hex'), 'im', '3', \
         'pt-BR', {digest}, '{TENANT}', 'subject-' || n, 'acknowledged', {at}, {at}, '0.1.0', {}, {at}, FALSE, {body} FROM next;\n",
        of("https://chat.example".len()),
    );
    fs::write(&script, insert)?;
    let tables = cluster.folder().join("tables.sql");
    fs::write(&tables, format!("{TABLES}\nCREATE SEQUENCE numbers;\n"))?;
    let mut prepare = cluster.command("psql");
    let made = prepare.args([&url, "-q", "-v", "ON_ERROR_STOP=1", "-f"]).arg(tables).current_dir("/").status()?;
    ensure!(made.success(), "psql failed");
    let mut bench = cluster.command("pgbench");
    bench.args(["-n", "-c", "64", "-j", "2", "-M", "prepared", "-T"]).arg(time.as_secs().to_string());
    let ended = bench.arg("-f").arg(script).arg(&url).current_dir("/").output()?;
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    let rate = said
        .lines()
        .find_map(|line| line.strip_prefix("tps = "))
        .with_context(|| format!("pgbench: {said}{}", String::from_utf8_lossy(&ended.stderr)))?;
    Ok(rate.split_whitespace().next().unwrap_or_default().to_owned())
}
