//! Which table is which.

use super::{category, link::named};
use crate::{
    markdown::{Kind, Node, Table},
    words::{Language, rule},
};
use ciente_notice::{Rule, plain_text};
use std::collections::HashMap;

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// What, why, on which legal basis.
    DataUses,
    /// What, for how long.
    Retention,
}

/// The roles of a document's tables, by the first byte of each. Tables without a role are not in it.
pub(crate) type Roles = HashMap<usize, Role>;

/// Finds both kinds of table.
pub(crate) fn find(nodes: &[Node], language: Option<&Language>) -> Roles {
    let mut tables = Vec::new();
    collect(nodes, &mut tables);
    let uses = data_uses(&tables);
    let retention = retention(&tables, &uses, language);
    let role = |found: Vec<Found<'_>>, role| found.into_iter().map(move |table| (table.at, role)).collect::<Vec<_>>();
    role(uses, Role::DataUses).into_iter().chain(role(retention, Role::Retention)).collect()
}

#[derive(Debug, Clone, Copy)]
struct Found<'n> {
    at: usize,
    table: &'n Table,
}

fn collect<'n>(nodes: &'n [Node], tables: &mut Vec<Found<'n>>) {
    for node in nodes {
        match &node.kind {
            Kind::Table(table) => tables.push(Found { at: node.span.start, table }),
            Kind::List { items, .. } => items.iter().for_each(|item| collect(item, tables)),
            Kind::Heading(..) | Kind::Paragraph(_) => {}
        }
    }
}

/// Tables of three columns whose first cells begin with labels. Bold labels alone are evidence enough; labels before a
/// colon must be named again by a table of two columns, because so begin many tables that are something else.
fn data_uses<'n>(tables: &[Found<'n>]) -> Vec<Found<'n>> {
    let candidates: Vec<(Found<'n>, bool, bool)> = tables
        .iter()
        .filter(|found| found.table.header.len() == 3 && !found.table.rows.is_empty())
        .filter_map(|found| {
            let read: Vec<_> = found.table.rows.iter().filter_map(|row| category::read(row.first()?)).collect();
            // A row that continues the one above is no reason to overlook the table.
            let begun = found.table.rows.iter().filter(|row| row.first().is_some_and(|cell| !cell.is_blank())).count();
            let most = |n: usize| n > 0 && 2 * n >= begun;
            let bold = most(read.iter().filter(|category| category.bold).count());
            let labels: Vec<String> = read.into_iter().map(|category| category.label).collect();
            let named_again = tables.iter().any(|other| is_named_in(&labels, other.table));
            (most(labels.len()) && (bold || named_again)).then_some((*found, named_again, bold))
        })
        .collect();
    // The one that the retention table names again is it; others count when they are built like it.
    let Some((first, ..)) = candidates.iter().find(|(_, named_again, _)| *named_again).or(candidates.first()) else {
        return Vec::new();
    };
    let header = header_text(first.table);
    let is_like = |found: &Found<'_>, named_again: bool| named_again || header_text(found.table) == header;
    candidates.iter().filter(|(found, named_again, _)| is_like(found, *named_again)).map(|(found, ..)| *found).collect()
}

/// Whether a table of two columns names at least one of these categories in its first cells.
fn is_named_in(categories: &[String], other: &Table) -> bool {
    other.header.len() == 2 && named(categories, &first_labels(other)) > 0
}

/// Tables of two columns behind a data-use table that name its categories; or, where the names differ altogether, the
/// only such table if it has as many rows, or any whose second cells state a period.
fn retention<'n>(tables: &[Found<'n>], uses: &[Found<'n>], language: Option<&Language>) -> Vec<Found<'n>> {
    let Some(first_use) = uses.first() else { return Vec::new() };
    let categories: Vec<String> = uses
        .iter()
        .flat_map(|found| &found.table.rows)
        .filter_map(|row| category::read(row.first()?))
        .map(|category| category.label)
        .collect();
    let candidates: Vec<Found<'n>> = tables
        .iter()
        .filter(|found| found.table.header.len() == 2 && !found.table.rows.is_empty() && found.at > first_use.at)
        .copied()
        .collect();
    let is_only = candidates.len() == 1;
    candidates
        .into_iter()
        .filter(|found| {
            let labels = first_labels(found.table);
            let named = named(&categories, &labels);
            let rules = found.table.rows.iter().filter_map(|row| row.get(1));
            let states_period =
                rules.into_iter().any(|cell| rule(&plain_text(&cell.content), "", language) != Rule::Unspecified);
            2 * named >= labels.len().max(1)
                || states_period
                || is_only
                    && (named > 0 || labels.len() == categories.len() && labels.iter().all(|label| label.len() <= 240))
        })
        .collect()
}

fn first_labels(table: &Table) -> Vec<String> {
    table.rows.iter().filter_map(|row| category::labels(row.first()?)).collect()
}

fn header_text(table: &Table) -> Vec<String> {
    table.header.iter().map(|cell| crate::words::words(&plain_text(&cell.content)).join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Report, SourceText};
    use std::{path::Path, sync::Arc};

    fn roles(markdown: &str) -> Vec<Option<Role>> {
        let file = Arc::new(SourceText::new(Path::new("x.md"), markdown.into()));
        let nodes = crate::markdown::read(&file, &mut Report::new(false));
        let found = find(&nodes, None);
        let mut tables = Vec::new();
        collect(&nodes, &mut tables);
        tables.iter().map(|table| found.get(&table.at).copied()).collect()
    }

    const USES: &str = "|p|q|r|\n|-|-|-|\n|**Alpha:** a|b|c|\n|**Beta** (b)|b|c|\n\n";

    #[test]
    fn both_tables_by_shape_and_names() {
        let text = format!("|x|y|\n|-|-|\n|Alpha|first|\n\n{USES}|x|y|\n|-|-|\n|alpha|?|\n|BETA:|?|\n");
        assert_eq!(roles(&text), [None, Some(Role::DataUses), Some(Role::Retention)]);
    }

    #[test]
    fn labels_before_a_colon_need_the_other_table() {
        let plain = "|p|q|r|\n|-|-|-|\n|Alpha: a|b|c|\n|Beta: b|b|c|\n\n";
        assert_eq!(roles(plain), [None]);
        assert_eq!(roles(&format!("{plain}|x|y|\n|-|-|\n|Beta|?|\n")), [Some(Role::DataUses), Some(Role::Retention)]);
    }

    #[test]
    fn other_tables_stay_plain() {
        let other = "|x|y|\n|-|-|\n|Gamma|a long time ago|\n|Delta|there was|\n|Epsilon|none|\n\n";
        let links = "|s|t|u|\n|-|-|-|\n|**Vendor**|b|c|\n\n";
        assert_eq!(roles(&format!("{USES}{other}")), [Some(Role::DataUses), None]);
        assert_eq!(
            roles(&format!("{links}{USES}|x|y|\n|-|-|\n|Alpha|?|\n")),
            [None, Some(Role::DataUses), Some(Role::Retention)]
        );
    }
}
