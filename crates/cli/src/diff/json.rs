//! A comparison for programs: one object, the changes in the form in which the manifest's parts hold them.

use super::{Judgement, Side};
use ciente_notice::{Change, changes::Difference};
use serde::Serialize;
use std::collections::BTreeMap;

/// `ciente/diff/1`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Output<'j> {
    format: &'static str,
    id: &'j str,
    from: &'j str,
    to: &'j str,
    /// Whether nothing at all changed.
    identical: bool,
    change: Change,
    source_locale: &'j str,
    /// Why rewordings are editorial, by `version.toml`.
    #[serde(skip_serializing_if = "Option::is_none")]
    declared: Option<&'j str>,
    /// Whether only `version.toml` makes it material.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    declared_material: bool,
    /// What is material in the source locale.
    reasons: Vec<&'j Difference>,
    /// What is not.
    editorial: Vec<&'j Difference>,
    /// The changes of every other locale, judged by those of the source.
    translations: BTreeMap<&'j str, &'j [Difference]>,
}

pub(super) fn render(old: &Side, new: &Side, judgement: &Judgement) -> String {
    let output = Output {
        format: "ciente/diff/1",
        id: &new.id,
        from: &old.label,
        to: &new.label,
        identical: judgement.locales.iter().all(|(_, found)| found.is_empty()),
        change: judgement.change,
        source_locale: &judgement.source_locale,
        declared: judgement.declared.as_deref(),
        declared_material: judgement.is_declared_material,
        reasons: judgement.reasons().collect(),
        editorial: judgement.source().iter().filter(|difference| difference.change == Change::Editorial).collect(),
        translations: judgement
            .locales
            .iter()
            .skip(1)
            .map(|(locale, found)| (locale.as_str(), found.as_slice()))
            .collect(),
    };
    // Texts, lists and maps with text keys always have JSON.
    let mut out = serde_json::to_string_pretty(&output).unwrap_or_default();
    out.push('\n');
    out
}
