//! Numbers in digits that stand in the same cell of every locale.

use super::{Said, disagree};
use crate::check::{
    page::{Page, Span},
    rule::Rule,
    sink::Sink,
};
use ciente_notice::digit;
use std::collections::BTreeSet;

/// What to do where two numbers stand.
pub(super) const HELP: &str = "Check both against what is true, and correct the other.";

/// Up to here, numbers are often written in words, so that one that is missing means nothing.
const WRITTEN_OUT: u64 = 12;

/// Compares the numbers of these places with those of the first.
pub(super) fn check(subject: &str, places: &[(&Page, Span)], sink: &mut Sink<'_>) {
    let Some((first, others)) = places.split_first() else { return };
    let source = numbers(first);
    let mut said = vec![Said { page: first.0, value: source.clone(), at: first.1.clone() }];
    for (page, at) in others {
        let value = numbers(&(page, at.clone()));
        // Numbers that may be words there count as the same.
        let value = if differ(&source, &value) { value } else { source.clone() };
        said.push(Said { page, value, at: at.clone() });
    }
    let tell = |numbers: &BTreeSet<u64>| match numbers.len() {
        0 => "no number".to_owned(),
        _ => numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    };
    disagree(Rule::NumbersDiffer, &format!("numbers in the {subject}"), &said, tell, HELP, sink);
}

/// Whether the one has a number that the other must have and has not.
pub(super) fn differ(a: &BTreeSet<u64>, b: &BTreeSet<u64>) -> bool {
    let (only_a, only_b): (Vec<_>, Vec<_>) = (a.difference(b).collect(), b.difference(a).collect());
    !only_a.is_empty() && !only_b.is_empty() || only_a.iter().chain(&only_b).any(|n| **n > WRITTEN_OUT)
}

fn numbers((page, at): &(&Page, Span)) -> BTreeSet<u64> {
    numbers_in(&page.seen.slice(at))
}

/// What makes a number larger, behind it in normal form.
const TIMES: &[(&str, u64)] = &[
    ("万", 10_000),
    ("萬", 10_000),
    ("만", 10_000),
    ("億", 100_000_000),
    ("亿", 100_000_000),
    ("억", 100_000_000),
    ("thousand", 1_000),
    ("mil", 1_000),
    ("ribu", 1_000),
    ("ألف", 1_000),
    ("آلاف", 1_000),
    ("billion", 1_000_000_000),
    ("billions", 1_000_000_000),
    ("bilhao", 1_000_000_000),
    ("bilhoes", 1_000_000_000),
    ("miliar", 1_000_000_000),
    ("مليار", 1_000_000_000),
    ("million", 1_000_000),
    ("millions", 1_000_000),
    ("milhao", 1_000_000),
    ("milhoes", 1_000_000),
    ("millon", 1_000_000),
    ("millones", 1_000_000),
    ("juta", 1_000_000),
    ("مليون", 1_000_000),
];

/// Units that stand right behind a number as often as apart from it.
const UNITS: &[&str] = &["b", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "ms", "s", "min", "h", "d", "km", "px"];

/// The numbers of a text in normal form. Digits beside Latin letters are part of a name, `MD5`, `x86`, unless these are a unit.
pub(super) fn numbers_in(text: &str) -> BTreeSet<u64> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = BTreeSet::new();
    let mut i = 0;
    while i < chars.len() {
        if digit(chars[i]).is_none() {
            i += 1;
            continue;
        }
        let start = i;
        let mut value: u64 = 0;
        while let Some(c) = chars.get(i) {
            if let Some(digit) = digit(*c) {
                value = value.saturating_mul(10).saturating_add(u64::from(digit));
            } else if !(matches!(c, ',' | '.' | '\u{66c}' | ' ') && is_group(&chars, i, start)) {
                break;
            }
            i += 1;
        }
        if let Some((large, behind)) = with_decimals(value, &chars, i) {
            (value, i) = (large, behind);
        }
        // "5 mil milhões".
        while let Some((times, behind)) = times(&chars, i) {
            (value, i) = (value.saturating_mul(times), behind);
        }
        let is_name = |at: Option<&char>| at.is_some_and(|c| c.is_ascii_alphabetic() || *c == '_' || *c == '-');
        let before = start.checked_sub(1).and_then(|before| chars.get(before));
        let behind: String = chars[i..].iter().take_while(|c| c.is_ascii_alphabetic() || **c == '_').collect();
        if !is_name(before) && (behind.is_empty() || UNITS.contains(&behind.as_str())) {
            found.insert(value);
        }
    }
    found
}

/// The "1.5" of "1.5 million" with what follows it, its whole part and where its point stands given.
fn with_decimals(whole: u64, chars: &[char], point: usize) -> Option<(u64, usize)> {
    chars.get(point).filter(|c| matches!(c, '.' | ',' | '\u{66b}'))?;
    let decimals: Vec<u32> = chars[point + 1..].iter().map_while(|c| digit(*c)).take(3).collect();
    let (times, behind) = times(chars, point + 1 + decimals.len()).filter(|_| matches!(decimals.len(), 1 | 2))?;
    let scale = 10u64.pow(u32::try_from(decimals.len()).ok()?);
    let all = decimals.iter().fold(whole, |all, digit| all.saturating_mul(10).saturating_add(u64::from(*digit)));
    Some((all.saturating_mul(times) / scale, behind))
}

/// How many times larger what stands here makes the number before it, and where that ends.
fn times(chars: &[char], at: usize) -> Option<(u64, usize)> {
    let at = if chars.get(at) == Some(&' ') { at + 1 } else { at };
    TIMES.iter().find_map(|(word, times)| {
        let end = at + word.chars().count();
        let is_here = chars.get(at..end)?.iter().copied().eq(word.chars());
        // A word, and not the beginning of one.
        let ends = !word.is_ascii() || !chars.get(end).is_some_and(|c| c.is_alphanumeric());
        (is_here && ends).then_some((*times, end))
    })
}

/// Whether a separator stands between a digit and exactly three more, as in 10,000 and 10.000.
fn is_group(chars: &[char], at: usize, start: usize) -> bool {
    let digits = chars[at + 1..].iter().take_while(|c| digit(**c).is_some()).count();
    at > start && at - start <= 3 && digits == 3 || digits == 3 && at >= start + 4 && chars[at - 4] == chars[at]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_grouped() {
        for (text, numbers) in [
            ("100 to 500 contacts", vec![100, 500]),
            ("10,000 or 10.000 or 1万", vec![10_000]),
            ("md5, x86_64, 2fa, utf-8", vec![]),
            ("7일 동안", vec![7]),
            ("\u{667}", vec![7]),
            ("1,234,567", vec![1_234_567]),
            ("30mb or 30 mb, 15ms", vec![15, 30]),
            ("1.5 million or 1,5 milhoes or 150万", vec![1_500_000]),
            ("15 mil, 15.000, 15 milk", vec![15, 15_000]),
            ("version 1.5", vec![1, 5]),
            ("5 billion or 5 mil milhoes or 5,000 million or 5 mil millones", vec![5_000_000_000]),
            ("5m", vec![]),
        ] {
            assert_eq!(numbers_in(text).into_iter().collect::<Vec<_>>(), numbers, "{text}");
        }
    }

    #[test]
    fn a_small_number_may_be_a_word_elsewhere_but_no_other_number() {
        let set = |numbers: &[u64]| numbers.iter().copied().collect::<BTreeSet<_>>();
        assert!(!differ(&set(&[2, 100]), &set(&[100])));
        assert!(differ(&set(&[2]), &set(&[3])));
        assert!(differ(&set(&[100]), &set(&[])));
    }
}
