//! What the host's page does to the element: sets properties early, hides it, moves it, styles everything in sight.

use crate::{panel::page_takes_clicks, scene::Scene};
use anyhow::{Result, bail, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    engine::Engine,
    page::{complaints, gone, in_notice, is_shown, js, js_async, part, run_module, taken_over},
    receiver::eventually,
};
use serde_json::{Value, json};

const MODAL: &str =
    "return document.querySelector('ciente-notice')?.shadowRoot.querySelector('dialog')?.matches(':modal') ?? false";

async fn is_modal(scene: &Scene, wanted: bool) -> Result<()> {
    eventually(if wanted { "the notice is in front" } else { "the notice lets go of the page" }, async || {
        ensure!(js(scene.driver(), MODAL).await? == wanted, "not yet");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_is_hidden_lets_go_of_the_page_and_comes_back() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), "document.body.append(Object.assign(document.createElement('div'), { id: 'chat' }))").await?;
    js(scene.driver(), "chat.append(document.createElement('ciente-notice'))").await?;
    scene.ask("alice", "").await?;
    is_modal(&scene, true).await?;
    for (hide, show) in [
        (
            "document.querySelector('ciente-notice').hidden = true",
            "document.querySelector('ciente-notice').hidden = false",
        ),
        ("chat.hidden = true", "chat.hidden = false"),
        // As a closed `details` does.
        ("chat.style.contentVisibility = 'hidden'", "chat.style.contentVisibility = ''"),
    ] {
        js(scene.driver(), hide).await?;
        is_modal(&scene, false).await?;
        page_takes_clicks(&scene).await?;
        ensure!(js(scene.driver(), "return window.result ?? null").await?.is_null(), "hiding is no answer");
        js(scene.driver(), show).await?;
        is_modal(&scene, true).await?;
    }
    scene.shown(1).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_enlarged_leaves_the_buttons_on_the_screen() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    let seen = "const shadow = document.querySelector('ciente-notice').shadowRoot;
        const boxes = ['title', 'acknowledge', 'decline'].map((name) => shadow.querySelector(`[part=${name}]`).getBoundingClientRect());
        return boxes.every(({ top, bottom }) => top >= 0 && bottom <= innerHeight) || JSON.stringify(boxes)";
    for selector in ["html", "body", "ciente-notice"] {
        for zoom in ["1.25", "1.5", "2"] {
            js(scene.driver(), &format!("document.querySelector('{selector}').style.zoom = {zoom}")).await?;
            let seen = js(scene.driver(), seen).await?;
            ensure!(seen == true, "{selector} at {zoom}: {seen}");
        }
        js(scene.driver(), &format!("document.querySelector('{selector}').style.zoom = ''")).await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_begins_hidden_is_shown_when_it_can_be_seen() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "const element = document.createElement('ciente-notice');
         Object.assign(element, { hidden: true, notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice' });
         document.body.append(element);",
    )
    .await?;
    in_notice(scene.driver(), "dialog [part=title]").await?;
    page_takes_clicks(&scene).await?;
    ensure!(scene.events("shown").await?.is_empty(), "nobody can read it yet");
    js(scene.driver(), "document.querySelector('ciente-notice').hidden = false").await?;
    is_modal(&scene, true).await?;
    scene.shown(1).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_where_nothing_is_shown_is_not_the_one_to_ask_with() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "const chat = Object.assign(document.createElement('div'), { hidden: true });
         chat.append(document.createElement('ciente-notice'));
         document.body.prepend(chat);",
    )
    .await?;
    scene.ask("alice", "").await?;
    scene.shown(1).await?;
    ensure!(js(scene.driver(), "return document.querySelectorAll('ciente-notice').length").await? == 2);
    scene.browser.quit().await
}

/// A chat whose launcher has not been clicked yet, and a login effect that runs twice.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_being_asked_in_a_page_that_is_hidden_is_not_asked_a_second_time() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(
        scene.driver(),
        "document.body.append(document.createElement('ciente-notice')); document.body.style.display = 'none'",
    )
    .await?;
    scene.ask("alice", "").await?;
    let stands = "return !!document.querySelectorAll('ciente-notice')[1]?.shadowRoot.querySelector('dialog')";
    eventually("there is a notice", async || {
        ensure!(js(scene.driver(), stands).await? == true, "not yet");
        Ok(())
    })
    .await?;
    js(scene.driver(), "document.body.style.display = ''").await?;
    scene.ask("alice", "").await?;
    scene.shown(1).await?;
    let open = "return [...document.querySelectorAll('ciente-notice')].filter((e) => e.shadowRoot.querySelector('dialog[open]')).length";
    ensure!(js(scene.driver(), open).await? == 1);
    ensure!(js(scene.driver(), "return document.querySelectorAll('ciente-notice').length").await? == 2);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_is_moved_or_closed_by_others_stays_in_front() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), "document.getElementById('before').focus()").await?;
    scene.ask("alice", "").await?;
    is_modal(&scene, true).await?;
    for disturb in [
        "document.querySelector('main').append(document.querySelector('ciente-notice'))",
        "document.body.prepend(document.querySelector('ciente-notice'))",
        "document.querySelector('ciente-notice').shadowRoot.querySelector('dialog').close()",
    ] {
        js(scene.driver(), disturb).await?;
        is_modal(&scene, true).await?;
    }
    ensure!(js(scene.driver(), "return window.result ?? null").await?.is_null());
    scene.shown(1).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(js(scene.driver(), "return document.activeElement.id").await? == "before", "the focus is not given back");
    page_takes_clicks(&scene).await?;
    let complaints = complaints(scene.driver()).await?;
    ensure!(complaints.is_empty(), "{complaints:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_was_answered_stays_away_whatever_the_host_does_with_its_element() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    for (user, answer) in [("alice", "acknowledge"), ("bob", "decline")] {
        scene.ask(user, "").await?;
        part(scene.driver(), answer).await?.click().await?;
        gone(scene.driver()).await?;
        for disturb in [
            "document.querySelector('main').append(notice)",
            "document.body.prepend(notice)",
            "notice.mode = 'panel'",
            "notice.mode = 'modal'",
        ] {
            js(scene.driver(), &format!("const notice = document.querySelector('ciente-notice'); {disturb}")).await?;
            // What puts it in front does so at once, or when its box is measured anew.
            let frames = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
            js_async(scene.driver(), frames).await?;
            ensure!(!is_shown(scene.driver()).await?, "{answer}, then {disturb}: it is there again");
        }
        // Looked up it is there, and where it belongs.
        js(scene.driver(), "document.querySelector('ciente-notice').open({ readonly: true })").await?;
        part(scene.driver(), "close").await?.click().await?;
        gone(scene.driver()).await?;
        js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn removal_gives_the_focus_back() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), "document.getElementById('before').focus()").await?;
    scene.ask("alice", "").await?;
    is_modal(&scene, true).await?;
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    ensure!(!is_shown(scene.driver()).await?);
    ensure!(js(scene.driver(), "return document.activeElement.id").await? == "before");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn properties_set_before_the_element_is_defined_hold() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.open_bare().await?;
    scene.host.serve(
        "/early.js",
        "window.element = document.createElement('ciente-notice');
         window.authorize = () => ({ authorization: 'Bearer early' });
         Object.assign(element, { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice',
           locale: 'es', authorize, credentials: 'include', wait: 1234 });
         document.body.append(element);
         window.kept = () =>
           [element.authorize === authorize, element.credentials, element.wait, element.getAttribute('subject'), Object.keys(element)];",
    );
    run_module(scene.driver(), "/early.js").await?;
    run_module(scene.driver(), "/assets/ciente.js").await?;
    let title = part(scene.driver(), "title").await?.text().await?;
    ensure!(title.starts_with("Aviso de privacidad:"), "{title}");
    let kept = js(scene.driver(), "return kept()").await?;
    ensure!(kept == json!([true, "include", 1234, "alice", []]), "{kept}");
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    let posts = scene.host.take_posts();
    ensure!(posts.len() == 1 && posts[0].authorization == "Bearer early", "{posts:?}");

    // The same for a transport, which takes the endpoint's place.
    scene.open_bare().await?;
    js(
        scene.driver(),
        "window.sent = [];
         const element = document.createElement('ciente-notice');
         Object.assign(element, { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'bob',
           transport: { submit: async (acknowledgement) => (sent.push(acknowledgement), new Response(null, { status: 204 })) } });
         document.body.append(element);",
    )
    .await?;
    run_module(scene.driver(), "/assets/ciente.js").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    let sent = js(scene.driver(), "return sent.map((a) => [a.format, a.subject, a.action])").await?;
    ensure!(sent == json!([["ciente/acknowledgement/1", "bob", "acknowledged"]]), "{sent}");
    ensure!(scene.host.take_posts().is_empty());
    ensure!(scene.events("recorded").await?.len() == 1);
    scene.browser.quit().await
}

