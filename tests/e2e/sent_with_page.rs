//! The host's server sends the notice with the page: it is read without any script, and the loader takes it over.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use ciente_e2e::{
    browser::Look,
    database,
    host::{Fault, STRICT},
    page::{gone, js, part, run_module, taken_over},
    programs,
    receiver::{eventually, quiet},
};
use serde_json::json;
use std::fs;

/// Whether the choice of languages can be seen.
const CHOICE: &str = "return getComputedStyle(shadow.querySelector('[part=locale]')).visibility";

/// What the host's server sends for a user.
fn element(html: &str, subject: &str) -> String {
    format!(
        "<ciente-notice notice=\"/notices/im\" endpoint=\"/v1/acknowledgements\" tenant=\"t\" subject=\"{subject}\">{html}</ciente-notice>"
    )
}

/// The page is there, and the loader is not: the notice can be read, as it is meant to look.
async fn is_read_without_the_loader(scene: &Scene, html: &str) -> Result<()> {
    scene.host.set_content(&element(html, "alice"));
    scene.host.fault("GET", "/assets/ciente.js", usize::MAX, Fault::Held);
    // Not as WebDriver goes to a page: in Firefox it has not loaded before the script has.
    js(scene.driver(), &format!("location.assign('{}')", scene.host.url())).await?;
    let text = part(scene.driver(), "sections").await?;
    ensure!(text.text().await?.len() > 500);
    let colour =
        scene.in_shadow("return getComputedStyle(shadow.querySelector('[part=acknowledge]')).backgroundColor").await?;
    ensure!(colour == "rgb(10, 78, 168)", "the stylesheet does not hold: {colour}");
    let waiting = "return [...shadow.querySelectorAll('footer button')].map((button) => button.ariaDisabled)";
    let waiting = scene.in_shadow(waiting).await?;
    ensure!(waiting == json!(["true", "true"]), "nobody answers to the buttons yet: {waiting}");
    ensure!(scene.in_shadow(CHOICE).await? == "hidden", "nobody answers to the choice of languages yet");
    Ok(())
}

