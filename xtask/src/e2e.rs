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
use std::process::Command;

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
    match browser {
        Some(Browser::Chromium) => in_engine(Engine::Chromium, &all),
        Some(Browser::Firefox) => in_engine(Engine::Firefox, &all),
        Some(Browser::Webkit) => in_engine(Engine::WebKit, &all),
        Some(Browser::All) => Engine::ALL.into_iter().try_for_each(|engine| in_engine(engine, &all)),
        None => {
            in_engine(Engine::Chromium, &all)?;
            if filter.is_some() {
                return Ok(());
            }
            in_engine(Engine::Firefox, &SELECTION)?;
            in_engine(Engine::WebKit, &SELECTION)
        }
    }
}

/// Runs the tests whose names contain one of these, or all.
fn in_engine(engine: Engine, filters: &[&str]) -> Result<()> {
    let (prosody, clients) = (prosody::ensure()?, npm::chat_clients()?);
    let mut tests = in_browser("e2e", engine)?;
    tests.env("CIENTE_HOSTS", hosts::ensure(&paths::debug_ciente())?);
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
        .env("CIENTE_AXE", npm::file("axe-core/axe.min.js"))
        .env("CIENTE_BROWSER", engine.name().to_lowercase())
        .envs(programs);
    Ok(tests)
}
