//! Installing Debian packages, where this is Debian and we may.

use crate::progress::{output, run, step};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path, process::Command};

/// What Debian has and Ubuntu has not, or as a stand-in for a snap, which no driver can start.
const NOT_UBUNTUS: [&str; 3] = ["chromium", "chromium-driver", "firefox-esr"];

/// Whether these packages can be installed without asking anyone.
pub(super) fn can_install(packages: &[&str]) -> bool {
    Path::new("/usr/bin/apt-get").exists()
        && output(Command::new("id").arg("-u")).as_deref() == Some("0")
        && !(is_ubuntu() && lacks(packages))
}

/// Installs packages, as a step that says what they are together.
///
/// # Errors
/// With what they are needed for, and what to do where they cannot be installed from here.
pub(super) fn install(what: &str, packages: &[&str], needs: &'static str) -> Result<()> {
    if can_install(packages) {
        return step(&format!("installing {what}"), || apt(packages)).context(needs);
    }
    if is_ubuntu() && lacks(packages) {
        bail!(
            "{needs}. Ubuntu's archive has neither Chromium nor Firefox as a package: take Chrome for Testing with its \
             chromedriver (https://googlechromelabs.github.io/chrome-for-testing/) and Mozilla's own package of Firefox, \
             and name them by CHROMIUM, CHROMEDRIVER and FIREFOX"
        );
    }
    bail!("{needs}. On Debian: sudo apt-get install --no-install-recommends {}", packages.join(" "))
}

fn apt(packages: &[&str]) -> Result<()> {
    let mend = format!("Install by hand: {}", packages.join(" "));
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run(apt().args(["-qq", "update"]), &mend)?;
    run(apt().args(["-qq", "install", "-y", "--no-install-recommends"]).args(packages), &mend)
}

fn lacks(packages: &[&str]) -> bool {
    packages.iter().any(|package| NOT_UBUNTUS.contains(package))
}

fn is_ubuntu() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}
