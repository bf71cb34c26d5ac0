//! An HTML table as a grid of cells, forgiving what authors write: unclosed rows, body cells as headers, empty rows,
//! cells that span several rows.

use super::{
    html::{Meaning, Piece, meaning, pieces},
    reader::Reader,
    run::Run,
    tree::{Cell, Table},
};
use crate::report::Code;
use ciente_notice::Inline;
use std::ops::Range;

/// A table, and the text that stands in it but in none of its cells: a caption, or what a browser would show above.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) table: Table,
    pub(crate) above: Vec<Inline>,
}

#[derive(Debug, Default)]
struct Raw {
    content: Vec<Inline>,
    span: Range<usize>,
    rowspan: usize,
    colspan: usize,
}

/// Reads the table that stands at `span`.
pub(crate) fn read(reader: &mut Reader<'_>, span: Range<usize>) -> Read {
    let source = reader.file.clone();
    let mut draft = Draft::default();
    let (mut depth, mut nested) = (0, false);
    let mut hidden: Option<String> = None;
    for (piece, at) in pieces(source.slice(span.clone()), span.start) {
        match &piece {
            Piece::Open(tag) if hidden.is_none() && meaning(&tag.name) == Meaning::Hidden => {
                hidden = Some(tag.name.clone());
            }
            Piece::Close(name) if hidden.as_deref() == Some(name) => hidden = None,
            _ if hidden.is_some() => {}
            Piece::Open(tag) if tag.name == "table" => {
                depth += 1;
                if depth > 1 && !nested {
                    nested = true;
                    let help = "Write the inner table's text into the cell, or as a table of its own.";
                    reader.report(Code::HtmlTable, at, "a table inside a table's cell", help);
                }
            }
            Piece::Open(tag) if matches!(tag.name.as_str(), "tr" | "thead" | "tbody" | "tfoot") => draft.end_row(),
            Piece::Open(tag) if matches!(tag.name.as_str(), "td" | "th") => {
                draft.start_cell(tag.rowspan, tag.colspan, at);
            }
            Piece::Close(name) => match name.as_str() {
                "table" => {
                    depth -= 1;
                    draft.end_row();
                }
                "tr" | "thead" | "tbody" | "tfoot" => draft.end_row(),
                "td" | "th" => draft.end_cell(at.end),
                _ => reader.inline_html(&mut draft.run, &piece, at),
            },
            Piece::Open(_) | Piece::Text(_) => reader.inline_html(&mut draft.run, &piece, at),
        }
    }
    draft.end_row();
    Read { table: grid(reader, draft.rows), above: draft.above }
}

#[derive(Debug, Default)]
struct Draft {
    rows: Vec<Vec<Raw>>,
    row: Vec<Raw>,
    cell: Option<Raw>,
    run: Run,
    above: Vec<Inline>,
}

impl Draft {
    fn start_cell(&mut self, rowspan: usize, colspan: usize, at: Range<usize>) {
        self.end_cell(at.start);
        self.cell = Some(Raw { rowspan, colspan, span: at, ..Raw::default() });
    }

    fn end_cell(&mut self, end: usize) {
        let (content, _) = self.run.take();
        match self.cell.take() {
            Some(mut cell) => {
                cell.content = content;
                cell.span.end = cell.span.end.max(end);
                self.row.push(cell);
            }
            None if content.is_empty() => {}
            None => {
                if !self.above.is_empty() {
                    self.above.push(Inline::Text { text: "\n".into() });
                }
                self.above.extend(content);
            }
        }
    }

    fn end_row(&mut self) {
        let end = self.cell.as_ref().map_or(0, |cell| cell.span.end);
        self.end_cell(end);
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            self.rows.push(row);
        }
    }
}

/// Columns of the widest table: spans multiply, and a few bytes must not fill the memory.
const WIDEST: usize = 256;

/// Lays the cells out as a browser does (HTML Living Standard, 4.9.12), and checks that every row fits the header.
fn grid(reader: &mut Reader<'_>, rows: Vec<Vec<Raw>>) -> Table {
    let mut table = Table::default();
    // For each column, the cell that reaches down into it and how many rows it still fills.
    let mut reaching: Vec<Option<(Cell, usize)>> = Vec::new();
    for raw in rows {
        let mut row: Vec<Cell> = Vec::new();
        let mut has_text = false;
        let mut own = raw.into_iter();
        loop {
            let column = row.len();
            if let Some(Some((cell, left))) = reaching.get_mut(column) {
                row.push(cell.clone());
                *left -= 1;
                if *left == 0 {
                    reaching[column] = None;
                }
                continue;
            }
            let Some(cell) = own.next() else {
                // Only trailing columns may still be filled from above, and only without a gap.
                if reaching.iter().skip(column).any(Option::is_some) {
                    row.push(Cell::default());
                    continue;
                }
                break;
            };
            if row.len() + cell.colspan > WIDEST {
                let message = format!("this row has more than {WIDEST} cells");
                let help = "Give every row as many cells as the first one; see whether a colspan is a typing error.";
                reader.report(Code::TableSurplusCells, cell.span.clone(), message, help);
                break;
            }
            for nth in 0..cell.colspan {
                let content = if nth == 0 { cell.content.clone() } else { Vec::new() };
                let laid = Cell { content, span: cell.span.clone() };
                has_text |= !laid.is_blank();
                if cell.rowspan > 1 {
                    let column = row.len();
                    reaching.resize_with(reaching.len().max(column + 1), || None);
                    reaching[column] = Some((laid.clone(), cell.rowspan - 1));
                }
                row.push(laid);
            }
        }
        if !has_text {
            continue;
        }
        if table.header.is_empty() {
            table.header = row;
        } else {
            fit(reader, &mut row, table.header.len());
            table.rows.push(row);
        }
    }
    table
}

fn fit(reader: &mut Reader<'_>, row: &mut Vec<Cell>, columns: usize) {
    if let Some(surplus) = row.iter().skip(columns).find(|cell| !cell.is_blank()) {
        let message = format!("this row has {} cells, but the table's first row has {columns}", row.len());
        let help = "Give every row as many cells as the first one.";
        reader.report(Code::TableSurplusCells, surplus.span.clone(), message, help);
    }
    row.resize_with(columns, Cell::default);
}
