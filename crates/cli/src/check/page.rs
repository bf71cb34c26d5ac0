//! A document as the rules look at it: what was read of it, with the places of its sections, rows and cells, and its text.
//! What is wrong with it is decided by the rules.

use super::{
    seen::Seen,
    words::{Words, words},
};
use crate::{
    assemble::{self, Draft},
    markdown::{self, Kind, Node},
    report::{Place, Report, SourceText},
    source::Document,
    tables::{self, Role},
    words::Language,
};
use ciente_notice::plain_text;
use std::{ops::Range, sync::Arc};

/// Bytes of a source.
pub(super) type Span = Range<usize>;

/// A document, read.
pub(super) struct Page {
    pub(super) locale: String,
    pub(super) file: Arc<SourceText>,
    pub(super) draft: Draft,
    pub(super) language: Option<&'static Language>,
    pub(super) words: Option<&'static Words>,
    pub(super) seen: Seen,
    pub(super) sections: Vec<Part>,
    /// What the two tables leave: paragraphs, lists and other tables.
    pub(super) prose: Vec<Span>,
    /// The rows of those other tables, cell by cell.
    pub(super) rows: Vec<Vec<Span>>,
    /// Cells without text, and in which row (from 0) and column of which table they stand.
    pub(super) blank: Vec<Blank>,
    pub(super) links: Vec<LinkSeen>,
}

/// A section: heading and what follows, up to the next heading.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) heading: Span,
    pub(super) body: Span,
}

/// A cell without text.
#[derive(Debug)]
pub(super) struct Blank {
    pub(super) role: Option<Role>,
    pub(super) column: usize,
    pub(super) at: Span,
    /// The cell before it, which says which row it is.
    pub(super) row: Span,
}

/// A link and the block that holds it.
#[derive(Debug)]
pub(super) struct LinkSeen {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) at: Span,
    /// Index of the section.
    pub(super) section: usize,
}

impl Page {
    /// Reads a document; what cannot be read is reported.
    pub(super) fn read(document: &Document, report: &mut Report) -> Self {
        let draft = assemble::document(&document.file, &document.locale, report);
        let file = document.file.clone();
        let words = words(&document.locale);
        let (spaced, bounded) = words.map_or((true, true), |words| (words.spaced, words.bounded));
        let language = crate::words::language(&document.locale);
        // Read once more for what a draft does not keep the places of; what is wrong has been reported above.
        let mut nodes = markdown::read(&file, &mut Report::new(false));
        let roles = tables::understand(&mut nodes, language);
        let mut page = Self {
            locale: document.locale.clone(),
            seen: Seen::of(&file.text, spaced, bounded),
            sections: sections(&draft, file.text.len()),
            draft,
            language,
            words,
            file,
            prose: Vec::new(),
            rows: Vec::new(),
            blank: Vec::new(),
            links: Vec::new(),
        };
        page.walk(&nodes, &roles);
        page
    }

    /// A place in this document.
    pub(super) fn place(&self, span: &Span) -> Place {
        Place { file: self.file.clone(), span: trimmed(&self.file, span) }
    }

    /// The first line with text.
    pub(super) fn top(&self) -> Place {
        let start = self.file.text.len() - self.file.text.trim_start().len();
        Place { file: self.file.clone(), span: start..self.file.line_range(self.file.line(start)).end }
    }

    fn walk(&mut self, nodes: &[Node], roles: &tables::Roles) {
        for node in nodes {
            match &node.kind {
                Kind::Heading { content, .. } => self.read_links(content, &node.span),
                Kind::Paragraph(content) => {
                    self.prose.push(node.span.clone());
                    self.read_links(content, &node.span);
                }
                Kind::List { items, .. } => items.iter().for_each(|item| self.walk(item, roles)),
                Kind::Table(table) => self.table(table, &node.span, roles.get(&node.span.start).copied()),
            }
        }
    }

    fn table(&mut self, table: &markdown::Table, span: &Span, role: Option<Role>) {
        if role.is_none() {
            self.prose.push(span.clone());
            self.rows.extend(table.rows.iter().map(|row| row.iter().map(|cell| cell.span.clone()).collect()));
        }
        let mut from = span.start;
        for cell in table.header.iter().chain(table.rows.iter().flatten()) {
            self.read_links(&cell.content, &(from.min(cell.span.start)..cell.span.end));
            from = cell.span.end;
        }
        for row in &table.rows {
            for (column, cell) in row.iter().enumerate().filter(|(_, cell)| cell.is_blank()) {
                let named =
                    row.iter().find(|cell| !cell.is_blank()).map_or_else(|| span.clone(), |cell| cell.span.clone());
                self.blank.push(Blank { role, column, at: cell.span.clone(), row: named });
            }
        }
    }

    fn read_links(&mut self, inlines: &[ciente_notice::Inline], block: &Span) {
        let section = self.section_at(block.start);
        let mut from = block.start;
        each_link(inlines, &mut |href, text| {
            // The target as written stands in the source, unless entities or escapes hide it.
            let at = self.file.text.get(from..block.end).and_then(|rest| rest.find(href));
            let at = at.map_or(block.clone(), |at| from + at..from + at + href.len());
            if at != *block {
                from = at.end;
            }
            self.links.push(LinkSeen { href: href.to_owned(), text, at, section });
        });
    }

    /// The section that holds a byte.
    pub(super) fn section_at(&self, byte: usize) -> usize {
        self.sections.iter().rposition(|section| section.heading.start <= byte).unwrap_or(0)
    }
}

fn each_link(inlines: &[ciente_notice::Inline], visit: &mut impl FnMut(&str, String)) {
    use ciente_notice::Inline;
    for inline in inlines {
        match inline {
            Inline::Link { href, content } => visit(href, plain_text(content)),
            Inline::Strong { content } | Inline::Emphasis { content } => each_link(content, visit),
            Inline::Text { text } | Inline::Code { text } => bare(text).for_each(|href| visit(href, String::new())),
        }
    }
}

/// Addresses that stand in a text without being links: they lead a reader to the same place.
fn bare(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("http").filter_map(|(at, _)| {
        let rest = &text[at..];
        let is_address = rest.starts_with("https://") || rest.starts_with("http://");
        let is_part = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '(' | ')');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        is_address.then(|| rest[..length].trim_end_matches(['.', ',', ';', ':', '*', '\'']))
    })
}

/// Sections as the draft has them. Text before the first heading is one too, and has none.
fn sections(draft: &Draft, end: usize) -> Vec<Part> {
    let starts = &draft.section_spans;
    let sections = draft.notice.sections.iter().zip(starts).enumerate();
    sections
        .map(|(i, (section, span))| {
            let next = starts.get(i + 1).map_or(end, |next| next.start);
            let heading = if section.heading.is_empty() { span.start..span.start } else { span.clone() };
            Part { body: heading.end.min(next)..next, heading }
        })
        .collect()
}

/// A span without the white space and separators around it.
fn trimmed(file: &SourceText, span: &Span) -> Span {
    let text = file.slice(span.clone());
    let is_edge = |c: char| c.is_whitespace() || c == '|';
    let start = span.start + (text.len() - text.trim_start_matches(is_edge).len());
    let end = span.start + text.trim_end_matches(is_edge).len();
    if start < end { start..end } else { span.clone() }
}
