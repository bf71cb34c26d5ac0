//! Where the notice stands: in front of the page or in its place; what it leaves behind. A panel has a file of its own.

use crate::{
    panel::{CORNER, DIALOG, inert, page_takes_clicks},
    scene::Scene,
};
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::Look,
    host::Fault,
    page::{cdp, gone, js, js_async, part, taken_over},
    receiver::eventually,
};
use serde_json::json;

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
    scene.shown(1).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(inert(&scene).await? == json!([false, true]));
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn inline_has_a_width_where_the_box_around_it_has_none() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "mode: 'inline'").await?;
    taken_over(scene.driver()).await?;
    let measured = js(
        scene.driver(),
        &format!(
            "const host = document.querySelector('ciente-notice');
             const room = document.documentElement.clientWidth;
             {DIALOG}
             const ways = [
               ['fit-content', {{ width: 'fit-content' }}],
               ['float', {{ float: 'left' }}],
               ['inline-block', {{ display: 'inline-block' }}],
               ['positioned', {{ position: 'absolute', left: '8px' }}],
               ['in what is narrow', {{ width: '300px' }}],
               // A column beside another must not be made wider by it.
               ['column', {{ display: 'grid', gridTemplateColumns: 'minmax(auto, 120px) auto', width: '600px' }}],
             ];
             return ways.map(([name, style]) => {{
               const box = Object.assign(document.createElement('div'));
               Object.assign(box.style, style);
               document.body.append(box);
               box.append(...(name === 'column' ? [document.createElement('p')] : []), host);
               const {{ width }} = dialog.getBoundingClientRect();
               const wanted = name === 'column' ? width <= 600 && width > 100 : name === 'in what is narrow' ? width === 300 : width > Math.min(600, room * 0.8);
               return wanted && document.documentElement.scrollWidth <= innerWidth ? null : `${{name}}: ${{width}} of ${{room}}`;
             }}).filter(Boolean);"
        ),
    )
    .await?;
    ensure!(measured == json!([]), "{measured}");
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    let left = "const box = document.body.appendChild(document.createElement('div'));
        box.style.display = 'inline-block';
        box.append(document.querySelector('ciente-notice'));
        return box.getBoundingClientRect().width";
    ensure!(js(scene.driver(), left).await? == 0, "room is kept for nothing");
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
