//! `cargo xtask preview`: from a clean clone to a chat page with the widget in it.

use crate::{build, paths};
use anyhow::{Context, Result, bail};
use std::{fs, process::Command};

/// Options of `cargo xtask preview`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The port to serve on; 0 picks a free one.
    #[arg(long, default_value_t = 4400)]
    port: u16,
    /// Does not open a browser.
    #[arg(long)]
    no_open: bool,
}

/// Builds everything and serves it until Ctrl+C.
pub(crate) fn run(options: &Options) -> Result<()> {
    let ciente = build::all()?;
    let data = paths::root().join("target/preview");
    fs::create_dir_all(&data).with_context(|| data.display().to_string())?;
    let mut serve = Command::new(&ciente);
    serve
        .arg("preview")
        .arg("--notices")
        .arg(paths::notices())
        .arg("--assets")
        .arg(paths::dist())
        .arg("--data")
        .arg(data.join("acknowledgements.sqlite"))
        .arg("--listen")
        .arg(format!("127.0.0.1:{}", options.port));
    if !options.no_open {
        serve.arg("--open");
    }
    let status = serve.status().with_context(|| ciente.display().to_string())?;
    // Ctrl+C reaches the whole group: the receiver has drained and ended by itself.
    if !status.success() && status.code().is_some() {
        bail!("the preview ended ({status}). If the port is taken: cargo xtask preview --port 0");
    }
    Ok(())
}
