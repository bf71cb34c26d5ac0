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

/// The basis that a text in normal form names by its number, such as `art. 6 (1) (b)` or `6 1 f`; none where it names
/// several.
pub(super) fn basis(text: &str) -> Option<Basis> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut named = None;
    for (at, _) in bare.match_indices("6(1)(") {
        // 16(1)(b) is another article.
        let is_whole = !bare[..at].ends_with(|c: char| c.is_ascii_digit());
        let letter = bare[at + "6(1)(".len()..].chars().next();
        let found = LETTERS.iter().find(|(known, _)| is_whole && Some(*known) == letter).map(|(_, basis)| *basis);
        match (named, found) {
            (_, None) => {}
            (Some(before), Some(found)) if before != found => return None,
            _ => named = found,
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_read_by_their_letter() {
        for (text, expected) in [
            ("article 6(1)(b) gdpr", Some(Basis::Contract)),
            ("art. 6 (1) (f) gdpr", Some(Basis::LegitimateInterests)),
            ("article 6(1)(b) and article 6(1)(f)", None),
            ("article 16(1)(b)", None),
            ("article 6(4)", None),
        ] {
            assert_eq!(basis(text), expected, "{text}");
        }
    }
}
