//! The reader chooses the language inside the notice, and the record says which one was on the screen.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    host::Fault,
    page::{in_notice, js, part, role_and_name, status, taken_over},
    receiver::eventually,
};
use serde_json::json;

const CHOOSE: &str = "const select = document.querySelector('ciente-notice').shadowRoot.querySelector('select');
    select.value = arguments; select.dispatchEvent(new Event('change', { bubbles: true }));";

async fn choose(scene: &Scene, locale: &str) -> Result<()> {
    js(scene.driver(), &CHOOSE.replace("arguments", &format!("'{locale}'"))).await?;
    Ok(())
}

async fn title_is(scene: &Scene, title: &str) -> Result<()> {
    eventually(title, async || {
        let is = part(scene.driver(), "title").await?.text().await?;
        ensure!(is == title, "it is {is}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_names_the_language_that_was_chosen() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    in_notice(scene.driver(), "[part=locale]").await?;
    let names = js(
        scene.driver(),
        "return [...document.querySelector('ciente-notice').shadowRoot.querySelectorAll('option')].map((o) => o.textContent)",
    )
    .await?;
    ensure!(names.as_array().is_some_and(|names| names.len() == 8 && names.contains(&json!("日本語"))), "{names}");
    choose(&scene, "ar").await?;
    title_is(&scene, "إشعار الخصوصية: المراسلة الفورية").await?;
    let root = js(
        scene.driver(),
        "const root = document.querySelector('ciente-notice').shadowRoot, top = root.querySelector('[lang]');
         return [top.lang, top.dir, root.activeElement.id, root.querySelector('select').value]",
    )
    .await?;
    ensure!(root == json!(["ar", "rtl", "title", "ar"]), "{root}");
    // The host is told of both, because both could be read.
    let shown = scene.shown(2).await?;
    ensure!(shown[0]["locale"] == "en" && shown[1]["locale"] == "ar", "{shown:?}");
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["locale"] == "ar" && rows[0]["digest"] == shown[1]["digest"], "{rows:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_comes_in_the_language_that_was_chosen_and_so_does_each_after_it() -> Result<()> {
    let mut scene = Scene::open_versions(Look::ENGLISH, &["2022-05"]).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    choose(&scene, "es").await?;
    title_is(&scene, "Aviso de privacidad: Mensajería instantánea").await?;
    scene.receiver.publish(&["2022-05", "2022-07"]).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    status(scene.driver(), "Esta es la versión actual").await?;
    title_is(&scene, "Aviso de privacidad: Mensajería instantánea").await?;
    // The language is another then, and the version is not.
    choose(&scene, "pt-BR").await?;
    title_is(&scene, "Aviso de privacidade: Mensagens instantâneas").await?;
    ensure!(part(scene.driver(), "version").await?.text().await?.contains("2022-07"));
    part(scene.driver(), "changes").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["locale"] == "pt-BR" && rows[0]["version"] == "2022-07", "{rows:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_goes_through_the_languages_by_keyboard_stays_at_the_choice() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    in_notice(scene.driver(), "select").await?.focus().await?;
    let at = "const root = document.querySelector('ciente-notice').shadowRoot;
        return [root.querySelector('.root').lang, root.activeElement.localName, root.querySelector('select').value]";
    for locale in ["es", "id"] {
        scene.driver().action_chain().send_keys(thirtyfour::Key::Down).perform().await?;
        eventually(locale, async || {
            let at = js(scene.driver(), at).await?;
            ensure!(at == json!([locale, "select", locale]), "{at}");
            Ok(())
        })
        .await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_of_languages_is_told_to_assistive_technology() -> Result<()> {
    needs!(Roles);
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    let (role, name) = role_and_name(&part(scene.driver(), "locale").await?).await?;
    // WebKit calls what opens a list of choices a button.
    ensure!(["combobox", "button"].contains(&role.as_str()) && name == "Language", "{role} \"{name}\"");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_that_cannot_be_had_leaves_the_one_that_is_there() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    in_notice(scene.driver(), "[part=locale]").await?;
    scene.host.fault("GET", "/notices/im/2022-07/ja.view.json", usize::MAX, Fault::status(503));
    choose(&scene, "ja").await?;
    status(scene.driver(), "This language cannot be loaded right now.").await?;
    ensure!(scene.error().await? == "notice-unreachable");
    title_is(&scene, "Privacy notice: Instant Messaging").await?;
    let value = "return document.querySelector('ciente-notice').shadowRoot.querySelector('select').value";
    ensure!(js(scene.driver(), value).await? == "en", "the choice says another language than the text");
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(database::rows(&scene.receiver.data())?[0]["locale"] == "en");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_of_a_language_stays_when_the_code_arrives() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("GET", &ciente_e2e::programs::asset("wasm")?, 1, Fault::Held);
    scene.host.fault("GET", "/notices/im/2022-07/ja.view.json", usize::MAX, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "title").await?;
    choose(&scene, "ja").await?;
    status(scene.driver(), "This language cannot be loaded right now.").await?;
    scene.host.mend_path(&ciente_e2e::programs::asset("wasm")?);
    taken_over(scene.driver()).await?;
    status(scene.driver(), "This language cannot be loaded right now.").await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_changes_the_language_while_the_notice_is_shown() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    // Before the code has arrived, and after.
    scene.host.fault("GET", &ciente_e2e::programs::asset("wasm")?, 1, Fault::Held);
    scene.ask("alice", "").await?;
    part(scene.driver(), "title").await?;
    js(scene.driver(), "document.querySelector('ciente-notice').locale = 'pt-BR'").await?;
    scene.host.mend();
    title_is(&scene, "Aviso de privacidade: Mensagens instantâneas").await?;
    js(scene.driver(), "document.querySelector('ciente-notice').setAttribute('locale', 'es-MX')").await?;
    title_is(&scene, "Aviso de privacidad: Mensajería instantánea").await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_that_was_chosen_while_the_widget_loads_is_shown() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("GET", &ciente_e2e::programs::asset("stage")?, 1, Fault::Held);
    scene.ask("alice", "").await?;
    eventually("the first stage is asked for", async || {
        let asked =
            "return performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('.view.json'))";
        ensure!(js(scene.driver(), asked).await? == true, "not yet");
        Ok(())
    })
    .await?;
    js(scene.driver(), "document.querySelector('ciente-notice').locale = 'pt-BR'").await?;
    scene.host.mend();
    title_is(&scene, "Aviso de privacidade: Mensagens instantâneas").await?;
    scene.browser.quit().await
}

/// Clicks that come while another language is on its way are about the one that can be read.
#[tokio::test(flavor = "multi_thread")]
async fn a_record_names_what_could_be_read_at_the_click() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    // As soon as the other text stands, and nobody has seen it.
    js(
        scene.driver(),
        "const root = document.querySelector('ciente-notice').shadowRoot;
         new MutationObserver((_, observer) => {
           observer.disconnect();
           root.querySelector('[part=acknowledge]').click();
           window.clicked = true;
         }).observe(root.querySelector('dialog'), { childList: true });",
    )
    .await?;
    choose(&scene, "ko").await?;
    eventually("the text was replaced", async || {
        ensure!(js(scene.driver(), "return window.clicked ?? false").await? == true, "not yet");
        Ok(())
    })
    .await?;
    let shown = "return document.querySelector('ciente-notice').shadowRoot.querySelector('select').value";
    ensure!(js(scene.driver(), shown).await? == "ko");
    ensure!(database::rows(&scene.receiver.data())?.is_empty(), "a text was acknowledged that nobody had seen");
    // While it is being built.
    js(
        scene.driver(),
        "const { JSON } = window;
         const parse = JSON.parse;
         JSON.parse = (text, ...more) => {
           const read = parse(text, ...more);
           if (`${text}`.startsWith('{\"format\":\"ciente/view')) {
             JSON.parse = parse;
             document.querySelector('ciente-notice').shadowRoot.querySelector('[part=acknowledge]').click();
           }
           return read;
         };",
    )
    .await?;
    choose(&scene, "es").await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["locale"] == "ko", "{rows:?}");
    scene.browser.quit().await
}
