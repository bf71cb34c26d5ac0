//! Tables that are neither of data uses nor of retention, cell by cell: numbers, and articles of the law.

use super::{Said, disagree, numbers};
use crate::{
    check::{
        page::{Page, Span},
        rule::Rule,
        sink::Sink,
    },
    words::{cited, periods},
};
use ciente_notice::{Basis, Duration};

const NUMBERS: &str = "Check both against what is true, and correct the other.";
const ARTICLES: &str = "Only one of them can be the legal basis: correct the other.";

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
            if !places.iter().any(writes_differently) {
                numbers::check(&subject, &places, NUMBERS, sink);
            }
            articles(&subject, &places, sink);
        }
    }
}

/// Whether a cell holds what each language writes with other numbers: a time of day, a telephone number, a span of time that has
/// another unit there.
fn writes_differently((page, at): &(&Page, Span)) -> bool {
    let text = page.file.slice(at.clone());
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let is_clock =
        text.split(|c: char| !c.is_alphanumeric()).any(|word| ["am", "pm", "h", "Uhr", "uur"].contains(&word))
            || text.contains(['時', '时', '點', '点', '시']);
    let months = |period: &Duration| period.to_string().contains(['M', 'Y', 'W']);
    // An hour is no period of storage, and a day is 24 of them.
    let hours = ["hour", "hora", "jam", "stunde", "heure", "ساعة", "時間", "小时", "小時", "시간"];
    let counts_hours = hours.iter().any(|hour| text.to_lowercase().contains(hour));
    digits > 6 || is_clock || counts_hours || periods(text, page.language).iter().any(months)
}

/// Articles are called by the same letters in every language.
fn articles(subject: &str, places: &[(&Page, Span)], sink: &mut Sink<'_>) {
    let named = |(page, at): &(&'_ Page, Span)| cited(page.file.slice(at.clone()));
    let said: Vec<Said<'_, _>> = places
        .iter()
        .map(|place| Said { page: place.0, value: named(place), at: place.1.clone() })
        .filter(|said| !said.value.is_empty())
        .collect();
    let tell = |bases: &Vec<Basis>| bases.iter().map(|basis| basis.as_str()).collect::<Vec<_>>().join(", ");
    if said.first().is_some_and(|first| std::ptr::eq(first.page, places[0].0)) {
        disagree(Rule::BasisDiffers, &format!("legal basis in {subject}"), &said, tell, ARTICLES, sink);
    }
}
