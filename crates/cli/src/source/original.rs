//! Whether each version has its document in the source locale.

use super::{
    Document, NoticeSource, VersionSource, locale,
    name::{is_markdown, stem},
};
use crate::report::{Code, Place, Report};
use std::{collections::BTreeSet, fs, path::Path};

/// A version is judged on the source locale's document: where there is none, it is judged on a translation, by whose words a change
/// of the source may be no change.
pub(super) fn check(notice: &NoticeSource, report: &mut Report) {
    let (Some(locale), Some(file)) = (&notice.config.source_locale, &notice.config.file) else { return };
    let named = locale.get_ref().0.as_str();
    let is_or_has_beside = |document: &Document| document.locale == named || is_beside(named, &document.file.path);
    let has = |version: &&VersionSource| version.documents.iter().any(is_or_has_beside);
    let versions = notice.versions.iter().filter(|version| !version.documents.is_empty());
    let (with, without): (Vec<_>, Vec<_>) = versions.partition(has);
    let Some(lacking) = without.first() else { return };
    let place = Place { file: file.clone(), span: locale.span() };
    if with.is_empty() {
        let there: BTreeSet<&str> = lacking.documents.iter().map(|document| document.locale.as_str()).collect();
        let there = there.into_iter().collect::<Vec<_>>().join(", ");
        let message = format!("there is no document in {named}; there are {there}");
        report.at(Code::LocaleUnknown, place, message, "Name the locale of the document that is written first.");
    } else {
        let message = format!("version {} has no document in {named}, and is judged on another one", lacking.label);
        let help = "Add the document, or take the version away, so that changes are judged on what was written first.";
        report.at(Code::SourceLocale, place, message, help);
    }
}

/// Whether a document in this locale lies beside one: it is there, and only not among what was given.
fn is_beside(named: &str, document: &Path) -> bool {
    let entries = fs::read_dir(document.parent().unwrap_or(Path::new("."))).into_iter().flatten();
    let paths = entries.flatten().map(|entry| entry.path());
    paths.filter(|path| is_markdown(path)).any(|path| locale::in_name(&stem(&path)).as_deref() == Some(named))
}
