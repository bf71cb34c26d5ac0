//! The programs that come from npm, at the versions of `xtask/tools/package-lock.json`.

use crate::{
    paths,
    progress::{output, run, step},
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn folder() -> PathBuf {
    paths::root().join("xtask/tools")
}

/// Installs them unless this lock file's are there already.
pub(crate) fn ensure() -> Result<()> {
    install(&folder(), "wasm-opt, the minifier and the checkers")
}

/// Installs the chat clients that the end-to-end tests drive; returns the folder that holds them.
pub(crate) fn chat_clients() -> Result<PathBuf> {
    let folder = paths::root().join("tests/chat");
    install(&folder, "converse.js and Tencent's SDK, for the end-to-end tests")?;
    Ok(folder.join("node_modules"))
}

/// Installs what a folder's lock file names, unless it is there already.
pub(crate) fn install(folder: &Path, what: &str) -> Result<()> {
    let file = folder.join("package-lock.json");
    let lock = fs::read(&file).with_context(|| file.display().to_string())?;
    let stamp = folder.join("node_modules/.ciente-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if output(Command::new("node").arg("--version")).is_none() {
        bail!("Node.js 20 or newer is needed and `node` is not there; get it from your system's packages");
    }
    step(&format!("installing {what} (npm)"), || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
        run(&mut npm, &format!("Is the npm registry reachable? Try `npm ci` in {}.", folder.display()))?;
        fs::write(&stamp, &lock).with_context(|| stamp.display().to_string())
    })
}

/// A program of ours from npm.
pub(crate) fn program(name: &str) -> Command {
    Command::new(folder().join("node_modules/.bin").join(name))
}

/// A file of a package from npm.
pub(crate) fn file(path: &str) -> PathBuf {
    folder().join("node_modules").join(path)
}
