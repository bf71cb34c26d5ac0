//! The programs that come from npm, at the versions of `xtask/tools/package-lock.json`.

use crate::{
    paths,
    progress::{output, run, step},
};
use anyhow::{Context, Result, bail};
use std::{
    env::consts::{ARCH, OS},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

/// Versions in between lack what the tools from npm call.
const NODE: &str = "Node.js 20.19 (or 22.12) or newer";

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

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
    // Some of it is native: a checkout may be used by two systems, a container and the machine around it.
    let wanted = [&lock[..], format!("{OS} {ARCH}\n").as_bytes()].concat();
    node()?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step(&format!("installing {what} (npm)"), || {
        let mut npm = npm(folder)?;
        // Nothing of it needs its scripts, and others' code does not run before it is called.
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        run(&mut npm, &format!("Is the npm registry reachable? Try `npm ci` in {}.", folder.display()))?;
        fs::write(&stamp, &wanted).with_context(|| stamp.display().to_string())
    })
}

/// Node.js.
///
/// # Errors
/// When it is not there, or too old for the tools.
pub(crate) fn node() -> Result<Command> {
    static VERSION: LazyLock<Option<String>> = LazyLock::new(|| output(Command::new("node").arg("--version")));
    match VERSION.as_deref() {
        None => bail!("{NODE} is needed and `node` is not there; get it from your system's packages or nodejs.org"),
        Some(version) if !is_new_enough(version) => bail!("{NODE} is needed and `node` is {version}"),
        Some(_) => Ok(Command::new("node")),
    }
}

/// Whether this, as `node --version` prints it, is a version that the tools run on.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|number| number.parse::<u32>().ok());
    matches!((numbers.next(), numbers.next()), (Some(20), Some(19..)) | (Some(22), Some(12..)) | (Some(23..), _))
}

/// npm, in a folder.
///
/// # Errors
/// When it or Node.js is not there.
pub(crate) fn npm(folder: &Path) -> Result<Command> {
    static IS_THERE: LazyLock<bool> = LazyLock::new(|| output(Command::new(NPM).arg("--version")).is_some());
    node()?;
    if !*IS_THERE {
        bail!("npm is needed and is not there, although `node` is; some systems have it in a package of its own");
    }
    let mut npm = Command::new(NPM);
    npm.current_dir(folder);
    Ok(npm)
}

/// A program of ours from npm.
pub(crate) fn program(name: &str) -> Command {
    // The file without an ending is for a Unix shell.
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    Command::new(folder().join("node_modules/.bin").join(format!("{name}{suffix}")))
}

/// A file of a package from npm.
pub(crate) fn file(path: &str) -> PathBuf {
    folder().join("node_modules").join(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_the_tools_do_not_run_on_are_refused() {
        for version in ["v20.19.0", "v20.20.2", "v22.12.0", "v23.0.0", "v24.1.0-nightly", "v26.0.0"] {
            assert!(is_new_enough(version), "{version}");
        }
        for version in ["v18.20.4", "v20.18.3", "v21.7.3", "v22.11.0", "v20", "", "none"] {
            assert!(!is_new_enough(version), "{version}");
        }
    }
}
