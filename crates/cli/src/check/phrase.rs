//! Phrases of the word lists, in the small language that they are written in. Which phrases there are stands in `words`.

use std::{collections::HashMap, sync::Arc};

/// Phrases to look for all at once. `(a|b|)` is a choice; `…` is at most 40 characters within a sentence; `*` is the rest
/// of a word; `<word>` before or behind a phrase, or `<one|other>`, is what must not stand there.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// Every way to write each of them, by its first letter.
    ways: HashMap<char, Vec<Way>>,
}

/// One way to write a phrase.
#[derive(Debug)]
struct Way {
    pieces: Vec<Piece>,
    not: Arc<Not>,
}

/// What must not stand beside a phrase.
#[derive(Debug)]
struct Not {
    before: Vec<Vec<char>>,
    behind: Vec<Vec<char>>,
}

/// A piece of a phrase.
#[derive(Debug, Clone)]
enum Piece {
    /// These letters.
    Letters(Vec<char>),
    /// Something, and then these letters.
    Gap(Vec<char>),
    /// The rest of the word.
    Rest,
}

/// How long a gap may be, in characters.
const LONGEST_GAP: usize = 40;

impl Phrases {
    pub(super) fn of(written: &[&str]) -> Self {
        let mut phrases = Self::default();
        for phrase in written {
            let (before, rest) = match phrase.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
                Some((words, rest)) => (words, rest),
                None => ("", *phrase),
            };
            let (rest, behind) = match rest.strip_suffix('>').and_then(|rest| rest.split_once('<')) {
                Some((rest, words)) => (rest, words),
                None => (rest, ""),
            };
            let not = Arc::new(Not { before: words(before), behind: words(behind) });
            for way in expand(rest) {
                if let Some(first) = way.chars().next() {
                    phrases.ways.entry(first).or_default().push(Way { pieces: pieces(&way), not: not.clone() });
                }
            }
        }
        phrases
    }

    /// Where the longest of the phrases ends that begin at `start`; when `bounded`, it begins and ends where words do.
    pub(super) fn match_at(&self, text: &[char], start: usize, bounded: bool) -> Option<usize> {
        let ways = self.ways.get(text.get(start)?)?;
        if bounded && start > 0 && is_word(&text[start - 1]) && is_word(&text[start]) {
            return None;
        }
        ways.iter().filter_map(|way| way.match_at(text, start, bounded)).max()
    }
}

fn words(written: &str) -> Vec<Vec<char>> {
    written.split('|').filter(|word| !word.is_empty()).map(|word| word.chars().collect()).collect()
}

fn is_word(c: &char) -> bool {
    c.is_alphanumeric() || *c == '_'
}

impl Way {
    fn match_at(&self, text: &[char], start: usize, bounded: bool) -> Option<usize> {
        let mut end = start;
        for piece in &self.pieces {
            let rest = text.get(end..)?;
            end += match piece {
                Piece::Letters(letters) => rest.starts_with(letters).then_some(letters.len())?,
                Piece::Rest if bounded => rest.iter().take_while(|c| is_word(c)).count(),
                Piece::Rest => 0,
                Piece::Gap(letters) => {
                    let sentence = rest.iter().take(LONGEST_GAP).take_while(|c| !matches!(c, '\n' | '.' | '。'));
                    let gap = (0..=sentence.count()).find(|gap| rest[*gap..].starts_with(letters))?;
                    gap + letters.len()
                }
            };
        }
        let rest = &text[end..];
        let is_cut = bounded && rest.first().is_some_and(is_word) && is_word(&text[end - 1]);
        (!is_cut && !self.not.stands_before(&text[..start], bounded) && !self.not.stands_behind(rest)).then_some(end)
    }
}

impl Not {
    fn stands_before(&self, before: &[char], bounded: bool) -> bool {
        let before = &before[..before.iter().rposition(|c| *c != ' ').map_or(0, |last| last + 1)];
        let begins = |word: &Vec<char>| before.len() == word.len() || !is_word(&before[before.len() - word.len() - 1]);
        self.before.iter().any(|word| before.ends_with(word) && (!bounded || begins(word)))
    }

    fn stands_behind(&self, rest: &[char]) -> bool {
        let rest = &rest[rest.iter().take_while(|c| **c == ' ').count()..];
        self.behind.iter().any(|word| rest.starts_with(word))
    }
}

fn pieces(way: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (i, part) in way.split('…').enumerate() {
        for (j, letters) in part.split('*').enumerate() {
            if j > 0 {
                pieces.push(Piece::Rest);
            }
            let letters: Vec<char> = letters.chars().collect();
            if i > 0 && j == 0 {
                pieces.push(Piece::Gap(letters));
            } else if !letters.is_empty() {
                pieces.push(Piece::Letters(letters));
            }
        }
    }
    pieces
}

/// All texts that a phrase with choices describes.
fn expand(phrase: &str) -> Vec<String> {
    let Some((head, rest)) = phrase.split_once('(') else { return vec![phrase.to_owned()] };
    let mut depth = 0;
    let (mut choices, mut from, mut end) = (Vec::new(), 0, rest.len());
    for (i, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                choices.push(&rest[from..i]);
                end = i + 1;
                break;
            }
            ')' => depth -= 1,
            '|' if depth == 0 => {
                choices.push(&rest[from..i]);
                from = i + 1;
            }
            _ => {}
        }
    }
    let tails = expand(rest.get(end..).unwrap_or_default());
    let each = choices.into_iter().flat_map(expand);
    each.flat_map(|choice| tails.iter().map(move |tail| format!("{head}{choice}{tail}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &str, text: &str, spaced: bool) -> Option<String> {
        let text: Vec<char> = text.chars().collect();
        let phrase = Phrases::of(&[phrase]);
        (0..text.len()).find_map(|i| Some(text[i..phrase.match_at(&text, i, spaced)?].iter().collect()))
    }

    #[test]
    fn choices_gaps_and_ends_of_words() {
        assert_eq!(
            found("improv(e|ing) (your|the) …service", "we improve the whole service", true).as_deref(),
            Some("improve the whole service")
        );
        assert_eq!(found("improv*", "an improvement of", true).as_deref(), Some("improvement"));
        assert_eq!(found("(needed|necessar*) ti*", "necessary times", true).as_deref(), Some("necessary times"));
        assert_eq!(found("may", "dismay, maybe", true), None);
        assert_eq!(found("改善", "服务改善等", false).as_deref(), Some("改善"));
        assert_eq!(found("a…b", "a. b", true), None);
    }

    #[test]
    fn what_must_not_stand_beside() {
        assert_eq!(found("<you|users>may", "you may", true), None);
        assert_eq!(found("<you>may", "bayou may", true).as_deref(), Some("may"));
        assert_eq!(found("may<not>", "we may not", true), None);
        assert_eq!(found("<you>may<2>", "we may share", true).as_deref(), Some("may"));
    }
}
