//! A table as people mean it, in the order that all else expects: under a header, the legal basis last.

use crate::{
    markdown::{Cell, Kind, Node, Table},
    words::{Language, bases, is_about_bases, is_about_others, is_about_use, is_plainly_about_keeping, words},
};
use ciente_notice::{Inline, plain_text};

/// What a column is called has no more words than this.
const LONGEST_HEADER: usize = 7;

/// Gives a table the header that stands in its first row, and puts a legal basis behind the purpose, where a table of three
/// columns has them the other way round.
pub(super) fn put_in_order(nodes: &mut [Node], language: Option<&Language>) {
    for node in nodes {
        if let Kind::Table(table) = &mut node.kind {
            raise_header(table, language);
        }
        match &mut node.kind {
            Kind::Table(table) if table.header.len() == 3 => {
                let (second, third) = (header_of(table, 1), header_of(table, 2));
                let is_other =
                    [&header_of(table, 0), &second, &third].into_iter().any(|header| is_about_others(header));
                if is_about_bases(&second) && is_about_use(&third) && !is_about_bases(&third) && !is_other {
                    table.rows.iter_mut().chain([&mut table.header]).for_each(|row| row.swap(1, 2));
                }
            }
            Kind::List { items, .. } => items.iter_mut().for_each(|item| put_in_order(item, language)),
            _ => {}
        }
    }
}

/// Many programs that write Markdown leave the header blank, because a table of theirs has none, and put it in the first row.
fn raise_header(table: &mut Table, language: Option<&Language>) {
    let is_header = |row: &Vec<Cell>| {
        let cells: Vec<String> = row.iter().skip(1).map(|cell| plain_text(&cell.content)).collect();
        let is_name = |text: &String| {
            words(text).len() <= LONGEST_HEADER && !text.contains(char::is_numeric) && bases(text, language).is_empty()
        };
        let is_called = |text: &&String| {
            is_about_use(text) || is_about_bases(text) || is_about_others(text) || is_plainly_about_keeping(text)
        };
        let named = cells.iter().filter(is_called).count();
        let is_bold = row.iter().all(|cell| matches!(cell.content.as_slice(), [Inline::Strong { .. }]));
        cells.iter().all(is_name)
            && (named > 1 || is_bold && cells.len() == 1 && cells.iter().all(|text| is_plainly_about_keeping(text)))
    };
    if table.header.iter().all(Cell::is_blank) && table.rows.len() > 1 && table.rows.first().is_some_and(is_header) {
        table.header = table.rows.remove(0);
    }
}

/// What a column is called; nothing where there is none.
pub(super) fn header_of(table: &Table, column: usize) -> String {
    table.header.get(column).map(|cell| plain_text(&cell.content)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Report, SourceText};
    use std::{path::Path, sync::Arc};

    fn ordered(markdown: &str) -> Table {
        let file = Arc::new(SourceText::new(Path::new("x.md"), markdown.into()));
        let mut nodes = crate::markdown::read(&file, &mut Report::new(false));
        put_in_order(&mut nodes, crate::words::language("en"));
        let Kind::Table(table) = nodes.remove(0).kind else { panic!("no table") };
        table
    }

    #[test]
    fn a_legal_basis_in_front_of_the_purpose_is_put_behind_it() {
        let table = ordered("|Data|Legal basis|Purpose|\n|-|-|-|\n|**Alpha:** a|your consent|to call you|\n");
        let text = |row: &[Cell]| row.iter().map(|cell| plain_text(&cell.content)).collect::<Vec<_>>();
        assert_eq!(text(&table.header), ["Data", "Purpose", "Legal basis"]);
        assert_eq!(text(&table.rows[0]), ["Alpha: a", "to call you", "your consent"]);
    }

    #[test]
    fn a_blank_header_leaves_its_place_to_the_first_row() {
        let table = ordered(
            "| | | |\n|-|-|-|\n|**Personal data**|**Purpose**|**Legal basis**|\n|**Alpha:** a|to call you|your consent|\n",
        );
        assert_eq!((header_of(&table, 1).as_str(), table.rows.len()), ("Purpose", 1));
        let table =
            ordered("| | | |\n|-|-|-|\n|**Alpha**|We use it to call you|your consent|\n|**Beta**|b|your consent|\n");
        assert_eq!(table.rows.len(), 2);
    }
}
