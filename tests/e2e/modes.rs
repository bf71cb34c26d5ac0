//! Where the notice stands: in front of the page, of the part that holds the element, or of nothing; and what it leaves behind.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::Look,
    host::Fault,
    page::{cdp, gone, is_shown, js, js_async, part, taken_over},
    receiver::eventually,
};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

/// A chat widget in the corner of a page: a composer, something that was inert before, and our element.
const CORNER: &str = "
    const corner = Object.assign(document.createElement('section'), { id: 'corner' });
    Object.assign(corner.style, { position: 'fixed', right: '16px', bottom: '16px', width: '360px', height: '520px' });
    corner.append(
      Object.assign(document.createElement('textarea'), { id: 'composer' }),
      Object.assign(document.createElement('p'), { id: 'asleep', inert: true }),
      document.createElement('ciente-notice'));
    // Where composers are.
    Object.assign(corner.firstChild.style, { position: 'absolute', left: '0', bottom: '0' });
    document.body.append(corner);";
const DIALOG: &str = "const dialog = document.querySelector('ciente-notice').shadowRoot.querySelector('dialog');";

async fn page_takes_clicks(scene: &Scene) -> Result<()> {
    js(scene.driver(), "window.clicked = 0; document.getElementById('before').onclick = () => ++window.clicked")
        .await?;
    scene.driver().find(By::Id("before")).await?.click().await?;
    ensure!(js(scene.driver(), "return clicked").await? == 1, "the page is inert");
    Ok(())
}

