//! HTML as tokens with their places in the source, and what each element means for text. Tables stand in `html_table`.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::ops::Range;

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// `<name …>`, with the attributes that matter here.
    Open(Tag),
    /// `</name>`.
    Close(String),
    /// Text, character references resolved.
    Text(String),
}

/// An opening tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Its name in lower case.
    pub(crate) name: String,
    /// `href`.
    pub(crate) href: Option<String>,
    /// What links call the place where it stands: `id`, or the `name` of an `<a>`.
    pub(crate) anchor: Option<String>,
    /// `alt`.
    pub(crate) alt: Option<String>,
    /// Whether its `style` draws a line through its text.
    pub(crate) struck: bool,
    /// Whether browsers do not show it: `hidden`, or a `style` that says so.
    pub(crate) unseen: bool,
    /// `start` of a list.
    pub(crate) start: Option<u32>,
    /// `rowspan`, at least 1.
    pub(crate) rowspan: usize,
    /// `colspan`, at least 1.
    pub(crate) colspan: usize,
}

/// What an element means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    Strong,
    Emphasis,
    /// Raised: the mark of a note, or a power.
    Raised,
    /// Struck out: what it says holds no longer, and a notice has no way to show that.
    Struck,
    Code,
    Link,
    Image,
    Break,
    Heading(u8),
    List {
        ordered: bool,
    },
    Item,
    /// Starts and ends a paragraph.
    Block,
    /// Has no meaning that a reader would see.
    Plain,
    /// Its text is none that a reader would see.
    Hidden,
    /// Something that a notice cannot show.
    Unknown,
}

/// What an element of this name means (HTML Living Standard, section 4).
pub(crate) fn meaning(name: &str) -> Meaning {
    match name {
        "b" | "strong" => Meaning::Strong,
        "i" | "em" => Meaning::Emphasis,
        // Set apart, so that the 1 of a footnote does not make 301 days of 30.
        "sup" => Meaning::Raised,
        "sub" => Meaning::Emphasis,
        // Never shown as if it held: "We <del>do not</del> sell" says the opposite without the line through it.
        "s" | "del" | "strike" => Meaning::Struck,
        "code" | "kbd" | "samp" => Meaning::Code,
        "a" => Meaning::Link,
        "img" => Meaning::Image,
        "br" => Meaning::Break,
        "h1" => Meaning::Heading(1),
        "h2" => Meaning::Heading(2),
        "h3" => Meaning::Heading(3),
        "h4" => Meaning::Heading(4),
        "h5" => Meaning::Heading(5),
        "h6" => Meaning::Heading(6),
        "ul" => Meaning::List { ordered: false },
        "ol" => Meaning::List { ordered: true },
        "li" => Meaning::Item,
        "p" | "div" | "section" | "article" | "blockquote" | "center" | "hr" | "pre" | "dl" | "dt" | "dd"
        | "details" | "summary" | "header" | "footer" | "main" | "nav" | "aside" | "figure" | "figcaption"
        | "noscript" => Meaning::Block,
        "span" | "u" | "ins" | "font" | "small" | "big" | "abbr" | "mark" | "wbr" | "html" | "body" | "cite" | "q"
        | "time" | "dfn" | "bdi" | "bdo" | "var" | "tt" | "col" | "colgroup" | "caption" | "thead" | "tbody"
        | "tfoot" | "table" | "tr" | "td" | "th" => Meaning::Plain,
        "script" | "style" | "head" | "title" | "template" => Meaning::Hidden,
        _ => Meaning::Unknown,
    }
}

/// The pieces of `html`, whose first byte is at `offset` of the source.
pub(crate) fn pieces(html: &str, offset: usize) -> impl Iterator<Item = (Piece, Range<usize>)> {
    Tokenizer::new_with_emitter(html, DefaultEmitter::<usize>::new_with_span()).filter_map(move |token| {
        let Ok(token) = token;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (piece, span) = match token {
            Token::StartTag(tag) => {
                let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| text(&value.value));
                let number = |name: &[u8]| attribute(name).and_then(|value| value.trim().parse::<u32>().ok());
                let style = attribute(b"style").unwrap_or_default().to_lowercase().replace(char::is_whitespace, "");
                let cells = |name: &[u8]| number(name).map_or(1, |n| n.clamp(1, 1000) as usize);
                let piece = Piece::Open(Tag {
                    href: attribute(b"href"),
                    anchor: attribute(b"id").or_else(|| attribute(b"name").filter(|_| &*tag.name == b"a")),
                    alt: attribute(b"alt"),
                    start: number(b"start"),
                    struck: style.contains("line-through"),
                    unseen: attribute(b"hidden").is_some()
                        || style.contains("display:none")
                        || style.contains("visibility:hidden"),
                    rowspan: cells(b"rowspan"),
                    colspan: cells(b"colspan"),
                    name: text(&tag.name),
                });
                (piece, tag.span)
            }
            Token::EndTag(tag) => (Piece::Close(text(&tag.name)), tag.span),
            Token::String(string) => (Piece::Text(text(&string.value)), string.span),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => return None,
        };
        Some((piece, span.start + offset..span.end + offset))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_know_their_place() {
        let html = "<B>é&amp;</b><!-- x --><td rowspan=2>";
        let found: Vec<_> = pieces(html, 10).collect();
        assert_eq!(found[0].1, 10..13);
        assert_eq!(found[1].0, Piece::Text("é&".into()));
        assert_eq!(found[2].0, Piece::Close("b".into()));
        let Piece::Open(cell) = &found[3].0 else { panic!("{found:?}") };
        assert_eq!((cell.name.as_str(), cell.rowspan, cell.colspan), ("td", 2, 1));
    }
}
