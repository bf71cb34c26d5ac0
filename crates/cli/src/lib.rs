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
use std::{error::Error, process::ExitCode};

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let ended = match Cli::parse().command {
        Command::Build(args) => build::run(&args).map_err(boxed),
        Command::Check(args) => check::run(&args).map_err(boxed),
        Command::Diff(args) => diff::run(&args).map_err(boxed),
        Command::Init(args) => init::run(&args).map_err(boxed),
        Command::Schema(args) => schema::run(&args).map_err(boxed),
        Command::Serve(args) => serve::run(&args).map_err(boxed),
        Command::Preview(args) => preview::run(&args).map_err(boxed),
        Command::Verify(args) => verify::run(&args).map_err(boxed),
        Command::Export(args) => export::run(&args).map_err(boxed),
        Command::Erase(args) => erase::run(&args).map_err(boxed),
        Command::Keygen(args) => keygen::run(&args).map_err(boxed),
        Command::Backup(args) => backup::run(&args).map_err(boxed),
        Command::Conformance(args) => conformance::run(&args).map_err(boxed),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("error: {}", report::printable(&error.to_string()));
        ExitCode::from(2)
    })
}

fn boxed(error: impl Error + 'static) -> Box<dyn Error> {
    Box::new(error)
}
