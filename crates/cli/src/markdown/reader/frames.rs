//! Where what was read goes: into the paragraph, the list and the block of lists that is open.

use super::{DEEPEST_LIST, Frame, Reader};
use crate::markdown::tree::{Kind, Node, Table};
use ciente_notice::{Inline, plain_text};
use std::ops::Range;

impl Reader<'_> {
    /// Ends the paragraph that is being read, if any.
    pub(super) fn flush(&mut self) {
        if self.table.is_some() || self.run.is_empty() {
            return;
        }
        let (content, span) = self.run.take();
        if !content.is_empty() {
            if let [Inline::Strong { content }] = content.as_slice() {
                self.heading = Some(plain_text(content));
            }
            self.push(Kind::Paragraph(content), span.unwrap_or_default());
        }
    }

    pub(super) fn heading(&mut self, level: u8, span: Range<usize>) {
        let (content, _) = self.run.take();
        if content.is_empty() {
            return;
        }
        // The title of the whole document says nothing of one table.
        let is_title = level == 1 && !self.has_heading;
        self.heading = (!is_title).then(|| plain_text(&content));
        self.has_heading = true;
        // A heading starts a section, and sections stand side by side: one inside a list ends that list.
        self.push(Kind::Heading(level, content), span);
    }

    pub(super) fn push_table(&mut self, table: Table, span: Range<usize>) {
        let mut table = table.without_blank_columns();
        table.about.extend(self.heading.clone());
        if !table.rows.is_empty() || table.header.iter().any(|cell| !cell.is_blank()) {
            self.push(Kind::Table(table), span);
        }
    }

    pub(super) fn push(&mut self, kind: Kind, span: Range<usize>) {
        let node = Node { kind, span };
        match self.frames.last_mut() {
            Some(Frame::Blocks(blocks)) => blocks.push(node),
            // Text between the items of an HTML list: it still must be read.
            Some(Frame::List { items, .. }) => items.push(vec![node]),
            None => {}
        }
    }

    pub(super) fn open_list(&mut self, ordered: bool, start: u32, span: Range<usize>) {
        self.flush();
        // Deeper, items join the list around them, as those of an HTML list without a list do.
        if self.frames.len() < 2 * DEEPEST_LIST {
            self.frames.push(Frame::List { ordered, start, items: Vec::new(), span });
        }
    }

    pub(super) fn open_item(&mut self) {
        self.flush();
        if matches!(self.frames.last(), Some(Frame::List { .. })) {
            self.frames.push(Frame::Blocks(Vec::new()));
        }
    }

    pub(super) fn close_item(&mut self) {
        self.flush();
        if self.frames.len() > 1 && matches!(self.frames.last(), Some(Frame::Blocks(_))) {
            self.close_frame();
        }
    }

    pub(super) fn close_list(&mut self) {
        self.close_item();
        if matches!(self.frames.last(), Some(Frame::List { .. })) {
            self.close_frame();
        }
    }

    pub(super) fn close_frame(&mut self) {
        match self.frames.pop() {
            Some(Frame::Blocks(blocks)) => {
                if let Some(Frame::List { items, .. }) = self.frames.last_mut()
                    && !blocks.is_empty()
                {
                    items.push(blocks);
                }
            }
            Some(Frame::List { ordered, start, items, span }) if !items.is_empty() => {
                self.push(Kind::List { ordered, start, items }, span);
            }
            _ => {}
        }
    }
}
