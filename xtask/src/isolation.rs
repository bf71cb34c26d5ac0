//! Keeps the arrows pointing one way: the domain and the evidence know neither web nor database, the widget in the browser
//! nothing that a page should not load; and the domain builds alone, for the host and for wasm32.

use crate::{build::cargo, progress::run, tools::wasm_target::Toolchain};
use anyhow::{Context, Result, bail};

/// What makes a server.
const SERVER: [&str; 8] = ["axum", "hyper", "postgres", "rusqlite", "sqlx", "tokio", "tokio-postgres", "tower"];

/// What makes a page.
const BROWSER: [&str; 5] = ["gloo", "js-sys", "wasm-bindgen", "web-sys", "yew"];

/// What the browser has itself: dates and numbers are written ahead of time.
const INTL: [&str; 5] = ["icu_calendar", "icu_datetime", "icu_decimal", "icu_locale_core", "icu_plurals"];

const HOST: &str = "x86_64-unknown-linux-gnu";
const WASM: &str = "wasm32-unknown-unknown";

/// A crate, where it is built for, and what must never be under it there.
struct Room {
    package: &'static str,
    target: &'static str,
    forbidden: &'static [&'static [&'static str]],
}

const ROOMS: [Room; 4] = [
    Room { package: "ciente-notice", target: HOST, forbidden: &[&SERVER, &BROWSER] },
    Room { package: "ciente-notice", target: WASM, forbidden: &[&SERVER, &BROWSER] },
    Room { package: "ciente-evidence", target: HOST, forbidden: &[&SERVER, &BROWSER] },
    Room { package: "ciente", target: WASM, forbidden: &[&SERVER, &INTL] },
];

/// Fails when a crate pulls in what it must not, or the domain does not build by itself.
pub(crate) fn check(toolchain: Toolchain) -> Result<()> {
    ROOMS.iter().try_for_each(Room::check)?;
    let package = ["--locked", "--package", "ciente-notice"];
    run(cargo().arg("check").args(package), "crates/notice must build by itself.")?;
    let mut wasm = toolchain.cargo();
    wasm.arg("build").args(package).args(["--profile", "wasm-release"]).args(Toolchain::target());
    run(&mut wasm, "crates/notice must build by itself for wasm32.")
}

impl Room {
    fn check(&self) -> Result<()> {
        let Self { package, target, forbidden } = self;
        let tree = cargo()
            .args(["tree", "--locked", "--package", package, "--target", target])
            .args(["--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
            .output()
            .context("cargo tree")?;
        if !tree.status.success() {
            bail!("cargo tree: {}", String::from_utf8_lossy(&tree.stderr));
        }
        let tree = String::from_utf8_lossy(&tree.stdout);
        let names: Vec<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
        if !names.contains(package) {
            bail!("cargo tree does not name {package}; what it prints has changed");
        }
        match forbidden.iter().flat_map(|names| *names).find(|name| names.contains(*name)) {
            Some(name) => bail!(
                "{package} pulls in {name} on {target}; see `cargo tree -p {package} --target {target} -i {name}`"
            ),
            None => Ok(()),
        }
    }
}
