//! Finds HTML tables in a Markdown text and puts a placeholder of the same length in their place.
//!
//! To CommonMark an HTML block ends at the first blank line, and what follows inside the table would be read as Markdown:
//! indented cells as code, for example. Authors write blank lines into tables, so tables are taken out whole, first.

use super::html::{Piece, pieces};
use crate::report::{Code, Place, Report, SourceText};
use std::{ops::Range, sync::Arc};

/// The text with placeholders, byte for byte as long as before, and where the tables stand.
#[derive(Debug)]
pub(crate) struct Masked {
    pub(crate) text: String,
    pub(crate) tables: Vec<Range<usize>>,
}

impl Masked {
    /// What stands before the table in a block of HTML, and the table itself if the block is its own.
    pub(crate) fn split(&self, block: &Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
        let after = self.tables.partition_point(|table| table.end <= block.start);
        let Some(table) = self.tables.get(after).filter(|table| table.start < block.end) else {
            return (block.clone(), None);
        };
        // A block that a table in the same line ends has the first byte of its placeholder, and no more of it.
        let is_its_own = table.start + 1 < block.end;
        (block.start..table.start.max(block.start), is_its_own.then(|| table.clone()))
    }
}

/// Masks all HTML tables.
pub(crate) fn mask(file: &Arc<SourceText>, report: &mut Report) -> Masked {
    let source = file.text.as_str();
    let mut tables = Vec::new();
    let mut text = String::with_capacity(source.len());
    let mut copied = 0;
    let mut scan = Scan { source, at: 0, comments_end: true };
    while let Some(start) = scan.next_table() {
        let end = match end_of_table(source, start) {
            Some(end) => end,
            None => {
                report.at(
                    Code::HtmlTable,
                    Place { file: file.clone(), span: start..start + OPENING.len() },
                    "this HTML table is never closed",
                    "Write </table> after its last row.",
                );
                source.len()
            }
        };
        let on_own_line = source[..start]
            .rsplit('\n')
            .next()
            .is_none_or(|before| before.len() < 4 && before.bytes().all(|b| b == b' '));
        let opening = if on_own_line { "<table>" } else { "\n\n<table>" };
        let room = (end - start).saturating_sub(opening.len() + 2);
        text.push_str(&source[copied..start]);
        if end - start >= opening.len() + 2 {
            text.push_str(opening);
            text.extend(std::iter::repeat_n(' ', room));
            text.push_str("\n\n");
        } else {
            text.extend(std::iter::repeat_n(' ', end - start));
        }
        tables.push(start..end);
        copied = end;
        scan.at = end;
    }
    text.push_str(&source[copied..]);
    Masked { text, tables }
}

const OPENING: &str = "<table";

/// The byte after the `</table>` that closes the table at `start`.
fn end_of_table(source: &str, start: usize) -> Option<usize> {
    let mut depth = 0;
    for (piece, span) in pieces(&source[start..], start) {
        match piece {
            Piece::Open(tag) if tag.name == "table" => depth += 1,
            Piece::Close(name) if name == "table" => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return Some(span.end);
        }
    }
    None
}

/// A walk over a Markdown text that skips what is no HTML: fenced code, code spans and comments.
struct Scan<'s> {
    source: &'s str,
    at: usize,
    comments_end: bool,
}

