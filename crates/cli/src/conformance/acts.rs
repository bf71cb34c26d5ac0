//! The acknowledgements that are sent: of which words, by whom, with ids of their own.

use ciente_notice::Manifest;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Instant,
};

/// How long ago all that is sent was done.
const AGO: SignedDuration = SignedDuration::from_hours(1);

/// Words that somebody may have seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) locale: String,
    pub(super) digest: String,
}

/// The words to acknowledge, and others of the same notice where they are known.
#[derive(Debug, Clone)]
pub(super) struct Notices {
    pub(super) current: Words,
    /// Whether anybody said that the endpoint knows them.
    pub(super) made_up: bool,
    /// Of a version that a material change has replaced.
    pub(super) stale: Option<Words>,
    /// Of an older version that still counts.
    pub(super) editorial: Option<Words>,
    /// The digest of other words than the current ones.
    pub(super) other_digest: Option<String>,
}

impl Notices {
    pub(super) fn only(current: Words, made_up: bool) -> Self {
        Self { current, made_up, stale: None, editorial: None, other_digest: None }
    }

    /// All that a manifest knows, in one locale; `None` when it has no current version, or not in that locale.
    pub(super) fn of(manifest: &Manifest, locale: Option<&str>) -> Option<Self> {
        let find = |label: &str| manifest.versions.iter().find(|version| version.version == label);
        let now = find(&manifest.current)?;
        let locale = match locale {
            Some(locale) => locale,
            None => now.locales.keys().next()?,
        };
        let words = |label: &str| {
            let digest = find(label)?.locales.get(locale)?.digest.to_string();
            Some(Words { id: manifest.id.clone(), version: label.into(), locale: locale.into(), digest })
        };
        let current = words(&manifest.current)?;
        let older = || {
            let labels = manifest.versions.iter().map(|version| version.version.as_str());
            labels.take_while(|label| *label != manifest.current)
        };
        let digests = || manifest.versions.iter().flat_map(|version| version.locales.values());
        Some(Self {
            made_up: false,
            stale: older().filter(|label| !manifest.is_covered_by(label)).find_map(words),
            editorial: older().filter(|label| manifest.is_covered_by(label)).find_map(words),
            other_digest: digests().map(|entry| entry.digest.to_string()).find(|digest| *digest != current.digest),
            current,
        })
    }
}

/// Makes ids and acknowledgements. Time and randomness come in.
pub(super) struct Acts {
    pub(super) tenant: String,
    /// Whether anybody said that the endpoint knows that tenant.
    pub(super) named_tenant: bool,
    pub(super) subject: String,
    pub(super) origin: String,
    pub(super) now: Timestamp,
    /// The same, to count from.
    pub(super) began: Instant,
    /// Random, once a run.
    pub(super) seed: [u8; 10],
    /// How many ids there are so far.
    pub(super) count: AtomicU32,
}

impl Acts {
    /// From when the run began until now.
    pub(super) fn span(&self) -> [Timestamp; 2] {
        let elapsed = SignedDuration::try_from(self.began.elapsed()).unwrap_or_default();
        [self.now, self.now + elapsed]
    }

    /// A new id (`UUIDv7`).
    pub(super) fn id(&self) -> String {
        let mut random = self.seed;
        let count = self.count.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        // Other ids than those of the run before, by the seed, and than each other, by the count.
        random.iter_mut().skip(6).zip(count).for_each(|(byte, count)| *byte ^= count);
        let milliseconds = u64::try_from(self.now.as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid().to_string()
    }

    /// A subject that nobody has had before.
    pub(super) fn stranger(&self) -> String {
        format!("{}-{}", self.subject.chars().take(200).collect::<String>(), self.id())
    }

    /// A new act of the subject.
    pub(super) fn act(&self, words: &Words) -> Value {
        // As of somebody who was offline: who takes this for the time of its own receipt gives itself away.
        let time = format!("{:.3}", self.now - AGO);
        json!({
            "format": "ciente/acknowledgement/1",
            "id": self.id(),
            "notice": { "id": words.id, "version": words.version, "locale": words.locale, "digest": words.digest },
            "tenant": self.tenant, "subject": self.subject, "action": "acknowledged",
            "shownAt": time, "actedAt": time,
            "client": { "widget": concat!("conformance-", env!("CARGO_PKG_VERSION")), "origin": self.origin },
        })
    }
}
