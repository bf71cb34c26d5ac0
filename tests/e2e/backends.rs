//! Other backends through a transport of the host's: what `docs/transports/` shows works against Mattermost's and Matrix's API.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    backends::{Backend, MATRIX_POLICY, MATTERMOST_TERMS},
    browser::Look,
    database,
    host::Fault,
    page::{gone, is_shown, js, js_async, part, taken_over},
    programs,
    receiver::eventually,
};
use serde_json::{Value, json};
use std::fs;

const MATTERMOST: &str = "/api/v4/users/me/terms_of_service";
const MATRIX: &str = "/_matrix/identity/v2/terms";

/// The page with the transport of this name, made with these arguments.
async fn open(scene: &Scene, name: &str, arguments: &str, prefix: &'static str, backend: &Backend) -> Result<()> {
    let path = format!("/{name}.js");
    scene.host.serve(&path, &fs::read_to_string(programs::root().join("docs/transports").join(format!("{name}.js")))?);
    scene.host.pass_on_below(prefix, backend.url());
    load(scene, name, arguments).await
}

async fn load(scene: &Scene, name: &str, arguments: &str) -> Result<()> {
    scene.reload().await?;
    let make = format!("(window.transport = (await import('/{name}.js')).{name}({arguments}), true)");
    js_async(scene.driver(), &make).await?;
    scene.host.take_requests();
    Ok(())
}

async fn ask(scene: &Scene, subject: &str) -> Result<()> {
    let authorize = format!("authorize: () => ({{ authorization: 'Bearer token-of-{subject}' }}), transport");
    scene.ask(subject, &authorize).await
}

async fn acts(scene: &Scene, subject: &str, button: &str) -> Result<Value> {
    ask(scene, subject).await?;
    part(scene.driver(), button).await?.click().await?;
    scene.result().await
}

/// Forgets what the device knows, as on another device.
async fn another_device(scene: &Scene) -> Result<()> {
    js_async(
        scene.driver(),
        "await new Promise((done) => (indexedDB.deleteDatabase('ciente').onsuccess = () => done(true)))",
    )
    .await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transport_may_say_no_more_than_a_status() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    for (subject, says, delivery) in [
        ("alice", "{ status: 201 }", "recorded"),
        ("bob", "{ status: 422 }", "rejected"),
        ("emma", "{ status: 201, headers: { 'content-type': 'text/plain' }, text: 'ok' }", "recorded"),
        ("carol", "undefined", "pending"),
        ("dora", "{}", "pending"),
    ] {
        scene.ask(subject, &format!("wait: 1500, transport: {{ submit: async () => ({says}) }}")).await?;
        taken_over(scene.driver()).await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        let result = scene.result().await?;
        ensure!(result["delivery"] == delivery, "{says}: {result}");
        js(scene.driver(), "window.result = undefined").await?;
    }
    scene.browser.quit().await
}

