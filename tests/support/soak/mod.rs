//! A soak: many logins in several tabs of one browser, against a real receiver behind an endpoint that fails, while versions
//! are published. Nothing is lost, nothing is there twice, nothing is said that is not so, and memory stays flat.
//!
//! `cargo xtask soak` runs it long, `e2e/soak.rs` briefly.

mod ledger;
mod memory;
mod plan;
mod tabs;
mod trouble;
mod versions;

pub use memory::{Tolerance, is_flat};

use crate::{
    browser::{Browser, Look},
    database,
    fault::Struck,
    host::Host,
    receiver::Receiver,
};
use anyhow::{Context, Result, ensure};
use ledger::Ledger;
use memory::Sample;
use plan::{Login, Round};
use serde_json::Value;
use std::{collections::BTreeMap, time::Instant};
use tabs::Tabs;

const ENDPOINT: &str = "/v1/acknowledgements";
/// After so many logins memory is looked at.
const EVERY: usize = 100;
/// How often whoever left something in the outbox comes back at the end.
const HOMECOMINGS: usize = 30;

/// How long a soak is, and which one.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Logins, those at the end not counted in which users come back for what they left.
    pub logins: usize,
    /// Tabs.
    pub tabs: usize,
    /// What everything is chosen from.
    pub seed: u64,
}

/// Runs it. What happens and what came of it is printed.
pub async fn run(size: Size) -> Result<()> {
    ensure!(size.tabs > 1 && size.logins > 0, "there must be two tabs at least, and a login");
    println!("{} logins in {} tabs, seed {}", size.logins, size.tabs, size.seed);
    let receiver = Receiver::serve_own(|out| versions::build(&[plan::FIRST], out)).await?;
    let host = Host::start(&receiver.url()).await?;
    let browser = Browser::start(Look::default()).await?;
    let tabs = Tabs::open(&browser, &host, size.tabs).await?;
    let (ledger, begin) = (Ledger::default(), Instant::now());
    let mut soak = Soak { receiver, host, tabs, ledger, begin, samples: Vec::new(), struck: Vec::new(), logins: 0 };
    let played = soak.play(size).await;
    println!("{}", memory::HEAD);
    soak.samples.iter().for_each(|sample| println!("{sample}"));
    played?;
    soak.finish().await?;
    browser.quit().await
}

struct Soak<'a> {
    receiver: Receiver,
    host: Host,
    tabs: Tabs<'a>,
    ledger: Ledger,
    begin: Instant,
    samples: Vec<Sample>,
    /// What was planned to go wrong, and how often it did.
    struck: Vec<(&'static str, Struck)>,
    logins: usize,
}

