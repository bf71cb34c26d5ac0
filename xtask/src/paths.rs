//! Where things are in this repository.

use std::path::{Path, PathBuf};

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// What a host serves: the loader and the parts it loads.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// The sample notice, built.
pub(crate) fn notices() -> PathBuf {
    root().join("target/notices")
}

/// Where the build keeps what lies between its steps.
pub(crate) fn work() -> PathBuf {
    root().join("target/xtask")
}

/// The wasm build's own target folder: two compilers in one folder rebuild each other's work.
pub(crate) fn widget_target() -> PathBuf {
    root().join("target/widget")
}

/// The same with a standard library of its own.
pub(crate) fn small_widget_target() -> PathBuf {
    root().join("target/widget-small")
}

/// The command.
pub(crate) fn ciente() -> PathBuf {
    root().join("target/release").join(CIENTE)
}

/// The command as the tests run it.
pub(crate) fn debug_ciente() -> PathBuf {
    root().join("target/debug").join(CIENTE)
}

/// What a system puts beside files of ours, as macOS its `.DS_Store`.
pub(crate) fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// The command's file name.
pub(crate) const CIENTE: &str = if cfg!(windows) { "ciente.exe" } else { "ciente" };
