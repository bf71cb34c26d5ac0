//! The preview page as a workbench: its setting, and links that reproduce it.

use crate::journey::{answer, chat_is_open, delivery};
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    database,
    page::{js, js_async, part},
    receiver::{Receiver, eventually},
};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

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
