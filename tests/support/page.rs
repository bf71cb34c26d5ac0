//! Looking at a page and acting on it as a user would.

use crate::{
    engine::{Capability, lacks},
    programs,
    receiver::eventually,
};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::{fs, sync::Arc, time::Duration};
use thirtyfour::{
    common::command::{Command, ExtensionCommand},
    prelude::*,
    session::handle::SessionHandle,
};

/// Any WebDriver endpoint.
#[derive(Debug)]
struct Raw(http::Method, String, Option<Value>);

impl ExtensionCommand for Raw {
    fn parameters_json(&self) -> Option<Value> {
        self.2.clone()
    }
    fn method(&self) -> http::Method {
        self.0.clone()
    }
    fn endpoint(&self) -> Arc<str> {
        self.1.as_str().into()
    }
}

async fn raw(handle: &Arc<SessionHandle>, path: String, body: Option<Value>) -> Result<Value> {
    let method = if body.is_some() { http::Method::POST } else { http::Method::GET };
    Ok(handle.cmd(Command::ExtensionCommand(Box::new(Raw(method, path, body)))).await?.value()?)
}

/// Runs a script and returns its value.
pub async fn js(driver: &WebDriver, script: &str) -> Result<Value> {
    Ok(driver.execute(script, Vec::new()).await?.json().clone())
}

/// Begins to watch for layout shifts. Only Chromium tells of them.
pub async fn watch_shifts(driver: &WebDriver) -> Result<()> {
    js(
        driver,
        "window.shifts = [];
         if (PerformanceObserver.supportedEntryTypes.includes('layout-shift'))
           new PerformanceObserver((list) => list.getEntries().forEach(({ value, startTime, sources }) =>
             shifts.push({ value, startTime, sources: sources.map(({ node, previousRect, currentRect }) =>
               [node?.cloneNode().outerHTML ?? node?.textContent, previousRect, currentRect]) })))
             .observe({ type: 'layout-shift' });",
    )
    .await?;
    Ok(())
}

/// Fails when the layout has shifted since then.
pub async fn nothing_shifted(driver: &WebDriver) -> Result<()> {
    // They are told after the frame that they were painted in.
    js_async(
        driver,
        "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))",
    )
    .await?;
    let shifts = js(driver, "return window.shifts").await?;
    ensure!(shifts == json!([]), "the layout shifted: {shifts}");
    Ok(())
}

/// Fails unless axe-core finds nothing on the page, or in what `within` selects: with every rule it has, the experimental
/// ones too.
pub async fn is_accessible(driver: &WebDriver, within: Option<&str>) -> Result<()> {
    driver.execute(fs::read_to_string(programs::axe()?)?, Vec::new()).await?;
    let context = within.map_or_else(|| "document".to_owned(), |within| format!("{{ include: [['{within}']] }}"));
    let found = js_async(
        driver,
        &format!(
            "(await axe.run({context}, {{
                resultTypes: ['violations'],
                rules: Object.fromEntries(axe.getRules().map((rule) => [rule.ruleId, {{ enabled: true }}])),
              }})).violations.map((v) => [v.id, v.nodes.map((n) => [n.html.slice(0, 120), n.failureSummary])])"
        ),
    )
    .await?;
    ensure!(found == json!([]), "{}: {found:#}", driver.current_url().await?);
    Ok(())
}

/// Runs a module as the page itself would; it has been loaded then. What a driver's script imports, Firefox keeps apart from
/// what the page imports.
pub async fn run_module(driver: &WebDriver, path: &str) -> Result<()> {
    let loaded = format!(
        "await new Promise((onload, fail) => document.head.append(Object.assign(document.createElement('script'),
            {{ type: 'module', src: '{path}', onload, onerror: () => fail('{path} cannot be loaded') }}))).then(() => true)"
    );
    js_async(driver, &loaded).await?;
    Ok(())
}

