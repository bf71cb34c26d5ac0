//! The element in another window of the page's, as one that a chat is put into: a document that began later, and may end sooner.

use crate::{panel::page_takes_clicks, scene::Scene};
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    page::{complaints, js, js_async},
    receiver::eventually,
};
use serde_json::json;

/// Asks in a window within the page, as `frame`; the element is `element`.
async fn ask(scene: &Scene, user: &str) -> Result<()> {
    js(
        scene.driver(),
        &format!(
            "window.frame = document.createElement('iframe');
             Object.assign(frame, {{ width: 900, height: 700 }});
             document.body.append(frame);
             window.element = frame.contentDocument.body.appendChild(document.createElement('ciente-notice'));
             element.require({{ notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: '{user}' }})
               .then((result) => (window.result = result));"
        ),
    )
    .await?;
    Ok(())
}

async fn is_shown(scene: &Scene) -> Result<()> {
    eventually("the notice is shown", async || {
        let shown = "return element.shadowRoot.querySelector('dialog')?.matches(':modal') ?? false";
        ensure!(js(scene.driver(), shown).await? == true, "not yet");
        Ok(())
    })
    .await
}

/// Acknowledges, when it has been painted: a click before that was meant for what stood there before.
async fn press(scene: &Scene) -> Result<()> {
    js_async(scene.driver(), "await new Promise((done) => setTimeout(done, 300))").await?;
    js(scene.driver(), "element.shadowRoot.querySelector('[part=acknowledge]').click()").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_window_within_the_page_it_is_styled_and_answered() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    ask(&scene, "alice").await?;
    let title = async |begins: &str| {
        eventually("the title is there", async || {
            let title = "return element.shadowRoot.querySelector('[data-live] [part=title]')?.textContent ?? ''";
            let title = js(scene.driver(), title).await?;
            ensure!(title.as_str().is_some_and(|title| title.starts_with(begins)), "{title}");
            Ok(())
        })
        .await
    };
    title("Privacy").await?;
    let styled = "return [element.shadowRoot.adoptedStyleSheets.length,
        getComputedStyle(element.shadowRoot.querySelector('[part=acknowledge]')).backgroundColor]";
    let styled = js(scene.driver(), styled).await?;
    ensure!(styled == json!([1, "rgb(10, 78, 168)"]), "{styled}");
    // Another text came into it: clicks count from when it is seen, by whichever window's clock.
    js(scene.driver(), "element.locale = 'es'").await?;
    title("Aviso").await?;
    press(&scene).await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "recorded", "{result}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn when_its_window_goes_away_the_call_ends_and_the_next_one_asks() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    ask(&scene, "alice").await?;
    is_shown(&scene).await?;
    js(scene.driver(), "frame.remove()").await?;
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "unavailable" }), "{result}");
    js(scene.driver(), "delete window.result").await?;
    // What watched its box is at rest.
    js(scene.driver(), "window.complained = 0; window.onerror = () => { complained++ }").await?;
    ask(&scene, "alice").await?;
    is_shown(&scene).await?;
    press(&scene).await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(js(scene.driver(), "return complained").await? == 0);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_into_a_template_has_left_the_page() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    ask(&scene, "alice").await?;
    is_shown(&scene).await?;
    js(scene.driver(), "document.createElement('template').content.append(element)").await?;
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "unavailable" }), "{result}");
    let complaints = complaints(scene.driver()).await?;
    ensure!(complaints.is_empty(), "{complaints:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn looked_up_in_another_window_it_is_printed_there() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    ask(&scene, "alice").await?;
    is_shown(&scene).await?;
    press(&scene).await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    js(
        scene.driver(),
        "window.printed = [];
         window.print = () => printed.push('page');
         frame.contentWindow.print = () => printed.push('frame');
         // In a component of the host's.
         const box = frame.contentDocument.body.appendChild(document.createElement('div'));
         box.attachShadow({ mode: 'open' }).append(element);
         Object.assign(element, { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice' });
         element.open();",
    )
    .await?;
    eventually("it is printed", async || {
        js(scene.driver(), "element.shadowRoot.querySelector('[part=print]')?.click()").await?;
        let printed = js(scene.driver(), "return printed").await?;
        ensure!(printed[0] == "frame", "{printed}");
        Ok(())
    })
    .await?;
    let kept =
        "return frame.contentDocument.adoptedStyleSheets.length + element.getRootNode().adoptedStyleSheets.length";
    ensure!(js(scene.driver(), kept).await? == 2, "the paper is not theirs");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_without_a_doctype_leaves_the_tables_their_colours() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    ask(&scene, "alice").await?;
    is_shown(&scene).await?;
    ensure!(js(scene.driver(), "return frame.contentDocument.compatMode").await? == "BackCompat");
    let differs = js(
        scene.driver(),
        "element.theme = 'dark';
         const shadow = element.shadowRoot;
         const [text, cell] = ['.table', '.table tbody td'].map((css) => getComputedStyle(shadow.querySelector(css)));
         const names = ['color', 'fontStyle', 'fontWeight', 'textAlign'].filter((name) => text[name] !== cell[name]);
         // A share of the letters' size.
         const lines = [text, cell].map((s) => (parseFloat(s.lineHeight) / parseFloat(s.fontSize)).toFixed(2));
         return lines[0] === lines[1] ? names : [...names, lines];",
    )
    .await?;
    ensure!(differs == json!([]), "{differs}");
    scene.browser.quit().await
}

/// The chat stands in a window that is in front, the page that opened it in a tab that is not.
#[tokio::test(flavor = "multi_thread")]
async fn its_own_window_says_whether_it_is_seen() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    let hides = |window: &str, state: &str| {
        format!(
            "Object.defineProperty({window}document, 'visibilityState', {{ configurable: true, value: '{state}' }});"
        )
    };
    let shown = async |times: u64| {
        eventually("the host is told that it is shown", async || {
            let told = js(scene.driver(), "return told").await?;
            ensure!(told == times, "{told} times");
            Ok(())
        })
        .await
    };
    js(scene.driver(), &hides("", "hidden")).await?;
    ask(&scene, "alice").await?;
    js(scene.driver(), "window.told = 0; element.addEventListener('ciente-shown', () => told++)").await?;
    shown(1).await?;
    js(scene.driver(), "element.reset(); delete window.result").await?;

    js(scene.driver(), &hides("", "visible")).await?;
    let ask_in_frame = format!(
        "{} element.require({{ notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'bob' }})
           .then((result) => (window.result = result));",
        hides("frame.contentWindow.", "hidden")
    );
    js(scene.driver(), &ask_in_frame).await?;
    is_shown(&scene).await?;
    let live = "return !!element.shadowRoot.querySelector('[data-live]')";
    eventually("it is answered for", async || {
        ensure!(js(scene.driver(), live).await? == true, "not yet");
        Ok(())
    })
    .await?;
    ensure!(js(scene.driver(), "return told").await? == 1, "nobody sees that window");
    let seen = format!(
        "{} frame.contentDocument.dispatchEvent(new Event('visibilitychange'))",
        hides("frame.contentWindow.", "visible")
    );
    js(scene.driver(), &seen).await?;
    shown(2).await?;
    scene.browser.quit().await
}

/// As chats do whose code runs in a frame of its own and puts what it shows into the page.
#[tokio::test(flavor = "multi_thread")]
async fn when_the_window_of_its_code_goes_away_the_page_is_free() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(
        scene.driver(),
        "window.frame = document.body.appendChild(document.createElement('iframe'));
         const script = frame.contentDocument.createElement('script');
         Object.assign(script, { type: 'module', src: '/assets/ciente.js' });
         frame.contentDocument.head.append(script);",
    )
    .await?;
    eventually("its code is there", async || {
        ensure!(js(scene.driver(), "return !!frame.contentWindow.customElements.get('ciente-notice')").await? == true);
        Ok(())
    })
    .await?;
    js(
        scene.driver(),
        "window.element = document.body.appendChild(frame.contentDocument.createElement('ciente-notice'));
         element.require({ notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice' });",
    )
    .await?;
    is_shown(&scene).await?;
    // Both may rest, and come back as they were.
    js(
        scene.driver(),
        "frame.contentWindow.dispatchEvent(new frame.contentWindow.PageTransitionEvent('pagehide', { persisted: true }))",
    )
    .await?;
    is_shown(&scene).await?;
    js(scene.driver(), "frame.remove()").await?;
    ensure!(
        js(scene.driver(), "return element.shadowRoot.querySelector('dialog')").await?.is_null(),
        "it lies there dead"
    );
    page_takes_clicks(&scene).await?;
    scene.browser.quit().await
}
