//! One real browser with a profile of its own, through WebDriver.

use crate::programs;
use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::{
    fs,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// How the browser presents itself.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Width and height of the window.
    pub size: (u32, u32),
    /// `prefers-color-scheme: dark`.
    pub dark: bool,
    /// The browser's language.
    pub language: &'static str,
    /// More options of the command line.
    pub flags: &'static [&'static str],
}

impl Default for Look {
    fn default() -> Self {
        Self { size: (1280, 900), dark: false, language: "pt-BR", flags: &[] }
    }
}

/// A browser; it ends when this is dropped.
pub struct Browser {
    /// The session.
    pub driver: WebDriver,
    process: Child,
    profile: TempDir,
}

impl Browser {
    /// Chromium, headless.
    pub async fn start(look: Look) -> Result<Self> {
        Self::start_again(look, TempDir::new()?).await
    }

    /// The same with what an earlier one left on the device.
    pub async fn start_again(look: Look, profile: TempDir) -> Result<Self> {
        let (process, port) = start_driver(look).await?;
        let Value::Object(capabilities) = capabilities(look, &profile.path().join("profile"))? else {
            bail!("capabilities are an object");
        };
        let url = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(url, Capabilities::from(capabilities)).await?;
        driver.set_script_timeout(Duration::from_secs(40)).await?;
        Ok(Self { driver, process, profile })
    }

    /// Ends the session and the browser in order.
    pub async fn quit(mut self) -> Result<()> {
        self.driver.clone().quit().await?;
        self.process.kill().await?;
        Ok(())
    }

    /// `kill -9`: what it has not written by now, it never writes. Returns what is on the device.
    pub async fn kill(mut self) -> Result<TempDir> {
        for pid in processes_of(self.profile.path())? {
            // One of them may have ended with another.
            let _ = kill_process(pid, Signal::KILL);
        }
        // There is no session left to end.
        let _ = self.driver.leak();
        self.process.kill().await?;
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

/// The driver picks a free port for IPv4, and ends when another program has the same one for IPv6.
async fn start_driver(look: Look) -> Result<(Child, u16)> {
    let mut last = None;
    for _ in 0..5 {
        let mut process = Command::new(programs::chromedriver()?)
            .args(["--port=0", "--log-level=WARNING"])
            // Chromium takes its language from here.
            .env("LANGUAGE", look.language)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("chromedriver")?;
        match driver_port(&mut process).await {
            Ok(port) => return Ok((process, port)),
            Err(error) => last = Some(error),
        }
    }
    Err(last.context("chromedriver was not started")?)
}

async fn driver_port(process: &mut Child) -> Result<u16> {
    let mut lines = BufReader::new(process.stdout.take().context("no standard output")?).lines();
    let find = async {
        while let Some(line) = lines.next_line().await? {
            let port = line.rsplit("on port ").next().map(|rest| rest.trim_end_matches('.'));
            if let (true, Some(Ok(port))) = (line.contains("started successfully"), port.map(str::parse)) {
                return Ok(port);
            }
        }
        bail!("chromedriver named no port")
    };
    let port = timeout(Duration::from_secs(20), find).await.context("chromedriver")??;
    // A full pipe would stop the driver.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok(port)
}

fn capabilities(look: Look, profile: &Path) -> Result<Value> {
    let chromium: PathBuf = programs::chromium()?;
    let (width, height) = look.size;
    let mut capabilities = json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "binary": chromium,
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
                format!("--user-data-dir={}", profile.display()),
                format!("--window-size={width},{height}"),
                format!("--accept-lang={}", look.language),
                format!("--blink-settings=preferredColorScheme={}", if look.dark { 0 } else { 1 }),
            ],
            "prefs": { "intl.accept_languages": look.language, "intl.selected_languages": look.language },
        },
    });
    if let Some(Value::Array(args)) = capabilities.pointer_mut("/goog:chromeOptions/args") {
        args.extend(look.flags.iter().map(|flag| Value::from(*flag)));
    }
    Ok(capabilities)
}
