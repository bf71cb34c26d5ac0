//! Where what was read goes: into the paragraph, the list and the block of lists that is open.

use super::{DEEPEST_LIST, Ended, Frame, Reader};
use crate::markdown::tree::{Kind, Node, Table};
use ciente_notice::{Inline, plain_text};
use std::ops::Range;

/// The level of a paragraph in bold, which titles what comes below it.
const BOLD: u8 = 7;

impl Reader<'_> {
    /// Ends the paragraph that is being read, if any.
    pub(super) fn flush(&mut self) {
        if self.table.is_some() || self.run.is_empty() {
            return;
        }
        let (content, span) = self.run.take();
        if !content.is_empty() {
            let span = span.unwrap_or_default();
            self.check_markup(&content, span.clone());
            if let [Inline::Strong { content }] = content.as_slice() {
                self.stand_below(BOLD, plain_text(content));
            }
            self.push(Kind::Paragraph(content), span);
        }
    }

    pub(super) fn heading(&mut self, level: u8, span: Range<usize>) {
        let (mut content, _) = self.run.take();
        self.anchors.extend(take_anchor(&mut content));
        if content.is_empty() {
            return;
        }
        self.check_markup(&content, span.clone());
        // The title of the whole document says nothing of one table.
        let is_title = level == 1 && !self.has_heading;
        if is_title {
            self.headings.clear();
        } else {
            self.stand_below(level, plain_text(&content));
        }
        self.has_heading = true;
        let anchors = std::mem::take(&mut self.anchors);
        self.end_list_of_sections(&mut content);
        self.push(Kind::Heading { level, content, anchors }, span);
    }

    /// A heading starts a section, and sections stand side by side: an item that begins with one is a section itself, and its
    /// number the heading's.
    fn end_list_of_sections(&mut self, content: &mut Vec<Inline>) {
        let is_first =
            matches!(self.frames.as_slice(), [_, Frame::List { .. }, Frame::Blocks(item)] if item.is_empty());
        if !is_first {
            return;
        }
        self.frames.pop();
        if let Some(Frame::List { ordered, start, items, span }) = self.frames.pop() {
            let number = start.saturating_add(u32::try_from(items.len()).unwrap_or(u32::MAX));
            if ordered {
                content.insert(0, Inline::Text { text: format!("{number}. ") });
            }
            if !items.is_empty() {
                self.push(Kind::List { ordered, start, items }, span.clone());
            }
            self.ended = Some(Ended { ordered, next: number.saturating_add(1), span, inner: 0 });
        }
    }

    /// What comes now stands below this heading, and below those of higher levels still.
    fn stand_below(&mut self, level: u8, text: String) {
        self.headings.retain(|(above, _)| *above < level);
        self.headings.push((level, text));
    }

    pub(super) fn push_table(&mut self, table: Table, span: Range<usize>) {
        let mut table = table.without_blank_columns();
        let mut headings = self.headings.iter().rev().map(|(_, text)| text.clone());
        table.about.extend(headings.next());
        table.within.extend(headings);
        if let Some(Node { kind: Kind::Paragraph(content), .. }) = self.last() {
            table.beside.push(plain_text(content));
        }
        if !table.rows.is_empty() || table.header.iter().any(|cell| !cell.is_blank()) {
            self.push(Kind::Table(table), span);
        }
    }

    pub(super) fn push(&mut self, kind: Kind, span: Range<usize>) {
        // What stands before other text is no name of the next heading.
        self.anchors.clear();
        if let Kind::Paragraph(content) = &kind
            && let Some(Node { kind: Kind::Table(table), .. }) = self.last()
        {
            table.beside.push(plain_text(content));
        }
        let node = Node { kind, span };
        match self.frames.last_mut() {
            Some(Frame::Blocks(blocks)) => blocks.push(node),
            // Text between the items of an HTML list: it still must be read.
            Some(Frame::List { items, .. }) => items.push(vec![node]),
            None => {}
        }
    }

    /// What was read last where the next block goes.
    fn last(&mut self) -> Option<&mut Node> {
        match self.frames.last_mut() {
            Some(Frame::Blocks(blocks)) => blocks.last_mut(),
            _ => None,
        }
    }

    pub(super) fn open_list(&mut self, ordered: bool, start: u32, span: Range<usize>) {
        self.flush();
        if let Some(ended) = &mut self.ended {
            ended.inner += 1;
        }
        // Deeper, items join the list around them, as those of an HTML list without a list do.
        if self.frames.len() < 2 * DEEPEST_LIST {
            self.frames.push(Frame::List { ordered, start, items: Vec::new(), span });
        }
    }

    pub(super) fn open_item(&mut self) {
        self.flush();
        if let Some(Ended { ordered, next, span, inner: 0 }) = &self.ended
            && self.frames.len() == 1
        {
            let list = Frame::List { ordered: *ordered, start: *next, items: Vec::new(), span: span.clone() };
            self.frames.push(list);
            self.ended = None;
        }
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
        match &mut self.ended {
            // The list itself.
            Some(Ended { inner: 0, .. }) => {
                self.ended = None;
                return;
            }
            Some(ended) => ended.inner -= 1,
            None => {}
        }
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

/// The name in `## Your rights {#rights .wide}`, which many renderers of Markdown take for no part of the heading.
fn take_anchor(heading: &mut Vec<Inline>) -> Option<String> {
    let Some(Inline::Text { text }) = heading.last_mut() else { return None };
    let (words, attributes) = text.strip_suffix('}')?.rsplit_once('{')?;
    let is_attribute = |word: &str| word.len() > 1 && word.starts_with(['#', '.']) || word.contains('=');
    if !attributes.trim_start().starts_with(['#', '.']) || !attributes.split_whitespace().all(is_attribute) {
        return None;
    }
    let anchor = attributes.split_whitespace().find_map(|word| word.strip_prefix('#')).map(str::to_owned);
    text.truncate(words.trim_end().len());
    if text.is_empty() {
        heading.pop();
    }
    anchor
}
