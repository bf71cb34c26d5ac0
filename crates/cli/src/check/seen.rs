//! A document's text as a reader sees it, in normal form, each character with its place in the source: so that a phrase
//! is found with its line and column whatever markup stands within it. Which phrases to look for is decided elsewhere.

use super::phrase::Phrases;
use crate::markdown::{self, visible};
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Text in the normal form of [`crate::words`], with places.
#[derive(Debug, Default)]
pub(super) struct Seen {
    chars: Vec<char>,
    /// For each character, the byte in the source at which it begins, and at which it ends.
    at: Vec<(usize, usize)>,
    spaced: bool,
    bounded: bool,
}

/// What ends a paragraph, a line of a table or a cell.
const BREAK: char = '\n';

impl Seen {
    /// The visible text of a Markdown source. Markup, link targets and comments are not in it.
    pub(super) fn of(source: &str, spaced: bool, bounded: bool) -> Self {
        let mut seen = Self { spaced, bounded, ..Self::default() };
        visible(source, |piece| match piece {
            markdown::Seen::Break(at) => seen.push(BREAK, at..at),
            markdown::Seen::Text(text, place) if source.get(place.clone()) == Some(text) => {
                for (n, c) in text.char_indices() {
                    let at = place.start + n;
                    seen.text(&text[n..n + c.len_utf8()], at..at + c.len_utf8());
                }
            }
            markdown::Seen::Text(text, place) => seen.text(text, place),
        });
        seen
    }

    /// Adds text that stands at one place: a character, or what an entity means.
    fn text(&mut self, text: &str, place: Range<usize>) {
        let folded: Vec<char> = text
            .nfkd()
            .filter(|c| !(is_combining_mark(*c) && ('\u{300}'..='\u{36f}').contains(c) || is_vowel_sign(*c)))
            .nfc()
            .flat_map(char::to_lowercase)
            .collect();
        for c in folded {
            let c = match c {
                '\u{2018}' | '\u{2019}' => '\'',
                '\u{2013}' | '\u{2014}' => '-',
                c if c.is_whitespace() => ' ',
                c => c,
            };
            self.push(c, place.clone());
        }
    }

    fn push(&mut self, c: char, place: Range<usize>) {
        let last = self.chars.last().copied().unwrap_or(BREAK);
        let is_superfluous = match c {
            ' ' => !self.spaced || last == ' ' || last == BREAK,
            BREAK => last == BREAK,
            // What a reader does not see.
            '\u{200b}' | '\u{ad}' | '\u{feff}' => true,
            _ => false,
        };
        if !is_superfluous {
            self.chars.push(c);
            self.at.push((place.start, place.end));
        }
    }

    /// The characters that stand in these bytes of the source.
    fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let from = self.at.partition_point(|(start, _)| *start < bytes.start);
        let to = self.at.partition_point(|(start, _)| *start < bytes.end);
        from..to.max(from)
    }

    /// The bytes of these characters.
    fn bytes(&self, chars: Range<usize>) -> Range<usize> {
        match (self.at.get(chars.start), chars.end.checked_sub(1).and_then(|last| self.at.get(last))) {
            (Some((from, _)), Some((_, to))) => *from..*to,
            _ => 0..0,
        }
    }

    /// Where any of the phrases stand in these bytes of the source, each place once, in order.
    pub(super) fn find(&self, phrases: &Phrases, bytes: &Range<usize>) -> Vec<Range<usize>> {
        let within = self.within(bytes);
        let text = &self.chars[within.clone()];
        let mut found: Vec<Range<usize>> = Vec::new();
        for i in 0..text.len() {
            if found.last().is_some_and(|last| i < last.end) {
                continue;
            }
            if let Some(end) = phrases.match_at(text, i, self.bounded) {
                found.push(i..end);
            }
        }
        found.into_iter().map(|found| self.bytes(within.start + found.start..within.start + found.end)).collect()
    }

    /// Whether any of the phrases stands in these bytes.
    pub(super) fn has(&self, phrases: &Phrases, bytes: &Range<usize>) -> bool {
        let text = &self.chars[self.within(bytes)];
        (0..text.len()).any(|i| phrases.match_at(text, i, self.bounded).is_some())
    }

    /// The sentences of these bytes of the source.
    pub(super) fn sentences(&self, bytes: &Range<usize>) -> Vec<Range<usize>> {
        let within = self.within(bytes);
        let mut sentences = Vec::new();
        let mut start = within.start;
        for i in within.clone() {
            let next = self.chars.get(i + 1).copied().unwrap_or(BREAK);
            let ends = match self.chars[i] {
                '.' | '!' | '?' | '؟' => next == ' ' || next == BREAK,
                '。' | BREAK => true,
                _ => false,
            };
            if ends || i + 1 == within.end {
                if self.chars[start..=i].iter().any(|c| c.is_alphanumeric()) {
                    sentences.push(self.bytes(start..i + 1));
                }
                start = i + 1;
            }
        }
        sentences
    }

    /// The text of these bytes in normal form.
    pub(super) fn slice(&self, bytes: &Range<usize>) -> String {
        self.chars[self.within(bytes)].iter().collect()
    }
}

/// Signs that Arabic is written with or without, and the line that stretches its words.
const fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{652}' | '\u{640}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Range<usize> {
        0..text.len()
    }

    #[test]
    fn a_reader_sees_no_markup() {
        for (source, seen) in [
            ("## 1.\tThe **Rest**", " 1. the rest"),
            ("a  [**b**](https://x.example/may) c", "a b c"),
            ("x<br>y <b>z</b>!", "x\ny z!"),
            ("1\\. a &amp; b&nbsp;c", "1. a & b c"),
            ("a <!-- may --> 2 < 3", "a 2 < 3"),
        ] {
            assert_eq!(
                Seen::of(source, true, true).slice(&all(source)).trim_start_matches('\n'),
                seen.trim_start(),
                "{source}"
            );
        }
        assert_eq!(Seen::of("必要な 期間\n保存", false, false).slice(&(0..99)), "必要な期間保存\n");
    }

    #[test]
    fn phrases_are_found_where_they_stand() {
        let source = "We *keep*  it as **long**\nas necessary. You may not.";
        let seen = Seen::of(source, true, true);
        let phrases = Phrases::of(&["as long as necessary", "keep"]);
        let found: Vec<&str> = seen.find(&phrases, &all(source)).into_iter().map(|at| &source[at]).collect();
        assert_eq!(found, ["keep", "as **long**\nas necessary"]);
        assert!(!seen.has(&Phrases::of(&["ma"]), &all(source)));
    }

    #[test]
    fn sentences_end_where_readers_stop() {
        let source = "# One\n\nTwo at v1.2 is. Three?\n\n| four | five |\n|---|---|\n";
        let seen = Seen::of(source, true, true);
        let sentences: Vec<String> =
            seen.sentences(&all(source)).iter().map(|at| source[at.clone()].trim().to_owned()).collect();
        assert_eq!(sentences, ["One", "Two at v1.2 is.", "Three?", "four", "five"]);
    }
}
