//! From the markup that Yew renders to a tree, without the rules by which a browser mends markup: Yew's needs no mending.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use serde::{Serialize, Serializer, ser::SerializeSeq};
use std::collections::BTreeMap;

/// A node. In JSON a text is a string, a comment `["!", text]`, an element `[tag, attributes?, …children]`, and what is packed
/// `["", json]`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    Comment(String),
    Element {
        tag: String,
        attributes: Vec<(String, String)>,
        children: Vec<Node>,
    },
    /// A node's JSON.
    Packed(String),
}

/// A tree with more JSON than this, in bytes, is packed: a slow phone would be a tenth of a second about reading it in one go.
const LONG: usize = 50_000;
/// What has less JSON than this is not worth packing.
const LEAST: usize = 500;
/// What has more is packed in pieces: each is read within a few milliseconds on a slow phone.
const MOST: usize = 12_000;

impl Node {
    /// Whether there is an element with this tag, itself included.
    fn has(&self, wanted: &str) -> bool {
        match self {
            Self::Element { tag, children, .. } => tag == wanted || children.iter().any(|child| child.has(wanted)),
            _ => false,
        }
    }

    /// The tree as it is loaded. Of a long one, pieces of the running text are JSON in strings, which are read when it is their
    /// turn; the loader knows its way round what there is besides.
    pub(super) fn packed(self) -> serde_json::Result<Self> {
        if serde_json::to_string(&self)?.len() > LONG { self.with_packed_text() } else { Ok(self) }
    }

    fn with_packed_text(self) -> serde_json::Result<Self> {
        let Self::Element { tag, attributes, children } = self else { return Ok(self) };
        let is_text = attributes.iter().any(|(name, value)| name == "part" && value == "sections");
        let pack = if is_text { Self::in_pieces } else { Self::with_packed_text };
        let children = children.into_iter().map(pack).collect::<serde_json::Result<_>>()?;
        Ok(Self::Element { tag, attributes, children })
    }

    fn in_pieces(self) -> serde_json::Result<Self> {
        let json = serde_json::to_string(&self)?;
        match self {
            Self::Element { .. } if (LEAST..=MOST).contains(&json.len()) && !self.has("select") => {
                Ok(Self::Packed(json))
            }
            Self::Element { tag, attributes, children } if json.len() > LEAST => {
                let children = children.into_iter().map(Self::in_pieces).collect::<serde_json::Result<_>>()?;
                Ok(Self::Element { tag, attributes, children })
            }
            small => Ok(small),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => to.serialize_str(text),
            Self::Comment(text) => ["!", text].serialize(to),
            Self::Packed(json) => ["", json].serialize(to),
            Self::Element { tag, attributes, children } => {
                let mut parts = to.serialize_seq(None)?;
                parts.serialize_element(tag)?;
                if !attributes.is_empty() {
                    let attributes: BTreeMap<_, _> = attributes.iter().map(|(name, value)| (name, value)).collect();
                    parts.serialize_element(&attributes)?;
                }
                children.iter().try_for_each(|child| parts.serialize_element(child))?;
                parts.end()
            }
        }
    }
}

/// An element whose end is still to come; the outermost is none.
#[derive(Default)]
struct Open {
    tag: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

/// Elements that have no end (HTML Living Standard, 13.1.2), as far as Yew knows any that a notice could show.
const VOID: &[&str] = &["br", "hr", "img", "input", "wbr"];

/// Reads markup in which every element is closed, but for those that have no end.
pub(super) fn tree(markup: &str) -> Vec<Node> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut open = vec![Open::default()];
    for token in Tokenizer::new_with_emitter(markup, DefaultEmitter::<()>::default()).flatten() {
        let node = match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                let element = Open { tag: text(&tag.name), attributes, children: Vec::new() };
                if !VOID.contains(&element.tag.as_str()) {
                    open.push(element);
                    continue;
                }
                Node::Element { tag: element.tag, attributes: element.attributes, children: element.children }
            }
            Token::EndTag(_) => match open.pop() {
                Some(Open { tag, attributes, children }) if !open.is_empty() => {
                    Node::Element { tag, attributes, children }
                }
                outermost => {
                    open.extend(outermost);
                    continue;
                }
            },
            Token::String(string) => Node::Text(text(&string.value)),
            Token::Comment(comment) => Node::Comment(text(&comment.value)),
            Token::Doctype(_) | Token::Error(_) => continue,
        };
        if let Some(parent) = open.last_mut() {
            parent.children.push(node);
        }
    }
    open.swap_remove(0).children
}

/// As the loader reads it; `pieces` gets the length of each.
#[cfg(test)]
pub(super) fn unpacked(value: serde_json::Value, pieces: &mut Vec<usize>) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Array(parts) if parts.first().is_some_and(|tag| tag == "") => {
            let json = parts[1].as_str().unwrap_or_default();
            pieces.push(json.len());
            // Nothing is packed twice.
            assert!(!json.contains("[\"\","), "{json}");
            serde_json::from_str(json).unwrap_or_default()
        }
        Value::Array(parts) => parts.into_iter().map(|part| unpacked(part, pieces)).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_comments_and_elements_come_out_as_they_went_in() {
        let read = tree("<!--<[]>--><p>a &amp; <b class=\"x\" id='y'>b</b><input type=\"search\">\n</p><i></i>");
        let wanted = json!([
            ["!", "<[]>"],
            ["p", "a & ", ["b", {"class": "x", "id": "y"}, "b"], ["input", {"type": "search"}], "\n"],
            ["i"]
        ]);
        assert_eq!(serde_json::to_value(read).unwrap(), wanted);
    }

    fn long(rows: usize) -> Node {
        let text = "word ".repeat(40);
        let rows: String = (0..rows).map(|n| format!("<tr><th>{n}</th><td>{text}</td></tr>")).collect();
        let markup = format!(
            "<div><dialog><div part=\"sections\"><div>{text}<select>{}</select></div><section><table>{rows}</table>{}</section><p>short</p></div>\
             <footer>{}</footer></dialog></div>",
            "<option>x</option>".repeat(40),
            format!("<p>{text}{text}{text}</p>").repeat(60),
            "<button>b</button>".repeat(60),
        );
        tree(&markup).remove(0)
    }

    #[test]
    fn a_long_text_is_packed_in_pieces_and_comes_out_as_it_was() {
        let plain = serde_json::to_value(long(300)).unwrap();
        let packed = long(300).packed().unwrap();
        let text = serde_json::to_string(&packed).unwrap();
        let mut pieces = Vec::new();
        assert_eq!(unpacked(serde_json::to_value(&packed).unwrap(), &mut pieces), plain);
        assert!(pieces.len() > 50 && pieces.iter().all(|bytes| (LEAST..=MOST).contains(bytes)), "{pieces:?}");
        // What the loader looks for stands open.
        assert!(packed.has("select") && packed.has("footer") && packed.has("button"), "{text}");
    }

    #[test]
    fn a_short_text_stands_as_it_is() {
        let packed = long(10).packed().unwrap();
        assert_eq!(packed, long(10));
    }
}
