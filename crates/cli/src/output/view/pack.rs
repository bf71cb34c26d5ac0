//! A long text in pieces: the loader reads each when it is its turn, so that no page stands still for the whole.

use super::tree::Node;

/// A tree with more JSON than this, in bytes, is packed: a slow phone would be a tenth of a second about reading it in one go.
const LONG: usize = 50_000;
/// What has less JSON than this is not worth packing.
const LEAST: usize = 500;
/// What has more is packed in pieces: each is read within a few milliseconds on a slow phone.
const MOST: usize = 12_000;

/// Whether there is an element with this tag, itself included.
fn has(node: &Node, wanted: &str) -> bool {
    match node {
        Node::Element { tag, children, .. } => tag == wanted || children.iter().any(|child| has(child, wanted)),
        _ => false,
    }
}

/// The tree as it is loaded. Of a long one, pieces of the running text are JSON in strings, which are read when it is their
/// turn; the loader knows its way round what there is besides.
pub(super) fn packed(node: Node) -> serde_json::Result<Node> {
    if serde_json::to_string(&node)?.len() > LONG { with_packed_text(node) } else { Ok(node) }
}

fn with_packed_text(node: Node) -> serde_json::Result<Node> {
    let Node::Element { tag, attributes, children } = node else { return Ok(node) };
    let is_text = attributes.iter().any(|(name, value)| name == "part" && value == "sections");
    let pack = if is_text { in_pieces } else { with_packed_text };
    let children = children.into_iter().map(pack).collect::<serde_json::Result<_>>()?;
    Ok(Node::Element { tag, attributes, children })
}

fn in_pieces(node: Node) -> serde_json::Result<Node> {
    let json = serde_json::to_string(&node)?;
    match node {
        Node::Element { .. } if (LEAST..=MOST).contains(&json.len()) && !has(&node, "select") => Ok(Node::Packed(json)),
        Node::Element { tag, attributes, children } if json.len() > LEAST => {
            let children = children.into_iter().map(in_pieces).collect::<serde_json::Result<_>>()?;
            Ok(Node::Element { tag, attributes, children })
        }
        small => Ok(small),
    }
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
    use super::{super::tree::tree, *};

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
        let packed = packed(long(300)).unwrap();
        let text = serde_json::to_string(&packed).unwrap();
        let mut pieces = Vec::new();
        assert_eq!(unpacked(serde_json::to_value(&packed).unwrap(), &mut pieces), plain);
        assert!(pieces.len() > 50 && pieces.iter().all(|bytes| (LEAST..=MOST).contains(bytes)), "{pieces:?}");
        // What the loader looks for stands open.
        assert!(has(&packed, "select") && has(&packed, "footer") && has(&packed, "button"), "{text}");
    }

    #[test]
    fn a_short_text_stands_as_it_is() {
        let packed = packed(long(10)).unwrap();
        assert_eq!(packed, long(10));
    }
}
