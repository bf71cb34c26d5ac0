//! The manifest: which versions of a notice there are, in which locales, and where their parts lie.

use crate::{
    Digest,
    changes::Kind,
    format::{format_tag, present},
};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

format_tag! {
    /// `ciente/manifest/1`.
    ManifestFormat = "ciente/manifest/1"
}

/// `manifest.json`, one a notice, small enough to fetch at every login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// Always `ciente/manifest/1`.
    pub format: ManifestFormat,
    /// The notice's id.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::NOTICE_ID)))]
    pub id: String,
    /// The label of the version that holds now.
    pub current: String,
    /// All versions, oldest first.
    pub versions: Vec<Version>,
}

/// One published version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Version {
    /// Its label.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::VERSION_LABEL)))]
    pub version: String,
    /// The day that readers see as the one from which it is in force, `YYYY-MM-DD`. It delays nothing.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub effective_from: Option<String>,
    /// Against the version before; the first version is material.
    pub change: Change,
    /// Its locales, the source locale first.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, LocaleEntry>"))]
    pub locales: IndexMap<String, LocaleEntry>,
    /// What it changes against the version before; absent in the first version.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Changes"))]
    pub changes: Option<Changes>,
}

/// Why a version is material or editorial, in numbers; the words are in a part of their own for each locale, because a
/// manifest is fetched at every login and they are read once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// The version that it is compared with: the one before it.
    pub since: String,
    /// How many material changes there are of each kind, in the source locale.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, u32>"))]
    pub reasons: IndexMap<Kind, u32>,
    /// How many editorial changes there are in the source locale.
    pub editorial: u32,
    /// Why its author declares rewordings editorial, in their words.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub declared: Option<String>,
    /// For each locale of the version, the file with the changes themselves, a [`crate::changes::ChangeList`].
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, Part>"))]
    pub locales: IndexMap<String, Part>,
}

/// Whether a version asks its readers again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// Something about the data, its use, its basis, its recipients or its retention is new: ask again.
    Material,
    /// Wording, order, typography: do not ask again.
    Editorial,
}

/// One locale of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LocaleEntry {
    /// Over the canonical JSON of the notice.
    pub digest: Digest,
    /// The notice as data.
    pub json: Part,
    /// The view rendered ahead of time, for the loader.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Part"))]
    pub view: Option<Part>,
    /// The view rendered ahead of time, for hosts that render on the server.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Part"))]
    pub html: Option<Part>,
}

/// A file that belongs to a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Relative to the manifest.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Subresource integrity metadata (W3C SRI, 3.5), `sha256-…`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^sha(256|384|512)-[A-Za-z0-9+/]+=*$")))]
    pub integrity: String,
}

impl Manifest {
    /// Whether someone who acknowledged `version` need not be asked again: no version after it, up to the current one,
    /// is material. False for a version that this notice never had.
    pub fn is_covered_by(&self, version: &str) -> bool {
        let position = |label: &str| self.versions.iter().position(|v| v.version == label);
        let (Some(acknowledged), Some(current)) = (position(version), position(&self.current)) else {
            return false;
        };
        self.versions
            .get(acknowledged + 1..=current)
            .is_none_or(|since| since.iter().all(|v| v.change == Change::Editorial))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Versions {
        changes: IndexMap<String, Change>,
        cases: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        current: String,
        covered: Vec<String>,
        asked: Vec<String>,
    }

    #[test]
    fn only_material_changes_since_ask_again() {
        let Versions { changes, cases } =
            serde_json::from_str(include_str!("../../../tests/twins/versions.json")).unwrap();
        let version = |(version, change): (&String, &Change)| Version {
            version: version.clone(),
            effective_from: None,
            change: *change,
            locales: IndexMap::new(),
            changes: None,
        };
        let versions: Vec<_> = changes.iter().map(version).collect();
        let manifest = |current: &str| Manifest {
            format: ManifestFormat,
            id: "im".into(),
            current: current.into(),
            versions: versions.clone(),
        };
        for Case { current, covered, asked } in cases {
            for (labels, is_covered) in [(covered, true), (asked, false)] {
                for label in labels {
                    assert_eq!(
                        manifest(&current).is_covered_by(&label),
                        is_covered,
                        "{label} when {current} is current"
                    );
                }
            }
        }
        assert!(!manifest("9").is_covered_by("1"));
    }
}
