//! Lines that say when a text was changed, or from when on it holds.

use super::{
    super::similar::{is_number, words},
    limits,
    words::{CLOCK, DATED, MONTHS_BY_NAME},
};

/// A line that says that is no longer.
const LONGEST: usize = 20;

/// So few words beside a date are a place and no sentence.
const BARE: usize = 2;

/// Whether two folded texts are one line that says when the notice was changed, with another date.
pub(in crate::changes) fn is_dated(old: &str, new: &str) -> bool {
    without_date(old).is_some_and(|rest| Some(rest) == without_date(new))
}

/// The words of such a line without its dates and the number of the version. What else has a number stays: it counts something.
/// A line says so in words for it, or by having hardly any: "São Paulo, 1 de março de 2026".
fn without_date(text: &str) -> Option<Vec<&str>> {
    let mut all = words(text);
    if all.len() > LONGEST {
        return None;
    }
    let mut has_date = false;
    while let Some(at) = (0..all.len()).find(|at| is_year(&all, *at)) {
        let (from, to) = date_around(&all, at);
        // The day of the week before it, the time of day behind it.
        let before = all[..from].iter().rev().take_while(|word| CLOCK.has(word)).count();
        let behind = all[to..].iter().take_while(|word| CLOCK.has(word) || is_number(word) && word.len() < 3).count();
        let ends = if behind > 1 { to + behind } else { to };
        all.drain(from - before..ends);
        has_date = true;
    }
    if let Some(at) = all.iter().position(|word| is_version(word)) {
        let end = at + 1 + all[at + 1..].iter().take_while(|word| is_number(word) || is_version(word)).count();
        all.drain(at..end);
    }
    let is_bare = all.len() <= BARE && !all.iter().any(|word| limits(word));
    (has_date && (DATED.count(text) > 0 || is_bare)).then_some(all)
}

/// "Version" before its number, or `v2`.
fn is_version(word: &str) -> bool {
    let number = word.strip_prefix('v');
    ["version", "versao", "versione", "issue", "v"].contains(&word)
        || number.is_some_and(|rest| !rest.is_empty() && is_number(rest))
}

/// Where the date of this year begins and ends: `3 de março de 2026`, `2026年3月1日`, `March 3rd, 2026`.
fn date_around(all: &[&str], year: usize) -> (usize, usize) {
    let is_joint = |word: &str| matches!(word, "of" | "de" | "del" | "d" | "den" | "the");
    let is_part = |word: &str| is_day(word) || MONTHS_BY_NAME.has(word);
    let mut from = year;
    for _ in 0..2 {
        let joints = all[..from].iter().rev().take_while(|word| is_joint(word)).count();
        match (from - joints).checked_sub(1).map(|part| (part, all[part])) {
            Some((part, word)) if is_part(word) => from = part,
            _ => break,
        }
    }
    let mut to = year + 1;
    // 令和8年: the era stands before it.
    if all.get(to).is_some_and(|word| matches!(*word, "年" | "년")) {
        from = if ends_in_era(&all[..year]) { year - 2 } else { from };
        while all
            .get(to)
            .is_some_and(|word| is_cjk(word) || is_day(word) && all.get(to + 1).is_some_and(|next| is_cjk(next)))
        {
            to += 1;
        }
    } else if from == year && all.get(to..to + 2).is_some_and(|parts| parts.iter().all(|part| is_part(part))) {
        to += 2;
    }
    (from, to)
}

/// A year of ours, or of an era.
fn is_year(all: &[&str], at: usize) -> bool {
    let word = all[at];
    let is_common = word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && is_number(word);
    is_common || is_number(word) && all.get(at + 1) == Some(&"年") && ends_in_era(&all[..at])
}

/// Whether the last of these words is an era that years are counted in, of Japan or of Taiwan.
fn ends_in_era(words: &[&str]) -> bool {
    matches!(words, [.., "令", "和"] | [.., "平", "成"] | [.., "民", "國" | "国"])
}

/// `3`, `03`, `3rd`.
fn is_day(word: &str) -> bool {
    let suffix = word.trim_start_matches(char::is_numeric);
    let digits = &word[..word.len() - suffix.len()];
    (1..=2).contains(&digits.chars().count()) && ["", "st", "nd", "rd", "th", "er", "o", "º", "°"].contains(&suffix)
}

/// Year, month and day as they stand behind their numbers.
fn is_cjk(word: &str) -> bool {
    matches!(word, "年" | "月" | "日" | "년" | "월" | "일")
}

/// Whether a word is the name of a month.
pub(in crate::changes) fn is_month(folded: &str) -> bool {
    MONTHS_BY_NAME.has(folded)
}
