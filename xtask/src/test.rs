//! `cargo xtask test`: everything, as CI runs it, or a part.

use crate::{
    build, e2e, fuzz, isolation, package, paths,
    progress::{self, step},
    size,
    tools::{self, browser::Engine, clippy, npm, postgres, wasm_target},
};
use anyhow::{Context, Result, bail};
use std::{fs, process::Command};

/// Options of `cargo xtask test`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only this part.
    #[arg(value_enum)]
    part: Option<Part>,
    /// Only the tests whose names contain this.
    #[arg(requires = "part")]
    filter: Option<String>,
    /// The browser of the end-to-end tests. Without it, as CI does: all of them in Chromium, and what matters most in
    /// Firefox and WebKit; with a part of a name, in Chromium alone.
    #[arg(long, value_enum)]
    browser: Option<e2e::Browser>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Formatting, clippy for both targets, the JavaScript's types, what may stand on what.
    Lint,
    /// The native tests of every crate.
    Unit,
    /// A short run of the fuzzers.
    Fuzz,
    /// The npm package: what it exports, its types, its description, what it weighs.
    Package,
    /// The browser, the receiver, the whole way.
    E2e,
    /// The notice looks as it did, where browser and fonts are those of the pictures kept.
    Look,
}

/// All tests are built with one set of features, so that nothing is compiled twice.
pub(crate) const TEST: [&str; 4] = ["test", "--workspace", "--all-features", "--locked"];

/// Runs what is asked for.
pub(crate) fn run(options: &Options) -> Result<()> {
    if cfg!(windows) {
        bail!("the tests need Linux or macOS: run them in WSL2. `cargo xtask preview` works on Windows too");
    }
    if options.part.is_none() {
        let mut engines = e2e::engines(options.browser).to_vec();
        // The pictures are taken in it, whatever the other tests run in.
        if !engines.contains(&Engine::Chromium) {
            engines.push(Engine::Chromium);
        }
        tools::look_ahead(&engines)?;
    }
    let wants = |part| options.part.is_none_or(|only| only == part);
    let filter = options.filter.as_deref();
    if wants(Part::Lint) {
        lint()?;
    }
    if wants(Part::Unit) {
        let server = postgres::ensure()?;
        step("native tests", || {
            let mut tests = command(&TEST, filter);
            clippy::compile_with(&mut tests)?;
            // Those that need a server are left out unless one is named.
            tests.args(["--", "--include-ignored"]).env("CIENTE_POSTGRES", server);
            progress::run(&mut tests, "")
        })?;
        step("the loader's pure parts, without a browser", || in_node("loader", filter))?;
    }
    if wants(Part::Fuzz) {
        fuzz::briefly()?;
    }
    if wants(Part::Package) {
        check_package(filter)?;
    }
    if wants(Part::E2e) {
        e2e::run(options.browser, filter)?;
    }
    if wants(Part::Look) {
        let mut pictures = pictures()?;
        pictures.env("CIENTE_LOOK_CHECK", "1");
        step("pictures against those kept, in Chromium", || progress::run(&mut pictures, ""))?;
    }
    Ok(())
}

/// Options of `cargo xtask look`.
#[derive(clap::Args)]
pub(crate) struct LookOptions {
    /// Keep the pictures: from now on the notice is held against them.
    #[arg(long)]
    update: bool,
}

/// Takes pictures of the notice in all its states and looks.
pub(crate) fn look(options: &LookOptions) -> Result<()> {
    let mut pictures = pictures()?;
    if options.update {
        pictures.env("CIENTE_LOOK_UPDATE", "1");
    }
    step("pictures, in Chromium", || progress::run(&mut pictures, ""))
}

fn pictures() -> Result<Command> {
    let mut pictures = e2e::in_browser("look", Engine::Chromium)?;
    pictures.env("CIENTE_LOOK", paths::root().join("target/look"));
    Ok(pictures)
}