/// The computed style of everything that the selector finds under `root`, the font's family left out: that is the host's.
fn styles(root: &str, selector: &str) -> String {
    format!(
        "return [...{root}.querySelectorAll('{selector}')].map((element) => {{
           const style = getComputedStyle(element);
           return [`${{element.localName}}.${{element.getAttribute('part') ?? element.className}}`,
             Object.fromEntries([...style].filter((name) => !name.startsWith('font-family')).map((name) => [name, style.getPropertyValue(name)]))];
         }})"
    )
}

/// How far two lengths may be apart, in pixels: Firefox lays out in sixtieths, and rounds a little differently where something
/// stands elsewhere.
fn slack() -> Result<f64> {
    Ok(if Engine::chosen()? == Engine::Firefox { 0.1 } else { 0.0 })
}

fn is_same(one: &Value, other: &Value, slack: f64) -> bool {
    let pixels = |text: &str| text.strip_suffix("px")?.parse::<f64>().ok();
    let is_near = |(one, other): (&str, &str)| match (pixels(one), pixels(other)) {
        (Some(one), Some(other)) => (one - other).abs() <= slack,
        _ => one == other,
    };
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) => {
            let (one, other): (Vec<_>, Vec<_>) = (one.split(' ').collect(), other.split(' ').collect());
            one.len() == other.len() && one.into_iter().zip(other).all(is_near)
        }
        _ => one == other,
    }
}

