//! Cells that say something by a sign alone: `○`, `×`, an empty one. Signs are not known, and are compared as they are; what
//! stands in the place of nothing, or nothing in its place, is another answer.

use super::{fold::fold, similar::words};
use std::borrow::Cow;

/// A cell as it is compared: its words, or for a sign a word of its own. A dash says nothing, as an empty cell does.
pub(super) fn told(cell: &str) -> String {
    if cell.contains(char::is_alphanumeric) {
        return cell.to_owned();
    }
    let says = |c: &char| {
        !c.is_whitespace()
            && !matches!(
                c,
                '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe0e}' | '\u{fe0f}' | '－' | 'ー' | '.' | '…' | '*'
            )
    };
    let signs = cell.chars().filter(says).map(plain);
    let spell = |c: char| match fold(&c.to_string()) {
        word if word.is_empty() => spelt(c),
        word => format!(" {word} "),
    };
    signs.map(spell).collect()
}

/// Signs that answer a question by themselves, alone or behind a colon: "Shared: ○".
const ANSWERS: &str = "○◯⭕×✕△▲●◎🟢🔴🟡";

/// A text with the sign that it ends in spelt out, where that is its answer.
pub(super) fn answered(text: &str) -> Cow<'_, str> {
    let ends = text.trim_end();
    let Some(sign) = ends.chars().next_back().filter(|c| ANSWERS.contains(*c)) else { return text.into() };
    let before = &ends[..ends.len() - sign.len_utf8()];
    let is_answer = before.trim().is_empty() || before.trim_end().ends_with([':', '：']);
    if is_answer { format!("{before}{}", spelt(plain(sign))).into() } else { text.into() }
}

/// A sign as a word of its own; what folding knows as a word stays for it.
fn spelt(sign: char) -> String {
    match sign {
        '✕' => " no ".to_owned(),
        sign => format!(" sign{:x} ", u32::from(sign)),
    }
}

/// The same sign in another width or weight.
const fn plain(c: char) -> char {
    match c {
        '◯' | '⭕' | '〇' => '○',
        '×' | '⨯' => '✕',
        '•' | '∙' | '⚫' | '⬤' => '●',
        c => c,
    }
}

/// Whether the cells of a row answer otherwise than they did: the same ones at other places, or another sign at one.
pub(super) fn answers_otherwise(old: &[String], new: &[String]) -> bool {
    if old.len() != new.len() || old.len() < 2 || old[0] != new[0] {
        return false;
    }
    let is_mark = |cell: &String| words(cell).iter().all(|word| word.chars().count() < 3 || word.starts_with("sign"));
    let (mut before, mut after) = (old.to_vec(), new.to_vec());
    before.sort_unstable();
    after.sort_unstable();
    old != new && before == after || old.iter().zip(new).any(|(a, b)| a != b && is_mark(a) && is_mark(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_the_place_of_another_is_another_answer() {
        let cells = |row: &str| row.split('|').map(|cell| fold(&told(cell))).collect::<Vec<_>>();
        for (old, new) in [
            ("health|×", "health|○"),
            ("name|X|", "name||X"),
            ("age|x", "age|–"),
            ("a|🟢|b", "a|🔴|b"),
            ("a|Y", "a|N"),
            ("a|●", "a|"),
        ] {
            assert!(answers_otherwise(&cells(old), &cells(new)), "{old} {new}");
        }
        for (old, new) in [
            ("health|○", "health|◯"),
            ("name|–", "name|"),
            ("name|we keep it", "name|kept by us"),
            ("name|x", "names|x"),
        ] {
            assert!(!answers_otherwise(&cells(old), &cells(new)), "{old} {new}");
        }
    }
}
