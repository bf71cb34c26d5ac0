//! What assistive technology gets: roles and names as the browser exposes them, and axe-core with all its rules.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    big,
    browser::Look,
    host::{self, Fault},
    page::{cdp, in_notice, is_accessible, js, part, role_and_name, run_module, status, still, taken_over},
    receiver::{Receiver, eventually},
};
use serde_json::json;

pub(crate) async fn axe(scene: &Scene) -> Result<()> {
    // The host page is only a stage; what is inside the element is ours.
    is_accessible(scene.driver(), Some("ciente-notice")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_where_something_changed() -> Result<()> {
    for (size, dark) in [((1280, 900), false), ((500, 844), true)] {
        let mut scene =
            Scene::open_versions(Look { size, dark, language: "ar", ..Look::default() }, &["2022-05"]).await?;
        scene.ask("alice", "").await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        scene.result().await?;
        scene.receiver.publish(&["2022-05", "2022-07"]).await?;
        scene.reload().await?;
        scene.ask("alice", "").await?;
        part(scene.driver(), "changes").await?;
        still(scene.driver()).await?;
        axe(&scene).await?;
        scene.browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_any_look() -> Result<()> {
    for language in ["pt-BR", "ar"] {
        for (size, dark) in [((1280, 900), false), ((1280, 900), true), ((500, 844), false), ((500, 844), true)] {
            let scene = Scene::open(Look { size, dark, language, ..Look::default() }).await?;
            scene.ask("alice", "").await?;
            part(scene.driver(), "acknowledge").await?;
            let dark_now = js(scene.driver(), "return matchMedia('(prefers-color-scheme: dark)').matches").await?;
            ensure!(dark_now == dark, "the browser is not in the look this test is about");
            still(scene.driver()).await?;
            axe(&scene).await?;
            // What is folded counts as well.
            in_notice(scene.driver(), "summary").await?.click().await?;
            axe(&scene).await?;
            scene.host.fault("POST", "/v1/acknowledgements", usize::MAX, Fault::status(503));
            part(scene.driver(), "acknowledge").await?.click().await?;
            in_notice(scene.driver(), ".toast").await?;
            axe(&scene).await?;
            js(scene.driver(), "document.querySelector('ciente-notice').open({ readonly: true })").await?;
            part(scene.driver(), "close").await?;
            still(scene.driver()).await?;
            axe(&scene).await?;
            scene.browser.quit().await?;
        }
    }
    Ok(())
}

/// Also of what is laid out only when somebody comes near.
#[tokio::test(flavor = "multi_thread")]
async fn a_screen_reader_is_told_all_of_a_long_notice() -> Result<()> {
    needs!(DevTools);
    let receiver = Receiver::serve_own(big::build).await?;
    let scene = Scene::open_on(receiver, Look { heard: true, ..Look::ENGLISH }, host::POLICY).await?;
    scene.ask("alice", "notice: '/notices/big'").await?;
    let headings = big::document().lines().filter(|line| line.starts_with('#')).count();
    eventually("all of it is told", async || {
        let tree = cdp(scene.driver(), "Accessibility.getFullAXTree", json!({})).await?;
        let nodes = tree["nodes"].as_array().context("no nodes")?;
        let told =
            |role: &str| nodes.iter().filter(|node| node["ignored"] == false && node["role"]["value"] == role).count();
        let all = (told("rowheader"), told("cell"), told("table"), told("searchbox"));
        ensure!(all == (2 * big::ROWS, 4 * big::ROWS, 2, 1), "{all:?}");
        // Those of the document, and those of the first screen and of the contents.
        ensure!(told("heading") >= headings, "{} headings of {headings}", told("heading"));
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_exposes_dialog_tables_and_status() -> Result<()> {
    needs!(Roles);
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    let name = "Privacy notice: Instant Messaging";
    for (css, role, label) in [
        ("[part=dialog]", "dialog", Some(name)),
        ("[part=title]", "heading", Some(name)),
        ("[part=sections]", "region", Some(name)),
        ("[part=data-uses] table", "table", Some("Which data is used, what for, and on which legal basis")),
        ("[part=retention] table", "table", Some("How long each kind of data is kept")),
        ("[part=data-uses] tbody th", "rowheader", None),
        ("[part=data-uses] thead th", "columnheader", None),
        ("[part=retention] tbody th", "rowheader", None),
        ("[part=retention] tbody td", "cell", None),
        ("footer [role=status]", "status", None),
        ("[part=acknowledge]", "button", Some("I acknowledge")),
        ("[part=decline]", "button", Some("Not now, sign out")),
    ] {
        let (is, labelled) = role_and_name(&in_notice(scene.driver(), css).await?).await?;
        ensure!(is == role, "{css} is a {is}");
        ensure!(label.is_none_or(|label| label == labelled), "{css} is called \"{labelled}\"");
    }
    part(scene.driver(), "acknowledge").await?.click().await?;
    status(scene.driver(), "Recorded").await?;
    let (role, _) = role_and_name(&in_notice(scene.driver(), ".root > [role=status]").await?).await?;
    ensure!(role == "status", "{role}");
    // What is only to be seen is not read aloud.
    let mark =
        scene.in_shadow("return getComputedStyle(shadow.querySelector('[part=status]'), '::before').content").await?;
    ensure!(mark.as_str().is_some_and(|mark| mark.ends_with("/ \"\"")), "{mark}");
    scene.browser.quit().await
}

/// What appears only when it speaks is not listened to.
#[tokio::test(flavor = "multi_thread")]
async fn the_status_line_is_there_before_it_says_anything() -> Result<()> {
    for size in [(1280, 900), (500, 844)] {
        let scene = Scene::open(Look { size, ..Look::ENGLISH }).await?;
        scene.ask("alice", "").await?;
        part(scene.driver(), "acknowledge").await?;
        let line = "const line = shadow.querySelector('.now'); return [line.textContent, line.checkVisibility(), line.clientHeight]";
        let line = scene.in_shadow(line).await?;
        ensure!(line == json!(["", true, 0]), "{size:?}: {line}");
        scene.browser.quit().await?;
    }
    Ok(())
}

/// What was inert until a moment ago is not listened to either.
#[tokio::test(flavor = "multi_thread")]
async fn the_outcome_is_said_when_the_dialog_has_been_gone_for_a_moment() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    taken_over(scene.driver()).await?;
    scene
        .in_shadow(
            "const dialog = shadow.querySelector('dialog');
             const say = () => (window.said = shadow.querySelector('.root > [role=status]').textContent);
             new MutationObserver(() => dialog.open || setTimeout(say)).observe(dialog, { attributeFilter: ['open'] })",
        )
        .await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    status(scene.driver(), "Recorded").await?;
    let said = js(scene.driver(), "return window.said").await?;
    ensure!(said == "", "at once: {said}");
    scene.browser.quit().await
}

/// Twenty times as fast from `window.fast` on: the seconds that a message stays.
const SECONDS: &str = "const wait = setTimeout;
    window.seconds = 0;
    window.setTimeout = (then, ms, ...more) => {
      if (ms === 1000) ++seconds;
      return wait(then, ms === 1000 && window.fast ? 50 : ms, ...more);
    };
    Object.defineProperty(document, 'hidden', { get: () => !!window.away });";

#[tokio::test(flavor = "multi_thread")]
async fn the_message_stays_while_somebody_is_at_it_or_nobody_sees_it() -> Result<()> {
    for (held, let_go) in [
        ("shadow.querySelector('.dismiss').focus()", "document.getElementById('before').focus()"),
        ("window.away = true", "window.away = false"),
    ] {
        let scene = Scene::open(Look::ENGLISH).await?;
        scene.ask("alice", "").await?;
        taken_over(scene.driver()).await?;
        scene.host.serve("/seconds.js", SECONDS);
        run_module(scene.driver(), "/seconds.js").await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        in_notice(scene.driver(), ".dismiss").await?;
        scene.in_shadow(&format!("{held}; window.fast = true")).await?;
        eventually("it is time for it to go", async || {
            let seconds = js(scene.driver(), "return seconds").await?;
            ensure!(seconds.as_u64() > Some(15), "{seconds}");
            Ok(())
        })
        .await?;
        ensure!(scene.in_shadow("return !!shadow.querySelector('.toast')").await? == true, "{held}: it is gone");
        js(scene.driver(), let_go).await?;
        eventually("the message goes", async || {
            ensure!(scene.in_shadow("return !!shadow.querySelector('.toast')").await? == false, "it is still there");
            Ok(())
        })
        .await?;
        scene.browser.quit().await?;
    }
    Ok(())
}
