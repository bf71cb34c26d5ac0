//! Devices that are not as one would wish: storage full, storage of a newer widget, a clock that is wrong.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    host::Fault,
    page::{gone, js, js_async, part, status, taken_over},
    receiver::{eventually, quiet},
};
use serde_json::{Value, json};

const ENDPOINT: &str = "/v1/acknowledgements";

const EMPTIED: &str = "await new Promise((done, fail) => {
    const gone = indexedDB.deleteDatabase('ciente');
    gone.onsuccess = () => done(null);
    gone.onerror = fail;
})";

/// Acknowledges while the endpoint is busy: the page says that only it holds the record, and sends it all the same.
async fn kept_in_memory_and_sent(scene: &Scene) -> Result<()> {
    // Until the message has been read.
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::retry_after(503, 3));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "pending", "{result}");
    status(scene.driver(), "this browser does not let us save it").await?;
    scene.host.mend();
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

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_before_the_user_acts() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    // WebKit names a database too that was never made: it has no version.
    let written = "[(await indexedDB.databases()).filter(({ version }) => version).map(({ name }) => name), Object.keys(localStorage), document.cookie]";
    // The widget has looked for what an earlier session left by the time that it has looked for a language.
    js(scene.driver(), "document.querySelector('ciente-notice').locale = 'es'").await?;
    eventually("it is in Spanish", async || {
        let title = part(scene.driver(), "title").await?.text().await?;
        ensure!(title.starts_with("Aviso"), "{title}");
        Ok(())
    })
    .await?;
    for end in ["", "document.querySelector('ciente-notice').reset()"] {
        js(scene.driver(), end).await?;
        let written = js_async(scene.driver(), written).await?;
        ensure!(written == json!([[], [], ""]), "{end}: {written}");
    }
    scene.browser.quit().await
}

/// As Firefox does where cookies and the data of pages are blocked: each of them throws when it is only named.
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_refuses_all_storage_shows_the_notice_and_sends_the_record() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(
        scene.driver(),
        "const refuse = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };
        for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches']) Object.defineProperty(window, name, { get: refuse });
        window.BroadcastChannel = function () { refuse(); };
        LockManager.prototype.request = async () => refuse();",
    )
    .await?;
    kept_in_memory_and_sent(&scene).await?;
    ensure!(scene.events("error").await?.iter().all(|error| error["code"] != "widget-failed"));
    // And who was asked on this page is not asked again.
    js(scene.driver(), "window.result = undefined").await?;
    scene.ask("alice", "").await?;
    ensure!(scene.result().await?["outcome"] == "already");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_full_by_now_does_not_shorten_the_pause() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(
        scene.driver(),
        "const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (value, key) {
          if (value.attempts > 0) throw new DOMException('full', 'QuotaExceededError');
          return put.call(this, value, key);
        }",
    )
    .await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::retry_after(503, 3600));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    let outbox = scene.outbox().await?;
    ensure!(outbox.len() == 1 && outbox[0]["attempts"] == 0, "it was written: {outbox:?}");
    for _ in 0..3 {
        // Looked into again; what the endpoint asked for holds.
        js(scene.driver(), "dispatchEvent(new Event('online'))").await?;
        quiet().await;
    }
    let sent = scene.host.take_posts().len();
    ensure!(sent == 1, "it was sent {sent} times");
    scene.browser.quit().await
}

/// Where nobody was asked yet, what the endpoint says is on its way before the device has been looked into.
#[tokio::test(flavor = "multi_thread")]
async fn of_who_is_new_the_endpoint_is_asked_before_the_database() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(
        scene.driver(),
        "IDBFactory.prototype.open = () => ({});
         const later = setTimeout;
         // Nor does the widget ever lose patience with it.
         window.setTimeout = (work, delay) => (delay === 1000 ? 0 : later(work, delay));",
    )
    .await?;
    scene.host.take_requests();
    scene.ask("alice", "").await?;
    eventually("the endpoint is asked", async || {
        let asked = scene.host.take_requests().iter().any(|request| request.starts_with("GET /v1/acknowledgements"));
        ensure!(asked, "not yet");
        Ok(())
    })
    .await?;
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
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::retry_after(503, 3));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    // The next time that the outbox is looked into is when the record is due.
    js(scene.driver(), BUSY_ONCE).await?;
    eventually("the device is asked", async || {
        ensure!(js(scene.driver(), "return isBusy()").await? == false, "not yet");
        Ok(())
    })
    .await?;
    scene.host.mend();
    status(scene.driver(), "Recorded").await?;
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

#[tokio::test(flavor = "multi_thread")]
async fn whoever_acknowledged_on_this_page_is_not_asked_again_where_the_device_keeps_nothing() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.refuse_storage().await?;
    // Nor does the endpoint say.
    scene.host.fault("GET", ENDPOINT, usize::MAX, Fault::status(405));
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    for leave in ["reset()", "remove()"] {
        js(scene.driver(), &format!("document.querySelector('ciente-notice').{leave}")).await?;
        // Another user's turn.
        scene.ask("bob", "").await?;
        part(scene.driver(), "acknowledge").await?;
        js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
        scene.ask("alice", "").await?;
        let result = scene.result().await?;
        ensure!(result == json!({ "outcome": "already", "delivery": "pending" }), "{leave}: {result}");
    }
    scene.host.mend_path(ENDPOINT);
    scene.host.fault("GET", ENDPOINT, usize::MAX, Fault::status(405));
    js(scene.driver(), "dispatchEvent(new Event('online'))").await?;
    eventually("the host hears of it", async || {
        ensure!(scene.events("recorded").await?.len() == 1, "not yet");
        Ok(())
    })
    .await?;
    scene.ask("alice", "").await?;
    ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "recorded" }));
    ensure!(database::rows_of(&scene.receiver.data(), "alice")?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_emptied_loses_nothing_of_an_open_page() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    js_async(scene.driver(), EMPTIED).await?;
    scene.host.mend();
    js(scene.driver(), "dispatchEvent(new Event('online'))").await?;
    status(scene.driver(), "Recorded").await?;
    ensure!(database::rows_of(&scene.receiver.data(), "alice")?.len() == 1);
    // And the device remembers it.
    scene.reload().await?;
    scene.host.fault("GET", ENDPOINT, usize::MAX, Fault::status(405));
    scene.ask("alice", "").await?;
    ensure!(scene.result().await?["outcome"] == "already");
    scene.browser.quit().await
}

