//! What the engine alone does: durable inserts of one row through the driver, as many as wait in one commit; no HTTP, no
//! checks, no log.

use super::measure::{Measured, measure};
use crate::{cluster::Cluster, wire::new_id};
use anyhow::{Context, Result, ensure};
use rusqlite::Connection;
use std::{fs, path::Path, time::Duration};
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::NoTls;

/// As many as the receiver takes into one commit.
const BATCH: usize = 256;
/// As long as an acknowledgement's JSON.
const BODY: &str = include_str!("body.json");

type Row = (String, oneshot::Sender<()>);

async fn insert(to: &mpsc::Sender<Row>) -> Result<()> {
    let (done, committed) = oneshot::channel();
    to.send((new_id(), done)).await.ok().context("the writer ended")?;
    Ok(committed.await?)
}

async fn load(to: mpsc::Sender<Row>, connections: usize, time: Duration) -> Result<Measured> {
    measure(connections, time, async || Ok(to.clone()), |to| Box::pin(insert(to))).await
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

pub(crate) async fn sqlite(folder: &Path, connections: usize, time: Duration) -> Result<Measured> {
    let path = folder.join(format!("ceiling-{connections}.sqlite"));
    let mut connection = Connection::open(&path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE rows (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT",
    )?;
    let (to, mut rows) = mpsc::channel::<Row>(1024);
    let thread = std::thread::spawn(move || -> rusqlite::Result<()> {
        while let Some(first) = rows.blocking_recv() {
            let all = batch(first, &mut rows);
            let transaction = connection.transaction()?;
            for (id, _) in &all {
                let mut insert = transaction.prepare_cached("INSERT INTO rows (id, body) VALUES (?1, ?2)")?;
                insert.execute((id, BODY))?;
            }
            transaction.commit()?;
            for (_, done) in all {
                let _ = done.send(());
            }
        }
        Ok(())
    });
    let measured = load(to, connections, time).await?;
    thread.join().ok().context("the writer panicked")??;
    fs::remove_file(path)?;
    Ok(measured)
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS rows (id UUID PRIMARY KEY, body TEXT NOT NULL)";

pub(crate) async fn postgres(cluster: &Cluster, connections: usize, time: Duration) -> Result<Measured> {
    let url = cluster.database(&format!("ceiling{connections}"))?;
    let (mut client, connection) = tokio_postgres::connect(&url, NoTls).await?;
    tokio::spawn(async move { connection.await.ok() });
    client.batch_execute(TABLE).await?;
    let (to, mut rows) = mpsc::channel::<Row>(1024);
    let writer = tokio::spawn(async move {
        while let Some(first) = rows.recv().await {
            let all = batch(first, &mut rows);
            let transaction = client.transaction().await?;
            let (ids, bodies): (Vec<&str>, Vec<&str>) = all.iter().map(|(id, _)| (id.as_str(), BODY)).unzip();
            let insert =
                "INSERT INTO rows (id, body) SELECT id::uuid, body FROM unnest($1::text[], $2::text[]) AS t (id, body)";
            let statement = transaction.prepare(insert).await?;
            transaction.execute(&statement, &[&ids, &bodies]).await?;
            transaction.commit().await?;
            for (_, done) in all {
                let _ = done.send(());
            }
        }
        anyhow::Ok(())
    });
    let measured = load(to, connections, time).await?;
    writer.await??;
    Ok(measured)
}

/// PostgreSQL's own measure of the same insert, without sharing of commits but the server's.
pub(crate) fn pgbench(cluster: &Cluster, time: Duration) -> Result<String> {
    let url = cluster.database("pgbench")?;
    let script = cluster.socket().join("insert.sql");
    // Not the text itself: what follows a colon in it would be a variable of pgbench's.
    let insert = format!("INSERT INTO rows VALUES (gen_random_uuid(), repeat('x', {}));\n", BODY.trim().len());
    fs::write(&script, insert)?;
    let mut prepare = cluster.command("psql")?;
    ensure!(prepare.args([&url, "-q", "-c", TABLE]).current_dir("/").status()?.success(), "psql failed");
    let mut bench = cluster.command("pgbench")?;
    bench.args(["-n", "-c", "64", "-j", "2", "-M", "prepared", "-T"]).arg(time.as_secs().to_string());
    let ended = bench.arg("-f").arg(script).arg(&url).current_dir("/").output()?;
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    let rate = said
        .lines()
        .find_map(|line| line.strip_prefix("tps = "))
        .with_context(|| format!("pgbench: {said}{}", String::from_utf8_lossy(&ended.stderr)))?;
    Ok(rate.split_whitespace().next().unwrap_or_default().to_owned())
}
