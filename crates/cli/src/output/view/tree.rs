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
}
