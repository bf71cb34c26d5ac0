//! The browsers of the end-to-end tests, and their WebDrivers.

use super::debian;
use crate::{
    build, paths,
    progress::{output, run, step},
};
use anyhow::{Context, Result, bail};
use std::{
    env::{self, consts::EXE_SUFFIX},
    path::{Path, PathBuf},
    process::Command,
};

/// A browser engine, and everything that drives it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// The version that is built where there is no geckodriver; Debian has none.
const GECKODRIVER: &str = "0.37.1";

/// What macOS keeps off the PATH.
const APPLICATIONS: [&str; 3] = ["Google Chrome", "Chromium", "Firefox"];

/// A program, the variable that names it to the tests and may name another one here, and what it can be called.
type Program = (&'static str, &'static [&'static str]);

/// The last two are macOS's.
const CHROMIUM: [&str; 7] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "Google Chrome", "Chromium"];

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
            Self::Chromium => &[("CHROMIUM", &CHROMIUM), ("CHROMEDRIVER", &["chromedriver"])],
            Self::Firefox => &[("FIREFOX", &["firefox-esr", "firefox"])],
            Self::WebKit => &[("WEBKITDRIVER", &["WebKitWebDriver"]), ("GJS", &["gjs"]), ("XVFB", &["Xvfb"])],
        }
    }

    /// What Debian calls it.
    pub(super) const fn packages(self) -> &'static [&'static str] {
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
                "the end-to-end tests need Chromium or Chrome, and a chromedriver of the same version, on the PATH or named by CHROMIUM and CHROMEDRIVER; with `cargo xtask test e2e --browser firefox` they do without"
            }
            Self::Firefox => {
                "the end-to-end tests in Firefox need it on the PATH or named by FIREFOX; with `--browser chromium` they do without"
            }
            Self::WebKit => {
                "the end-to-end tests in WebKit need WebKitGTK 4.1 with its introspection data, and WebKitWebDriver, gjs and Xvfb on the PATH or named by WEBKITDRIVER, GJS and XVFB; with `--browser chromium` they do without"
            }
        }
    }

    /// Its programs, unless one is missing.
    fn find(self) -> Result<Option<Vec<(&'static str, PathBuf)>>> {
        let mut found = Vec::new();
        for (variable, names) in self.programs() {
            let Some(program) = one(variable, names)? else { return Ok(None) };
            found.push((*variable, program));
        }
        // Only gjs can tell whether the data are there.
        let look = "imports.gi.versions.WebKit2 = '4.1'; print(imports.gi.WebKit2.get_major_version())";
        let mut gjs = found.iter().filter(|(variable, _)| *variable == "GJS");
        let has_data = gjs.all(|(_, gjs)| output(Command::new(gjs).args(["-c", look])).is_some());
        Ok(Some(found).filter(|_| has_data))
    }
}

/// Finds the programs of an engine, or installs them; returns each with the variable that names it to the tests, which can
/// also name another one here.
pub(crate) fn ensure(engine: Engine) -> Result<Vec<(&'static str, PathBuf)>> {
    let mut found = installed(engine)?;
    if engine == Engine::Firefox {
        found.push(("GECKODRIVER", geckodriver()?));
    }
    Ok(found)
}

/// The same without what is built here.
pub(super) fn installed(engine: Engine) -> Result<Vec<(&'static str, PathBuf)>> {
    if let Some(found) = engine.find()? {
        return Ok(found);
    }
    debian::install(&format!("{} and its driver", engine.name()), engine.packages(), engine.needs())?;
    engine.find()?.with_context(|| format!("{} was installed and is not found", engine.name()))
}

fn geckodriver() -> Result<PathBuf> {
    let folder = paths::work().join("geckodriver");
    let built = folder.join("bin").join(format!("geckodriver{EXE_SUFFIX}"));
    if let Some(found) = one("GECKODRIVER", &["geckodriver"])?.or_else(|| Some(built.clone()).filter(|it| it.is_file()))
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
///
/// # Errors
/// When the variable names something that does not run: another one in its place would be a surprise.
fn one(variable: &str, names: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os(variable).map(PathBuf::from) {
        if !runs(variable, &named) {
            bail!("{variable}: {} is no program that runs; it takes a whole path", named.display());
        }
        return Ok(Some(named));
    }
    let mut folders: Vec<_> = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    if cfg!(target_os = "macos") {
        folders.extend(APPLICATIONS.map(|name| format!("/Applications/{name}.app/Contents/MacOS").into()));
    }
    let mut candidates = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    Ok(candidates.find(|path| runs(variable, path)))
}

/// A stand-in for a program that is installed in another way says so and fails.
fn runs(variable: &str, path: &Path) -> bool {
    // These two have no way to say their version and end.
    let is_silent = ["XVFB", "WEBKITDRIVER"].contains(&variable);
    path.is_file() && (is_silent || output(Command::new(path).arg("--version")).is_some())
}
