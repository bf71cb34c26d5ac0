//! PostgreSQL's server, for the tests of the store that speaks to it. Where its programs are, and nothing about running it.

use super::debian;
use anyhow::{Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// What Debian calls it.
pub(super) const PACKAGES: [&str; 1] = ["postgresql"];

const NEEDS: &str = "the tests of the PostgreSQL store need its server, version 15 or later: initdb and pg_ctl on the PATH or in the folder named by POSTGRES_BIN";

/// Finds the folder with `initdb` and `pg_ctl`, or installs them. `POSTGRES_BIN` names another.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(named) = env::var_os("POSTGRES_BIN").map(PathBuf::from) {
        if !is_server(&named) {
            bail!("POSTGRES_BIN: there are no initdb and pg_ctl in {}", named.display());
        }
        return Ok(named);
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    debian::install("PostgreSQL's server", &PACKAGES, NEEDS)?;
    match find() {
        Some(found) => Ok(found),
        None => bail!("PostgreSQL was installed but its initdb is not in /usr/lib/postgresql or on the PATH"),
    }
}

/// Debian keeps the server's programs of each version apart, off the PATH.
fn find() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.filter_map(|folder| {
        let version: u32 = folder.file_name().to_str()?.parse().ok()?;
        (version >= 15).then(|| (version, folder.path().join("bin")))
    });
    let newest = debian.filter(|(_, folder)| is_server(folder)).max().map(|(_, folder)| folder);
    let on_path = || {
        let folders: Vec<_> = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
        folders.into_iter().find(|folder| is_server(folder))
    };
    newest.or_else(on_path)
}

fn is_server(folder: &Path) -> bool {
    ["initdb", "pg_ctl"].iter().all(|name| folder.join(name).is_file())
}
