//! One user, in a browser of their own: a first visit, and a second one.

use crate::{Contestant, Site};
use anyhow::{Context, Result, bail, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    page::{cdp, js, js_async},
};
use serde_json::{Value, json};
use std::{fs, time::Duration};
use thirtyfour::WebDriver;
use tokio::time::sleep;

/// Bits a second of "Slow 4G", down and up; milliseconds that each request waits for the first byte of its answer.
const DOWN: u32 = 1_600_000;
const UP: u32 = 750_000;
const LATENCY: u32 = 150;
/// How many times slower the processor is.
pub(crate) const SLOWER: u32 = 4;
/// How long after all is done what still comes is waited for.
const AFTER: Duration = Duration::from_millis(1500);
/// A user who is back is shown nothing that could be waited for.
const BACK: Duration = Duration::from_secs(3);

const WATCH: &str = include_str!("watch.js");
const REQUESTS: &str = "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .map((e) => [e.name, e.startTime, e.responseStart, e.responseEnd, e.encodedBodySize, e.transferSize, e.responseStatus])";

/// What a page loaded.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    /// Milliseconds since the visit began: asked for, first byte, last byte.
    pub(crate) at: [f64; 3],
    pub(crate) bytes: f64,
}

/// A first visit. Times are milliseconds since it began.
pub(crate) struct First {
    pub(crate) readable: f64,
    pub(crate) kept: f64,
    pub(crate) gone: f64,
    pub(crate) bytes_readable: f64,
    pub(crate) bytes: f64,
    pub(crate) main_thread: f64,
    pub(crate) shift: f64,
    pub(crate) requests: Vec<Request>,
}

/// A visit of a user who decided before.
pub(crate) struct Back {
    pub(crate) bytes: f64,
    pub(crate) main_thread: f64,
    pub(crate) requests: Vec<Request>,
}

/// Both.
pub(crate) struct Run {
    pub(crate) first: First,
    pub(crate) back: Back,
}

/// Measures both in a fresh browser.
pub(crate) async fn run(contestant: &Contestant, site: &Site, run: usize) -> Result<Run> {
    site.welcome(contestant, &format!("{} {run}", contestant.name))?;
    let browser = Browser::start(Look::ENGLISH).await?;
    let driver = &browser.driver;
    // In the process that the visit will be in: what the browser does first is nobody's.
    driver.goto(site.url("/blank")).await?;
    slow_down(driver).await?;
    let watch = WATCH.replace("(TEXT, BUTTON)", &format!("({}, {})", json!(contestant.text), json!(contestant.button)));
    let added = cdp(driver, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch })).await?;
    let first = first(driver, site).await?;
    cdp(driver, "Page.removeScriptToEvaluateOnNewDocument", added).await?;
    // In a tab whose memory holds nothing. Files are gone from the device too, and what was decided is not.
    let tab = driver.new_tab().await?;
    driver.switch_to_window(tab).await?;
    slow_down(driver).await?;
    cdp(driver, "Network.clearBrowserCache", json!({})).await?;
    let back = back(driver, contestant, site).await.context("a user who is back")?;
    browser.quit().await?;
    Ok(Run { first, back })
}

