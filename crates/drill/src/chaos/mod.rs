//! `chaos`: what must not lose or double a record. Each drill ends with the same account: what clients were told against
//! what is in the store.

mod account;
mod clock;
mod disk;
mod kills;
mod load;
mod webhook;

use crate::Tools;
use anyhow::{Result, ensure};

/// Options of `chaos`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How often each drill kills.
    #[arg(long, default_value_t = 200)]
    rounds: usize,
    /// Only the drills whose names contain this: sqlite, postgres, webhook, disk-full,
    /// read-only, clock.
    #[arg(long)]
    only: Option<String>,
    /// Ends well where some of them cannot run on this machine, and what ran held. Each of those is named all the same.
    #[arg(long)]
    allow_missing: bool,
}

/// Runs the drills one after the other; the first that loses something ends it. One that cannot run here keeps none from
/// running, and is an error in the end unless that is allowed: nobody takes it for one that held.
pub(crate) async fn run(tools: &Tools, options: &Options) -> Result<()> {
    let wanted = |name: &str| options.only.as_ref().is_none_or(|only| name.contains(only.as_str()));
    let mut missing = Vec::new();
    let mut left_out = |name: &'static str, why: &str| {
        println!("{name}: NOT RUN, {why}");
        missing.push(name);
    };
    if wanted("sqlite") {
        kills::sqlite(tools, options.rounds).await?;
    }
    if wanted("postgres") {
        match &tools.postgres {
            Some(bin) => kills::postgres(tools, bin, options.rounds).await?,
            None => left_out("postgres", "CIENTE_POSTGRES names no PostgreSQL server"),
        }
    }
    if wanted("webhook") {
        webhook::run(tools, options.rounds).await?;
    }
    for name in ["disk-full", "read-only"] {
        if !wanted(name) {
            continue;
        }
        match (disk::can_mount(), name) {
            (true, "disk-full") => disk::full(tools).await?,
            (true, _) => disk::read_only(tools).await?,
            (false, _) => left_out(name, "no file system can be mounted here; root can, outside of most containers"),
        }
    }
    if wanted("clock") {
        match clock::library() {
            Some(library) => clock::run(tools, &library, options.rounds.min(20)).await?,
            None => left_out("clock", "there is no libfaketime (Debian package faketime)"),
        }
    }
    ensure!(
        missing.is_empty() || options.allow_missing,
        "what ran held, but {} could not run here; `--only` names what shall, `--allow-missing` takes what can",
        missing.join(", ")
    );
    Ok(())
}
