//! What a newcomer does with the preview, step by step, with the real receiver and its SQLite file.

use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    database,
    page::{complaints, gone, in_notice, is_shown, js, js_async, part, status},
    receiver::{Receiver, eventually},
};
use thirtyfour::prelude::*;

async fn log_in(driver: &WebDriver, name: &str) -> Result<()> {
    let field = driver.find(By::Id("login-name")).await?;
    field.clear().await?;
    field.send_keys(name).await?;
    driver.find(By::Id("login-submit")).await?.click().await?;
    Ok(())
}

pub(crate) async fn chat_is_open(driver: &WebDriver) -> Result<()> {
    eventually("the chat opens", async || {
        ensure!(driver.find(By::Id("composer-input")).await?.is_displayed().await?, "no composer");
        Ok(())
    })
    .await
}

pub(crate) async fn delivery(driver: &WebDriver, wanted: &str) -> Result<()> {
    eventually(&format!("delivery is {wanted}"), async || {
        let is = driver.find(By::Id("delivery")).await?.attr("data-delivery").await?;
        ensure!(is.as_deref() == Some(wanted), "it is {is:?}");
        Ok(())
    })
    .await
}

/// Makes the endpoint answer so. The panel lies behind the notice, so the choice is made by script.
pub(crate) async fn answer(driver: &WebDriver, how: &str) -> Result<()> {
    eventually("the page reaches the receiver", async || {
        ensure!(driver.find(By::Id("endpoint-answer")).await?.is_enabled().await?, "not yet");
        Ok(())
    })
    .await?;
    let choose = "const select = document.getElementById('endpoint-answer');
        select.value = 'HOW'; select.dispatchEvent(new Event('change', { bubbles: true }));";
    js(driver, &choose.replace("HOW", how)).await?;
    eventually(how, async || {
        let now = js_async(driver, "(await (await fetch('/preview/endpoint')).json()).answer").await?;
        ensure!(now == how, "{now}");
        Ok(())
    })
    .await
}

