//! The locales of one version, made into one thing: the same ids everywhere, the same rows.

use super::{Draft, document};
use crate::{
    report::{Code, Place, Report},
    source::{NoticeSource, VersionSource},
    words,
};
use ciente_notice::{Contact, Controller, Notice, plain_text, validate};
use std::ops::Range;

/// Reads all documents of a version: one notice a locale, the source locale first, then in alphabetical order.
pub(crate) fn version(notice: &NoticeSource, version: &VersionSource, report: &mut Report) -> Vec<Notice> {
    let source_locale = source_locale(notice, version);
    let mut drafts: Vec<Draft> = version.documents.iter().map(|doc| document(&doc.file, &doc.locale, report)).collect();
    drafts.sort_by_key(|draft| (Some(&draft.notice.locale) != source_locale.as_ref(), draft.notice.locale.clone()));
    if let Some((source, translations)) = drafts.split_first_mut() {
        for translation in translations.iter_mut().filter(|translation| !translation.is_broken && !source.is_broken) {
            take_ids(source, translation, report);
        }
    }
    for draft in &mut drafts {
        let locale = draft.notice.locale.clone();
        draft.notice.id.clone_from(&notice.id);
        draft.notice.version.clone_from(&version.label);
        draft.notice.effective_from.clone_from(&version.effective_from);
        draft.notice.title = notice
            .config
            .title(&locale)
            .map(str::to_owned)
            .or_else(|| draft.first_heading.clone())
            .unwrap_or_else(|| notice.id.clone());
        draft.notice.controller = notice.controller(version).map(|controller| Controller {
            name: controller.name.0.clone(),
            url: controller.url.as_ref().map(|url| url.0.clone()),
        });
        draft.notice.contact = notice.config.contact.as_ref().map(|contact| Contact { url: contact.url.0.clone() });
        for (row, link) in draft.notice.retention.iter_mut().zip(&draft.links) {
            row.data_use = link.and_then(|i| draft.notice.data_uses.get(i)).map(|row| row.id.clone());
        }
        check(draft, report);
    }
    drafts.into_iter().map(|draft| draft.notice).collect()
}

/// The locale that `notice.toml` names, if there is a document in it; else English; else the first of the alphabet.
pub(crate) fn source_locale(notice: &NoticeSource, version: &VersionSource) -> Option<String> {
    let has = |locale: &str| version.documents.iter().any(|document| document.locale == locale);
    let named =
        notice.config.source_locale.as_ref().map(|locale| locale.get_ref().0.as_str()).filter(|locale| has(locale));
    named
        .or(has("en").then_some("en"))
        .map(str::to_owned)
        .or_else(|| version.documents.iter().map(|document| document.locale.clone()).min())
}

/// Gives a translation the ids of the source, by position, and its knowledge of services.
fn take_ids(source: &Draft, translation: &mut Draft, report: &mut Report) {
    let (ours, theirs) = (&source.notice, &mut translation.notice);
    if ours.sections.len() == theirs.sections.len() {
        for (from, to) in ours.sections.iter().zip(&mut theirs.sections) {
            to.id.clone_from(&from.id);
        }
    } else {
        let counts = [ours.sections.len(), theirs.sections.len()];
        let last = [source, &*translation].map(|draft| draft.section_spans.last());
        differ(Code::SectionsDiffer, "sections", counts, last, (source, translation), report);
    }
    let (ours, theirs) = (&source.notice, &mut translation.notice);
    let known = words::introduced(&purposes(ours));
    let services = words::services(&purposes(theirs), &known);
    for (row, services) in theirs.data_uses.iter_mut().zip(services) {
        row.services = services;
    }
    // A name is written in its own letters everywhere; the source may be the only one that spells it out.
    for service in &ours.service_names {
        let is_named = theirs.data_uses.iter().any(|row| row.services.contains(&service.abbreviation));
        if is_named && !theirs.service_names.iter().any(|known| known.abbreviation == service.abbreviation) {
            theirs.service_names.push(service.clone());
        }
    }
    if ours.data_uses.len() == theirs.data_uses.len() {
        for (from, to) in ours.data_uses.iter().zip(&mut theirs.data_uses) {
            to.id.clone_from(&from.id);
        }
    } else {
        let counts = [ours.data_uses.len(), theirs.data_uses.len()];
        let last = [source, &*translation].map(|draft| draft.use_cells.last().map(|cells| &cells.first));
        differ(Code::RowsDiffer, "data uses", counts, last, (source, translation), report);
    }
    let counts = [source.notice.retention.len(), translation.notice.retention.len()];
    if counts[0] != counts[1] {
        let last = [source, &*translation].map(|draft| draft.rule_cells.last().map(|cells| &cells.first));
        differ(Code::RowsDiffer, "retention rules", counts, last, (source, translation), report);
    } else {
        take_links(&source.links, &mut translation.links);
    }
}

/// Where a translator called a kind of data by two names, the source knows which row is meant: rows belong together by
/// position. Not where any row says otherwise, because then they were put into another order.
fn take_links(source: &[Option<usize>], translation: &mut [Option<usize>]) {
    let agrees = |(ours, theirs): (&Option<usize>, &Option<usize>)| theirs.is_none() || ours == theirs;
    if !source.iter().zip(&*translation).all(agrees) {
        return;
    }
    for (ours, theirs) in source.iter().zip(translation) {
        *theirs = *ours;
    }
}

fn purposes(notice: &Notice) -> Vec<String> {
    notice.data_uses.iter().map(|row| plain_text(&row.purpose)).collect()
}

fn differ(
    code: Code,
    what: &str,
    [ours, theirs]: [usize; 2],
    [our_last, their_last]: [Option<&Range<usize>>; 2],
    (source, translation): (&Draft, &Draft),
    report: &mut Report,
) {
    // The last one is where the longer document goes on alone, or where the shorter one ends.
    let place = |draft: &Draft, span: Option<&Range<usize>>| Place {
        file: draft.file.clone(),
        span: span.cloned().unwrap_or(0..0),
    };
    let message = format!(
        "{} has {theirs} {what}, but {} has {ours}",
        translation.file.path.display(),
        source.file.path.display()
    );
    let help = match code {
        Code::SectionsDiffer => "The sections of the translation get ids of their own, so links into them differ.",
        _ => {
            "Rows of a version's locales belong together by position: add the missing row, or take the extra one away."
        }
    };
    report.between(code, place(translation, their_last), place(source, our_last), message, help);
}

/// The last line of defence: what is written must be valid, whatever went wrong before.
fn check(draft: &Draft, report: &mut Report) {
    for violation in validate(&draft.notice) {
        // What the author can mend was reported with its line already.
        if violation.code == ciente_notice::ViolationCode::RefusedLink {
            continue;
        }
        let message = format!("{}: what was built is no valid notice: {violation}", draft.file.path.display());
        report.about(
            Code::NoticeInvalid,
            message,
            "If no other message says why, this is a fault of ciente: report it.",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::take_links;

    #[test]
    fn links_come_from_the_source_unless_a_row_says_otherwise() {
        for (source, translation, expected) in [
            ([Some(0), Some(1), None], [Some(0), None, None], [Some(0), Some(1), None]),
            ([Some(0), Some(1), None], [None, Some(0), None], [None, Some(0), None]),
            ([Some(0), Some(1), None], [None, None, Some(2)], [None, None, Some(2)]),
        ] {
            let mut found = translation;
            take_links(&source, &mut found);
            assert_eq!(found, expected);
        }
    }
}
