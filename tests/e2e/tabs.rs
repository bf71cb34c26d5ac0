//! Several tabs of one user: what is done in one ends the other, and a record is sent by one of them at a time.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    host::{Fault, NO_WASM},
    page::{gone, is_shown, js, js_async, outbox, part, taken_over},
    receiver::eventually,
};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

const ENDPOINT: &str = "/v1/acknowledgements";

/// Opens one more tab on the host page and asks there too.
async fn another_tab(scene: &Scene) -> Result<WindowHandle> {
    let tab = scene.driver().new_tab().await?;
    scene.driver().switch_to_window(tab.clone()).await?;
    scene.reload().await?;
    scene.ask("alice", "").await?;
    Ok(tab)
}

/// Acknowledges in the second of two tabs that both show the notice; returns what the first one's call came to.
async fn acknowledge_in_the_other(scene: &Scene, delivery: &str) -> Result<Value> {
    let first = scene.driver().window().await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    another_tab(scene).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == delivery, "{result}");
    scene.driver().switch_to_window(first).await?;
    gone(scene.driver()).await?;
    // The page underneath is free.
    js(scene.driver(), "document.getElementById('before').focus()").await?;
    ensure!(js(scene.driver(), "return document.activeElement.id").await? == "before");
    scene.result().await
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledging_in_one_tab_ends_the_other() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let first = acknowledge_in_the_other(&scene, "recorded").await?;
    ensure!(first == json!({ "outcome": "already", "delivery": "recorded" }), "{first}");
    ensure!(scene.events("acknowledged").await?.is_empty(), "it was not done here");
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_the_other_also_when_it_is_not_sent_yet_and_is_sent_once() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
    let first = acknowledge_in_the_other(&scene, "pending").await?;
    ensure!(first == json!({ "outcome": "already", "delivery": "pending" }), "{first}");
    scene.host.mend();
    js(scene.driver(), "dispatchEvent(new Event('online'))").await?;
    eventually("the record arrives", async || {
        ensure!(outbox(scene.driver()).await?.is_empty(), "it is still in the outbox");
        Ok(())
    })
    .await?;
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_webassembly_acknowledging_in_one_tab_ends_the_other() -> Result<()> {
    let scene = Scene::open_under(NO_WASM, Look::default()).await?;
    let first = acknowledge_in_the_other(&scene, "recorded").await?;
    ensure!(first == json!({ "outcome": "already", "delivery": "recorded" }), "{first}");
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_users_tab_goes_on() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let first = scene.driver().window().await?;
    scene.ask("bob", "").await?;
    taken_over(scene.driver()).await?;
    another_tab(&scene).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    scene.result().await?;
    scene.driver().switch_to_window(first).await?;
    taken_over(scene.driver()).await?;
    ensure!(is_shown(scene.driver()).await?);
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["outcome"] == "acknowledged");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_sent_by_one_tab_at_a_time() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.host.fault("POST", ENDPOINT, 1, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    scene.host.take_posts();
    // From here on every tab finds the record in the outbox, and the endpoint does not answer.
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::Held);
    let mut tabs = Vec::new();
    for _ in 0..3 {
        tabs.push(another_tab(&scene).await?);
        ensure!(scene.result().await?["outcome"] == "already");
    }
    for tab in &tabs {
        scene.driver().switch_to_window(tab.clone()).await?;
        js(scene.driver(), "dispatchEvent(new Event('online'))").await?;
    }
    let held = "(await navigator.locks.query()).held.filter((lock) => lock.name.startsWith('ciente ')).length";
    eventually("one tab sends", async || {
        let held = js_async(scene.driver(), held).await?;
        ensure!(held == 1, "{held} locks");
        ensure!(scene.host.take_posts().len() <= 1, "more than one");
        Ok(())
    })
    .await?;
    let waiting = "(await navigator.locks.query()).pending.filter((lock) => lock.name.startsWith('ciente ')).length";
    eventually("the others wait", async || {
        let waiting = js_async(scene.driver(), waiting).await?;
        ensure!(waiting.as_u64().is_some_and(|waiting| waiting >= 2), "{waiting} wait");
        Ok(())
    })
    .await?;
    scene.host.mend();
    eventually("the record arrives", async || {
        ensure!(outbox(scene.driver()).await?.is_empty(), "it is still in the outbox");
        Ok(())
    })
    .await?;
    // The others saw that there was nothing left to do.
    eventually("nobody waits", async || {
        let waiting = js_async(scene.driver(), waiting).await?;
        ensure!(waiting == 0, "{waiting} wait");
        Ok(())
    })
    .await?;
    let posts = scene.host.take_posts().len();
    ensure!(posts <= 1, "{posts} tabs sent it after the first had");
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}
