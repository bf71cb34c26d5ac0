//! What a version changes, as it is published: numbers in the manifest, words in one file a locale.

use super::{OutputFile, part, view};
use crate::{
    diff::{Declaration, Judgement, Side, judge},
    source::VersionSource,
};
use ciente::view::Since;
use ciente_notice::{
    CanonicalError, Change, Changes, canonical_json,
    changes::{ChangeList, ChangesFormat, Difference, Earlier},
};

/// The versions of a notice, oldest first, each with what it changes against the one before it.
pub(super) struct History<'a> {
    pub(super) sources: &'a [VersionSource],
    pub(super) sides: &'a [Side],
    pub(super) judgements: &'a [Option<Judgement>],
}

/// The manifest's entry for the version that stands at a place; none where there is nothing to compare it with. The files that
/// it names are added to `files`.
pub(super) fn entry(
    history: &History<'_>,
    at: usize,
    files: &mut Vec<OutputFile>,
) -> Result<Option<Changes>, CanonicalError> {
    let Some(before) = at.checked_sub(1) else { return Ok(None) };
    let (Some(old), Some(new)) = (history.sides.get(before), history.sides.get(at)) else { return Ok(None) };
    let Some(Some(judgement)) = history.judgements.get(at) else { return Ok(None) };
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
    let earlier = history.earlier(at, new);
    // In the order of the version's locales, the source first.
    for notice in &new.notices {
        let locale = &notice.locale;
        let Some(changes) = of_locale(judgement, locale) else { continue };
        let shown = |version: &str, summary, changes: &[Difference]| {
            let since = Since { version: version.to_owned(), summary, changes: changes.to_vec() };
            serde_json::to_value(view::told(notice, since)).map(|view| view.as_object().cloned())
        };
        let summary = history.summary(at, locale);
        let mut list = ChangeList {
            format: ChangesFormat,
            id: new.id.clone(),
            since: old.label.clone(),
            version: new.label.clone(),
            locale: locale.clone(),
            change: judgement.change,
            summary: summary.clone(),
            changes: changes.to_vec(),
            view: shown(&old.label, summary, changes)?,
            earlier: Vec::new(),
        };
        for (place, judgement) in &earlier {
            let (Some(side), Some(changes)) = (history.sides.get(*place), of_locale(judgement, locale)) else {
                continue;
            };
            // What the authors say of each version is not told: the next one may have taken it back.
            let view = shown(&side.label, None, changes)?;
            list.earlier.push(Earlier { since: side.label.clone(), changes: changes.to_vec(), view });
        }
        let bytes = canonical_json(&list)?;
        let path = format!("{}/{locale}.changes.json", new.label);
        entry.locales.insert(locale.clone(), part(&path, &bytes));
        files.push(OutputFile { path: format!("{}/{path}", new.id).into(), bytes });
    }
    Ok(Some(entry))
}

fn of_locale<'a>(judgement: &'a Judgement, locale: &str) -> Option<&'a [Difference]> {
    judgement.locales.iter().find(|(own, _)| own == locale).map(|(_, found)| found.as_slice())
}

impl History<'_> {
    /// What a version changes against each before it but the last one, by the place of that.
    fn earlier(&self, at: usize, new: &Side) -> Vec<(usize, Judgement)> {
        let sides = self.sides.iter().take(at.saturating_sub(1)).enumerate();
        let judged = sides.filter_map(|(place, side)| {
            let mut judgement = judge(side, new, &Declaration::default())?;
            for (locale, found) in &mut judgement.locales {
                found.iter_mut().filter(|difference| difference.is_declarable()).for_each(|difference| {
                    // A rewording that its author declared editorial stays that.
                    if !self.is_material_within(place + 1, at, locale, difference) {
                        difference.change = Change::Editorial;
                    }
                });
                found.sort_by_key(|difference| difference.change == Change::Editorial);
            }
            Some((place, judgement))
        });
        judged.collect()
    }

    /// Whether one of these versions brought such a change, and it was material.
    fn is_material_within(&self, from: usize, to: usize, locale: &str, wanted: &Difference) -> bool {
        let steps = self.judgements.iter().take(to + 1).skip(from).flatten();
        steps.filter_map(|step| of_locale(step, locale)).flatten().any(|difference| {
            difference.change == Change::Material
                && difference.kind == wanted.kind
                && difference.data_use == wanted.data_use
        })
    }

    /// What its author says that a version brings.
    fn summary(&self, at: usize, locale: &str) -> Option<String> {
        let summaries = &self.sources.get(at)?.config.summary;
        summaries.iter().find(|(named, _)| named.0 == locale).map(|(_, text)| text.clone())
    }
}
