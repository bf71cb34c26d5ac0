//! What a newcomer does with the preview, step by step, with the real receiver and its SQLite file.

use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    database,
    page::{complaints, gone, in_notice, is_shown, js, js_async, part, status},
    receiver::{Receiver, eventually},
};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

async fn log_in(driver: &WebDriver, name: &str) -> Result<()> {
    let field = driver.find(By::Id("login-name")).await?;
    field.clear().await?;
    field.send_keys(name).await?;
    driver.find(By::Id("login-submit")).await?.click().await?;
    Ok(())
}

async fn chat_is_open(driver: &WebDriver) -> Result<()> {
    eventually("the chat opens", async || {
        ensure!(driver.find(By::Id("composer-input")).await?.is_displayed().await?, "no composer");
        Ok(())
    })
    .await
}

async fn delivery(driver: &WebDriver, wanted: &str) -> Result<()> {
    eventually(&format!("delivery is {wanted}"), async || {
        let is = driver.find(By::Id("delivery")).await?.attr("data-delivery").await?;
        ensure!(is.as_deref() == Some(wanted), "it is {is:?}");
        Ok(())
    })
    .await
}

/// Makes the endpoint answer so. The panel lies behind the notice, so the choice is made by script.
async fn answer(driver: &WebDriver, how: &str) -> Result<()> {
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
    status(driver, "Salvo neste dispositivo").await?;
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
    status(driver, "Salvo neste dispositivo").await?;

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
    status(driver, "Saved on this device").await?;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_link_reproduces_a_setting() -> Result<()> {
    let receiver = Receiver::preview().await?;
    let browser = Browser::start(Look::ENGLISH).await?;
    let driver = &browser.driver;
    driver.goto(format!("{}/?user=zoe&locale=ar&theme=dark&knows=2022-05&endpoint=fails", receiver.url())).await?;
    let told = part(driver, "changes").await?.text().await?;
    ensure!(told.contains("2022-05") && told.contains("مركز البيانات"), "{told}");
    let scheme = "return getComputedStyle(document.querySelector('ciente-notice').shadowRoot.querySelector('.root')).colorScheme";
    ensure!(js(driver, scheme).await? == "dark");
    let state = async |wanted: &str| {
        eventually(wanted, async || {
            let state = driver.find(By::Id("state")).await?.text().await?;
            ensure!(state == wanted, "it says {state}");
            Ok(())
        })
        .await
    };
    state("the notice is in front of the user").await?;
    part(driver, "acknowledge").await?.click().await?;
    state("acknowledged, pending").await?;
    eventually("the outbox shows the record", async || {
        let outbox = driver.find(By::Id("outbox")).await?.text().await?;
        ensure!(outbox.contains("pending acknowledged 2022-07"), "{outbox}");
        Ok(())
    })
    .await?;
    answer(driver, "answers").await?;
    state("recorded by the endpoint").await?;
    ensure!(database::rows_of(&receiver.data(), "zoe")?.len() == 1);
    // The setting is in the address, the way back to the plain endpoint too.
    let address = driver.current_url().await?;
    for (name, value) in [("user", "zoe"), ("locale", "ar"), ("theme", "dark"), ("knows", "2022-05")] {
        ensure!(address.query_pairs().any(|pair| pair.0 == name && pair.1 == value), "{address}");
    }
    ensure!(!address.query_pairs().any(|pair| pair.0 == "endpoint"), "{address}");
    browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_notices_one_is_chosen() -> Result<()> {
    let text = "# Voice calls\n\n| Data | Use | Legal basis |\n| --- | --- | --- |\n\
                | **Call log:** numbers | We count calls. | Processing is necessary for the contract. |\n";
    let receiver = Receiver::preview_with("voice", text).await?;
    let browser = Browser::start(Look::ENGLISH).await?;
    let driver = &browser.driver;
    driver.goto(format!("{}/?user=zoe&notice=voice", receiver.url())).await?;
    ensure!(part(driver, "title").await?.text().await? == "Voice calls");
    part(driver, "acknowledge").await?.click().await?;
    chat_is_open(driver).await?;
    ensure!(database::rows_of(&receiver.data(), "zoe")?[0]["notice"] == "voice");

    // Each has its own languages and versions, and a link of an earlier preview shows what there is.
    driver.goto(format!("{}/?notice=gone&locale=ar", receiver.url())).await?;
    let offered = "return ['notice', 'version', 'locale', 'knows'].map((name) => {
                     const select = document.getElementById(`setting-${name}`);
                     return [select.value, select.options.length];
                   })";
    let choices = async |wanted: Value| {
        eventually("the choices of the notice", async || {
            let now = js(driver, offered).await?;
            ensure!(now == wanted, "{now}");
            Ok(())
        })
        .await
    };
    choices(json!([["im", 2], ["", 2], ["ar", 9], ["", 2]])).await?;
    js(
        driver,
        "const select = document.getElementById('setting-notice');
         select.value = 'voice';
         select.dispatchEvent(new Event('change', { bubbles: true }));",
    )
    .await?;
    choices(json!([["voice", 2], ["", 1], ["", 2], ["", 1]])).await?;
    eventually("the address says which", async || {
        let address = driver.current_url().await?;
        ensure!(address.query() == Some("notice=voice"), "{address}");
        Ok(())
    })
    .await?;
    browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_former_version_is_shown_as_its_users_saw_it_and_the_present_one_tells_them_what_changed() -> Result<()> {
    let receiver = Receiver::preview().await?;
    let browser = Browser::start(Look::ENGLISH).await?;
    let driver = &browser.driver;
    let open = async |query: &str| driver.goto(format!("{}/?user=zoe{query}", receiver.url())).await;
    let versions = || -> Result<Vec<_>> {
        Ok(database::rows_of(&receiver.data(), "zoe")?.into_iter().map(|row| row["version"].clone()).collect())
    };
    open("&version=2022-05").await?;
    part(driver, "acknowledge").await?;
    let compared = "return !!document.querySelector('ciente-notice').shadowRoot.querySelector('[part=changes]')";
    ensure!(js(driver, compared).await? == false, "the first version has nothing to compare with");
    // The later one is no version that could have been acknowledged before.
    ensure!(js(driver, "return document.getElementById('setting-knows').options.length").await? == 1);
    part(driver, "acknowledge").await?.click().await?;
    chat_is_open(driver).await?;
    delivery(driver, "recorded").await?;
    ensure!(versions()? == ["2022-05"], "{:?}", versions()?);

    open("").await?;
    let told = part(driver, "changes").await?.text().await?;
    ensure!(told.contains("2022-05"), "{told}");
    part(driver, "acknowledge").await?.click().await?;
    chat_is_open(driver).await?;
    delivery(driver, "recorded").await?;
    ensure!(versions()? == ["2022-05", "2022-07"], "{:?}", versions()?);

    // Who knows the later one is not asked for the former.
    open("&version=2022-05").await?;
    chat_is_open(driver).await?;
    // What there is not changes nothing.
    for (notice, version) in [("im", "1999"), ("none", "2022-05")] {
        let asked = format!(
            "(await fetch('/preview/version', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, \
             body: JSON.stringify({{ notice: '{notice}', version: '{version}' }}) }})).status"
        );
        ensure!(js_async(driver, &asked).await? == 404);
    }
    // Chosen in a hurry: the login waits until it is known what there is to choose.
    driver.goto(format!("{}/", receiver.url())).await?;
    eventually("the choices are there", async || {
        ensure!(js(driver, "return document.getElementById('setting-version').options.length").await? == 2);
        Ok(())
    })
    .await?;
    js(
        driver,
        "const select = document.getElementById('setting-version');
         select.value = '2022-05';
         select.dispatchEvent(new Event('change', { bubbles: true }));
         document.getElementById('login-name').value = 'xenia';
         document.getElementById('login-form').requestSubmit();",
    )
    .await?;
    part(driver, "acknowledge").await?.click().await?;
    chat_is_open(driver).await?;
    let rows = database::rows_of(&receiver.data(), "xenia")?;
    ensure!(rows.len() == 1 && rows[0]["version"] == "2022-05", "{rows:?}");
    // A version that there is not is the one that holds.
    driver.goto(format!("{}/?user=yan&version=1999", receiver.url())).await?;
    part(driver, "acknowledge").await?.click().await?;
    chat_is_open(driver).await?;
    let rows = database::rows_of(&receiver.data(), "yan")?;
    ensure!(rows.len() == 1 && rows[0]["version"] == "2022-07", "{rows:?}");
    browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_says_how_the_endpoint_answers_whatever_it_did_before() -> Result<()> {
    let receiver = Receiver::preview().await?;
    let browser = Browser::start(Look::ENGLISH).await?;
    let driver = &browser.driver;
    for (link, wanted) in [("endpoint=slow", "slow"), ("locale=ar", "answers"), ("endpoint=absent", "absent")] {
        driver.goto(format!("{}/?{link}", receiver.url())).await?;
        eventually(wanted, async || {
            let shown = js(driver, "return document.getElementById('endpoint-answer').value").await?;
            let real = js_async(driver, "(await (await fetch('/preview/endpoint')).json()).answer").await?;
            ensure!(shown == wanted && real == wanted, "{link}: {shown}, {real}");
            Ok(())
        })
        .await?;
    }
    browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_the_notice_in_a_narrow_panel() -> Result<()> {
    let receiver = Receiver::preview().await?;
    let browser = Browser::start(Look::ENGLISH).await?;
    let driver = &browser.driver;
    driver.goto(format!("{}/?user=yan&mode=panel&width=360&dir=rtl", receiver.url())).await?;
    part(driver, "acknowledge").await?;
    let boxes = js(
        driver,
        "const side = (element) => { const box = element.getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom].map(Math.round); };
         const dialog = document.querySelector('ciente-notice').shadowRoot.querySelector('dialog');
         return [side(dialog), side(document.getElementById('app')), document.documentElement.dir, dialog.matches(':modal')]",
    )
    .await?;
    ensure!(boxes[0] == boxes[1] && boxes[2] == "rtl" && boxes[3] == false, "{boxes}");
    ensure!(boxes[1][2].as_i64().zip(boxes[1][0].as_i64()).is_some_and(|(right, left)| right - left == 360), "{boxes}");
    part(driver, "acknowledge").await?.click().await?;
    chat_is_open(driver).await?;
    ensure!(database::rows_of(&receiver.data(), "yan")?.len() == 1);
    browser.quit().await
}
