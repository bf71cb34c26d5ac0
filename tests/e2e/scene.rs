//! A receiver, the tests' own host page, a browser: the scene most tests play in.

use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    host::{self, Host},
    page::{self, js},
    programs,
    receiver::{Receiver, eventually},
};
use serde_json::Value;
use std::fs;
use thirtyfour::prelude::*;

pub(crate) struct Scene {
    pub(crate) receiver: Receiver,
    pub(crate) host: Host,
    pub(crate) browser: Browser,
}

impl Scene {
    pub(crate) async fn open(look: Look) -> Result<Self> {
        Self::open_on(Receiver::serve().await?, look, host::POLICY).await
    }

    /// The same with another Content-Security-Policy.
    pub(crate) async fn open_under(policy: &'static str, look: Look) -> Result<Self> {
        Self::open_on(Receiver::serve().await?, look, policy).await
    }

    /// With these versions of the sample notice only.
    pub(crate) async fn open_versions(look: Look, versions: &[&str]) -> Result<Self> {
        Self::open_on(Receiver::serve_versions(versions).await?, look, host::POLICY).await
    }

    pub(crate) async fn open_on(receiver: Receiver, look: Look, policy: &'static str) -> Result<Self> {
        let host = Host::start_under(&receiver.url(), policy).await?;
        let browser = Browser::start(look).await?;
        let scene = Self { receiver, host, browser };
        scene.reload().await?;
        Ok(scene)
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        &self.browser.driver
    }

    /// Loads the host page anew.
    pub(crate) async fn reload(&self) -> Result<()> {
        self.load("").await
    }

    /// Loads a page that has not loaded the widget.
    pub(crate) async fn open_bare(&self) -> Result<()> {
        self.load("bare").await
    }

    async fn load(&self, page: &str) -> Result<()> {
        self.driver().goto(format!("{}{page}", self.host.url())).await?;
        eventually("the host page is ready", async || {
            ensure!(js(self.driver(), "return window.ready ?? false").await? == true, "not yet");
            Ok(())
        })
        .await
    }

    /// Calls `requireAcknowledgement` for a subject, with more options as JavaScript.
    pub(crate) async fn ask(&self, subject: &str, options: &str) -> Result<()> {
        js(self.driver(), &format!("ask({{ subject: '{subject}', {options} }})")).await?;
        Ok(())
    }

    /// Publishes a notice of one document, in English.
    pub(crate) fn publish(&self, name: &str, text: &str) -> Result<()> {
        let source = self.receiver.folder().join(name);
        fs::create_dir_all(&source)?;
        fs::write(source.join("en.md"), text)?;
        programs::build_notices(&[source], &self.receiver.notices())
    }

    /// What a script finds in the notice; `shadow` is its root there.
    pub(crate) async fn in_shadow(&self, script: &str) -> Result<Value> {
        let shadow = "const shadow = document.querySelector('ciente-notice').shadowRoot;";
        js(self.driver(), &format!("{shadow} {script}")).await
    }

    /// What the call came to.
    pub(crate) async fn result(&self) -> Result<Value> {
        eventually("the call settles", async || {
            let result = js(self.driver(), "return window.result ?? null").await?;
            ensure!(!result.is_null(), "not yet");
            Ok(result)
        })
        .await
    }

    /// The details of all events with this name so far.
    pub(crate) async fn events(&self, name: &str) -> Result<Vec<Value>> {
        let script = format!("return events.filter((e) => e.name === '{name}').map((e) => e.detail)");
        Ok(js(self.driver(), &script).await?.as_array().cloned().unwrap_or_default())
    }

    /// From now on the device keeps nothing for this page.
    pub(crate) async fn refuse_storage(&self) -> Result<()> {
        let refuse = "IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); }";
        js(self.driver(), refuse).await?;
        Ok(())
    }

    /// The details of `ciente-shown`, so many times: the page does other things before it is told.
    pub(crate) async fn shown(&self, times: usize) -> Result<Vec<Value>> {
        eventually("the host is told that it is shown", async || {
            let shown = self.events("shown").await?;
            ensure!(shown.len() == times, "{} times", shown.len());
            Ok(shown)
        })
        .await
    }

    /// The code of the one error event.
    pub(crate) async fn error(&self) -> Result<String> {
        let errors = self.events("error").await?;
        ensure!(errors.len() == 1, "{errors:?}");
        Ok(errors[0]["code"].as_str().context("no code")?.to_owned())
    }

    /// The entries of the device's outbox.
    pub(crate) async fn outbox(&self) -> Result<Vec<Value>> {
        page::outbox(self.driver()).await
    }
}