impl Scan<'_> {
    fn next_table(&mut self) -> Option<usize> {
        let bytes = self.source.as_bytes();
        while self.at < bytes.len() {
            let rest = &self.source[self.at..];
            let at_line_start = self.at == 0 || bytes[self.at - 1] == b'\n';
            if at_line_start && let Some(length) = fenced_code(rest) {
                self.at += length;
            } else if rest.starts_with("<!--") {
                // One search to the end of the document is enough to know that there is no end.
                let end = self.comments_end.then(|| rest.find("-->")).flatten();
                self.comments_end &= end.is_some();
                self.at += end.map_or(4, |end| end + 3);
            } else if rest.starts_with('`') {
                self.at += code_span(rest);
            } else if rest.get(..OPENING.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(OPENING))
                && !rest[OPENING.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
            {
                return Some(self.at);
            } else {
                // To the next byte that can begin any of these.
                let skip = rest.bytes().skip(1).position(|b| matches!(b, b'<' | b'`' | b'\n'));
                self.at += match skip {
                    Some(n) if rest.as_bytes()[n + 1] == b'\n' => n + 2,
                    Some(n) => n + 1,
                    None => rest.len(),
                };
            }
        }
        None
    }
}

/// The length of the fenced code block that begins here (CommonMark, 4.5), to the end where it is not closed.
pub(super) fn fenced_code(rest: &str) -> Option<usize> {
    let mut lines = rest.split_inclusive('\n');
    let first = lines.next()?;
    let (open, open_length, info) = fence(first)?;
    if open == '`' && info.contains('`') {
        return None;
    }
    let mut length = first.len();
    for line in lines {
        length += line.len();
        if fence(line).is_some_and(|(c, n, info)| c == open && n >= open_length && info.is_empty()) {
            break;
        }
    }
    Some(length)
}

/// The character, the length and what follows, of a line that can open or close fenced code.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let text = line.trim_start_matches(' ');
    let c = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let after = text.trim_start_matches(c);
    let length = text.len() - after.len();
    (line.len() - text.len() < 4 && length >= 3).then(|| (c, length, after.trim()))
}

/// The length of the code span that begins here, or of its back-ticks where they are not closed in this line.
fn code_span(rest: &str) -> usize {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    // A span may go on in the next line, but then nobody writes a table into it; and a whole document need not be searched.
    let line = rest.lines().next().unwrap_or(rest);
    let mut at = ticks;
    while let Some(found) = line[at..].find('`') {
        let run = &line[at + found..];
        let length = run.len() - run.trim_start_matches('`').len();
        at += found + length;
        if length == ticks {
            return at;
        }
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn masked(text: &str) -> (Masked, usize) {
        let mut report = Report::new(false);
        let file = Arc::new(SourceText::new(Path::new("x.md"), text.into()));
        let masked = mask(&file, &mut report);
        assert_eq!(masked.text.len(), text.len());
        (masked, report.findings().len())
    }

    #[test]
    fn tables_go_whole_with_their_blank_lines() {
        let text = "a\n<TABLE border=1>\n\n    <tr><td>x</td></tr>\n\n</table> b\n";
        let (masked, findings) = masked(text);
        assert_eq!((masked.tables.len(), findings), (1, 0));
        assert!(text[masked.tables[0].clone()].ends_with("</table>"));
        assert!(!masked.text.contains("td"));
        assert!(masked.text.ends_with("\n\n b\n"));
    }

    #[test]
    fn a_table_behind_another_element_in_its_line_is_read_once() {
        for text in
            ["<div><table><tr><td>x</td></tr></table></div>", "<p> <table></table>", "<!-- x --><table></table>"]
        {
            let (masked, _) = masked(text);
            let table = masked.tables[0].clone();
            assert_eq!(masked.split(&(0..table.start + 1)), (0..table.start, None), "{text}");
            assert_eq!(masked.split(&(table.start + 2..table.end)), (table.start + 2..table.start + 2, Some(table)));
        }
    }

    #[test]
    fn code_and_comments_hold_no_tables() {
        for text in ["```\n<table>\n```\n", "`<table>`", "<!-- <table> -->", "<tablet>", "~~~\n<table>"] {
            assert!(masked(text).0.tables.is_empty(), "{text}");
        }
        assert_eq!(masked("` <table></table>").0.tables.len(), 1);
    }

    #[test]
    fn a_table_that_is_not_closed_is_found() {
        assert_eq!(masked("<table><tr><td>x").1, 1);
    }
}
