//! An HTML table as a grid of cells, forgiving what authors write: unclosed rows, body cells as headers, empty rows,
//! cells that span several rows.

use super::{
    html::{Meaning, Piece, Tag, meaning, pieces},
    reader::Reader,
    run::Run,
    tree::{Cell, Table},
};
use crate::report::Code;
use ciente_notice::{Inline, plain_text};
use std::ops::Range;

/// What a table holds, and the text that stands in it but in none of its cells: a caption, or what a browser would show above.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) parts: Vec<Part>,
    pub(crate) above: Vec<Inline>,
}

/// A table, or a row of it that is one cell and so belongs to no column, each with its bytes.
#[derive(Debug)]
pub(crate) enum Part {
    Table(Table, Range<usize>),
    Text(Vec<Inline>, Range<usize>),
}

#[derive(Debug, Default)]
struct Raw {
    content: Vec<Inline>,
    span: Range<usize>,
    rowspan: usize,
    colspan: usize,
    is_header: bool,
}

/// A row of cells as they are written, and whether it stands in `<thead>`.
type RawRow = (Vec<Raw>, bool);

/// A row whose cells stand in their columns.
#[derive(Debug)]
struct Laid {
    cells: Vec<Cell>,
    in_head: bool,
    /// Whether all of its own cells are `<th>`.
    all_headers: bool,
    /// Whether its only cell spans columns: a title, a remark.
    is_one_cell: bool,
    /// Whether its first column belongs to the row above.
    is_reached: bool,
}

/// Reads the table that stands at `span`.
pub(crate) fn read(reader: &mut Reader<'_>, span: Range<usize>) -> Read {
    let source = reader.file.clone();
    let mut draft = Draft::default();
    let (mut depth, mut nested) = (0, false);
    let mut hidden: Option<String> = None;
    for (piece, at) in pieces(source.slice(span.clone()), span.start) {
        reader.refuse_unseen(&piece, &at);
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
            Piece::Open(tag) if matches!(tag.name.as_str(), "tr" | "thead" | "tbody" | "tfoot") => {
                draft.end_row();
                if tag.name != "tr" {
                    draft.in_head = tag.name == "thead";
                }
            }
            Piece::Open(tag) if matches!(tag.name.as_str(), "td" | "th") => {
                draft.start_cell(tag, at);
            }
            Piece::Close(name) => match name.as_str() {
                "table" => {
                    depth -= 1;
                    draft.end_row();
                }
                "tr" | "tbody" | "tfoot" => draft.end_row(),
                "thead" => {
                    draft.end_row();
                    draft.in_head = false;
                }
                "td" | "th" => draft.end_cell(at.end),
                _ => reader.inline_html(&mut draft.run, &piece, at),
            },
            Piece::Open(_) | Piece::Text(_) => reader.inline_html(&mut draft.run, &piece, at),
        }
    }
    draft.end_row();
    let rows = grid(reader, draft.rows);
    divide(reader, rows, draft.above, span)
}

#[derive(Debug, Default)]
struct Draft {
    rows: Vec<RawRow>,
    row: Vec<Raw>,
    in_head: bool,
    cell: Option<Raw>,
    run: Run,
    above: Vec<Inline>,
}

impl Draft {
    fn start_cell(&mut self, tag: &Tag, at: Range<usize>) {
        self.end_cell(at.start);
        let (rowspan, colspan, is_header) = (tag.rowspan, tag.colspan, tag.name == "th");
        self.cell = Some(Raw { rowspan, colspan, is_header, span: at, ..Raw::default() });
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
            None => add_line(&mut self.above, content),
        }
    }

    fn end_row(&mut self) {
        let end = self.cell.as_ref().map_or(0, |cell| cell.span.end);
        self.end_cell(end);
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            self.rows.push((row, self.in_head));
        }
    }
}

fn add_line(text: &mut Vec<Inline>, line: Vec<Inline>) {
    if !text.is_empty() && !line.is_empty() {
        text.push(Inline::Text { text: "\n".into() });
    }
    text.extend(line);
}

/// Columns of the widest table: spans multiply, and a few bytes must not fill the memory.
const WIDEST: usize = 256;

/// Lays the cells out as a browser does (HTML Living Standard, 4.9.12). Rows without any text are gone.
fn grid(reader: &mut Reader<'_>, rows: Vec<RawRow>) -> Vec<Laid> {
    let mut laid_rows = Vec::new();
    // For each column, the cell that reaches down into it and how many rows it still fills.
    let mut reaching: Vec<Option<(Cell, usize)>> = Vec::new();
    for (raw, in_head) in rows {
        let mut row: Vec<Cell> = Vec::new();
        let mut has_text = false;
        let all_headers = raw.iter().all(|cell| cell.is_header);
        let is_reached = matches!(reaching.first(), Some(Some(_)));
        let is_one_cell = matches!(raw.as_slice(), [only] if only.colspan > 1 && only.rowspan == 1)
            && reaching.iter().all(Option::is_none);
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
        if has_text {
            laid_rows.push(Laid { cells: row, in_head, all_headers, is_one_cell, is_reached });
        }
    }
    laid_rows
}

