//! Markdown with HTML in it, read into blocks with their places. Tables are read as tables here; what they mean is
//! decided in `tables`.

mod fold;
mod heal;
mod html;
mod html_table;
mod mask;
mod pipes;
mod reader;
mod run;
mod tree;

pub(crate) use fold::{fold, one_line};
pub(crate) use tree::{Cell, Kind, Node, Table};

use crate::report::{Report, SourceText};
use std::sync::Arc;

/// Reads a document.
pub(crate) fn read(file: &Arc<SourceText>, report: &mut Report) -> Vec<Node> {
    let mut masked = mask::mask(file, report);
    masked.text = heal::heal(&masked.text);
    reader::Reader::new(file.clone(), report).read(&masked)
}
