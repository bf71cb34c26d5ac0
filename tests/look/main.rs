//! Pictures of every state in every look, and one page that shows them side by side. `cargo xtask look` runs it; whoever
//! changes how the notice looks opens that page and judges.

use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    host::{Fault, Host},
    page::{cdp, gone, in_notice, js, part, still},
    receiver::{Receiver, eventually},
};
use serde_json::json;
use std::{env, fmt::Write as _, fs, path::PathBuf};

const LANGUAGES: [&str; 3] = ["pt-BR", "ar", "ja"];
const WIDTHS: [u32; 3] = [1280, 390, 320];
/// Name of a state, who logs in, and what is done when the notice is there.
const STATES: [(&str, &str, &str); 5] = [
    ("asked", "alice", ""),
    ("table", "alice", "ROOT.querySelectorAll('nav button')[3].click(); ROOT.querySelector('summary').click();"),
    ("retention", "alice", "ROOT.querySelectorAll('nav button')[5].click();"),
    ("changed", "carol", ""),
    ("looked up", "bob", ""),
];
const ROOT: &str = "document.querySelector('ciente-notice').shadowRoot";

#[tokio::main]
async fn main() -> Result<()> {
    let out = PathBuf::from(env::var_os("CIENTE_LOOK").context("CIENTE_LOOK is not set: run `cargo xtask look`")?);
    fs::create_dir_all(&out)?;
    let mut page = PAGE.to_owned();
    for language in LANGUAGES {
        for dark in [false, true] {
            let theme = if dark { "dark" } else { "light" };
            write!(page, "<h2>{language}, {theme}</h2>\n<div>")?;
            for name in pictures(Look { language, dark, ..Look::default() }, theme, &out).await? {
                write!(
                    page,
                    "<figure><a href=\"{name}\"><img src=\"{name}\" alt=\"\"></a><figcaption>{name}</figcaption></figure>"
                )?;
            }
            page.push_str("</div>\n");
        }
    }
    let index = out.join("index.html");
    fs::write(&index, page)?;
    println!("{}", index.display());
    Ok(())
}

async fn pictures(look: Look, theme: &str, out: &std::path::Path) -> Result<Vec<String>> {
    let mut receiver = Receiver::serve_versions(&["2022-05"]).await?;
    let host = Host::start(&receiver.url()).await?;
    let browser = Browser::start(look).await?;
    let driver = &browser.driver;
    let load = async || {
        driver.goto(host.url()).await?;
        eventually("the host page is ready", async || {
            ensure!(js(driver, "return window.ready ?? false").await? == true, "not yet");
            Ok(())
        })
        .await
    };
    let ask = async |subject: &str| js(driver, &format!("ask({{ subject: '{subject}' }})")).await;
    load().await?;
    ask("carol").await?;
    part(driver, "acknowledge").await?.click().await?;
    gone(driver).await?;
    receiver.publish(&["2022-05", "2022-07"]).await?;
    load().await?;
    ask("bob").await?;
    part(driver, "acknowledge").await?.click().await?;
    gone(driver).await?;

    let mut names = Vec::new();
    for width in WIDTHS {
        let height = if width < 700 { 844 } else { 900 };
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        cdp(driver, "Emulation.setDeviceMetricsOverride", metrics).await?;
        for (state, subject, then) in STATES {
            load().await?;
            ask(subject).await?;
            if state == "looked up" {
                eventually("the call settles", async || {
                    ensure!(!js(driver, "return window.result ?? null").await?.is_null(), "not yet");
                    Ok(())
                })
                .await?;
                js(driver, "document.querySelector('ciente-notice').open({ readonly: true })").await?;
                part(driver, "close").await?;
            } else {
                part(driver, "acknowledge").await?;
            }
            js(driver, &then.replace("ROOT", ROOT)).await?;
            names.push(take(driver, out, &format!("{} {theme} {width} {state}", look.language)).await?);
        }
        host.fault("POST", "/v1/acknowledgements", usize::MAX, Fault::status(503));
        load().await?;
        ask(&format!("dora {width}")).await?;
        part(driver, "acknowledge").await?.click().await?;
        in_notice(driver, ".toast").await?;
        names.push(take(driver, out, &format!("{} {theme} {width} saved", look.language)).await?);
        host.mend();
    }
    browser.quit().await?;
    Ok(names)
}

/// The picture's file name.
async fn take(driver: &thirtyfour::WebDriver, out: &std::path::Path, what: &str) -> Result<String> {
    still(driver).await?;
    let name = format!("{}.png", what.replace(' ', "-"));
    fs::write(out.join(&name), driver.screenshot_as_png().await?)?;
    Ok(name)
}

const PAGE: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>How the notice looks</title>
<style>
  body { background: #777; color: #fff; font: 16px system-ui; margin: 16px; }
  div { align-items: start; display: flex; flex-wrap: wrap; gap: 16px; }
  figure { margin: 0; }
  img { display: block; max-inline-size: 90vw; }
</style>
<h1>How the notice looks</h1>
";
