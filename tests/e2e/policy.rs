//! Under a strict Content-Security-Policy nothing is violated, and a returning user loads next to nothing.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    page::{complaints, gone, js, part},
    receiver::eventually,
};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn acknowledging_violates_no_policy() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    let violations = js(scene.driver(), "return violations").await?;
    ensure!(violations == json!([]), "{violations}");
    let complaints = complaints(scene.driver()).await?;
    ensure!(complaints.is_empty(), "{complaints:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_would_see_a_violation() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), "document.querySelector('h1').setAttribute('style', 'color: red')").await?;
    let violations = js(scene.driver(), "return violations").await?;
    ensure!(violations.as_array().is_some_and(|all| all.len() == 1), "{violations}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returning_user_costs_the_loader_and_the_manifest() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    scene.result().await?;
    scene.host.take_requests();
    scene.reload().await?;
    scene.ask("alice", "").await?;
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "already", "delivery": "recorded" }), "{result}");
    let requests = scene.host.take_requests();
    ensure!(requests == ["GET /assets/ciente.js", "GET /notices/im/manifest.json"], "{requests:?}");
    // A device that lost its note of that asks the endpoint and fetches what is to be read before it has looked, for nothing,
    // once; one that refuses notes looks first.
    let refuses =
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })";
    for (first, early) in [(refuses, false), ("delete localStorage.ciente", true), ("1", false)] {
        scene.reload().await?;
        js(scene.driver(), first).await?;
        scene.host.take_requests();
        scene.ask("alice", "").await?;
        let result = scene.result().await?;
        ensure!(result == json!({ "outcome": "already", "delivery": "recorded" }), "{result}");
        // Also what the browser had.
        let fetched =
            "return performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('.view.json'))";
        ensure!(js(scene.driver(), fetched).await? == json!(early), "{first}");
        let mut requests = String::new();
        // What the device answers first may still be on its way.
        eventually(first, async || {
            requests += &scene.host.take_requests().concat();
            ensure!(requests.contains("/v1/") == early, "{first}: {requests}");
            Ok(())
        })
        .await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_acknowledged_on_another_device_is_not_asked() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    scene.result().await?;
    // Another device is one that remembers nothing.
    ciente_e2e::page::js_async(
        scene.driver(),
        "await new Promise((done) => (indexedDB.deleteDatabase('ciente').onsuccess = () => done(1)))",
    )
    .await?;
    scene.reload().await?;
    scene.host.take_requests();
    scene.ask("alice", "").await?;
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "already", "delivery": "recorded" }), "{result}");
    let requests = scene.host.take_requests();
    // Most of those whom a device does not know are new: what they would read is fetched while the endpoint is asked.
    let has = |what: &str| requests.iter().filter(|request| request.contains(what)).count();
    let found = ["manifest.json", "GET /v1/", ".view.json", ".wasm", "POST"].map(has);
    ensure!(found == [1, 1, 1, 0, 0], "{requests:?}");
    scene.browser.quit().await
}