fn differences(before: &Value, after: &Value) -> Result<Vec<String>> {
    let slack = slack()?;
    let (before, after) =
        (before.as_array().cloned().unwrap_or_default(), after.as_array().cloned().unwrap_or_default());
    let mut found = Vec::new();
    for (one, other) in before.iter().zip(&after) {
        for (name, value) in one[1].as_object().into_iter().flatten() {
            // To whatever lays out in rows, WebKit says of no minimum that it is automatic.
            let is_none = |value: &Value| name.starts_with("min-") && (value == "auto" || value == "0px");
            let now = &other[1][name];
            if !(is_same(value, now, slack) || is_none(value) && is_none(now)) {
                found.push(format!("{} {name}: {value} became {now}", one[0]));
            }
        }
    }
    if before.len() != after.len() {
        found.push(format!("{} elements became {}", before.len(), after.len()));
    }
    Ok(found)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hosts_styles_and_the_widgets_do_not_meet() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let page = styles("document", "html, body, main, h1, #before");
    let page_before = js(scene.driver(), &page).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    // An animation under way would be a difference of its own.
    js(scene.driver(), "document.querySelector('ciente-notice').shadowRoot.getAnimations().forEach((a) => a.finish())")
        .await?;
    let found = differences(&page_before, &js(scene.driver(), &page).await?)?;
    ensure!(found.is_empty(), "the widget styles the page: {found:#?}");

    let inside = styles("document.querySelector('ciente-notice').shadowRoot", ".root, .root *");
    let before = js(scene.driver(), &inside).await?;
    ensure!(before.as_array().is_some_and(|all| all.len() > 50));
    for hostile in [
        "html { font-size: 4px }",
        "@property --accent { syntax: '<color>'; inherits: false; initial-value: transparent } \
         @property --ink { syntax: '<color>'; inherits: false; initial-value: white } \
         @property --paper { syntax: '<length>'; inherits: false; initial-value: 0px } \
         @property --gap { syntax: '<color>'; inherits: false; initial-value: red }",
        "body { font-style: italic; font-weight: 900; font-size: 40px; line-height: 3; letter-spacing: 1em; word-spacing: 2em; text-transform: uppercase; \
         text-indent: 3em; text-align: right; white-space: nowrap; word-break: break-all; hyphens: none; line-break: anywhere; \
         text-shadow: 0 0 9px red; color: red; -webkit-text-fill-color: lime; caret-color: red; cursor: wait; \
         list-style: square inside; visibility: hidden; pointer-events: none; user-select: none; quotes: 'x' 'y'; tab-size: 9; \
         font-variant: small-caps; font-stretch: condensed; border-collapse: collapse; border-spacing: 9px; caption-side: bottom; \
         empty-cells: hide; orphans: 9; widows: 9; text-orientation: upright; text-decoration: line-through; accent-color: red }",
        "* { display: flex !important; position: relative; transform: rotate(9deg); filter: blur(3px); opacity: 0.3; \
         margin: 9px; padding: 9px; border: 9px solid red; box-sizing: content-box; max-width: 40px; min-height: 300px; \
         overflow: hidden; float: right; background: red !important; contain: strict; transition: all 9s; animation: none; \
         all: unset }",
        "dialog, h2, table, p, button, footer, header { display: none !important; background: red !important }",
        "ciente-notice { all: initial; writing-mode: vertical-rl }",
    ] {
        js(
            scene.driver(),
            &format!("const sheet = new CSSStyleSheet(); sheet.replaceSync({hostile:?}); document.adoptedStyleSheets = [sheet]"),
        )
        .await?;
        let found = differences(&before, &js(scene.driver(), &inside).await?)?;
        ensure!(found.is_empty(), "{hostile} reaches the widget: {found:#?}");
        ensure!(js(scene.driver(), MODAL).await? == true, "{hostile} hides the widget");
    }
    js(scene.driver(), "document.adoptedStyleSheets = []").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.browser.quit().await
}

