//! Text of others on a terminal: what would steer it is hidden, not obeyed.

use std::borrow::Cow;

/// The text with a `?` for each byte of a control character or of one that turns the direction of those after it, so that every
/// place in it stays where it is. Line feeds and tabs stay too.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return text.into();
    }
    text.chars().map(|c| if steers(c) { "?".repeat(c.len_utf8()) } else { c.to_string() }).collect::<String>().into()
}

fn steers(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn nothing_steers_the_terminal_and_nothing_moves() {
        for (text, shown) in [
            ("one\ttwo\nthree é", "one\ttwo\nthree é"),
            ("a\u{1b}]52;c;x\u{7}b", "a?]52;c;x?b"),
            ("a\u{9b}2Jb", "a??2Jb"),
            ("a\u{202e}b", "a???b"),
        ] {
            assert_eq!(printable(text), shown);
            assert_eq!(printable(text).len(), text.len());
        }
    }
}
