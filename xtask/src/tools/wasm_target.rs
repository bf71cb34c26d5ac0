//! A compiler for wasm32: rustup's, else Debian's with a standard library built here.

use super::debian;
use crate::{
    build, paths,
    progress::{output, run, step},
    remap,
};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_BIN: &str = "/usr/bin";
/// A panic ends the instance without saying why, so that nothing of what it would say is in the code.
const SMALL: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// A cargo that can build for wasm32.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The one that runs us.
    Ours,
    /// Debian's `rustc-web`.
    Debian,
}

impl Toolchain {
    /// `cargo`, set up for wasm32 in its own target folder.
    pub(crate) fn cargo(self) -> Command {
        let mut cargo = match self {
            Self::Ours => build::cargo(),
            Self::Debian => {
                let mut cargo = Command::new(Path::new(DEBIAN_BIN).join("cargo"));
                let path = env::var("PATH").unwrap_or_default();
                cargo.env("PATH", format!("{DEBIAN_BIN}:{path}"));
                cargo.env("RUSTC", Path::new(DEBIAN_BIN).join("rustc"));
                cargo
            }
        };
        cargo.current_dir(paths::root()).env("CARGO_TARGET_DIR", paths::widget_target());
        // Messages of panics say where, and pages load them.
        cargo.env("CARGO_ENCODED_RUSTFLAGS", remap::rustc());
        cargo
    }

    /// Has this cargo build the standard library with the widget, for size; fails with what is missing where it cannot.
    ///
    /// That is unstable: a compiler of the stable channel does it only when it is told to be a bootstrap.
    pub(crate) fn build_small(self, cargo: &mut Command) -> Result<()> {
        let rustc = match self {
            Self::Ours => PathBuf::from("rustc"),
            Self::Debian => Path::new(DEBIAN_BIN).join("rustc"),
        };
        let has_source = || sysroot(&rustc).is_some_and(|root| root.join("lib/rustlib/src/rust/library/std").exists());
        if !has_source() && self == Self::Ours {
            let added = run(Command::new("rustup").args(["component", "add", "rust-src"]), "");
            added.unwrap_or_else(|error| eprintln!("  {error:#}"));
        }
        if !has_source() {
            bail!(
                "--small builds the standard library, and its source is not here. With rustup: rustup component add \
                 rust-src. On Debian: apt-get install rust-web-src. Without --small nothing of it is needed"
            );
        }
        let flags = SMALL.replace(' ', "\u{1f}");
        cargo.env("CARGO_TARGET_DIR", paths::small_widget_target()).env("RUSTC_BOOTSTRAP", "1");
        cargo.env("CARGO_ENCODED_RUSTFLAGS", format!("{flags}\u{1f}{}", remap::rustc()));
        cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        Ok(())
    }

    /// The arguments that name the target.
    pub(crate) const fn target() -> [&'static str; 2] {
        ["--target", TARGET]
    }
}

/// Finds a compiler for wasm32, or gets one. `CIENTE_WASM_TOOLCHAIN=debian` takes the second way without trying the first.
pub(crate) fn ensure() -> Result<Toolchain> {
    if env::var("CIENTE_WASM_TOOLCHAIN").as_deref() != Ok("debian") {
        if has_target("rustc") {
            return Ok(Toolchain::Ours);
        }
        let added = step("adding the wasm32 target (rustup)", || {
            run(Command::new("rustup").args(["target", "add", TARGET]), "")
        });
        match added {
            Ok(()) if has_target("rustc") => return Ok(Toolchain::Ours),
            Ok(()) => eprintln!("  rustup added it to another toolchain than the `rustc` in use; trying Debian's"),
            Err(error) => eprintln!("  {error:#}"),
        }
    }
    debian_toolchain().with_context(|| {
        format!("there is no Rust compiler for {TARGET} here. With rustup and a network: rustup target add {TARGET}")
    })
}

fn has_target(rustc: impl AsRef<std::ffi::OsStr>) -> bool {
    libraries(rustc).is_some_and(|folder| {
        fs::read_dir(folder).is_ok_and(|mut files| {
            files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
        })
    })
}

fn libraries(rustc: impl AsRef<std::ffi::OsStr>) -> Option<PathBuf> {
    Some(sysroot(rustc)?.join("lib/rustlib").join(TARGET).join("lib"))
}

fn sysroot(rustc: impl AsRef<std::ffi::OsStr>) -> Option<PathBuf> {
    output(Command::new(rustc).args(["--print", "sysroot"])).map(PathBuf::from)
}

fn debian_toolchain() -> Result<Toolchain> {
    let rustc = Path::new(DEBIAN_BIN).join("rustc");
    if !has_target(&rustc) {
        let packages = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
        debian::install("Debian's Rust compiler for the web", &packages, "Debian's own compiler is not there")?;
        step("building the standard library for wasm32 (about a minute)", || build_standard_library(&rustc))?;
    }
    Ok(Toolchain::Debian)
}

/// An empty crate pulls the whole standard library in; its libraries are then put where the compiler looks for them.
fn build_standard_library(rustc: &Path) -> Result<()> {
    let folder = paths::work().join("std");
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n",
    )?;
    let mut cargo = Toolchain::Debian.cargo();
    cargo
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["build", "--release", "-Zbuild-std=std,panic_abort,proc_macro,test"])
        .args(Toolchain::target());
    run(&mut cargo, "")?;
    let to = libraries(rustc).context("/usr/bin/rustc names no sysroot")?;
    fs::create_dir_all(&to).with_context(|| format!("{} must be writable", to.display()))?;
    let from = folder.join("target").join(TARGET).join("release/deps");
    for file in fs::read_dir(&from).with_context(|| from.display().to_string())? {
        let file = file?.path();
        if let (Some("rlib"), Some(name)) = (file.extension().and_then(|e| e.to_str()), file.file_name()) {
            fs::copy(&file, to.join(name)).with_context(|| to.display().to_string())?;
        }
    }
    if !has_target(rustc) {
        bail!("the standard library was built but {} lacks it", to.display());
    }
    Ok(())
}
