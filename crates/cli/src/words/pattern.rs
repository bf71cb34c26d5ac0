//! The small pattern language of the word lists, and texts brought into the form that it matches.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Pieces of patterns that have a name, so that a pattern reads as a sentence.
pub(crate) type Pieces = [(&'static str, &'static str)];

/// Whether the whole text is one that the pattern describes. `(a|b|)` is a choice, `<name>` is the choice that has this
/// name among the pieces, all else stands for itself.
pub(crate) fn is_match(pattern: &str, text: &str, pieces: &Pieces) -> bool {
    rests(pattern, vec![text], pieces).iter().any(|rest| rest.is_empty())
}

/// What can be left of each text after the pattern. A pattern is finite, so there are only so many ends of it: time is
/// linear in the text.
fn rests<'t>(pattern: &str, mut texts: Vec<&'t str>, pieces: &Pieces) -> Vec<&'t str> {
    let mut pattern = pattern;
    while !pattern.is_empty() && !texts.is_empty() {
        if let Some(group) = pattern.strip_prefix('(') {
            let (choices, after) = choices(group);
            (texts, pattern) = (each(&choices, &texts, pieces), after);
        } else if let Some((name, after)) = pattern.strip_prefix('<').and_then(|named| named.split_once('>')) {
            // A name that is missing describes nothing; a test goes through all patterns.
            let Some((_, piece)) = pieces.iter().find(|(known, _)| *known == name) else { return Vec::new() };
            (texts, pattern) = (each(&choices(piece).0, &texts, pieces), after);
        } else {
            let (literal, after) = pattern.split_at(pattern.find(['(', '<']).unwrap_or(pattern.len()));
            texts = texts.into_iter().filter_map(|text| text.strip_prefix(literal)).collect();
            pattern = after;
        }
    }
    texts
}

fn each<'t>(choices: &[&str], texts: &[&'t str], pieces: &Pieces) -> Vec<&'t str> {
    let mut rests: Vec<&str> = choices.iter().flat_map(|choice| rests(choice, texts.to_vec(), pieces)).collect();
    rests.sort_unstable_by_key(|rest| rest.len());
    rests.dedup();
    rests
}

/// The names that a pattern uses.
#[cfg(test)]
pub(super) fn names(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('<').skip(1).filter_map(|part| part.split_once('>')).map(|(name, _)| name)
}

/// The choices of a group whose opening parenthesis is gone, and what follows the group.
fn choices(group: &str) -> (Vec<&str>, &str) {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (i, c) in group.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                found.push(&group[start..i]);
                return (found, &group[i + 1..]);
            }
            ')' => depth -= 1,
            '|' if depth == 0 => {
                found.push(&group[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    found.push(&group[start..]);
    (found, "")
}

/// Whether the pattern stands somewhere in the text; `…` in it is at most 24 characters of anything.
pub(crate) fn is_found(pattern: &str, text: &str) -> bool {
    let Some((first, then)) = pattern.split_once('…') else { return text.contains(pattern) };
    text.match_indices(first).any(|(i, _)| {
        let after = &text[i + first.len()..];
        let window = after.char_indices().nth(24 + then.chars().count()).map_or(after, |(end, _)| &after[..end]);
        window.contains(then)
    })
}

/// A text in the form that patterns are written in: compatibility forms and diacritics folded, lower case, one space for
/// white space (none at all for languages that put none between words), no full stop at the end.
pub(crate) fn normal(text: &str, spaced: bool) -> String {
    let folded = text
        .chars()
        .map(|c| if is_mark(c) { MARK } else { c })
        .nfkd()
        // Marks of Japanese and the vowels of Korean are letters' own; only Latin, Greek and Cyrillic lose theirs.
        // The short vowels of Arabic are left out as often as written.
        .filter(|c| !(is_combining_mark(*c) && matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{670}')))
        .filter(|c| !matches!(c, '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}'))
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{2013}' | '\u{2014}' => '-',
            c => c,
        });
    let folded: String = folded.collect();
    let words: Vec<&str> = folded.split_whitespace().collect();
    let mut joined = String::with_capacity(folded.len());
    for word in words {
        // Two numbers with white space between them are two numbers in every script.
        let are_numbers = joined.ends_with(char::is_numeric) && word.starts_with(char::is_numeric);
        if !joined.is_empty() && (spaced || are_numbers) {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined.trim_end_matches(['.', '。', ';', ' ']).to_owned()
}

/// Raised, lowered and circled digits: marks of footnotes, which compatibility forms would make digits of the number before.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{208e}' | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}'
        | '\u{2776}'..='\u{2793}')
}

/// In place of such a mark: no letter, no digit, and in no pattern.
const MARK: char = '\u{2}';

/// The words of a label, for comparing labels: runs of letters and digits of its normal form.
pub(crate) fn words(label: &str) -> Vec<String> {
    normal(label, true)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_must_match() {
        let pattern = "(this |)data (is|are) (stored|kept( safe|)) for {}";
        assert!(is_match(pattern, "this data is kept safe for {}", &[]));
        assert!(is_match(pattern, "data are stored for {}", &[]));
        for not in ["this data is stored for {} or {}", "data is stored for", "all data is stored for {}", ""] {
            assert!(!is_match(pattern, not, &[]), "{not}");
        }
    }

    #[test]
    fn pieces_stand_for_their_choices() {
        let pieces = [("kept", "stored|<held>"), ("held", "held|kept")];
        for text in ["is stored", "is held", "is kept"] {
            assert!(is_match("is <kept>", text, &pieces), "{text}");
        }
        assert!(!is_match("is <gone>", "is gone", &pieces));
    }

    #[test]
    fn a_gap_is_short() {
        assert!(is_found("履行…合同", "我们履行与您签订的合同"));
        assert!(!is_found("履行…合同", &format!("履行{}合同", "一".repeat(30))));
    }

    #[test]
    fn normal_forms_fold_what_typists_vary() {
        assert_eq!(normal(" Retenção\u{a0} de  7\u{ff10} dias. ", true), "retencao de 70 dias");
        assert_eq!(normal("7 日間、保存。", false), "7日間、保存");
        assert_eq!(normal("プライバシー", false), "プライバシー");
        assert_eq!(words("Log Data: (x)"), ["log", "data", "x"]);
    }
}
