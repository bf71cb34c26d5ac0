//! `cargo xtask release`: the command, a context for a container image, the npm package; what is inside them, and their
//! checksums. The same commit with the same tools gives the same bytes.

mod archive;
mod command;
mod sbom;

use crate::{build, package, paths, progress::output, remap};
use anyhow::{Context, Result, bail};
use archive::{Archive, EXECUTABLE, PLAIN};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, env, fs, path::Path, process::Command};

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What goes wherever the program goes.
const PAPERS: [&str; 3] = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];
const DEPLOY: &str = "crates/receiver/deploy";

/// Makes everything, in `target/release-VERSION/`. What takes no time comes first, so that it fails first.
pub(crate) fn run() -> Result<()> {
    let (time, platform) = (time()?, platform()?);
    let out = paths::root().join(format!("target/release-{VERSION}"));
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| out.display().to_string())?;
    }
    fs::create_dir_all(&out)?;
    let mut sums = BTreeMap::new();
    let mut keep = |name: String, bytes: &[u8]| {
        sums.insert(name.clone(), hex(&Sha256::digest(bytes)));
        println!("{:>12} {name}", bytes.len());
        fs::write(out.join(&name), bytes).with_context(|| out.join(&name).display().to_string())
    };
    keep(format!("ciente-{VERSION}.cdx.json"), &sbom::of_everything(&platform, time)?)?;

    build::widget(false)?;
    for part in fs::read_dir(paths::dist())?.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file())
    {
        remap::check(&part, &read(&part)?)?;
    }
    let ciente = command::build(&platform)?;
    build::notices(&ciente)?;
    package::make()?;
    keep(format!("ciente-{VERSION}.tgz"), &read(&package::tarball())?)?;
    let program = read(&ciente)?;
    keep(format!("ciente-{VERSION}-{platform}.tar.gz"), &with_command(&program, time)?)?;
    keep(format!("ciente-{VERSION}-container.tar.gz"), &container(&program, time)?)?;

    let sums: String = sums.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect();
    fs::write(out.join("SHA256SUMS"), sums)?;
    println!("{}", out.display());
    Ok(())
}

/// The command by itself, with what a service needs.
fn with_command(program: &[u8], time: u64) -> Result<Vec<u8>> {
    let mut archive = Archive::new(&format!("ciente-{VERSION}"), time);
    archive.add("ciente", program, EXECUTABLE);
    for name in PAPERS {
        archive.add(name, &read(&paths::root().join(name))?, PLAIN);
    }
    archive.add("ciente.service", &read(&paths::root().join(DEPLOY).join("ciente.service"))?, PLAIN);
    archive.finish()
}

/// What a container image is built from, the command in it.
fn container(program: &[u8], time: u64) -> Result<Vec<u8>> {
    let mut archive = Archive::new(&format!("ciente-{VERSION}-container"), time);
    let source = fs::read_to_string(paths::root().join(DEPLOY).join("Containerfile"))?;
    archive.add("Containerfile", containerfile(&source)?.as_bytes(), PLAIN);
    archive.add("ciente", program, EXECUTABLE);
    for name in PAPERS {
        archive.add(name, &read(&paths::root().join(name))?, PLAIN);
    }
    archive.finish()
}

/// The repository's own file without the stage that compiles.
fn containerfile(source: &str) -> Result<String> {
    const BUILT: &str = "COPY --from=build /src/target/release/ciente ";
    let last = source.rfind("\nFROM ").context("Containerfile has one stage only")?;
    let stage = &source[last + 1..];
    if stage.matches(BUILT).count() != 1 {
        bail!("the last stage of Containerfile does not say {BUILT:?} once");
    }
    Ok(format!("# podman build -t ciente .\n{}", stage.replace(BUILT, "COPY --chmod=755 ciente ")))
}

/// The time that everything in the archives has, in seconds: `SOURCE_DATE_EPOCH`, else that of the commit.
fn time() -> Result<u64> {
    let named = env::var("SOURCE_DATE_EPOCH").ok();
    let mut git = Command::new("git");
    let committed = || output(git.current_dir(paths::root()).args(["log", "-1", "--format=%ct"]));
    let time =
        named.or_else(committed).context("this is no git repository: set SOURCE_DATE_EPOCH to a time in seconds")?;
    time.parse().with_context(|| format!("SOURCE_DATE_EPOCH: {time:?} is no time in seconds"))
}

/// The target that the command is built for, as Rust calls it.
fn platform() -> Result<String> {
    let version = output(Command::new("rustc").arg("-vV")).context("`rustc -vV` does not run")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc -vV` names no host")?.to_owned())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_container_takes_the_command_as_it_is() {
        let made =
            containerfile(&fs::read_to_string(paths::root().join(DEPLOY).join("Containerfile")).unwrap()).unwrap();
        assert!(made.contains("COPY --chmod=755 ciente /usr/local/bin/ciente\n"), "{made}");
        assert!(!made.contains("cargo") && !made.contains("--from"), "{made}");
        assert!(made.contains("\nUSER 10001\n") && made.contains("ENTRYPOINT"), "{made}");
        assert!(containerfile("FROM a\nRUN b").is_err() && containerfile("FROM a\n\nFROM b\nCOPY c d").is_err());
    }
}
