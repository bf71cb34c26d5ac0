//! The `ciente` command as a library: which subcommand, and what its end means for the exit code. A library, so that its
//! reader can be fuzzed; it promises nothing to other programs.

// It panics where nobody reads any more: `failure::print_line` says so instead.
#![warn(clippy::print_stdout)]

mod args;
mod assemble;
mod backup;
mod build;
mod check;
mod client;
mod conformance;
mod diff;
mod erase;
mod export;
mod failure;
mod init;
mod keygen;
mod markdown;
mod output;
mod preview;
pub mod property;
mod report;
mod schema;
mod serve;
mod source;
mod tables;
mod terminal;
mod vault;
mod verify;
mod watch;
mod words;

use args::{Cli, Command};
use clap::Parser;
use failure::Failure;
use std::process::ExitCode;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    run(Cli::parse().command).unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(2)
    })
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    Ok(match command {
        Command::Build(args) => build::run(&args)?,
        Command::Check(args) => check::run(&args)?,
        Command::Diff(args) => diff::run(&args)?,
        Command::Init(args) => init::run(&args)?,
        Command::Schema(args) => schema::run(&args)?,
        Command::Serve(args) => serve::run(&args)?,
        Command::Preview(args) => preview::run(&args)?,
        Command::Verify(args) => verify::run(&args)?,
        Command::Export(args) => export::run(&args)?,
        Command::Erase(args) => erase::run(&args)?,
        Command::Keygen(args) => keygen::run(&args)?,
        Command::Backup(args) => backup::run(&args)?,
        Command::Conformance(args) => conformance::run(&args)?,
    })
}
