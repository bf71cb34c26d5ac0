//! The programs that come from npm, at the versions of `xtask/tools/package-lock.json`.

use crate::{
    paths,
    progress::{output, run, step},
};
use anyhow::{Context, Result, bail};
use std::{fs, path::PathBuf, process::Command};

fn folder() -> PathBuf {
    paths::root().join("xtask/tools")
}

/// Installs them unless this lock file's are there already.
pub(crate) fn ensure() -> Result<()> {
    install("installing wasm-opt, the minifier and the type checker (npm)", "xtask/tools")
}

/// Installs the chat clients that the end-to-end tests drive; returns the folder that holds them.
pub(crate) fn chat_clients() -> Result<PathBuf> {
    install("installing converse.js and Tencent's SDK, for the end-to-end tests (npm)", "tests/chat")?;
    Ok(paths::root().join("tests/chat/node_modules"))
}

fn install(what: &str, at: &str) -> Result<()> {
    let folder = paths::root().join(at);
    let lock = fs::read(folder.join("package-lock.json")).with_context(|| format!("{at}/package-lock.json"))?;
    let stamp = folder.join("node_modules/.ciente-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if output(Command::new("node").arg("--version")).is_none() {
        bail!("Node.js 20 or newer is needed and `node` is not there; get it from your system's packages");
    }
    step(what, || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
        run(&mut npm, &format!("Is the npm registry reachable? Try `npm ci` in {at}."))?;
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
