//! `bench`: throughput and latency, each store beside what its engine does with the same rows in the same run; memory and
//! start-up with many records. Nothing here passes or fails.

mod ceiling;
mod endurance;
mod measure;
mod requests;
mod table;

use crate::{SERVER, Tools, receiver::Recipe, wire::Writer};
use anyhow::Result;
use ciente_cluster::Cluster;
use std::{sync::Arc, time::Duration};

/// Options of `bench`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How long each measurement runs, in seconds.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// The numbers of connections.
    #[arg(long, value_delimiter = ',', default_value = "1,4,16,64,256")]
    connections: Vec<usize>,
    /// How many records the file of the endurance run gets, the last tenth of them over HTTP; 0 leaves it out.
    #[arg(long, default_value_t = 2_000_000)]
    records: u64,
}

/// Measures everything and prints Markdown.
pub(crate) async fn run(tools: &Tools, options: &Options) -> Result<()> {
    let time = Duration::from_secs(options.seconds);
    println!("{} cores; each measurement {} s; client and receiver share the machine\n", cores(), options.seconds);

    let folder = tempfile::tempdir()?;
    let writer = Arc::new(Writer::new(&tools.notices)?);
    let receiver = Recipe::new(tools, folder.path().join("data.sqlite")).start().await?;
    table::head("SQLite");
    for &connections in &options.connections {
        let ceiling = ceiling::sqlite(folder.path(), connections, time).await?;
        let posts = requests::posts(receiver.address, &writer, connections, time).await?;
        table::row(connections, &posts, &ceiling);
    }
    table::head("GET, SQLite");
    for &connections in &options.connections {
        let bare = requests::bare(receiver.address, connections, time).await?;
        let status = requests::status(receiver.address, &writer, connections, time).await?;
        table::reading(connections, &status, &bare);
    }
    receiver.stop().await?;
    println!("\n{}", ceiling::MEANING);

    if let Some(bin) = &tools.postgres {
        let cluster = Cluster::start(bin, SERVER)?;
        let data = cluster.database("bench")?;
        let receiver = Recipe::new(tools, &data).with("--log-key", folder.path().join("log-key")).start().await?;
        table::head("PostgreSQL");
        for &connections in &options.connections {
            let ceiling = ceiling::postgres(&cluster, connections, time).await?;
            let posts = requests::posts(receiver.address, &writer, connections, time).await?;
            table::row(connections, &posts, &ceiling);
        }
        println!(
            "\n`pgbench`, the same two rows, one record a transaction, 64 clients: {} records/s",
            ceiling::pgbench(&cluster, time)?
        );
        receiver.stop().await?;
    } else {
        println!("PostgreSQL: NOT RUN, CIENTE_POSTGRES names no server");
    }
    if options.records > 0 {
        endurance::run(tools, options.records).await?;
    }
    Ok(())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
