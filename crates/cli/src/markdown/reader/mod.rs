//! From Markdown events and HTML tags to blocks. Which table means what, and what words mean, is decided elsewhere.

mod frames;
mod html;
mod left;

use super::{
    html::pieces,
    mask::Masked,
    pipes,
    run::{Mark, Run},
    tree::{Cell, Node, Table},
    visible::OPTIONS,
};
use crate::report::{Code, Place, Report, SourceText};
use ciente_notice::is_allowed_link;
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
    /// The headings that what is read now stands below, the nearest one last; also a paragraph in bold, below all levels.
    headings: Vec<(u8, String)>,
    /// What links call the heading that is read now, or that may come next.
    anchors: Vec<String>,
    has_heading: bool,
    /// Where the HTML heading that is read now began.
    heading_from: Option<usize>,
    /// The list that a heading in one of its items has ended, and that goes on with the next.
    ended: Option<Ended>,
}

/// A container that is open: the document, a list, or an item of one.
#[derive(Debug)]
enum Frame {
    Blocks(Vec<Node>),
    List { ordered: bool, start: u32, items: Vec<Vec<Node>>, span: Range<usize> },
}

/// A list whose items are sections: as Google Docs writes numbered headings.
#[derive(Debug)]
struct Ended {
    ordered: bool,
    /// The number of the item that comes next.
    next: u32,
    span: Range<usize>,
    /// How many lists are open in the item that is read now.
    inner: usize,
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
            headings: Vec::new(),
            anchors: Vec::new(),
            has_heading: false,
            heading_from: None,
            ended: None,
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
                Event::Rule => self.check_rule(span),
                // Options that are off, and blocks of HTML that are read whole.
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
                self.mark_footnote(span);
                self.in_code_block = true;
            }
            Tag::List(start) => {
                self.mark_footnote(span.clone());
                let number = start.map_or(1, |n| u32::try_from(n).unwrap_or(u32::MAX));
                self.open_list(start.is_some(), number, span);
            }
            Tag::Item => self.open_item(),
            Tag::Table(_) => {
                self.flush();
                self.mark_footnote(span);
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
                self.check_markup(&content, self.cell.clone());
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
            TagEnd::HtmlBlock => {
                self.mark_footnote(span.clone());
                self.html_block(span, masked);
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.mark_footnote(span);
            }
            _ => self.flush(),
        }
    }

    /// The mark of a footnote that does not begin with a paragraph, in one of its own.
    fn mark_footnote(&mut self, span: Range<usize>) {
        if let Some(mark) = self.footnote.take() {
            self.flush();
            self.run.text(&mark, span);
            self.flush();
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

    pub(in crate::markdown) fn report(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
        help: &str,
    ) {
        self.report.at(code, Place { file: self.file.clone(), span }, message, help);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Kind;
    use ciente_notice::plain_text;
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

    #[test]
    fn what_browsers_do_not_show_is_refused_wherever_it_stands() {
        for (markdown, refused) in [
            ("kept <span hidden>9</span>30 days", 1),
            ("<div style=\"color: red; display : none\">\n\nHidden.\n\n</div>", 1),
            ("<p style='visibility:hidden'>Hidden.</p>", 1),
            ("<ul hidden><li>Hidden.</li></ul>", 1),
            (
                "<table><tr><th>A</th></tr><tr hidden><td>B</td></tr><tr><td style=\"display:none\">C</td></tr></table>",
                2,
            ),
            ("| A |\n|-|\n| <b hidden>B</b> |", 1),
            ("<a id=\"x\" style=\"display:none\"></a>Text.", 0),
            ("<span aria-hidden=\"true\">Text.</span>", 0),
        ] {
            let file = Arc::new(SourceText::new(Path::new("x.md"), markdown.to_owned()));
            let mut report = Report::new(false);
            crate::markdown::read(&file, &mut report);
            let hidden = report.findings().iter().filter(|finding| finding.message.contains("is hidden")).count();
            assert_eq!(hidden, refused, "{markdown}");
        }
    }
}