async fn loaded_wasm(driver: &WebDriver) -> Result<bool> {
    let script =
        "return performance.getEntriesByType('resource').some((e) => new URL(e.name).pathname.endsWith('.wasm'))";
    Ok(js(driver, script).await? == true)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_previews_the_notice() -> Result<()> {
    let mut receiver = Receiver::preview().await?;
    let browser = Browser::start(Look::default()).await?;
    let driver = &browser.driver;

    // First login: the notice appears over the chat, in the browser's language, whole.
    driver.goto(receiver.url()).await?;
    log_in(driver, "alice").await?;
    let title = part(driver, "title").await?.text().await?;
    ensure!(title == "Aviso de privacidade: Mensagens instantâneas", "{title}");
    let text = part(driver, "sections").await?.text().await?;
    for words in
        ["1. Introdução", "6. Por quanto tempo guardamos os dados", "Dados de monitoramento", "7 dias", "2 meses"]
    {
        ensure!(text.contains(words), "the notice does not say {words}");
    }
    let count = |css: &str| {
        format!("return document.querySelector('ciente-notice').shadowRoot.querySelectorAll(`{css}`).length")
    };
    ensure!(js(driver, &count("section")).await? == 6);
    ensure!(js(driver, &count("[part=data-uses] tbody tr")).await? == 3);
    ensure!(js(driver, &count("[part=retention] tbody tr")).await? == 3);
    ensure!(loaded_wasm(driver).await?, "a first login loads the widget");

    // Acknowledge: the chat opens, the record is in the database, and the page shows it raw.
    part(driver, "acknowledge").await?.click().await?;
    gone(driver).await?;
    chat_is_open(driver).await?;
    delivery(driver, "recorded").await?;
    let rows = database::rows(&receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["subject"] == "alice" && rows[0]["action"] == "acknowledged", "{rows:?}");
    let raw: serde_json::Value = eventually("the page shows the record", async || {
        let raw = driver.find(By::Css("#records article pre")).await?.prop("textContent").await?;
        Ok(serde_json::from_str(&raw.unwrap_or_default())?)
    })
    .await?;
    ensure!(raw["acknowledgement"]["id"] == rows[0]["id"], "{raw}");
    ensure!(raw["format"] == "ciente/receipt/1", "{raw}");

    // Reload, log in again: not asked, and no WebAssembly is loaded.
    driver.refresh().await?;
    log_in(driver, "alice").await?;
    chat_is_open(driver).await?;
    ensure!(!is_shown(driver).await?, "asked again");
    ensure!(!loaded_wasm(driver).await?, "a returning user loads WebAssembly");
    delivery(driver, "recorded").await?;

    // Another name: asked.
    driver.find(By::Id("logout")).await?.click().await?;
    log_in(driver, "bob").await?;
    part(driver, "acknowledge").await?.click().await?;
    chat_is_open(driver).await?;
    delivery(driver, "recorded").await?;

    // The receiver stops; a third acknowledges: saved on the device, and nothing else is claimed.
    driver.find(By::Id("logout")).await?.click().await?;
    log_in(driver, "carol").await?;
    let acknowledge = part(driver, "acknowledge").await?;
    receiver.stop().await?;
    acknowledge.click().await?;
    status(driver, "salva neste dispositivo").await?;
    chat_is_open(driver).await?;
    delivery(driver, "pending").await?;
    ensure!(database::rows_of(&receiver.data(), "carol")?.is_empty());

    // It starts again: the record is sent, and the page says so.
    receiver.start_again().await?;
    status(driver, "Registrado").await?;
    delivery(driver, "recorded").await?;
    let rows = database::rows_of(&receiver.data(), "carol")?;
    ensure!(rows.len() == 1, "{rows:?}");
    eventually("the page shows the record", async || {
        driver.find(By::Css("#records article[data-subject='carol']")).await?;
        Ok(())
    })
    .await?;

    let complaints: Vec<_> =
        complaints(driver).await?.into_iter().filter(|text| !text.contains("ERR_CONNECTION_REFUSED")).collect();
    ensure!(complaints.iter().all(|text| text.contains("ERR_")), "{complaints:?}");
    browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_receiver_keeps_nobody_who_was_here_before_from_the_chat() -> Result<()> {
    let mut receiver = Receiver::preview().await?;
    let browser = Browser::start(Look::default()).await?;
    let driver = &browser.driver;
    driver.goto(receiver.url()).await?;
    log_in(driver, "alice").await?;
    let acknowledge = part(driver, "acknowledge").await?;
    receiver.stop().await?;
    acknowledge.click().await?;
    delivery(driver, "pending").await?;

    // Out and in again in the same page, still without a receiver: the record waits in the outbox, so nobody is asked.
    driver.find(By::Id("logout")).await?.click().await?;
    log_in(driver, "alice").await?;
    chat_is_open(driver).await?;
    ensure!(!is_shown(driver).await?, "asked again");
    delivery(driver, "pending").await?;

    // A new user, without a receiver: what the browser still has is shown.
    driver.find(By::Id("logout")).await?.click().await?;
    log_in(driver, "bob").await?;
    part(driver, "acknowledge").await?.click().await?;
    status(driver, "salva neste dispositivo").await?;

    // A reload loses nothing: alice's record is sent at her next login, without WebAssembly before it is needed.
    receiver.start_again().await?;
    driver.refresh().await?;
    log_in(driver, "alice").await?;
    delivery(driver, "recorded").await?;
    ensure!(!is_shown(driver).await?, "asked again");
    ensure!(database::rows_of(&receiver.data(), "alice")?.len() == 1);
    driver.find(By::Id("logout")).await?.click().await?;
    log_in(driver, "bob").await?;
    delivery(driver, "recorded").await?;
    ensure!(database::rows(&receiver.data())?.len() == 2);
    browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_of_the_preview_makes_the_endpoint_fail_and_mends_it() -> Result<()> {
    let receiver = Receiver::preview().await?;
    let browser = Browser::start(Look::ENGLISH).await?;
    let driver = &browser.driver;
    driver.goto(receiver.url()).await?;
    answer(driver, "fails").await?;
    log_in(driver, "alice").await?;
    part(driver, "acknowledge").await?.click().await?;
    status(driver, "saved on this device").await?;
    ensure!(database::rows(&receiver.data())?.is_empty());
    answer(driver, "answers").await?;
    status(driver, "Recorded").await?;
    ensure!(database::rows(&receiver.data())?.len() == 1);
    // The message can be taken away.
    in_notice(driver, ".dismiss").await?.click().await?;
    eventually("the message goes", async || {
        ensure!(ciente_e2e::page::in_notice_now(driver, ".toast").await.is_err(), "still there");
        Ok(())
    })
    .await?;
    browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_declines_is_signed_out_and_asked_again() -> Result<()> {
    let receiver = Receiver::preview().await?;
    let browser = Browser::start(Look::ENGLISH).await?;
    let driver = &browser.driver;
    driver.goto(receiver.url()).await?;
    log_in(driver, "alice").await?;
    part(driver, "decline").await?.click().await?;
    gone(driver).await?;
    eventually("back at the login", async || {
        ensure!(driver.find(By::Id("login-name")).await?.is_displayed().await?, "no login");
        Ok(())
    })
    .await?;
    let rows = database::rows(&receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["action"] == "declined", "{rows:?}");
    log_in(driver, "alice").await?;
    part(driver, "acknowledge").await?.click().await?;
    chat_is_open(driver).await?;
    delivery(driver, "recorded").await?;
    let actions: Vec<_> = database::rows(&receiver.data())?.into_iter().map(|row| row["action"].clone()).collect();
    ensure!(actions == ["declined", "acknowledged"], "{actions:?}");
    browser.quit().await
}

/// What stays on the screen for a while must not be in the way of what the user came for.
#[tokio::test(flavor = "multi_thread")]
async fn the_message_after_the_notice_lies_on_no_button_of_the_preview() -> Result<()> {
    const COVERED: &str = "return [...document.querySelectorAll('button, select, summary, input')].filter((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        const corners = [[x + 2, y + 2], [x + width - 2, y + 2], [x + 2, y + height - 2], [x + width - 2, y + height - 2]];
        return one.checkVisibility() && corners.some(([x, y]) => document.elementFromPoint(x, y)?.localName === 'ciente-notice');
      }).map((one) => one.id || one.textContent.trim())";
    let receiver = Receiver::preview().await?;
    for (size, asked) in [
        ((1280, 900), ""),
        ((1280, 900), "?locale=ar"),
        ((1280, 900), "?dir=rtl"),
        ((1280, 900), "?mode=panel"),
        ((780, 900), "?locale=ar"),
    ] {
        let browser = Browser::start(Look { size, ..Look::ENGLISH }).await?;
        let driver = &browser.driver;
        driver.goto(format!("{}/{asked}", receiver.url())).await?;
        log_in(driver, &format!("reader-{}-{asked}", size.0)).await?;
        part(driver, "acknowledge").await?.click().await?;
        in_notice(driver, ".dismiss").await?;
        chat_is_open(driver).await?;
        let covered = js(driver, COVERED).await?;
        ensure!(covered == serde_json::json!([]), "{size:?} {asked}: {covered}");
        browser.quit().await?;
    }
    Ok(())
}
