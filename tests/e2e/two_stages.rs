//! The notice can be read before the code has arrived; the code takes it over without anybody noticing.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use ciente_e2e::{
    browser::Look,
    database,
    host::{Fault, STRICT},
    page::{cdp, complaints, gone, is_shown, js, js_async, nothing_shifted, part, still, taken_over, watch_shifts},
    programs::asset,
};
use serde_json::{Value, json};
use std::{fs, time::Duration};
use thirtyfour::prelude::*;

const MANIFEST: &str = "/notices/im/manifest.json";
const VIEW: &str = "/notices/im/2022-07/pt-BR.view.json";

/// The manifest names another view in place of the current one.
pub(crate) fn serve_view(scene: &Scene, view: &Value, integrity: Option<&str>) -> Result<()> {
    let mut manifest: Value = serde_json::from_slice(&fs::read(scene.receiver.notices().join("im/manifest.json"))?)?;
    let body = view.to_string();
    let digest = ciente_notice::Digest::of_bytes(body.as_bytes());
    let hash = format!("sha256-{}", STANDARD.encode(digest.as_bytes()));
    let versions = manifest["versions"].as_array_mut().context("no versions")?;
    let current = versions.last_mut().context("no version")?;
    current["locales"]["pt-BR"]["view"]["integrity"] = json!(integrity.unwrap_or(&hash));
    let answer = |body: String| Fault::body(200, "application/json", body);
    scene.host.fault("GET", MANIFEST, usize::MAX, answer(manifest.to_string()));
    scene.host.fault("GET", VIEW, usize::MAX, answer(body));
    Ok(())
}

pub(crate) fn view(scene: &Scene) -> Result<Value> {
    Ok(serde_json::from_slice(&fs::read(scene.receiver.notices().join("im/2022-07/pt-BR.view.json"))?)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_is_read_before_the_code_arrives_and_nothing_moves_when_it_does() -> Result<()> {
    let scene = Scene::open_under(STRICT, Look::default()).await?;
    scene.host.fault("GET", &asset("wasm")?, 1, Fault::Held);
    watch_shifts(scene.driver()).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    ensure!(is_shown(scene.driver()).await?);
    scene.shown(1).await?;
    ensure!(scene.in_shadow("return shadow.activeElement.getAttribute('part')").await? == "title");

    still(scene.driver()).await?;
    // The user scrolls and goes on with the keyboard; Escape does not close it.
    let before = scene
        .in_shadow(
            "const text = shadow.querySelector('[part=sections]');
         text.scrollTop = 120;
         shadow.querySelector('[part=decline]').focus();
         window.nodes = [...shadow.querySelectorAll('.root, .root *')];
         window.places = () => nodes.map((node) => Object.values(node.getBoundingClientRect().toJSON()));
         return [text.scrollTop, shadow.querySelector('.root').textContent]",
        )
        .await?;
    ensure!(before[0] == 120, "it cannot be scrolled: {before}");
    // What came near by scrolling is laid out in the next frame.
    js_async(
        scene.driver(),
        "await (async () => {
         const frame = () => new Promise(requestAnimationFrame);
         for (let n = 0; n < 5; n++) await frame();
         const { shadowRoot: shadow } = document.querySelector('ciente-notice');
         window.stood = places();
         // Firefox lays out in sixtieths of a pixel, and rounds a little differently each time.
         window.moved = () => {
           const now = places();
           return nodes.flatMap((node, n) =>
             now[n].some((side, k) => Math.abs(side - stood[n][k]) > 0.5) ? [[node.cloneNode().outerHTML, stood[n], now[n]]] : []);
         };
         // In every frame from here on, the notice is there as it was.
         window.flashes = [];
         const { opacity } = getComputedStyle(shadow.querySelector('dialog'));
         const look = () => {
           const dialog = shadow.querySelector('dialog');
           const style = dialog && getComputedStyle(dialog);
           const gone = moved();
           if (flashes.length < 3 && (!dialog?.open || style.visibility !== 'visible' || style.opacity !== opacity || gone.length))
             flashes.push([dialog?.open, style?.visibility, style?.opacity, gone.slice(0, 3)]);
           requestAnimationFrame(look);
         };
         requestAnimationFrame(look);
         })()",
    )
    .await?;
    for _ in 0..4 {
        scene.driver().action_chain().send_keys(Key::Escape).perform().await?;
    }
    ensure!(is_shown(scene.driver()).await?, "Escape closed it");

    scene.host.mend();
    taken_over(scene.driver()).await?;
    let after = scene.in_shadow(
        "return [shadow.querySelector('[part=sections]').scrollTop, shadow.querySelector('.root').textContent,
           shadow.activeElement.getAttribute('part'),
           nodes.every((node) => node.isConnected) && nodes.length === shadow.querySelectorAll('.root, .root *').length]",
    )
    .await?;
    ensure!(after == json!([before[0], before[1], "decline", true]), "{after}");
    scene.shown(1).await?;
    nothing_shifted(scene.driver()).await?;
    let flashes = js(scene.driver(), "return flashes").await?;
    ensure!(flashes == json!([]), "something moved or flashed: {flashes}");

    for _ in 0..4 {
        scene.driver().action_chain().send_keys(Key::Escape).perform().await?;
    }
    ensure!(is_shown(scene.driver()).await?, "Escape closed it after the code had it");
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    let violations = js(scene.driver(), "return violations").await?;
    ensure!(violations == json!([]), "{violations}");
    let complaints = complaints(scene.driver()).await?;
    ensure!(complaints.is_empty(), "{complaints:?}");
    scene.browser.quit().await
}

