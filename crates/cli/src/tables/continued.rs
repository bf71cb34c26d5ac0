//! Rows that are no rows: one logical row that its author smeared over several, or whose label spans them.

use super::category;
use crate::{
    markdown::{Cell, Table},
    report::SourceText,
};
use ciente_notice::Inline;
use std::ops::Range;

/// The rows of a table, each with the rows that continue it: those that leave the first cell empty or share it, and, where
/// the row above begins with a kind of data in bold, those that begin with none and leave all other cells empty. One that has
/// a use of its own may be about another kind of data.
pub(super) fn joined(table: &Table, file: &SourceText) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    // Where the text stands that each cell of the last row ends with: a cell that spans rows is in each of them.
    let mut last: Vec<Range<usize>> = Vec::new();
    for row in &table.rows {
        match rows.last_mut().filter(|above| continues(above, row, file)) {
            Some(above) => {
                for ((above, cell), last) in above.iter_mut().zip(row).zip(&mut last) {
                    if cell.span != *last {
                        append(above, cell);
                        last.clone_from(&cell.span);
                    }
                }
            }
            None => {
                rows.push(row.clone());
                last = row.iter().map(|cell| cell.span.clone()).collect();
            }
        }
    }
    rows
}

fn continues(above: &[Cell], row: &[Cell], file: &SourceText) -> bool {
    let Some((first, others)) = row.split_first() else { return false };
    // One cell that spans columns is a title or a remark; it stands in each of them, though its text only in the first.
    if others.first().is_some_and(|second| !second.span.is_empty() && second.span == first.span) {
        return false;
    }
    if !first.is_blank() && above.first().is_some_and(|above| above.span == first.span) {
        return true;
    }
    if first.is_blank() {
        return others.iter().any(|cell| !cell.is_blank());
    }
    let is_bold = |cell: &Cell| category::read(cell).is_some_and(|category| category.bold);
    row.len() > 2
        && others.iter().all(Cell::is_blank)
        && !is_bold(first)
        && above.first().is_some_and(is_bold)
        && has_bars(first, file)
}

/// Whether the row was written as one: a line of text right below a table is a row to Markdown, and to nobody else.
fn has_bars(first: &Cell, file: &SourceText) -> bool {
    file.slice(file.line_range(file.line(first.span.start))).contains(['|', '<'])
}

fn append(above: &mut Cell, cell: &Cell) {
    if cell.is_blank() {
        return;
    }
    if !above.is_blank() {
        above.content.push(Inline::Text { text: "\n".into() });
    }
    above.content.extend(cell.content.iter().cloned());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{markdown::Kind, report::Report};
    use ciente_notice::plain_text;
    use std::{path::Path, sync::Arc};

    fn rows(markdown: &str) -> Vec<Vec<String>> {
        let file = Arc::new(SourceText::new(Path::new("x.md"), markdown.to_owned()));
        let nodes = crate::markdown::read(&file, &mut Report::new(false));
        let Some(Kind::Table(table)) = nodes.first().map(|node| &node.kind) else { panic!("{nodes:?}") };
        let text = |cell: &Cell| plain_text(&cell.content);
        joined(table, &file).iter().map(|row| row.iter().map(text).collect()).collect()
    }

    #[test]
    fn a_label_that_spans_rows_is_said_once() {
        let row = |cells: &str| format!("<tr>{cells}</tr>");
        let table =
            |rows: &[&str]| format!("<table>{}</table>\n", rows.iter().map(|cells| row(cells)).collect::<String>());
        let head = "<th>a<th>b<th>c";
        let spanned = rows(&table(&[head, "<td rowspan=2><b>A:</b> x<td>b<td rowspan=2>c", "<td>d"]));
        assert_eq!(spanned, [["A: x", "b\nd", "c"]]);
        let basis = rows(&table(&[head, "<td><b>A:</b> x<td>b<td rowspan=2>c", "<td><b>D:</b> y<td>d"]));
        assert_eq!(basis, [["A: x", "b", "c"], ["D: y", "d", "c"]]);
    }

    const HEAD: &str = "| a | b | c |\n| - | - | - |\n";

    #[test]
    fn a_row_takes_up_what_continues_it() {
        for (second, expected) in [
            ("| d | | |", ["A: b\nd", "c", "e"]),
            ("| | f | g |", ["A: b", "c\nf", "e\ng"]),
            ("| | | g |", ["A: b", "c", "e\ng"]),
        ] {
            assert_eq!(rows(&format!("{HEAD}| **A:** b | c | e |\n{second}\n")), [expected], "{second}");
        }
    }

    #[test]
    fn a_cell_across_the_columns_continues_nothing() {
        let table = "<table><tr><td>a<td>b<td>c<tr><td><b>A:</b> x<td>c<td>e<tr><td colspan=3>see there</table>\n";
        assert_eq!(rows(table), [["A: x", "c", "e"], ["see there", "", ""]]);
    }

    #[test]
    fn other_rows_stay() {
        for second in ["| **D** | | |", "| d | f | g |", "| d | f | |", "d"] {
            assert_eq!(rows(&format!("{HEAD}| **A:** b | c | e |\n{second}\n")).len(), 2, "{second}");
        }
        assert_eq!(rows(&format!("{HEAD}| A | c | e |\n| d | f | |\n")).len(), 2);
        assert_eq!(rows("| a | b |\n| - | - |\n| **A** | c |\n| d | |\n").len(), 2);
    }
}
