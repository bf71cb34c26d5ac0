//! The `ciente` command as a library: which subcommand, and what its end means for the exit code. A library, so that its
//! reader can be fuzzed; it promises nothing to other programs.

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
mod verify;
mod watch;
mod words;

use args::{Cli, Command};
use clap::Parser;
use failure::Failure;
use std::process::ExitCode;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let ended = match Cli::parse().command {
        Command::Build(args) => build::run(&args).map_err(Failure::from),
        Command::Check(args) => check::run(&args).map_err(Failure::from),
        Command::Diff(args) => diff::run(&args).map_err(Failure::from),
        Command::Init(args) => init::run(&args).map_err(Failure::from),
        Command::Schema(args) => schema::run(&args).map_err(Failure::from),
        Command::Serve(args) => serve::run(&args).map_err(Failure::from),
        Command::Preview(args) => preview::run(&args).map_err(Failure::from),
        Command::Verify(args) => verify::run(&args).map_err(Failure::from),
        Command::Export(args) => export::run(&args).map_err(Failure::from),
        Command::Erase(args) => erase::run(&args).map_err(Failure::from),
        Command::Keygen(args) => keygen::run(&args).map_err(Failure::from),
        Command::Backup(args) => backup::run(&args).map_err(Failure::from),
        Command::Conformance(args) => conformance::run(&args).map_err(Failure::from),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(2)
    })
}
