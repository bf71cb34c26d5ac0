//! The rows of the two tables, and what cannot be read in them.

use super::{category, continued, link::is_one_of};
use crate::{
    markdown::{Cell, Table},
    report::{Code, Place, Report, SourceText},
    words::{bounds, is_note, refers_to_note, surely_bounds},
};
use ciente_notice::{Inline, hrefs, plain_text};
use std::{ops::Range, sync::Arc};

/// A row of the data-use table.
#[derive(Debug, Clone)]
pub(crate) struct UseRow {
    pub(crate) category: String,
    pub(crate) items: Vec<Inline>,
    pub(crate) purpose: Vec<Inline>,
    pub(crate) legal_basis: Vec<Inline>,
    pub(crate) cells: UseCells,
}

/// Where the cells of a data use stand, in bytes of the source.
#[derive(Debug, Clone)]
pub(crate) struct UseCells {
    pub(crate) first: Range<usize>,
    pub(crate) purpose: Range<usize>,
    pub(crate) basis: Range<usize>,
}

/// A row of the retention table.
#[derive(Debug, Clone)]
pub(crate) struct RetentionRow {
    pub(crate) category: String,
    /// What stands above the text; what stands around the table too, where that may bound its periods.
    pub(crate) header: String,
    pub(crate) text: Vec<Inline>,
    pub(crate) cells: RuleCells,
}

/// Where the cells of a retention rule stand, in bytes of the source.
#[derive(Debug, Clone)]
pub(crate) struct RuleCells {
    pub(crate) first: Range<usize>,
    pub(crate) text: Range<usize>,
}

const INCOMPLETE: &str =
    "Fill its cells. A line right below a table is read as a row of it: put a blank line between them.";

/// Reads the rows of a data-use table; a row that cannot be read is reported and left out.
pub(crate) fn use_rows(table: &Table, file: &Arc<SourceText>, report: &mut Report) -> Vec<UseRow> {
    let mut rows = Vec::new();
    if let Some(first) = table.header.first()
        && category::read(first).is_some_and(|category| category.bold && !category.items.is_empty())
    {
        report_header(first, file, report);
    }
    for cells in continued::joined(table, file) {
        let [first, purpose, legal_basis] = cells.as_slice() else { continue };
        if purpose.is_blank() && legal_basis.is_blank() {
            let message = "this row of the data-use table has neither a use nor a legal basis";
            report.at(Code::RowIncomplete, place(first, file), message, INCOMPLETE);
            continue;
        }
        let Some(category) = category::read(first) else {
            report_category(first, purpose, file, report);
            continue;
        };
        report_links(first, &category.items, file, report);
        rows.push(UseRow {
            category: category.label,
            items: category.items,
            purpose: purpose.content.clone(),
            legal_basis: legal_basis.content.clone(),
            cells: UseCells {
                first: first.span.clone(),
                purpose: purpose.span.clone(),
                basis: legal_basis.span.clone(),
            },
        });
    }
    rows
}

/// Reads the rows of a retention table that is about these categories; a row that cannot be read is reported and left out.
pub(crate) fn retention_rows(
    table: &Table,
    categories: &[String],
    file: &Arc<SourceText>,
    report: &mut Report,
) -> Vec<RetentionRow> {
    let mut rows = Vec::new();
    let text_of = |column: usize| table.header.get(column).map(|cell| plain_text(&cell.content)).unwrap_or_default();
    let first = text_of(0);
    let around = table.about.iter().chain([&first]).filter(|text| bounds(text));
    let further = table.within.iter().filter(|text| surely_bounds(text));
    let beside = table.beside.iter().filter(|text| surely_bounds(text) || is_note(text));
    let header = around.chain(further).chain(beside).fold(text_of(1), |header, text| format!("{header}\n{text}"));
    if let Some(first) = table.header.first()
        && category::labels(first).is_some_and(|label| is_one_of(categories, &label))
    {
        report_header(first, file, report);
    }
    for cells in continued::joined(table, file) {
        let [first, text] = cells.as_slice() else { continue };
        if text.is_blank() {
            let message = "this row of the retention table does not say for how long";
            report.at(Code::RowIncomplete, place(first, file), message, INCOMPLETE);
            continue;
        }
        let Some(category) = category::labels(first) else {
            report_category(first, text, file, report);
            continue;
        };
        report_links(first, &[], file, report);
        let name = plain_text(&first.content);
        rows.push(RetentionRow {
            category,
            header: if surely_bounds(&name) || refers_to_note(&name) {
                format!("{header}\n{name}")
            } else {
                header.clone()
            },
            text: text.content.clone(),
            cells: RuleCells { first: first.span.clone(), text: text.span.clone() },
        });
    }
    rows
}

