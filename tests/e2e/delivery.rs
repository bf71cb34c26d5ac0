//! The truth about delivery: what each answer of the endpoint does to the record, the call, the events and the outbox.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    host::Fault,
    page::{gone, is_shown, js, js_async, part, status, taken_over},
    receiver::{eventually, quiet},
};
use serde_json::json;

const ENDPOINT: &str = "/v1/acknowledgements";
/// The scrolling part of the notice.
const TEXT: &str = "document.querySelector('ciente-notice').shadowRoot.querySelector('[part=sections]')";

async fn acknowledge(scene: &Scene, subject: &str, options: &str) -> Result<serde_json::Value> {
    scene.ask(subject, options).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    scene.result().await
}

async fn recorded_once(scene: &Scene, subject: &str) -> Result<()> {
    eventually("the record arrives", async || {
        let rows = database::rows_of(&scene.receiver.data(), subject)?;
        ensure!(rows.len() == 1, "{} rows", rows.len());
        Ok(())
    })
    .await?;
    eventually("the outbox is empty", async || {
        let left = scene.outbox().await?;
        ensure!(left.is_empty(), "{left:?}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_pass_is_tried_again() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    for (subject, fault) in [
        ("s408", Fault::retry_after(408, 2)),
        ("s425", Fault::retry_after(425, 2)),
        ("s429", Fault::retry_after(429, 2)),
        ("s500", Fault::retry_after(500, 2)),
        ("s503", Fault::retry_after(503, 2)),
        ("cut", Fault::CutAfter),
    ] {
        // Until the page has heard of it: Chromium itself tries once more after a 408, or a cut, on each connection that it
        // used before.
        scene.host.fault("POST", ENDPOINT, usize::MAX, fault);
        let result = acknowledge(&scene, subject, "").await?;
        ensure!(result == json!({ "outcome": "acknowledged", "delivery": "pending" }), "{subject}: {result}");
        // While the fault stays, so does what it causes.
        status(scene.driver(), "saved on this device").await?;
        scene.host.mend();
        status(scene.driver(), "Recorded").await?;
        recorded_once(&scene, subject).await?;
        ensure!(scene.events("recorded").await?.len() == 1, "{subject}");
        js(scene.driver(), "events.length = 0; document.querySelector('ciente-notice').reset()").await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_endpoint_refuses_is_set_aside_and_never_sent_again() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(400));
    let result = acknowledge(&scene, "alice", "").await?;
    ensure!(result == json!({ "outcome": "acknowledged", "delivery": "rejected" }), "{result}");
    status(scene.driver(), "refused").await?;
    let errors = scene.events("error").await?;
    ensure!(errors.len() == 1 && errors[0]["code"] == "endpoint-refused" && errors[0]["status"] == 400, "{errors:?}");
    ensure!(scene.events("recorded").await?.is_empty());
    let outbox = scene.outbox().await?;
    ensure!(outbox.len() == 1 && outbox[0]["state"] == "rejected", "{outbox:?}");
    // The world looking better does not help a refused record.
    scene.host.mend();
    scene.host.take_requests();
    js(scene.driver(), "window.dispatchEvent(new Event('online'))").await?;
    quiet().await;
    let requests = scene.host.take_requests();
    ensure!(requests.is_empty(), "{requests:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn authorization_is_asked_for_afresh_once() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(scene.driver(), "window.asked = 0").await?;
    let authorize = "authorize: async () => ({ authorization: `Bearer ${++window.asked}` })";
    scene.host.fault("POST", ENDPOINT, 1, Fault::status(401));
    let result = acknowledge(&scene, "alice", authorize).await?;
    ensure!(result["delivery"] == "recorded", "{result}");
    // Once for the question whether she acknowledged before, twice for the record.
    ensure!(js(scene.driver(), "return asked").await? == 3);
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;

    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(403));
    let result = acknowledge(&scene, "bob", authorize).await?;
    ensure!(result["delivery"] == "rejected", "{result}");
    ensure!(js(scene.driver(), "return asked").await? == 6);
    scene.browser.quit().await
}

/// Another part of the host's code that asks for the same user, and has nothing to authorize with.
#[tokio::test(flavor = "multi_thread")]
async fn who_joins_a_call_takes_nothing_from_it() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "authorize: () => ({ authorization: 'Bearer alice' })").await?;
    let acknowledge = part(scene.driver(), "acknowledge").await?;
    scene.ask("alice", "").await?;
    acknowledge.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    let posts = scene.host.take_posts();
    ensure!(posts.len() == 1 && posts[0].authorization == "Bearer alice", "{posts:?}");
    // A call that has ended leaves nothing to the next.
    scene.ask("alice", "").await?;
    ensure!(js(scene.driver(), "return document.querySelector('ciente-notice').authorize ?? null").await?.is_null());
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authorize_that_throws_loses_nothing() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(scene.driver(), "window.broken = true").await?;
    let authorize = "authorize: async () => { if (broken) throw Error('no token'); return {}; }";
    let result = acknowledge(&scene, "alice", authorize).await?;
    ensure!(result["delivery"] == "pending", "{result}");
    let told = scene.events("error").await?;
    let says =
        |detail: &serde_json::Value| detail["code"] == "authorize-failed" && detail["message"] == "Error: no token";
    ensure!(told.iter().all(says) && !told.is_empty(), "{told:?}");
    js(scene.driver(), "window.broken = false").await?;
    recorded_once(&scene, "alice").await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authorize_that_never_settles_keeps_nobody_waiting() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "wait: 700, authorize: () => new Promise(() => {})").await?;
    taken_over(scene.driver()).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "acknowledged", "delivery": "pending" }), "{result}");
    ensure!(scene.outbox().await?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_never_answers_keeps_nobody_waiting() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    for method in ["GET", "POST"] {
        scene.host.fault(method, ENDPOINT, usize::MAX, Fault::Silence);
    }
    scene.ask("alice", "wait: 1500").await?;
    taken_over(scene.driver()).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "acknowledged", "delivery": "pending" }), "{result}");
    ensure!(scene.outbox().await?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_notice_is_replaced_and_never_recorded_as_the_new() -> Result<()> {
    let mut scene = Scene::open_versions(Look::ENGLISH, &["2022-05"]).await?;
    scene.ask("alice", "").await?;
    let acknowledge = part(scene.driver(), "acknowledge").await?;
    // While alice reads, a new version is published.
    scene.receiver.publish(&["2022-05", "2022-07"]).await?;

    // As far down as one gets.
    js(scene.driver(), &format!("{TEXT}.scrollTop = 1e6")).await?;
    acknowledge.click().await?;
    status(scene.driver(), "This is the current version").await?;
    ensure!(part(scene.driver(), "version").await?.text().await?.contains("2022-07"));
    // What is new against the text that alice was reading comes first.
    ensure!(part(scene.driver(), "changes").await?.text().await?.contains("data centre selected for operation"));
    ensure!(
        js(scene.driver(), "return window.result ?? null").await?.is_null(),
        "settled before the user saw the new text"
    );
    ensure!(database::rows(&scene.receiver.data())?.is_empty());
    ensure!(scene.outbox().await?.is_empty());
    // The new text is read from its beginning, the host is told, and the time counts from now.
    ensure!(js(scene.driver(), &format!("return {TEXT}.scrollTop")).await? == 0);
    let focus = "return document.activeElement.shadowRoot.activeElement.getAttribute('part')";
    ensure!(js(scene.driver(), focus).await? == "title");
    let shown = scene.shown(2).await?;
    let versions: Vec<_> = shown.iter().map(|detail| detail["version"].clone()).collect();
    ensure!(versions == ["2022-05", "2022-07"], "{versions:?}");
    let now = js(scene.driver(), "return new Date().toISOString()").await?;

    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    gone(scene.driver()).await?;
    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["version"] == "2022-07", "{rows:?}");
    ensure!(rows[0]["digest"] == shown[1]["digest"], "{rows:?}");
    let posts = scene.host.take_posts();
    let first_acted = posts[0].body["actedAt"].as_str().context("no time")?;
    let shown_at = rows[0]["shown_at"].as_str().context("no time")?;
    ensure!(first_acted <= shown_at && shown_at <= now.as_str().context("no time")?, "{shown_at}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_stays_stale_is_not_asked_for_in_a_circle() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::stale());
    let result = acknowledge(&scene, "alice", "").await?;
    ensure!(result == json!({ "outcome": "unavailable" }), "{result}");
    ensure!(scene.error().await? == "notice-stale");
    gone(scene.driver()).await?;
    ensure!(scene.outbox().await?.is_empty());
    ensure!(scene.host.take_posts().len() == 1);
    js(scene.driver(), "events.length = 0; document.querySelector('ciente-notice').reset()").await?;

    // The new text cannot be had: the host is told why.
    scene.ask("bob", "").await?;
    let acknowledge = part(scene.driver(), "acknowledge").await?;
    scene.host.fault("GET", "/notices/im/manifest.json", usize::MAX, Fault::status(503));
    acknowledge.click().await?;
    ensure!(scene.result().await? == json!({ "outcome": "unavailable" }));
    ensure!(scene.error().await? == "notice-unreachable");
    // Whoever waits for this record learns that it is not sent any more.
    let id = scene.host.take_posts().pop().context("nothing was sent")?.body["id"].clone();
    ensure!(scene.events("error").await?[0]["id"] == id);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_no_answer() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    for (subject, status) in [("s301", 301), ("s302", 302), ("s307", 307)] {
        let moved = Fault::Answer {
            status,
            headers: vec![("location", "/assets/ciente.js".into()), ("cache-control", "no-store".into())],
            body: String::new(),
        };
        scene.host.fault("GET", ENDPOINT, usize::MAX, moved.clone());
        scene.host.fault("POST", ENDPOINT, usize::MAX, moved);
        let result = acknowledge(&scene, subject, "").await?;
        ensure!(result == json!({ "outcome": "acknowledged", "delivery": "pending" }), "{result}");
        ensure!(scene.events("recorded").await?.is_empty());
        ensure!(scene.outbox().await?.iter().any(|entry| entry["state"] == "pending"));
        scene.host.mend();
        js(scene.driver(), "window.dispatchEvent(new Event('online'))").await?;
        recorded_once(&scene, subject).await?;
        js(scene.driver(), "events.length = 0; document.querySelector('ciente-notice').reset()").await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_endpoint_asks_for_holds_whatever_happens() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, 1, Fault::retry_after(503, 3600));
    let result = acknowledge(&scene, "alice", "").await?;
    ensure!(result["delivery"] == "pending", "{result}");
    let held = scene.outbox().await?;
    scene.host.take_posts();
    // A second record, later in the outbox and held by nobody: when it arrives, the first one's turn has passed.
    let probe = async |n: usize, trigger: &str| -> Result<()> {
        let probe_id = format!("ffffffff-ffff-7fff-bfff-00000000000{n}");
        js_async(
            scene.driver(),
            &format!(
                "await new Promise((done) => (indexedDB.open('ciente').onsuccess = ({{ target: {{ result: db }} }}) => {{
                   const store = db.transaction('outbox', 'readwrite').objectStore('outbox');
                   store.getAll().onsuccess = (e) => {{
                     const entry = {{ ...e.target.result[0], id: '{probe_id}', held: false, notBefore: 0 }};
                     entry.body = entry.body.replace(e.target.result[0].id, entry.id);
                     store.put(entry, entry.id).onsuccess = () => (db.close(), done());
                   }};
                 }}))"
            ),
        )
        .await?;
        if trigger == "load" {
            scene.reload().await?;
            scene.ask("alice", "").await?;
        } else {
            js(scene.driver(), trigger).await?;
        }
        // What must never come is looked for when what has to come is there.
        let mut sent = Vec::new();
        eventually(trigger, async || {
            sent.extend(scene.host.take_posts().into_iter().map(|post| post.body["id"].clone()));
            ensure!(sent.iter().any(|id| *id == probe_id), "the probe is not sent");
            Ok(())
        })
        .await?;
        ensure!(!sent.contains(&held[0]["id"]), "sent before its time");
        Ok(())
    };
    for (n, trigger) in [
        "window.dispatchEvent(new Event('online'))",
        "window.dispatchEvent(new Event('pageshow'))",
        "document.dispatchEvent(new Event('visibilitychange'))",
        "load",
    ]
    .into_iter()
    .enumerate()
    {
        probe(n, trigger).await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_webhook_will_do() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    for (subject, status) in [("s405", 405), ("s404", 404), ("s501", 501)] {
        scene.host.fault("GET", ENDPOINT, usize::MAX, Fault::status(status));
        scene.host.fault("POST", ENDPOINT, 1, Fault::body(202, "text/plain", "thanks"));
        let result = acknowledge(&scene, subject, "").await?;
        ensure!(result == json!({ "outcome": "acknowledged", "delivery": "recorded" }), "{result}");
        scene.reload().await?;
        scene.ask(subject, "").await?;
        ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "recorded" }));
        ensure!(!is_shown(scene.driver()).await?);
        scene.host.mend();
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_at_the_same_time_are_one_and_another_subject_ends_the_first() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(
        scene.driver(),
        "window.all = [];
         const { requireAcknowledgement } = window.ciente;
         const call = (subject) => requireAcknowledgement({ notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject });
         for (const subject of ['alice', 'alice', 'bob']) call(subject).then((r) => all.push([subject, r.outcome]));",
    )
    .await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let all = eventually("all three settle", async || {
        let all = js(scene.driver(), "return all").await?;
        ensure!(all.as_array().is_some_and(|all| all.len() == 3), "{all}");
        Ok(all)
    })
    .await?;
    ensure!(all == json!([["alice", "unavailable"], ["alice", "unavailable"], ["bob", "acknowledged"]]), "{all}");
    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["subject"] == "bob", "{rows:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_storage_is_refused_the_page_says_so_and_still_sends() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.refuse_storage().await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::retry_after(503, 3));
    let result = acknowledge(&scene, "alice", "").await?;
    ensure!(result["delivery"] == "pending", "{result}");
    status(scene.driver(), "this browser does not let us save it").await?;
    scene.host.mend();
    status(scene.driver(), "Recorded").await?;
    ensure!(database::rows_of(&scene.receiver.data(), "alice")?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_asks_for_no_pause_is_not_asked_without_one() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    for (subject, asked) in
        [("zero", "0"), ("less", "-5"), ("part", "1.5"), ("words", "in 5"), ("past", "Fri, 31 Dec 1999 23:59:59 GMT")]
    {
        scene.reload().await?;
        // The longest pause that jitter leaves.
        js(scene.driver(), "window.Math.random = () => 0.999").await?;
        let busy = Fault::Answer { status: 503, headers: vec![("retry-after", asked.to_owned())], body: String::new() };
        scene.host.fault("POST", ENDPOINT, usize::MAX, busy);
        let result = acknowledge(&scene, subject, "").await?;
        ensure!(result["delivery"] == "pending", "{subject}: {result}");
        eventually("it waits for longer each time", async || {
            let outbox = scene.outbox().await?;
            let now = js(scene.driver(), "return Date.now()").await?;
            let left = outbox.iter().find(|entry| entry["body"].as_str().is_some_and(|body| body.contains(subject)));
            let left = left.context("nothing waits")?;
            let wait = left["notBefore"].as_f64().unwrap_or_default() - now.as_f64().unwrap_or_default();
            ensure!(left["attempts"].as_u64() >= Some(2) && wait > 500.0, "{asked}: {left}, {wait} ms");
            ensure!(left["attempts"].as_u64() <= Some(4), "{asked}: it is sent all the time");
            Ok(())
        })
        .await?;
        scene.host.mend();
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_whole_and_no_json_is_an_answer() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    for (subject, status, body, delivery) in [
        ("brace", 201, "{ok}", "recorded"),
        ("page", 200, "<html>{</html>", "recorded"),
        ("refused", 400, "{error: bad request", "rejected"),
    ] {
        scene.host.fault("POST", ENDPOINT, 1, Fault::body(status, "text/plain", body));
        let result = acknowledge(&scene, subject, "").await?;
        ensure!(result == json!({ "outcome": "acknowledged", "delivery": delivery }), "{subject}: {result}");
        js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    }
    // What ends in the middle each time it is sent is what the endpoint has to say.
    js(scene.driver(), "events.length = 0").await?;
    let cached = r#"{"ok":true} <!-- cached -->"#;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::body(200, "application/json", cached));
    acknowledge(&scene, "cached", "").await?;
    status(scene.driver(), "Recorded").await?;
    let recorded = scene.events("recorded").await?;
    ensure!(recorded.len() == 1 && recorded[0]["receipt"].is_null(), "{recorded:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_attests_to_something_else_is_none() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    for (subject, receipt, is_one) in [
        ("whole", "{ format: 'ciente/receipt/1', acknowledgement: a }", true),
        ("format", "{ format: 'receipt', acknowledgement: a }", false),
        ("subject", "{ format: 'ciente/receipt/1', acknowledgement: { ...a, subject: 'mallory' } }", false),
        ("action", "{ format: 'ciente/receipt/1', acknowledgement: { ...a, action: 'declined' } }", false),
        (
            "digest",
            "{ format: 'ciente/receipt/1', acknowledgement: { ...a, notice: { ...a.notice, digest: 'sha-256:0' } } }",
            false,
        ),
    ] {
        let submit = format!("submit: async (a) => new Response(JSON.stringify({receipt}), {{ status: 201 }})");
        let result = acknowledge(&scene, subject, &format!("transport: {{ {submit} }}")).await?;
        ensure!(result["delivery"] == "recorded", "{subject}: {result}");
        ensure!(result.get("receipt").is_some() == is_one, "{subject}: {result}");
        js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decline_of_what_was_replaced_is_not_dropped_in_silence() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, 1, Fault::stale());
    scene.ask("alice", "").await?;
    part(scene.driver(), "decline").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "declined", "delivery": "rejected" }), "{result}");
    ensure!(scene.error().await? == "notice-stale");
    ensure!(scene.outbox().await?.is_empty());
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_is_refused_at_each_login_leaves_one_record_of_it() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(403));
    let mut last = json!(null);
    for _ in 0..3 {
        ensure!(acknowledge(&scene, "alice", "").await?["delivery"] == "rejected");
        let outbox = scene.outbox().await?;
        ensure!(outbox.len() == 1 && outbox[0]["state"] == "rejected" && outbox[0]["id"] != last, "{outbox:?}");
        last = outbox[0]["id"].clone();
        scene.reload().await?;
    }
    // Another user's is another's.
    ensure!(acknowledge(&scene, "bob", "").await?["delivery"] == "rejected");
    ensure!(scene.outbox().await?.len() == 2);
    scene.browser.quit().await
}

/// Browsers translate a page by putting nodes of their own in the place of each text.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_changes_under_a_translator_too() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(
        scene.driver(),
        "window.translate = (root) => {
           const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
           const all = [];
           while (texts.nextNode()) all.push(texts.currentNode);
           for (const text of all.filter((text) => !text.parentNode.matches('font'))) {
             const font = document.createElement('font');
             text.replaceWith(font);
             font.append(`${text.data}!`);
           }
         };",
    )
    .await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::retry_after(503, 1));
    ensure!(acknowledge(&scene, "alice", "").await?["delivery"] == "pending");
    status(scene.driver(), "saved on this device").await?;
    js(scene.driver(), "translate(document.querySelector('ciente-notice').shadowRoot)").await?;
    status(scene.driver(), "!").await?;
    scene.host.mend();
    status(scene.driver(), "Recorded").await?;
    scene.browser.quit().await
}
