//! Memory and start-up with as many records as a large host has users.
//!
//! Most of them are recorded by a receiver in this process, without sockets: the same code, the same file, in a fraction of
//! the time. The last tenth comes over HTTP to the program as it ships, and its memory is looked at meanwhile.

use super::requests::posts;
use crate::{
    Tools,
    client::{Client, ENDPOINT},
    receiver::Recipe,
    wire::Writer,
};
use anyhow::{Result, ensure};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use ciente_receiver::{Clock, Receiver, ReceiverConfig};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

/// As many as fill two commits: one is written while the next gathers.
const WORKERS: usize = 512;

/// How many figures of memory are printed.
const STEPS: u64 = 5;

pub(crate) async fn run(tools: &Tools, records: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data.sqlite");
    let writer = Arc::new(Writer::new(&tools.notices)?);
    let over_http = records.div_ceil(10);
    println!("\n### {records} records, SQLite\n");
    let started = Instant::now();
    fill(tools, &data, &writer, records - over_http).await?;
    println!("{} recorded without HTTP in {} s\n", records - over_http, started.elapsed().as_secs());

    let recipe = Recipe::new(tools, &data);
    let receiver = recipe.start().await?;
    println!("Start-up with {}: {} ms\n", records - over_http, receiver.start_up.as_millis());
    println!("| records | POST/s | memory MiB |\n|---:|---:|---:|");
    let first = receiver.resident()?;
    println!("| {} | | {} |", records - over_http, first / 1024);
    let mut written = records - over_http;
    let (mut next, mut warm) = (written, None);
    while written < records {
        let measured = posts(receiver.address, &writer, 64, Duration::from_secs(1)).await?;
        written += measured.latency.len();
        if written >= next || written >= records {
            next = written + over_http / STEPS;
            let resident = receiver.resident()?;
            // What connections, caches and the allocator take once is not growth.
            warm.get_or_insert((written, resident));
            println!("| {written} | {:.0} | {} |", measured.rate, resident / 1024);
        }
    }
    if let Some((from, before)) = warm.filter(|(from, _)| *from < written) {
        let grown = receiver.resident()?.cast_signed() - before.cast_signed();
        println!("\nMemory from {from} to {written} records: {grown:+} KiB");
    }
    receiver.stop().await?;
    let receiver = recipe.start().await?;
    let memory = receiver.resident()? / 1024;
    println!("\nStart-up with {written} records: {} ms, {memory} MiB", receiver.start_up.as_millis());
    Client::connect(receiver.address).await?.post(writer.record().body).await?;
    receiver.kill().await?;
    let receiver = recipe.start().await?;
    println!("After a kill: {} ms", receiver.start_up.as_millis());
    receiver.stop().await
}

async fn fill(tools: &Tools, data: &Path, writer: &Arc<Writer>, records: u64) -> Result<()> {
    let mut config = ReceiverConfig::new(&tools.notices, data.to_owned(), Clock::system());
    config.allow_anonymous = true;
    let receiver = Receiver::open(config)?;
    let (router, left) = (receiver.router(), Arc::new(AtomicU64::new(records)));
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        let (router, writer, left) = (router.clone(), Arc::clone(writer), Arc::clone(&left));
        workers.spawn(async move {
            while left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok() {
                record(&router, &writer).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(ended) = workers.join_next().await {
        ended??;
    }
    Ok(receiver.close().await?)
}

async fn record(router: &Router, writer: &Writer) -> Result<()> {
    let request = Request::post(ENDPOINT).header("content-type", "application/json");
    let answer = router.clone().oneshot(request.body(Body::from(writer.record().body))?).await?;
    ensure!(answer.status() == StatusCode::CREATED, "answered with {}", answer.status());
    Ok(())
}
