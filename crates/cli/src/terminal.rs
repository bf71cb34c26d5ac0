//! What a terminal is shown: in colour or not, and text of others without what would steer it.

use std::{borrow::Cow, env, io::IsTerminal};

/// Whether what goes to this stream is coloured (<https://no-color.org>, <https://bixense.com/clicolors/>).
pub(crate) fn has_colour(stream: &impl IsTerminal) -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && (set("CLICOLOR_FORCE") || stream.is_terminal())
}

/// The text with a `?` for each byte of a control character or of one that turns the direction of those after it, so that every
/// place in it stays where it is. Line feeds and tabs stay too.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return text.into();
    }
    text.chars().map(|c| if steers(c) { "?".repeat(c.len_utf8()) } else { c.to_string() }).collect::<String>().into()
}

/// The text with every character written out that erases lines, turns their order or is not seen: what is quoted from
/// evidence is read to the letter.
pub(crate) fn visible(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().fold(String::with_capacity(text.len()), |mut plain, c| {
        if hidden(c) {
            plain.extend(c.escape_unicode());
        } else {
            plain.push(c);
        }
        plain
    })
}

fn steers(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{printable, visible};

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

    #[test]
    fn what_a_file_says_changes_nothing_on_the_terminal() {
        for (text, shown) in [
            ("José, アリス, أحمد 🙂", "José, アリス, أحمد 🙂"),
            ("Z\u{1b}[2K\nIt holds", "Z\\u{1b}[2K\\u{a}It holds"),
            ("a\u{202e}b\u{9b}\u{feff}", "a\\u{202e}b\\u{9b}\\u{feff}"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }
}