/// As Turbo does with what stays from page to page: it is put back when the new page is there, which takes a moment.
#[tokio::test(flavor = "multi_thread")]
async fn an_element_that_is_out_of_the_page_for_a_moment_goes_on() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    js_async(
        scene.driver(),
        "await (async () => {
           const element = document.querySelector('ciente-notice');
           window.dialog = element.shadowRoot.querySelector('dialog');
           element.remove();
           for (let n = 0; n < 9; n++) await null;
           document.body.append(element);
         })()",
    )
    .await?;
    ensure!(js(scene.driver(), MODAL).await? == true, "it does not lie in front of the page");
    let same = "return dialog === document.querySelector('ciente-notice').shadowRoot.querySelector('dialog')";
    ensure!(js(scene.driver(), same).await? == true, "it was built anew");
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["outcome"] == "acknowledged");
    scene.shown(1).await?;
    scene.browser.quit().await
}

/// What a page calls its own stands in the place of what every page has: `var origin`, and a frame or form by that name.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_host_calls_as_browsers_call_theirs_makes_no_record_untrue() -> Result<()> {
    for wasm in [true, false] {
        let scene = Scene::open(Look { wasm, ..Look::default() }).await?;
        // What a script declares is seen by every other.
        scene.host.serve("/own.js", "const origin = 'https://api.example';");
        for (user, origin) in [("alice", "{ x: 0, y: 0 }"), ("bob", "'https://api.example'"), ("carol", "() => {}")] {
            js(
                scene.driver(),
                &format!(
                    "window.origin = {origin};
                     document.head.append(Object.assign(document.createElement('script'), {{ src: '/own.js?{user}' }}));
                     document.querySelector('[name=hidden]')?.remove();
                     document.body.append(Object.assign(document.createElement('iframe'), {{ name: 'hidden' }}));"
                ),
            )
            .await?;
            scene.ask(user, "").await?;
            // It was read for a moment, by a clock that counts milliseconds.
            js_async(scene.driver(), "await new Promise((done) => setTimeout(done, 300))").await?;
            part(scene.driver(), "acknowledge").await?.click().await?;
            gone(scene.driver()).await?;
            let result = scene.result().await?;
            ensure!(result["delivery"] == "recorded", "{user}: {result}");
            let posts = scene.host.take_posts();
            let [post] = posts.as_slice() else { bail!("{posts:?}") };
            ensure!(post.body["client"]["origin"] == js(scene.driver(), "return location.origin").await?, "{post:?}");
            ensure!(post.body["shownAt"].as_str() < post.body["actedAt"].as_str(), "{post:?}");
            js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
        }
        scene.shown(3).await?;
        scene.browser.quit().await?;
    }
    Ok(())
}

