//! A document's text as a reader sees it, piece by piece, each with its place in the source. What it says is decided elsewhere.

use super::{
    html::{Meaning, Piece, meaning, pieces},
    prepare,
};
use crate::report::{Report, SourceText};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::{ops::Range, path::Path, sync::Arc};

/// What the reader and this make of a document: the same.
pub(super) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// A piece of what is seen.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seen<'t> {
    /// Text, and the bytes of the source that it stands for: the same, or what says it in another way, as `&amp;` does.
    Text(&'t str, Range<usize>),
    /// A paragraph, a line of a table or a cell ends or begins at this byte.
    Break(usize),
}

/// Hands on what is seen of a document, in its order.
pub(crate) fn visible(source: &str, each: impl FnMut(Seen<'_>)) {
    let file = Arc::new(SourceText::new(Path::new(""), source.to_owned()));
    let masked = prepare(&file, &mut Report::new(false));
    let mut walk = Walk { source: &file.text, hidden: None, each };
    for (event, span) in Parser::new_ext(&masked.text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let (before, table) = masked.split(&span);
                walk.html(before);
                if let Some(table) = table {
                    walk.html(table);
                }
            }
            Event::InlineHtml(_) => walk.html(span),
            Event::Text(text) | Event::Code(text) => walk.text(&text, span),
            Event::SoftBreak => walk.text(" ", span),
            Event::HardBreak | Event::Rule => walk.line(span.start),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {}
            Event::Start(_) => walk.line(span.start),
            Event::End(_) => walk.line(span.end),
            // Blocks of HTML are taken whole; marks of footnotes are no words.
            _ => {}
        }
    }
}

struct Walk<'s, F> {
    source: &'s str,
    /// The element whose text no reader sees.
    hidden: Option<String>,
    each: F,
}

impl<F: FnMut(Seen<'_>)> Walk<'_, F> {
    fn line(&mut self, at: usize) {
        (self.each)(Seen::Break(at));
    }

    fn html(&mut self, span: Range<usize>) {
        let source = self.source;
        let Some(html) = source.get(span.clone()) else { return };
        for (piece, at) in pieces(html, span.start) {
            let name = match &piece {
                Piece::Open(tag) => &tag.name,
                Piece::Close(name) => name,
                Piece::Text(text) => {
                    self.text(text, at);
                    continue;
                }
            };
            match meaning(name) {
                _ if self.hidden.is_some() => {
                    if matches!(&piece, Piece::Close(close) if Some(close) == self.hidden.as_ref()) {
                        self.hidden = None;
                    }
                }
                Meaning::Hidden => self.hidden = matches!(piece, Piece::Open(_)).then(|| name.clone()),
                // The 1 of a footnote does not make 301 days of 30.
                Meaning::Raised => self.text(" ", at),
                Meaning::Emphasis if name == "sub" => self.text(" ", at),
                Meaning::Strong | Meaning::Emphasis | Meaning::Struck | Meaning::Code | Meaning::Link => {}
                Meaning::Plain if !is_of_table(name) => {}
                _ => self.line(at.start),
            }
        }
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        if self.hidden.is_some() {
            return;
        }
        let raw = self.source.get(span.clone()).unwrap_or_default();
        let (mut text, mut raw, mut at) = (text, raw, span.start);
        // What stands as it is, up to where it does not.
        while !text.is_empty() {
            let same = text.chars().zip(raw.chars()).take_while(|(seen, written)| seen == written);
            let same: usize = same.map(|(seen, _)| seen.len_utf8()).sum();
            if same > 0 {
                (self.each)(Seen::Text(&text[..same], at..at + same));
                (text, raw, at) = (&text[same..], &raw[same..], at + same);
                continue;
            }
            let entity = raw.strip_prefix('&').and_then(|rest| rest.find(';')).map(|end| end + 2);
            let first = text.chars().next().map_or(0, char::len_utf8);
            let (length, said) = entity.map_or((raw.len(), text.len()), |length| (length, first));
            (self.each)(Seen::Text(&text[..said], at..at + length));
            (text, raw, at) = (&text[said..], &raw[length..], at + length);
        }
    }
}

fn is_of_table(name: &str) -> bool {
    matches!(name, "caption" | "thead" | "tbody" | "tfoot" | "table" | "tr" | "td" | "th")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(source: &str) -> String {
        let mut text = String::new();
        let mut last = 0;
        visible(source, |seen| {
            let at = match seen {
                Seen::Text(piece, at) => {
                    text.push_str(piece);
                    at.start
                }
                Seen::Break(at) => {
                    if !text.ends_with('|') {
                        text.push('|');
                    }
                    at
                }
            };
            assert!(at >= last, "{source}: {at} after {last}");
            last = at;
        });
        text
    }

    #[test]
    fn a_reader_sees_no_markup() {
        for (source, text) in [
            ("## The **Rest**", "|The Rest|"),
            ("We _may_ `keep` [it](https://x.example/long)", "|We may keep it|"),
            ("[it][1]\n\n[1]: https://x.example/may", "|it|"),
            ("1\\. a &amp; b", "|1. a & b|"),
            ("kept 30<sup>1</sup> days[^1]\n\n[^1]: may", "|kept 30 1  days|may|"),
            ("a<br>b <!-- may --> c", "|a|b  c|"),
            ("<!-- a\n\nmay\n\n-->\n\nb", "\n|b|"),
            ("<style>may</style>\n\nb", "\n|b|"),
            ("| a | **b** |\n|---|---|\n| c | d |", "|a|b|c|d|"),
            ("<table><tr><td>a\n\n  b</td><td>c &lt; d</td></tr></table>\n\ne", "|a\n\n  b|c < d|e|"),
            ("- a\n- b\n\n> c", "|a|b|c|"),
            ("---\nx: may\n---\n\na", "|a|"),
        ] {
            assert_eq!(seen(source), text, "{source}");
        }
    }

    #[test]
    fn each_piece_has_its_place() {
        let source = "a &amp; <b>b&lt;c&#33;</b>";
        let mut places = Vec::new();
        visible(source, |seen| {
            if let Seen::Text(text, at) = seen {
                places.push((text.to_owned(), source[at].to_owned()));
            }
        });
        let place = |text: &str, source: &str| (text.to_owned(), source.to_owned());
        assert_eq!(
            places,
            [
                place("a ", "a "),
                // As the parser of Markdown has it.
                place("&", "&"),
                place(" ", " "),
                place("b", "b"),
                place("<", "&lt;"),
                place("c", "c"),
                place("!", "&#33;")
            ]
        );
    }
}
