//! What `cargo xtask chaos` and `cargo xtask bench receiver` run: real receivers on real stores, driven over HTTP. A lost or
//! doubled record ends it with an error; how fast something was never does.

mod bench;
mod chaos;
mod client;
mod receiver;
mod wire;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// As the receiver has it: a client that is slower than it must be is measured as part of the receiver.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
struct Arguments {
    /// The command `ciente`.
    #[arg(long, env = "CIENTE_BIN")]
    ciente: PathBuf,
    /// Notices that `ciente build` wrote.
    #[arg(long, env = "CIENTE_NOTICES")]
    notices: PathBuf,
    /// The folder with PostgreSQL's `initdb`; without it what needs PostgreSQL is left out, and that is said.
    #[arg(long, env = "CIENTE_POSTGRES")]
    postgres: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes things fail and counts what is left.
    Chaos(chaos::Options),
    /// Measures.
    Bench(bench::Options),
}

/// It keeps what it commits, and takes the connections of several receivers and of 256 clients.
const SERVER: ciente_cluster::Options<'_> = ciente_cluster::Options { initdb: &[], server: "-c max_connections=400" };

/// What every drill needs to know.
struct Tools {
    ciente: PathBuf,
    notices: PathBuf,
    postgres: Option<PathBuf>,
}

fn main() -> Result<()> {
    let Arguments { ciente, notices, postgres, command } = Arguments::parse();
    let tools = Tools { ciente, notices, postgres };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Chaos(options) => chaos::run(&tools, &options).await,
            Command::Bench(options) => bench::run(&tools, &options).await,
        }
    })
}
