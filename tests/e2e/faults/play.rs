//! One fault at one moment: a user acknowledges, it goes wrong, and what page, device and receiver say is held together.

use super::table::{End, Fault, Kind, Moment};
use anyhow::{Context, Result, bail, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    database,
    host::{ELSEWHERE, Host},
    page::{self, is_shown, js, part},
    receiver::{Receiver, eventually},
};
use serde_json::{Map, Value, json};
use thirtyfour::prelude::*;

/// A receiver that fails on purpose, on another origin than the page, and a browser with a profile.
pub(super) struct World {
    receiver: Receiver,
    host: Host,
    browser: Option<Browser>,
    client: reqwest::Client,
}

impl World {
    pub(super) async fn open() -> Result<Self> {
        let host = Host::start_under("", ELSEWHERE).await?;
        let receiver = Receiver::failing(host.url().trim_end_matches('/')).await?;
        host.pass_on_to(&receiver.url());
        let browser = Some(Browser::start(Look::default()).await?);
        let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build()?;
        Ok(Self { receiver, host, browser, client })
    }

    pub(super) async fn close(self) -> Result<()> {
        self.browser.context("no browser")?.quit().await
    }

    fn driver(&self) -> Result<&WebDriver> {
        Ok(&self.browser.as_ref().context("no browser")?.driver)
    }

    /// Plays it to its end.
    pub(super) async fn play(&mut self, fault: Fault, moment: Moment, subject: &str) -> Result<()> {
        self.set_script(&moment.script(fault.kind, subject)).await?;
        self.log_in(subject).await?;
        page::taken_over(self.driver()?).await?;
        let killed_before = fault.kind == Kind::Killed && matches!(moment, Moment::BeforeSend | Moment::TabKilled);
        if killed_before {
            self.receiver.kill().await?;
        }
        part(self.driver()?, "acknowledge").await?.click().await?;
        self.strikes(fault, moment, subject, killed_before).await?;
        let left = self.after(fault, moment, subject).await?;
        self.ends(fault, moment, subject).await?;
        if fault.end == End::Recorded && !left {
            // The call of this very page has not been told anything else.
            let result = self.result().await?;
            ensure!(result["outcome"] == "acknowledged" && result["delivery"] != "rejected", "{result}");
        }
        if fault.end == End::Recorded {
            self.log_in(subject).await?;
            let again = self.result().await?;
            ensure!(again == json!({ "outcome": "already", "delivery": "recorded" }), "asked again: {again}");
        }
        Ok(())
    }

    async fn set_script(&self, script: &str) -> Result<()> {
        let url = format!("{}/faults", self.receiver.url());
        let request =
            if script.is_empty() { self.client.delete(url) } else { self.client.put(url).body(script.to_owned()) };
        let answer = request.send().await?;
        ensure!(answer.status() == 204, "{script}: {}", answer.text().await?);
        Ok(())
    }

    /// The host's page, and its call for this user.
    async fn log_in(&self, subject: &str) -> Result<()> {
        let driver = self.driver()?;
        driver.goto(self.host.url()).await?;
        eventually("the host page is ready", async || {
            ensure!(js(driver, "return window.ready ?? false").await? == true, "not yet");
            Ok(())
        })
        .await?;
        let endpoint = format!("{}/v1/acknowledgements", self.receiver.url());
        js(driver, &format!("ask({{ subject: '{subject}', endpoint: '{endpoint}', wait: 1500 }})")).await?;
        Ok(())
    }

    async fn result(&self) -> Result<Value> {
        eventually("the call settles", async || {
            let result = js(self.driver()?, "return window.result ?? null").await?;
            ensure!(!result.is_null(), "not yet");
            Ok(result)
        })
        .await
    }

    fn rows(&self, subject: &str) -> Result<Vec<Map<String, Value>>> {
        database::rows_of(&self.receiver.data(), subject)
    }

    async fn outbox(&self, subject: &str) -> Result<Vec<Value>> {
        let mut entries = page::outbox(self.driver()?).await?;
        let own = format!("\"subject\":\"{subject}\"");
        entries.retain(|entry| entry["body"].as_str().is_some_and(|body| body.contains(&own)));
        Ok(entries)
    }

    /// Waits until the fault has struck.
    async fn strikes(&self, fault: Fault, moment: Moment, subject: &str, killed_before: bool) -> Result<()> {
        eventually("it strikes", async || {
            if killed_before {
                ensure!(self.outbox(subject).await?.len() == 1, "nothing is in the outbox");
                return Ok(());
            }
            if fault.kind == Kind::Killed && matches!(moment, Moment::AfterCommit | Moment::BrowserKilled) {
                ensure!(self.rows(subject)?.len() == 1, "nothing is committed");
                return Ok(());
            }
            let stands = self.client.get(format!("{}/faults", self.receiver.url())).send().await?.bytes().await?;
            let stands: Value = serde_json::from_slice(&stands)?;
            let last = stands["rules"].as_array().and_then(|rules| rules.last()).context("no rules")?;
            ensure!(last["acted"].as_u64() >= Some(1), "{stands}");
            Ok(())
        })
        .await
    }

