//! The npm package: what `static/package/` says of it, the widget, the sample notice; each part compressed ahead of time.

use crate::{
    build, compress, paths,
    progress::{run, step},
    tools::npm,
};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What a server sends to a page, and is worth compressing.
const SENT: [&str; 5] = ["js", "css", "wasm", "json", "html"];

/// The packed package.
pub(crate) fn tarball() -> PathBuf {
    folder().join(format!("ciente-{}.tgz", env!("CARGO_PKG_VERSION")))
}

fn folder() -> PathBuf {
    paths::root().join("target/package")
}

/// Options of `cargo xtask package`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Builds the standard library for size too, where the toolchain can.
    #[arg(long)]
    small: bool,
}

/// Builds what is in it, and packs it.
pub(crate) fn run_as(options: &Options) -> Result<()> {
    build::widget(options.small)?;
    build::notices(&build::command()?)?;
    make()?;
    println!("{}", tarball().display());
    Ok(())
}

/// Packs the widget and the sample notice as they are built now, unless they are packed already.
pub(crate) fn make() -> Result<()> {
    let files = files()?;
    let stamp = paths::work().join("package.stamp");
    let inputs = hash(&files);
    if tarball().exists() && fs::read(&stamp).is_ok_and(|packed| packed == inputs) {
        return Ok(());
    }
    step("packing the npm package", || pack(&files))?;
    fs::write(&stamp, inputs).with_context(|| stamp.display().to_string())
}

fn pack(files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let staged = folder().join("ciente");
    if staged.exists() {
        fs::remove_dir_all(&staged).with_context(|| staged.display().to_string())?;
    }
    for (name, bytes) in files {
        let path = staged.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&staged))?;
        fs::write(&path, bytes)?;
        if is_sent(name) {
            fs::write(with_suffix(&path, "br"), compress::brotli(bytes)?)?;
            fs::write(with_suffix(&path, "gz"), compress::gzip(bytes)?)?;
        }
    }
    let mut npm = npm::npm(paths::root())?;
    npm.args(["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination"]).arg(folder()).arg(&staged);
    // What npm prints is the tarball's name.
    run(npm.stdout(std::io::stderr()), "")
}

/// All files of the package, by their names in it.
fn files() -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    for (from, to) in [(paths::root().join("static/package"), ""), (paths::dist(), ""), (paths::notices(), "notices")] {
        collect(&from, Path::new(to), &mut files)?;
    }
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        files.push((name.into(), fs::read(paths::root().join(name)).context(name)?));
    }
    for (name, bytes) in &mut files {
        if name == Path::new("package.json") {
            *bytes = versioned(&String::from_utf8_lossy(bytes)).into_bytes();
        }
    }
    files.sort();
    Ok(files)
}

/// The version stands in one place: the workspace's `Cargo.toml`.
fn versioned(manifest: &str) -> String {
    manifest.replace("@version@", env!("CARGO_PKG_VERSION"))
}

fn collect(from: &Path, to: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        if paths::is_hidden(&path) {
            continue;
        }
        let name = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            collect(&path, &name, files)?;
        } else {
            files.push((name, fs::read(&path).with_context(|| path.display().to_string())?));
        }
    }
    Ok(())
}

/// Editors and npm read the rest from the disk.
fn is_sent(name: &Path) -> bool {
    let is_described = ["package.json", "custom-elements.json"].iter().any(|own| name == Path::new(own));
    !is_described && name.extension().is_some_and(|extension| SENT.iter().any(|sent| extension == *sent))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

/// A hash over everything that is packed, and how.
fn hash(files: &[(PathBuf, Vec<u8>)]) -> Vec<u8> {
    let mut hash = Sha256::new_with_prefix(include_str!("package.rs"));
    for (name, bytes) in files {
        hash.update(name.as_os_str().as_encoded_bytes());
        hash.update(Sha256::digest(bytes));
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn every_version_is_the_workspaces() {
        let root = paths::root();
        let workspace: toml::Table = fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
        let version = workspace["workspace"]["package"]["version"].as_str().unwrap();
        let manifest = fs::read_to_string(root.join("static/package/package.json")).unwrap();
        let manifest: Value = serde_json::from_str(&versioned(&manifest)).unwrap();
        assert_eq!(manifest["version"], version);
        assert!(manifest["files"].as_array().unwrap().contains(&"LICENSE-*".into()));
        let crates = fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().path());
        for member in crates.chain([root.to_owned(), root.join("tests"), root.join("xtask")]) {
            let text = fs::read_to_string(member.join("Cargo.toml")).unwrap();
            let member: toml::Table = text.parse().unwrap();
            assert_eq!(member["package"]["version"].get("workspace"), Some(&true.into()), "{text}");
        }
    }
}
