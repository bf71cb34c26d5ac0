//! Lines that say when a text was changed, or from when on it holds.

use super::{
    super::similar::{is_number, words},
    counts::unit,
    words::{DATED, DATES},
};

/// A line that says that is no longer.
const LONGEST: usize = 14;

/// Whether two folded texts are one line that says when the notice was changed, with another date.
pub(in crate::changes) fn is_dated(old: &str, new: &str) -> bool {
    without_date(old).is_some_and(|rest| Some(rest) == without_date(new))
}

/// The words of such a line around its date, which stands in one place.
fn without_date(text: &str) -> Option<(Vec<&str>, Vec<&str>)> {
    let all = words(text);
    if all.len() > LONGEST || DATED.count(text) == 0 {
        return None;
    }
    let is_date =
        |word: &&str| word.chars().all(char::is_numeric) || DATES.has(word) || is_ordinal(word) || is_cjk(word);
    let first = all.iter().position(|word| is_date(word) && !is_cjk(word))?;
    let end = first + all[first..].iter().take_while(|word| is_date(word)).count();
    let (before, rest) = all.split_at(first);
    let (date, after) = rest.split_at(end - first);
    // What else has a number counts something; so does what has a unit of time behind it, unless that is how dates are written.
    let counts = |words: &[&str]| words.iter().any(|word| word.starts_with(char::is_numeric));
    let measures = after.first().is_some_and(|word| unit(word).is_some());
    let is_alone = !counts(before) && !counts(after) && !measures;
    (is_alone && date.iter().any(|word| is_year(word))).then(|| (before.to_vec(), after.to_vec()))
}

/// A year of ours.
fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && is_number(word)
}

/// `3rd`, `1st`.
fn is_ordinal(word: &str) -> bool {
    let suffix = word.trim_start_matches(char::is_numeric);
    suffix.len() < word.len() && ["st", "nd", "rd", "th"].contains(&suffix)
}

/// Year, month and day as they stand behind their numbers.
fn is_cjk(word: &str) -> bool {
    matches!(word, "年" | "月" | "日" | "년" | "월" | "일")
}

/// Whether a word is the name of a month, or of what else is in a date.
pub(in crate::changes) fn is_date_word(folded: &str) -> bool {
    DATES.has(folded)
}
