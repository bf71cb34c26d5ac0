//! What the pages of a soak said, held against what the receiver has: all the while, and at the end.

use super::plan::{FIRST, Login, PUBLISHED, Version};
use crate::host::Post;
use anyhow::{Context, Result, bail, ensure};
use ciente_evidence::{Verdict, VerifierKey, verify_receipt};
use serde_json::{Map, Value};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

type Row = Map<String, Value>;
/// A user, and the material version from which on their acknowledgement holds: editorial ones that follow it ask nobody.
type Holds = (String, usize);

/// What is known so far.
#[derive(Default)]
pub(super) struct Ledger {
    /// Index of the version that is current.
    current: usize,
    /// How often a call ended so.
    pub(super) outcomes: BTreeMap<String, usize>,
    /// How often a user was asked.
    pub(super) asked: usize,
    /// Who acknowledged what, by what the pages said.
    acknowledged: BTreeSet<Holds>,
    /// What the receiver has of it, when it was last looked at.
    recorded: BTreeSet<Holds>,
    /// Said to be recorded since then: ids, and users' acknowledgements.
    ids: Vec<String>,
    claims: Vec<Holds>,
    /// Said to be on their way.
    kept: Vec<Holds>,
    receipts: Vec<Value>,
    posts: Vec<Post>,
}

/// What a soak left.
pub(super) struct Account {
    users: usize,
    /// How many acknowledged each material version.
    acknowledged: BTreeMap<usize, usize>,
    declined: usize,
    dropped: usize,
    receipts: usize,
    posts: usize,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { users, acknowledged, declined, dropped, receipts, posts } = self;
        let all: usize = acknowledged.values().sum();
        write!(
            f,
            "{posts} requests left {} records of {users} users: {declined} of declining, {all} ",
            all + declined
        )?;
        write!(f, "of acknowledging, by material version {:?}; ", acknowledged.values().collect::<Vec<_>>())?;
        write!(f, "{dropped} were stale and dropped; {receipts} receipts hold")
    }
}

fn versions() -> impl Iterator<Item = Version> {
    std::iter::once(FIRST).chain(PUBLISHED.iter().map(|(_, version)| *version))
}

/// Which material version an acknowledgement of this one stands for.
fn material(label: &str) -> Result<usize> {
    let at = versions().position(|version| version.label == label).with_context(|| format!("no version {label:?}"))?;
    Ok(versions().take(at + 1).filter(|version| version.is_material).count())
}

fn text(value: &Value) -> Result<&str> {
    value.as_str().with_context(|| format!("{value} is no text"))
}

fn holds(row: &Row) -> Result<Option<Holds>> {
    if row["action"] != "acknowledged" {
        return Ok(None);
    }
    Ok(Some((text(&row["subject"])?.to_owned(), material(text(&row["version"])?)?)))
}

impl Ledger {
    /// The next version is current.
    pub(super) fn publish(&mut self) {
        self.current += 1;
    }

    /// All versions that are published.
    pub(super) fn published(&self) -> Vec<Version> {
        versions().take(self.current + 1).collect()
    }

    fn now(&self, subject: &str) -> Holds {
        (subject.to_owned(), self.published().iter().filter(|version| version.is_material).count())
    }

    /// What was sent to the endpoint.
    pub(super) fn sent(&mut self, posts: Vec<Post>) {
        self.posts.extend(posts);
    }

    /// A login ended.
    pub(super) fn hear(&mut self, login: &Login, said: &Value) -> Result<()> {
        self.take(login, said).with_context(|| format!("{login}: {said:#}"))
    }