/// Tells header, rows and what is neither from one another, and checks that every row fits the header.
fn divide(reader: &mut Reader<'_>, mut rows: Vec<Laid>, mut above: Vec<Inline>, span: Range<usize>) -> Read {
    // A row of one cell above the header is a title. One that is all there is stays a table.
    let titles = rows.iter().take_while(|row| row.is_one_cell).count();
    if titles < rows.len() {
        for row in rows.drain(..titles) {
            add_line(&mut above, row.cells.into_iter().flat_map(|cell| cell.content).collect());
        }
    }
    let headers = header_rows(&rows);
    let is_marked = rows.first().is_some_and(|row| row.in_head || row.all_headers);
    let body = rows.split_off(headers.min(rows.len()));
    let header = joined(rows.into_iter().map(|row| row.cells));
    let columns = header.len();
    // Only under a header that is marked as one: in a table for layout, the first row would be said again and again.
    let divides = is_marked && (2..=3).contains(&columns) && body.iter().any(|row| !row.is_one_cell);
    let about = |text: &[Inline]| Some(plain_text(text)).filter(|text| !text.trim().is_empty());
    let mut parts: Vec<Part> = Vec::new();
    let mut title = None;
    for mut row in body {
        if divides && row.is_one_cell {
            let at = bytes(&row.cells);
            let content: Vec<Inline> = row.cells.into_iter().flat_map(|cell| cell.content).collect();
            title = about(&content);
            parts.push(Part::Text(content, at));
            continue;
        }
        fit(reader, &mut row.cells, columns);
        if let Some(Part::Table(table, _)) = parts.last_mut() {
            table.rows.push(row.cells);
        } else {
            let about = about(&above).into_iter().chain(title.take()).collect();
            let table = Table { header: header.clone(), rows: vec![row.cells], about, ..Table::default() };
            parts.push(Part::Table(table, span.clone()));
        }
    }
    if !parts.iter().any(|part| matches!(part, Part::Table(..))) {
        let about = about(&above).into_iter().collect();
        parts.push(Part::Table(Table { header, rows: Vec::new(), about, ..Table::default() }, span.clone()));
    }
    // What stands below the last row is about all of them.
    let remark = title;
    let is_divided = parts.len() > 1;
    let mut is_first = true;
    for part in &mut parts {
        let Part::Table(table, at) = part else { continue };
        table.about.extend(remark.clone());
        // Each has bytes of its own, by which it is known.
        if is_divided {
            let rows = table.rows.iter().flatten();
            *at = bytes(table.header.iter().filter(|_| is_first).chain(rows));
        }
        is_first = false;
    }
    Read { parts, above }
}

/// How many rows make the header: the first, and those behind it that a browser would show as a part of it.
fn header_rows(rows: &[Laid]) -> usize {
    let continues = |row: &&Laid| row.in_head || row.is_reached || row.all_headers && !row.is_one_cell;
    let n = 1 + rows.iter().skip(1).take_while(continues).count();
    // Where all of a table is marked as its header, nothing is.
    if n < rows.len() { n } else { 1 }
}

/// One header of several rows, column by column; a cell that spans rows is said once, one that spans columns in its first.
fn joined(rows: impl Iterator<Item = Vec<Cell>>) -> Vec<Cell> {
    let mut header: Vec<Cell> = Vec::new();
    let mut last: Vec<Range<usize>> = Vec::new();
    for row in rows {
        for (column, cell) in row.into_iter().enumerate() {
            let at = cell.span.clone();
            match (header.get_mut(column), last.get_mut(column)) {
                (Some(above), Some(last)) => {
                    if *last != at {
                        add_line(&mut above.content, cell.content);
                        above.span.end = above.span.end.max(at.end);
                        *last = at;
                    }
                }
                _ => {
                    header.push(cell);
                    last.push(at);
                }
            }
        }
    }
    header
}

/// The bytes from the first of these cells to the last; those that were added to fill a row have none.
fn bytes<'c>(cells: impl IntoIterator<Item = &'c Cell>) -> Range<usize> {
    let spans = cells.into_iter().map(|cell| cell.span.clone()).filter(|span| !span.is_empty());
    spans.reduce(|all, span| all.start.min(span.start)..all.end.max(span.end)).unwrap_or_default()
}

