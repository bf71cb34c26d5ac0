//! The dialog holds: no key and no click beside it acknowledges or closes; the focus stays inside and comes back.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    page::{gone, is_shown, js, part, status, taken_over},
    receiver::eventually,
};
use serde_json::json;
use thirtyfour::prelude::*;

const FOCUS: &str = "const host = document.activeElement;
    return host.localName === 'ciente-notice' ? `inside ${host.shadowRoot.activeElement?.getAttribute('part') ?? ''}` : host.id || host.localName;";

#[tokio::test(flavor = "multi_thread")]
async fn neither_escape_nor_a_click_beside_it_closes_the_notice() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    for _ in 0..5 {
        scene.driver().action_chain().send_keys(Key::Escape).perform().await?;
        ensure!(is_shown(scene.driver()).await?, "Escape closed it");
    }
    scene.driver().action_chain().move_to(3, 3).click().perform().await?;
    ensure!(is_shown(scene.driver()).await?, "a click beside it closed it");
    for _ in 0..3 {
        scene.driver().action_chain().send_keys(Key::Escape).perform().await?;
        ensure!(is_shown(scene.driver()).await?, "Escape closed it after a click");
    }
    ensure!(database::rows(&scene.receiver.data())?.is_empty());
    ensure!(js(scene.driver(), "return window.result ?? null").await?.is_null());
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_focus_goes_to_the_title_stays_inside_and_comes_back() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), "document.getElementById('before').focus()").await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    ensure!(js(scene.driver(), FOCUS).await? == "inside title");
    let mut seen = Vec::new();
    // Once round: every section of the contents is a stop.
    for _ in 0..32 {
        scene.driver().action_chain().send_keys(Key::Tab).perform().await?;
        let focus = js(scene.driver(), FOCUS).await?.as_str().unwrap_or_default().to_owned();
        ensure!(focus != "before", "the focus left the notice");
        seen.push(focus);
    }
    for reached in ["inside sections", "inside decline", "inside acknowledge"] {
        ensure!(seen.iter().any(|focus| focus == reached), "{reached} is not reached by keyboard: {seen:?}");
    }
    // Everything by keyboard alone.
    while js(scene.driver(), FOCUS).await? != "inside acknowledge" {
        scene.driver().action_chain().send_keys(Key::Tab).perform().await?;
    }
    scene.driver().action_chain().send_keys(Key::Enter).perform().await?;
    gone(scene.driver()).await?;
    ensure!(js(scene.driver(), FOCUS).await? == "before");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clicks_make_one_record() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    js(
        scene.driver(),
        "const button = document.querySelector('ciente-notice').shadowRoot.querySelector('[part=acknowledge]');
         button.click(); button.click(); button.click();",
    )
    .await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_taken_away_settles_its_call_and_leaves_nothing() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    js(scene.driver(), "window.taken = document.querySelector('ciente-notice'); taken.remove()").await?;
    ensure!(scene.result().await?["outcome"] == "unavailable");
    ensure!(js(scene.driver(), "return taken.shadowRoot.querySelectorAll('dialog').length").await? == 0);
    // Put back, it asks again.
    js(scene.driver(), "document.body.append(taken)").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_that_scroll_do_so_from_the_beginning() -> Result<()> {
    let scene = Scene::open(Look { size: (900, 700), ..Look::ENGLISH }).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    ensure!(js(scene.driver(), FOCUS).await? == "inside title");
    let top = async || -> Result<f64> {
        let top = scene.in_shadow("return shadow.querySelector('.text').scrollTop").await?;
        top.as_f64().ok_or_else(|| anyhow::anyhow!("{top} is no number"))
    };
    let mut before = top().await?;
    ensure!(before == 0.0);
    for key in [Key::Down, Key::PageDown, Key::Space] {
        scene.driver().action_chain().send_keys(key.clone()).perform().await?;
        let now = top().await?;
        ensure!(now > before, "{key:?}: {now} after {before}");
        before = now;
    }
    for (key, is_way) in [(Key::Up, true), (Key::Home, true), (Key::Left, false)] {
        scene.driver().action_chain().send_keys(key.clone()).perform().await?;
        let now = top().await?;
        ensure!((now < before) == is_way, "{key:?}: {now} after {before}");
        before = now;
    }
    ensure!(before == 0.0 && js(scene.driver(), FOCUS).await? == "inside title");
    // Also from the buttons below it, which are not in what scrolls.
    scene.in_shadow("shadow.querySelector('[part=acknowledge]').focus()").await?;
    scene.driver().action_chain().send_keys(Key::PageDown).perform().await?;
    ensure!(top().await? > 0.0 && js(scene.driver(), FOCUS).await? == "inside acknowledge");
    // With others they are the browser's.
    let taken = "return ['', 'altKey', 'ctrlKey', 'metaKey', 'shiftKey'].map((held) => !shadow.querySelector('h2').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true, [held]: true })))";
    let taken = scene.in_shadow(taken).await?;
    ensure!(taken == json!([true, false, false, false, false]), "{taken}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_title_is_read_to_its_end_by_keyboard() -> Result<()> {
    let scene = Scene::open(Look { size: (500, 844), ..Look::ENGLISH }).await?;
    scene
        .publish("titled", &format!("# {}\n\nText.\n{}", "Privacy notice ".repeat(20), "\nMore of it.\n".repeat(60)))?;
    scene.ask("alice", "notice: '/notices/titled'").await?;
    part(scene.driver(), "acknowledge").await?;
    ensure!(js(scene.driver(), FOCUS).await? == "inside title");
    eventually("the title is read to its end", async || {
        scene.driver().action_chain().send_keys(Key::Down).perform().await?;
        let left = "const header = shadow.querySelector('header'); return header.scrollHeight - header.clientHeight - header.scrollTop";
        let left = scene.in_shadow(left).await?;
        ensure!(left.as_f64().is_some_and(|left| left < 2.0), "{left} are left");
        Ok(())
    })
    .await?;
    ensure!(
        scene.in_shadow("return shadow.querySelector('header').scrollTop").await?.as_f64() > Some(0.0),
        "it is short"
    );
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_the_message_away_goes_on_where_they_were() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    part(scene.driver(), "dismiss").await?;
    js(scene.driver(), "document.getElementById('before').focus()").await?;
    scene.in_shadow("shadow.querySelector('[part=dismiss]').focus()").await?;
    scene.driver().action_chain().send_keys(Key::Enter).perform().await?;
    eventually("the message goes", async || {
        ensure!(scene.in_shadow("return !!shadow.querySelector('.toast')").await? == false, "it is still there");
        Ok(())
    })
    .await?;
    ensure!(js(scene.driver(), FOCUS).await? == "before");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn inline_another_text_is_read_from_its_title_by_whoever_was_in_the_one_before() -> Result<()> {
    let mut scene = Scene::open_versions(Look::ENGLISH, &["2022-05"]).await?;
    scene.ask("alice", "mode: 'inline'").await?;
    part(scene.driver(), "acknowledge").await?;
    taken_over(scene.driver()).await?;
    scene.receiver.publish(&["2022-05", "2022-07"]).await?;
    scene.in_shadow("shadow.querySelector('[part=acknowledge]').focus()").await?;
    scene.driver().action_chain().send_keys(Key::Enter).perform().await?;
    status(scene.driver(), "This is the current version").await?;
    let focus = scene.in_shadow("return shadow.activeElement?.getAttribute('part') ?? null").await?;
    ensure!(focus == "title", "{focus}");
    scene.browser.quit().await
}
