//! Where WebAssembly does not run, ends or does not arrive, the notice stays, and what is said about the record is true.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};

use ciente_e2e::{
    browser::Look,
    database,
    host::{self, Fault, NO_WASM},
    page::{gone, is_shown, js, part, status, taken_over},
    programs::asset,
    receiver::eventually,
};
use serde_json::{Value, json};

const ENDPOINT: &str = "/v1/acknowledgements";
const NOTICE: &str = "/notices/im/2022-07/pt-BR.json";

/// A module whose start function traps.
const TRAP: [u8; 25] = [
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00, 0x08,
    0x01, 0x00, 0x0a, 0x05, 0x01, 0x03,
];

/// The code section's one body: no locals, `unreachable`, `end`.
const TRAP_END: [u8; 3] = [0x00, 0x00, 0x0b];

async fn posts(scene: &Scene) -> usize {
    scene.host.take_requests().iter().filter(|request| *request == &format!("POST {ENDPOINT}")).count()
}

async fn acknowledge(scene: &Scene) -> Result<Value> {
    // A text that has changed may take its button's place in between.
    eventually("it is acknowledged", async || Ok(part(scene.driver(), "acknowledge").await?.click().await?)).await?;
    scene.result().await
}

/// Acknowledges, and holds the record against what was on the screen.
async fn is_recorded(scene: &Scene) -> Result<()> {
    let result = acknowledge(scene).await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "recorded", "{result}");
    let shown = &scene.events("shown").await?[0];
    let record = &result["receipt"]["acknowledgement"];
    for name in ["version", "locale", "digest"] {
        ensure!(record["notice"][name] == shown[name], "{name}: {record}, {shown}");
    }
    ensure!(record["notice"]["id"] == "im" && record["subject"] == "alice" && record["tenant"] == "t", "{record}");
    let id = record["id"].as_str().context("no id")?;
    ensure!(id.len() == 36 && id.as_bytes()[14] == b'7', "{id} is no UUIDv7");
    ensure!(record["shownAt"].as_str() <= record["actedAt"].as_str(), "{record}");
    ensure!(scene.events("acknowledged").await?.len() == 1 && scene.events("recorded").await?.len() == 1);
    gone(scene.driver()).await?;
    status(scene.driver(), "Registrado").await?;
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn however_webassembly_is_missing_the_notice_is_read_and_recorded() -> Result<()> {
    let wasm = asset("wasm")?;
    // As where the user or an administrator forbids it.
    let forbidden = Look { wasm: false, ..Look::default() };
    let start_traps = String::from_utf8([&TRAP[..], &TRAP_END].concat())?;
    let body = |text: &str| Fault::body(200, "application/wasm", text);
    for (why, policy, look, path, fault) in [
        ("the engine has none", host::STRICT, forbidden, "", None),
        ("the policy forbids it", NO_WASM, Look::default(), "", None),
        ("it does not arrive", host::STRICT, Look::default(), wasm.as_str(), Some(Fault::status(503))),
        ("it breaks off", host::STRICT, Look::default(), wasm.as_str(), Some(Fault::CutAfter)),
        ("it is something else", host::STRICT, Look::default(), wasm.as_str(), Some(body("<html>"))),
        ("it traps at once", host::STRICT, Look::default(), wasm.as_str(), Some(body(&start_traps))),
        ("the glue does not arrive", host::STRICT, Look::default(), &asset("glue")?, Some(Fault::status(404))),
        ("the notice as data does not arrive", host::STRICT, Look::default(), NOTICE, Some(Fault::status(503))),
    ] {
        let scene = Scene::open_under(policy, look).await?;
        if let Some(fault) = fault {
            scene.host.fault("GET", path, usize::MAX, fault);
        }
        scene.ask("alice", "").await?;
        is_recorded(&scene).await.context(why)?;
        let errors = scene.events("error").await?;
        ensure!(errors.len() == 1, "{why}: {errors:?}");
        let code = if path == NOTICE { "notice-unreachable" } else { "widget-unreachable" };
        ensure!(errors[0]["code"] == code, "{errors:?}");

        // They are not asked again, and that costs the loader and the manifest.
        scene.reload().await?;
        scene.host.take_requests();
        scene.ask("alice", "").await?;
        let result = scene.result().await?;
        ensure!(result == json!({ "outcome": "already", "delivery": "recorded" }), "{why}: {result}");
        let requests = scene.host.take_requests();
        ensure!(requests == ["GET /notices/im/manifest.json"], "{why}: {requests:?}");
        scene.browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn code_that_never_arrives_is_waited_for_until_the_user_acts() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.host.fault("GET", &asset("wasm")?, usize::MAX, Fault::Silence);
    scene.ask("alice", "wait: 1500").await?;
    is_recorded(&scene).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_called_recorded_before_the_endpoint_said_so() -> Result<()> {
    let scene = Scene::open_under(NO_WASM, Look::default()).await?;
    for (i, fault) in [Fault::status(503), Fault::status(429), Fault::status(500), Fault::CutAfter, Fault::Silence]
        .into_iter()
        .enumerate()
    {
        scene.reload().await?;
        let subject = format!("user{i}");
        scene.host.fault("POST", ENDPOINT, usize::MAX, fault.clone());
        scene.ask(&subject, "wait: 1500").await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        status(scene.driver(), "não confirmou").await.with_context(|| format!("{fault:?}"))?;
        ensure!(is_shown(scene.driver()).await?, "the notice went away");
        ensure!(js(scene.driver(), "return window.result ?? null").await?.is_null(), "the call was settled");
        ensure!(scene.events("acknowledged").await?.is_empty() && scene.events("recorded").await?.is_empty());
        scene.host.mend();
        let first = database::rows_of(&scene.receiver.data(), &subject)?;
        let result = acknowledge(&scene).await?;
        ensure!(result["delivery"] == "recorded", "{result}");
        let rows = database::rows_of(&scene.receiver.data(), &subject)?;
        ensure!(rows.len() == 1, "{fault:?}: {rows:?}");
        ensure!(first.is_empty() || first == rows, "the second try made another record");
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_transport_says_without_a_status_is_no_answer() -> Result<()> {
    let scene = Scene::open_under(NO_WASM, Look::default()).await?;
    scene.ask("alice", "transport: { submit: async () => ({}) }").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    status(scene.driver(), "não confirmou").await?;
    ensure!(is_shown(scene.driver()).await?, "the notice went away");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_refuses_is_told_to_user_and_host() -> Result<()> {
    let scene = Scene::open_under(NO_WASM, Look::default()).await?;
    scene.host.fault("POST", ENDPOINT, 1, Fault::status(422));
    scene.ask("alice", "").await?;
    let result = acknowledge(&scene).await?;
    ensure!(result == json!({ "outcome": "acknowledged", "delivery": "rejected" }), "{result}");
    status(scene.driver(), "recusou").await?;
    // It stays until they have done with it.
    part(scene.driver(), "dismiss").await?.click().await?;
    ensure!(scene.in_shadow("return shadow.querySelectorAll('[part=message]').length").await? == 0);
    let errors = scene.events("error").await?;
    ensure!(errors.iter().any(|e| e["code"] == "endpoint-refused" && e["status"] == 422), "{errors:?}");
    ensure!(database::rows(&scene.receiver.data())?.is_empty());
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn authorization_is_asked_for_afresh_once() -> Result<()> {
    let scene = Scene::open_under(NO_WASM, Look::default()).await?;
    for (refusals, delivery) in [(1, "recorded"), (2, "rejected")] {
        scene.reload().await?;
        js(scene.driver(), "window.asked = 0").await?;
        scene.host.fault("POST", ENDPOINT, refusals, Fault::status(401));
        let options = "authorize: async () => ({ 'x-asked': String(++window.asked) })";
        scene.ask(&format!("user{refusals}"), options).await?;
        part(scene.driver(), "acknowledge").await?;
        let before = js(scene.driver(), "return asked").await?;
        let result = acknowledge(&scene).await?;
        ensure!(result["delivery"] == delivery, "{result}");
        let after = js(scene.driver(), "return asked").await?;
        ensure!(after.as_u64() == before.as_u64().map(|n| n + 2), "{before} {after}");
    }
    scene.reload().await?;
    scene.host.take_requests();
    scene.ask("carol", "authorize: async () => { throw Error('logged out') }").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    status(scene.driver(), "não confirmou").await?;
    ensure!(posts(&scene).await == 0);
    ensure!(scene.events("error").await?.iter().any(|e| e["code"] == "authorize-failed"));
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_has_changed_is_shown_and_the_old_one_not_recorded() -> Result<()> {
    let forbidden = Look { wasm: false, ..Look::default() };
    let mut scene = Scene::open_versions(forbidden, &["2022-05"]).await?;
    scene.ask("alice", "").await?;
    let acknowledge = part(scene.driver(), "acknowledge").await?;
    // While alice reads, a new version is published.
    scene.receiver.publish(&["2022-05", "2022-07"]).await?;
    acknowledge.click().await?;
    status(scene.driver(), "O aviso mudou").await?;
    ensure!(is_shown(scene.driver()).await?);
    ensure!(js(scene.driver(), "return window.result ?? null").await?.is_null());
    ensure!(database::rows(&scene.receiver.data())?.is_empty());
    let result = self::acknowledge(&scene).await?;
    ensure!(result["delivery"] == "recorded", "{result}");
    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["version"] == "2022-07", "{rows:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_stays_stale_is_asked_for_once_and_locks_nobody_out() -> Result<()> {
    let scene = Scene::open_under(NO_WASM, Look::default()).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::stale());
    scene.ask("alice", "").await?;
    ensure!(acknowledge(&scene).await? == json!({ "outcome": "unavailable" }));
    ensure!(scene.events("error").await?.iter().any(|error| error["code"] == "notice-stale"), "the host is not told");
    gone(scene.driver()).await?;
    ensure!(posts(&scene).await == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn declining_always_lets_the_user_leave() -> Result<()> {
    let scene = Scene::open_under(NO_WASM, Look::default()).await?;
    for (subject, fault, result) in [
        ("alice", None, json!("recorded")),
        ("bob", Some(Fault::status(503)), Value::Null),
        ("carol", Some(Fault::Silence), Value::Null),
        ("dora", Some(Fault::stale()), json!("rejected")),
    ] {
        scene.reload().await?;
        if let Some(fault) = fault {
            scene.host.fault("POST", ENDPOINT, 1, fault);
        }
        scene.ask(subject, "wait: 1500").await?;
        part(scene.driver(), "decline").await?.click().await?;
        let settled = scene.result().await?;
        ensure!(settled["outcome"] == "declined" && settled["delivery"] == result, "{settled}");
        gone(scene.driver()).await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_taken_away_settles_its_call_and_leaves_nothing() -> Result<()> {
    let scene = Scene::open_under(NO_WASM, Look::default()).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    js(scene.driver(), "window.taken = document.querySelector('ciente-notice'); taken.remove()").await?;
    ensure!(scene.result().await? == json!({ "outcome": "unavailable" }));
    ensure!(js(scene.driver(), "return taken.shadowRoot.querySelectorAll('dialog').length").await? == 0);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_that_traps_later_gives_the_notice_back() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    // In the middle of making the record, where nothing is saved yet.
    js(scene.driver(), "trapOnce()").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    eventually("the fallback has the notice", async || {
        ensure!(scene.events("error").await?.iter().any(|e| e["code"] == "widget-failed"), "no error yet");
        Ok(())
    })
    .await?;
    ensure!(is_shown(scene.driver()).await?);
    let result = acknowledge(&scene).await?;
    ensure!(result["delivery"] == "recorded", "{result}");
    gone(scene.driver()).await?;
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);

    // The next call gets a fresh instance, and its outbox.
    scene.host.take_requests();
    scene.ask("bob", "").await?;
    let result = acknowledge(&scene).await?;
    ensure!(result["delivery"] == "recorded", "{result}");
    ensure!(!scene.outbox().await?.iter().any(|entry| entry["state"] == "pending"));
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_that_traps_with_the_record_saved_asks_nobody_twice() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    // It is asked how long to wait when the first attempt has failed: the record is in the outbox then.
    scene.host.fault("POST", ENDPOINT, 1, Fault::status(503));
    js(scene.driver(), "trapOnce(window.Math, 'random')").await?;
    let result = acknowledge(&scene).await?;
    ensure!(result == json!({ "outcome": "acknowledged", "delivery": "pending" }), "{result}");
    ensure!(scene.events("error").await?.iter().any(|e| e["code"] == "widget-failed"), "it did not trap");
    gone(scene.driver()).await?;
    // A fresh instance sends what the one before has saved.
    eventually("the record is sent", async || {
        ensure!(database::rows(&scene.receiver.data())?.len() == 1, "not yet");
        ensure!(scene.outbox().await?.is_empty(), "it is still in the outbox");
        Ok(())
    })
    .await?;
    let acknowledged = scene.events("acknowledged").await?;
    ensure!(
        acknowledged.len() == 1 && acknowledged[0]["id"] == database::rows(&scene.receiver.data())?[0]["id"],
        "{acknowledged:?}"
    );
    scene.reload().await?;
    scene.ask("alice", "").await?;
    ensure!(scene.result().await?["outcome"] == "already");
    scene.browser.quit().await
}

/// The page has said that it keeps trying.
#[tokio::test(flavor = "multi_thread")]
async fn a_widget_that_traps_when_all_is_settled_is_told_of_and_what_waits_is_sent() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    scene.host.fault("POST", "/v1/acknowledgements", usize::MAX, Fault::status(503));
    let result = acknowledge(&scene).await?;
    ensure!(result["delivery"] == "pending", "{result}");
    ensure!(scene.events("error").await?.is_empty());
    // It is asked how long to wait when the next attempt has failed.
    js(scene.driver(), "trapOnce(window.Math, 'random'); dispatchEvent(new Event('online'))").await?;
    eventually("the host is told", async || {
        ensure!(scene.events("error").await?.iter().any(|e| e["code"] == "widget-failed"), "not yet");
        Ok(())
    })
    .await?;
    scene.host.mend();
    eventually("the record is sent", async || {
        js(scene.driver(), "dispatchEvent(new Event('online'))").await?;
        ensure!(database::rows(&scene.receiver.data())?.len() == 1, "not yet");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_webassembly_has_kept_is_sent_where_it_runs_no_more() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    for (subject, answer, event, left) in [
        ("alice", None, "recorded", None),
        ("bob", Some(Fault::status(400)), "endpoint-refused", Some("rejected")),
        ("carol", Some(Fault::stale()), "notice-stale", None),
    ] {
        scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
        scene.ask(subject, "").await?;
        ensure!(acknowledge(&scene).await?["delivery"] == "pending");
        scene.host.mend();
        if let Some(answer) = answer {
            scene.host.fault("POST", ENDPOINT, usize::MAX, answer);
        }
        scene.reload().await?;
        js(scene.driver(), "delete window.WebAssembly").await?;
        scene.ask(subject, "").await?;
        ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "pending" }));
        eventually("the host hears of it", async || {
            let errors = scene.events("error").await?;
            let heard = errors.iter().filter_map(|error| error["code"].as_str()).any(|code| code == event)
                || (event == "recorded" && scene.events("recorded").await?.len() == 1);
            ensure!(heard, "not yet: {errors:?}");
            Ok(())
        })
        .await?;
        let outbox = scene.outbox().await?;
        let mine = outbox.iter().find(|entry| entry["body"].as_str().is_some_and(|body| body.contains(subject)));
        ensure!(mine.and_then(|entry| entry["state"].as_str()) == left, "{subject}: {outbox:?}");
        ensure!(database::rows_of(&scene.receiver.data(), subject)?.len() == usize::from(event == "recorded"));
        // The next login knows: it is recorded, or it is asked for again.
        scene.host.mend();
        scene.reload().await?;
        scene.ask(subject, "").await?;
        if event == "recorded" {
            ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "recorded" }));
        } else {
            part(scene.driver(), "acknowledge").await?;
        }
        scene.reload().await?;
    }
    scene.browser.quit().await
}
