//! What the host's other scripts put in the place of the browser's own, and what they do at every event.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    engine::Engine,
    page::{gone, in_notice, js, part, taken_over},
};
use serde_json::json;
use thirtyfour::prelude::*;

async fn is_asked_and_recorded(script: &str) -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), script).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "recorded", "{script}: {result}");
    ensure!(database::rows(&scene.receiver.data())?.len() == 1, "{script}");
    scene.browser.quit().await
}

/// As `MooTools` does: WebAssembly finds no window by that name, and the user is not locked in for that.
#[tokio::test(flavor = "multi_thread")]
async fn where_something_else_is_called_window_it_is_recorded() -> Result<()> {
    is_asked_and_recorded("window.Window = class {}").await
}

/// As where a `var` was forgotten.
#[tokio::test(flavor = "multi_thread")]
async fn where_something_else_is_called_self_it_is_recorded() -> Result<()> {
    is_asked_and_recorded("window.self = { chat: true }").await
}

/// As older scripts keep what they measure, while the notice is read.
#[tokio::test(flavor = "multi_thread")]
async fn where_the_pages_clock_says_nothing_it_is_recorded() -> Result<()> {
    is_asked_and_recorded("const real = performance; window.performance = { now: () => real.now() }").await
}

/// One that somebody wrote for what their own code gives it: texts, and requests.
#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_place_of_fetch_may_know_texts_only() -> Result<()> {
    is_asked_and_recorded(
        "const real = window.fetch;
         window.fetch = (input, init) => {
           const url = typeof input === 'string' ? input : input.url;
           return real(url.indexOf('/nowhere/') === 0 ? '/' : input, init);
         };",
    )
    .await
}

/// As libraries of dialogs do while one of theirs is open: they keep the page from scrolling, and close at whatever is pressed
/// beside it.
#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_of_the_hosts_neither_holds_the_notice_nor_closes_for_it() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "window.pressed = 0;
         for (const name of ['wheel', 'touchmove'])
           document.addEventListener(name, (event) => event.preventDefault(), { passive: false });
         document.addEventListener('pointerdown', () => pressed++);",
    )
    .await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    let scrolls = "const text = document.querySelector('ciente-notice').shadowRoot.querySelector('.text');
        return ['wheel', 'touchmove'].map((name) => {
          const event = name === 'wheel' ? new WheelEvent(name, { deltaY: 9, bubbles: true, composed: true, cancelable: true })
            : new Event(name, { bubbles: true, composed: true, cancelable: true });
          return text.dispatchEvent(event);
        })";
    ensure!(js(scene.driver(), scrolls).await? == json!([true, true]), "the host keeps it from scrolling");
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(js(scene.driver(), "return pressed").await? == 0, "the host heard what was pressed in the notice");
    scene.browser.quit().await
}

/// A chat's tab that is left and come back to.
#[tokio::test(flavor = "multi_thread")]
async fn who_reads_goes_on_where_they_were_when_the_host_hid_it() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    let at = "return document.querySelector('ciente-notice').shadowRoot.querySelector('.text').scrollTop";
    js(scene.driver(), "document.querySelector('ciente-notice').shadowRoot.querySelector('.text').scrollTop = 300")
        .await?;
    let before = js(scene.driver(), at).await?;
    ensure!(before.as_f64().is_some_and(|top| top > 100.0), "{before}");
    js(scene.driver(), "document.querySelector('ciente-notice').style.display = 'none'").await?;
    gone(scene.driver()).await?;
    js(scene.driver(), "document.querySelector('ciente-notice').style.display = ''").await?;
    in_notice(scene.driver(), "dialog[open]").await?;
    let after = js(scene.driver(), at).await?;
    // WebKit keeps no place of what is not shown.
    let wanted = if Engine::chosen()? == Engine::WebKit { json!(0) } else { before };
    ensure!(after == wanted, "at {after}, and not at {wanted}");
    scene.browser.quit().await
}

/// As libraries of dialogs do: they lead Tab through what they know, and hide all else from those who listen.
#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_of_the_hosts_takes_neither_tab_nor_those_who_listen() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "document.body.append(document.createElement('ciente-notice'));
         document.querySelector('ciente-notice').setAttribute('aria-hidden', 'true');
         document.body.setAttribute('aria-hidden', 'true');
         window.tabs = 0;
         document.addEventListener('keydown', (event) => event.key === 'Tab' && (tabs++, event.preventDefault()));",
    )
    .await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    let hidden = "return document.querySelectorAll('[aria-hidden]').length";
    ensure!(js(scene.driver(), hidden).await? == 0, "it is hidden from those who listen");
    for _ in 0..60 {
        scene.driver().action_chain().send_keys(Key::Tab).perform().await?;
        let at = "return document.querySelector('ciente-notice').shadowRoot.activeElement?.getAttribute('part')";
        if js(scene.driver(), at).await? == "acknowledge" {
            break;
        }
    }
    scene.driver().action_chain().send_keys(Key::Enter).perform().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(js(scene.driver(), "return tabs").await? == 0);
    scene.browser.quit().await
}

/// Libraries of old put methods of their own on every element; another language begins at its beginning, and the page stays.
#[tokio::test(flavor = "multi_thread")]
async fn methods_that_the_host_puts_on_elements_are_not_called() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "window.called = 0;
         Element.prototype.scrollTo = Element.prototype.scroll = function () { called++; };",
    )
    .await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    let choose = "const notice = document.querySelector('ciente-notice').shadowRoot;
        notice.querySelector('.text').scrollTop = 300;
        const select = notice.querySelector('select');
        select.value = 'en';
        select.dispatchEvent(new Event('change', { bubbles: true }));";
    js(scene.driver(), choose).await?;
    in_notice(scene.driver(), ".root[lang=en] dialog").await?;
    let at = "return [document.querySelector('ciente-notice').shadowRoot.querySelector('.text').scrollTop, called]";
    ensure!(js(scene.driver(), at).await? == json!([0, 0]));
    scene.browser.quit().await
}

/// Where the title fills the window, the text lies below it: browsers scroll to what they give the focus for a moment.
#[tokio::test(flavor = "multi_thread")]
async fn in_a_low_window_with_large_letters_it_begins_at_the_beginning() -> Result<()> {
    let scene = Scene::open(Look { size: (640, 400), ..Look::default() }).await?;
    js(
        scene.driver(),
        "const sheet = new CSSStyleSheet();
         sheet.replaceSync('ciente-notice { --ciente-font-size: 48px }');
         document.adoptedStyleSheets = [sheet];",
    )
    .await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    let at = "const dialog = document.querySelector('ciente-notice').shadowRoot.querySelector('dialog');
        return [dialog, ...dialog.children].map((box) => box.scrollTop)";
    let at = js(scene.driver(), at).await?;
    let tops: Vec<f64> = at.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    ensure!(!tops.is_empty() && tops.iter().all(|top| *top < 20.0), "it begins at {at}");
    scene.browser.quit().await
}