/// The loader arrives: the same nodes are in front of the page, and what the user does is recorded.
async fn is_taken_over(scene: &Scene) -> Result<()> {
    scene
        .in_shadow(
            "shadow.querySelector('nav button').focus({ preventScroll: true });
             shadow.querySelector('[part=sections]').scrollTop = 90;
             window.title = shadow.querySelector('h2')",
        )
        .await?;
    scene.host.mend();
    eventually("it is in front of the page", async || {
        ensure!(scene.in_shadow("return shadow.querySelector('dialog').matches(':modal')").await? == true, "not yet");
        Ok(())
    })
    .await?;
    taken_over(scene.driver()).await?;
    ensure!(scene.in_shadow("return shadow.querySelector('footer [aria-disabled]') === null").await? == true);
    ensure!(
        scene.in_shadow("return title.isConnected && shadow.querySelectorAll('dialog').length === 1").await? == true
    );
    ensure!(scene.in_shadow("return shadow.querySelector('[part=sections]').scrollTop").await? == 90);
    let focus = scene.in_shadow("return shadow.activeElement === shadow.querySelector('nav button')").await?;
    ensure!(focus == true, "whoever was reading is somewhere else");
    ensure!(scene.in_shadow(CHOICE).await? == "visible", "the language cannot be chosen");
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    eventually("it is recorded", async || {
        ensure!(database::rows(&scene.receiver.data())?.len() == 1);
        Ok(())
    })
    .await?;
    let violations = js(scene.driver(), "return violations").await?;
    ensure!(violations == json!([]), "{violations}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_the_server_sent_with_the_page_is_taken_over() -> Result<()> {
    let scene = Scene::open_under(STRICT, Look::default()).await?;
    let html = fs::read_to_string(scene.receiver.notices().join("im/2022-07/pt-BR.html"))?;
    is_read_without_the_loader(&scene, &html).await?;
    is_taken_over(&scene).await?;

    // Whoever acknowledged is not kept by it; and an older text gives way to the current one.
    scene.reload().await?;
    eventually("it goes away", async || {
        ensure!(scene.in_shadow("return shadow.querySelectorAll('dialog').length").await? == 0, "it is still there");
        Ok(())
    })
    .await?;
    scene.host.set_content(&element(&html.replace("sha-256:", "sha-256:00"), "bob"));
    scene.reload().await?;
    taken_over(scene.driver()).await?;
    ensure!(scene.in_shadow("return shadow.querySelectorAll('dialog').length").await? == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_cannot_be_seen_it_keeps_nothing_from_being_used() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let html = fs::read_to_string(scene.receiver.notices().join("im/2022-07/pt-BR.html"))?;
    scene.host.set_content(&format!("<div id=\"chat\" hidden>{}</div>", element(&html, "alice")));
    scene.reload().await?;
    eventually("somebody answers for it", async || {
        ensure!(scene.in_shadow("return !!shadow.querySelector('[data-live]')").await? == true, "not yet");
        Ok(())
    })
    .await?;
    js(scene.driver(), "document.body.append(document.createElement('aside'))").await?;
    quiet().await;
    let inert = "return document.querySelectorAll('[inert]').length";
    ensure!(js(scene.driver(), inert).await? == 0);
    js(scene.driver(), "chat.hidden = false").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(js(scene.driver(), inert).await? == 0);
    scene.browser.quit().await
}

/// As a host does that renders twice, or names the notice in another way than its server.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_begins_anew_keeps_what_the_server_sent() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let html = fs::read_to_string(scene.receiver.notices().join("im/2022-07/pt-BR.html"))?;
    scene.host.set_content(&element(&html, "alice"));
    scene.host.fault("GET", "/v1/acknowledgements", usize::MAX, Fault::Held);
    scene.reload().await?;
    scene.in_shadow("window.title = shadow.querySelector('h2')").await?;
    let whole = "document.querySelector('ciente-notice').require({ notice: new URL('/notices/im', location).href,
          endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice' })";
    // By the page itself: called from outside of it, WebKit settles promises after each attribute.
    scene.host.serve("/anew.js", whole);
    run_module(scene.driver(), "/anew.js").await?;
    quiet().await;
    ensure!(js(scene.driver(), "return title.isConnected").await? == true, "the call before took it away");
    scene.host.mend();
    taken_over(scene.driver()).await?;
    let kept = "return title.isConnected && shadow.querySelectorAll('dialog').length === 1";
    ensure!(scene.in_shadow(kept).await? == true, "it was built anew");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_looks_it_up_is_not_kept_by_what_the_server_sent() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let html = fs::read_to_string(scene.receiver.notices().join("im/2022-07/pt-BR.html"))?;
    scene.host.set_content(&element(&html, "alice").replacen("<ciente-notice ", "<ciente-notice readonly ", 1));
    scene.reload().await?;
    part(scene.driver(), "close").await?.click().await?;
    eventually("it is closed", async || {
        ensure!(scene.in_shadow("return shadow.querySelectorAll('dialog').length").await? == 0, "it is still there");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn with_its_styles_in_it_nothing_else_is_needed_and_the_policy_names_them_by_their_hash() -> Result<()> {
    let folder = tempfile::tempdir()?;
    programs::build_sample_with_styles(folder.path())?;
    let html = fs::read_to_string(folder.path().join("im/2022-07/pt-BR.html"))?;
    let styles = html.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    let digest = ciente_notice::Digest::of_bytes(styles.context("it has no styles")?.0.as_bytes());
    let policy =
        STRICT.replace("style-src 'self'", &format!("style-src 'sha256-{}'", STANDARD.encode(digest.as_bytes())));
    let scene = Scene::open_under(policy.leak(), Look::default()).await?;
    scene.host.fault("GET", "/assets/ciente.css", usize::MAX, Fault::status(404));
    is_read_without_the_loader(&scene, &html).await?;
    is_taken_over(&scene).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_reads_as_another_encoding_gives_way_to_the_text_itself() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let html = fs::read_to_string(scene.receiver.notices().join("im/2022-07/pt-BR.html"))?;
    scene.host.set_content(&element(&html, "alice"));
    scene.host.set_encoding("windows-1252");
    scene.reload().await?;
    taken_over(scene.driver()).await?;
    ensure!(js(scene.driver(), "return document.characterSet").await? == "windows-1252");
    let title = scene.in_shadow("return shadow.querySelector('[part=title]').textContent").await?;
    ensure!(title.as_str().is_some_and(|title| !title.contains('Ã')), "{title}");
    ensure!(scene.in_shadow("return shadow.querySelectorAll('dialog').length").await? == 1);
    scene.browser.quit().await
}
