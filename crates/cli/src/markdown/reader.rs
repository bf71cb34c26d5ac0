//! From Markdown events and HTML tags to blocks. Which table means what, and what words mean, is no business of this room.

use super::{
    html::{Meaning, Piece, meaning, pieces},
    html_table::{self, Part},
    mask::Masked,
    pipes,
    run::{Mark, Run},
    tree::{Cell, Kind, Node, Table},
    visible::OPTIONS,
};
use crate::report::{Code, Place, Report, SourceText};
use ciente_notice::{Inline, is_allowed_link, plain_text};
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use std::{ops::Range, sync::Arc};

/// How deep lists nest; see also the depth of a [`Run`].
const DEEPEST_LIST: usize = 24;

/// Reads one document.
#[derive(Debug)]
pub(crate) struct Reader<'r> {
    pub(super) file: Arc<SourceText>,
    report: &'r mut Report,
    run: Run,
    frames: Vec<Frame>,
    table: Option<Table>,
    row: Vec<Cell>,
    cell: Range<usize>,
    /// Inside `<script>` and the like, whose text nobody sees; and where that began.
    hidden: Option<(String, Range<usize>)>,
    in_code_block: bool,
    /// The mark of a footnote whose text has not begun yet.
    footnote: Option<String>,
    /// The nearest heading above, also one that is a paragraph in bold.
    heading: Option<String>,
    has_heading: bool,
}

/// A container that is open: the document, a list, or an item of one.
#[derive(Debug)]
enum Frame {
    Blocks(Vec<Node>),
    List { ordered: bool, start: u32, items: Vec<Vec<Node>>, span: Range<usize> },
}

/// What stands in the text and before the footnote, so that the one leads to the other: a notice has no raised figures.
fn footnote(label: &str) -> String {
    format!("[{label}]")
}

impl<'r> Reader<'r> {
    pub(super) fn new(file: Arc<SourceText>, report: &'r mut Report) -> Self {
        Self {
            file,
            report,
            run: Run::default(),
            frames: vec![Frame::Blocks(Vec::new())],
            table: None,
            row: Vec::new(),
            cell: 0..0,
            hidden: None,
            in_code_block: false,
            footnote: None,
            heading: None,
            has_heading: false,
        }
    }

    pub(super) fn read(mut self, masked: &Masked) -> Vec<Node> {
        let mut events = Parser::new_ext(&masked.text, OPTIONS).into_offset_iter().peekable();
        // An HTML block comes as one event a line; its tags may span lines, so it is read as a whole at its end.
        while let Some((event, span)) = events.next() {
            match event {
                Event::Start(tag) => self.start(tag, span),
                Event::End(end) => self.end(end, span, masked),
                Event::Text(text) if &*text == "*" && self.is_lone_star(&span) => {
                    let second = events.next_if(|(event, next)| {
                        matches!(event, Event::Text(text) if &**text == "*") && next.start == span.end
                    });
                    match second {
                        Some((_, next)) => self.run.lone_stars(span.start..next.end),
                        None => self.run.text("*", span),
                    }
                }
                Event::Text(_) | Event::Code(_) if self.hidden.is_some() => {}
                Event::Text(text) if self.in_code_block => self.run.code(&text, span),
                Event::Text(text) => self.run.text(&text, span),
                Event::Code(text) => self.run.code(&text, span),
                Event::InlineHtml(html) => {
                    for (piece, at) in pieces(&html, span.start) {
                        self.html(&piece, at);
                    }
                }
                Event::FootnoteReference(label) => self.run.text(&footnote(&label), span),
                Event::SoftBreak => self.run.text(" ", span),
                Event::HardBreak => self.run.line_break(),
                // Options that are off, blocks of HTML that are read whole, and rules, which hold no text.
                _ => {}
            }
        }
        if let Some((name, at)) = self.hidden.take() {
            let said = format!("<{name}> is never closed, and hides everything after it");
            self.report(
                Code::HtmlUnclosed,
                at,
                said,
                &format!("Write </{name}> where it ends, or &lt; for a sign that is to be read."),
            );
        }
        self.flush();
        while self.frames.len() > 1 {
            self.close_frame();
        }
        match self.frames.pop() {
            Some(Frame::Blocks(blocks)) => blocks,
            _ => Vec::new(),
        }
    }

