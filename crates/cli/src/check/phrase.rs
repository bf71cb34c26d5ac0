//! Phrases of the word lists, in the small language that they are written in. Which phrases there are stands in `words`.

/// What to look for. `(a|b|)` is a choice; `…` is at most 40 characters within a sentence; `*` is the rest of a word;
/// `<word>` before or behind the phrase, or `<one|other>`, is what must not stand there.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// Every way to write it.
    ways: Vec<Vec<Piece>>,
    not_before: Vec<Vec<char>>,
    not_behind: Vec<Vec<char>>,
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

impl Phrase {
    pub(super) fn new(written: &str) -> Self {
        let (not_before, rest) = match written.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((words, rest)) => (words, rest),
            None => ("", written),
        };
        let (rest, not_behind) = match rest.strip_suffix('>').and_then(|rest| rest.split_once('<')) {
            Some((rest, words)) => (rest, words),
            None => (rest, ""),
        };
        let words =
            |words: &str| words.split('|').filter(|word| !word.is_empty()).map(|word| word.chars().collect()).collect();
        Self {
            ways: expand(rest).iter().map(|way| pieces(way)).collect(),
            not_before: words(not_before),
            not_behind: words(not_behind),
        }
    }

    pub(super) fn list(written: &[&str]) -> Vec<Self> {
        written.iter().map(|phrase| Self::new(phrase)).collect()
    }

    /// Where the phrase ends if it begins at `start`; with `spaced`, it begins and ends where words do.
    pub(super) fn match_at(&self, text: &[char], start: usize, spaced: bool) -> Option<usize> {
        let is_word = |at: Option<&char>| at.is_some_and(|c| c.is_alphanumeric() || *c == '_');
        // Letters of scripts that put no spaces stand beside Latin words without any.
        let joins = |a: Option<&char>, b: Option<&char>| spaced && is_word(a) && is_word(b);
        if start > 0 && joins(text.get(start - 1), text.get(start)) {
            return None;
        }
        let end = self.ways.iter().filter_map(|way| self.way_at(way, text, start, spaced)).max()?;
        let before = &text[..start];
        let before = &before[..before.iter().rposition(|c| *c != ' ').map_or(0, |last| last + 1)];
        let stands_before = |word: &Vec<char>| {
            before.ends_with(word)
                && !(spaced && is_word(before.len().checked_sub(word.len() + 1).and_then(|at| before.get(at))))
        };
        (!self.not_before.iter().any(stands_before)).then_some(end)
    }

    fn way_at(&self, way: &[Piece], text: &[char], start: usize, spaced: bool) -> Option<usize> {
        let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
        let mut end = start;
        for piece in way {
            let rest = text.get(end..)?;
            end += match piece {
                Piece::Letters(letters) => rest.starts_with(letters).then_some(letters.len())?,
                Piece::Rest if spaced => rest.iter().take_while(|c| is_word(c)).count(),
                Piece::Rest => 0,
                Piece::Gap(letters) => {
                    let sentence =
                        rest.iter().take(LONGEST_GAP).take_while(|c| !matches!(c, '\n' | '.' | '。')).count();
                    let gap = (0..=sentence).find(|gap| rest[*gap..].starts_with(letters))?;
                    gap + letters.len()
                }
            };
        }
        let rest = &text[end..];
        if spaced && rest.first().is_some_and(is_word) && end > start && is_word(&text[end - 1]) {
            return None;
        }
        let behind = &rest[rest.iter().take_while(|c| **c == ' ').count()..];
        (end > start && !self.not_behind.iter().any(|word| behind.starts_with(word))).then_some(end)
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
        let phrase = Phrase::new(phrase);
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
