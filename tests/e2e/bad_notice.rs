//! A notice that cannot be shown: an event with a code, a call that settles as unavailable, a page that is not blocked.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    host::Fault,
    page::{is_shown, js, js_async, part},
    programs::asset,
    receiver::eventually,
};
use serde_json::{Value, json};
use std::fs;

const MANIFEST: &str = "/notices/im/manifest.json";
const VIEW: &str = "/notices/im/2022-07/pt-BR.view.json";
/// What a record names by its digest.
const NOTICE: &str = "/notices/im/2022-07/pt-BR.json";

async fn is_unavailable(scene: &Scene, code: &str) -> Result<()> {
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "unavailable" }), "{code}: {result}");
    let error = scene.error().await?;
    ensure!(error == code, "{error}, not {code}");
    ensure!(!is_shown(scene.driver()).await?);
    // The page is not blocked: its button takes a click.
    js(scene.driver(), "window.clicked = 0; document.getElementById('before').onclick = () => ++window.clicked")
        .await?;
    scene.driver().find(thirtyfour::By::Id("before")).await?.click().await?;
    ensure!(js(scene.driver(), "return clicked").await? == 1);
    js(scene.driver(), "events.length = 0").await?;
    Ok(())
}

/// Puts something beside the dialog.
fn beside(view: &mut Value, part: &Value) {
    if let Some(root) = view["root"].as_array_mut() {
        root.push(part.clone());
    }
}

/// Puts the buttons into what is folded.
fn fold_buttons(view: &mut Value) {
    let dialog = view["root"].as_array_mut().and_then(|root| root.iter_mut().find(|part| part[0] == "dialog"));
    if let Some(footer) = dialog.and_then(Value::as_array_mut).and_then(|parts| parts.last_mut()) {
        *footer = json!(["details", footer.clone()]);
    }
}