    /// Whether the author wrote this star to open or close something, and not `\*` to show it.
    fn is_lone_star(&self, span: &Range<usize>) -> bool {
        !self.in_code_block && self.file.slice(span.clone()) == "*" && !self.file.slice(0..span.start).ends_with('\\')
    }

    fn start(&mut self, tag: Tag<'_>, span: Range<usize>) {
        match tag {
            Tag::Strong => self.run.open(Mark::Strong),
            Tag::Emphasis => self.run.open(Mark::Emphasis),
            Tag::Strikethrough => self.tildes(span.start, span, true),
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => self.link(&format!("mailto:{dest_url}"), span),
            Tag::Link { dest_url, .. } => self.link(&dest_url, span),
            // Between start and end come the words that describe it.
            Tag::Image { .. } => {}
            Tag::CodeBlock(_) => {
                self.flush();
                self.in_code_block = true;
            }
            Tag::List(start) => {
                let number = start.map_or(1, |n| u32::try_from(n).unwrap_or(u32::MAX));
                self.open_list(start.is_some(), number, span);
            }
            Tag::Item => self.open_item(),
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Table::default());
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.footnote = Some(footnote(&label));
            }
            Tag::Paragraph => {
                self.flush();
                if let Some(mark) = self.footnote.take() {
                    self.run.text(&format!("{mark} "), span);
                }
            }
            Tag::TableHead | Tag::TableRow => self.row.clear(),
            Tag::TableCell => self.cell = span,
            _ => self.flush(),
        }
    }

    fn end(&mut self, end: TagEnd, span: Range<usize>, masked: &Masked) {
        match end {
            TagEnd::Strong => self.run.close(|mark| *mark == Mark::Strong),
            TagEnd::Emphasis => self.run.close(|mark| *mark == Mark::Emphasis),
            TagEnd::Strikethrough => self.tildes(span.end.saturating_sub(1), span, false),
            TagEnd::Link => self.run.close(|mark| matches!(mark, Mark::Link(_))),
            TagEnd::Image => {}
            TagEnd::CodeBlock => {
                self.in_code_block = false;
                self.flush();
            }
            TagEnd::Heading(level) => self.heading(level as u8, span),
            TagEnd::Paragraph => {
                pipes::check_paragraph(&self.file, span, self.report);
                self.flush();
            }
            TagEnd::Item => self.close_item(),
            TagEnd::List(_) => self.close_list(),
            TagEnd::TableCell => {
                let (content, _) = self.run.take();
                self.row.push(Cell { content, span: self.cell.clone() });
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.header = std::mem::take(&mut self.row);
                }
            }
            TagEnd::TableRow => {
                let row = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    pipes::check_row(&self.file, span, table.header.len(), self.report);
                    if row.iter().any(|cell| !cell.is_blank()) {
                        table.rows.push(row);
                    }
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push_table(table, span);
                }
            }
            TagEnd::HtmlBlock => self.html_block(span, masked),
            _ => self.flush(),
        }
    }

    /// Two tildes strike out, which is refused. One is a sign like any other ("3~5 days, about ~7"), though some readers
    /// strike out between two such as well.
    fn tildes(&mut self, at: usize, span: Range<usize>, opens: bool) {
        if self.hidden.is_some() {
            return;
        }
        if !self.file.slice(span.clone()).starts_with("~~") {
            return self.run.text("~", at..at + 1);
        }
        if opens {
            self.refuse_struck(span);
            self.run.open(Mark::Emphasis);
        } else {
            self.run.close(|mark| *mark == Mark::Emphasis);
        }
    }

    fn refuse_struck(&mut self, at: Range<usize>) {
        let help =
            "Take it out, or put into words what holds: without the line through it, it would read as if it held.";
        self.report(Code::NoticeInvalid, at, "struck-out text cannot be shown in a notice", help);
    }

    fn html_block(&mut self, span: Range<usize>, masked: &Masked) {
        self.flush();
        let table = masked.table_at(&span);
        // The placeholder ends with a blank line, which ends the block: nothing of it stands after the table.
        let before = span.start..table.as_ref().map_or(span.end, |table| table.start.max(span.start));
        let file = self.file.clone();
        let text = file.slice(before.clone());
        if let Some(at) = text.rfind("<!--").filter(|at| !text[*at..].contains("-->")) {
            let (at, said) = (before.start + at, "this comment is never closed, and hides everything after it");
            self.report(Code::HtmlUnclosed, at..at + 4, said, "Write --> where it ends.");
        }
        for (piece, at) in pieces(text, before.start) {
            self.html(&piece, at);
        }
        self.flush();
        if let Some(table) = table {
            let read = html_table::read(self, table.clone());
            if !read.above.is_empty() {
                self.push(Kind::Paragraph(read.above), table);
            }
            for part in read.parts {
                match part {
                    Part::Text(content, span) => self.push(Kind::Paragraph(content), span),
                    Part::Table(table, span) => self.push_table(table, span),
                }
            }
        }
    }

    /// A tag or text of HTML between blocks: what it means for blocks is done here, the rest in [`Self::inline_html`].
    fn html(&mut self, piece: &Piece, at: Range<usize>) {
        let in_cell = self.table.is_some();
        if let Some((name, _)) = &self.hidden {
            if matches!(piece, Piece::Close(close) if close == name) {
                self.hidden = None;
            }
            return;
        }
        let (name, opens) = match piece {
            Piece::Open(tag) => (tag.name.as_str(), true),
            Piece::Close(name) => (name.as_str(), false),
            Piece::Text(_) => ("", true),
        };
        match meaning(name) {
            Meaning::Hidden if opens => self.hidden = Some((name.to_owned(), at)),
            Meaning::Block if !in_cell => self.flush(),
            Meaning::Heading(level) if !in_cell => {
                if opens {
                    self.flush();
                } else {
                    self.heading(level, at);
                }
            }
            Meaning::List { ordered } if !in_cell => {
                if opens {
                    let start = if let Piece::Open(tag) = piece { tag.start } else { None };
                    self.open_list(ordered, start.unwrap_or(1), at);
                } else {
                    self.close_list();
                }
            }
            Meaning::Item if !in_cell && self.frames.len() > 1 => {
                self.close_item();
                if opens {
                    self.open_item();
                }
            }
            _ => {
                let mut run = std::mem::take(&mut self.run);
                self.inline_html(&mut run, piece, at);
                self.run = run;
            }
        }
    }

    /// A tag or text of HTML in running text. Elements that make blocks become line breaks, because a cell has no blocks.
    pub(super) fn inline_html(&mut self, run: &mut Run, piece: &Piece, at: Range<usize>) {
        let tag = match piece {
            // A line feed in a run is a line break; in HTML it is white space.
            Piece::Text(text) => return run.text(&text.replace('\n', " "), at),
            Piece::Close(name) => {
                match meaning(name) {
                    Meaning::Strong => run.close(|mark| *mark == Mark::Strong),
                    Meaning::Emphasis | Meaning::Struck => run.close(|mark| *mark == Mark::Emphasis),
                    Meaning::Link => run.close(|mark| matches!(mark, Mark::Link(_))),
                    // Browsers read `</br>` as `<br>`.
                    Meaning::Break | Meaning::Block | Meaning::Heading(_) | Meaning::List { .. } | Meaning::Item => {
                        run.line_break();
                    }
                    _ => {}
                }
                return;
            }
            Piece::Open(tag) => tag,
        };
        if tag.struck || meaning(&tag.name) == Meaning::Struck {
            self.refuse_struck(at.clone());
        }
        match meaning(&tag.name) {
            Meaning::Strong => run.open(Mark::Strong),
            Meaning::Emphasis | Meaning::Struck => run.open(Mark::Emphasis),
            Meaning::Link => {
                if let Some(href) = &tag.href {
                    self.check_link(href, at);
                    run.open(Mark::Link(href.trim().to_owned()));
                }
            }
            Meaning::Image => run.text(tag.alt.as_deref().unwrap_or_default(), at),
            Meaning::Break | Meaning::Block | Meaning::Heading(_) | Meaning::List { .. } | Meaning::Item => {
                run.line_break();
            }
            Meaning::Unknown => {
                let written = self.file.slice(at.clone());
                // `<name of company>` is meant to be read, and nobody will.
                let is_text = written.contains(char::is_whitespace) && !written.contains('=');
                let (stays, help) = if is_text {
                    (", and what stands in it is not shown", "Write &lt; for a sign that is to be read.")
                } else {
                    ("; its text stays", "Take the tag out, or write what it does in Markdown.")
                };
                let message = format!("<{}> has no place in a notice{stays}", tag.name);
                self.report(Code::HtmlIgnored, at, message, help);
            }
            Meaning::Plain | Meaning::Code | Meaning::Hidden => {}
        }
    }

    fn link(&mut self, href: &str, span: Range<usize>) {
        self.check_link(href, span);
        self.run.open(Mark::Link(href.to_owned()));
    }

    fn check_link(&mut self, href: &str, span: Range<usize>) {
        if !is_allowed_link(href.trim()) {
            let message = format!("a notice cannot link to \"{href}\"");
            let help = "Links in a notice are https:, mailto:, tel: or relative to the page that shows it.";
            self.report(Code::LinkRefused, span, message, help);
        }
    }

    pub(super) fn report(&mut self, code: Code, span: Range<usize>, message: impl Into<String>, help: &str) {
        self.report.at(code, Place { file: self.file.clone(), span }, message, help);
    }

    /// Ends the paragraph that is being read, if any.
    fn flush(&mut self) {
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

    fn heading(&mut self, level: u8, span: Range<usize>) {
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

    fn push_table(&mut self, table: Table, span: Range<usize>) {
        let mut table = table.without_blank_columns();
        table.about.extend(self.heading.clone());
        if !table.rows.is_empty() || table.header.iter().any(|cell| !cell.is_blank()) {
            self.push(Kind::Table(table), span);
        }
    }

    fn push(&mut self, kind: Kind, span: Range<usize>) {
        let node = Node { kind, span };
        match self.frames.last_mut() {
            Some(Frame::Blocks(blocks)) => blocks.push(node),
            // Text between the items of an HTML list: it still must be read.
            Some(Frame::List { items, .. }) => items.push(vec![node]),
            None => {}
        }
    }

    fn open_list(&mut self, ordered: bool, start: u32, span: Range<usize>) {
        self.flush();
        // Deeper, items join the list around them, as those of an HTML list without a list do.
        if self.frames.len() < 2 * DEEPEST_LIST {
            self.frames.push(Frame::List { ordered, start, items: Vec::new(), span });
        }
    }

    fn open_item(&mut self) {
        self.flush();
        if matches!(self.frames.last(), Some(Frame::List { .. })) {
            self.frames.push(Frame::Blocks(Vec::new()));
        }
    }

    fn close_item(&mut self) {
        self.flush();
        if self.frames.len() > 1 && matches!(self.frames.last(), Some(Frame::Blocks(_))) {
            self.close_frame();
        }
    }

    fn close_list(&mut self) {
        self.close_item();
        if matches!(self.frames.last(), Some(Frame::List { .. })) {
            self.close_frame();
        }
    }

    fn close_frame(&mut self) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn one_tilde_is_a_sign_and_two_strike_out() {
        for (markdown, text, refused) in [
            ("保存 ~3天~ 或 6~8天, 9~10天。", "保存 ~3天~ 或 6~8天, 9~10天。", 0),
            ("about ~7 days~", "about ~7 days~", 0),
            ("`~~7 days~~`", "~~7 days~~", 0),
            ("we ~~do **not**~~ sell", "we do not sell", 1),
            ("we <ins>do</ins> <u>not</u> sell", "we do not sell", 0),
            ("we <del>do</del> <S>not</S> sell", "we do not sell", 2),
        ] {
            let file = Arc::new(SourceText::new(Path::new("x.md"), markdown.to_owned()));
            let mut report = Report::new(false);
            let nodes = crate::markdown::read(&file, &mut report);
            let Some(Kind::Paragraph(content)) = nodes.first().map(|node| &node.kind) else { panic!("{nodes:?}") };
            assert_eq!((plain_text(content).as_str(), report.findings().len()), (text, refused), "{markdown}");
        }
    }
}
