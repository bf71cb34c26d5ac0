//! A document between Markdown and notice: blocks in reading order, each with its bytes in the source. Nothing is
//! interpreted here; which table means what is decided in `tables`.

use ciente_notice::{Inline, plain_text};
use std::ops::Range;

/// A block and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its bytes in the source.
    pub(crate) span: Range<usize>,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A title of what follows.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its words.
        content: Vec<Inline>,
        /// What links to it call it, besides its words.
        anchors: Vec<String>,
    },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A list of items, each with its blocks.
    List {
        /// Numbered or not.
        ordered: bool,
        /// The first number.
        start: u32,
        /// The items.
        items: Vec<Vec<Node>>,
    },
    /// A table, from pipes or from HTML.
    Table(Table),
}

/// A table whose rows all have as many cells as its header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Table {
    /// The header's cells.
    pub(crate) header: Vec<Cell>,
    /// The body; rows without any text are gone.
    pub(crate) rows: Vec<Vec<Cell>>,
    /// What stands around it and may say what its rows leave out: the nearest heading, a caption, a title within it.
    pub(crate) about: Vec<String>,
    /// The headings above the nearest one, of higher levels.
    pub(crate) within: Vec<String>,
    /// The paragraphs right above and right below it.
    pub(crate) beside: Vec<String>,
}

/// A cell and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Its text.
    pub(crate) content: Vec<Inline>,
    /// Its bytes in the source.
    pub(crate) span: Range<usize>,
}

impl Cell {
    /// Whether nobody would see anything in it.
    pub(crate) fn is_blank(&self) -> bool {
        plain_text(&self.content).trim().is_empty()
    }
}

impl Table {
    /// The table without columns in which nothing stands: bars too many in every line.
    pub(crate) fn without_blank_columns(mut self) -> Self {
        let is_blank = |row: &Vec<Cell>, column: usize| row.get(column).is_none_or(Cell::is_blank);
        for column in (0..self.header.len()).rev() {
            if is_blank(&self.header, column) && self.rows.iter().all(|row| is_blank(row, column)) {
                for row in self.rows.iter_mut().chain([&mut self.header]).filter(|row| column < row.len()) {
                    row.remove(column);
                }
            }
        }
        self
    }
}
