//! The packed npm package in small real apps, built as their people build them: a user logs in, is asked, logs out.

use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    database,
    host::{self, Host},
    page::{cdp, complaints, gone, is_shown, js, part},
    programs,
    receiver::{Receiver, eventually},
};
use serde_json::json;
use thirtyfour::prelude::*;

/// The strictest policy, and Vue's own policy for Trusted Types, which it makes whether it needs it or not.
const WITH_VUES: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                         img-src 'self'; require-trusted-types-for 'script'; trusted-types vue";

/// Solid makes its nodes from markup, and knows nothing of Trusted Types (1.9).
const WITH_MARKUP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                           img-src 'self'";

const WATCH: &str = "window.violations = [];
    addEventListener('securitypolicyviolation', (e) => violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));";

/// One app, its receiver and a browser in front of it.
struct App {
    receiver: Receiver,
    host: Host,
    browser: Browser,
}

impl App {
    async fn open(name: &str, policy: &'static str) -> Result<Self> {
        let receiver = Receiver::serve_with_tokens().await?;
        let host = Host::start_under(&receiver.url(), policy).await?;
        host.serve_app(programs::hosts()?.join(name));
        let browser = Browser::start(Look::default()).await?;
        cdp(&browser.driver, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
        let app = Self { receiver, host, browser };
        app.load().await?;
        Ok(app)
    }

    fn driver(&self) -> &WebDriver {
        &self.browser.driver
    }

    async fn load(&self) -> Result<()> {
        self.driver().goto(self.host.url()).await?;
        self.seen("form input").await?;
        Ok(())
    }

    /// What the selector finds, once it can be seen.
    async fn seen(&self, css: &str) -> Result<WebElement> {
        eventually(css, async || {
            let element = self.driver().find(By::Css(css)).await?;
            ensure!(element.is_displayed().await?, "it is not displayed");
            Ok(element)
        })
        .await
    }

    /// All since the last call, in alphabetical order: a page's parts race.
    fn requests(&self) -> Vec<String> {
        let mut requests = self.host.take_requests();
        requests.sort();
        requests
    }

    async fn click(&self, css: &str) -> Result<()> {
        Ok(self.seen(css).await?.click().await?)
    }

    async fn log_in(&self, name: &str) -> Result<()> {
        let input = self.seen("form input").await?;
        input.clear().await?;
        input.send_keys(name).await?;
        self.click("form button").await
    }

    async fn log_out(&self) -> Result<()> {
        self.click("#logout").await?;
        self.seen("form input").await?;
        Ok(())
    }

    /// What the app says of the outcome.
    async fn says(&self, wanted: &str) -> Result<()> {
        eventually(wanted, async || {
            let text = self.seen("#outcome").await?.text().await?;
            ensure!(text == wanted, "it says {text:?}");
            Ok(())
        })
        .await
    }
}

fn with(mut requests: Vec<String>, one: &str) -> Vec<String> {
    requests.push(one.to_owned());
    requests.sort();
    requests
}

/// The whole way, under this policy.
async fn a_user_logs_in_is_asked_and_logs_out(name: &str, policy: &'static str) -> Result<()> {
    let app = App::open(name, policy).await?;
    let unasked = app.requests();

    app.log_in("alice").await?;
    part(app.driver(), "acknowledge").await?.click().await?;
    app.says("acknowledged recorded").await?;
    let asked = app.requests();
    ensure!(asked.iter().filter(|request| request.ends_with(".wasm")).count() == 1, "{asked:?}");
    let rows = database::rows(&app.receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["subject"] == "alice" && rows[0]["tenant"] == "hosts", "{rows:?}");
    let told = app.seen("#record").await?.text().await?;
    ensure!(rows[0]["id"] == told.as_str(), "the app was told of {told}: {rows:?}");

    // Looking it up is a part of its own.
    gone(app.driver()).await?;
    app.click("#lookup").await?;
    part(app.driver(), "receipt").await?;
    part(app.driver(), "close").await?.click().await?;
    gone(app.driver()).await?;

    app.log_out().await?;
    app.log_in("alice").await?;
    app.says("already recorded").await?;
    app.log_out().await?;
    app.log_in("bob").await?;
    part(app.driver(), "acknowledge").await?.click().await?;
    app.says("acknowledged recorded").await?;
    let rows = database::rows(&app.receiver.data())?;
    // Nothing but a token says that bob is bob.
    ensure!(rows.len() == 2 && rows[1]["subject"] == "bob" && rows[1]["authenticated"] == 1, "{rows:?}");

    // A user who is back costs no more than the page and the manifest.
    app.load().await?;
    app.requests();
    app.load().await?;
    app.log_in("alice").await?;
    app.says("already recorded").await?;
    ensure!(!is_shown(app.driver()).await?);
    let again = app.requests();
    ensure!(again == with(unasked, "GET /notices/im/manifest.json"), "{again:?}");
    ensure!(database::rows(&app.receiver.data())?.len() == 2);

    let violations = js(app.driver(), "return violations").await?;
    ensure!(violations == json!([]), "{violations}");
    let complaints = complaints(app.driver()).await?;
    ensure!(complaints.is_empty(), "{complaints:?}");
    app.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_page_with_the_packages_folder() -> Result<()> {
    needs!(DevTools);
    a_user_logs_in_is_asked_and_logs_out("plain", host::STRICT).await
}

#[tokio::test(flavor = "multi_thread")]
async fn react_built_with_vite() -> Result<()> {
    needs!(DevTools);
    a_user_logs_in_is_asked_and_logs_out("react", host::STRICT).await
}

#[tokio::test(flavor = "multi_thread")]
async fn preact_built_with_vite() -> Result<()> {
    needs!(DevTools);
    a_user_logs_in_is_asked_and_logs_out("preact", host::STRICT).await
}

#[tokio::test(flavor = "multi_thread")]
async fn vue_built_with_vite() -> Result<()> {
    needs!(DevTools);
    a_user_logs_in_is_asked_and_logs_out("vue", WITH_VUES).await
}

#[tokio::test(flavor = "multi_thread")]
async fn svelte_built_with_vite() -> Result<()> {
    needs!(DevTools);
    a_user_logs_in_is_asked_and_logs_out("svelte", host::STRICT).await
}

#[tokio::test(flavor = "multi_thread")]
async fn solid_built_with_vite() -> Result<()> {
    needs!(DevTools);
    a_user_logs_in_is_asked_and_logs_out("solid", WITH_MARKUP).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_built_with_webpack() -> Result<()> {
    needs!(DevTools);
    a_user_logs_in_is_asked_and_logs_out("webpack", host::STRICT).await
}

/// The part for it is the smallest, and the one that a bundler would rather write into another file.
#[tokio::test(flavor = "multi_thread")]
async fn bundled_apps_record_without_webassembly_too() -> Result<()> {
    needs!(DevTools);
    for name in ["plain", "react", "webpack"] {
        let app = App::open(name, host::NO_WASM).await?;
        app.log_in("alice").await?;
        part(app.driver(), "acknowledge").await?.click().await?;
        app.says("acknowledged recorded").await?;
        ensure!(database::rows(&app.receiver.data())?.len() == 1, "{name}");
        app.browser.quit().await?;
    }
    Ok(())
}

/// Each `.br` of the package is what its file is.
#[tokio::test(flavor = "multi_thread")]
async fn parts_may_be_sent_as_they_are_compressed_in_the_package() -> Result<()> {
    needs!(DevTools);
    let app = App::open("plain", host::STRICT).await?;
    app.log_in("alice").await?;
    part(app.driver(), "acknowledge").await?.click().await?;
    app.says("acknowledged recorded").await?;
    let parts = js(
        app.driver(),
        "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/ciente/ciente'))
           .map((entry) => [entry.name, entry.encodedBodySize, entry.decodedBodySize])",
    )
    .await?;
    let parts = parts.as_array().cloned().unwrap_or_default();
    ensure!(parts.len() == 4, "loader, first stage, glue, wasm: {parts:?}");
    for part in &parts {
        ensure!(part[1].as_u64() < part[2].as_u64(), "{part} was not sent compressed");
    }
    app.browser.quit().await
}