/// As whoever logs out of a shared device does, or a route that asks once more.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_again_on_a_device_that_was_emptied_is_not_told_of_what_is_gone() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    js_async(scene.driver(), EMPTIED).await?;
    scene.host.mend();
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "recorded", "{result}");
    ensure!(database::rows_of(&scene.receiver.data(), "alice")?.len() == 1);
    scene.browser.quit().await
}

/// The record of one notice is held by the page alone; another notice cannot be shown.
#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_cannot_be_shown_takes_nothing_from_what_the_page_holds() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.refuse_storage().await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    // The text that a record would name is not there, and all else is.
    scene.host.fault("GET", "/notices/im/2022-07/es.json", usize::MAX, Fault::status(404));
    scene.ask("bob", "locale: 'es'").await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "unavailable", "{result}");
    scene.host.mend();
    scene.ask("alice", "locale: 'en'").await?;
    ensure!(scene.result().await?["outcome"] == "already");
    js(scene.driver(), "dispatchEvent(new Event('online'))").await?;
    eventually("the record arrives", async || {
        ensure!(database::rows_of(&scene.receiver.data(), "alice")?.len() == 1, "not yet");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

/// What becomes of a record that was on its way at the logout is known at the next login.
#[tokio::test(flavor = "multi_thread")]
async fn where_storage_is_refused_a_logout_while_sending_is_not_the_last_that_is_heard() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.refuse_storage().await?;
    scene.host.fault("GET", ENDPOINT, usize::MAX, Fault::status(405));
    for (user, refused) in [("alice", false), ("bob", true)] {
        js(
            scene.driver(),
            &format!(
                "window.open_gate = undefined;
                 window.gate = {{ submit: async (record, {{ headers }}) => {{
                   await new Promise((done) => (window.open_gate = done));
                   return {refused} ? {{ status: 422 }}
                     : fetch('{ENDPOINT}', {{ method: 'POST', headers, body: JSON.stringify(record) }});
                 }} }};"
            ),
        )
        .await?;
        scene.ask(user, "transport: gate").await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        eventually("it is on its way", async || {
            ensure!(js(scene.driver(), "return !!window.open_gate").await? == true, "not yet");
            Ok(())
        })
        .await?;
        js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
        ensure!(scene.result().await?["delivery"] == "pending");
        js(scene.driver(), "open_gate()").await?;
        eventually("the next login hears of it", async || {
            scene.ask(user, "").await?;
            if refused {
                part(scene.driver(), "acknowledge").await?;
            } else {
                let result = scene.result().await?;
                ensure!(result == json!({ "outcome": "already", "delivery": "recorded" }), "{result}");
            }
            Ok(())
        })
        .await?;
        js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    }
    scene.browser.quit().await
}

/// Does something to the stores, as `outbox` and `records`.
async fn damage(scene: &Scene, how: &str) -> Result<()> {
    let script = format!(
        "await new Promise((done, fail) => (indexedDB.open('ciente').onsuccess = ({{ target: {{ result: db }} }}) => {{
           const all = db.transaction(['outbox', 'records'], 'readwrite');
           const [outbox, records] = ['outbox', 'records'].map((name) => all.objectStore(name));
           const each = (store, change) => (store.openCursor().onsuccess = ({{ target: {{ result: at }} }}) =>
             at && (at.update(change(at.value)), at.continue()));
           {how};
           all.oncomplete = () => (db.close(), done(null));
           all.onabort = () => (db.close(), fail(all.error));
         }}))"
    );
    js_async(scene.driver(), &script).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_damaged_on_the_device_is_as_if_it_were_not_there() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    let damages = [
        ("lost", "outbox.clear()"),
        ("bare", "each(outbox, ({ body, ...entry }) => entry)"),
        ("odd", "outbox.clear(), each(records, (word) => ({ ...word, state: 'banana' }))"),
        ("foreign", "outbox.clear(), outbox.put(null, 'x'), outbox.put('theirs', 'y'), each(records, () => null)"),
    ];
    let without = ("without WebAssembly", "delete window.WebAssembly");
    for ((subject, how), (with, prepare)) in damages.into_iter().flat_map(|how| [(how, ("", "")), (how, without)]) {
        let subject = &format!("{subject} {with}");
        scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
        scene.ask(subject, "").await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        ensure!(scene.result().await?["delivery"] == "pending", "{subject}");
        scene.reload().await?;
        damage(&scene, how).await?;
        scene.host.mend();
        js(scene.driver(), prepare).await?;
        scene.ask(subject, "").await?;
        part(scene.driver(), "acknowledge").await.with_context(|| subject.clone())?.click().await?;
        let result = scene.result().await?;
        ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "recorded", "{subject}: {result}");
        scene.reload().await?;
        scene.ask(subject, "").await?;
        ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "recorded" }), "{subject}");
        damage(&scene, "outbox.clear(), records.clear()").await?;
        scene.reload().await?;
    }
    scene.browser.quit().await
}
