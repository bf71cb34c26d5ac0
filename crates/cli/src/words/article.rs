//! A legal basis by its number: Article 6(1) of the GDPR lists the six, in every language by the same letters; Article 7 of the
//! LGPD by Roman numerals.

use ciente_notice::Basis;

const LETTERS: [(char, Basis); 6] = [
    ('a', Basis::Consent),
    ('b', Basis::Contract),
    ('c', Basis::LegalObligation),
    ('d', Basis::VitalInterests),
    ('e', Basis::PublicTask),
    ('f', Basis::LegitimateInterests),
];

/// The bases that a text in normal form names by their numbers, such as `art. 6 (1) (b) and (f)`, `6 (1) (a)-(c)`,
/// `art. 6.1.b)` or `artigo 6.º, n.º 1, alínea b)`.
pub(super) fn bases(text: &str) -> Vec<Basis> {
    let bare = WRITTEN.iter().fold(tight(text), |bare, written| bare.replace(written, PARAGRAPH));
    let mut named = Vec::new();
    for (at, start) in bare.match_indices(PARAGRAPH) {
        let before = bare[..at].trim_end();
        // 16(1)(b) is another article, and a section is one of another law.
        if before.ends_with(|c: char| c.is_ascii_digit() || c == '§')
            || SECTIONS.iter().any(|word| before.ends_with(word))
        {
            continue;
        }
        let mut rest = &bare[at + start.len()..];
        let mut last = None;
        let mut is_range = false;
        let mut found_here = Vec::new();
        while let Some((at, found)) = letter(rest).or_else(|| match last {
            None => bare_letter(rest),
            Some(_) => joined_letter(rest),
        }) {
            let from = if is_range { last.unwrap_or(found) } else { found };
            let listed = LETTERS.get(from..=found).into_iter().flatten().map(|(_, basis)| *basis);
            found_here.extend(listed);
            last = Some(found);
            rest = &rest[at..];
            // `(b)(f)`: nothing joins them.
            if rest.starts_with('(') && letter(rest).is_some() {
                is_range = false;
                continue;
            }
            let joined = JOINS.iter().find_map(|join| behind(rest, join).map(|rest| (*join, rest)));
            let goes_on = |(_, behind): &(&str, &str)| letter(behind).or_else(|| joined_letter(behind)).is_some();
            let Some((join, behind)) = joined.filter(goes_on) else { break };
            is_range = matches!(join, "-" | "to");
            rest = behind;
        }
        if !is_of_another_law(rest) {
            for basis in found_here {
                if !named.contains(&basis) {
                    named.push(basis);
                }
            }
        }
    }
    let text = tight(text);
    let mut starts: Vec<usize> =
        ITEMS.iter().flat_map(|start| text.match_indices(start).map(|(at, start)| at + start.len())).collect();
    starts.sort_unstable();
    for basis in starts.into_iter().flat_map(|at| items(&text[at..])) {
        if !named.contains(&basis) {
            named.push(basis);
        }
    }
    named
}

/// What the items of Article 7 of the LGPD stand behind, made tight.
const ITEMS: [&str; 4] = ["art.7o,", "art.7,", "artigo 7o,", "artigo 7,"];

/// The bases that items name; none where one of them is none of the six (research, credit, proceedings, health).
fn items(text: &str) -> Vec<Basis> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        let bare = ["incisos ", "inciso "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let end = bare.find(|c: char| !c.is_alphanumeric()).unwrap_or(bare.len());
        let (numeral, behind) = bare.split_at(end);
        if numeral.is_empty() || !numeral.chars().all(|c| matches!(c, 'i' | 'v' | 'x')) {
            return found;
        }
        let Some(basis) = item(numeral) else { return Vec::new() };
        found.push(basis);
        // "I a V": all between them, and one of those is none of the six.
        if [" a ", " ate ", "-"]
            .iter()
            .any(|range| behind.strip_prefix(range).is_some_and(|rest| rest.starts_with(['i', 'v', 'x'])))
        {
            return Vec::new();
        }
        let joined = JOINS.iter().find_map(|join| self::behind(behind, join));
        let Some(next) = joined else { return found };
        rest = next.trim_start();
    }
}

