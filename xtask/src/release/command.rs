//! The command as it is released: apart from what people build while they work, and without a path of this machine.

use crate::{
    build::cargo,
    paths,
    progress::{run, step},
    remap,
};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};

/// Builds it; returns where it is.
pub(super) fn build(platform: &str) -> Result<PathBuf> {
    let folder = paths::root().join("target/released");
    step("building the command for the release (takes minutes)", || {
        let mut cargo = cargo();
        cargo.args(["build", "--release", "--locked", "--package", "ciente-cli"]);
        // With a target named, what runs while building is not built with the flags below.
        cargo.args(["--target", platform]).env("CARGO_TARGET_DIR", &folder);
        cargo.env("CARGO_ENCODED_RUSTFLAGS", remap::rustc()).env("CFLAGS", remap::c());
        // Names of functions stay, so that a report of a crash says something.
        cargo.env("CARGO_PROFILE_RELEASE_DEBUG", "none").env("CARGO_PROFILE_RELEASE_STRIP", "debuginfo");
        run(&mut cargo, "")
    })?;
    let program = folder.join(platform).join("release").join(paths::CIENTE);
    remap::check(&program, &fs::read(&program).with_context(|| program.display().to_string())?)?;
    Ok(program)
}
