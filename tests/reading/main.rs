//! How a big notice opens, scrolls and is acknowledged in a browser slowed down four times. `cargo xtask bench reading` runs
//! it: it prints figures, and judges nothing.

use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    big,
    browser::{Browser, Look},
    host::Host,
    page::{cdp, gone, js, js_async, part},
    receiver::{Receiver, eventually},
};
use serde_json::{Value, json};
use std::time::Duration;
use thirtyfour::WebDriver;
use tokio::time::sleep;

const RUNS: usize = 3;
const SLOWER: u32 = 4;

/// Before the page's own scripts: what blocks its thread, and how long the user's acts take to the next paint.
const WATCH: &str = "
  window.tasks = []; window.acts = [];
  const watch = (options, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe(options);
  watch({ type: 'longtask', buffered: true }, (task) => tasks.push({ at: task.startTime, ms: task.duration }));
  watch({ type: 'event', buffered: true, durationThreshold: 16 }, (act) => act.interactionId && acts.push(act.duration));
";
/// How fast a hand turns the wheel, in pixels a second, and for how long.
const WHEEL: (u32, u32) = (2_000, 5);
/// As nobody scrolls: from the top to the bottom, most of a screen each frame.
const SCROLL: &str = "await new Promise((done) => {
    const text = document.querySelector('ciente-notice').shadowRoot.querySelector('.text');
    const step = () => {
      const before = text.scrollTop;
      text.scrollBy(0, 600);
      if (text.scrollTop === before) done(text.scrollHeight); else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })";

#[tokio::main]
async fn main() -> Result<()> {
    let receiver = Receiver::serve_own(big::build).await?;
    let host = Host::start(&receiver.url()).await?;
    let words = big::document().split_whitespace().count();
    println!("{} data uses, {words} words, {SLOWER} times slower, {RUNS} runs; milliseconds", big::ROWS);
    for width in [1280, 390] {
        for run in 1..=RUNS {
            let browser = Browser::start(Look { size: (width, 900), language: "en", ..Look::default() }).await?;
            println!(
                "  {width} wide, run {run}: {}",
                measure(&browser.driver, &host, &format!("alice {width} {run}")).await?
            );
            browser.quit().await?;
        }
    }
    Ok(())
}

async fn measure(driver: &WebDriver, host: &Host, subject: &str) -> Result<String> {
    driver.set_script_timeout(Duration::from_secs(180)).await?;
    cdp(driver, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
    cdp(driver, "Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await?;
    driver.goto(host.url()).await?;
    eventually("the host page is ready", async || {
        ensure!(js(driver, "return window.ready ?? false").await? == true, "not yet");
        Ok(())
    })
    .await?;
    let begin = now(driver).await?;
    js(driver, &format!("ask({{ notice: '/notices/big', subject: '{subject}' }})")).await?;
    part(driver, "acknowledge").await?;
    // What takes over from the view rendered ahead of time is heard then.
    eventually("the widget answers", async || {
        let waits = "return Boolean(document.querySelector('ciente-notice').shadowRoot.querySelector('dialog[open]'))";
        ensure!(js(driver, waits).await? == true, "not yet");
        Ok(())
    })
    .await?;
    sleep(Duration::from_secs(4)).await;
    let opened = now(driver).await?;
    let (speed, seconds) = WHEEL;
    let wheel = json!({ "x": 200, "y": 400, "yDistance": -f64::from(speed * seconds), "speed": speed,
        "gestureSourceType": "mouse", "preventFling": true });
    cdp(driver, "Input.synthesizeScrollGesture", wheel).await?;
    sleep(Duration::from_secs(1)).await;
    let turned = now(driver).await?;
    let height = js_async(driver, SCROLL).await?;
    sleep(Duration::from_secs(1)).await;
    let scrolled = now(driver).await?;
    part(driver, "acknowledge").await?.click().await?;
    gone(driver).await?;
    sleep(Duration::from_secs(1)).await;
    let tasks = js(driver, "return tasks").await?;
    let acts = js(driver, "return acts").await?;
    let slowest = acts.as_array().and_then(|acts| acts.iter().filter_map(Value::as_f64).reduce(f64::max));
    let slowest = slowest.map_or("under 16".to_owned(), |ms| format!("{ms:.0}"));
    Ok(format!(
        "opening {}; the wheel, {speed} px a second, {}; 600 px a frame for {height} px {}; Acknowledge to the next paint {slowest}",
        long(&tasks, begin, opened)?,
        long(&tasks, opened, turned)?,
        long(&tasks, turned, scrolled)?
    ))
}

async fn now(driver: &WebDriver) -> Result<f64> {
    js(driver, "return performance.now()").await?.as_f64().context("no clock")
}

/// The long tasks between two moments, in words.
fn long(tasks: &Value, from: f64, to: f64) -> Result<String> {
    let all = tasks.as_array().context("no tasks")?;
    let within = all.iter().filter(|task| task["at"].as_f64().is_some_and(|at| (from..to).contains(&at)));
    let lengths: Vec<f64> = within.filter_map(|task| task["ms"].as_f64()).collect();
    let longest = lengths.iter().copied().fold(0.0, f64::max);
    Ok(match lengths.len() {
        0 => "no task over 50".to_owned(),
        count => format!("{count} tasks over 50, the longest {longest:.0}, all {:.0}", lengths.iter().sum::<f64>()),
    })
}
