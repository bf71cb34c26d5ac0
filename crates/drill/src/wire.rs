//! Acknowledgements as a widget sends them (`crates/receiver/PROTOCOL.md`), each of another subject.

use anyhow::{Context, Result};
use hyper::body::Bytes;
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};
use uuid::Uuid;

pub(crate) const TENANT: &str = "drill";

/// Makes records of one published notice.
pub(crate) struct Writer {
    notice: String,
    /// What is the same in each, as JSON without its last brace.
    common: String,
    next: AtomicU64,
}

/// A record and what tells it apart.
#[derive(Clone)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) body: Bytes,
}

impl Writer {
    /// Of the current version of the first notice in a folder.
    pub(crate) fn new(notices: &Path) -> Result<Self> {
        let mut folders: Vec<_> = fs::read_dir(notices)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        folders.sort();
        let manifest = folders.iter().map(|folder| folder.join("manifest.json")).find(|path| path.is_file());
        let manifest: Value = serde_json::from_slice(&fs::read(manifest.context("there is no notice")?)?)?;
        let versions = manifest["versions"].as_array().context("no versions")?;
        let current =
            versions.iter().find(|version| version["version"] == manifest["current"]).context("no version")?;
        let (locale, text) = current["locales"].as_object().and_then(|all| all.iter().next()).context("no locale")?;
        let notice = manifest["id"].as_str().context("no id")?.to_owned();
        let common = json!({
            "format": "ciente/acknowledgement/1",
            "notice": { "id": notice, "version": manifest["current"], "locale": locale, "digest": text["digest"] },
            "tenant": TENANT, "action": "acknowledged",
            "shownAt": "2026-11-23T10:00:00.000Z", "actedAt": "2026-11-23T10:00:41.318Z",
            "client": { "widget": "0.1.0", "origin": "https://chat.example" },
        });
        let common = common.to_string();
        let common = common.strip_suffix('}').context("no object")?.to_owned();
        Ok(Self { notice, common, next: AtomicU64::new(0) })
    }

    pub(crate) fn notice(&self) -> &str {
        &self.notice
    }

    pub(crate) fn record(&self) -> Record {
        let id = new_id();
        let subject = subject(self.next.fetch_add(1, Relaxed));
        let body = format!("{},\"id\":\"{id}\",\"subject\":\"{subject}\"}}", self.common);
        Record { id, body: body.into() }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a drill stands for many devices, each with its own clock and randomness"
)]
pub(crate) fn new_id() -> String {
    Uuid::now_v7().to_string()
}

pub(crate) fn subject(number: u64) -> String {
    format!("subject-{number}")
}
