//! Keeps the arrows pointing one way: the domain crate builds alone, for the host and for wasm32, without web or database.

use crate::{build::cargo, progress::run, tools::wasm_target::Toolchain};
use anyhow::{Context, Result, bail};

/// What must never be under `crates/notice`.
const FORBIDDEN: [&str; 14] = [
    "axum",
    "gloo",
    "hyper",
    "js-sys",
    "postgres",
    "reqwest",
    "rusqlite",
    "sqlx",
    "tokio",
    "tokio-postgres",
    "tower",
    "wasm-bindgen",
    "web-sys",
    "yew",
];

/// Fails when the domain pulls in what it must not, or does not build by itself.
pub(crate) fn check(toolchain: Toolchain) -> Result<()> {
    let package = ["--locked", "--package", "ciente-notice"];
    for target in ["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"] {
        let tree = cargo()
            .arg("tree")
            .args(package)
            .args(["--edges", "normal,build", "--prefix", "none", "--format", "{p}", "--target", target])
            .output()
            .context("cargo tree")?;
        if !tree.status.success() {
            bail!("cargo tree: {}", String::from_utf8_lossy(&tree.stderr));
        }
        let tree = String::from_utf8_lossy(&tree.stdout);
        let names: Vec<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
        if !names.contains(&"ciente-notice") {
            bail!("cargo tree does not name ciente-notice; what it prints has changed");
        }
        if let Some(forbidden) = FORBIDDEN.iter().find(|name| names.contains(name)) {
            bail!("crates/notice pulls in {forbidden} on {target}; see `cargo tree -p ciente-notice -i {forbidden}`");
        }
    }
    run(cargo().arg("check").args(package), "crates/notice must build by itself.")?;
    let mut wasm = toolchain.cargo();
    wasm.arg("build").args(package).args(["--profile", "wasm-release"]).args(Toolchain::target());
    run(&mut wasm, "crates/notice must build by itself for wasm32.")
}