/// Options of `cargo xtask soak`.
#[derive(clap::Args)]
pub(crate) struct SoakOptions {
    /// How many logins.
    #[arg(long, default_value_t = 2000)]
    logins: usize,
    /// In how many tabs.
    #[arg(long, default_value_t = 8)]
    tabs: usize,
    /// What everything is chosen from: the same number plays the same soak again.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Logs users in for as long as one asks for.
pub(crate) fn soak(options: &SoakOptions) -> Result<()> {
    let mut soak = e2e::in_browser("soak", Engine::Chromium)?;
    soak.env("CIENTE_SOAK_LOGINS", options.logins.to_string());
    soak.env("CIENTE_SOAK_TABS", options.tabs.to_string()).env("CIENTE_SOAK_SEED", options.seed.to_string());
    step("a soak, in Chromium", || progress::run(&mut soak, ""))
}

/// Measures how a big notice opens, scrolls and is acknowledged.
pub(crate) fn bench_reading() -> Result<()> {
    let mut bench = e2e::in_browser("reading", Engine::Chromium)?;
    step("a big notice, in Chromium", || progress::run(&mut bench, ""))
}

fn lint() -> Result<()> {
    step("formatting", || cargo(&["fmt", "--all", "--check"], None))?;
    step("clippy, which compiles all tests", || {
        // "All targets" leaves out those that only run in a browser, and drops names given beside it.
        let all = ["build", "--workspace", "--all-features", "--locked", "--all-targets"];
        let browser = [
            &TEST[..],
            &["--no-run", "--test", "e2e", "--test", "look", "--test", "reading", "--test", "web", "--test", "soak"],
        ]
        .concat();
        for arguments in [&all[..], &browser] {
            progress::run(clippy::compile_with(&mut command(arguments, None))?, "")?;
        }
        Ok(())
    })?;
    let toolchain = wasm_target::ensure()?;
    if toolchain == wasm_target::Toolchain::Ours {
        step("clippy for wasm32", || {
            let mut clippy = toolchain.cargo();
            clippy.args(["clippy", "--locked", "--package", "ciente", "--lib", "--profile", "wasm-release"]);
            clippy.args(wasm_target::Toolchain::target()).args(["--", "-Dwarnings"]);
            progress::run(&mut clippy, "")
        })?;
    } else {
        eprintln!("▸ clippy for wasm32: skipped, Debian's compiler for the web has none");
    }
    npm::ensure()?;
    step("types of the hand-written JavaScript", || {
        let mut tsc = npm::program("tsc");
        progress::run(tsc.arg("--project").arg(paths::root().join("static/tsconfig.json")), "")
    })?;
    npm::chat_clients()?;
    step("types of the adapters, against those of the chat clients", || {
        let mut tsc = npm::program("tsc");
        progress::run(tsc.arg("--project").arg(paths::root().join("tests/chat/tsconfig.json")), "")
    })?;
    step("the crates stand on what they may", || isolation::check(toolchain))
}

/// What npm, bundlers and editors make of the package.
fn check_package(filter: Option<&str>) -> Result<()> {
    build::for_tests()?;
    package::make()?;
    npm::ensure()?;
    step("the package's exports", || {
        progress::run(npm::program("publint").args(["run", "--strict"]).arg(package::tarball()), "")
    })?;
    step("the package's types, as each way of resolving them finds them", || {
        let mut attw = npm::program("attw");
        // A stylesheet has no types.
        attw.args(["--profile", "esm-only", "--format", "ascii", "--exclude-entrypoints", "./ciente.css", "--"]);
        progress::run(attw.arg(package::tarball()), "")
    })?;
    step("the package's descriptions say what there is", || in_node("package", filter))?;
    step("the budgets", || size::run(&size::Options { check: true, small: false }))
}

fn in_node(tests: &str, filter: Option<&str>) -> Result<()> {
    let folder = paths::root().join("tests").join(tests);
    let files = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut node = npm::node()?;
    node.arg("--test").args(filter.map(|name| format!("--test-name-pattern={name}")));
    node.args(
        files.filter_map(|file| Some(file.ok()?.path())).filter(|file| file.extension().is_some_and(|e| e == "mjs")),
    );
    progress::run(&mut node, "")
}

pub(crate) fn command(arguments: &[&str], filter: Option<&str>) -> Command {
    let mut cargo = build::cargo();
    cargo.args(arguments).args(filter);
    cargo
}

fn cargo(arguments: &[&str], filter: Option<&str>) -> Result<()> {
    progress::run(&mut command(arguments, filter), "")
}
