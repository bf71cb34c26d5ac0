//! The front matter of site generators: settings between two lines of `---` or `+++` at the very beginning. No part of the
//! notice. Markdown itself would read it as a heading.

use std::ops::Range;

/// Where it stands, if there is one, with both its lines.
///
/// It begins in the line after the first, every line of it looks like a setting, and one of them is a key with its value: or what
/// a page says between two rules would be lost.
pub(super) fn front_matter(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut at = start;
    let mut lines = text[start..].split_inclusive('\n').map(|line| {
        at += line.len();
        (line.trim_end(), at)
    });
    let (fence, _) = lines.next()?;
    let is_setting: fn(&str) -> bool = match fence {
        "---" => is_yaml,
        "+++" => is_toml,
        _ => return None,
    };
    let sign = if fence == "---" { ':' } else { '=' };
    let mut has_key = false;
    for (nth, (line, end)) in lines.enumerate() {
        if line == fence || fence == "---" && line == "..." {
            return has_key.then_some(start..end);
        }
        if !is_setting(line) || nth == 0 && line.is_empty() {
            return None;
        }
        has_key |= !line.starts_with(['#', '-']) && is_key(line, sign);
    }
    None
}

/// `key: value`, an item or a line of a value that goes on, a comment, or nothing.
fn is_yaml(line: &str) -> bool {
    line.is_empty() || line.starts_with([' ', '\t', '#', '-']) || is_key(line, ':')
}

/// `key = value`, a table, a line of a value that goes on, a comment, or nothing.
fn is_toml(line: &str) -> bool {
    line.is_empty() || line.starts_with([' ', '\t', '#', '[', ']', '"']) || is_key(line, '=')
}

fn is_key(line: &str, sign: char) -> bool {
    line.split_once(sign).is_some_and(|(key, _)| {
        let key = key.trim();
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-.\"'".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_at_the_beginning_are_found() {
        for text in [
            "---\ntitle: T\n---\n",
            "\u{feff}---\r\ntitle: \"T\"\r\ntags:\r\n  - a\r\n- b\r\n\r\n# c\r\n---\r\n",
            "---\nlang: en\n...\n",
            "+++\ntitle = \"T\"\n[extra]\na = [\n  1,\n]\n+++\n",
            "---\ntitle: T\n---",
        ] {
            let start = usize::from(text.starts_with('\u{feff}')) * 3;
            assert_eq!(
                front_matter(&format!("{text}# H\n")).map(|at| at.start),
                text.ends_with('\n').then_some(start),
                "{text}"
            );
        }
        assert_eq!(front_matter("---\ntitle: T\n---\nNot in it: at all\n"), Some(0..17));
        assert_eq!(front_matter("---\ntitle: T\n---"), Some(0..16));
    }

    #[test]
    fn what_a_page_says_is_none() {
        for text in [
            "",
            "# H\n",
            "---\n---\n",
            "---\nWe keep: nothing.\nAnd what we say stays.\n---\n",
            "---\n\n# H\n\nWhat we say.\n\n---\n",
            "---\n\n# Privacy\n\n- Controller: Acme\n\n---\n",
            "---\n# Privacy\n- Controller: Acme\n---\n",
            "---\ntitle: T\n",
            "----\ntitle: T\n----\n",
            "\n---\ntitle: T\n---\n",
        ] {
            assert_eq!(front_matter(text), None, "{text}");
        }
    }
}
