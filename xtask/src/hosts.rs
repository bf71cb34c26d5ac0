//! The apps of `tests/hosts`: the packed package installed into them, and built as their people would build them.

use crate::{
    package, paths,
    progress::{run, step},
    tools::npm,
};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

fn folder() -> PathBuf {
    paths::root().join("tests/hosts")
}

/// Packs the package and builds the apps with it, unless that is done; returns where they are, one folder an app.
pub(crate) fn ensure() -> Result<PathBuf> {
    package::make()?;
    npm::install(&folder(), "what the tests' host apps are built with")?;
    let built = paths::root().join("target/hosts");
    // `npm ci` empties the folder, and this with it.
    let stamp = folder().join("node_modules/.ciente-hosts");
    let inputs = inputs()?;
    if built.exists() && fs::read(&stamp).is_ok_and(|built| built == inputs) {
        return Ok(built);
    }
    step("installing the package into the host apps", || {
        // It is in no lock file: its bytes change with every build.
        let mut install = npm::npm(&folder())?;
        install.args(["install", "--no-save", "--no-package-lock", "--prefer-offline"]);
        run(install.args(QUIET).arg(package::tarball()), "Try `npm ci` in tests/hosts.")
    })?;
    step("type-checking and building the host apps", || {
        run(npm::npm(&folder())?.args(["run", "build", "--silent"]), "Try `npm run build` in tests/hosts.")
    })?;
    fs::write(&stamp, inputs).with_context(|| stamp.display().to_string())?;
    Ok(built)
}

const QUIET: [&str; 3] = ["--no-audit", "--no-fund", "--loglevel=error"];

/// A hash over the package and the apps' sources.
fn inputs() -> Result<Vec<u8>> {
    let mut hash = Sha256::new_with_prefix(fs::read(package::tarball())?);
    sources(&folder(), &mut hash)?;
    Ok(hash.finalize().to_vec())
}

fn sources(folder: &Path, hash: &mut Sha256) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths.iter().filter(|path| !path.ends_with("node_modules")) {
        if path.is_dir() {
            sources(path, hash)?;
        } else {
            hash.update(path.as_os_str().as_encoded_bytes());
            hash.update(fs::read(path).with_context(|| path.display().to_string())?);
        }
    }
    Ok(())
}
