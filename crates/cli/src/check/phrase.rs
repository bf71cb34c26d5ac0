//! Phrases of the word lists, in the small language that they are written in. Which phrases there are stands in `words`.

/// What to look for. `(a|b|)` is a choice; `…` is at most 40 characters within a sentence; a `*` at the end takes the
/// rest of the word; `<word>` before or behind the phrase, or `<one|other>`, is what must not stand there.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// Every way to write it, each in the pieces between its gaps.
    ways: Vec<Vec<Vec<char>>>,
    open_end: bool,
    not_before: Vec<Vec<char>>,
    not_behind: Vec<Vec<char>>,
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
        let open_end = rest.ends_with('*');
        let rest = rest.trim_end_matches('*');
        let pieces = |way: String| way.split('…').map(|piece| piece.chars().collect()).collect();
        let words = |words: &str| {
            words.split('|').filter(|word| !word.is_empty()).map(|word| word.chars().collect()).collect()
        };
        Self {
            ways: expand(rest).into_iter().map(pieces).collect(),
            open_end,
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
            before.ends_with(word) && !(spaced && is_word(before.len().checked_sub(word.len() + 1).and_then(|at| before.get(at))))
        };
        (!self.not_before.iter().any(stands_before)).then_some(end)
    }

    fn way_at(&self, way: &[Vec<char>], text: &[char], start: usize, spaced: bool) -> Option<usize> {
        let (first, rest) = way.split_first()?;
        if first.is_empty() || !text[start..].starts_with(first) {
            return None;
        }
        let mut end = start + first.len();
        for piece in rest {
            let gap = (0..=LONGEST_GAP).take_while(|gap| {
                *gap == 0 || text.get(end + gap - 1).is_some_and(|c| !matches!(c, '\n' | '.' | '。'))
            });
            let found = gap.into_iter().find(|gap| text.get(end + gap..).is_some_and(|rest| rest.starts_with(piece)))?;
            end += found + piece.len();
        }
        let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
        let more = text[end..].iter().take_while(|c| is_word(c)).count();
        if spaced && self.open_end {
            end += more;
        } else if spaced && more > 0 && text.get(end.wrapping_sub(1)).is_some_and(is_word) {
            return None;
        }
        let behind = &text[end..];
        let behind = &behind[behind.iter().take_while(|c| **c == ' ').count()..];
        (!self.not_behind.iter().any(|word| behind.starts_with(word))).then_some(end)
    }
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
        assert_eq!(found("improv(e|ing) (your|the) …service", "we improve the whole service", true).as_deref(), Some("improve the whole service"));
        assert_eq!(found("improv*", "an improvement of", true).as_deref(), Some("improvement"));
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