/// As pages hide their drawers.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_seen_lets_nothing_of_the_notice_through() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    let hidden = |visibility: &str| {
        format!(
            "const drawer = document.querySelector('ciente-notice').parentElement;
             Object.assign(drawer.style, {{ position: 'relative', minHeight: '500px', visibility: '{visibility}' }});"
        )
    };
    js(scene.driver(), "document.querySelector('main').append(document.createElement('ciente-notice'))").await?;
    js(scene.driver(), &hidden("hidden")).await?;
    for mode in ["panel", "inline"] {
        scene.ask(mode, &format!("mode: '{mode}'")).await?;
        let seen =
            "const button = document.querySelector('ciente-notice').shadowRoot.querySelector('[part=acknowledge]');
            return button && getComputedStyle(button).visibility";
        eventually("the notice is there", async || {
            ensure!(js(scene.driver(), seen).await? == "hidden", "not yet");
            Ok(())
        })
        .await?;
        js(scene.driver(), &hidden("visible")).await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        gone(scene.driver()).await?;
        ensure!(scene.result().await?["delivery"] == "recorded");
        js(scene.driver(), &format!("{} document.querySelector('ciente-notice').reset()", hidden("hidden"))).await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_vertical_lines_has_a_notice_that_is_wide_enough() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), "document.documentElement.style.writingMode = 'vertical-rl'").await?;
    scene.ask("alice", "mode: 'inline'").await?;
    part(scene.driver(), "acknowledge").await?;
    let width = "return document.querySelector('ciente-notice').shadowRoot.querySelector('dialog').clientWidth";
    let width = js(scene.driver(), width).await?;
    ensure!(width.as_f64().is_some_and(|width| width > 300.0), "{width}");
    scene.browser.quit().await
}

/// As a part of a page has that keeps registries of its own: an element of that name that is none of ours.
#[tokio::test(flavor = "multi_thread")]
async fn an_element_that_another_registry_left_undefined_is_passed_over() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(
        scene.driver(),
        "let other;
         try {
           other = document.createElement('ciente-notice', { customElementRegistry: new CustomElementRegistry() });
         } catch {
           other = Object.defineProperty(document.createElement('ciente-notice'), 'require', { value: undefined });
         }
         document.body.prepend(other);",
    )
    .await?;
    scene.ask("alice", "").await?;
    eventually("one of ours shows it", async || {
        let shown = "return [...document.querySelectorAll('ciente-notice')].some((e) => e.shadowRoot?.querySelector('dialog[open]'))";
        ensure!(js(scene.driver(), shown).await? == true, "not yet");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}