/// The basis that an item names.
fn item(numeral: &str) -> Option<Basis> {
    Some(match numeral {
        "i" => Basis::Consent,
        "ii" => Basis::LegalObligation,
        "iii" => Basis::PublicTask,
        "v" => Basis::Contract,
        "vii" => Basis::VitalInterests,
        "ix" => Basis::LegitimateInterests,
        _ => return None,
    })
}

/// The text without white space, but for one space between two words.
fn tight(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if !c.is_whitespace() {
            out.push(c);
        } else if out.ends_with(char::is_alphanumeric) && rest.peek().is_some_and(|next| next.is_alphanumeric()) {
            out.push(' ');
        }
    }
    out
}

const PARAGRAPH: &str = "6(1)";

/// How else that is written, made tight; longer ones first.
const WRITTEN: [&str; 11] = [
    "6 paragraph 1",
    "6,paragraph 1",
    "6,apartado 1",
    "6 apartado 1",
    "6.o,n.o 1",
    "6o,n.o 1",
    "6 para.1",
    "6 par.1",
    "6 abs.1",
    "6.1",
    "第6条第1項",
];

/// What a letter stands behind.
const INTRODUCED: [&str; 9] = ["point", "letter", "lit.", "litt.", "letra", "alinea", "al.", "lettera", "buchst."];

/// What the numbers of other laws stand behind.
const SECTIONS: [&str; 11] =
    ["section", "sec.", "sect.", "regulation", "reg.", "clause", "rule", "paragraph", "para.", "schedule", "chapter"];

/// What the law is called whose article has these letters, white space left out.
const GDPR: [&str; 5] = ["gdpr", "generaldataprotection", "2016/679", "dsgvo", "rgpd"];

/// Whether what follows the letters says at once of which law the article is, and that is another one: "of the Data Act".
fn is_of_another_law(rest: &str) -> bool {
    let rest = rest.replace(' ', "");
    let Some(law) = rest.strip_prefix("ofthe") else { return false };
    let law = law.split([';', ',', '.']).next().unwrap_or_default();
    !GDPR.iter().any(|name| law.contains(name))
}

/// What joins letters, made tight, in the languages whose words are known; longer ones first.
const JOINS: [&str; 21] = [
    "as well as",
    ",and",
    ",or",
    "and/or",
    "and",
    "or",
    "to",
    ",",
    ";",
    "/",
    "-",
    "&",
    "ou",
    "und",
    "oder",
    "dan",
    "atau",
    "e",
    "y",
    "o",
    "u",
];

/// What stands behind a join that a text begins with; one in letters is a whole word.
fn behind<'t>(text: &'t str, join: &str) -> Option<&'t str> {
    let rest = text.trim_start().strip_prefix(join)?;
    let goes_on = join.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphanumeric);
    (!goes_on).then_some(rest)
}

/// A letter in brackets, or introduced, at the beginning; which of the six it is, and where the text goes on.
fn letter(text: &str) -> Option<(usize, usize)> {
    let rest = text.trim_start_matches([',', '.', ' ']);
    let introduced = INTRODUCED.iter().find_map(|word| rest.strip_prefix(word)).map(str::trim_start);
    match introduced.unwrap_or(rest).strip_prefix('(') {
        Some(inner) => {
            let found = known(inner)?;
            inner[1..].starts_with(')').then(|| (text.len() - inner.len() + 2, found))
        }
        None => {
            bare_letter(introduced?).map(|(at, found)| (text.len() - introduced.unwrap_or_default().len() + at, found))
        }
    }
}

/// A letter by itself right behind the number: `6.1.b)`, `6(1)f`.
fn bare_letter(text: &str) -> Option<(usize, usize)> {
    let rest = text.trim_start_matches(['.', ' ']);
    let found = known(rest)?;
    let behind = &rest[1..];
    let end = usize::from(behind.starts_with(')'));
    let is_alone = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    is_alone.then(|| (text.len() - behind.len() + end, found))
}

/// A letter by itself behind one that was joined to it: `b y f RGPD`, `b) e f)`. In many languages such letters are words, so that
/// only an end or the law may follow.
fn joined_letter(text: &str) -> Option<(usize, usize)> {
    let (at, found) = bare_letter(text)?;
    let behind = text[at..].trim_start_matches([' ', '.']);
    let is_closed = text[..at].ends_with(')') || behind.is_empty() || behind.starts_with([',', ';', ')', '/']);
    let of_law = || {
        let law = ["do ", "del ", "de la ", "of the ", "der ", "du ", "uk "];
        let bare = law.iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind).replace(' ', "");
        GDPR.iter().any(|name| bare.starts_with(name))
    };
    (is_closed || of_law()).then_some((at, found))
}

