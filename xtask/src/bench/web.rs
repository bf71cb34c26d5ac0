//! `cargo xtask bench web`: the notice beside what else shows one at a first visit, as npm has it.

use crate::{
    e2e, paths,
    progress::{run as start, step},
    tools::{browser::Engine, npm},
};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// Options of `cargo xtask bench web`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How often each is measured.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Only those whose names contain this.
    #[arg(long, default_value = "")]
    only: String,
}

/// Measures all of them, in one interleaved run.
pub(crate) fn run(options: &Options) -> Result<()> {
    let folder = paths::root().join("tests/web");
    let out = paths::root().join("target/web");
    npm::install(&folder, "what the notice is held against")?;
    npm::ensure()?;
    step("bundling what cannot be loaded without", || bundle(&folder.join("pages"), &out.join("bundles")))?;
    let mut bench = e2e::in_browser("web", Engine::Chromium)?;
    bench
        .env("CIENTE_WEB", &out)
        .env("CIENTE_WEB_RUNS", options.runs.to_string())
        .env("CIENTE_WEB_ONLY", &options.only);
    step("first visits and second ones, in Chromium", || start(&mut bench, ""))
}

/// c15t has only modules that import others.
fn bundle(pages: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    let mut esbuild = npm::program("esbuild");
    esbuild.args([pages.join("c15t.js"), pages.join("c15t-react.jsx")]);
    esbuild.args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--jsx=automatic",
        "--legal-comments=none",
    ]);
    esbuild.args(["--define:process.env.NODE_ENV=\"production\"", "--log-level=warning"]);
    start(esbuild.arg(format!("--outdir={}", out.display())), "Try `npm ci` in tests/web and in xtask/tools.")
}
