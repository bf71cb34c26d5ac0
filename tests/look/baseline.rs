//! The pictures that the notice is held against, and on what they were taken: other fonts or another browser draw other
//! pictures, which say nothing about the notice.

use crate::picture::Picture;
use anyhow::{Context, Result};
use ciente_e2e::{page::cdp, programs};
use sha2::{Digest, Sha256};
use std::{env::consts::ARCH, fs, path::PathBuf, process::Command};
use thirtyfour::WebDriver;

/// How a picture compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// As it was.
    Same,
    /// Not as it was.
    Differs,
    /// There is none to hold it against.
    New,
    /// On another browser.
    NotCompared,
}

/// Where the pictures lie, and whether they count here.
pub(crate) struct Baseline {
    folder: PathBuf,
    here: String,
    /// What they were taken on.
    pub(crate) taken_on: String,
    is_updated: bool,
}

impl Baseline {
    /// Of this browser.
    pub(crate) async fn open(driver: &WebDriver, is_updated: bool) -> Result<Self> {
        let folder = programs::root().join("tests/look/baseline");
        let version = cdp(driver, "Browser.getVersion", serde_json::json!({})).await?;
        let product = version["product"].as_str().context("the browser does not say what it is")?.to_owned();
        let here = format!("{product}, {ARCH}, fonts {}\n", fonts());
        let file = folder.join("taken-on.txt");
        let taken_on = fs::read_to_string(&file).unwrap_or_default();
        if is_updated {
            fs::create_dir_all(&folder)?;
            fs::write(&file, &here).with_context(|| file.display().to_string())?;
        }
        Ok(Self { folder, here, taken_on, is_updated })
    }

    /// Whether a comparison says something.
    pub(crate) fn counts(&self) -> bool {
        self.is_updated || self.here == self.taken_on
    }

    /// What this browser is.
    pub(crate) fn here(&self) -> &str {
        self.here.trim()
    }

    /// Holds a picture against the one kept, or keeps it. With it what differs, as a picture.
    pub(crate) fn hold(&self, name: &str, png: &[u8]) -> Result<(Found, Option<Vec<u8>>)> {
        let path = self.folder.join(name);
        let picture = Picture::read(png)?.halved();
        let kept = fs::read(&path).ok();
        let difference = match &kept {
            _ if !self.counts() => return Ok((Found::NotCompared, None)),
            None => None,
            Some(kept) => picture.difference(&Picture::read(kept)?)?,
        };
        let found = match (&kept, &difference) {
            (None, _) => Found::New,
            (_, None) => Found::Same,
            _ => Found::Differs,
        };
        // Those that are the same stay byte for byte: a commit shows what changed.
        if self.is_updated && found != Found::Same {
            fs::write(&path, picture.kept()?).with_context(|| path.display().to_string())?;
        }
        Ok((found, difference))
    }
}

/// A hash over the names and versions of all fonts; "unknown" where nothing lists them.
fn fonts() -> String {
    let list = Command::new("fc-list").args(["--format", "%{fullname} %{style} %{fontversion}\n"]).output();
    let Some(list) = list.ok().filter(|list| list.status.success()) else { return "unknown".to_owned() };
    let mut lines: Vec<String> = String::from_utf8_lossy(&list.stdout).lines().map(str::to_owned).collect();
    lines.sort();
    let hash = Sha256::digest(lines.join("\n"));
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
