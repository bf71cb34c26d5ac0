//! `cargo xtask bench`: what takes how long, on this machine, now. Nothing here passes or fails.

mod notices;
mod web;

use crate::{drill, test};
use anyhow::Result;

/// Options of `cargo xtask bench`.
#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// `ciente build` over real documents, and over documents of growing size.
    Build,
    /// The receiver on SQLite and PostgreSQL, beside the bare ceiling of each engine.
    Receiver,
    /// A notice of 200 data uses and 60,000 words in a browser slowed down four times.
    Reading,
    /// How soon the notice can be read and what it loads, beside four packages of npm that show one, on a slow phone's network.
    Web(web::Options),
}

/// Measures and prints.
pub(crate) fn run(options: &Options) -> Result<()> {
    match &options.what {
        What::Build => notices::run(),
        What::Receiver => drill::bench(),
        What::Reading => test::bench_reading(),
        What::Web(options) => web::run(options),
    }
}
