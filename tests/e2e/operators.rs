//! The operators' pages in a real browser: all of the work by keyboard alone, and nothing that axe-core finds.

use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    page::{self, js, js_async},
    receiver::{OPERATORS_TOKEN, Receiver, eventually},
};
use serde_json::Value;
use thirtyfour::{By, Key, WebDriver};

/// What the keyboard is on.
async fn focused(driver: &WebDriver) -> Result<String> {
    let words = "const e = document.activeElement; return (e.labels?.[0] ?? e).textContent.trim()";
    Ok(js(driver, words).await?.as_str().unwrap_or_default().to_owned())
}

/// Goes on with the tabulator until it is on this.
async fn tab_to(driver: &WebDriver, name: &str) -> Result<()> {
    for _ in 0..40 {
        if focused(driver).await?.starts_with(name) {
            return Ok(());
        }
        driver.action_chain().send_keys(Key::Tab).perform().await?;
    }
    anyhow::bail!("the keyboard does not get to {name:?}")
}

async fn press(driver: &WebDriver, keys: &str) -> Result<()> {
    // WebKitWebDriver knows no key called line feed.
    Ok(driver.action_chain().send_keys(keys.replace('\n', &char::from(Key::Enter).to_string())).perform().await?)
}

async fn enter(driver: &WebDriver, then: &str) -> Result<()> {
    driver.action_chain().send_keys(Key::Enter).perform().await?;
    eventually(then, async || {
        // Between two pages there is none that could answer.
        let heading = "return document.readyState === 'complete' && document.querySelector('h1')?.textContent";
        let heading = js(driver, heading).await?;
        ensure!(heading == then, "the page is {heading}");
        Ok(())
    })
    .await
}

/// On the page that comes: not each driver waits for it.
async fn text_of(driver: &WebDriver, css: &str) -> Result<String> {
    eventually(css, async || Ok(driver.find(By::Css(css)).await?.text().await?)).await
}

async fn is_accessible(driver: &WebDriver) -> Result<()> {
    page::is_accessible(driver, None).await?;
    let width = js(driver, "return document.documentElement.scrollWidth - innerWidth").await?;
    ensure!(width.as_f64().is_some_and(|over| over <= 0.0), "it scrolls sideways by {width}");
    Ok(())
}

/// From the page on which a user is looked for.
async fn find_alice(driver: &WebDriver) -> Result<()> {
    tab_to(driver, "Tenant").await?;
    press(driver, "1400000000").await?;
    tab_to(driver, "Subject").await?;
    press(driver, "alice").await?;
    enter(driver, "Records of one user").await
}

async fn acknowledge(driver: &WebDriver, receiver: &Receiver) -> Result<()> {
    // A page: what is JSON, Firefox shows in one of its own, which may fetch nothing.
    driver.goto(format!("{}/notices/im/2022-07/pt-BR.html", receiver.url())).await?;
    let status = js_async(
        driver,
        "await (async () => {
                const manifest = await (await fetch('/notices/im/manifest.json')).json();
                const locale = manifest.versions.find((v) => v.version === manifest.current).locales['pt-BR'];
                const answer = await fetch('/v1/acknowledgements', { method: 'POST',
                    headers: { 'content-type': 'application/json' },
                    body: JSON.stringify({ format: 'ciente/acknowledgement/1', id: '019ab0c5-3f2a-7c41-9a53-0d6c1b7e4f10',
                        notice: { id: 'im', version: manifest.current, locale: 'pt-BR', digest: locale.digest },
                        tenant: '1400000000', subject: 'alice', action: 'acknowledged',
                        shownAt: '2026-11-26T10:00:00.000Z', actedAt: '2026-11-26T10:00:41.318Z',
                        client: { widget: '0.1.0', origin: location.origin } }) });
                return answer.status;
            })()",
    )
    .await?;
    ensure!(status == 201, "{status}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_does_all_of_their_work_by_keyboard() -> Result<()> {
    let receiver = Receiver::serve_with_operators().await?;
    for (size, dark) in [((1280, 900), false), ((500, 844), true)] {
        let browser = Browser::start(Look { size, dark, language: "en", ..Look::default() }).await?;
        let driver = &browser.driver;
        if !dark {
            acknowledge(driver, &receiver).await?;
        }
        driver.goto(format!("{}/admin", receiver.operators()?)).await?;
        is_accessible(driver).await?;
        // The field has the focus already.
        press(driver, OPERATORS_TOKEN).await?;
        enter(driver, "Find a user").await?;
        is_accessible(driver).await?;
        find_alice(driver).await?;
        is_accessible(driver).await?;
        tab_to(driver, "im 2022-07").await?;
        enter(driver, "What the notice said").await?;
        is_accessible(driver).await?;
        tab_to(driver, "Coverage").await?;
        enter(driver, "Coverage").await?;
        tab_to(driver, "Tenant").await?;
        press(driver, "1400000000").await?;
        driver.action_chain().send_keys(Key::Enter).perform().await?;
        text_of(driver, "svg").await?;
        is_accessible(driver).await?;
        tab_to(driver, "Who has not yet").await?;
        enter(driver, "Who has not yet").await?;
        tab_to(driver, "Tenant").await?;
        press(driver, "1400000000").await?;
        tab_to(driver, "Notice").await?;
        press(driver, "im").await?;
        tab_to(driver, "Or the subjects").await?;
        press(driver, "alice\ncarol").await?;
        tab_to(driver, "Compare").await?;
        driver.action_chain().send_keys(Key::Enter).perform().await?;
        let missing = text_of(driver, ".people li").await?;
        ensure!(missing == "carol", "{missing}");
        is_accessible(driver).await?;
        tab_to(driver, "API").await?;
        enter(driver, "API").await?;
        is_accessible(driver).await?;
        let styles: Value = js(driver, "return getComputedStyle(document.querySelector('header')).display").await?;
        ensure!(styles == "flex", "the stylesheet passes the policy");
        browser.quit().await?;
    }
    let browser = Browser::start(Look::ENGLISH).await?;
    let driver = &browser.driver;
    driver.goto(format!("{}/admin", receiver.operators()?)).await?;
    press(driver, OPERATORS_TOKEN).await?;
    enter(driver, "Find a user").await?;
    find_alice(driver).await?;
    tab_to(driver, "Erase…").await?;
    enter(driver, "Erase").await?;
    is_accessible(driver).await?;
    tab_to(driver, "Reason").await?;
    press(driver, "asked").await?;
    tab_to(driver, "Erase these").await?;
    press(driver, " ").await?;
    driver.action_chain().send_keys(Key::Tab).perform().await?;
    driver.action_chain().send_keys(Key::Enter).perform().await?;
    let told = text_of(driver, "[role=status]").await?;
    ensure!(told == "Records erased: 1.", "{told}");
    browser.quit().await
}
