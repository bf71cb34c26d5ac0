//! What a version changes, as it is published: numbers in the manifest, words in one file a locale.

use super::{OutputFile, part, view};
use crate::{
    diff::{Judgement, Side},
    source::VersionSource,
};
use ciente_notice::{
    CanonicalError, Change, Changes, canonical_json,
    changes::{ChangeList, ChangesFormat},
};

/// The manifest's entry; the files that it names are added to `files`.
pub(super) fn entry(
    old: &Side,
    new: &Side,
    version: &VersionSource,
    judgement: &Judgement,
    files: &mut Vec<OutputFile>,
) -> Result<Changes, CanonicalError> {
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
    // In the order of the version's locales, the source first.
    for notice in &new.notices {
        let Some((locale, found)) = judgement.locales.iter().find(|(locale, _)| *locale == notice.locale) else {
            continue;
        };
        let summary = version.config.summary.iter().find(|(named, _)| named.0 == *locale);
        let mut list = ChangeList {
            format: ChangesFormat,
            id: new.id.clone(),
            since: old.label.clone(),
            version: new.label.clone(),
            locale: locale.clone(),
            change: judgement.change,
            summary: summary.map(|(_, text)| text.clone()),
            changes: found.clone(),
            view: None,
        };
        list.view = serde_json::to_value(view::told(notice, &list))?.as_object().cloned();
        let bytes = canonical_json(&list)?;
        let path = format!("{}/{locale}.changes.json", new.label);
        entry.locales.insert(locale.clone(), part(&path, &bytes));
        files.push(OutputFile { path: format!("{}/{path}", new.id).into(), bytes });
    }
    Ok(entry)
}
