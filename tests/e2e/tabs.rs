//! Several tabs of one user: what is done in one ends the other, and a record is sent by one of them at a time.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    host::{Fault, NO_WASM},
    page::{gone, is_shown, js, js_async, outbox, part, status, taken_over},
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
    // After the first attempt every tab finds the record in the outbox, and the endpoint does not answer: nor the second one of this
    // tab, which may come at once.
    scene.host.fault("POST", ENDPOINT, 1, Fault::status(503));
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::Held);
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    scene.host.take_posts();
    let mut tabs = Vec::new();
    for _ in 0..3 {
        tabs.push(another_tab(&scene).await?);
        ensure!(scene.result().await?["outcome"] == "already");
    }
    let locks = |how: &str| {
        format!("(await navigator.locks.query()).{how}.filter((lock) => lock.name.startsWith('ciente ')).length")
    };
    // On a slow machine an attempt may have ended, unanswered, before the last tab was there: all of them look again.
    eventually("one tab sends, and the others wait", async || {
        for tab in &tabs {
            scene.driver().switch_to_window(tab.clone()).await?;
            js(scene.driver(), "dispatchEvent(new Event('online'))").await?;
        }
        let held = js_async(scene.driver(), &locks("held")).await?;
        let waiting = js_async(scene.driver(), &locks("pending")).await?;
        ensure!(held == 1 && waiting.as_u64() >= Some(2), "{held} send, {waiting} wait");
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
        let waiting = js_async(scene.driver(), &locks("pending")).await?;
        ensure!(waiting == 0, "{waiting} wait");
        Ok(())
    })
    .await?;
    let posts = scene.host.take_posts().len();
    ensure!(posts <= 1, "{posts} tabs sent it after the first had");
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}

/// What a tab is sending that hangs keeps nothing else waiting.
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_hangs_does_not_keep_another_record_from_being_sent() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "decline").await?.click().await?;
    ensure!(scene.result().await? == json!({ "outcome": "declined", "delivery": "pending" }));
    let first = scene.driver().window().await?;
    let id = outbox(scene.driver()).await?[0]["id"].clone();
    scene.driver().switch_to_window(scene.driver().new_tab().await?).await?;
    scene.reload().await?;
    let hold = format!("navigator.locks.request('ciente ' + {id}, () => new Promise(() => {{}})), true");
    js_async(scene.driver(), &hold).await?;
    scene.driver().switch_to_window(first).await?;
    scene.host.mend();
    scene.reload().await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "recorded", "{result}");
    scene.browser.quit().await
}

/// A record waits in the first of two tabs; `fault` meets it when the second one sends it. Ends in the first one.
async fn sent_by_the_other(scene: &Scene, fault: Option<Fault>) -> Result<()> {
    // Only whoever looks at the outbox now sends it: the first tab's own turn is far away.
    js(scene.driver(), "window.Math.random = () => 0.999").await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::retry_after(503, 3600));
    let first = scene.driver().window().await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    status(scene.driver(), "saved on this device").await?;
    scene.host.mend();
    if let Some(fault) = fault {
        scene.host.fault("POST", ENDPOINT, usize::MAX, fault);
    }
    sent_in_another_tab(scene).await?;
    scene.driver().switch_to_window(first).await?;
    js(scene.driver(), "document.dispatchEvent(new Event('visibilitychange'))").await?;
    Ok(())
}

