//! The `ciente` command: which subcommand, and what its end means for the exit code. Nothing else.

mod args;
mod assemble;
mod backup;
mod build;
mod erase;
mod export;
mod keygen;
mod markdown;
mod output;
mod preview;
mod report;
mod serve;
mod source;
mod tables;
mod verify;
mod words;

use args::{Cli, Command};
use clap::Parser;
use std::{error::Error, process::ExitCode};

fn main() -> ExitCode {
    let ended = match Cli::parse().command {
        Command::Build(args) => build::run(&args).map_err(boxed),
        Command::Serve(args) => serve::run(&args).map_err(boxed),
        Command::Preview(args) => preview::run(&args).map_err(boxed),
        Command::Verify(args) => verify::run(&args).map_err(boxed),
        Command::Export(args) => export::run(&args).map_err(boxed),
        Command::Erase(args) => erase::run(&args).map_err(boxed),
        Command::Keygen(args) => keygen::run(&args).map_err(boxed),
        Command::Backup(args) => backup::run(&args).map_err(boxed),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

fn boxed(error: impl Error + 'static) -> Box<dyn Error> {
    Box::new(error)
}
