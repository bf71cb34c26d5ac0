//! Prosody, the XMPP server that the end-to-end tests log in to. Where its programs are, and nothing about running it.

use super::debian;
use anyhow::{Result, bail};
use std::{
    env,
    path::{Path, PathBuf},
};

/// What Debian calls it.
pub(super) const PACKAGES: [&str; 1] = ["prosody"];

const NEEDS: &str = "the end-to-end tests with converse.js need Prosody 0.12: prosody and prosodyctl on the PATH or in the folder named by PROSODY_BIN";

/// Finds the folder with `prosody` and `prosodyctl`, or installs them. `PROSODY_BIN` names another.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(named) = env::var_os("PROSODY_BIN").map(PathBuf::from) {
        if !is_server(&named) {
            bail!("PROSODY_BIN: there are no prosody and prosodyctl in {}", named.display());
        }
        return Ok(named);
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    debian::install("Prosody", &PACKAGES, NEEDS)?;
    match find() {
        Some(found) => Ok(found),
        None => bail!("Prosody was installed but is not on the PATH"),
    }
}

fn find() -> Option<PathBuf> {
    let folders: Vec<_> = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    folders.into_iter().find(|folder| is_server(folder))
}

fn is_server(folder: &Path) -> bool {
    ["prosody", "prosodyctl"].iter().all(|name| folder.join(name).is_file())
}
