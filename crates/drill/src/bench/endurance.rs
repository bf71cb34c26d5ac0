//! Memory and start-up with as many records as a large host has users.

use super::requests::posts;
use crate::{Tools, client::Client, receiver::Recipe, wire::Writer};
use anyhow::Result;
use std::{sync::Arc, time::Duration};

pub(crate) async fn run(tools: &Tools, records: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let recipe = Recipe::new(tools, folder.path().join("data.sqlite"));
    let writer = Arc::new(Writer::new(&tools.notices)?);
    let receiver = recipe.start().await?;
    println!("\n### {records} records, SQLite\n\n| records | POST/s | memory MiB |\n|---:|---:|---:|");
    let mut written = 0;
    let mut next = 0;
    while written < records {
        let measured = posts(receiver.address, &writer, 64, Duration::from_secs(5)).await?;
        written += measured.latency.len();
        if written >= next {
            next = written + records / 10;
            println!("| {written} | {:.0} | {} |", measured.rate, receiver.resident()? / 1024);
        }
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
