//! Names in running text: abbreviations, and words that begin with a capital where none need be. What a name names is not
//! known; a new one may be someone who receives the data.

use super::{
    fold::{fold, is_unspaced},
    similar::exchanges,
    split::Unit,
    turning::{is_month, restricts},
};

/// What is measured, and not named: sizes, times, sums.
const MEASURES: [&str; 16] =
    ["KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "AM", "PM", "UTC", "GMT", "CET", "CEST", "EUR", "USD"];

/// The names in one sentence, as written, each once. German writes every noun with a capital, so that there only
/// abbreviations are names.
pub(super) fn names(sentence: &str, locale: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Each cell of a row begins as a sentence does.
    for cell in sentence.split(BETWEEN_CELLS) {
        for name in names_in(cell, locale) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

fn names_in(sentence: &str, locale: &str) -> Vec<String> {
    let nouns = matches!(locale.split('-').next(), Some("de" | "lb"));
    // Brackets, commas and characters of a script without spaces stand between names as a word does.
    let apart: String = sentence.chars().map(|c| if is_apart(c) { " · ".to_owned() } else { c.to_string() }).collect();
    let words: Vec<&str> = apart.split_whitespace().collect();
    let shouts = words.iter().all(|word| !word.chars().any(char::is_lowercase));
    let mut found: Vec<String> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut end_run = |run: &mut Vec<&str>| {
        let name = run.join(" ");
        run.clear();
        if !name.is_empty() && !found.contains(&name) {
            found.push(name);
        }
    };
    if shouts && words.len() > 1 {
        return Vec::new();
    }
    let mut begins = true;
    for (nth, word) in words.iter().copied().enumerate() {
        let bare = without_article(word.trim_matches(|c: char| !c.is_alphanumeric()));
        let latin = latin_name(bare);
        let has_digits = |at: Option<usize>| {
            at.and_then(|at| words.get(at)).is_some_and(|other| other.contains(|c: char| c.is_ascii_digit()))
        };
        let is_name = latin.is_some_and(|name| {
            let is_of_date = is_month(&fold(name)) && (has_digits(nth.checked_sub(1)) || has_digits(Some(nth + 1)));
            let is_written_large = !begins && !nouns && is_capitalised(name, word) && !is_month(&fold(name));
            !is_of_date && (is_abbreviation(name) && !MEASURES.contains(&name) || is_written_large)
        });
        match latin {
            Some(name) if is_name => run.push(name),
            _ => end_run(&mut run),
        }
        // A colon or a full stop begins a sentence; a quote ends a name as well.
        if word.ends_with(|c: char| !c.is_alphanumeric()) {
            end_run(&mut run);
        }
        begins = word.ends_with(['.', ':', '!', '?', '。', '：']);
    }
    end_run(&mut run);
    found
}

fn is_apart(c: char) -> bool {
    let is_joint = c.is_whitespace()
        || matches!(c, '&' | '-' | '.' | ':' | '!' | '?' | '\'' | '"' | '\u{2018}'..='\u{201f}' | '«' | '»');
    is_unspaced(c) || !c.is_alphanumeric() && !is_joint
}

/// A word without the article that lost its vowel before it: `l'Oréal`, `dell'Amazon`.
fn without_article(word: &str) -> &str {
    match word.split_once(['\'', '’']) {
        Some((article, rest)) if article.chars().count() <= 4 && rest.starts_with(char::is_uppercase) => rest,
        _ => word,
    }
}

/// The Latin part of a word of whatever script.
fn latin_name(word: &str) -> Option<&str> {
    let is_latin =
        |c: char| c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&c) || matches!(c, '&' | '-' | '.');
    let start = word.find(|c: char| c.is_uppercase())?;
    let rest = &word[start..];
    let end = rest.find(|c| !is_latin(c)).unwrap_or(rest.len());
    let name = rest[..end].trim_end_matches(['-', '.', '&']);
    // A capital in the middle belongs to a name only where another script touches it.
    let touches = word[..start].chars().next_back().is_none_or(|c| !is_latin(c));
    (touches && name.chars().count() >= 2).then_some(name)
}

fn is_abbreviation(name: &str) -> bool {
    name.chars().filter(|c| c.is_uppercase()).count() >= 2
}

/// A capital and small letters, and not a term that the sentence defines in quotes.
fn is_capitalised(name: &str, word: &str) -> bool {
    let quoted = word.starts_with(['"', '“', '„', '«', '\'', '‘']);
    !quoted && name.chars().skip(1).any(char::is_lowercase)
}

/// What stands between the cells of a row that is read as one sentence.
pub(super) const BETWEEN_CELLS: &str = " · ";

/// Whether a folded text holds each word of a name as a whole word, with or without what makes it somebody's ("Acme's").
pub(super) fn holds(folded: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    let holds_word = |word: &str| {
        folded
            .match_indices(word)
            .any(|(i, _)| !folded[..i].ends_with(is_part) && !folded[i + word.len()..].starts_with(is_part))
    };
    name.split_whitespace().all(|word| {
        let owner = word.strip_suffix("'s").or(word.strip_suffix("’s")).unwrap_or(word);
        fold(word).split(' ').all(holds_word)
            || fold(owner).split(' ').all(holds_word)
            || holds_word(&fold(&format!("{owner}'s")))
    })
}

/// Whether what is said of one is said of another now, in the same words: of each of several recipients, or with "not" and "only".
pub(super) fn is_given_to_another(old: &Unit, new: &Unit, locale: &str) -> bool {
    exchanges(&old.folded, &new.folded) && (restricts(&old.folded) || names(&old.text, locale).len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_capitals_where_none_need_be() {
        for (sentence, expected) in [
            ("We share it with Acme Analytics, Inc. and with TRTC.", vec!["Acme Analytics", "Inc", "TRTC"]),
            ("This is about the lamp", vec![]),
            ("HOW WE USE PERSONAL INFORMATION", vec![]),
            ("the service (“Feature”) may be used", vec![]),
            ("データはAcmeとBrightLoopに送られます", vec!["Acme", "BrightLoop"]),
            ("OpenLamp receives it", vec!["OpenLamp"]),
            ("our Big Box (BB), Kettle(Kettle)", vec!["Big Box", "BB", "Kettle"]),
            ("Seus dados vão para a Lâmpada Azul Ltda.", vec!["Lâmpada Azul Ltda"]),
        ] {
            assert_eq!(names(sentence, "en"), expected, "{sentence}");
        }
        assert!(holds("big box bb", "Big Box") && holds("box, big", "Big Box") && !holds("bigger box", "Big Box"));
        assert_eq!(names("Wir geben Daten an die ACME weiter", "de"), ["ACME"]);
    }
}
