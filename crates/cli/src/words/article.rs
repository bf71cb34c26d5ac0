//! A legal basis by its number: Article 6(1) of the GDPR lists the six, in every language by the same letters.

use ciente_notice::Basis;

const LETTERS: [(char, Basis); 6] = [
    ('a', Basis::Consent),
    ('b', Basis::Contract),
    ('c', Basis::LegalObligation),
    ('d', Basis::VitalInterests),
    ('e', Basis::PublicTask),
    ('f', Basis::LegitimateInterests),
];

/// The bases that a text in normal form names by their numbers, such as `art. 6 (1) (b) and (f)` or `6 (1) (a)-(c)`.
pub(super) fn bases(text: &str) -> Vec<Basis> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut named = Vec::new();
    for (at, start) in bare.match_indices(PARAGRAPH) {
        let before = &bare[..at];
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
        while let Some((at, found)) = letter(rest) {
            let from = if is_range { last.unwrap_or(found) } else { found };
            let listed = LETTERS.get(from..=found).into_iter().flatten().map(|(_, basis)| *basis);
            found_here.extend(listed);
            last = Some(found);
            rest = &rest[at..];
            let joined = JOINS.iter().find_map(|join| rest.strip_prefix(join).map(|rest| (*join, rest)));
            let Some((join, behind)) = joined else { break };
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
    named
}

const PARAGRAPH: &str = "6(1)";

/// What the numbers of other laws stand behind.
const SECTIONS: [&str; 11] =
    ["section", "sec.", "sect.", "regulation", "reg.", "clause", "rule", "paragraph", "para.", "schedule", "chapter"];

/// What the law is called whose article has these letters, white space left out.
const GDPR: [&str; 5] = ["gdpr", "generaldataprotection", "2016/679", "dsgvo", "rgpd"];

/// Whether what follows the letters says at once of which law the article is, and that is another one: "of the Data Act".
fn is_of_another_law(rest: &str) -> bool {
    let Some(law) = rest.strip_prefix("ofthe") else { return false };
    let law = law.split([';', ',', '.']).next().unwrap_or_default();
    !GDPR.iter().any(|name| law.contains(name))
}

/// What joins letters, white space left out, in the languages whose words are known; longer ones first.
const JOINS: [&str; 15] = [",and", ",or", "and/or", "and", "or", "to", ",", ";", "/", "-", "&", "e", "y", "und", "dan"];

/// A letter in brackets at the beginning, which of the six it is, and where the text goes on.
fn letter(text: &str) -> Option<(usize, usize)> {
    let inner = text.strip_prefix('(')?;
    let letter = inner.chars().next()?;
    let found = LETTERS.iter().position(|(known, _)| *known == letter)?;
    inner[1..].starts_with(')').then_some((3, found))
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
