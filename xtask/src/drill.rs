//! `cargo xtask chaos` and `cargo xtask bench receiver`: builds a receiver as it ships, and what drives it.

use crate::{build, paths, progress::run, progress::step, tools::postgres};
use anyhow::Result;
use std::process::Command;

/// Options of `cargo xtask chaos`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How often each drill kills.
    #[arg(long, default_value_t = 200)]
    rounds: usize,
    /// Only the drills whose names contain this: sqlite, postgres, webhook, disk-full, read-only,
    /// clock.
    #[arg(long)]
    only: Option<String>,
}

/// Kills receivers, databases, disks and clocks, and counts what is left.
pub(crate) fn chaos(options: &Options) -> Result<()> {
    let mut drill = prepare()?;
    drill.arg("chaos").arg("--rounds").arg(options.rounds.to_string());
    drill.args(options.only.iter().flat_map(|only| ["--only", only]));
    run(&mut drill, "")
}

/// How fast a receiver is.
pub(crate) fn bench() -> Result<()> {
    run(prepare()?.arg("bench"), "")
}

fn prepare() -> Result<Command> {
    let ciente = build::command()?;
    build::notices(&ciente)?;
    let postgres = postgres::ensure()?;
    step("building what drives it", || {
        let mut cargo = build::cargo();
        cargo.args(["build", "--release", "--locked", "--package", "ciente-drill"]);
        run(&mut cargo, "")
    })?;
    let mut drill = Command::new(ciente.with_file_name("ciente-drill"));
    drill.env("CIENTE_BIN", ciente).env("CIENTE_NOTICES", paths::notices()).env("CIENTE_POSTGRES", postgres);
    Ok(drill)
}
