//! What texts count: numbers, the units of time behind them, the bounds before them.

use super::{
    super::{
        fold::{is_comparison, is_unspaced},
        similar::{is_number, words, words_beyond},
    },
    clauses,
    words::{COUNTERS, HAN_NUMBERS, MONTHS, NUMBERS, UNIT},
};
use std::collections::BTreeSet;

/// Whether two folded texts state other numbers, the same ones in another order, or other bounds.
pub(in crate::changes) fn counts_otherwise(old: &str, new: &str) -> bool {
    let number = |word: &str| match unglued(word) {
        Some((digits, suffix)) => UNITS_GLUED.contains(&suffix).then(|| digits.to_owned()),
        None => (is_number(word) || NUMBERS.has(word)).then(|| word.to_owned()),
    };
    let numbers = |text: &str| -> Vec<String> { words(text).into_iter().filter_map(number).collect() };
    let (before, after) = (numbers(old), numbers(new));
    let is_same = sorted(before.clone()) == sorted(after.clone())
        && sorted(bounds(old)) == sorted(bounds(new))
        && sorted(measures(old)) == sorted(measures(new));
    // Ordinals may be written out, and what begins with a digit may be a name ("2FA"): only one in the place of another counts.
    let (glued_before, glued_after) = (glued(old), glued(new));
    let is_another = !glued_before.is_empty() && !glued_after.is_empty() && glued_before != glued_after;
    // Numbers keep to their words: only whole clauses may change places.
    !is_same || is_another || counts_another(old, new) || before != after && clauses(old) != clauses(new)
}

/// Units that stand right behind their numbers, folded.
const UNITS_GLUED: &[&str] = &["d", "h", "w", "m", "y", "mo", "min", "ms", "kb", "mb", "gb", "tb", "km", "px", "%"];

/// A number and the letters that are glued to it.
fn unglued(word: &str) -> Option<(&str, &str)> {
    let end = word.find(|c: char| !c.is_numeric())?;
    (end > 0).then(|| word.split_at(end))
}

/// The digits of the numbers to which other letters than those of units are glued.
fn glued(text: &str) -> Vec<String> {
    let others = words(text).into_iter().filter_map(unglued).filter(|(_, suffix)| !UNITS_GLUED.contains(suffix));
    sorted(others.map(|(digits, _)| digits.to_owned()).collect())
}

/// The periods that a folded text states, from hours on: minutes are how long something takes.
pub(in crate::changes) fn periods(folded: &str) -> BTreeSet<String> {
    measures(folded).into_iter().filter(|measure| !measure.ends_with(" 0")).collect()
}

/// The units of time that a text names, whether or not a number stands before them.
pub(in crate::changes) fn units(folded: &str) -> BTreeSet<usize> {
    words(folded).into_iter().filter_map(unit).collect()
}

/// Which unit of time a word is.
pub(super) fn unit(word: &str) -> Option<usize> {
    UNIT.iter().position(|names| names.contains(word))
}

/// Numbers with the unit of time behind each: 30 days are no 30 years.
pub(super) fn measures(text: &str) -> Vec<String> {
    let words = words(text);
    let is_han = |word: &&str| HAN_NUMBERS.contains(*word);
    let measure = |at: usize| {
        let (number, name) = (words[at], *words.get(at + 1)?);
        let is_count = is_number(number) || NUMBERS.has(number);
        let is_unit = !COUNTERS.contains(&name) || words.get(at + 2).is_some_and(|next| MONTHS.contains(next));
        let of = unit(name).filter(|_| is_unit)?;
        // 三十天: all of its characters.
        let first = words[..=at].iter().rposition(|word| !is_han(word)).map_or(0, |before| before + 1);
        let han = words[first..=at].concat();
        let number = if han.is_empty() { Some(number.to_owned()).filter(|_| is_count)? } else { han };
        Some(format!("{number} {of}"))
    };
    (0..words.len()).filter_map(measure).collect()
}

/// Whether what an unchanged number counts is another: of a language whose units are not here, too.
fn counts_another(old: &str, new: &str) -> bool {
    let (came, gone) = (words_beyond(old, new), words_beyond(new, old));
    let counted = |text: &str| -> Vec<(String, String)> {
        let words = words(text);
        let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() && !is_unspaced(c));
        // "30 business days" are counted in days.
        let counts = |at: &usize| is_number(words[*at]) && words.get(at + 2).is_none_or(|after| unit(after).is_none());
        let places = (0..words.len().saturating_sub(1)).filter(counts).filter(|at| is_word(words[at + 1]));
        places.map(|at| (words[at].to_owned(), words[at + 1].to_owned())).collect()
    };
    let (before, after) = (counted(old), counted(new));
    before.iter().filter(|(_, word)| gone.contains(&word.as_str())).any(|(number, word)| {
        after.iter().any(|(same, other)| {
            let shared = word.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
            same == number && came.contains(&other.as_str()) && shared < 3
        })
    })
}

/// The signs of comparison before numbers: `<=` of `<=30`. Between two numbers they say from where to where.
fn bounds(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut run, mut before) = (String::new(), ' ');
    for c in text.chars() {
        if is_comparison(c) {
            run.push(c);
            continue;
        }
        if !run.is_empty() && c.is_numeric() && !before.is_numeric() {
            found.push(run.clone());
        }
        run.clear();
        before = c;
    }
    found
}

pub(super) fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}
