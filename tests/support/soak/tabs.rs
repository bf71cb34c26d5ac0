//! The browser's tabs, each a window of its own: a page that nobody sees is slowed down.

use super::{memory::TabMemory, plan::Login};
use crate::{
    browser::Browser,
    host::Host,
    page::{cdp, js, js_async},
    receiver::eventually,
};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::time::Duration;
use thirtyfour::prelude::*;
use tokio::time::{sleep, timeout};

/// Everything that the robot waits for ends before that.
const LONGEST: Duration = Duration::from_secs(300);
const ROBOT: &str = include_str!("robot.js");

/// All of them.
pub(super) struct Tabs<'a> {
    driver: &'a WebDriver,
    url: String,
    windows: Vec<WindowHandle>,
}

impl<'a> Tabs<'a> {
    /// Opens them on the host's page, which plays users from now on.
    pub(super) async fn open(browser: &'a Browser, host: &Host, count: usize) -> Result<Self> {
        host.serve("/robot.js", ROBOT);
        host.set_content(r#"<script type="module" src="/robot.js"></script>"#);
        let driver = &browser.driver;
        driver.set_script_timeout(Duration::from_secs(180)).await?;
        let mut tabs = Self { driver, url: host.url(), windows: vec![driver.window().await?] };
        while tabs.windows.len() < count {
            tabs.windows.push(driver.new_window().await?);
        }
        for tab in 0..count {
            tabs.load(tab).await?;
        }
        Ok(tabs)
    }

    pub(super) const fn count(&self) -> usize {
        self.windows.len()
    }

    async fn go_to(&self, tab: usize) -> Result<()> {
        let window = self.windows.get(tab).context("no such tab")?;
        Ok(self.driver.switch_to_window(window.clone()).await?)
    }

    /// Loads the page, or loads it anew.
    pub(super) async fn load(&self, tab: usize) -> Result<()> {
        self.go_to(tab).await?;
        self.driver.goto(&self.url).await?;
        eventually("the page plays", async || {
            ensure!(js(self.driver, "return Boolean(window.ready && window.play)").await? == true, "not yet");
            Ok(())
        })
        .await
    }

    /// Begins a login.
    pub(super) async fn begin(&self, login: &Login) -> Result<()> {
        self.go_to(login.tab).await?;
        self.driver.execute("play(arguments[0])", vec![login.step()]).await?;
        Ok(())
    }

    /// What the login came to.
    pub(super) async fn end(&self, login: &Login) -> Result<Value> {
        self.go_to(login.tab).await?;
        // Past WebDriver, which keeps in the page what each of its scripts came to.
        let ask = json!({ "expression": "window.played ?? null", "returnByValue": true });
        let played = async {
            loop {
                let played = cdp(self.driver, "Runtime.evaluate", ask.clone()).await?["result"]["value"].take();
                if !played.is_null() {
                    return Ok(played);
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(LONGEST, played).await.context("the login comes to nothing")?
    }

    /// Waits until somebody has the notice in front and holds it there.
    pub(super) async fn holds(&self, login: &Login) -> Result<()> {
        self.go_to(login.tab).await?;
        eventually("the notice is in front", async || {
            ensure!(js(self.driver, "return Boolean(window.goOn)").await? == true, "not yet");
            Ok(())
        })
        .await
    }

    /// Lets them go on.
    pub(super) async fn go_on(&self, login: &Login) -> Result<()> {
        self.go_to(login.tab).await?;
        js(self.driver, "goOn()").await?;
        Ok(())
    }

    /// The entries of the device's outbox, and the last words about its users.
    pub(super) async fn device(&self) -> Result<(Vec<Value>, Vec<Value>)> {
        let all = js_async(
            self.driver,
            "await new Promise((done, fail) => {
               const open = indexedDB.open('ciente');
               open.onerror = () => fail(open.error);
               open.onsuccess = () => {
                 const read = open.result.transaction(['outbox', 'records']);
                 const all = ['outbox', 'records'].map((name) => read.objectStore(name).getAll());
                 read.oncomplete = () => (open.result.close(), done(all.map(({ result }) => result)));
               };
             })",
        )
        .await?;
        let part = |n: usize| all[n].as_array().cloned().context("no list");
        Ok((part(0)?, part(1)?))
    }

    /// What a page holds when nobody is logged in there and nothing is left to collect.
    pub(super) async fn memory(&self, tab: usize) -> Result<TabMemory> {
        self.go_to(tab).await?;
        js(self.driver, "events.length = 0; window.played = window.result = undefined").await?;
        for _ in 0..3 {
            cdp(self.driver, "HeapProfiler.collectGarbage", json!({})).await?;
        }
        let counters = cdp(self.driver, "Memory.getDOMCounters", json!({})).await?;
        let heap = cdp(self.driver, "Runtime.getHeapUsage", json!({})).await?;
        let wasm = js(self.driver, "return wasmBytes()").await?;
        // DevTools count in numbers that JavaScript has.
        let count = |value: &Value| value.as_f64().map(|number| number as u64).context("no count");
        Ok(TabMemory {
            heap: count(&heap["usedSize"])?,
            nodes: count(&counters["nodes"])?,
            listeners: count(&counters["jsEventListeners"])?,
            wasm: count(&wasm)?,
        })
    }
}