/// A further tab sends what waits, as if the hour that was asked for had passed there and no other tab knew.
async fn sent_in_another_tab(scene: &Scene) -> Result<()> {
    scene.driver().switch_to_window(scene.driver().new_tab().await?).await?;
    scene.reload().await?;
    js_async(
        scene.driver(),
        "await new Promise((done) => (indexedDB.open('ciente').onsuccess = ({ target: { result: db } }) => {
           const store = db.transaction('outbox', 'readwrite').objectStore('outbox');
           store.getAll().onsuccess = ({ target: { result: [entry] } }) =>
             (store.put({ ...entry, held: false, notBefore: 0 }, entry.id).onsuccess = () => (db.close(), done()));
         }))",
    )
    .await?;
    scene.ask("alice", "").await?;
    ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "pending" }));
    eventually("the second tab hears of it", async || {
        let heard = [scene.events("recorded").await?, scene.events("error").await?].concat();
        ensure!(!heard.is_empty(), "not yet");
        Ok(())
    })
    .await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_says_that_a_record_waits_hears_that_another_one_has_sent_it() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    sent_by_the_other(&scene, None).await?;
    status(scene.driver(), "Recorded").await?;
    let recorded = scene.events("recorded").await?;
    ensure!(
        recorded.len() == 1 && recorded[0]["receipt"]["acknowledgement"]["id"] == recorded[0]["id"],
        "{recorded:?}"
    );
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    ensure!(scene.host.take_posts().len() == 2, "it was sent again");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_says_that_a_record_waits_hears_that_it_was_refused_in_another_one() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    sent_by_the_other(&scene, Some(Fault::status(400))).await?;
    status(scene.driver(), "refused").await?;
    ensure!(
        scene.events("error").await?.iter().any(|error| error["code"] == "endpoint-refused"),
        "the host is not told"
    );
    ensure!(scene.host.take_posts().len() == 2, "it was sent again");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_logs_in_while_a_record_waits_hears_of_it_whichever_tab_sends_it() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::retry_after(503, 3600));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    let tab = another_tab(&scene).await?;
    ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "pending" }));
    eventually("it has what sends", async || {
        let code = "return performance.getEntriesByType('resource').some(({ name }) => name.includes('.wasm'))";
        ensure!(js(scene.driver(), code).await? == true, "not yet");
        Ok(())
    })
    .await?;
    scene.host.mend();
    sent_in_another_tab(&scene).await?;
    scene.driver().switch_to_window(tab).await?;
    eventually("it hears of it", async || {
        js(scene.driver(), "document.dispatchEvent(new Event('visibilitychange'))").await?;
        let recorded = scene.events("recorded").await?;
        ensure!(recorded.len() == 1 && !recorded[0]["receipt"].is_null(), "{recorded:?}");
        Ok(())
    })
    .await?;
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_tab_was_refused_is_asked_again_on_a_page_that_knew_it_as_waiting() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    let first = scene.driver().window().await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::retry_after(503, 3600));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    // They log out and in again: it still waits.
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    scene.ask("alice", "").await?;
    ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "pending" }));
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    scene.host.mend();
    scene.host.fault("POST", ENDPOINT, 1, Fault::status(400));
    sent_in_another_tab(&scene).await?;
    scene.driver().switch_to_window(first).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "recorded", "{result}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledging_a_newer_version_in_one_tab_ends_the_other_that_shows_an_older_one() -> Result<()> {
    let mut scene = Scene::open_versions(Look::default(), &["2022-05"]).await?;
    let first = scene.driver().window().await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    scene.receiver.publish(&["2022-05", "2022-07"]).await?;
    another_tab(&scene).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.driver().switch_to_window(first).await?;
    gone(scene.driver()).await?;
    ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "recorded" }));
    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["version"] == "2022-07", "{rows:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_webassembly_two_tabs_that_acknowledge_at_once_make_one_record() -> Result<()> {
    let scene = Scene::open_under(NO_WASM, Look::default()).await?;
    // The answer is on its way while the second tab is used, and nobody asks the endpoint who has acknowledged.
    scene.host.fault("GET", ENDPOINT, usize::MAX, Fault::status(405));
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::Held);
    let first = scene.driver().window().await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    let second = another_tab(&scene).await?;
    part(scene.driver(), "acknowledge").await?;
    scene.driver().switch_to_window(first.clone()).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    scene.driver().switch_to_window(second).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    scene.host.mend();
    ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "recorded" }));
    gone(scene.driver()).await?;
    scene.driver().switch_to_window(first).await?;
    ensure!(scene.result().await?["outcome"] == "acknowledged");
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}