fn fit(reader: &mut Reader<'_>, row: &mut Vec<Cell>, columns: usize) {
    if let Some(surplus) = row.iter().skip(columns).find(|cell| !cell.is_blank()) {
        let message = format!("this row has {} cells, but the table's first row has {columns}", row.len());
        let help = "Give every row as many cells as the first one.";
        reader.report(Code::TableSurplusCells, surplus.span.clone(), message, help);
    }
    row.resize_with(columns, Cell::default);
}

#[cfg(test)]
mod tests {
    use crate::{
        markdown::{Kind, Node, Table},
        report::{Report, SourceText},
    };
    use ciente_notice::plain_text;
    use std::{path::Path, sync::Arc};

    fn nodes(html: &str) -> Vec<Node> {
        let file = Arc::new(SourceText::new(Path::new("x.md"), html.to_owned()));
        crate::markdown::read(&file, &mut Report::new(false))
    }

    fn lines(table: &Table) -> Vec<Vec<String>> {
        let row = |cells: &Vec<crate::markdown::Cell>| cells.iter().map(|cell| plain_text(&cell.content)).collect();
        std::iter::once(&table.header).chain(&table.rows).map(row).collect()
    }

    fn shown(html: &str) -> Vec<Vec<Vec<String>>> {
        let shown = |node: &Node| match &node.kind {
            Kind::Table(table) => lines(table),
            Kind::Paragraph(content) => vec![vec![plain_text(content)]],
            other => panic!("{other:?}"),
        };
        nodes(html).iter().map(shown).collect()
    }

    #[test]
    fn a_header_of_several_rows_is_one() {
        for (rows, expected) in [
            (
                "<tr><th colspan=2>T</th></tr><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr>",
                vec![vec![vec!["T"]], vec![vec!["a", "b"], vec!["c", "d"]]],
            ),
            (
                "<thead><tr><th rowspan=2>a</th><th colspan=2>b</th></tr><tr><th>c</th><th>d</th></tr></thead>\
                 <tr><td>e</td><td>f</td><td>g</td></tr>",
                vec![vec![vec!["a", "b\nc", "d"], vec!["e", "f", "g"]]],
            ),
            (
                "<thead><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></thead><tr><td>e</td><td>f</td></tr>",
                vec![vec![vec!["a\nc", "b\nd"], vec!["e", "f"]]],
            ),
            // What is marked as header throughout has rows like any other table.
            ("<tr><th>a</th><th>b</th></tr><tr><th>c</th><th>d</th></tr>", vec![vec![vec!["a", "b"], vec!["c", "d"]]]),
        ] {
            assert_eq!(shown(&format!("<table>{rows}</table>\n")), expected, "{rows}");
        }
    }

    #[test]
    fn a_row_of_one_cell_is_text_of_its_own() {
        let rows = "<tr><td>a</td><td>b</td></tr><tr><td colspan=2>G</td></tr><tr><td>c</td><td>d</td></tr>\
                    <tfoot><tr><td colspan=2>F</td></tr></tfoot>";
        let marked = format!("<table><tr><th>x</th><th>y</th></tr>{rows}</table>\n");
        assert_eq!(
            shown(&marked),
            [
                vec![vec!["x", "y"], vec!["a", "b"]],
                vec![vec!["G"]],
                vec![vec!["x", "y"], vec!["c", "d"]],
                vec![vec!["F"]]
            ]
        );
        let starts: std::collections::HashSet<usize> = nodes(&marked).iter().map(|node| node.span.start).collect();
        assert_eq!(starts.len(), 4);
        let about = |node: &Node| if let Kind::Table(table) = &node.kind { table.about.clone() } else { Vec::new() };
        assert_eq!(nodes(&marked).iter().map(about).collect::<Vec<_>>(), [vec!["F"], vec![], vec!["G", "F"], vec![]]);
        let layout = format!("<table>{rows}</table>\n");
        assert_eq!(shown(&layout), [vec![vec!["a", "b"], vec!["G", ""], vec!["c", "d"], vec!["F", ""]]]);
    }

    #[test]
    fn a_table_knows_what_stands_around_it() {
        let table = "<table><caption>C</caption><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>\n";
        for (before, expected) in
            [("# T\n\n", vec!["C"]), ("# T\n\n## H\n\ntext\n\n", vec!["C", "H"]), ("## H\n\n**B**\n\n", vec!["C", "B"])]
        {
            let nodes = nodes(&format!("{before}{table}"));
            let Some(Kind::Table(table)) = nodes.last().map(|node| &node.kind) else { panic!("{nodes:?}") };
            assert_eq!(table.about, expected, "{before}");
        }
    }
}
