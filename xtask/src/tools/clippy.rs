//! Clippy as the compiler of our own crates: what it has linted is what the tests run, so that nothing is compiled once to be
//! linted and once more to be run. Dependencies are rustc's own work and are shared with every other build.

use crate::progress::output;
use anyhow::{Result, bail};
use std::process::Command;

/// As `cargo clippy` starts it, between which and itself this is the agreement.
const DENY_WARNINGS: &str = "-Dwarnings__CLIPPY_HACKERY__";

const DRIVER: &str = "clippy-driver";

/// Makes a call of cargo compile our crates with it; a warning is an error. Fails when there is no clippy.
pub(crate) fn compile_with(cargo: &mut Command) -> Result<&mut Command> {
    if output(Command::new(DRIVER).arg("--version")).is_none() {
        bail!("there is no clippy: `rustup component add clippy` brings it");
    }
    Ok(cargo.env("RUSTC_WORKSPACE_WRAPPER", DRIVER).env("CLIPPY_ARGS", DENY_WARNINGS))
}
