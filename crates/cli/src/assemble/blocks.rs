//! From the blocks of a document to those of a notice; the rows of the two tables are taken out into lists of their own.

use crate::{
    markdown::{Cell, Kind, Node, Table},
    report::{Report, SourceText},
    tables::{RetentionRow, Role, Roles, UseRow, retention_rows, use_rows},
};
use ciente_notice::{Block, Inline};
use std::sync::Arc;

/// Converts blocks one after the other.
pub(super) struct Blocks<'r> {
    file: &'r Arc<SourceText>,
    roles: &'r Roles,
    report: &'r mut Report,
    uses: Vec<UseRow>,
    kept: Vec<RetentionRow>,
}

impl<'r> Blocks<'r> {
    pub(super) fn new(file: &'r Arc<SourceText>, roles: &'r Roles, report: &'r mut Report) -> Self {
        Self { file, roles, report, uses: Vec::new(), kept: Vec::new() }
    }

    /// The rows met so far.
    pub(super) fn rows(self) -> (Vec<UseRow>, Vec<RetentionRow>) {
        (self.uses, self.kept)
    }

    /// The block that a node becomes; none for a table of which no row could be read.
    pub(super) fn read(&mut self, node: Node) -> Option<Block> {
        let at = node.span.start;
        match node.kind {
            // Only a heading within a list gets here: sections do not nest, so it becomes text that stands out.
            Kind::Heading { content, .. } => Some(Block::Paragraph { content: vec![Inline::Strong { content }] }),
            Kind::Paragraph(content) => Some(Block::Paragraph { content }),
            Kind::List { ordered, start, items } => {
                let items = items.into_iter().map(|item| item.into_iter().filter_map(|node| self.read(node)).collect());
                Some(Block::List { ordered, start, items: items.collect() })
            }
            Kind::Table(table) => match self.roles.get(&at) {
                Some(Role::DataUses) => {
                    let from = self.uses.len();
                    self.uses.extend(use_rows(&table, self.file, self.report));
                    let (from, to) = (index(from), index(self.uses.len()));
                    (from < to).then(|| Block::DataUses { columns: columns(table), from, to })
                }
                Some(Role::Retention) => {
                    let from = self.kept.len();
                    let categories: Vec<String> = self.uses.iter().map(|row| row.category.clone()).collect();
                    self.kept.extend(retention_rows(&table, &categories, self.file, self.report));
                    let (from, to) = (index(from), index(self.kept.len()));
                    (from < to).then(|| Block::Retention { columns: columns(table), from, to })
                }
                None => {
                    let rows = table.rows.iter().map(|row| row.iter().map(|cell| cell.content.clone()).collect());
                    Some(Block::Table { rows: rows.collect(), columns: columns(table) })
                }
            },
        }
    }
}

fn columns(table: Table) -> Vec<Vec<Inline>> {
    table.header.into_iter().map(|cell: Cell| cell.content).collect()
}

/// A document with four billion rows does not fit into memory.
fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