/// Evaluates an expression that may hold `await`.
pub async fn js_async(driver: &WebDriver, expression: &str) -> Result<Value> {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         (async () => ({expression}))().then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
    );
    let answer = driver.execute_async(&script, Vec::new()).await?.json().clone();
    ensure!(answer.get("error").is_none(), "{}", answer["error"]);
    Ok(answer.get("value").cloned().unwrap_or_default())
}

/// The entries of the device's outbox.
pub async fn outbox(driver: &WebDriver) -> Result<Vec<Value>> {
    let entries = js_async(
        driver,
        "await new Promise((done, fail) => {
           const open = indexedDB.open('ciente');
           open.onerror = () => fail(open.error);
           open.onsuccess = () => {
             const all = open.result.transaction('outbox').objectStore('outbox').getAll();
             all.onsuccess = () => (open.result.close(), done(all.result));
           };
         })",
    )
    .await?;
    Ok(entries.as_array().cloned().unwrap_or_default())
}

/// Waits until the widget answers for the notice.
pub async fn taken_over(driver: &WebDriver) -> Result<()> {
    eventually("the widget takes over", async || {
        let live = "return !!document.querySelector('ciente-notice').shadowRoot.querySelector('[data-live]')";
        ensure!(js(driver, live).await? == true, "not yet");
        Ok(())
    })
    .await
}

/// Ends the tab's process as a crash would, and goes on in a new tab.
pub async fn kill_tab(driver: &WebDriver) -> Result<()> {
    let next = driver.new_tab().await?;
    // What is answered about a crash, if anything, says no more than that it crashed.
    let _ = tokio::time::timeout(Duration::from_secs(5), cdp(driver, "Page.crash", serde_json::json!({}))).await;
    eventually("the tab is dead", async || {
        let alive = tokio::time::timeout(Duration::from_secs(5), js(driver, "return 1")).await;
        ensure!(!matches!(alive, Ok(Ok(_))), "it lives on");
        Ok(())
    })
    .await?;
    driver.switch_to_window(next).await?;
    Ok(())
}

/// An element inside `<ciente-notice>`'s shadow root, by CSS selector, at once.
pub async fn in_notice_now(driver: &WebDriver, css: &str) -> Result<WebElement> {
    let host = driver.find(By::Css("ciente-notice")).await?;
    let handle = host.handle();
    let shadow = raw(handle, format!("/element/{}/shadow", host.element_id()), None).await?;
    let shadow = shadow["shadow-6066-11e4-a52e-4f735466cecf"].as_str().context("no shadow root")?;
    let body = serde_json::json!({ "using": "css selector", "value": css });
    let found = raw(handle, format!("/shadow/{shadow}/element"), Some(body)).await?;
    Ok(WebElement::from_json(found, handle.clone())?)
}

/// The same, waited for.
pub async fn in_notice(driver: &WebDriver, css: &str) -> Result<WebElement> {
    eventually(css, async || in_notice_now(driver, css).await).await
}

/// The element with this part, once it can be seen.
pub async fn part(driver: &WebDriver, name: &str) -> Result<WebElement> {
    eventually(name, async || {
        let element = in_notice_now(driver, &format!("[part='{name}']")).await?;
        ensure!(element.is_displayed().await?, "it is not displayed");
        Ok(element)
    })
    .await
}

/// Whether the notice lies over the page.
pub async fn is_shown(driver: &WebDriver) -> Result<bool> {
    let open = "return document.querySelector('ciente-notice')?.shadowRoot?.querySelector('dialog')?.open ?? false";
    Ok(js(driver, open).await? == true)
}

/// Waits until the notice is gone.
pub async fn gone(driver: &WebDriver) -> Result<()> {
    eventually("the notice closes", async || {
        ensure!(!is_shown(driver).await?, "it is still open");
        Ok(())
    })
    .await
}

