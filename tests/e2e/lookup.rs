//! Looking the notice up afterwards: what was acknowledged, the receipt, printing, another language; nothing is recorded.

mod late;

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    database,
    host::Fault,
    page::{emulate_paper, gone, in_notice, is_shown, js, part, role_and_name},
    receiver::eventually,
};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

const OPEN: &str = "document.querySelector('ciente-notice').open({ readonly: true })";

const UNSAID: &str = "The server has not said whether you have acknowledged this notice.";

/// On a device that may know nothing; with properties in the place of the comment.
const LOOK_UP: &str = "document.querySelector('ciente-notice')?.remove();
    const element = document.createElement('ciente-notice');
    Object.assign(element, { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice', readonly: true, /**/ });
    document.body.append(element)";

async fn acknowledged(options: &str) -> Result<Scene> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", options).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    scene.result().await?;
    Ok(scene)
}

/// Whether there is a receipt to download.
async fn is_disabled(scene: &Scene) -> Result<String> {
    Ok(part(scene.driver(), "receipt").await?.attr("aria-disabled").await?.unwrap_or_default())
}

/// Alice acknowledged a version that is replaced by now.
async fn acknowledged_the_first() -> Result<Scene> {
    let mut scene = Scene::open_versions(Look::ENGLISH, &["2022-05"]).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.receiver.publish(&["2022-05", "2022-07"]).await?;
    Ok(scene)
}

/// Alice acknowledged the first version on this device, and on another one what replaced it.
async fn acknowledged_the_second_elsewhere() -> Result<Scene> {
    let mut scene = acknowledged_the_first().await?;
    let first = std::mem::replace(&mut scene.browser, Browser::start(Look::ENGLISH).await?);
    scene.reload().await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");

    let second = std::mem::replace(&mut scene.browser, first);
    second.quit().await?;
    scene.reload().await?;
    Ok(scene)
}

async fn facts(scene: &Scene) -> Result<String> {
    eventually("the notice is looked up", async || {
        let told = in_notice(scene.driver(), "dialog[open] .yours").await?.text().await?;
        ensure!(!told.is_empty(), "it cannot be seen yet");
        Ok(told)
    })
    .await
}

/// The reader chooses a language.
async fn choose(scene: &Scene, locale: &str) -> Result<()> {
    let choice = format!(
        "const select = document.querySelector('ciente-notice').shadowRoot.querySelector('dialog[open] select');
         select.value = '{locale}'; select.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    );
    js(scene.driver(), &choice).await?;
    Ok(())
}

async fn in_time(scene: &Scene, words: &[&str]) -> Result<()> {
    eventually("what it says is told", async || {
        let told = facts(scene).await?;
        ensure!(words.iter().all(|words| told.contains(words)), "{told}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_what_was_acknowledged_and_gives_the_receipt() -> Result<()> {
    needs!(Roles);
    let scene = acknowledged("").await?;
    // Also in a page that knows nothing of that login.
    scene.reload().await?;
    scene.ask("alice", "").await?;
    ensure!(scene.result().await?["outcome"] == "already");
    js(scene.driver(), "document.getElementById('before').focus()").await?;
    js(scene.driver(), OPEN).await?;
    let told = facts(&scene).await?;
    for words in ["Your acknowledgement", "2022-07", "English", "Recorded"] {
        ensure!(told.contains(words), "{words} is not in: {told}");
    }
    let year = js(scene.driver(), "return String(new Date().getFullYear())").await?;
    ensure!(told.contains(year.as_str().context("no year")?), "no date in: {told}");
    for (name, label) in [("receipt", "Download receipt"), ("print", "Print"), ("close", "Close")] {
        let (role, is) = role_and_name(&part(scene.driver(), name).await?).await?;
        ensure!(role == "button" && is == label, "{role} \"{is}\"");
    }
    ensure!(
        js(scene.driver(), "return document.querySelector('ciente-notice').shadowRoot.activeElement.id").await?
            == "title"
    );

    // The receipt is the receiver's, whole.
    js(
        scene.driver(),
        "const make = URL.createObjectURL;
         URL.createObjectURL = (blob) => (blob.text().then((text) => (window.saved = text)), make(blob));",
    )
    .await?;
    part(scene.driver(), "receipt").await?.click().await?;
    let saved: Value = eventually("the receipt is saved", async || {
        let saved = js(scene.driver(), "return window.saved ?? null").await?;
        Ok(serde_json::from_str(saved.as_str().context("not yet")?)?)
    })
    .await?;
    let rows = database::rows(&scene.receiver.data())?;
    ensure!(saved["format"] == "ciente/receipt/1" && saved["acknowledgement"]["id"] == rows[0]["id"], "{saved}");
    ensure!(saved["receivedAt"] == rows[0]["received_at"], "{saved}");

    // Escape is the way out, the focus goes back, and nothing was recorded.
    scene.driver().action_chain().send_keys(Key::Escape).perform().await?;
    gone(scene.driver()).await?;
    ensure!(js(scene.driver(), "return document.activeElement.id").await? == "before");
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    // It opens again, and its own button closes it.
    js(scene.driver(), OPEN).await?;
    part(scene.driver(), "close").await?.click().await?;
    gone(scene.driver()).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_works_without_the_endpoint_and_says_so_when_nothing_is_sent() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", "/v1/acknowledgements", usize::MAX, Fault::status(503));
    scene.host.fault("GET", "/v1/acknowledgements", usize::MAX, Fault::status(503));
    scene.ask("alice", "locale: 'es'").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    js(scene.driver(), OPEN).await?;
    let told = facts(&scene).await?;
    ensure!(told.contains("guardado en este dispositivo") && told.contains("Español"), "{told}");
    ensure!(is_disabled(&scene).await? == "true", "there is no receipt yet");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_did_not_acknowledge_is_told_so() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "decline").await?.click().await?;
    gone(scene.driver()).await?;
    js(scene.driver(), OPEN).await?;
    let told = facts(&scene).await?;
    ensure!(told.contains("You have not acknowledged this notice yet."), "{told}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_device_knows_waits_for_no_endpoint() -> Result<()> {
    let scene = acknowledged("").await?;
    scene.host.fault("GET", "/v1/acknowledgements", usize::MAX, Fault::Silence);
    scene.host.take_requests();
    js(scene.driver(), OPEN).await?;
    let told = facts(&scene).await?;
    ensure!(told.contains("Recorded") && told.contains("2022-07"), "{told}");
    let asked = scene.host.take_requests();
    ensure!(!asked.iter().any(|request| request.contains("/v1/acknowledgements")), "{asked:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_that_they_did_not_acknowledge_what_cannot_be_found_out() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("GET", "/v1/acknowledgements", 1, Fault::status(404));
    for transport in [
        "",
        "transport: { submit: async () => ({}) }",
        "transport: { status: async () => null, submit: async () => ({}) }",
    ] {
        js(scene.driver(), &LOOK_UP.replace("/**/", transport)).await?;
        let told = facts(&scene).await?;
        ensure!(told.contains(UNSAID) && !told.contains("You have not"), "{transport}: {told}");
        part(scene.driver(), "close").await?.click().await?;
        gone(scene.driver()).await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn moved_by_the_host_it_stays_in_front_and_follows_its_locale() -> Result<()> {
    let scene = acknowledged("").await?;
    js(scene.driver(), OPEN).await?;
    facts(&scene).await?;
    js(
        scene.driver(),
        "const place = document.createElement('div');
         document.body.append(place);
         place.append(document.querySelector('ciente-notice'));",
    )
    .await?;
    let in_front = "const dialog = document.querySelector('ciente-notice').shadowRoot.querySelector('dialog[open]');
                    return dialog.matches(':modal') && dialog.contains(dialog.getRootNode().activeElement)";
    eventually("it is in front", async || {
        ensure!(js(scene.driver(), in_front).await? == true);
        Ok(())
    })
    .await?;
    js(scene.driver(), "document.querySelector('ciente-notice').locale = 'es'").await?;
    in_time(&scene, &["Versión", "Registrado"]).await?;
    ensure!(js(scene.driver(), in_front).await? == true);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_asked_meanwhile_has_one_notice_before_them() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("GET", "/v1/acknowledgements", usize::MAX, Fault::Held);
    scene.ask("alice", "wait: 120000").await?;
    js(scene.driver(), OPEN).await?;
    facts(&scene).await?;
    scene.host.mend();
    part(scene.driver(), "acknowledge").await?;
    let dialogs = "return document.querySelector('ciente-notice').shadowRoot.querySelectorAll('dialog[open]').length";
    ensure!(js(scene.driver(), dialogs).await? == 1);
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_refused_is_told_so() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", "/v1/acknowledgements", 1, Fault::status(422));
    scene.ask("alice", "locale: 'es'").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "rejected");
    js(scene.driver(), OPEN).await?;
    let told = facts(&scene).await?;
    for words in ["2022-07", "Español", "El servidor ha rechazado el registro de su confirmación."] {
        ensure!(told.contains(words), "{words} is not in: {told}");
    }
    part(scene.driver(), "close").await?.click().await?;
    gone(scene.driver()).await?;

    // What is recorded after that counts.
    scene.reload().await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    gone(scene.driver()).await?;
    js(scene.driver(), OPEN).await?;
    let told = facts(&scene).await?;
    ensure!(told.contains("English") && told.contains("Recorded"), "{told}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_declines_a_newer_version_keeps_what_they_have_of_the_older() -> Result<()> {
    let scene = acknowledged_the_first().await?;
    for _ in 0..2 {
        // Each time they are asked again, and told again what changed.
        scene.reload().await?;
        scene.ask("alice", "").await?;
        part(scene.driver(), "changes").await?;
        part(scene.driver(), "decline").await?.click().await?;
        gone(scene.driver()).await?;
    }
    ensure!(scene.result().await?["outcome"] == "declined");
    js(scene.driver(), OPEN).await?;
    let told = facts(&scene).await?;
    for words in ["2022-05", "English", "Recorded", "Below is a newer version: 2022-07"] {
        ensure!(told.contains(words), "{words} is not in: {told}");
    }
    part(scene.driver(), "receipt").await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_on_another_device_counts() -> Result<()> {
    let scene = acknowledged_the_second_elsewhere().await?;
    scene.ask("alice", "").await?;
    ensure!(scene.result().await?["outcome"] == "already");
    js(scene.driver(), OPEN).await?;
    let told = facts(&scene).await?;
    ensure!(told.contains("2022-07") && told.contains("Recorded") && !told.contains("Below"), "{told}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_declines_while_an_acknowledgement_waits_is_told_that_it_waits() -> Result<()> {
    let mut scene = Scene::open_versions(Look::ENGLISH, &["2022-05"]).await?;
    scene.host.fault("POST", "/v1/acknowledgements", usize::MAX, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    // A newer version is read before that is sent, and declined.
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    scene.receiver.publish(&["2022-05", "2022-07"]).await?;
    scene.host.fault("GET", "/v1/acknowledgements", usize::MAX, Fault::status(503));
    scene.reload().await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "decline").await?.click().await?;
    gone(scene.driver()).await?;
    js(scene.driver(), OPEN).await?;
    let told = facts(&scene).await?;
    for words in ["2022-05", "We keep trying to send it", "Below is a newer version: 2022-07"] {
        ensure!(told.contains(words), "{words} is not in: {told}");
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_language_can_be_read_and_a_logout_takes_it_away() -> Result<()> {
    let scene = acknowledged("").await?;
    js(scene.driver(), OPEN).await?;
    part(scene.driver(), "close").await?;
    choose(&scene, "pt-BR").await?;
    eventually("the notice is in Portuguese", async || {
        let title = part(scene.driver(), "title").await?.text().await?;
        ensure!(title == "Aviso de privacidade: Mensagens instantâneas", "{title}");
        Ok(())
    })
    .await?;
    // What was acknowledged stays what it was.
    ensure!(facts(&scene).await?.contains("English"));
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    ensure!(!is_shown(scene.driver()).await?, "nothing of one user reaches the next");
    let left = "return document.querySelector('ciente-notice').shadowRoot.querySelectorAll('dialog').length";
    ensure!(js(scene.driver(), left).await? == 0);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_is_asked_about_is_not_opened_a_second_time() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    js(scene.driver(), OPEN).await?;
    let dialogs = "return document.querySelector('ciente-notice').shadowRoot.querySelectorAll('dialog').length";
    ensure!(js(scene.driver(), dialogs).await? == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_looked_up_is_told_to_the_host_and_can_be_tried_again() -> Result<()> {
    let scene = acknowledged("").await?;
    scene.host.fault("GET", "/notices/im/manifest.json", 2, Fault::status(404));
    js(scene.driver(), OPEN).await?;
    eventually("the host is told", async || {
        ensure!(scene.error().await? == "notice-not-found");
        Ok(())
    })
    .await?;
    scene.host.mend();
    js(scene.driver(), OPEN).await?;
    part(scene.driver(), "close").await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_paper_there_is_the_notice_and_nothing_of_the_page() -> Result<()> {
    needs!(DevTools);
    let scene = acknowledged("").await?;
    js(scene.driver(), OPEN).await?;
    part(scene.driver(), "print").await?;
    js(scene.driver(), "window.print = () => (window.printed = (window.printed ?? 0) + 1)").await?;
    part(scene.driver(), "print").await?.click().await?;
    ensure!(js(scene.driver(), "return window.printed").await? == 1);
    emulate_paper(scene.driver()).await?;
    let paper = js(
        scene.driver(),
        "const root = document.querySelector('ciente-notice').shadowRoot;
         const seen = (element) => element.checkVisibility() && element.getClientRects().length > 0;
         const text = root.querySelector('dialog[open] .text');
         return { page: seen(document.querySelector('h1')), title: seen(root.querySelector('dialog[open] h2')),
           buttons: seen(root.querySelector('[part=close]')), cut: text.scrollHeight > text.clientHeight + 1,
           folded: !root.querySelector('dialog[open] details li').checkVisibility({ contentVisibilityAuto: true }) }",
    )
    .await?;
    let wanted = json!({ "page": false, "title": true, "buttons": false, "cut": false, "folded": false });
    ensure!(paper == wanted, "{paper}");
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    gone(scene.driver()).await?;
    let sheets = js(scene.driver(), "return document.adoptedStyleSheets.length").await?;
    ensure!(sheets == 0, "the page keeps a sheet of ours");
    // In a part of the page that is slotted into a component, which stands in another.
    js(
        scene.driver(),
        "const outer = document.createElement('section').attachShadow({ mode: 'open' });
         document.body.append(outer.host);
         const inner = document.createElement('div').attachShadow({ mode: 'open' });
         inner.append(Object.assign(document.createElement('p'), { textContent: 'beside' }), document.createElement('slot'));
         const part = document.createElement('article');
         part.append(document.querySelector('ciente-notice'));
         inner.host.append(part);
         outer.append(Object.assign(document.createElement('h2'), { textContent: 'above' }), inner.host);
         window.inside = { outer, inner };
         part.firstChild.open();",
    )
    .await?;
    let notice = "const root = inside.outer.querySelector('ciente-notice').shadowRoot;";
    eventually("it is open again", async || {
        let open =
            js(scene.driver(), &format!("{notice} return !!root.querySelector('dialog[open] [part=print]')")).await?;
        ensure!(open == true, "not yet");
        Ok(())
    })
    .await?;
    emulate_paper(scene.driver()).await?;
    let paper = js(
        scene.driver(),
        &format!(
            "{notice} const seen = (element) => element.checkVisibility() && element.getClientRects().length > 0;
             return [document.querySelector('h1'), inside.outer.querySelector('h2'), inside.inner.querySelector('p'),
               root.querySelector('dialog[open] h2')].map(seen)"
        ),
    )
    .await?;
    ensure!(paper == json!([false, false, false, true]), "{paper}");
    let left = "inside.outer.querySelector('ciente-notice').reset();
        return [document, inside.outer, inside.inner].map((tree) =>
          tree.adoptedStyleSheets.length + tree.querySelectorAll('[data-ciente-leads]').length)";
    ensure!(js(scene.driver(), left).await? == json!([0, 0, 0]));
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_readonly_element_asks_nothing_and_shows_what_was_acknowledged() -> Result<()> {
    let scene = acknowledged("").await?;
    scene.reload().await?;
    js(
        scene.driver(),
        "const element = document.createElement('ciente-notice');
         Object.assign(element, { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice', mode: 'inline', readonly: true });
         document.querySelector('main').append(element)",
    )
    .await?;
    ensure!(facts(&scene).await?.contains("2022-07"));
    ensure!(
        js(scene.driver(), "return document.querySelector('ciente-notice').hasAttribute('readonly')").await? == true
    );
    // It stands in the page and keeps nobody from it.
    part(scene.driver(), "title").await?;
    js(scene.driver(), "document.getElementById('before').focus()").await?;
    ensure!(js(scene.driver(), "return document.activeElement.id").await? == "before");
    ensure!(scene.events("shown").await?.is_empty() && scene.events("error").await?.is_empty());
    // No more readonly: now it asks, and this user is known.
    js(scene.driver(), "document.querySelector('ciente-notice').readonly = false").await?;
    gone(scene.driver()).await?;
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_panel_it_is_looked_up_in_the_panel() -> Result<()> {
    let scene = acknowledged("mode: 'panel'").await?;
    js(scene.driver(), OPEN).await?;
    facts(&scene).await?;
    let is_modal =
        "return document.querySelector('ciente-notice').shadowRoot.querySelector('dialog').matches(':modal')";
    ensure!(js(scene.driver(), is_modal).await? == false);
    scene.driver().action_chain().send_keys(Key::Escape).perform().await?;
    gone(scene.driver()).await?;
    scene.browser.quit().await
}
