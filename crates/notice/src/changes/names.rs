//! Names in running text: abbreviations, and words that begin with a capital where none need be. What a name names is not
//! known; a new one may be someone who receives the data.

use super::{
    companies::LATIN,
    fold::{fold, is_unspaced},
    joins::is_listed,
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
            // The first word has a capital anyway; before the form of a company it is its name: "Acme AG".
            Some(name) if is_name && nth == 1 && LATIN.contains(&name) && words[0].ends_with(char::is_alphanumeric) => {
                run.extend([words[0], name]);
            }
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

/// What names nobody: laws and what they call things, kinds of files, of addresses and of protocols, days of the week.
const NOBODY: &str = "
    Art Article Articles GDPR LGPD RGPD DSGVO CCPA CPRA PIPL APPI PIPA HIPAA COPPA FERPA PDPA UU PDP LOPDGDD DPO SCC SCCs BCR BCRs DPIA
    PDF CSV JSON IP URL HTTP HTTPS TLS SSL API SDK ID PIN SMS MMS QR GPS FAQ USB VAT
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
";

/// Whether a name that is new in a text names nobody who could receive anything, or is short for what one of the texts says, or
/// long for it: "European Union (EU)".
pub(super) fn is_nobody(name: &str, texts: &[&str]) -> bool {
    let long: Vec<&str> = name.split_whitespace().collect();
    let is_long =
        || texts.iter().any(|text| text.split(|c: char| !c.is_alphanumeric()).any(|word| abbreviates(word, &long)));
    let is_short = || {
        let words = |text: &str| {
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        texts.iter().any(|text| {
            let words = words(text);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            (0..words.len())
                .any(|from| (from + 2..=words.len().min(from + 7)).any(|to| abbreviates(name, &words[from..to])))
        })
    };
    let is_of_state = |names: &&&[&str]| {
        names.contains(&name)
            && names.iter().any(|other| *other != name && texts.iter().any(|text| holds(&fold(text), other)))
    };
    long.iter().all(|word| is_listed(word, NOBODY))
        || is_long()
        || is_short()
        || STATES.iter().any(|names| is_of_state(&names))
}

/// Whether a word is made of the initials of others; small words between them may have none in it.
fn abbreviates(short: &str, long: &[&str]) -> bool {
    let short = short.strip_suffix('s').unwrap_or(short);
    if long.len() < 2 || short.chars().count() < 2 || !short.chars().all(char::is_uppercase) {
        return false;
    }
    let initials = |all: bool| {
        let counts = |word: &&&str| all || word.starts_with(char::is_uppercase);
        long.iter()
            .filter(counts)
            .filter_map(|word| word.chars().next())
            .flat_map(char::to_uppercase)
            .collect::<String>()
    };
    // The first and the last of them are of it.
    let ends = [long.first(), long.last()].into_iter().flatten().all(|word| word.chars().count() > 2);
    ends && (initials(true) == short || initials(false) == short)
}

/// Whether a name stands in the place of another, wherever else it stood before: "stored in Germany", "in the United States".
pub(super) fn names_another(old: &str, new: &str, locale: &str) -> bool {
    let beyond = |text: &str, other: &str| -> Vec<String> {
        let folded = fold(other);
        let is_new = |name: &String| !is_known(&folded, name) && !is_nobody(name, &[old, new]);
        names(text, locale).into_iter().filter(is_new).collect()
    };
    !beyond(new, old).is_empty() && !beyond(old, new).is_empty()
}

/// What a company's name ends in, in any of its forms: another form is no other company.
const FORMS: &str = "Ltd Limited Inc Incorporated Corp Corporation Company Co LLC LLP PLC GmbH AG KG SE BV NV SA SAS SARL SRL SL Ltda Lda Pty KK";

/// Whether a text holds the name, in whatever form of a company.
pub(super) fn is_known(folded: &str, name: &str) -> bool {
    let is_form = |word: &str| is_listed(&word.replace('.', ""), FORMS);
    let words: Vec<&str> = name.split_whitespace().filter(|word| !is_form(word)).collect();
    holds(folded, name) || !words.is_empty() && holds(folded, &words.join(" "))
}

/// Names of one state.
const STATES: &[&[&str]] = &[
    &["USA", "US", "United States", "United States of America"],
    &["UK", "United Kingdom", "Great Britain"],
    &["Netherlands", "Holland"],
];

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
        assert_eq!(names("Adverto AG, Switzerland", "en"), ["Adverto AG", "Switzerland"]);
        assert!(is_nobody("EU", &["in the European Union (EU)"]) && is_nobody("Amazon Web Services", &["on AWS"]));
        assert!(is_nobody("GDPR", &[]) && is_nobody("SCCs", &["by Standard Contractual Clauses"]));
        assert!(!is_nobody("Acme", &["Acme hosts it"]) && !is_nobody("US", &["we tell us"]));
        assert!(names_another("It is stored in Germany.", "It is stored in the United States.", "en"));
        assert!(!names_another("It is stored in the EU.", "It is stored in the European Union.", "en"));
        assert!(holds("big box bb", "Big Box") && holds("box, big", "Big Box") && !holds("bigger box", "Big Box"));
        assert_eq!(names("Wir geben Daten an die ACME weiter", "de"), ["ACME"]);
    }
}