/// Which of the six letters a text begins with.
fn known(text: &str) -> Option<usize> {
    let letter = text.chars().next()?;
    LETTERS.iter().position(|(known, _)| *known == letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_read_by_their_letters() {
        use Basis::{Consent, Contract, LegalObligation, LegitimateInterests};
        for (text, expected) in [
            ("article 6(1)(b) gdpr", &[Contract][..]),
            ("art. 6 (1) (f) gdpr", &[LegitimateInterests]),
            ("article 6(1)(b) and article 6(1)(f)", &[Contract, LegitimateInterests]),
            ("article 6(1)(b) and (f) gdpr", &[Contract, LegitimateInterests]),
            ("art. 6(1)(b), 6(1)(f)", &[Contract, LegitimateInterests]),
            ("art. 6(1)(a)-(c) gdpr", &[Consent, Contract, LegalObligation]),
            ("art. 6 (1) (a), (b) e (f)", &[Consent, Contract, LegitimateInterests]),
            ("article 6(1) lit. f gdpr", &[LegitimateInterests]),
            ("article 6(1), point (f)", &[LegitimateInterests]),
            ("art. 6 par. 1 point (b)", &[Contract]),
            ("art. 6 para. 1 (f) gdpr", &[LegitimateInterests]),
            ("art 6.1.b", &[Contract]),
            ("art. 6.1.b) rgpd", &[Contract]),
            ("art. 6(1)b, f gdpr", &[Contract, LegitimateInterests]),
            ("art. 6.1.b) y f) rgpd", &[Contract, LegitimateInterests]),
            ("art. 6.1 b y f", &[Contract, LegitimateInterests]),
            ("artigo 6.o, n.o 1, al. b) e f)", &[Contract, LegitimateInterests]),
            ("art. 6(1) lit. b, f", &[Contract, LegitimateInterests]),
            ("art. 6(1)(b)(f)", &[Contract, LegitimateInterests]),
            ("art. 6.1.b/f", &[Contract, LegitimateInterests]),
            ("art. 6(1)(b) e a protecao", &[Contract]),
            ("article 6(1)(b) of gdpr", &[Contract]),
            ("art. 6(1)(c) of uk gdpr", &[LegalObligation]),
            ("art. 6(1)(b) o a quien", &[Contract]),
            ("articulo 6, apartado 1, letra f)", &[LegitimateInterests]),
            ("artigo 6.o, n.o 1, alinea b), do rgpd", &[Contract]),
            ("第6条第1項(f)", &[LegitimateInterests]),
            ("art. 6(1) e-commerce", &[]),
            ("art. 7o, v, da lgpd", &[Contract]),
            ("artigo 7o, inciso ix", &[LegitimateInterests]),
            ("art. 7o, i e art. 7o, ii", &[Consent, LegalObligation]),
            ("art. 7, ii and v", &[LegalObligation, Contract]),
            ("art. 7o, i ou ix", &[Consent, LegitimateInterests]),
            ("art. 7o, v e vi", &[]),
            ("art. 7o, incisos i a v", &[]),
            ("art. 7o, vi", &[]),
            ("art. 17, v", &[]),
            ("art. 7o, valor", &[]),
            ("art. 6(1)(a) or e-mail", &[Consent]),
            ("16.1.b", &[]),
            ("article 16(1)(b)", &[]),
            ("section 6(1)(b) of the tax act", &[]),
            ("art. 6(1)(b) of the data act", &[]),
            ("article 6(1)(b) of the gdpr", &[Contract]),
            ("article 6(1)(b) of the uk gdpr", &[Contract]),
            ("article 6(1)(b) of the uk general data protection regulation", &[Contract]),
            ("article 6(1)(b) of the regulation (eu) 2016/679", &[Contract]),
            ("article 6(1)(c) gdpr in conjunction with section 147(1) of the fiscal code", &[LegalObligation]),
            ("clause 6(1)(b)", &[]),
            ("regulation 6(1)(b) pecr", &[]),
            ("article 6(4)", &[]),
            ("article 6(1)(é)", &[]),
            ("article 6(1)(", &[]),
        ] {
            assert_eq!(bases(text), expected, "{text}");
        }
    }
}
