//! The browsers of the end-to-end tests, and their WebDrivers.

use super::debian;
use crate::{
    build, paths,
    progress::{output, run, step},
};
use anyhow::{Context, Result, bail};
use std::{env, path::PathBuf, process::Command};

/// A browser engine, and everything that drives it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// The version that is built where there is no geckodriver; Debian has none.
const GECKODRIVER: &str = "0.37.1";

/// A program, the variable that names it to the tests and may name another one here, and what it can be called.
type Program = (&'static str, &'static [&'static str]);

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// What people call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKit",
        }
    }

    const fn programs(self) -> &'static [Program] {
        match self {
            Self::Chromium => &[
                ("CHROMIUM", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]),
                ("CHROMEDRIVER", &["chromedriver"]),
            ],
            Self::Firefox => &[("FIREFOX", &["firefox-esr", "firefox"])],
            Self::WebKit => &[("WEBKITDRIVER", &["WebKitWebDriver"]), ("GJS", &["gjs"]), ("XVFB", &["Xvfb"])],
        }
    }

    const fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => {
                &["chromium", "chromium-driver", "fonts-dejavu-core", "fonts-noto-core", "fonts-noto-cjk"]
            }
            Self::Firefox => &["firefox-esr"],
            Self::WebKit => &["webkit2gtk-driver", "xvfb", "gjs", "gir1.2-webkit2-4.1"],
        }
    }

    const fn needs(self) -> &'static str {
        match self {
            Self::Chromium => {
                "the end-to-end tests need Chromium or Chrome, and a chromedriver of the same version, on the PATH or named by CHROMIUM and CHROMEDRIVER"
            }
            Self::Firefox => "the end-to-end tests in Firefox need it on the PATH or named by FIREFOX",
            Self::WebKit => {
                "the end-to-end tests in WebKit need WebKitGTK 4.1 with its introspection data, and WebKitWebDriver, gjs and Xvfb on the PATH or named by WEBKITDRIVER, GJS and XVFB"
            }
        }
    }

    fn find(self) -> Option<Vec<(&'static str, PathBuf)>> {
        let has_data = || {
            let look = "imports.gi.versions.WebKit2 = '4.1'; print(imports.gi.WebKit2.get_major_version())";
            self != Self::WebKit || output(Command::new("gjs").args(["-c", look])).is_some()
        };
        let programs: Option<Vec<_>> =
            self.programs().iter().map(|(variable, names)| Some((*variable, one(variable, names)?))).collect();
        programs.filter(|_| has_data())
    }
}

/// Finds the programs of an engine, or installs them; returns each with the variable that names it to the tests, which can
/// also name another one here.
pub(crate) fn ensure(engine: Engine) -> Result<Vec<(&'static str, PathBuf)>> {
    let mut found = match engine.find() {
        Some(found) => found,
        None => {
            step(&format!("installing {} and its driver", engine.name()), || debian::install(engine.packages()))
                .context(engine.needs())?;
            engine.find().with_context(|| format!("{} was installed and is not found", engine.name()))?
        }
    };
    if engine == Engine::Firefox {
        found.push(("GECKODRIVER", geckodriver()?));
    }
    Ok(found)
}

fn geckodriver() -> Result<PathBuf> {
    let folder = paths::work().join("geckodriver");
    let built = folder.join("bin/geckodriver");
    if let Some(found) = one("GECKODRIVER", &["geckodriver"]).or_else(|| Some(built.clone()).filter(|it| it.is_file()))
    {
        return Ok(found);
    }
    step("building geckodriver (the first time takes minutes)", || {
        let mut cargo = build::install("geckodriver", GECKODRIVER, &folder);
        run(cargo.arg("--quiet"), "GECKODRIVER names one that is there already.")
    })?;
    if !built.is_file() {
        bail!("geckodriver was built and is not in {}", folder.display());
    }
    Ok(built)
}

/// A program with its whole path: the driver does not look on the PATH for its browser.
fn one(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<_> = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let on_path = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let mut candidates = env::var_os(variable).map(PathBuf::from).into_iter().chain(on_path);
    candidates.find(|path| path.is_file() && runs(path))
}

/// A stand-in for a program that is installed in another way says so and fails.
fn runs(path: &PathBuf) -> bool {
    // These two have no way to say their version and end.
    path.ends_with("Xvfb") || path.ends_with("WebKitWebDriver") || output(Command::new(path).arg("--version")).is_some()
}