/// A notice that is built over many frames is seen when it is as tall as it will be.
#[tokio::test(flavor = "multi_thread")]
async fn on_a_slow_device_it_does_not_grow_before_the_readers_eyes() -> Result<()> {
    needs!(DevTools);
    let scene = Scene::open(Look { size: (1280, 1000), ..Look::default() }).await?;
    watch_shifts(scene.driver()).await?;
    cdp(scene.driver(), "Emulation.setCPUThrottlingRate", json!({ "rate": 40 })).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    cdp(scene.driver(), "Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await?;
    still(scene.driver()).await?;
    nothing_shifted(scene.driver()).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_user_does_before_the_code_arrives_is_recorded_once() -> Result<()> {
    for (button, outcome) in [("acknowledge", "acknowledged"), ("decline", "declined")] {
        let scene = Scene::open(Look::default()).await?;
        scene.host.fault("GET", &asset("wasm")?, 1, Fault::Held);
        scene.ask("alice", "wait: 60000").await?;
        let early = part(scene.driver(), button).await?;
        early.click().await?;
        early.click().await?;
        ensure!(early.attr("aria-disabled").await?.as_deref() == Some("true"), "the click is not answered");
        ciente_e2e::page::status(scene.driver(), "Enviando").await?;
        ensure!(js(scene.driver(), "return window.result ?? null").await?.is_null());
        ensure!(database::rows(&scene.receiver.data())?.is_empty());
        let released = js(scene.driver(), "return new Date().toISOString()").await?;
        scene.host.mend();
        let result = scene.result().await?;
        ensure!(result["outcome"] == outcome && result["delivery"] == "recorded", "{result}");
        let acted = result["receipt"]["acknowledgement"]["actedAt"].as_str().context("no receipt")?;
        ensure!(acted < released.as_str().unwrap_or_default(), "{acted} is not when the user acted");
        gone(scene.driver()).await?;
        ensure!(database::rows(&scene.receiver.data())?.len() == 1);
        scene.browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn in_every_locale_days_and_periods_are_what_the_browser_would_write() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let mut wrong = Vec::new();
    for locale in ["pt-BR", "en", "es", "id", "ja", "ko", "zh-CN", "ar"] {
        scene.reload().await?;
        scene.ask("alice", &format!("locale: '{locale}'")).await?;
        part(scene.driver(), "acknowledge").await?;
        let missing = scene.in_shadow(
            &format!(
                "const text = shadow.querySelector('.root').textContent;
                 // Older Unicode data, as WebKitGTK has it, writes plain Arabic in other digits.
                 const latin = '{locale}-u-nu-latn';
                 const period = (count, unit) => count.toLocaleString(latin, {{ style: 'unit', unit, unitDisplay: 'long' }});
                 return [new Date('2022-07-15').toLocaleDateString(latin, {{ dateStyle: 'long', timeZone: 'UTC' }}),
                   period(7, 'day'), period(2, 'day'), period(2, 'month')].filter((written) => !text.includes(written))"
            ),
        )
        .await?;
        if missing != json!([]) {
            wrong.push(format!("{locale}: {missing}"));
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    scene.browser.quit().await
}

/// The text is nobody's but the view's: a widget of any other build answers for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_view_with_more_in_it_is_taken_over_as_it_stands() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let mut other = view(&scene)?;
    // Of the root, the dialog; of that, the text.
    let text = other.pointer_mut("/root/2/3").and_then(|text| text.as_array_mut()).context("no text")?;
    text.push(json!(["section", ["p", "another build"]]));
    other["words"]["unknown"] = json!("x");
    serve_view(&scene, &other, None)?;
    scene.host.fault("GET", &asset("wasm")?, 1, Fault::Held);
    scene.ask("alice", "wait: 60000").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.in_shadow("return shadow.textContent.includes('another build')").await? == true);
    scene.host.mend_path(&asset("wasm")?);
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "recorded", "{result}");
    ensure!(scene.events("error").await?.is_empty(), "it is no error");
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}

/// Nothing is shown of it, the call ends, and the page can be used.
async fn is_refused(scene: &Scene, code: &str) -> Result<Value> {
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "unavailable" }), "{result}");
    let errors = scene.events("error").await?;
    ensure!(errors.len() == 1 && errors[0]["code"] == code, "{code}: {errors:?}");
    ensure!(!is_shown(scene.driver()).await?);
    ensure!(
        scene
            .in_shadow("return shadow.querySelectorAll('dialog, script, iframe, img, use, [style], [onclick]').length")
            .await?
            == 0
    );
    Ok(errors[0].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_with_anything_that_is_not_allowed_is_refused() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    for (what, node) in [
        ("script", json!(["script", "window.pwned = 1"])),
        ("iframe", json!(["iframe", { "src": "/" }])),
        ("img", json!(["img", { "src": "x", "class": "x" }])),
        ("use", json!(["svg", ["use", { "href": "/x.svg#y" }]])),
        ("foreignobject", json!(["svg", ["foreignobject"]])),
        ("xlink:href", json!(["svg", { "xlink:href": "/x.svg#y" }])),
        ("style", json!(["style", "* { display: none }"])),
        ("onclick", json!(["p", { "onclick": "window.pwned = 1" }])),
        ("style", json!(["p", { "style": "color: red" }])),
        ("srcdoc", json!(["p", { "srcdoc": "x" }])),
        ("javascript:", json!(["a", { "href": "javascript:alert(1)" }])),
        ("href", json!(["a", { "href": "java\nscript:alert(1)" }])),
        ("href", json!(["a", { "href": " javascript:alert(1)" }])),
        ("data:", json!(["a", { "href": "data:text/html,x" }])),
        ("http:", json!(["a", { "href": "http://a.example/" }])),
        ("//evil", json!(["a", { "href": "//evil.example/" }])),
        ("href", json!(["a", { "href": "/\\evil.example" }])),
    ] {
        scene.reload().await?;
        let mut bad = view(&scene)?;
        bad["root"].as_array_mut().context("no root element")?.push(node.clone());
        serve_view(&scene, &bad, None)?;
        scene.ask("alice", "").await?;
        let error = is_refused(&scene, "notice-invalid").await.with_context(|| format!("{node}"))?;
        let message = error["message"].as_str().unwrap_or_default();
        ensure!(message.contains(VIEW) && message.contains(what), "{node}: {message}");
        ensure!(js(scene.driver(), "return window.pwned ?? null").await?.is_null());
        scene.host.mend();
    }
    // What is not the manifest's is not even looked at; what is no view is none; and one without the places that the widget
    // needs is none either.
    let without =
        |what: &str| -> Result<Value> { Ok(serde_json::from_str(&view(&scene)?.to_string().replace(what, "\"x"))?) };
    for (view, integrity, code) in [
        (view(&scene)?, Some("sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), "notice-digest-mismatch"),
        (json!({ "format": "ciente/view/9", "words": {}, "root": [] }), None, "notice-invalid"),
        (json!(null), None, "notice-invalid"),
        (without("\"now")?, None, "notice-invalid"),
        (without("\"about")?, None, "notice-invalid"),
        (
            json!({ "format": "ciente/view/3", "words": {}, "root": ["div", { "class": "root" }, ["dialog"]] }),
            None,
            "notice-invalid",
        ),
    ] {
        scene.reload().await?;
        serve_view(&scene, &view, integrity)?;
        scene.ask("alice", "").await?;
        is_refused(&scene, code).await?;
        scene.host.mend();
    }
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_that_does_not_come_keeps_nobody_from_the_page_and_can_be_tried_again() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    for (i, (fault, code)) in [
        (Fault::Silence, "notice-unreachable"),
        (Fault::status(404), "notice-not-found"),
        (Fault::status(503), "notice-unreachable"),
        (Fault::CutAfter, "notice-unreachable"),
    ]
    .into_iter()
    .enumerate()
    {
        scene.reload().await?;
        scene.host.fault("GET", VIEW, usize::MAX, fault);
        scene.ask("alice", "wait: 500").await?;
        is_refused(&scene, code).await.with_context(|| format!("{i}"))?;
        scene.host.mend();
    }
    // The same page gets it with the next call.
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_waits_for_no_endpoint_still_waits_for_the_notice() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.host.fault("GET", MANIFEST, 1, Fault::Late(Duration::from_millis(1500)));
    scene.ask("alice", "wait: 0").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["outcome"] == "acknowledged");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_has_no_time_shows_the_notice_all_the_same() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    // Whenever anybody looks at the clock, the time for a piece of work is over.
    js(scene.driver(), "let now = 0; performance.now = () => (now += 1000)").await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.browser.quit().await
}