/// Says that a part of the current version lies somewhere else.
fn place(manifest: &mut Value, part: &str, path: &str) {
    manifest["versions"][1]["locales"]["pt-BR"][part]["path"] = json!(path);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_of_being_unusable_has_its_code() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let folder = scene.receiver.notices();
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("im/manifest.json"))?)?;
    let view = fs::read_to_string(folder.join("im/2022-07/pt-BR.view.json"))?;
    let notice = fs::read_to_string(folder.join("im/2022-07/pt-BR.json"))?;
    let of_manifest = |change: &dyn Fn(&mut Value)| {
        let mut changed = manifest.clone();
        change(&mut changed);
        Fault::body(200, "application/json", changed.to_string())
    };
    let many = usize::MAX;
    let no_integrity = || {
        of_manifest(&|manifest| {
            manifest["versions"][1]["locales"]["pt-BR"]["view"]["integrity"] = json!("");
        })
    };
    let other = |change: fn(&mut Value)| {
        let mut changed: Value = serde_json::from_str(&view).unwrap_or_default();
        change(&mut changed);
        Fault::body(200, "application/json", changed.to_string())
    };
    let deep = format!("{}\"x\"{},[\"section\"", "[\"p\",".repeat(1_000), "]".repeat(1_000));
    for (code, faults) in [
        ("notice-not-found", vec![(MANIFEST, Fault::status(404))]),
        ("notice-not-found", vec![(VIEW, Fault::status(410))]),
        ("notice-unreachable", vec![(MANIFEST, Fault::status(503))]),
        ("notice-not-json", vec![(MANIFEST, Fault::body(200, "text/html", "<h1>Log in first</h1>"))]),
        ("notice-invalid", vec![(MANIFEST, Fault::body(200, "application/json", "null"))]),
        ("notice-invalid", vec![(MANIFEST, of_manifest(&|m| m["current"] = json!("1999")))]),
        ("notice-invalid", vec![(MANIFEST, of_manifest(&|m| m["format"] = json!("ciente/manifest/9")))]),
        ("notice-invalid", vec![(MANIFEST, of_manifest(&|m| m["id"] = json!(["im"])))]),
        ("notice-invalid", vec![(MANIFEST, of_manifest(&|m| m["id"] = json!(null)))]),
        (
            "notice-invalid",
            vec![(MANIFEST, of_manifest(&|m| m["versions"][1]["locales"]["pt-BR"]["digest"] = json!(7)))],
        ),
        ("notice-digest-mismatch", vec![(VIEW, Fault::body(200, "application/json", view.replace('7', "8")))]),
        ("notice-not-found", vec![(NOTICE, Fault::status(410))]),
        ("notice-digest-mismatch", vec![(NOTICE, Fault::body(200, "application/json", notice.replace('7', "8")))]),
        ("notice-digest-mismatch", vec![(NOTICE, Fault::body(200, "application/json", "{"))]),
        ("notice-not-json", vec![(MANIFEST, no_integrity()), (VIEW, Fault::body(200, "application/json", "{"))]),
        ("notice-invalid", vec![(MANIFEST, no_integrity()), (VIEW, Fault::body(200, "application/json", "{}"))]),
        ("notice-invalid", vec![(MANIFEST, no_integrity()), (VIEW, Fault::body(200, "application/json", "null"))]),
        (
            "notice-invalid",
            vec![(MANIFEST, no_integrity()), (VIEW, other(|view| view["format"] = json!("ciente/view/9")))],
        ),
        ("notice-invalid", vec![(MANIFEST, no_integrity()), (VIEW, other(|view| view["words"] = json!(null)))]),
        // What would lie on the host's page, could not be ended, or ends the tab.
        (
            "notice-invalid",
            vec![
                (MANIFEST, no_integrity()),
                (VIEW, other(|view| view["words"]["recorded"] = json!("Recorded. ".repeat(200)))),
            ],
        ),
        (
            "notice-invalid",
            vec![(MANIFEST, no_integrity()), (VIEW, other(|view| view["words"]["recorded"] = json!(["p", "x"])))],
        ),
        ("notice-invalid", vec![(MANIFEST, no_integrity()), (VIEW, other(fold_buttons))]),
        ("notice-invalid", vec![(MANIFEST, no_integrity()), (VIEW, other(|view| beside(view, &json!(["p", "x"]))))]),
        ("notice-invalid", vec![(MANIFEST, no_integrity()), (VIEW, other(|view| beside(view, &json!("x"))))]),
        (
            "notice-invalid",
            vec![
                (MANIFEST, no_integrity()),
                (VIEW, other(|view| beside(view, &json!(["svg", { "role": "status", "width": "3000" }])))),
            ],
        ),
        (
            "notice-invalid",
            vec![
                (MANIFEST, no_integrity()),
                (
                    VIEW,
                    other(|view| {
                        beside(view, &json!(["p", "x"]));
                        view["root"] = json!(["", view["root"].to_string()]);
                    }),
                ),
            ],
        ),
        (
            "notice-invalid",
            vec![
                (MANIFEST, no_integrity()),
                (VIEW, Fault::body(200, "application/json", view.replace("\"part\":\"decline\"", "\"part\":\"go\""))),
            ],
        ),
        (
            "notice-invalid",
            vec![
                (MANIFEST, no_integrity()),
                (VIEW, Fault::body(200, "application/json", view.replacen("[\"section\"", &deep, 1))),
            ],
        ),
        // What lies elsewhere is not asked for.
        ("notice-invalid", vec![(MANIFEST, of_manifest(&|manifest| place(manifest, "view", "/v1/elsewhere")))]),
        ("notice-invalid", vec![(MANIFEST, of_manifest(&|manifest| place(manifest, "view", "../../v1/elsewhere")))]),
        ("notice-invalid", vec![(MANIFEST, of_manifest(&|manifest| place(manifest, "json", "/v1/elsewhere")))]),
        // A notice built by an older `ciente`, or by somebody who builds none.
        (
            "notice-invalid",
            vec![(
                MANIFEST,
                of_manifest(&|manifest| {
                    if let Some(locale) = manifest["versions"][1]["locales"]["pt-BR"].as_object_mut() {
                        locale.remove("view");
                    }
                }),
            )],
        ),
    ] {
        for (path, fault) in faults {
            scene.host.fault("GET", path, many, fault);
        }
        scene.ask("alice", "").await?;
        is_unavailable(&scene, code).await?;
        scene.host.mend();
        let requests = scene.host.take_requests();
        ensure!(!format!("{requests:?}").contains("elsewhere"), "{requests:?}");
    }

    // A failure is forgotten: the next call shows the notice.
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    scene.browser.quit().await
}

