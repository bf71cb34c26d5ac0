//! Headings and the numbers before them: which of those count the sections, and which belong to what is said.

use crate::digit;

/// The headings of a document without the numbers that count its sections.
///
/// A number with a mark of its own counts: `1.`, `2.3`, `4、`, `①`. A whole one that only a space follows counts where the headings
/// do count up by such numbers (`1 Use`, `1.1 Messages`, `2 Storage`), and is part of the words elsewhere: `30 days of storage`,
/// `2022 in review`. Nothing is taken from a heading that is a number and nothing else.
pub fn unnumbered<'h>(headings: &[&'h str]) -> Vec<&'h str> {
    let all: Vec<Heading<'h>> = headings.iter().map(|heading| Heading::read(heading)).collect();
    let bare: Vec<&[u32]> = all.iter().filter(|it| it.is_bare).map(|it| it.number.as_slice()).collect();
    let counts = bare.len() > 1
        && bare.first().is_some_and(|first| first.iter().all(|part| *part <= 1))
        && bare.windows(2).all(|pair| is_next(pair[0], pair[1]));
    let words = |(it, heading): (&Heading<'h>, &&'h str)| if it.is_bare && !counts { *heading } else { it.words };
    all.iter().zip(headings).map(words).collect()
}

struct Heading<'h> {
    /// The parts of `1.2`.
    number: Vec<u32>,
    /// Whether nothing but a space sets the number apart.
    is_bare: bool,
    /// What is left of it.
    words: &'h str,
}

impl<'h> Heading<'h> {
    fn read(heading: &'h str) -> Self {
        let unnumbered = Self { number: vec![], is_bare: false, words: heading };
        let text = heading.trim_start();
        let is_circled = |c: char| ('\u{2460}'..='\u{249b}').contains(&c);
        if text.starts_with(is_circled) {
            return unnumbered.without(text.trim_start_matches(is_circled), false);
        }
        let rest = text.trim_start_matches(|c| digit(c).is_some() || matches!(c, '.' | '．'));
        let number = &text[..text.len() - rest.len()];
        if !number.starts_with(|c| digit(c).is_some()) {
            return unnumbered;
        }
        let words = rest.trim_start_matches([')', '）', ':', '：', '、']);
        let is_marked = words.len() < rest.len() || number.contains(['.', '．']);
        if !is_marked && !rest.starts_with(char::is_whitespace) {
            return unnumbered;
        }
        let part =
            |part: &str| part.chars().filter_map(digit).fold(0u32, |all, d| all.saturating_mul(10).saturating_add(d));
        let number = number.split(['.', '．']).filter(|it| !it.is_empty()).map(part).collect();
        Self { number, ..unnumbered }.without(words, !is_marked)
    }

    fn without(self, words: &'h str, is_bare: bool) -> Self {
        match words.trim() {
            "" => self,
            _ => Self { words: words.trim_start(), is_bare, ..self },
        }
    }
}

/// Whether a section's number can be the one after another: `2` after `1` and after `1.3`, `1.1` after `1`, `1.2` after `1.1.4`.
fn is_next(before: &[u32], after: &[u32]) -> bool {
    let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let deeper = |from: usize| after[from..].iter().all(|part| *part <= 1);
    match (before.get(same), after.get(same)) {
        (Some(a), Some(b)) => *b == a.saturating_add(1) && deeper(same + 1),
        (None, Some(_)) => deeper(same),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_the_sections_is_no_part_of_the_words() {
        for (headings, words) in [
            (
                vec!["1. Intro", "1.Use", "2.3) Mail", "4、使用", "③保存", "٥. التخزين"],
                vec!["Intro", "Use", "Mail", "使用", "保存", "التخزين"],
            ),
            (vec!["Us", "1 Use", "1.1 Mail", "1.2 Calls", "2 Storage"], vec!["Us", "Use", "Mail", "Calls", "Storage"]),
            (vec!["0 Us", "1 - Use"], vec!["Us", "- Use"]),
            (vec!["１　はじめに", "２　保存"], vec!["はじめに", "保存"]),
        ] {
            assert_eq!(unnumbered(&headings), words);
        }
    }

    #[test]
    fn what_says_how_long_how_old_or_when_is() {
        for headings in [
            vec!["30 days of storage"],
            vec!["30 days of storage", "90 days of backups"],
            vec!["1 Use", "16 years and older"],
            vec!["90日間の保存", "2FA", "5G and you"],
            vec!["2022 in review", "2023 in review"],
            vec!["3.", "42", "", ")"],
        ] {
            assert_eq!(unnumbered(&headings), headings);
        }
    }
}
