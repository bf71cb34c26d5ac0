//! `cargo xtask …`: the commands for people who work on this repository.

mod bench;
mod build;
mod compress;
mod drill;
mod e2e;
mod fuzz;
mod hosts;
mod isolation;
mod package;
mod paths;
mod preview;
mod progress;
mod release;
mod remap;
mod short_names;
mod size;
mod test;
mod tools;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Everything a person who works on this repository runs.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Gets what is missing, builds everything, and serves a chat page that embeds the widget.
    Preview(preview::Options),
    /// Runs all tests, as CI does; or a part of them.
    Test(test::Options),
    /// Builds the widget and the sample notice into `dist/`, and `target/release/ciente`.
    Build,
    /// Packs the widget and the sample notice for npm: `target/package/ciente-….tgz`.
    Package(package::Options),
    /// Makes all that is released, with checksums and a list of what is inside: `target/release-…/`.
    Release,
    /// Prints what a page loads, in bytes.
    Size(size::Options),
    /// Measures how long things take.
    Bench(bench::Options),
    /// Kills receivers, databases, disks and clocks under load, and counts what is left.
    Chaos(drill::Options),
    /// Logs users in, by the thousand, in several tabs, while the endpoint fails and versions are published; then counts
    /// what is there, and looks whether memory stayed flat.
    Soak(test::SoakOptions),
    /// Feeds broken documents and notices to the readers, and broken requests to the receiver, for as long as one wants.
    Fuzz(fuzz::Options),
    /// Takes pictures of the notice in every state and look, holds them against those kept, and makes a page of them:
    /// target/look/index.html.
    Look(test::LookOptions),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Preview(options) => preview::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Build => build::all().map(drop),
        Command::Bench(options) => bench::run(&options),
        Command::Chaos(options) => drill::chaos(&options),
        Command::Soak(options) => test::soak(&options),
        Command::Fuzz(options) => fuzz::run_as(&options),
        Command::Look(options) => test::look(&options),
        Command::Package(options) => package::run_as(&options),
        Command::Release => release::run(),
        Command::Size(options) => build::widget_and_notices(options.small).and_then(|()| size::run(&options)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