/// A table's first row is its header. In an HTML table without one, the first data use would be taken for it.
fn report_header(first: &Cell, file: &Arc<SourceText>, report: &mut Report) {
    let message = "the first row of this table is its header, but it reads like the rows below it";
    report.at(Code::HeaderMissing, place(first, file), message, "Write a header row above it.");
}

fn report_category(first: &Cell, next: &Cell, file: &Arc<SourceText>, report: &mut Report) {
    let (cell, message) = if first.is_blank() {
        (next, "this row does not name the kind of data that it is about")
    } else {
        (first, "the kind of data that this row is about cannot be told from the rest of the cell")
    };
    report.at(
        Code::CategoryMissing,
        place(cell, file),
        message,
        "Begin the first cell with the kind of data in bold: **Log data:** address, time.",
    );
}

/// The kind of data is a text without links: one of them would be lost.
fn report_links(first: &Cell, items: &[Inline], file: &Arc<SourceText>, report: &mut Report) {
    let kept = hrefs(items);
    if let Some(lost) = hrefs(&first.content).into_iter().find(|href| !kept.contains(href)) {
        let message = format!("the kind of data cannot be a link, and the one to \"{lost}\" is left out");
        let help = "Link from the items behind the colon, from the use, or from the text around the table.";
        report.at(Code::LinkLost, place(first, file), message, help);
    }
}

/// The cell's text, without the white space around it.
fn place(cell: &Cell, file: &Arc<SourceText>) -> Place {
    let text = file.slice(cell.span.clone());
    let start = cell.span.start + (text.len() - text.trim_start().len());
    let first_line = text.trim().lines().next().map_or(0, str::len);
    Place { file: file.clone(), span: start..start + first_line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        markdown::Kind,
        words::{language, rule_under},
    };
    use ciente_notice::Rule;
    use std::path::Path;

    #[test]
    fn what_stands_around_a_table_bounds_its_periods() {
        let html = |title: &str| {
            format!(
                "<table>{title}<tr><th>Data</th><th>Period</th></tr><tr><td>Chats</td><td>1 year</td></tr></table>\n"
            )
        };
        let pipes = |first: &str| format!("| {first} | Period |\n|-|-|\n| Chats | 1 year |\n");
        for (markdown, is_certain) in [
            (pipes("Data"), true),
            (format!("## How long we keep it\n\n{}", pipes("Personal data")), true),
            (format!("# After Dark\n\n{}", pipes("Data")), true),
            (format!("# T\n\n## After you close your account\n\n{}", pipes("Data")), false),
            (format!("# T\n\n**After you close your account**\n\nText.\n\n{}", pipes("Data")), false),
            (pipes("Data of closed accounts"), false),
            (html(""), true),
            (html("<caption>Maximum periods</caption>"), false),
            (html("<tr><th colspan=2>Maximum</th></tr>"), false),
            (format!("# T\n\n## Legal minimums\n\n### Data\n\n{}", pipes("Data")), false),
            (format!("# T\n\n## After you close your account\n\nA.\n\n## Data\n\n{}", pipes("Data")), true),
            (format!("After you close your account, we keep it for:\n\n{}", pipes("Data")), false),
            (format!("After that, it is gone.\n\n{}", pipes("Data")), true),
            (pipes("Data").replace("Chats", "Chats*"), false),
            (pipes("Data").replace("Chats", "Chats (at most)"), false),
            (pipes("Data").replace("Chats", "Chats¹"), false),
            (pipes("Data").replace("Chats", "C# code"), true),
            (format!("This table is kept up to date.\n\n{}", pipes("Data")), true),
            (format!("# T\n\n## End users\n\n### Data\n\n{}", pipes("Data")), true),
            (pipes("Data").replace("Period", "Period*"), false),
            (pipes("Data").replace("Period", "Period ≥"), false),
            (pipes("Data").replace("Period", "Period¹"), false),
            (format!("{}\nAll periods begin when you close your account.\n", pipes("Data")), false),
        ] {
            let file = Arc::new(SourceText::new(Path::new("x.md"), markdown.clone()));
            let mut report = Report::new(false);
            let nodes = crate::markdown::read(&file, &mut report);
            let table =
                nodes.iter().find_map(|node| if let Kind::Table(table) = &node.kind { Some(table) } else { None });
            let table = table.unwrap_or_else(|| panic!("{nodes:?}"));
            let rows = retention_rows(table, &[], &file, &mut report);
            let rule = rule_under(&rows[0].header, &rows[0].text, &rows[0].category, language("en"));
            assert_eq!(rule != Rule::Unspecified, is_certain, "{markdown}");
        }
    }
}
