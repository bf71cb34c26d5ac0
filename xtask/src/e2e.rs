//! The test programs that drive a browser, and the end-to-end tests in each of the engines.

use crate::{
    build, hosts, paths,
    progress::{self, step},
    test::{TEST, command},
    tools::{
        browser::{self, Engine},
        clippy, npm, prosody,
    },
};
use anyhow::Result;
use std::{env, process::Command};

/// The browser that one asks for.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Browser {
    Chromium,
    Firefox,
    Webkit,
    /// Everything in each of them.
    All,
}

/// What CI runs in Firefox and WebKit too, where engines differ most: files of `tests/e2e`, or a test.
const SELECTION: [&str; 7] = [
    "two_stages::",
    "sent_with_page::",
    "journey::",
    "workbench::",
    "record::",
    "dialog::",
    "a_widget_that_traps_later",
];

/// Runs them in the engines asked for.
pub(crate) fn run(browser: Option<Browser>, filter: Option<&str>) -> Result<()> {
    let all: Vec<&str> = filter.into_iter().collect();
    if browser.is_some() {
        return engines(browser).iter().try_for_each(|engine| in_engine(*engine, &all));
    }
    in_engine(Engine::Chromium, &all)?;
    if filter.is_some() {
        return Ok(());
    }
    for engine in Engine::ALL.into_iter().filter(|engine| *engine != Engine::Chromium) {
        if engines(None).contains(&engine) {
            in_engine(engine, &SELECTION)?;
        } else {
            eprintln!("▸ end to end, in {}: left out, WebKitGTK is there on Linux only", engine.name());
        }
    }
    Ok(())
}

/// The engines asked for; where none is, those that there are on this system.
pub(crate) const fn engines(browser: Option<Browser>) -> &'static [Engine] {
    match browser {
        Some(Browser::Chromium) => &[Engine::Chromium],
        Some(Browser::Firefox) => &[Engine::Firefox],
        Some(Browser::Webkit) => &[Engine::WebKit],
        None if cfg!(not(target_os = "linux")) => &[Engine::Chromium, Engine::Firefox],
        None | Some(Browser::All) => &Engine::ALL,
    }
}

/// Runs the tests whose names contain one of these, or all.
fn in_engine(engine: Engine, filters: &[&str]) -> Result<()> {
    let (prosody, clients) = (prosody::ensure()?, npm::chat_clients()?);
    let mut tests = in_browser("e2e", engine)?;
    tests.env("CIENTE_HOSTS", hosts::ensure()?);
    tests.env("CIENTE_PROSODY", prosody).env("CIENTE_CHAT_CLIENTS", clients);
    // They wait more than they work: for a browser, for an answer, for a clock.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    tests.arg("--").arg(format!("--test-threads={}", cores * 2)).args(filters);
    step(&format!("end to end, in {}", engine.name()), || progress::run(&mut tests, ""))
}

/// A test program that drives a browser, with all that it needs built and named.
pub(crate) fn in_browser(name: &str, engine: Engine) -> Result<Command> {
    let programs = browser::ensure(engine)?;
    let ciente = build::for_tests()?;
    let mut tests = command(&[&TEST[..], &["--test", name]].concat(), None);
    clippy::compile_with(&mut tests)?
        // Which promise does not hold is said by the test; where in the driver it was noticed helps nobody.
        .env("RUST_LIB_BACKTRACE", "0")
        .env("CIENTE_BIN", ciente)
        .env("CIENTE_DIST", paths::dist())
        .env("CIENTE_NOTICES", paths::notices())
        .env("CIENTE_AXE", npm::file("axe-core/axe.min.js"))
        .env("CIENTE_BROWSER", engine.name().to_lowercase())
        .envs(programs);
    // What the tests and their browsers talk to is on this machine, whatever proxy leads out of it.
    let set = |name: &str| env::var(name).ok().filter(|hosts| !hosts.is_empty());
    for (name, other) in [("NO_PROXY", "no_proxy"), ("no_proxy", "NO_PROXY")] {
        let hosts = set(name).or_else(|| set(other)).map(|hosts| format!("{hosts},")).unwrap_or_default();
        tests.env(name, format!("{hosts}127.0.0.1,localhost"));
    }
    Ok(tests)
}
