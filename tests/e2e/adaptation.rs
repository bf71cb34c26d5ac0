//! The notice gives way to its reader: wider letters and lines, larger text, zoom, little room, colours of their own. Nothing is
//! lost, nothing scrolls sideways, and everything still works.

use crate::{accessibility::axe, scene::Scene};
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    page::{in_notice, js, part, prefer, resize, status, still, taken_over},
};
use serde_json::json;

/// What of the text is cut off, lies outside of the dialog or on a button's edge; sideways scrolling counts too.
const LOST: &str = "
    const dialog = shadow.querySelector('dialog').getBoundingClientRect();
    const text = shadow.querySelector('.text');
    const lost = text.scrollWidth > text.clientWidth + 1 ? [`it scrolls sideways: ${text.scrollWidth} > ${text.clientWidth}`] : [];
    const walk = document.createTreeWalker(shadow.querySelector('dialog'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      const words = node.textContent.trim();
      // The heads of columns are said beside each cell of a card; a choice of languages shows what fits.
      if (!words || node.parentElement.closest('option, thead, svg')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const button = node.parentElement.closest('button')?.getBoundingClientRect();
      for (const box of range.getClientRects()) {
        if (!box.width) continue;
        if (box.left < dialog.left - 1 || box.right > dialog.right + 1) lost.push(`outside: ${words}`);
        if (button && (box.left < button.left - 1 || box.right > button.right + 1 || box.top < button.top - 1 || box.bottom > button.bottom + 1)) lost.push(`over the edge of its button: ${words}`);
      }
      for (let e = node.parentElement; e && e !== text && e.localName !== 'dialog'; e = e.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(e);
        if (/hidden|clip/.test(overflowX) && e.scrollWidth > e.clientWidth + 1) lost.push(`cut off at the side: ${words}`);
        if (/hidden|clip/.test(overflowY) && e.scrollHeight > e.clientHeight + 1) lost.push(`cut off below: ${words}`);
      }
    }
    return lost;";

async fn nothing_is_lost(scene: &Scene, when: &str) -> Result<()> {
    let lost = scene.in_shadow(LOST).await?;
    ensure!(lost == json!([]), "{when}: {lost}");
    Ok(())
}

/// The notice as it is asked for, and nothing moves any more.
async fn ask(scene: &Scene, options: &str) -> Result<()> {
    scene.ask("alice", options).await?;
    taken_over(scene.driver()).await?;
    still(scene.driver()).await
}

/// Nothing is lost while it is read to its end, unfolded and acknowledged.
async fn everything_works(scene: &Scene, when: &str) -> Result<()> {
    nothing_is_lost(scene, when).await?;
    let summary = in_notice(scene.driver(), "summary").await?;
    summary.scroll_into_view().await?;
    summary.click().await?;
    nothing_is_lost(scene, &format!("{when}, unfolded")).await?;
    part(scene.driver(), "acknowledge").await?.scroll_into_view().await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded", "{when}");
    Ok(())
}

/// WCAG 2.2, 1.4.12.
#[tokio::test(flavor = "multi_thread")]
async fn readers_may_space_the_text_out() -> Result<()> {
    for (size, language) in [((1280, 900), "pt-BR"), ((500, 844), "pt-BR"), ((500, 844), "ja"), ((500, 844), "ar")] {
        let scene = Scene::open(Look { size, language, ..Look::default() }).await?;
        ask(&scene, "").await?;
        let spaced = "const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
              p { margin-block-end: 2em !important; }`);
            shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];";
        scene.in_shadow(spaced).await?;
        everything_works(&scene, &format!("{language}, {size:?}")).await?;
        scene.browser.quit().await?;
    }
    Ok(())
}

/// WCAG 2.2, 1.4.4.
#[tokio::test(flavor = "multi_thread")]
async fn text_may_be_twice_as_large() -> Result<()> {
    needs!(DevTools);
    for (size, language) in [((1280, 900), "pt-BR"), ((500, 844), "pt-BR"), ((500, 844), "ar")] {
        let scene = Scene::open(Look { size, language, text: 32, ..Look::default() }).await?;
        ask(&scene, "").await?;
        let large = scene.in_shadow("return getComputedStyle(shadow.querySelector('.text')).fontSize").await?;
        ensure!(large == "32px", "the reader's size is not taken");
        everything_works(&scene, &format!("{language}, {size:?}")).await?;
        scene.browser.quit().await?;
    }
    Ok(())
}

/// WCAG 2.2, 1.4.10: a window of 1280 × 1024 at 400 %.
#[tokio::test(flavor = "multi_thread")]
async fn everything_may_be_four_times_as_large() -> Result<()> {
    needs!(DevTools);
    for language in ["pt-BR", "ar", "ja"] {
        let scene = Scene::open(Look { language, ..Look::default() }).await?;
        resize(scene.driver(), 320, 256, 4).await?;
        ask(&scene, "").await?;
        axe(&scene).await?;
        everything_works(&scene, language).await?;
        scene.browser.quit().await?;
    }
    Ok(())
}

/// Puts the element into a part of the page of 360 × 480 pixels, of which a script says more.
async fn in_a_corner(scene: &Scene, more: &str) -> Result<()> {
    let script = "const corner = document.createElement('section');
        const element = document.createElement('ciente-notice');
        Object.assign(corner.style, { position: 'fixed', right: '0', bottom: '0', width: '360px', height: '480px' });
        corner.append(element);
        document.body.append(corner);";
    js(scene.driver(), &format!("{script} {more}")).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_panel_and_a_place_in_the_page_are_enough() -> Result<()> {
    for (language, mode) in [("pt-BR", "panel"), ("ar", "panel"), ("en", "inline"), ("ar", "inline")] {
        let scene = Scene::open(Look { language, dark: mode == "panel", ..Look::default() }).await?;
        let overflow = if mode == "inline" { "auto" } else { "visible" };
        in_a_corner(&scene, &format!("corner.style.overflow = '{overflow}'")).await?;
        ask(&scene, &format!("mode: '{mode}'")).await?;
        axe(&scene).await?;
        everything_works(&scene, &format!("{language}, {mode}")).await?;
        scene.browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_small_panel_with_large_letters_there_is_room_to_read() -> Result<()> {
    for language in ["pt-BR", "ar"] {
        let scene = Scene::open(Look { language, ..Look::default() }).await?;
        in_a_corner(&scene, "element.style.setProperty('--ciente-font-size', '32px')").await?;
        ask(&scene, "mode: 'panel'").await?;
        axe(&scene).await?;
        let room = "
            const { top } = shadow.querySelector('dialog').getBoundingClientRect();
            shadow.querySelector('.essence').scrollIntoView();
            const below = Math.max(top, shadow.querySelector('.text').getBoundingClientRect().top);
            return (shadow.querySelector('footer').getBoundingClientRect().top - below) / 32;";
        let lines = scene.in_shadow(room).await?.as_f64().unwrap_or_default() / 1.55;
        ensure!(lines > 6.0, "{language}: {lines:.1} lines are seen at a time");
        everything_works(&scene, language).await?;
        scene.browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_may_bring_their_own_colours() -> Result<()> {
    needs!(DevTools);
    let scene = Scene::open(Look::ENGLISH).await?;
    prefer(scene.driver(), "forced-colors", "active").await?;
    ensure!(js(scene.driver(), "return matchMedia('(forced-colors: active)').matches").await? == true);
    ask(&scene, "").await?;
    axe(&scene).await?;
    // What colour alone would tell has a line around it, or a colour of the reader's.
    let shown = scene
        .in_shadow(
            "const style = (css) => getComputedStyle(shadow.querySelector(css));
             return {
               edges: ['dialog', '[part=acknowledge]', '[part=decline]', 'dd li'].map((css) => parseFloat(style(css).borderBlockStartWidth) > 0),
               bars: new Set(['.ground', '.keep', '.using'].map((css) => style(css).fill)).size,
             }",
        )
        .await?;
    ensure!(shown == json!({ "edges": [true, true, true, true], "bars": 3 }), "{shown}");
    part(scene.driver(), "acknowledge").await?.click().await?;
    status(scene.driver(), "Recorded").await?;
    axe(&scene).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_less_motion_sees_none() -> Result<()> {
    needs!(DevTools);
    let scene = Scene::open(Look::ENGLISH).await?;
    for (value, moves) in [("no-preference", true), ("reduce", false)] {
        prefer(scene.driver(), "prefers-reduced-motion", value).await?;
        scene.reload().await?;
        scene.ask("alice", "").await?;
        part(scene.driver(), "acknowledge").await?;
        let style = "return getComputedStyle(shadow.querySelector('dialog')).animationName !== 'none'";
        ensure!(scene.in_shadow(style).await? == moves, "{value}");
    }
    scene.browser.quit().await
}