    fn take(&mut self, login: &Login, said: &Value) -> Result<()> {
        ensure!(said["error"].is_null(), "{}", said["error"]);
        ensure!(said["visible"] == true, "nobody sees the page, so it is slow");
        let (outcome, delivery) = (text(&said["result"]["outcome"])?, said["result"]["delivery"].as_str());
        *self.outcomes.entry(format!("{outcome} {}", delivery.unwrap_or_default())).or_default() += 1;
        self.asked += usize::from(said["asked"] == true);
        let subject = &login.subject;
        let now = self.now(subject);
        if self.recorded.contains(&now) {
            ensure!(outcome == "already", "asked again");
        }
        let mut shown = None;
        for event in said["events"].as_array().context("no events")? {
            let detail = &event["detail"];
            match text(&event["name"])? {
                "shown" => shown = Some(material(text(&detail["version"])?)?),
                "acknowledged" => {
                    self.acknowledged.insert((subject.clone(), shown.context("acknowledged before it was shown")?));
                }
                "recorded" => {
                    self.ids.push(text(&detail["id"])?.to_owned());
                    self.keep(&detail["receipt"], Some(text(&detail["id"])?))?;
                }
                "error" => ensure!(detail["code"] == "notice-stale", "{detail}"),
                _ => {}
            }
        }
        match (outcome, delivery) {
            // Whoever logs out while the record is being sent is told so, and no event says it.
            ("acknowledged", Some("pending")) => {
                self.acknowledged.insert((subject.clone(), shown.context("never shown")?));
            }
            ("acknowledged" | "declined", Some("recorded")) => {
                let id = self.keep(&said["result"]["receipt"], None)?;
                self.ids.push(id);
            }
            ("declined", Some("pending" | "rejected")) | ("unavailable", None) => {}
            ("already", Some("pending")) => self.kept.push(now),
            ("already", Some("recorded")) => self.claims.push(now),
            _ => bail!("that is no way to end"),
        }
        Ok(())
    }

    /// Keeps a receipt; returns whose it is.
    fn keep(&mut self, receipt: &Value, of: Option<&str>) -> Result<String> {
        let id = text(&receipt["acknowledgement"]["id"]).context("a receipt without an id")?;
        ensure!(of.is_none_or(|of| of == id), "the receipt of another record");
        self.receipts.push(receipt.clone());
        Ok(id.to_owned())
    }

    /// Holds what was said to be recorded against what is, which was read after it was said.
    pub(super) fn check(&mut self, rows: &[Row]) -> Result<()> {
        let ids: BTreeSet<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
        ensure!(ids.len() == rows.len(), "an id is there twice");
        let mut recorded = BTreeSet::new();
        for row in rows {
            if let Some(holds) = holds(row)? {
                ensure!(!recorded.contains(&holds), "{holds:?} is recorded twice, the second time as {row:?}");
                recorded.insert(holds);
            }
        }
        for id in self.ids.drain(..) {
            ensure!(ids.contains(id.as_str()), "{id} was called recorded, and is not");
        }
        for claim in self.claims.drain(..) {
            ensure!(recorded.contains(&claim), "{claim:?} was called recorded, and is not");
        }
        for claim in self.kept.drain(..) {
            ensure!(self.acknowledged.contains(&claim), "{claim:?} was called pending, and never acknowledged");
        }
        self.recorded = recorded;
        Ok(())
    }

    /// Nothing is missing, nothing is there that nobody did, and everything that attests to it holds. `words` is what the
    /// device says of its users.
    pub(super) fn finish(mut self, rows: &[Row], words: &[Value], key: &VerifierKey) -> Result<Account> {
        self.check(rows)?;
        let ids: BTreeSet<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
        for word in words {
            let id = text(&word["id"])?;
            ensure!(word["state"] == "recorded" && ids.contains(id), "the device says {word}");
            self.keep(&word["receipt"], Some(id))?;
        }
        let mut called_stale = BTreeSet::new();
        let mut dropped = BTreeSet::new();
        for Post { body, answer, .. } in &self.posts {
            let id = text(&body["id"])?;
            match answer.get() {
                Some(200..300) => ensure!(ids.contains(id), "{id} was answered well, and is not there"),
                Some(409) if body["action"] == "acknowledged" => {
                    dropped.insert(id);
                    called_stale
                        .insert((text(&body["subject"])?.to_owned(), material(text(&body["notice"]["version"])?)?));
                }
                _ => {}
            }
        }
        for holds in &self.acknowledged {
            let is_there = self.recorded.contains(holds) || called_stale.contains(holds);
            ensure!(is_there, "{holds:?} was acknowledged, and is not there");
        }
        if let Some(holds) = self.recorded.difference(&self.acknowledged).next() {
            bail!("{holds:?} is there, and nobody acknowledged it");
        }
        for receipt in &self.receipts {
            let verdict = verify_receipt(receipt, key).verdict();
            ensure!(verdict == Verdict::Holds, "{receipt} does not verify: {verdict:?}");
        }
        let mut acknowledged = BTreeMap::new();
        self.recorded.iter().for_each(|(_, material)| *acknowledged.entry(*material).or_default() += 1);
        let users: BTreeSet<&str> = rows.iter().filter_map(|row| row["subject"].as_str()).collect();
        Ok(Account {
            users: users.len(),
            acknowledged,
            declined: rows.len() - self.recorded.len(),
            dropped: dropped.len(),
            receipts: self.receipts.len(),
            posts: self.posts.len(),
        })
    }
}
