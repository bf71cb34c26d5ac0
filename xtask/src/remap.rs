//! What is compiled for others names no folder of the machine that compiled it: neither in messages nor in debug information.

use crate::{paths, progress::output};
use anyhow::{Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

/// The folders whose names must not get out, each with what stands in its place. Found out once: each part that is shipped
/// is held against them.
static FOLDERS: LazyLock<Vec<(PathBuf, String)>> = LazyLock::new(|| {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let mut folders = vec![(paths::root().to_owned(), "ciente".to_owned())];
    if let Some(home) = home {
        // Each registry's folder is named after its address.
        let registries = fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
        folders.extend(registries.map(|registry| (registry.path(), "crates".to_owned())));
        folders.push((home, "cargo".to_owned()));
    }
    // With the standard library's source installed, its messages name that; without, the name that rustc was built with. Which
    // of the two a machine has must not be seen.
    if let Some(sysroot) = output(Command::new("rustc").args(["--print", "sysroot"])).map(PathBuf::from) {
        let version = output(Command::new("rustc").arg("-vV")).unwrap_or_default();
        if let Some(commit) = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")) {
            folders.push((sysroot.join("lib/rustlib/src/rust"), format!("/rustc/{commit}")));
        }
        folders.push((sysroot, "rust".to_owned()));
    }
    // Of several that fit, the last one counts.
    folders.sort_by_key(|(folder, _)| folder.as_os_str().len());
    folders
});

/// rustc's flags, as `CARGO_ENCODED_RUSTFLAGS` takes them, after those that are set already.
pub(crate) fn rustc() -> String {
    let set = env::var("CARGO_ENCODED_RUSTFLAGS").ok().filter(|flags| !flags.is_empty());
    let spaced = || env::var("RUSTFLAGS").ok().map(|flags| flags.split_whitespace().collect::<Vec<_>>().join("\u{1f}"));
    let own = FOLDERS.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    set.or_else(spaced).into_iter().filter(|flags| !flags.is_empty()).chain(own).collect::<Vec<_>>().join("\u{1f}")
}

/// The same for the C that some crates bring; and when it was compiled (C17, 6.10.8.1) is not seen either.
pub(crate) fn c() -> String {
    const UNDATED: &str = "-Wno-builtin-macro-redefined -D__DATE__=\"\" -D__TIME__=\"\"";
    let own = FOLDERS.iter().map(|(from, to)| format!("-ffile-prefix-map={}={to}", from.display()));
    env::var("CFLAGS").into_iter().chain(own).chain([UNDATED.to_owned()]).collect::<Vec<_>>().join(" ")
}

/// Fails when one of them got out all the same.
pub(crate) fn check(name: &Path, bytes: &[u8]) -> Result<()> {
    for (folder, _) in &*FOLDERS {
        let needle = folder.as_os_str().as_encoded_bytes();
        if let Some(at) = bytes.windows(needle.len()).position(|window| window == needle) {
            let rest = &bytes[at..bytes.len().min(at + 160)];
            let rest = rest.split(|byte| *byte == 0).next().unwrap_or_default();
            bail!("{} names a folder of this machine: {}", name.display(), String::from_utf8_lossy(rest));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_got_out_is_seen() {
        let name = Path::new("program");
        assert!(check(name, b"\0panicked at ciente/src/lib.rs\0").is_ok());
        let told = format!("\0panicked at {}/src/lib.rs\0more", paths::root().display());
        let error = check(name, told.as_bytes()).unwrap_err().to_string();
        assert!(error.ends_with("/src/lib.rs"), "{error}");
    }

    #[test]
    fn the_longest_name_counts() {
        let flags = rustc();
        let last = flags.split('\u{1f}').next_back().unwrap();
        assert!(flags.contains(&format!("--remap-path-prefix={}=ciente", paths::root().display())), "{flags}");
        assert!(last.starts_with("--remap-path-prefix="), "{flags}");
    }
}