async fn slow_down(driver: &WebDriver) -> Result<()> {
    cdp(driver, "Network.enable", json!({})).await?;
    cdp(driver, "Performance.enable", json!({})).await?;
    let network = json!({
        "offline": false, "latency": LATENCY, "downloadThroughput": DOWN / 8, "uploadThroughput": UP / 8,
    });
    cdp(driver, "Network.emulateNetworkConditions", network).await?;
    cdp(driver, "Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await?;
    Ok(())
}

async fn first(driver: &WebDriver, site: &Site) -> Result<First> {
    driver.goto(site.url("/")).await?;
    if js_async(driver, "await seen.over").await.is_err() {
        let seen = js(driver, "return JSON.stringify(seen)").await?;
        bail!("its notice was not shown, or pressing its button had no effect: {seen}");
    }
    sleep(AFTER).await;
    let main_thread = busy(driver).await?;
    let seen = js(driver, "return seen").await?;
    let ms = |name: &str| seen[name].as_f64().with_context(|| format!("no {name}"));
    let requests = requests(driver).await?;
    let (readable, kept, gone, shift) = (ms("readable")?, ms("kept")?, ms("gone")?, ms("shift")?);
    Ok(First {
        readable,
        kept,
        gone,
        bytes_readable: bytes(&requests, readable) - site.bare,
        bytes: bytes(&requests, f64::INFINITY) - site.bare,
        main_thread,
        shift,
        requests,
    })
}

async fn back(driver: &WebDriver, contestant: &Contestant, site: &Site) -> Result<Back> {
    driver.goto(site.url("/back")).await?;
    sleep(BACK).await;
    let main_thread = busy(driver).await?;
    let path = json!(contestant.text);
    let find =
        "reduce((root, css) => (root?.shadowRoot ?? root)?.querySelector(css), document)?.checkVisibility() ?? false";
    ensure!(js(driver, &format!("return {path}.{find}")).await? == false, "is asked again");
    let requests = requests(driver).await?;
    Ok(Back { bytes: bytes(&requests, f64::INFINITY) - site.bare, main_thread, requests })
}

/// What had arrived by then, compressed, without headers; of what was on its way, as much as its share of the time.
fn bytes(requests: &[Request], by: f64) -> f64 {
    let arrived = |request: &Request| {
        let [asked, first, end] = request.at;
        // The browser holds an answer back after it noted its first byte.
        let begin = first.max(asked + f64::from(LATENCY)).min(end);
        let share = if end <= by { 1.0 } else { ((by - begin) / (end - begin)).clamp(0.0, 1.0) };
        request.bytes * share
    };
    requests.iter().map(arrived).sum()
}

async fn requests(driver: &WebDriver) -> Result<Vec<Request>> {
    let all = js(driver, REQUESTS).await?;
    let all = all.as_array().context("no requests")?;
    let request = |entry: &Value| {
        let number = |index: usize| entry[index].as_f64().with_context(|| format!("{entry}"));
        let path = entry[0].as_str().context("a request without a name")?;
        let path = path.splitn(4, '/').nth(3).map(|path| format!("/{path}"));
        let path = path.with_context(|| format!("{entry} is no request to the host"))?;
        ensure!((200.0..300.0).contains(&number(6)?), "{path} was answered with {}", entry[6]);
        ensure!(number(4)? == 0.0 || number(5)? > 0.0, "{path} came from a cache");
        Ok(Request { path, at: [number(1)?, number(2)?, number(3)?], bytes: number(4)? })
    };
    all.iter().map(request).collect()
}

/// Milliseconds that the main thread has been at work for this tab. An empty page before is a few of them; another page in the
/// same tab may begin at nothing or go on counting, so that is left as it is.
async fn busy(driver: &WebDriver) -> Result<f64> {
    let metrics = cdp(driver, "Performance.getMetrics", json!({})).await?;
    let all = metrics["metrics"].as_array().context("no metrics")?;
    let seconds =
        all.iter().find(|metric| metric["name"] == "TaskDuration").and_then(|metric| metric["value"].as_f64());
    Ok(seconds.context("no TaskDuration")? * 1000.0)
}

/// Where and when this is measured, in words.
pub(crate) async fn machine() -> Result<String> {
    let browser = Browser::start(Look::ENGLISH).await?;
    let version = cdp(&browser.driver, "Browser.getVersion", json!({})).await?;
    let today = js(&browser.driver, "return new Date().toISOString().slice(0, 10)").await?;
    browser.quit().await?;
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let processor = processor.map_or("an unknown processor", |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let product = version["product"].as_str().unwrap_or("an unknown browser").replace('/', " ");
    Ok(format!("{}, {product}, {cores} cores of {processor}", today.as_str().unwrap_or_default()))
}
