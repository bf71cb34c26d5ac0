//! All that a notice said, for the question whether a word is new in it.

use super::{
    fold::is_unspaced,
    joins::WORDS,
    similar::{is_like, words, words_beyond},
};
use std::collections::BTreeSet;

/// All that a notice said, for the question whether a word is new in it.
pub(super) struct Vocabulary(BTreeSet<String>);

impl Vocabulary {
    pub(super) fn of<'t>(folded: impl IntoIterator<Item = &'t str>) -> Self {
        let mut known = BTreeSet::new();
        for text in folded {
            let words = words(text);
            known.extend(words.iter().map(|word| (*word).to_owned()));
            known.extend(words.windows(2).filter_map(both));
        }
        Self(known)
    }

    pub(super) fn knows(&self, word: &str) -> bool {
        if self.0.contains(word) {
            return true;
        }
        // A word with another ending stands beside it in the order of the alphabet.
        let head: String = word.chars().take(4).collect();
        self.0.range(head.clone()..).take_while(|known| known.starts_with(&head)).any(|known| is_like(known, word))
    }

    /// Whether a text is made of words that were nowhere: one whole word is enough; where a script has no spaces, more
    /// than half of the pairs of characters.
    pub(super) fn is_news(&self, folded: &str) -> bool {
        let words = words(folded);
        let mut spaced = words.iter().filter(|w| !w.starts_with(is_unspaced) && w.chars().count() > 2);
        let pairs: Vec<String> = words.windows(2).filter_map(both).collect();
        let unknown = pairs.iter().filter(|pair| !self.0.contains(*pair)).count();
        spaced.any(|word| !self.knows(word)) || unknown * 2 > pairs.len()
    }

    /// Whether `new` says more than `old` in words that were nowhere: two words more at least, and two of them unknown, or one
    /// that was only joined to what stood there. Words that take the place of as many others are a matter of style.
    pub(super) fn is_extended(&self, old: &str, new: &str) -> bool {
        let inserted = words_beyond(old, new);
        let left = words_beyond(new, old);
        let new = words(new);
        // Two words; where a script has no spaces, as many characters as make a clause.
        let is_spaced = inserted.iter().all(|word| !word.starts_with(is_unspaced));
        let least = if is_spaced { 4 } else { 10 };
        let is_joined = left.is_empty() && inserted.iter().any(|word| WORDS.contains(word));
        let unknown = if is_spaced && is_joined { 1 } else { 2 };
        weight(&inserted) >= weight(&left) + least && self.unknown(&new, &inserted) >= unknown
    }

    /// How many of the words are unknown: whole words, or pairs of characters where a script has no spaces.
    fn unknown(&self, all: &[&str], inserted: &[&str]) -> usize {
        let spaced = inserted.iter().filter(|w| !w.starts_with(is_unspaced) && w.chars().count() > 2);
        let pairs = all.windows(2).filter_map(both).collect::<BTreeSet<_>>();
        spaced.filter(|word| !self.knows(word)).count()
            + pairs.iter().filter(|pair| !self.0.contains(*pair)).count() / 2
    }
}

/// Two neighbouring characters of a script without spaces.
fn both(pair: &[&str]) -> Option<String> {
    pair.iter().all(|word| word.starts_with(is_unspaced)).then(|| pair.concat())
}

/// A word counts as two characters of a script without spaces.
fn weight(words: &[&str]) -> usize {
    words.iter().map(|word| if word.starts_with(is_unspaced) { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_more_in_new_words_is_an_extension() {
        let known = Vocabulary::of(["we use it to improve the lamp and to find faults", "灯を改善するために使う"]);
        let old = "to improve the lamp";
        assert!(known.is_extended(old, "to improve the lamp for targeted advertising"));
        assert!(!known.is_extended(old, "to enhance the lamp"));
        assert!(!known.is_extended(old, "to improve the lamp and find faults"));
        assert!(known.is_extended("灯を改善するため", "灯を改善し、または広告配信先の企業に渡すため"));
        assert!(!known.is_extended("灯を改善するため", "灯の改善のため"));
    }
}
