//! Periods in words: every "7 days" of a text taken out, so that what is left can be compared with whole sentences.

use super::Language;
use ciente_notice::{Duration, digit};

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    const fn times(self, n: u16) -> Duration {
        match self {
            Self::Day => Duration::from_days(n),
            Self::Week => Duration::from_weeks(n),
            Self::Month => Duration::from_months(n),
            Self::Year => Duration::from_years(n),
        }
    }
}

/// A normalised text with `{}` in place of each period, and those periods. What is no plain number with a unit stays as
/// it is, and then no sentence matches: fractions, ranges, hours.
pub(crate) fn take_out(text: &str, language: &Language) -> (String, Vec<Duration>) {
    let mut template = String::with_capacity(text.len());
    let mut periods = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at_start = template.chars().next_back().is_none_or(|before| starts_after(before, language.spaced));
        if at_start && let Some((period, after)) = period(rest, language) {
            periods.push(period);
            template.push_str("{}");
            rest = after;
        } else {
            template.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (template, periods)
}

/// Whether a number can begin after this character. After a digit, a point or a hyphen it would be part of another one.
fn starts_after(before: char, spaced: bool) -> bool {
    !(before.is_numeric()
        || "零一二三四五六七八九十百千万两半数几".contains(before)
        || matches!(before, '.' | ',' | '-' | '/' | '~' | '〜' | '至' | '～')
        || spaced && before.is_alphanumeric())
}

/// Nobody states more; 2022 is a date.
const LONGEST_YEARS: u16 = 100;

fn period<'t>(text: &'t str, language: &Language) -> Option<(Duration, &'t str)> {
    if let Some(((n, unit), rest)) = longest(text, language.whole, language.spaced) {
        return Some((unit.times(n), rest));
    }
    let (n, rest) = match bracketed(text, language) {
        Some(bracketed) => bracketed,
        None => {
            let (n, rest) = number(text, language)?;
            match bracketed(rest.trim_start(), language) {
                Some((same, rest)) if same == n => (n, rest),
                Some(_) => return None,
                None => (n, rest),
            }
        }
    };
    let (unit, rest) = longest(rest.trim_start(), language.units, language.spaced)?;
    // A year of the calendar is no period.
    (unit != Unit::Year || n <= LONGEST_YEARS).then(|| (unit.times(n), rest))
}

/// "(7)" after "seven", "(sete)" after "7", or by itself.
fn bracketed<'t>(text: &'t str, language: &Language) -> Option<(u16, &'t str)> {
    let (n, rest) = number(text.strip_prefix('(')?, language)?;
    Some((n, rest.strip_prefix(')')?))
}

fn number<'t>(text: &'t str, language: &Language) -> Option<(u16, &'t str)> {
    let length = text.chars().take_while(|c| digit(*c).is_some()).map(char::len_utf8).sum();
    if length == 0 {
        return han_number(text).or_else(|| longest(text, language.numbers, language.spaced));
    }
    let (digits, rest) = text.split_at(length);
    let n = digits
        .chars()
        .filter_map(digit)
        .try_fold(0_u16, |n, d| n.checked_mul(10)?.checked_add(u16::try_from(d).ok()?))?;
    (1..=9999).contains(&n).then_some((n, rest))
}

/// A number in Chinese characters, up to 999: 七, 十二, 三十, 一百八十, 一百二十五. 一百五 is 105 in Japanese and 150 in spoken
/// Chinese: it is none.
fn han_number(text: &str) -> Option<(u16, &str)> {
    let (mut total, mut digit, mut length, mut has_zero) = (0_u16, None, 0, false);
    let mut scale = u16::MAX;
    for c in text.chars() {
        if let Some(value) = "零一二三四五六七八九".chars().position(|known| known == c).or((c == '两').then_some(2))
        {
            if digit.is_some_and(|before| before > 0) {
                return None;
            }
            digit = Some(u16::try_from(value).ok()?);
            has_zero |= value == 0;
        } else if let Some((_, weight)) = [('百', 100), ('十', 10)].iter().find(|(known, _)| *known == c) {
            if *weight >= scale {
                return None;
            }
            scale = *weight;
            total += digit.take().filter(|n| *n > 0).unwrap_or(1) * weight;
        } else {
            break;
        }
        length += c.len_utf8();
    }
    if scale == 100 && digit.is_some() && !has_zero {
        return None;
    }
    total += digit.unwrap_or(0);
    (total > 0).then(|| (total, &text[length..]))
}

/// The longest word of the list that the text begins with.
fn longest<'t, T: Copy>(text: &'t str, list: &[(&str, T)], spaced: bool) -> Option<(T, &'t str)> {
    list.iter()
        .filter_map(|(word, value)| {
            let rest = text.strip_prefix(word)?;
            let ends = !spaced || !rest.starts_with(char::is_alphanumeric);
            ends.then_some((word.len(), *value, rest))
        })
        .max_by_key(|(length, ..)| *length)
        .map(|(_, value, rest)| (value, rest))
}

#[cfg(test)]
mod tests {
    use super::super::language;
    use super::*;

    fn taken(text: &str, locale: &str) -> (String, Vec<String>) {
        let (template, periods) = take_out(text, language(locale).unwrap());
        (template, periods.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn periods_are_read_as_written() {
        for (text, locale, period) in [
            ("for 7 days", "en", "P7D"),
            ("for seven (7) days", "en", "P7D"),
            ("for 12 (twelve) months", "en", "P12M"),
            ("for one year", "en", "P1Y"),
            ("por 2 (dois) meses", "pt-BR", "P2M"),
            ("por um ano", "pt", "P1Y"),
            ("لمدة (2) شهرين", "ar", "P2M"),
            ("for \u{667} days", "en", "P7D"),
        ] {
            let (template, periods) = taken(text, locale);
            assert_eq!(periods, [period], "{text}");
            assert!(template.ends_with(" {}"), "{template}");
        }
    }

    #[test]
    fn what_is_no_plain_period_stays() {
        for text in
            ["1.5 years", "30-60 days", "24 hours", "seven (8) days", "0 days", "10,000 days", "99999 days", "x7 days"]
        {
            let (template, _) = taken(text, "en");
            assert_ne!(template, "{}", "{text}");
        }
        assert_eq!(taken("2 weeks or 7 days", "en").1, ["P2W", "P7D"]);
    }

    #[test]
    fn numbers_in_chinese_characters() {
        for (text, number) in [
            ("七天", Some(7)),
            ("十二天", Some(12)),
            ("三十天", Some(30)),
            ("一百八十天", Some(180)),
            ("一百二十五天", Some(125)),
            ("一百零五天", Some(105)),
            ("一百五天", None),
            ("天", None),
        ] {
            assert_eq!(han_number(text).map(|(number, _)| number), number, "{text}");
        }
    }
}