    /// What happens to page and receiver then; says whether the page is another than before.
    async fn after(&mut self, fault: Fault, moment: Moment, subject: &str) -> Result<bool> {
        if moment == Moment::BrowserKilled && fault.kind != Kind::Killed {
            // It is the commit that the browser must not live to hear of.
            eventually("it is committed", async || {
                ensure!(self.rows(subject)?.len() == 1, "not yet");
                Ok(())
            })
            .await?;
        }
        match moment {
            Moment::TabKilled => page::kill_tab(self.driver()?).await?,
            Moment::BrowserKilled => {
                let browser = self.browser.take().context("no browser")?;
                let profile = browser.kill().await?;
                self.browser = Some(Browser::start_again(Look::default(), profile).await?);
            }
            _ => {}
        }
        if fault.kind == Kind::Killed {
            self.restart(moment, subject).await?;
        }
        let is_gone = matches!(moment, Moment::TabKilled | Moment::BrowserKilled);
        if fault.kind == Kind::Silence && !is_gone {
            // The user does not wait for ever, and comes back.
            let result = self.result().await?;
            ensure!(result == json!({ "outcome": "acknowledged", "delivery": "pending" }), "{result}");
        }
        if is_gone || fault.kind == Kind::Silence {
            self.log_in(subject).await?;
            let result = self.result().await?;
            ensure!(result == json!({ "outcome": "already", "delivery": "pending" }), "asked again: {result}");
            ensure!(!is_shown(self.driver()?).await?);
            return Ok(true);
        }
        Ok(false)
    }

    /// Kills the receiver, unless it is dead already, and starts it again.
    async fn restart(&mut self, moment: Moment, subject: &str) -> Result<()> {
        if !matches!(moment, Moment::BeforeSend | Moment::TabKilled) {
            self.receiver.kill().await?;
        }
        if moment == Moment::Retry {
            eventually("it is tried again in vain", async || {
                let outbox = self.outbox(subject).await?;
                ensure!(outbox.first().is_some_and(|entry| entry["attempts"].as_u64() >= Some(2)), "{outbox:?}");
                Ok(())
            })
            .await?;
        }
        self.receiver.start_again().await
    }

    /// Waits for the end, and looks all the while whether what the page says is true.
    async fn ends(&self, fault: Fault, moment: Moment, subject: &str) -> Result<()> {
        let mut lie = None;
        let is_committed = matches!(moment, Moment::AfterCommit | Moment::BrowserKilled);
        let ended = eventually("it ends", async || {
            // What cannot be asked now is asked again.
            lie = self.lie(subject).await?;
            if lie.is_some() {
                return Ok(());
            }
            let (rows, outbox) = (self.rows(subject)?.len(), self.outbox(subject).await?);
            match fault.end {
                End::Recorded => ensure!(rows == 1 && outbox.is_empty(), "{rows} rows, in the outbox {outbox:?}"),
                End::SetAside => {
                    ensure!(outbox.len() == 1 && outbox[0]["state"] == "rejected", "in the outbox {outbox:?}");
                    ensure!(rows == usize::from(is_committed), "{rows} rows");
                    let refused = "return events.some((e) => e.detail.code === 'endpoint-refused')";
                    ensure!(js(self.driver()?, refused).await? == true, "the host is not told");
                }
            }
            Ok(())
        })
        .await;
        if let Some(lie) = lie {
            bail!("the page says what is not so: {lie:#}");
        }
        ended
    }

    /// What is wrong with what the page says: what it calls recorded, the receiver has; once.
    async fn lie(&self, subject: &str) -> Result<Option<anyhow::Error>> {
        // The page first: what it says must have been so already.
        let recorded =
            js(self.driver()?, "return events.filter((e) => e.name === 'recorded').map((e) => e.detail)").await?;
        let result = js(self.driver()?, "return window.result?.delivery ?? null").await?;
        let rows = self.rows(subject)?;
        Ok(check(&recorded, &result, &rows).err())
    }
}

fn check(recorded: &Value, result: &Value, rows: &[Map<String, Value>]) -> Result<()> {
    ensure!(rows.len() <= 1, "{} records", rows.len());
    let recorded = recorded.as_array().cloned().unwrap_or_default();
    ensure!(recorded.len() <= 1, "recorded is told {} times", recorded.len());
    if *result == "recorded" || !recorded.is_empty() {
        ensure!(rows.len() == 1, "recorded, but the receiver has nothing");
    }
    for told in recorded {
        ensure!(told["receipt"]["acknowledgement"]["id"] == rows[0]["id"], "{told}, {:?}", rows[0]);
    }
    Ok(())
}
