//! Pictures of every state in every look, held against those kept in `baseline/`, and one page that shows them side by
//! side. `cargo xtask look` runs it; whoever changes how the notice looks opens that page and judges.

mod baseline;
mod index;
mod picture;

use anyhow::{Context, Result, bail, ensure};
use baseline::{Baseline, Found};
use ciente_e2e::{
    browser::{Browser, Look},
    host::{Fault, Host},
    page::{gone, in_notice, js, part, prefer, resize},
    receiver::{Receiver, eventually},
};
use index::Taken;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

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
/// A picture is taken when two in a row are the same, or after so many.
const SETTLING: usize = 10;
const ROOT: &str = "document.querySelector('ciente-notice').shadowRoot";

#[tokio::main]
async fn main() -> Result<()> {
    let out = PathBuf::from(env::var_os("CIENTE_LOOK").context("CIENTE_LOOK is not set: run `cargo xtask look`")?);
    let (is_updated, is_checked) = (is_set("CIENTE_LOOK_UPDATE"), is_set("CIENTE_LOOK_CHECK"));
    picture::check()?;
    let browser = Browser::start(Look::default()).await?;
    let baseline = Baseline::open(&browser.driver, is_updated).await?;
    browser.quit().await?;
    if !baseline.counts() {
        let was = baseline.taken_on.trim();
        println!("NOT COMPARED: another browser, or other fonts.\n  here:     {}\n  baseline: {was}", baseline.here());
        if is_checked {
            return Ok(());
        }
    }
    fs::create_dir_all(&out)?;
    let mut all = Vec::new();
    for language in LANGUAGES {
        for dark in [false, true] {
            let theme = if dark { "dark" } else { "light" };
            all.extend(pictures(Look { language, dark, ..Look::default() }, theme, &baseline, &out).await?);
        }
    }
    let count = |found| all.iter().filter(|taken| taken.found == found).count();
    let (differing, new) = (count(Found::Differs), count(Found::New));
    let remark = match baseline.counts() {
        false => format!("{} pictures, not compared: the baseline is of another browser or of other fonts", all.len()),
        true => format!("{} pictures: {differing} other than the baseline, {new} new", all.len()),
    };
    let page = out.join("index.html");
    fs::write(&page, index::index(&all, &remark)?)?;
    println!("{remark}\n{}", page.display());
    for taken in all.iter().filter(|taken| [Found::Differs, Found::New].contains(&taken.found)) {
        println!("  {:?}: {}", taken.found, taken.name);
    }
    if is_checked && differing + new > 0 {
        bail!("the notice looks other than it did; if it should, `cargo xtask look --update` keeps these pictures");
    }
    Ok(())
}

fn is_set(variable: &str) -> bool {
    env::var_os(variable).is_some()
}

async fn pictures(look: Look, theme: &str, baseline: &Baseline, out: &Path) -> Result<Vec<Taken>> {
    let mut receiver = Receiver::serve_versions(&["2022-05"]).await?;
    let host = Host::start(&receiver.url()).await?;
    let browser = Browser::start(look).await?;
    let driver = &browser.driver;
    // What was painted while it moved may keep its letters a pixel off when it has come to rest.
    prefer(driver, "prefers-reduced-motion", "reduce").await?;
    let load = async || {
        driver.goto(host.url()).await?;
        eventually("the host page is ready", async || {
            ensure!(js(driver, "return window.ready ?? false").await? == true, "not yet");
            Ok(())
        })
        .await
    };
    let ask = async |subject: &str| js(driver, &format!("ask({{ subject: '{subject}' }})")).await;
    // Whoever leaves the page before the receipt came is shown "being sent" when they look it up.
    let acknowledge = async |subject: &str| {
        load().await?;
        ask(subject).await?;
        part(driver, "acknowledge").await?.click().await?;
        gone(driver).await?;
        eventually("the receipt is there", async || {
            ensure!(js(driver, "return events.some(({ name }) => name === 'recorded')").await? == true, "not yet");
            Ok(())
        })
        .await
    };
    acknowledge("carol").await?;
    receiver.publish(&["2022-05", "2022-07"]).await?;
    acknowledge("bob").await?;

    let mut taken = Vec::new();
    for width in WIDTHS {
        let height = if width < 700 { 844 } else { 900 };
        resize(driver, width, height, 1).await?;
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
            // The moment of the acknowledgement is another each time.
            js(
                driver,
                &format!(
                    "for (const dd of {ROOT}.querySelectorAll('.yours dl > :nth-child(2) dd')) dd.textContent = '…'"
                ),
            )
            .await?;
            taken.push(take(driver, baseline, out, &format!("{} {theme} {width} {state}", look.language)).await?);
        }
        host.fault("POST", "/v1/acknowledgements", usize::MAX, Fault::status(503));
        load().await?;
        ask(&format!("dora {width}")).await?;
        part(driver, "acknowledge").await?.click().await?;
        in_notice(driver, ".toast").await?;
        taken.push(take(driver, baseline, out, &format!("{} {theme} {width} saved", look.language)).await?);
        host.mend();
    }
    browser.quit().await?;
    Ok(taken)
}

async fn take(driver: &thirtyfour::WebDriver, baseline: &Baseline, out: &Path, what: &str) -> Result<Taken> {
    let name = format!("{}.png", what.replace(' ', "-"));
    // On a machine with other work the page may be painted later than it is still.
    let mut png = driver.screenshot_as_png().await?;
    for _ in 0..SETTLING {
        let next = driver.screenshot_as_png().await?;
        let is_settled = next == png;
        png = next;
        if is_settled {
            break;
        }
    }
    fs::write(out.join(&name), &png)?;
    let (found, difference) = baseline.hold(&name, &png)?;
    if let Some(difference) = difference {
        fs::write(out.join(format!("difference-{name}")), difference)?;
    }
    Ok(Taken { name, found })
}
