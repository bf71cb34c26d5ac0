//! The WebDriver of each engine, and how its browser is asked for.

use crate::{browser::Look, engine::Engine, programs};
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::{net::TcpListener, path::Path, process::Stdio, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::{sleep, timeout},
};

/// A driver that runs; it ends when this is dropped.
pub(crate) struct Driver {
    pub(crate) process: Child,
    pub(crate) port: u16,
    /// WebKitGTK wants a screen; the driver ends before it.
    _screen: Option<Child>,
}

impl Driver {
    /// Starts it on a free port. Another program may take that port meanwhile, so it is tried more than once.
    pub(crate) async fn start(engine: Engine, look: Look) -> Result<Self> {
        let mut last = None;
        for _ in 0..5 {
            match Self::start_once(engine, look).await {
                Ok(driver) => return Ok(driver),
                Err(error) => last = Some(error),
            }
        }
        Err(last.context("the driver was not started")?)
    }

    async fn start_once(engine: Engine, look: Look) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut screen = None;
        let mut command = match engine {
            Engine::Chromium => {
                let mut command = Command::new(programs::chromedriver()?);
                // Chromium takes its language from here.
                command.args([&format!("--port={port}"), "--log-level=WARNING"]).env("LANGUAGE", look.language);
                command
            }
            Engine::Firefox => {
                let mut command = Command::new(programs::geckodriver()?);
                // Without a port of its own for BiDi, all of them want the same one.
                command.args(["--port", &port.to_string(), "--websocket-port", "0", "--log", "error"]);
                command
            }
            Engine::WebKit => {
                let (process, display) = start_screen().await?;
                screen = Some(process);
                let mut command = Command::new(programs::webkit_driver()?);
                command.arg(format!("--port={port}")).env("DISPLAY", display);
                // There is no session bus to ask for assistive technology.
                command.env("GDK_BACKEND", "x11").env("NO_AT_BRIDGE", "1").env_remove("WAYLAND_DISPLAY");
                if !look.wasm {
                    command.env("JSC_useWasm", "0");
                }
                command
            }
        };
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{}'s driver", engine.name()))?;
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(2)).build()?;
        for _ in 0..1000 {
            ensure!(process.try_wait()?.is_none(), "{}'s driver ended", engine.name());
            if let Ok(answer) = client.get(format!("http://127.0.0.1:{port}/status")).send().await {
                // Whoever else took the port answers too, and is no driver (WebDriver, 8.3).
                let status: Value = serde_json::from_slice(&answer.bytes().await?)?;
                ensure!(
                    status["value"]["ready"].is_boolean(),
                    "something else has the port of {}'s driver",
                    engine.name()
                );
                return Ok(Self { process, port, _screen: screen });
            }
            sleep(Duration::from_millis(20)).await;
        }
        bail!("{}'s driver does not answer", engine.name())
    }
}

/// A screen that nobody sees, and its name.
async fn start_screen() -> Result<(Child, String)> {
    let mut process = Command::new(programs::xvfb()?)
        .args(["-displayfd", "1", "-screen", "0", "1400x1100x24", "-nolisten", "tcp", "-noreset"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("Xvfb")?;
    let mut line = String::new();
    let mut out = BufReader::new(process.stdout.take().context("no standard output")?);
    timeout(Duration::from_secs(20), out.read_line(&mut line)).await.context("Xvfb says no display")??;
    ensure!(!line.trim().is_empty(), "Xvfb did not start");
    Ok((process, format!(":{}", line.trim())))
}

/// How a driver is asked for its browser, with this profile.
pub(crate) fn capabilities(engine: Engine, look: Look, profile: &Path) -> Result<Value> {
    Ok(match engine {
        Engine::Chromium => chromium(look, profile)?,
        Engine::Firefox => firefox(look, profile)?,
        Engine::WebKit => webkit(look, profile)?,
    })
}

fn chromium(look: Look, profile: &Path) -> Result<Value> {
    let (width, height) = look.size;
    let mut capabilities = json!({
        // Chromium's driver answers to this name alone.
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "binary": programs::chromium()?,
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
                // What unfolds below the address bar that nobody sees is a page of its own, a quarter of the work of starting.
                "--disable-features=WebUIOmniboxPopup",
                format!("--user-data-dir={}", profile.display()),
                format!("--window-size={width},{height}"),
                format!("--accept-lang={}", look.language),
                format!("--blink-settings=preferredColorScheme={}", if look.dark { 0 } else { 1 }),
            ],
            "prefs": {
                "intl.accept_languages": look.language,
                "intl.selected_languages": look.language,
                "webkit.webprefs.default_font_size": look.text,
            },
        },
    });
    if let Some(Value::Array(args)) = capabilities.pointer_mut("/goog:chromeOptions/args") {
        if !look.wasm {
            // `--noexpose-wasm` has no effect in Chromium 148.
            args.push("--js-flags=--jitless".into());
        }
        if look.heard {
            args.push("--force-renderer-accessibility".into());
        }
    }
    if look.phone {
        capabilities["goog:chromeOptions"]["mobileEmulation"] = json!({
            "deviceMetrics": { "width": width, "height": height, "pixelRatio": 2.0, "touch": true, "mobile": true },
        });
    }
    Ok(capabilities)
}

fn firefox(look: Look, profile: &Path) -> Result<Value> {
    let (width, height) = look.size;
    std::fs::create_dir_all(profile)?;
    Ok(json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": programs::firefox()?,
            // Named so, the driver uses the profile itself and no copy.
            "args": ["-headless", "-profile", profile, "-width", width.to_string(), "-height", height.to_string()],
            "prefs": {
                "intl.accept_languages": look.language,
                "layout.css.prefers-color-scheme.content-override": if look.dark { 0 } else { 1 },
                "javascript.options.wasm": look.wasm,
                "accessibility.tabfocus": 7,
                "app.update.enabled": false,
                "browser.shell.checkDefaultBrowser": false,
                "datareporting.policy.dataSubmissionEnabled": false,
            },
        },
    }))
}

fn webkit(look: Look, profile: &Path) -> Result<Value> {
    let (width, height) = look.size;
    let scheme = if look.dark { "dark" } else { "light" };
    let host = programs::root().join("tests/support/webkit.js");
    Ok(json!({
        "webkitgtk:browserOptions": {
            "binary": programs::gjs()?,
            "args": ["-m", host, profile, look.language, scheme, width.to_string(), height.to_string()],
        },
    }))
}
