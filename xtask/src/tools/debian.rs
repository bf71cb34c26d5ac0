//! Installing Debian packages, where this is Debian and we may.

use crate::progress::{output, run};
use anyhow::{Result, bail};
use std::{path::Path, process::Command};

/// Whether packages can be installed without asking anyone.
pub(super) fn can_install() -> bool {
    Path::new("/usr/bin/apt-get").exists() && output(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Installs packages.
///
/// # Errors
/// With the command to type where they cannot be installed from here.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if !can_install() {
        bail!("these programs are missing; on Debian and Ubuntu: sudo apt-get install --no-install-recommends {list}");
    }
    let mend = format!("Install by hand: {list}");
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run(apt().args(["-qq", "update"]), &mend)?;
    run(apt().args(["-qq", "install", "-y", "--no-install-recommends"]).args(packages), &mend)
}
