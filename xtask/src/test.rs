//! `cargo xtask test`: everything, as CI runs it, or a part.

use crate::{
    build, fuzz, hosts, isolation, package, paths,
    progress::{self, step},
    size,
    tools::{browser, clippy, npm, postgres, prosody, wasm_target},
};
use anyhow::{Context, Result};
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
    /// The browser of the end-to-end tests.
    #[arg(long, value_enum, default_value = "chromium")]
    browser: Engine,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Formatting, clippy for both targets, the JavaScript's types, the domain's isolation.
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

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Engine {
    Chromium,
}

/// All tests are built with one set of features, so that nothing is compiled twice.
pub(crate) const TEST: [&str; 4] = ["test", "--workspace", "--all-features", "--locked"];

/// Runs what is asked for.
pub(crate) fn run(options: &Options) -> Result<()> {
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
        let Engine::Chromium = options.browser;
        let (prosody, clients) = (prosody::ensure()?, npm::chat_clients()?);
        let mut tests = in_browser("e2e", filter)?;
        tests.env("CIENTE_HOSTS", hosts::ensure(&paths::debug_ciente())?);
        tests.env("CIENTE_PROSODY", prosody).env("CIENTE_CHAT_CLIENTS", clients);
        // They wait more than they work: for a browser, for an answer, for a clock.
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        tests.arg("--").arg(format!("--test-threads={}", cores * 2));
        step("end to end, in Chromium", || progress::run(&mut tests, ""))?;
    }
    if wants(Part::Look) {
        let mut pictures = pictures()?;
        pictures.env("CIENTE_LOOK_CHECK", "1");
        step("pictures against those kept, in Chromium", || progress::run(&mut pictures, ""))?;
    }
    Ok(())
}

/// A test program that drives a browser, with all that it needs built and named.
fn in_browser(name: &str, filter: Option<&str>) -> Result<Command> {
    let found = browser::ensure()?;
    let ciente = build::for_tests()?;
    let mut tests = command(&[&TEST[..], &["--test", name]].concat(), filter);
    clippy::compile_with(&mut tests)?
        // Which promise does not hold is said by the test; where in the driver it was noticed helps nobody.
        .env("RUST_LIB_BACKTRACE", "0")
        .env("CIENTE_BIN", ciente)
        .env("CIENTE_DIST", paths::dist())
        .env("CIENTE_AXE", npm::file("axe-core/axe.min.js"))
        .env("CHROMIUM", found.chromium)
        .env("CHROMEDRIVER", found.driver);
    Ok(tests)
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
    let mut pictures = in_browser("look", None)?;
    pictures.env("CIENTE_LOOK", paths::root().join("target/look"));
    Ok(pictures)
}

/// Measures how a big notice opens, scrolls and is acknowledged.
pub(crate) fn bench_reading() -> Result<()> {
    let mut bench = in_browser("reading", None)?;
    step("a big notice, in Chromium", || progress::run(&mut bench, ""))
}

fn lint() -> Result<()> {
    step("formatting", || cargo(&["fmt", "--all", "--check"], None))?;
    step("clippy, which compiles all tests", || {
        // "All targets" leaves out those that only run in a browser, and drops names given beside it.
        let all = ["build", "--workspace", "--all-features", "--locked", "--all-targets"];
        let browser = [&TEST[..], &["--no-run", "--test", "e2e", "--test", "look", "--test", "reading"]].concat();
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
    step("the domain stands alone", || isolation::check(toolchain))
}

/// What npm, bundlers and editors make of the package.
fn check_package(filter: Option<&str>) -> Result<()> {
    package::make(&build::for_tests()?)?;
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
    let mut node = Command::new("node");
    node.arg("--test").args(filter.map(|name| format!("--test-name-pattern={name}")));
    node.args(
        files.filter_map(|file| Some(file.ok()?.path())).filter(|file| file.extension().is_some_and(|e| e == "mjs")),
    );
    progress::run(&mut node, "Node.js 20 or newer is needed.")
}

fn command(arguments: &[&str], filter: Option<&str>) -> Command {
    let mut cargo = build::cargo();
    cargo.args(arguments).args(filter);
    cargo
}

fn cargo(arguments: &[&str], filter: Option<&str>) -> Result<()> {
    progress::run(&mut command(arguments, filter), "")
}