impl Soak<'_> {
    async fn play(&mut self, size: Size) -> Result<()> {
        for (n, round) in plan::make(size).iter().enumerate() {
            let logins = match round {
                Round::Logins(logins) => logins.as_slice(),
                Round::Publish(login) => std::slice::from_ref(login),
            };
            let told: Vec<String> = logins.iter().map(Login::to_string).collect();
            println!("round {n}: {}", told.join("; "));
            match round {
                Round::Logins(logins) => self.log_in(logins).await,
                Round::Publish(login) => self.publish(login).await,
            }
            .with_context(|| format!("seed {}, round {n}", size.seed))?;
            self.look()?;
            if self.logins >= self.samples.len() * EVERY {
                self.measure().await?;
            }
        }
        Ok(())
    }

    /// Users log in, one a tab, all at the same time.
    async fn log_in(&mut self, logins: &[Login]) -> Result<()> {
        for login in logins {
            if login.reloads {
                self.tabs.load(login.tab).await?;
            }
            self.trouble(login);
            self.tabs.begin(login).await?;
        }
        for login in logins {
            self.hear(login).await?;
        }
        for login in logins.iter().filter(|login| login.comes_back) {
            self.tabs.load(login.tab).await?;
            let home = Login::home(&login.subject, login.tab);
            self.tabs.begin(&home).await?;
            self.hear(&home).await?;
        }
        Ok(())
    }

    fn trouble(&mut self, login: &Login) {
        // Two tabs of one user have the troubles of the first.
        if login.act == plan::Act::Second {
            return;
        }
        self.host.mend_of(&login.subject);
        for (method, troubles) in [("POST", login.troubles.as_slice()), ("GET", login.question.as_slice())] {
            for trouble in troubles {
                let struck = self.host.fault_of(&login.subject, method, ENDPOINT, 1, trouble.fault());
                self.struck.push((trouble.name(), struck));
            }
        }
    }

    async fn hear(&mut self, login: &Login) -> Result<()> {
        let said = self.tabs.end(login).await?;
        self.logins += 1;
        self.ledger.hear(login, &said)
    }

    /// A version is published while a user reads the one before.
    async fn publish(&mut self, login: &Login) -> Result<()> {
        self.tabs.begin(login).await?;
        self.tabs.holds(login).await?;
        self.ledger.publish();
        let versions = self.ledger.published();
        println!("published: {:?}", versions.last());
        self.receiver.publish_own(|out| versions::build(&versions, out)).await?;
        self.tabs.go_on(login).await?;
        self.hear(login).await
    }

    /// Holds what was said against what the receiver has.
    fn look(&mut self) -> Result<()> {
        self.ledger.sent(self.host.take_posts());
        self.host.take_requests();
        self.ledger.check(&database::rows(&self.receiver.data())?)
    }

    async fn measure(&mut self) -> Result<()> {
        let mut tabs = Vec::new();
        for tab in 0..self.tabs.count() {
            tabs.push(self.tabs.memory(tab).await?);
        }
        let pid = self.receiver.pid()?;
        let (logins, at) = (self.logins, self.begin.elapsed());
        let sample = Sample { logins, at, tabs, receiver: (pid, memory::resident(pid)?) };
        println!("{}\n{sample}", memory::HEAD);
        self.samples.push(sample);
        Ok(())
    }

    /// Everybody who left something comes back, and then everything is held against everything.
    async fn finish(mut self) -> Result<()> {
        self.host.mend();
        let (planned, mut words) = (self.logins, Vec::new());
        for _ in 0..HOMECOMINGS {
            let (outbox, said) = self.tabs.device().await?;
            words = said;
            let mut left = Vec::new();
            for entry in &outbox {
                ensure!(entry["state"] == "pending", "set aside: {entry}");
                let body: Value = serde_json::from_str(entry["body"].as_str().context("no body")?)?;
                left.push(body["subject"].as_str().context("no subject")?.to_owned());
            }
            left.sort();
            left.dedup();
            if left.is_empty() {
                break;
            }
            let home = |(tab, subject): (usize, &String)| Login::home(subject, tab);
            let logins: Vec<Login> = left.iter().take(self.tabs.count()).enumerate().map(home).collect();
            self.log_in(&logins).await?;
            self.look()?;
        }
        let (outbox, _) = self.tabs.device().await?;
        ensure!(outbox.is_empty(), "the outbox is not empty: {outbox:?}");
        self.look()?;
        let key = reqwest::get(format!("{}/v1/log/key", self.receiver.url())).await?.text().await?;
        let (outcomes, asked) = (std::mem::take(&mut self.ledger.outcomes), self.ledger.asked);
        let account = self.ledger.finish(&database::rows(&self.receiver.data())?, &words, &key.trim().parse()?)?;
        let seconds = self.begin.elapsed().as_secs();
        println!("{planned} logins and {} homecomings in {seconds} s, {asked} times asked", self.logins - planned);
        println!("outcomes: {outcomes:?}");
        let mut faults: BTreeMap<&str, usize> = BTreeMap::new();
        self.struck.iter().for_each(|(name, struck)| *faults.entry(name).or_default() += struck.times());
        println!("faults: {faults:?}");
        println!("{account}");
        print!("{}", memory::judge(&self.samples)?);
        Ok(())
    }
}
