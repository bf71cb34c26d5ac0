//! One real browser with a profile of its own, through WebDriver.

use crate::{
    driver::{self, Driver},
    engine::Engine,
    receiver::eventually,
};
use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::{fs, os::unix::ffi::OsStrExt as _, path::Path, time::Duration};
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};
use tokio::time::timeout;

/// How the browser presents itself.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Width and height of the window.
    pub size: (u32, u32),
    /// `prefers-color-scheme: dark`.
    pub dark: bool,
    /// The browser's language.
    pub language: &'static str,
    /// How large the reader's text is, in pixels, where they have set it; browsers begin with 16. Only in Chromium.
    pub text: u32,
    /// Whether the engine runs WebAssembly.
    pub wasm: bool,
    /// A phone with a touch screen of this size, which not every engine can be.
    pub phone: bool,
    /// As where a screen reader is running. Chromium alone has to be told.
    pub heard: bool,
}

impl Look {
    /// A desktop in Brazil.
    pub const USUAL: Self =
        Self { size: (1280, 900), dark: false, language: "pt-BR", text: 16, wasm: true, phone: false, heard: false };
    /// The same for whoever reads English.
    pub const ENGLISH: Self = Self { language: "en", ..Self::USUAL };
}

impl Default for Look {
    fn default() -> Self {
        Self::USUAL
    }
}

/// A browser; it ends when this is dropped.
pub struct Browser {
    /// The session.
    pub driver: WebDriver,
    process: Driver,
    profile: TempDir,
}

impl Browser {
    /// The engine that `CIENTE_BROWSER` names, where nobody sees it.
    pub async fn start(look: Look) -> Result<Self> {
        Self::start_again(look, TempDir::new()?).await
    }

    /// The same with what an earlier one left on the device.
    pub async fn start_again(look: Look, profile: TempDir) -> Result<Self> {
        let engine = Engine::chosen()?;
        let process = Driver::start(engine, look).await?;
        let Value::Object(capabilities) = driver::capabilities(engine, look, &profile.path().join("profile"))? else {
            bail!("capabilities are an object");
        };
        let url = format!("http://127.0.0.1:{}", process.port);
        let session = WebDriver::new(url, Capabilities::from(capabilities));
        let driver = timeout(Duration::from_secs(180), session).await.context("no session")??;
        driver.set_script_timeout(Duration::from_secs(40)).await?;
        Ok(Self { driver, process, profile })
    }

    /// Ends the session and the browser in order.
    pub async fn quit(mut self) -> Result<()> {
        self.driver.clone().quit().await?;
        self.process.process.kill().await?;
        // WebKit's helpers outlive it, and its driver.
        self.kill_all()?;
        self.is_gone().await?;
        self.forget().await
    }

    /// WebKit's network process has a command line that names no profile, and writes until it sees that its parent ended.
    async fn forget(self) -> Result<()> {
        let path = self.profile.keep();
        eventually("the profile is removed", async || Ok(fs::remove_dir_all(&path)?)).await
    }

    fn kill_all(&self) -> Result<()> {
        for pid in processes_of(self.profile.path())? {
            // One of them may have ended with another.
            let _ = kill_process(pid, Signal::KILL);
        }
        Ok(())
    }

    /// What still writes into the profile would leave some of it behind; and the next browser takes a profile for one that is in
    /// use, and ends.
    async fn is_gone(&self) -> Result<()> {
        eventually("the browser is gone", async || {
            ensure!(processes_of(self.profile.path())?.is_empty(), "not yet");
            Ok(())
        })
        .await
    }

    /// `kill -9`: what it has not written by now, it never writes. Returns what is on the device.
    pub async fn kill(mut self) -> Result<TempDir> {
        self.kill_all()?;
        // There is no session left to end.
        let _ = self.driver.clone().leak();
        self.process.process.kill().await?;
        self.is_gone().await?;
        Ok(self.profile)
    }
}

/// The processes whose command line names this profile: the browser and its helpers, and nobody else's.
fn processes_of(profile: &Path) -> Result<Vec<Pid>> {
    let mut found = Vec::new();
    for process in fs::read_dir("/proc")? {
        let process = process?;
        let pid = process.file_name().to_str().and_then(|name| name.parse().ok()).and_then(Pid::from_raw);
        // A process that ended meanwhile has no command line any more.
        let line = fs::read(process.path().join("cmdline")).unwrap_or_default();
        let names_it = line.windows(profile.as_os_str().len()).any(|part| part == profile.as_os_str().as_bytes());
        found.extend(pid.filter(|_| names_it));
    }
    Ok(found)
}
