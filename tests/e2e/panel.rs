//! A panel covers the part of the page that holds the element: what is inert meanwhile, and where the focus goes.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    page::{gone, is_shown, js, js_async, part, taken_over},
    receiver::{eventually, quiet},
};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

/// A chat widget in the corner of a page: a composer, something that was inert before, and our element.
pub(crate) const CORNER: &str = "
    const corner = Object.assign(document.createElement('section'), { id: 'corner' });
    Object.assign(corner.style, { position: 'fixed', right: '16px', bottom: '16px', width: '360px', height: '520px' });
    corner.append(
      Object.assign(document.createElement('textarea'), { id: 'composer' }),
      Object.assign(document.createElement('p'), { id: 'asleep', inert: true }),
      document.createElement('ciente-notice'));
    // Where composers are.
    Object.assign(corner.firstChild.style, { position: 'absolute', left: '0', bottom: '0' });
    document.body.append(corner);";
pub(crate) const DIALOG: &str =
    "const dialog = document.querySelector('ciente-notice').shadowRoot.querySelector('dialog');";

/// Fails unless the page around the notice can be used.
pub(crate) async fn page_takes_clicks(scene: &Scene) -> Result<()> {
    js(scene.driver(), "window.clicked = 0; document.getElementById('before').onclick = () => ++window.clicked")
        .await?;
    scene.driver().find(By::Id("before")).await?.click().await?;
    ensure!(js(scene.driver(), "return clicked").await? == 1, "the page is inert");
    Ok(())
}

/// Whether the composer is, and what was so before.
pub(crate) async fn inert(scene: &Scene) -> Result<Value> {
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

    // And what the host itself focuses at the next moment keeps the focus.
    js(
        scene.driver(),
        "corner.append(document.createElement('ciente-notice')); document.getElementById('before').focus()",
    )
    .await?;
    scene.ask("carol", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?;
    js_async(
        scene.driver(),
        "await (async () => {
           document.querySelector('ciente-notice').remove();
           await null;
           composer.focus();
         })()",
    )
    .await?;
    quiet().await;
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

/// Fields of component libraries stand in shadow roots of their own.
#[tokio::test(flavor = "multi_thread")]
async fn a_field_of_a_component_keeps_the_focus_and_gets_it_back() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), CORNER).await?;
    let field = "const field = document.createElement('div');
         field.attachShadow({ mode: 'open' }).append(document.createElement('input'));
         window.field = field.shadowRoot.firstChild;";
    let typed = |wanted: &'static str| {
        let scene = &scene;
        async move {
            let value = js(scene.driver(), "return field.value").await?;
            ensure!(value == wanted, "{value}");
            anyhow::Ok(())
        }
    };
    // Beside the part that is covered, they go on.
    js(scene.driver(), &format!("{field} document.body.append(field); window.field.focus()")).await?;
    scene.driver().action_chain().send_keys("look").perform().await?;
    scene.ask("alice", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?;
    taken_over(scene.driver()).await?;
    scene.driver().action_chain().send_keys("ing").perform().await?;
    typed("looking").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["outcome"] == "acknowledged");
    // Within it, they get it back.
    js(scene.driver(), "document.querySelector('ciente-notice').reset(); window.result = undefined").await?;
    js(scene.driver(), &format!("{field} document.getElementById('corner').append(field); window.field.focus()"))
        .await?;
    scene.ask("bob", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?;
    taken_over(scene.driver()).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["outcome"] == "acknowledged");
    eventually("the focus is back", async || {
        ensure!(js(scene.driver(), "return field.getRootNode().activeElement === field").await? == true, "not yet");
        Ok(())
    })
    .await?;
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
async fn what_the_host_puts_beside_a_panel_later_cannot_be_used_and_its_dialogs_can() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), CORNER).await?;
    scene.ask("alice", "mode: 'panel'").await?;
    let acknowledge = part(scene.driver(), "acknowledge").await?;
    js(
        scene.driver(),
        "corner.append(Object.assign(document.createElement('button'), { id: 'late' }));
         corner.append(Object.assign(document.createElement('dialog'), { id: 'session' }));
         session.append(Object.assign(document.createElement('button'), { id: 'renew', textContent: 'Sign in again' }));
         renew.onclick = () => session.close();",
    )
    .await?;
    let inert_now = "return ['late', 'session'].map((id) => document.getElementById(id).inert)";
    eventually("it is inert", async || {
        let found = js(scene.driver(), inert_now).await?;
        ensure!(found == json!([true, false]), "{found}");
        Ok(())
    })
    .await?;
    // As a host does that writes its page anew, and keeps the elements.
    js(scene.driver(), "for (const one of [composer, late]) one.removeAttribute('inert')").await?;
    eventually("it is inert again", async || {
        let found = js(scene.driver(), "return [composer.inert, late.inert]").await?;
        ensure!(found == json!([true, true]), "{found}");
        Ok(())
    })
    .await?;
    // It did not go away and come back for that.
    scene.shown(1).await?;
    js(scene.driver(), "session.showModal()").await?;
    scene.driver().find(By::Id("renew")).await?.click().await?;
    ensure!(js(scene.driver(), "return session.open").await? == false, "a dialog of the host's cannot be used");
    acknowledge.click().await?;
    gone(scene.driver()).await?;
    ensure!(js(scene.driver(), inert_now).await? == json!([false, false]));
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

/// As pages are that a library keeps as HTML and puts back, with what a panel had made inert when they were kept.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_panel_of_a_kept_page_made_inert_can_be_used_afterwards() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), CORNER).await?;
    scene.ask("alice", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?;
    js(
        scene.driver(),
        "const kept = corner.outerHTML;
         corner.remove();
         document.body.insertAdjacentHTML('beforeend', kept);",
    )
    .await?;
    ensure!(inert(&scene).await? == json!([true, true]));
    scene.ask("alice", "mode: 'panel'").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(inert(&scene).await? == json!([false, true]));
    scene.browser.quit().await
}

/// Icons have no `inert` of their own.
#[tokio::test(flavor = "multi_thread")]
async fn a_picture_beside_a_panel_lets_it_come_to_rest() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), CORNER).await?;
    js(
        scene.driver(),
        "corner.append(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));
         const button = Object.assign(document.createElement('button'), { id: 'odd' });
         Object.defineProperty(button, 'inert', { get: () => false, set() {} });
         corner.append(button);",
    )
    .await?;
    scene.ask("alice", "mode: 'panel'").await?;
    taken_over(scene.driver()).await?;
    js(
        scene.driver(),
        &format!("{DIALOG} window.turns = 0; new MutationObserver(() => ++turns).observe(dialog, {{ attributeFilter: ['open'] }})"),
    )
    .await?;
    quiet().await;
    ensure!(js(scene.driver(), "return turns").await? == 0, "it opens and closes without end");
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    let left = "return [...corner.children].filter((child) => child.getAttribute('inert') === 'ciente').length";
    ensure!(js(scene.driver(), left).await? == 0);
    scene.browser.quit().await
}

/// A component of the host's that is torn down meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_takes_no_focus_back_keeps_nobody() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), CORNER).await?;
    js(
        scene.driver(),
        "const editor = Object.assign(document.createElement('div'), { tabIndex: 0 });
         corner.append(editor); editor.focus(); editor.focus = () => { throw Error('gone'); };",
    )
    .await?;
    for user in ["alice", "bob"] {
        scene.ask(user, "mode: 'panel'").await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        ensure!(scene.result().await?["delivery"] == "recorded", "{user}");
        gone(scene.driver()).await?;
        js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    }
    scene.browser.quit().await
}
