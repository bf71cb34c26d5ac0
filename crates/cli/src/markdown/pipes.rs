//! What Markdown readers do silently to pipe tables, found in the source: cells that are dropped, tables that are none.

use crate::report::{Code, Place, Report, SourceText};
use std::{ops::Range, sync::Arc};

/// Reports the first cell of a row that stands beyond the header's columns and holds text. GFM drops such cells
/// ("The excess is ignored", GitHub Flavored Markdown, 4.10), and a policy would lose a sentence.
pub(crate) fn check_row(file: &Arc<SourceText>, row: Range<usize>, columns: usize, report: &mut Report) {
    let cells = cells(file, row);
    if let Some(surplus) = cells.iter().skip(columns).find(|cell| !file.slice((*cell).clone()).trim().is_empty()) {
        let text = file.slice(surplus.clone());
        let start = surplus.start + (text.len() - text.trim_start().len());
        report.at(
            Code::TableSurplusCells,
            Place { file: file.clone(), span: start..surplus.start + text.trim_end().len() },
            format!("this row has {} cells, but the table has {columns} columns", cells.len()),
            "Markdown readers drop what is beyond the last column. If the bar belongs to the text, write \\| for it; \
             else give the header as many cells.",
        );
    }
}

/// Reports a table that is none: a paragraph with a separator row in it.
pub(crate) fn check_paragraph(file: &Arc<SourceText>, span: Range<usize>, report: &mut Report) {
    let first = file.line(span.start);
    let last = file.line(span.end.saturating_sub(1).max(span.start));
    for line in first..=last {
        let range = file.line_range(line);
        let text = file.slice(range.clone());
        if !is_separator(text) {
            continue;
        }
        let place = Place { file: file.clone(), span: range.clone() };
        if text.contains("\\|") {
            let help = "Write | instead of \\| between the cells, in every row of the table.";
            report.at(Code::TableEscaped, place, "the bars of this table are escaped, so it is no table", help);
        } else {
            let separators = cells(file, range).len();
            let odd = text.chars().find(|c| c.is_whitespace() && *c != ' ' && !matches!(c, '\r' | '\n'));
            let message = match odd {
                Some(odd) => format!(
                    "this separator row has {} in it (U+{:04X}), so this is no table",
                    if odd == '\t' { "a tab" } else { "a space that is none" },
                    u32::from(odd)
                ),
                None if line > first => format!(
                    "this separator row has {separators} cells and the row above it has {}, so this is no table",
                    cells(file, file.line_range(line - 1)).len()
                ),
                None => "this separator row has no header above it, so this is no table".to_owned(),
            };
            let help = if odd.is_some() {
                "Write plain spaces, or none, between the bars and the dashes."
            } else {
                "Write a header row above the separator row, with as many cells, and a blank line above both."
            };
            report.at(Code::TableSeparator, place, message, help);
        }
        return;
    }
}

/// Whether a line is the separator between a table's header and its rows, with its bars escaped or not.
pub(super) fn is_separator(line: &str) -> bool {
    let text = line.trim();
    let is_cell = |cell: &str| {
        let dashes = cell.trim().trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    text.contains('|') && text.replace("\\|", "|").trim_matches('|').split('|').all(is_cell)
}

/// How many cells a row has.
pub(super) fn count(row: &str) -> usize {
    ranges(row).len()
}

fn cells(file: &SourceText, row: Range<usize>) -> Vec<Range<usize>> {
    let cells = ranges(file.slice(row.clone()));
    cells.into_iter().map(|cell| row.start + cell.start..row.start + cell.end).collect()
}

/// The cells of a row, between unescaped bars; bars at both ends are optional (GFM, 4.10).
fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if byte == b'|' && !escaped && at < end {
            if at > start || !cells.is_empty() {
                cells.push(start..at);
            } else if cells.is_empty() && at == start {
                // The bar at the left edge opens the first cell.
                cells.push(at..at);
            }
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    if cells.first().is_some_and(|cell| cell.is_empty()) {
        cells.remove(0);
    }
    if start < end {
        cells.push(start..end);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn file(text: &str) -> Arc<SourceText> {
        Arc::new(SourceText::new(Path::new("x.md"), text.into()))
    }

    fn codes(check: impl Fn(&Arc<SourceText>, &mut Report), text: &str) -> Vec<Code> {
        let mut report = Report::new(false);
        check(&file(text), &mut report);
        report.findings().iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn cells_are_counted_as_gfm_counts_them() {
        for (row, expected) in [
            ("| a | b |", 2),
            ("a | b", 2),
            ("  | a \\| x | b |  ", 2),
            ("| a | b | c", 3),
            ("| a ||", 2),
            ("||a|", 2),
            ("| é | `x|y` |", 3),
        ] {
            assert_eq!(cells(&file(row), 0..row.len()).len(), expected, "{row}");
        }
    }

    #[test]
    fn only_surplus_cells_with_text_are_reported() {
        let check = |file: &Arc<SourceText>, report: &mut Report| check_row(file, 0..file.text.len(), 2, report);
        assert_eq!(codes(check, "| a | b | |"), []);
        assert_eq!(codes(check, "| a | b | c |"), [Code::TableSurplusCells]);
    }

    #[test]
    fn tables_that_are_none_are_reported() {
        let check = |file: &Arc<SourceText>, report: &mut Report| check_paragraph(file, 0..file.text.len(), report);
        assert_eq!(codes(check, "\\| a \\| b \\|\n\\| --- \\| --- \\|"), [Code::TableEscaped]);
        assert_eq!(codes(check, "| a | b | c |\n| --- | --- |"), [Code::TableSeparator]);
        assert_eq!(codes(check, "a | b -- c"), []);
        assert_eq!(codes(check, "a\n|\nb || c"), []);
        assert_eq!(codes(check, "\\|a\\|\n\\|:-:\\|"), [Code::TableEscaped]);
    }
}
