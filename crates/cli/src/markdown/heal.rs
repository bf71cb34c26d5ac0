//! Slips of typing that would make Markdown readers take a table apart or a heading for text, mended in place before the
//! text is read: byte for byte as long as before, so that every place in it is still that of the document.

use super::{mask::fenced_code, pipes};

/// Mends what has only one reading.
pub(super) fn heal(text: &str) -> String {
    let mut edits = Vec::new();
    let lines = lines(text);
    let mut i = 0;
    while let Some(line) = lines.get(i) {
        if let Some(hard_space) = hard_space_after_hashes(line.text) {
            edits.push((line.start + hard_space.0, hard_space.1));
        }
        i = match (pipes::count(line.text), lines.get(i + 1)) {
            (columns, Some(next))
                if columns > 1 && pipes::is_separator(next.text) && pipes::count(next.text) == columns =>
            {
                table(&lines, i + 2, columns, &mut edits)
            }
            _ => i + 1,
        };
    }
    blanked(text, edits)
}

/// A line without its line feed; a whole block of fenced code counts as one empty line.
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..];
        if let Some(length) = fenced_code(rest) {
            lines.push(Line { start, text: "" });
            start += length;
            continue;
        }
        let length = rest.find('\n').unwrap_or(rest.len());
        lines.push(Line { start, text: &rest[..length] });
        start += length + 1;
    }
    lines
}

/// The place and length of a no-break or ideographic space between the `#`s and the words of a heading: CommonMark wants
/// a space or a tab (4.2).
fn hard_space_after_hashes(line: &str) -> Option<(usize, usize)> {
    let marks = line.trim_start_matches(' ');
    let words = marks.trim_start_matches('#');
    let is_heading = line.len() - marks.len() < 4 && (1..=6).contains(&(marks.len() - words.len()));
    let c = words.chars().next().filter(|c| is_heading && matches!(c, '\u{a0}' | '\u{3000}'))?;
    Some((line.len() - words.len(), c.len_utf8()))
}

/// Goes through the rows of a table from the line behind its separator, and returns the line behind its last row. A blank
/// line ends a table (GFM, 4.10), also one that was typed between two rows or within a cell.
fn table(lines: &[Line<'_>], mut i: usize, columns: usize, edits: &mut Vec<(usize, usize)>) -> usize {
    while let Some(line) = lines.get(i) {
        if line.is_blank() {
            let Some(next) = (i + 1..lines.len()).find(|next| !lines[*next].is_blank()) else { return i };
            if !is_row(lines, next, columns) {
                return i;
            }
            // The last line feed stays: what follows is a row of its own.
            edits.extend(feeds(lines, i.saturating_sub(1), next - 1));
            i = next;
        }
        i = match smeared(lines, i, columns) {
            Some(last) => {
                edits.extend(feeds(lines, i, last));
                last + 1
            }
            None => i + 1,
        };
    }
    i
}

/// Whether this line, behind a blank one, goes on with the table: as many cells between bars, and no header of another.
fn is_row(lines: &[Line<'_>], i: usize, columns: usize) -> bool {
    let Some(line) = lines.get(i) else { return false };
    let is_header = lines.get(i + 1).is_some_and(|next| pipes::is_separator(next.text));
    let is_whole = pipes::count(line.text) == columns || smeared(lines, i, columns).is_some();
    line.text.trim_start().starts_with('|') && !is_header && !pipes::is_separator(line.text) && is_whole
}

/// How many lines a row may be smeared over, blank ones counted.
const LONGEST_ROW: usize = 16;

/// The last line of a row that begins here and was broken within a cell: it does not end with a bar, the lines behind it
/// do not begin with one, and together they have exactly the table's cells.
fn smeared(lines: &[Line<'_>], i: usize, columns: usize) -> Option<usize> {
    let ends = |line: &Line<'_>| line.text.trim_end().ends_with('|');
    let line = lines.get(i)?;
    let mut cells = pipes::count(line.text);
    if !line.text.trim_start().starts_with('|') || ends(line) || cells >= columns {
        return None;
    }
    for (last, line) in lines.iter().enumerate().take(i + LONGEST_ROW).skip(i + 1) {
        let is_other = line.text.trim_start().starts_with(['|', '#', '<']);
        // The break is within a cell, so that its two halves are one.
        cells += pipes::count(line.text).saturating_sub(1);
        if is_other || cells > columns {
            return None;
        }
        if ends(line) {
            return (cells == columns).then_some(last);
        }
    }
    None
}

/// The line feeds behind the lines from `first` to the one before `last`.
fn feeds(lines: &[Line<'_>], first: usize, last: usize) -> impl Iterator<Item = (usize, usize)> {
    lines[first..last].iter().map(|line| (line.end(), 1))
}

/// The text with spaces in place of these bytes, given as place and length.
fn blanked(text: &str, mut edits: Vec<(usize, usize)>) -> String {
    edits.sort_unstable();
    edits.dedup();
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, length) in edits {
        out.push_str(&text[copied..at]);
        out.extend(std::iter::repeat_n(' ', length));
        copied = at + length;
    }
    out.push_str(&text[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "| a | b | c |\n| - | - | - |\n";

    fn healed(rows: &str) -> String {
        let text = format!("{HEAD}{rows}");
        let healed = heal(&text);
        assert_eq!(healed.len(), text.len());
        healed[HEAD.len()..].to_owned()
    }

    #[test]
    fn rows_are_joined_where_there_is_only_one_reading() {
        for (rows, expected) in [
            ("| 1 | 2 | 3 |\n\n| 4 | 5 | 6 |\n", "| 1 | 2 | 3 | \n| 4 | 5 | 6 |\n"),
            ("\n| 1 | 2 | 3 |\n", " | 1 | 2 | 3 |\n"),
            ("| 1 | 2 | 3 |\n\n \n| 4 | 5 | 6 |\n", "| 1 | 2 | 3 |   \n| 4 | 5 | 6 |\n"),
            ("| 1\none | 2 | 3 |\n| 4 | 5 | 6 |", "| 1 one | 2 | 3 |\n| 4 | 5 | 6 |"),
            ("| 1 | 2\n\ntwo | 3 |\n\n| 4 | 5 | 6 |", "| 1 | 2  two | 3 | \n| 4 | 5 | 6 |"),
        ] {
            assert_eq!(healed(rows).trim_start(), expected.trim_start(), "{rows}");
        }
    }

    #[test]
    fn what_has_another_reading_stays() {
        for rows in [
            "| 1 | 2 | 3 |\n\nText with a | bar.\n",
            "| 1 | 2 | 3 |\n\n| d | e | f |\n| - | - | - |\n| 4 | 5 | 6 |\n",
            "| 1 | 2 | 3 |\n\n| d | e |\n",
            "| 1 | 2\n| 4 | 5 | 6 |\n",
            "| 1\none | 2 | 3 | 4 |\n",
            "| 1 | 2\n\nEnd.\n",
            "| 1 | 2\n\n# Next | 3 |\n",
            "```\n| 1\n\none | 2 | 3 |\n```\n",
        ] {
            assert_eq!(healed(rows), rows);
        }
    }

    #[test]
    fn headings_may_have_any_space() {
        assert_eq!(heal("##\u{a0}Two\n\u{a0}# no\n#\u{3000}一"), "##  Two\n\u{a0}# no\n#   一");
        assert_eq!(
            heal("#######\u{a0}x\n    #\u{a0}x\n```\n#\u{a0}x\n```\n"),
            "#######\u{a0}x\n    #\u{a0}x\n```\n#\u{a0}x\n```\n"
        );
    }
}