/// A session that has run out leads to a page to log in at, and that page is 200.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_elsewhere_has_recorded_nothing() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let to_login = Fault::Answer {
        status: 303,
        headers: vec![("location", "/assets/ciente.css".into()), ("cache-control", "no-store".into())],
        body: String::new(),
    };
    scene.host.fault("POST", "/session", usize::MAX, to_login);
    let submit = "submit: (record, { signal }) => fetch('/session', { method: 'POST', signal, body: '{}' })";
    scene.ask("alice", &format!("wait: 1500, transport: {{ {submit} }}")).await?;
    taken_over(scene.driver()).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["delivery"] == "pending", "{result}");
    ensure!(scene.events("recorded").await?.is_empty());
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_a_transport_has_read_or_that_breaks_off_does_not_hide_the_status() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    let broken = "new Response(new ReadableStream({ pull: (body) => body.error(Error('cut')) }), { status: STATUS })";
    let read =
        "(async () => { const read = Response.json({}, { status: STATUS }); await read.json(); return read; })()";
    for (subject, answer, status, delivery) in [
        ("read", read, 200, "recorded"),
        ("read-refused", read, 422, "rejected"),
        ("broken-refused", broken, 422, "rejected"),
    ] {
        let answer = answer.replace("STATUS", &format!("{status}"));
        scene.ask(subject, &format!("transport: {{ submit: () => {answer} }}")).await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        let result = scene.result().await?;
        ensure!(result["delivery"] == delivery, "{subject}: {result}");
        js(scene.driver(), "document.querySelector('ciente-notice').reset(); window.result = undefined").await?;
    }
    // What breaks off each time it is sent is what the endpoint has to say.
    js(scene.driver(), "window.Math.random = () => 0; events.length = 0").await?;
    let answer = broken.replace("STATUS", "201");
    scene.ask("broken", &format!("wait: 500, transport: {{ submit: () => {answer} }}")).await?;
    taken_over(scene.driver()).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    eventually("it counts as recorded", async || {
        let recorded = scene.events("recorded").await?;
        ensure!(recorded.len() == 1 && recorded[0]["receipt"].is_null(), "{recorded:?}");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

/// As tutorials have it: whatever cannot be fetched is the page for whoever is offline.
#[tokio::test(flavor = "multi_thread")]
async fn a_service_workers_page_is_no_answer_of_the_endpoint() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.host.serve(
        "/worker.js",
        "self.addEventListener('install', () => self.skipWaiting());
         self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));
         self.addEventListener('fetch', (event) =>
           event.request.method === 'POST' && event.respondWith(fetch('/assets/ciente.css')));",
    );
    js_async(
        scene.driver(),
        "await navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.controller ??
           new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', () => done(true)))) && true",
    )
    .await?;
    scene.ask("alice", "wait: 1500").await?;
    taken_over(scene.driver()).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    // Firefox lets no worker answer what is to outlive the page (`keepalive`): there it arrives.
    let is_there = !database::rows(&scene.receiver.data())?.is_empty();
    ensure!(result["delivery"] == if is_there { "recorded" } else { "pending" }, "{result}");
    ensure!(scene.events("recorded").await?.is_empty() != is_there);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn mattermost_keeps_it() -> Result<()> {
    let backend = Backend::mattermost().await?;
    let scene = Scene::open(Look::ENGLISH).await?;
    let terms = format!("{{ '2022-07': '{MATTERMOST_TERMS}' }}");
    open(&scene, "mattermost", &terms, "/api/", &backend).await?;

    let result = acts(&scene, "alice", "acknowledge").await?;
    ensure!(result == json!({ "outcome": "acknowledged", "delivery": "recorded" }), "{result}");
    let kept = backend.kept();
    ensure!(kept.len() == 1 && kept[0]["user_id"] == "alice" && kept[0]["terms_of_service_id"] == MATTERMOST_TERMS);
    let requests = scene.host.take_requests();
    ensure!(!requests.iter().any(|request| request.contains("/v1/acknowledgements")), "{requests:?}");

    // On another device Mattermost itself says so.
    load(&scene, "mattermost", &terms).await?;
    another_device(&scene).await?;
    ask(&scene, "alice").await?;
    ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "recorded" }));
    ensure!(!is_shown(scene.driver()).await?);

    // What it cannot keep now is kept on the device and sent again.
    load(&scene, "mattermost", &terms).await?;
    scene.host.fault("POST", MATTERMOST, usize::MAX, Fault::status(503));
    let result = acts(&scene, "bob", "acknowledge").await?;
    ensure!(result["delivery"] == "pending", "{result}");
    ensure!(backend.kept().len() == 1);
    scene.host.mend();
    js(scene.driver(), "window.dispatchEvent(new Event('online'))").await?;
    eventually("it arrives", async || {
        ensure!(backend.kept().len() == 2, "{:?}", backend.kept());
        Ok(())
    })
    .await?;

    // Not to accept takes away what was there, and the user is asked again.
    load(&scene, "mattermost", &terms).await?;
    let result = acts(&scene, "carol", "decline").await?;
    ensure!(result == json!({ "outcome": "declined", "delivery": "recorded" }), "{result}");
    gone(scene.driver()).await?;
    ensure!(backend.kept().len() == 2);

    // Terms that Mattermost does not have are refused for good, and nobody says otherwise.
    load(&scene, "mattermost", "{}").await?;
    let result = acts(&scene, "dave", "acknowledge").await?;
    ensure!(result == json!({ "outcome": "acknowledged", "delivery": "rejected" }), "{result}");
    ensure!(backend.kept().len() == 2 && database::rows(&scene.receiver.data())?.is_empty());
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matrix_identity_server_keeps_it() -> Result<()> {
    let backend = Backend::matrix().await?;
    let scene = Scene::open(Look::ENGLISH).await?;
    open(&scene, "matrix", "'privacy_policy'", "/_matrix/", &backend).await?;

    let result = acts(&scene, "alice", "acknowledge").await?;
    ensure!(result == json!({ "outcome": "acknowledged", "delivery": "recorded" }), "{result}");
    ensure!(backend.kept() == [json!({ "user": "alice", "user_accepts": [MATRIX_POLICY] })], "{:?}", backend.kept());

    load(&scene, "matrix", "'privacy_policy'").await?;
    another_device(&scene).await?;
    ask(&scene, "alice").await?;
    ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "recorded" }));

    // It cannot be told that somebody declined, and nobody says that it was.
    load(&scene, "matrix", "'privacy_policy'").await?;
    let result = acts(&scene, "bob", "decline").await?;
    ensure!(result == json!({ "outcome": "declined", "delivery": "rejected" }), "{result}");

    // The server's document is another version than ours: nothing is recorded.
    load(&scene, "matrix", "'privacy_policy'").await?;
    ask(&scene, "carol").await?;
    let acknowledge = part(scene.driver(), "acknowledge").await?;
    let newer = json!({ "policies": { "privacy_policy": { "version": "2031-01", "en": { "name": "x", "url": "https://x.example/" } } } });
    scene.host.fault("GET", MATRIX, usize::MAX, Fault::body(200, "application/json", newer.to_string()));
    acknowledge.click().await?;
    ensure!(scene.result().await? == json!({ "outcome": "unavailable" }));
    ensure!(scene.error().await? == "notice-stale" && backend.kept().len() == 1);
    scene.browser.quit().await
}
