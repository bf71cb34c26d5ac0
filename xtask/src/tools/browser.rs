//! Chromium and its WebDriver, for the end-to-end tests.

use super::debian;
use crate::progress::{output, step};
use anyhow::{Context, Result, bail};
use std::{env, path::PathBuf, process::Command};

/// Where they are.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds Chromium (or Chrome) and its driver, or installs them. `CHROMIUM` and `CHROMEDRIVER` name others.
pub(crate) fn ensure() -> Result<Browser> {
    if let Some(found) = find() {
        return Ok(found);
    }
    step("installing Chromium and its driver", || {
        debian::install(&["chromium", "chromium-driver", "fonts-dejavu-core", "fonts-noto-core", "fonts-noto-cjk"])
    })
    .context("the end-to-end tests need Chromium or Chrome, and a chromedriver of the same version, on the PATH or named by CHROMIUM and CHROMEDRIVER")?;
    match find() {
        Some(found) => Ok(found),
        None => bail!("Chromium was installed but is not on the PATH"),
    }
}

fn find() -> Option<Browser> {
    Some(Browser {
        chromium: one(
            "CHROMIUM",
            &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
        )?,
        driver: one("CHROMEDRIVER", &["chromedriver"])?,
    })
}

/// A program that runs, with its whole path: the driver does not look on the PATH for its browser.
fn one(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<_> = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let on_path = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let mut candidates = env::var_os(variable).map(PathBuf::from).into_iter().chain(on_path);
    candidates.find(|path| path.is_file() && output(Command::new(path).arg("--version")).is_some())
}