/// A manifest says where texts lie, and nothing about who reads them or what becomes of it.
#[tokio::test(flavor = "multi_thread")]
async fn what_else_a_manifest_says_reaches_nobody() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let mut manifest: Value = serde_json::from_slice(&fs::read(scene.receiver.notices().join("im/manifest.json"))?)?;
    let entry = manifest["versions"][1]["locales"]["pt-BR"].as_object_mut().context("no entry")?;
    for name in ["subject", "tenant", "who", "emit", "settle", "post", "headers", "words", "lists", "manifest", "own"] {
        entry.insert(name.to_owned(), json!("bob"));
    }
    scene.host.fault("GET", MANIFEST, usize::MAX, Fault::body(200, "application/json", manifest.to_string()));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["subject"] == "alice" && rows[0]["tenant"] == "t", "{rows:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_was_shown_and_cannot_be_recorded_gives_way_to_the_elements_own_content() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), "document.body.append(Object.assign(document.createElement('ciente-notice'), { innerHTML: '<a href=/n>Our notice</a>' }))").await?;
    scene.host.fault("GET", NOTICE, usize::MAX, Fault::status(410));
    scene.ask("alice", "").await?;
    ensure!(scene.result().await?["outcome"] == "unavailable");
    eventually("the host's own content is seen", async || {
        let seen = js(scene.driver(), "return document.querySelector('ciente-notice a').checkVisibility()").await?;
        ensure!(seen == true, "it is not");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_part_that_fails_is_fetched_again() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.host.fault("GET", &asset("stage")?, usize::MAX, Fault::status(500));
    scene.ask("alice", "").await?;
    is_unavailable(&scene, "widget-unreachable").await?;
    scene.host.mend();
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_option_that_is_missing_or_wrong_is_named() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    for (options, name) in [
        ("notice: ''", "notice"),
        ("notice: 'javascript:0'", "notice"),
        ("endpoint: 'http://['", "endpoint"),
        ("endpoint: 'ftp://chat.example/'", "endpoint"),
        ("tenant: ''", "tenant"),
        ("subject: Promise.resolve('alice')", "subject"),
        ("locale: 'pt_BR'", "locale"),
        ("wait: 'soon'", "wait"),
        ("wait: NaN", "wait"),
        ("wait: -1", "wait"),
        ("wait: Infinity", "wait"),
        ("credentials: 'always'", "credentials"),
        ("authorize: 'Bearer x'", "authorize"),
        ("transport: {}", "transport.submit"),
        ("transport: { submit() {}, status: 1 }", "transport.status"),
        ("authorise: () => ({})", "authorise"),
    ] {
        scene.ask("alice", options).await?;
        is_unavailable_for(&scene, name).await?;
    }
    scene.ask("", "").await?;
    is_unavailable_for(&scene, "subject").await?;
    // The next call is asked with none of that.
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_in_no_document_says_so() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "window.loose = document.createElement('ciente-notice');
         loose.addEventListener('ciente-error', (e) => events.push({ name: 'error', detail: e.detail }));
         loose.require({ notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice' })
           .then((result) => (window.result = result));",
    )
    .await?;
    is_unavailable(&scene, "not-connected").await?;
    js(scene.driver(), "document.body.append(loose)").await?;
    part(scene.driver(), "acknowledge").await?;
    scene.browser.quit().await
}

async fn is_unavailable_for(scene: &Scene, name: &str) -> Result<()> {
    let errors = eventually("an error event", async || {
        let errors = scene.events("error").await?;
        ensure!(!errors.is_empty(), "none yet");
        Ok(errors)
    })
    .await?;
    let message = errors[0]["message"].as_str().unwrap_or_default();
    ensure!(errors[0]["code"] == "bad-option" && message.starts_with(name), "{errors:?}");
    is_unavailable(scene, "bad-option").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_arrives_is_not_waited_for_for_ever() -> Result<()> {
    for (path, code) in [
        (MANIFEST.to_owned(), "notice-unreachable"),
        (VIEW.to_owned(), "notice-unreachable"),
        (asset("stage")?, "widget-unreachable"),
    ] {
        let scene = Scene::open(Look::default()).await?;
        scene.host.fault("GET", &path, usize::MAX, Fault::Silence);
        scene.ask("alice", "wait: 300").await?;
        is_unavailable(&scene, code).await?;
        scene.browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_browser_has_kept_from_before_a_new_build_keeps_nobody_from_the_notice() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    for path in [VIEW, NOTICE] {
        let old = Fault::Answer {
            status: 200,
            headers: vec![("cache-control", "max-age=3600".into()), ("content-type", "application/json".into())],
            body: r#"{"from":"before"}"#.into(),
        };
        scene.host.fault("GET", path, 1, old);
        let kept = js_async(scene.driver(), &format!("await (await fetch('{path}')).text()")).await?;
        ensure!(kept == r#"{"from":"before"}"#, "{kept}");
        let again = js_async(scene.driver(), &format!("await (await fetch('{path}')).text()")).await?;
        ensure!(again == kept, "the browser has not kept it: {again}");
    }
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "recorded", "{result}");
    scene.browser.quit().await
}