/// The status line's text, once it says `wanted`.
pub async fn status(driver: &WebDriver, wanted: &str) -> Result<String> {
    eventually(&format!("status \"{wanted}\""), async || {
        let text = in_notice_now(driver, "[part='status']").await?.text().await?;
        ensure!(text.contains(wanted), "it says \"{text}\"");
        Ok(text)
    })
    .await
}

/// Puts a finger on the middle of an element, draws it so far, and lifts it.
pub async fn touch(driver: &WebDriver, element: &WebElement, right: i64, down: i64) -> Result<()> {
    let rect = element.rect().await?;
    let (x, y) = ((rect.x + rect.width / 2.0) as i64, (rect.y + rect.height / 2.0) as i64);
    let actions = json!([
        { "type": "pointerMove", "x": x, "y": y },
        { "type": "pointerDown", "button": 0 },
        { "type": "pointerMove", "x": x + right, "y": y + down, "duration": 200 },
        { "type": "pointerUp", "button": 0 },
    ]);
    let finger =
        json!({ "type": "pointer", "id": "finger", "parameters": { "pointerType": "touch" }, "actions": actions });
    raw(driver.handle(), "/actions".into(), Some(json!({ "actions": [finger] }))).await?;
    Ok(())
}

/// Role and name of an element as the browser's accessibility tree has them. A header cell that has no name there, as in
/// WebKitGTK, is read as it stands.
pub async fn role_and_name(element: &WebElement) -> Result<(String, String)> {
    let get = async |what: &str| -> Result<String> {
        let value = raw(element.handle(), format!("/element/{}/{what}", element.element_id()), None).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    };
    let (role, mut name) = (get("computedrole").await?, get("computedlabel").await?);
    if name.is_empty() && role.ends_with("header") {
        name = element.text().await?.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    Ok((role, name))
}

/// A command of the Chrome DevTools Protocol.
pub async fn cdp(driver: &WebDriver, command: &str, parameters: Value) -> Result<Value> {
    let body = serde_json::json!({ "cmd": command, "params": parameters });
    raw(driver.handle(), "/goog/cdp/execute".into(), Some(body)).await
}

/// As if the window were so large, in CSS pixels, each of them `zoom` of the screen's.
pub async fn resize(driver: &WebDriver, width: u32, height: u32, zoom: u32) -> Result<()> {
    let metrics = serde_json::json!({ "width": width, "height": height, "deviceScaleFactor": zoom, "mobile": false });
    cdp(driver, "Emulation.setDeviceMetricsOverride", metrics).await?;
    Ok(())
}

/// As if the reader had set a media feature (Media Queries 5, section 12) so.
pub async fn prefer(driver: &WebDriver, feature: &str, value: &str) -> Result<()> {
    let features = serde_json::json!({ "features": [{ "name": feature, "value": value }] });
    cdp(driver, "Emulation.setEmulatedMedia", features).await?;
    Ok(())
}

/// Shows the page as the browser would print it.
pub async fn emulate_paper(driver: &WebDriver) -> Result<()> {
    cdp(driver, "Emulation.setEmulatedMedia", serde_json::json!({ "media": "print" })).await?;
    Ok(())
}

/// Waits until nothing moves in the notice: the opening animation fades, and colours count when it has ended.
pub async fn still(driver: &WebDriver) -> Result<()> {
    let ended = "await Promise.all(document.querySelector('ciente-notice').shadowRoot.getAnimations().map((a) => a.finished.then(() => 0)))";
    js_async(driver, ended).await?;
    Ok(())
}

/// What the browser's console has to complain about; nothing where it cannot be read, and that is said.
pub async fn complaints(driver: &WebDriver) -> Result<Vec<String>> {
    if lacks(Capability::Console)? {
        return Ok(Vec::new());
    }
    let session = driver.handle();
    let body = serde_json::json!({ "type": "browser" });
    let log = raw(session, "/se/log".into(), Some(body)).await?;
    let entries = log.as_array().cloned().unwrap_or_default();
    Ok(entries.iter().filter_map(|entry| entry["message"].as_str().map(str::to_owned)).collect())
}