async fn inert(scene: &Scene) -> Result<Value> {
    js(scene.driver(), "return ['composer', 'asleep'].map((id) => document.getElementById(id).inert)").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_fills_what_holds_it_and_leaves_the_rest_of_the_page_alone() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), CORNER).await?;
    scene.driver().find(By::Id("composer")).await?.send_keys("Olá, ").await?;
    scene.ask("alice", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?;
    // The same before and after the code has arrived.
    for _ in 0..2 {
        let boxes = js(
            scene.driver(),
            &format!(
                "{DIALOG} const box = (e) => {{ const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; }};
                 return [box(dialog), box(document.getElementById('corner')), dialog.matches(':modal')]"
            ),
        )
        .await?;
        ensure!(boxes[0] == boxes[1] && boxes[2] == false, "{boxes}");
        ensure!(inert(&scene).await? == json!([true, true]));
        taken_over(scene.driver()).await?;
    }
    ensure!(
        js(scene.driver(), "return document.activeElement.shadowRoot.activeElement.getAttribute('part')").await?
            == "title"
    );
    for _ in 0..4 {
        scene.driver().action_chain().send_keys(Key::Escape).perform().await?;
    }
    ensure!(is_shown(scene.driver()).await?, "Escape closed it");
    page_takes_clicks(&scene).await?;
    ensure!(js(scene.driver(), "return window.result ?? null").await?.is_null());

    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(inert(&scene).await? == json!([false, true]), "what was inert before stays so, and nothing else");
    let composer = scene.driver().find(By::Id("composer")).await?;
    composer.click().await?;
    composer.send_keys("tudo bem?").await?;
    ensure!(js(scene.driver(), "return document.getElementById('composer').value").await? == "Olá, tudo bem?");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_scrolls_what_stands_in_it() -> Result<()> {
    needs!(DevTools);
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "mode: 'inline'").await?;
    part(scene.driver(), "acknowledge").await?;
    let at = js(
        scene.driver(),
        "const { left, top } = document.querySelector('ciente-notice').shadowRoot.querySelector('.essence').getBoundingClientRect();
         return [left + 40, top + 20]",
    )
    .await?;
    let wheel = json!({ "type": "mouseWheel", "x": at[0], "y": at[1], "deltaX": 0, "deltaY": 240 });
    cdp(scene.driver(), "Input.dispatchMouseEvent", wheel).await?;
    eventually("the page scrolls", async || {
        let down = js(scene.driver(), "return scrollY").await?;
        ensure!(down.as_f64().is_some_and(|down| down > 100.0), "{down}");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_gives_the_focus_back_to_the_composer() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), CORNER).await?;
    js(scene.driver(), "document.getElementById('composer').focus()").await?;
    scene.ask("alice", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(js(scene.driver(), "return document.activeElement.id").await? == "composer");

    // Also when the element is taken away in the middle.
    scene.ask("bob", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?;
    js(scene.driver(), "document.querySelector('ciente-notice').remove()").await?;
    ensure!(scene.result().await? == json!({ "outcome": "unavailable" }));
    ensure!(inert(&scene).await? == json!([false, true]));
    ensure!(js(scene.driver(), "return document.activeElement.id").await? == "composer");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_lets_whoever_writes_beside_it_go_on() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), CORNER).await?;
    js(scene.driver(), "document.body.append(Object.assign(document.createElement('input'), { id: 'search' }))")
        .await?;
    let search = scene.driver().find(By::Id("search")).await?;
    search.send_keys("look").await?;
    scene.ask("alice", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?;
    taken_over(scene.driver()).await?;
    scene.driver().active_element().await?.send_keys("ing").await?;
    ensure!(search.prop("value").await?.as_deref() == Some("looking"), "the focus was taken away");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_panel_covers_cannot_be_used_however_deep_the_element_stands() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), CORNER).await?;
    js(
        scene.driver(),
        "const wrapper = document.createElement('div');
         document.getElementById('corner').append(wrapper);
         wrapper.append(document.querySelector('ciente-notice'));",
    )
    .await?;
    scene.ask("alice", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?;
    ensure!(inert(&scene).await? == json!([true, true]));
    page_takes_clicks(&scene).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(inert(&scene).await? == json!([false, true]));
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_in_a_shadow_root_gives_the_focus_back_there() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "const chat = document.createElement('section');
         Object.assign(chat.style, { position: 'fixed', right: '16px', bottom: '16px', width: '360px', height: '520px' });
         window.inside = chat.attachShadow({ mode: 'open' });
         inside.append(document.createElement('textarea'), document.createElement('ciente-notice'));
         document.body.append(chat);
         inside.querySelector('textarea').focus();
         const options = { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice', mode: 'panel' };
         customElements.whenDefined('ciente-notice').then(() =>
           inside.querySelector('ciente-notice').require(options).then((settled) => (window.result = settled)));",
    )
    .await?;
    let notice = "const notice = inside.querySelector('ciente-notice').shadowRoot;";
    eventually("the notice is there", async || {
        let live = js(scene.driver(), &format!("{notice} return !!notice.querySelector('[data-live]')")).await?;
        ensure!(live == true, "not yet");
        Ok(())
    })
    .await?;
    ensure!(js(scene.driver(), "return inside.querySelector('textarea').inert").await? == true);
    js(scene.driver(), &format!("{notice} notice.querySelector('[part=acknowledge]').click()")).await?;
    ensure!(scene.result().await?["outcome"] == "acknowledged");
    eventually("the focus is back", async || {
        let focused = js(scene.driver(), "return inside.activeElement?.localName ?? null").await?;
        ensure!(focused == "textarea", "{focused}");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_that_is_slotted_into_a_component_covers_what_stands_there() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "const chat = document.createElement('section').attachShadow({ mode: 'open' });
         const box = document.createElement('div');
         Object.assign(box.style, { position: 'fixed', right: '16px', bottom: '16px', width: '360px', height: '520px' });
         box.append(document.createElement('textarea'), document.createElement('slot'));
         chat.append(document.createElement('input'), box);
         chat.host.append(document.createElement('ciente-notice'));
         document.body.append(chat.host);
         window.inside = chat;",
    )
    .await?;
    scene.ask("alice", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?;
    let inert =
        "return [inside.querySelector('textarea'), inside.querySelector('input'), document.getElementById('before')]
        .map((element) => !!element.closest('[inert]'))";
    let found = js(scene.driver(), inert).await?;
    ensure!(found == json!([true, false, false]), "{found}");
    page_takes_clicks(&scene).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(js(scene.driver(), inert).await? == json!([false, false, false]));
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mode_may_change_while_the_notice_is_shown() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), CORNER).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    let modal = format!("{DIALOG} return [dialog.open, dialog.matches(':modal')]");
    for (mode, is_modal, is_inert) in
        [("panel", false, true), ("inline", false, false), ("modal", true, false), ("panel", false, true)]
    {
        js(scene.driver(), &format!("document.querySelector('ciente-notice').mode = '{mode}'")).await?;
        ensure!(js(scene.driver(), &modal).await? == json!([true, is_modal]), "{mode}");
        ensure!(inert(&scene).await? == json!([is_inert, true]), "{mode}");
    }
    ensure!(scene.events("shown").await?.len() == 1);
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(inert(&scene).await? == json!([false, true]));
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn inline_keeps_nobody_from_anything() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), "document.getElementById('before').focus()").await?;
    scene.ask("alice", "mode: 'inline'").await?;
    let acknowledge = part(scene.driver(), "acknowledge").await?;
    taken_over(scene.driver()).await?;
    ensure!(js(scene.driver(), "return document.activeElement.id").await? == "before", "it took the focus");
    page_takes_clicks(&scene).await?;
    acknowledge.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    gone(scene.driver()).await?;
    ensure!(js(scene.driver(), "return document.activeElement.id").await? == "before", "the focus is nowhere");

    scene.ask("bob", "mode: 'popup'").await?;
    ensure!(scene.result().await? == json!({ "outcome": "unavailable" }));
    let errors = scene.events("error").await?;
    ensure!(errors.len() == 1 && errors[0]["message"].as_str().is_some_and(|m| m.starts_with("mode ")), "{errors:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_elements_own_content_is_there_until_something_better_is() -> Result<()> {
    const MANIFEST: &str = "/notices/im/manifest.json";
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "const link = Object.assign(document.createElement('a'), { id: 'own', href: '/policy', textContent: 'Policy' });
         const element = document.createElement('ciente-notice');
         element.append(link);
         document.body.append(element);",
    )
    .await?;
    let own = "return document.getElementById('own').checkVisibility()";
    scene.host.fault("GET", MANIFEST, usize::MAX, Fault::Held);
    scene.ask("alice", "").await?;
    ensure!(js(scene.driver(), own).await? == true, "nothing better is there yet");
    scene.host.mend();
    part(scene.driver(), "acknowledge").await?;
    ensure!(js(scene.driver(), own).await? == false, "the notice is there");
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    ensure!(js(scene.driver(), own).await? == true);

    // Where the notice cannot be had, it is what there is.
    scene.host.fault("GET", MANIFEST, usize::MAX, Fault::status(404));
    scene.ask("bob", "").await?;
    ensure!(scene.result().await? == json!({ "outcome": "unavailable" }));
    ensure!(js(scene.driver(), own).await? == true);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_lays_out_its_children_lays_out_nothing_of_the_notice() -> Result<()> {
    const HEIGHT: &str = "return document.getElementById('column').clientHeight";
    for mode in ["modal", "panel"] {
        let scene = Scene::open(Look::default()).await?;
        js(
            scene.driver(),
            "const column = Object.assign(document.createElement('div'), { id: 'column' });
             Object.assign(column.style, { display: 'grid', gap: '20px', position: 'relative' });
             const chat = Object.assign(document.createElement('p'), { textContent: 'Olá' });
             Object.assign(chat.style, { margin: 0, height: '400px' });
             column.append(chat, document.createElement('ciente-notice'));
             document.body.append(column)",
        )
        .await?;
        scene.ask("alice", &format!("mode: '{mode}'")).await?;
        part(scene.driver(), "acknowledge").await?;
        taken_over(scene.driver()).await?;
        ensure!(js(scene.driver(), HEIGHT).await? == 400, "{mode}, shown");
        part(scene.driver(), "acknowledge").await?.click().await?;
        gone(scene.driver()).await?;
        ensure!(js(scene.driver(), HEIGHT).await? == 400, "{mode}, after it");
        scene.browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_to_look_the_notice_up_in_is_not_taken_to_ask_in() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "const element = document.createElement('ciente-notice');
         [element.readonly, element.mode] = [true, 'inline'];
         document.body.prepend(element)",
    )
    .await?;
    scene.ask("alice", "").await?;
    let asks = "return [...document.querySelectorAll('ciente-notice')].map((element) =>
        [element.readonly, !!element.shadowRoot.querySelector('dialog[open] [part=acknowledge]')])";
    eventually("another element asks", async || {
        let asks = js(scene.driver(), asks).await?;
        ensure!(asks == json!([[true, false], [false, true]]), "{asks}");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_times_shown_and_taken_away_leaves_nothing() -> Result<()> {
    needs!(DevTools);
    let scene = Scene::open(Look::default()).await?;
    // Some are taken away as soon as they can be read, some when the widget has them.
    let rounds = async |from: usize, to: usize| {
        js_async(
            scene.driver(),
            &format!(
                "await (async () => {{
                   for (let i = {from}; i < {to}; i++) {{
                     const element = document.createElement('ciente-notice');
                     const shown = new Promise((done) => element.addEventListener('ciente-shown', done, {{ once: true }}));
                     Object.assign(element, {{ notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice',
                       mode: ['modal', 'panel', 'inline'][i % 3] }});
                     document.body.append(element);
                     await shown;
                     while (i % 2 && !element.shadowRoot.querySelector('[data-live]'))
                       await new Promise((done) => setTimeout(done));
                     element.remove();
                     await 0;
                   }}
                   events.length = 0;
                   return document.querySelectorAll('ciente-notice, [inert]').length;
                 }})()"
            ),
        )
        .await
    };
    let counted = async || -> Result<(i64, i64)> {
        for _ in 0..3 {
            cdp(scene.driver(), "HeapProfiler.collectGarbage", json!({})).await?;
        }
        let counters = cdp(scene.driver(), "Memory.getDOMCounters", json!({})).await?;
        let count = |name: &str| counters[name].as_i64().context("no count");
        Ok((count("nodes")?, count("jsEventListeners")?))
    };
    ensure!(rounds(0, 20).await? == 0);
    let before = counted().await?;
    for from in (20..520).step_by(10) {
        ensure!(rounds(from, from + 10).await? == 0);
    }
    eventually("what was there is collected", async || {
        let after = counted().await?;
        // One notice has some three hundred nodes: five hundred leaked ones could not hide.
        ensure!(after.0 < before.0 + 600 && after.1 <= before.1 + 10, "{before:?} became {after:?}");
        Ok(())
    })
    .await?;
    ensure!(js(scene.driver(), "return document.body.inert || document.querySelector('main').inert").await? == false);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_panels_in_one_place_come_one_after_the_other() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(scene.driver(), CORNER).await?;
    js(
        scene.driver(),
        "const options = { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', mode: 'panel' };
         const first = document.querySelector('#corner ciente-notice');
         const second = first.cloneNode();
         document.getElementById('corner').append(second);
         window.panels = [first, second];
         window.results = [null, null];
         panels.forEach((panel, n) => panel.require({ ...options, subject: `user-${n}` }).then((it) => (results[n] = it)));",
    )
    .await?;
    // The one that the pointer reaches is the one that is there.
    let acknowledge = "const open = panels.filter((panel) => panel.shadowRoot.querySelector('dialog[open]'));
         if (open.length !== 1 || open[0].closest('[inert]')) return null;
         const button = open[0].shadowRoot.querySelector('[part=acknowledge]');
         const { left, top } = button.getBoundingClientRect();
         if (open[0].shadowRoot.elementFromPoint(left + 9, top + 9)?.closest('button') !== button) return null;
         button.click();
         return panels.indexOf(open[0])";
    let mut answered = Vec::new();
    for _ in 0..2 {
        eventually("one of them can be answered", async || {
            let which = js(scene.driver(), acknowledge).await?;
            ensure!(which.is_number() && !answered.contains(&which), "{which}");
            answered.push(which.clone());
            Ok(())
        })
        .await?;
        eventually("it is over", async || {
            let results =
                js(scene.driver(), "return results.filter((it) => it?.outcome === 'acknowledged').length").await?;
            ensure!(results == answered.len(), "{results}");
            Ok(())
        })
        .await?;
    }
    page_takes_clicks(&scene).await?;
    ensure!(inert(&scene).await? == json!([false, true]));
    scene.browser.quit().await
}
