//! What was published after this receiver started: it has not verified it, and cannot say that it never was.

use crate::{http::refusal::Refusal, store::Archived};
use axum::http::{HeaderValue, header};
use ciente_notice::{Manifest, NoticeRef, ProblemCode, is_notice_id};
use std::{fs, path::PathBuf};

/// Where notices are published, and since when that has been read.
#[derive(Debug)]
pub(crate) struct Newer {
    folder: PathBuf,
    /// RFC 3339, UTC, milliseconds.
    started: String,
}

impl Newer {
    pub(crate) fn new(folder: PathBuf, started: String) -> Self {
        Self { folder, started }
    }

    /// Why an acknowledgement of words that another receiver archived cannot be judged here, if these are newer than this
    /// receiver is.
    pub(crate) fn archived(&self, text: &Archived) -> Option<Refusal> {
        let version = &text.version;
        let why = format!("version {version} came into the folder of notices after this receiver was started");
        (text.since > self.started).then(|| refusal(&why))
    }

    /// The same of words that the manifest names by now.
    pub(crate) async fn on_disk(&self, notice: &NoticeRef) -> Option<Refusal> {
        if !is_notice_id(&notice.id) {
            return None;
        }
        let path = self.folder.join(&notice.id).join("manifest.json");
        let read = tokio::task::spawn_blocking(move || serde_json::from_slice::<Manifest>(&fs::read(path).ok()?).ok());
        let manifest = read.await.ok().flatten()?;
        let texts = manifest.versions.iter().flat_map(|version| version.locales.values());
        let is_there = texts.into_iter().any(|text| text.digest == notice.digest);
        is_there.then(|| refusal("these words came into the folder of notices after this receiver was started"))
    }
}

/// Whoever sends it keeps it, and comes back: it is no fault of theirs.
fn refusal(why: &str) -> Refusal {
    tracing::warn!("an acknowledgement waits: {why}; start it again");
    let detail = format!("{why}; it has to be started again");
    Refusal::new(ProblemCode::Unavailable, detail).with(header::RETRY_AFTER, HeaderValue::from_static("30"))
}
