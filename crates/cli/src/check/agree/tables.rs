//! Tables that are neither of data uses nor of retention, cell by cell: numbers, and articles of the law.

use super::{articles, numbers};
use crate::{
    check::{
        page::{Page, Span},
        sink::Sink,
    },
    words::periods,
};
use std::collections::BTreeSet;

/// Looks at the rows of all locales that have as many as the source locale, each with as many cells.
pub(super) fn check(pages: &[&Page], sink: &mut Sink<'_>) {
    let Some((source, _)) = pages.split_first() else { return };
    let cells = |page: &Page| page.rows.iter().map(Vec::len).collect::<Vec<_>>();
    let shape = cells(source);
    let alike: Vec<&Page> = pages.iter().copied().filter(|page| cells(page) == shape).collect();
    for (i, row) in source.rows.iter().enumerate() {
        let name = row.first().map(|first| source.file.slice(first.clone()).trim()).unwrap_or_default();
        for column in 0..row.len() {
            let places: Vec<(&Page, Span)> = alike.iter().map(|page| (*page, page.rows[i][column].clone())).collect();
            let subject = format!("column {} of \"{name}\"", column + 1);
            if !are_same_periods(&places) && !places.iter().any(writes_differently) {
                numbers::check(&subject, &places, sink);
            }
            let texts = places.into_iter().map(|(page, at)| (page, page.file.slice(at.clone()).to_owned(), at));
            articles::check(&format!("legal basis in {subject}"), texts.collect(), sink);
        }
    }
}

/// Whether these cells all state the same periods, perhaps in other units.
fn are_same_periods(places: &[(&Page, Span)]) -> bool {
    let stated = |(page, at): &(&Page, Span)| -> BTreeSet<(u32, u32)> {
        let found = periods(page.file.slice(at.clone()), page.language);
        found.into_iter().map(ciente_notice::Duration::months_and_days).collect()
    };
    let mut all = places.iter().map(stated);
    all.next().is_some_and(|first| !first.is_empty() && all.all(|other| other == first))
}

/// What stands behind the hours of a day, or behind hours, and in front of nothing that is glued to it.
const HOURS: &[&str] = &[
    "am", "pm", "h", "uhr", "uur", "hour", "hours", "hora", "horas", "jam", "stunde", "stunden", "heure", "heures",
    "ore", "ساعة", "時", "时", "點", "点", "시", "時間", "小时", "小時", "시간",
];

/// Whether a cell holds what each language writes with other numbers: a time of day, hours, a telephone number.
fn writes_differently((page, at): &(&Page, Span)) -> bool {
    let text = page.file.slice(at.clone()).to_lowercase();
    is_called(&text) || has_hours(&text)
}

/// Digits in a row, with spaces and hyphens between them or a plus before, as many as a telephone number has.
fn is_called(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '/');
    text.split(|c| !is_part(c)).any(|run| run.chars().filter(char::is_ascii_digit).count() > 6)
        || text.split('+').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// `9 am`, `17 h`, `10:30`, `24 hours`.
fn has_hours(text: &str) -> bool {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if before.is_ascii_digit() && !c.is_ascii_digit() {
            let rest = text[at..].trim_start();
            let is_minutes = rest.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            // Where words are not set apart, whatever follows.
            let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric());
            let is_hour = |hour: &&str| rest.strip_prefix(*hour).is_some_and(|rest| !goes_on(rest));
            if is_minutes || HOURS.iter().any(is_hour) {
                return true;
            }
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_telephones_are_told_from_other_numbers() {
        for text in ["9 am to 5 pm", "de 9 a 17 h", "9時から17時", "오전 9시", "10:30", "within 24 hours", "24小时内"]
        {
            assert!(has_hours(&text.to_lowercase()), "{text}");
        }
        for text in ["room 40", "시스템의 50호실", "13 locations", "15个地点", "menjamin 50", "am 300. tag", "30 ham"]
        {
            assert!(!has_hours(text), "{text}");
        }
        assert!(is_called("040 555-0123") && is_called("+49 40"));
        assert!(!is_called("1,000,000") && !is_called("16 staff"));
    }
}
