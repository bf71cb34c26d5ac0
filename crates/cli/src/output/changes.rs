//! What a version changes, as it is published: numbers in the manifest, words in one file a locale.

use super::{OutputFile, part, view};
use crate::{
    diff::{Declaration, Judgement, Side, judge},
    source::VersionSource,
};
use ciente_notice::{
    CanonicalError, Change, Changes, Notice, canonical_json,
    changes::{ChangeList, ChangesFormat, Difference, Earlier},
};

/// The versions of a notice up to the one in question, oldest first, each with what it changes against the one before it.
pub(super) struct History<'a> {
    pub(super) sides: &'a [Side],
    pub(super) versions: &'a [VersionSource],
    pub(super) judgements: &'a [Option<Judgement>],
}

/// The manifest's entry for the last version; none where there is nothing to compare it with. The files that it names are added
/// to `files`.
pub(super) fn entry(history: &History<'_>, files: &mut Vec<OutputFile>) -> Result<Option<Changes>, CanonicalError> {
    let ([.., old, new], Some(Some(judgement))) = (history.sides, history.judgements.last()) else { return Ok(None) };
    let mut entry = Changes {
        since: old.label.clone(),
        reasons: Default::default(),
        editorial: 0,
        declared: judgement.declared.clone(),
        locales: Default::default(),
    };
    for difference in judgement.source() {
        match difference.change {
            Change::Material => *entry.reasons.entry(difference.kind).or_insert(0) += 1,
            Change::Editorial => entry.editorial += 1,
        }
    }
    let whole = history.whole(new);
    // In the order of the version's locales, the source first.
    for notice in &new.notices {
        let Some(changes) = of_locale(judgement, &notice.locale) else { continue };
        let last = history.sides.len() - 1;
        let mut list = history.list(last, new, judgement.change, &notice.locale);
        list.changes = changes.to_vec();
        list.view = shown(notice, &old.label, vec![list.clone()])?;
        for (at, since, judgement) in &whole {
            let Some(changes) = of_locale(judgement, &notice.locale) else { continue };
            // Each version's own summary, and then what all of them come to.
            let mut lists: Vec<_> =
                (at + 1..=last).map(|step| history.list(step, new, judgement.change, &notice.locale)).collect();
            if let Some(list) = lists.last_mut() {
                list.changes = changes.to_vec();
            }
            let view = if changes.is_empty() { None } else { shown(notice, since, lists)? };
            list.earlier.push(Earlier { since: since.clone(), changes: changes.to_vec(), view });
        }
        let bytes = canonical_json(&list)?;
        let path = format!("{}/{}.changes.json", new.label, notice.locale);
        entry.locales.insert(notice.locale.clone(), part(&path, &bytes));
        files.push(OutputFile { path: format!("{}/{path}", new.id).into(), bytes });
    }
    Ok(Some(entry))
}

fn of_locale<'a>(judgement: &'a Judgement, locale: &str) -> Option<&'a [Difference]> {
    judgement.locales.iter().find(|(own, _)| own == locale).map(|(_, found)| found.as_slice())
}

fn shown(
    notice: &Notice,
    since: &str,
    lists: Vec<ChangeList>,
) -> Result<Option<serde_json::Map<String, serde_json::Value>>, CanonicalError> {
    Ok(serde_json::to_value(view::told(notice, since, lists))?.as_object().cloned())
}

impl History<'_> {
    /// What the last version changes against each but the one before it: where that stands, its label, and what it comes to.
    fn whole(&self, new: &Side) -> Vec<(usize, String, Judgement)> {
        let earlier = self.sides.iter().take(self.sides.len().saturating_sub(2)).enumerate();
        let judged = earlier.filter_map(|(at, side)| {
            let mut judgement = judge(side, new, &Declaration::default())?;
            for (locale, found) in &mut judgement.locales {
                found.iter_mut().filter(|difference| difference.is_declarable()).for_each(|difference| {
                    // A rewording that its author declared editorial stays that.
                    if !self.is_material_since(at, locale, difference) {
                        difference.change = Change::Editorial;
                    }
                });
                found.sort_by_key(|difference| difference.change == Change::Editorial);
            }
            Some((at, side.label.clone(), judgement))
        });
        judged.collect()
    }

    /// Whether one of the versions after this one brought such a change, and it was material.
    fn is_material_since(&self, at: usize, locale: &str, wanted: &Difference) -> bool {
        let steps = self.judgements.iter().skip(at + 1).flatten();
        steps.filter_map(|step| of_locale(step, locale)).flatten().any(|difference| {
            difference.change == Change::Material
                && difference.kind == wanted.kind
                && difference.data_use == wanted.data_use
        })
    }

    /// The list of one version for one locale, without its changes.
    fn list(&self, at: usize, new: &Side, change: Change, locale: &str) -> ChangeList {
        let summaries = self.versions.get(at).map(|version| &version.config.summary);
        let summary = summaries.into_iter().flatten().find(|(named, _)| named.0 == locale);
        ChangeList {
            format: ChangesFormat,
            id: new.id.clone(),
            since: at
                .checked_sub(1)
                .and_then(|before| self.sides.get(before))
                .map_or_else(String::new, |side| side.label.clone()),
            version: self.sides.get(at).map_or_else(String::new, |side| side.label.clone()),
            locale: locale.to_owned(),
            change,
            summary: summary.map(|(_, text)| text.clone()),
            changes: Vec::new(),
            view: None,
            earlier: Vec::new(),
        }
    }
}
