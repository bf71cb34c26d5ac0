//! What the readers of one locale are told about a version: the file beside the notice, and how a translation's changes
//! follow from those of the source.

use super::{Difference, Kind, Weight, judge};
use crate::{
    Change,
    format::{format_tag, present},
};
use serde::{Deserialize, Serialize};

format_tag! {
    /// `ciente/changes/1`.
    ChangesFormat = "ciente/changes/1"
}

/// `<version>/<locale>.changes.json`: what a version changes against the one before, for readers of one locale.
///
/// Someone who acknowledged an older version is told what is in [`ChangeList::earlier`] of it; where that is missing, all
/// lists since, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeList {
    /// Always `ciente/changes/1`.
    pub format: ChangesFormat,
    /// The notice's id.
    pub id: String,
    /// The version that is compared with.
    pub since: String,
    /// The version that brings the changes.
    pub version: String,
    /// The locale of the words.
    pub locale: String,
    /// What the version comes to, by its source locale and its author.
    pub change: Change,
    /// What its author says that it brings, in this locale.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub summary: Option<String>,
    /// The changes, the material ones first.
    pub changes: Vec<Difference>,
    /// What the widget shows of it, rendered ahead of time. Nobody else need understand it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Map<String, serde_json::Value>"))]
    pub view: Option<serde_json::Map<String, serde_json::Value>>,
    /// The same against each version before that, oldest first: what was changed and changed back is in none of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
}

/// What a version changes against one that is not the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// The version that is compared with.
    pub since: String,
    /// The changes, the material ones first.
    pub changes: Vec<Difference>,
    /// As in [`ChangeList`]; absent where there is nothing to show.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Map<String, serde_json::Value>"))]
    pub view: Option<serde_json::Map<String, serde_json::Value>>,
}

/// What a translation's rule says is known from the source, where only its words were not understood.
fn understood(source: &[Difference], mut own: Vec<Difference>) -> Vec<Difference> {
    let of_rule = |list: &[Difference], id: &Option<String>| -> Vec<Kind> {
        let about = list.iter().filter(|other| other.kind.is_about_retention() && other.data_use == *id);
        about.map(|other| other.kind).collect()
    };
    let alone: Vec<Option<Kind>> = own
        .iter()
        .map(|difference| match (&*of_rule(source, &difference.data_use), &*of_rule(&own, &difference.data_use)) {
            ([kind], [Kind::RetentionNumbers | Kind::RetentionReplaced])
                if *kind != Kind::RetentionReworded
                    && difference.kind.is_about_retention()
                    && difference.data_use.is_some() =>
            {
                Some(*kind)
            }
            _ => None,
        })
        .collect();
    for (difference, kind) in own.iter_mut().zip(alone) {
        difference.kind = kind.unwrap_or(difference.kind);
    }
    own
}

/// The changes of a translation, judged by those of its source: what the source does not change is editorial, and what
/// only the source says stands there in the source's words.
pub fn translated(source: &[Difference], source_locale: &str, own: Vec<Difference>) -> Vec<Difference> {
    let is_counterpart = |a: &Difference, b: &Difference| a.kind == b.kind && a.data_use == b.data_use;
    let material = |difference: &&Difference| difference.change == Change::Material;
    let mut told: Vec<Difference> = understood(source, own)
        .into_iter()
        .map(|mut difference| {
            let counts = source.iter().filter(material).any(|other| is_counterpart(other, &difference));
            difference.change = if counts { Change::Material } else { Change::Editorial };
            difference
        })
        .collect();
    for difference in source.iter().filter(material) {
        let count = |list: &[Difference]| list.iter().filter(|other| is_counterpart(difference, other)).count();
        // Names and sentences have no place by which a translation's could be known to be the same.
        let has_place = difference.kind.weight() == Weight::Material && difference.kind != Kind::RecipientAdded;
        if count(&told) == 0 && (has_place || judge(&told) == Change::Editorial) {
            told.push(Difference { lang: Some(source_locale.to_owned()), ..difference.clone() });
        }
    }
    told.sort_by_key(|difference| difference.change == Change::Editorial);
    told
}
