//! HTML between and within the blocks of Markdown.

use super::Reader;
use crate::{
    markdown::{
        html::{Meaning, Piece, meaning, pieces},
        html_table::{self, Part},
        mask::Masked,
        run::{Mark, Run},
        tree::Kind,
    },
    report::Code,
};
use std::ops::Range;

impl Reader<'_> {
    pub(super) fn html_block(&mut self, span: Range<usize>, masked: &Masked) {
        self.flush();
        // The placeholder ends with a blank line, which ends the block: nothing of it stands after the table.
        let (before, table) = masked.split(&span);
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
                    Part::Table(table, span) => {
                        for cell in table.header.iter().chain(table.rows.iter().flatten()) {
                            self.check_markup(&cell.content, cell.span.clone());
                            self.check_markdown(&cell.content, cell.span.clone());
                        }
                        self.push_table(table, span);
                    }
                }
            }
        }
    }

    /// A tag or text of HTML between blocks: what it means for blocks is done here, the rest in [`Self::inline_html`].
    pub(super) fn html(&mut self, piece: &Piece, at: Range<usize>) {
        let in_cell = self.table.is_some();
        if let Some((name, _)) = &self.hidden {
            if matches!(piece, Piece::Close(close) if close == name) {
                self.hidden = None;
            }
            return;
        }
        self.refuse_unseen(piece, &at);
        if let Piece::Open(tag) = piece {
            self.anchors.extend(tag.anchor.clone());
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
                    self.heading_from = Some(at.start);
                } else {
                    let from = self.heading_from.take().unwrap_or(at.start);
                    self.heading(level, from..at.end);
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

    /// What browsers do not show, a notice would.
    pub(in crate::markdown) fn refuse_unseen(&mut self, piece: &Piece, at: &Range<usize>) {
        let file = self.file.clone();
        // An anchor without text hides nothing.
        let is_empty = || file.slice(at.end..file.text.len()).trim_start().starts_with("</");
        if matches!(piece, Piece::Open(tag) if tag.unseen) && !is_empty() {
            let help = "Take it out, or show it: a notice hides nothing.";
            self.report(Code::NoticeInvalid, at.clone(), "this element is hidden, and its text would be shown", help);
        }
    }

    /// A tag or text of HTML in running text. Elements that make blocks become line breaks, because a cell has no blocks.
    pub(in crate::markdown) fn inline_html(&mut self, run: &mut Run, piece: &Piece, at: Range<usize>) {
        let tag = match piece {
            // A line feed in a run is a line break; in HTML it is white space.
            Piece::Text(text) => return run.text(&text.replace('\n', " "), at),
            Piece::Close(name) => {
                match meaning(name) {
                    Meaning::Strong => run.close(|mark| *mark == Mark::Strong),
                    Meaning::Emphasis | Meaning::Struck => run.close(|mark| *mark == Mark::Emphasis),
                    Meaning::Raised => run.close(|mark| *mark == Mark::Raised),
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
            Meaning::Raised => run.open(Mark::Raised),
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
}
