//! Devices that are not as one would wish: storage full, storage of a newer widget, a clock that is wrong.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    host::Fault,
    page::{gone, js, js_async, part, status, taken_over},
    receiver::eventually,
};
use serde_json::{Value, json};

const ENDPOINT: &str = "/v1/acknowledgements";

/// Acknowledges while the endpoint is busy: the page says that only it holds the record, and sends it all the same.
async fn kept_in_memory_and_sent(scene: &Scene) -> Result<()> {
    scene.host.fault("POST", ENDPOINT, 1, Fault::retry_after(503, 3));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "pending", "{result}");
    status(scene.driver(), "this browser does not let us save it").await?;
    status(scene.driver(), "Recorded").await?;
    ensure!(database::rows_of(&scene.receiver.data(), "alice")?.len() == 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_device_loses_nothing() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(
        scene.driver(),
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }",
    )
    .await?;
    kept_in_memory_and_sent(&scene).await?;
    scene.browser.quit().await
}

/// The device does not answer when it is asked next; `isBusy()` says whether that is still to come.
const BUSY_ONCE: &str = "const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = () => {
      IDBFactory.prototype.open = open;
      throw new DOMException('busy', 'UnknownError');
    };
    window.isBusy = () => IDBFactory.prototype.open !== open;";

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_does_not_answer_once_keeps_no_record_waiting() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, 1, Fault::retry_after(503, 3));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    // The next time that the outbox is looked into is when the record is due.
    js(scene.driver(), BUSY_ONCE).await?;
    status(scene.driver(), "Recorded").await?;
    ensure!(js(scene.driver(), "return isBusy()").await? == false, "it was never asked");
    ensure!(database::rows_of(&scene.receiver.data(), "alice")?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_asked_again_because_the_device_was_silent_is_not_recorded_twice() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    scene.reload().await?;
    js(scene.driver(), BUSY_ONCE).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "already", "delivery": "pending" }), "{result}");
    gone(scene.driver()).await?;
    scene.host.mend();
    js(scene.driver(), "dispatchEvent(new Event('online'))").await?;
    eventually("the record arrives", async || {
        ensure!(scene.outbox().await?.is_empty(), "it is still in the outbox");
        Ok(())
    })
    .await?;
    ensure!(database::rows_of(&scene.receiver.data(), "alice")?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_storage_of_a_newer_widget_is_left_alone() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    let newer = "await new Promise((done, fail) => {
        const open = indexedDB.open('ciente', 7);
        open.onupgradeneeded = () => open.result.createObjectStore('shelf').put('theirs', 1);
        open.onsuccess = () => (open.result.close(), done(null));
        open.onerror = fail;
    })";
    js_async(scene.driver(), newer).await?;
    kept_in_memory_and_sent(&scene).await?;
    let left = "await new Promise((done, fail) => {
        const open = indexedDB.open('ciente');
        open.onsuccess = () => done([open.result.version, [...open.result.objectStoreNames]]);
        open.onerror = fail;
    })";
    let left = js_async(scene.driver(), left).await?;
    ensure!(left == serde_json::json!([7, ["shelf"]]), "{left}");
    // The endpoint remembers where the device does not.
    scene.reload().await?;
    scene.ask("alice", "").await?;
    ensure!(scene.result().await?["outcome"] == "already");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_hours_off_is_kept_beside_the_receivers() -> Result<()> {
    for hours in [-5, 26] {
        let scene = Scene::open(Look::ENGLISH).await?;
        // The page's whole idea of time, before the widget arrives.
        js(
            scene.driver(),
            &format!(
                "const Real = Date, off = {hours} * 3600e3;
                 window.Date = class extends Real {{
                   constructor(...given) {{ given.length ? super(...given) : super(Real.now() + off); }}
                   static now() {{ return Real.now() + off; }}
                 }}"
            ),
        )
        .await?;
        scene.ask("alice", "").await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        ensure!(scene.result().await?["delivery"] == "recorded");
        let rows = database::rows_of(&scene.receiver.data(), "alice")?;
        ensure!(rows.len() == 1, "{rows:?}");
        let time = async |column: &str| -> Result<f64> {
            let text = rows[0][column].as_str().context("no time")?;
            let read: Value = js(scene.driver(), &format!("return Date.parse('{text}')")).await?;
            read.as_f64().context("no time")
        };
        let apart = (time("acted_at").await? - time("received_at").await?) / 3_600_000.0;
        ensure!((apart - f64::from(hours)).abs() < 0.1, "{apart} hours");
        scene.browser.quit().await?;
    }
    Ok(())
}
