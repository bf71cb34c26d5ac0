//! Markdown with HTML in it, read into blocks with their places. Tables are read as tables here; what they mean is
//! decided in `tables`.

mod fold;
mod front;
mod heal;
mod html;
mod html_table;
mod mask;
mod pipes;
mod reader;
mod run;
mod tree;
mod visible;

pub(crate) use fold::{fold, one_line};
pub(crate) use tree::{Cell, Kind, Node, Table};
pub(crate) use visible::{Seen, visible};

use crate::report::{Code, Place, Report, SourceText};
use std::sync::Arc;

/// Reads a document.
pub(crate) fn read(file: &Arc<SourceText>, report: &mut Report) -> Vec<Node> {
    let masked = prepare(file, report);
    reader::Reader::new(file.clone(), report).read(&masked)
}

/// A document without its front matter and its HTML tables, its slips of typing mended; byte for byte as long.
fn prepare(file: &Arc<SourceText>, report: &mut Report) -> mask::Masked {
    let mut masked = mask::mask(file, report);
    masked.text = heal::heal(&masked.text);
    if let Some(span) = front::front_matter(&file.text) {
        // Blank, byte for byte as long.
        let blank = |c: char| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) };
        let blanks: String = masked.text[span.clone()].chars().map(blank).collect();
        masked.text.replace_range(span.clone(), &blanks);
        let (message, help) =
            ("these lines are front matter, and no part of the notice", "Its title and the like stand in notice.toml.");
        report.at(Code::FrontMatter, Place { file: file.clone(), span: span.start..span.start + 3 }, message, help);
    }
    masked
}
