//! The category at the head of a first cell, and the items behind it.

use crate::markdown::{Cell, fold, one_line};
use ciente_notice::{Inline, plain_text};
use std::slice;

/// Longer than this, a text is a sentence and no label.
const LONGEST_LABEL: usize = 120;

/// A first cell, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Category {
    /// The label on one line, without its colon.
    pub(crate) label: String,
    /// The rest of the cell.
    pub(crate) items: Vec<Inline>,
    /// Whether the label was set in bold.
    pub(crate) bold: bool,
}

const COLONS: [char; 2] = [':', '：'];

/// Reads a first cell: a label in bold, or before a colon, or the whole of a short cell.
pub(crate) fn read(cell: &Cell) -> Option<Category> {
    let category = bold(&cell.content).or_else(|| plain(&cell.content))?;
    let readable = category.label.chars().any(char::is_alphanumeric) && category.label.chars().count() <= LONGEST_LABEL;
    readable.then_some(category)
}

/// The label of a row in the retention table: the whole cell, one line a label.
pub(crate) fn labels(cell: &Cell) -> Option<String> {
    let text = plain_text(&cell.content);
    let lines: Vec<String> =
        text.lines().map(|line| without_colon(&one_line(line)).to_owned()).filter(|line| !line.is_empty()).collect();
    let text = lines.join("\n");
    text.chars().any(char::is_alphanumeric).then_some(text)
}

/// `**Label:** items`, `**Label**: items`, `**Label** (items)`, `**Label: items**`. Bold that continues behind a space
/// belongs to the label; bold behind a colon is an item.
fn bold(content: &[Inline]) -> Option<Category> {
    let mut label = String::new();
    let mut used = 0;
    for inline in content {
        match inline {
            _ if is_strong(inline) => label.push_str(&plain_text(slice::from_ref(inline))),
            Inline::Text { text } if used > 0 && text.trim().is_empty() && !text.contains('\n') => label.push_str(text),
            _ => break,
        }
        used += 1;
        if label.trim_end().ends_with(COLONS) {
            break;
        }
    }
    if used == 0 {
        return None;
    }
    let rest = &content[used..];
    let label = one_line(&label);
    let bare = without_colon(&label);
    let (label, mut items) = if bare.len() < label.len() {
        (bare.to_owned(), rest.to_vec())
    } else if let (true, Some((before, behind))) = (rest.is_empty(), label.split_once(COLONS)) {
        (before.trim_end().to_owned(), vec![Inline::Strong { content: vec![Inline::Text { text: behind.into() }] }])
    } else {
        (label, without_leading_colon(rest))
    };
    // A comma in bold joins the label to its items; it stays with them, so that no character is lost.
    let bare = label.trim_end_matches([',', '，', '、']);
    if bare.len() < label.len() {
        items.insert(0, Inline::Text { text: format!("{} ", &label[bare.len()..]) });
    }
    Some(Category { label: bare.trim_end().to_owned(), items: fold(items), bold: true })
}

/// Whether an inline is bold, be it within a link or slanted as well.
fn is_strong(inline: &Inline) -> bool {
    match inline {
        Inline::Strong { .. } => true,
        Inline::Emphasis { content } | Inline::Link { content, .. } => {
            !content.is_empty() && content.iter().all(is_strong)
        }
        Inline::Text { .. } | Inline::Code { .. } => false,
    }
}

/// `Label: items`, or a short cell that is all label.
fn plain(content: &[Inline]) -> Option<Category> {
    if let Some(Inline::Text { text }) = content.first()
        && let Some((label, behind)) = text.split_once(COLONS)
        && !label.contains(['(', '（', '\n'])
    {
        let mut items = content.to_vec();
        items[0] = Inline::Text { text: behind.into() };
        return Some(Category { label: one_line(label), items: fold(items), bold: false });
    }
    let text = plain_text(content);
    let short = text.chars().count() <= LONGEST_LABEL && !text.contains('\n') && !text.ends_with(['.', '。']);
    short.then(|| Category { label: one_line(&text), items: Vec::new(), bold: false })
}

fn without_colon(text: &str) -> &str {
    text.trim_end().strip_suffix(COLONS).unwrap_or(text).trim_end()
}

fn without_leading_colon(rest: &[Inline]) -> Vec<Inline> {
    let mut rest = rest.to_vec();
    if let Some(Inline::Text { text }) = rest.first_mut()
        && let Some(behind) = text.trim_start().strip_prefix(COLONS)
    {
        *text = behind.to_owned();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Report, SourceText};
    use std::{path::Path, sync::Arc};

    fn cell(markdown: &str) -> Cell {
        let file = Arc::new(SourceText::new(Path::new("x.md"), format!("| {markdown} |\n|---|\n")));
        let mut report = Report::new(false);
        let nodes = crate::markdown::read(&file, &mut report);
        let Some(crate::markdown::Kind::Table(table)) = nodes.first().map(|node| &node.kind) else {
            panic!("{nodes:?}")
        };
        table.header[0].clone()
    }

    fn parts(markdown: &str) -> Option<(String, String)> {
        read(&cell(markdown)).map(|category| (category.label, plain_text(&category.items)))
    }

    #[test]
    fn labels_in_all_the_forms_that_authors_write() {
        for (markdown, label, items) in [
            ("**Log  Data:** a, b", "Log Data", "a, b"),
            ("**Log Data**: a, b", "Log Data", "a, b"),
            ("**Log Data**:a", "Log Data", "a"),
            ("**Log Data** (a)", "Log Data", "(a)"),
            ("**Log Data**", "Log Data", ""),
            ("**Log Data,** such as a", "Log Data", ", such as a"),
            ("**Log** **Data:** a", "Log Data", "a"),
            ("**Log Data: a**", "Log Data", "a"),
            ("**日志数据：** 甲", "日志数据", "甲"),
            ("**日志数据：**甲", "日志数据", "甲"),
            ("<b>Log Data</b>：<b>a</b> (b)", "Log Data", "a (b)"),
            ("***Log Data***: a, b", "Log Data", "a, b"),
            ("***Log Data:*** a, b", "Log Data", "a, b"),
            ("[**Log Data**](#x): a, b", "Log Data", "a, b"),
            ("Log Data: a, b", "Log Data", "a, b"),
            ("Log Data", "Log Data", ""),
        ] {
            assert_eq!(parts(markdown), Some((label.into(), items.into())), "{markdown}");
        }
    }

    #[test]
    fn what_is_no_label_is_none() {
        assert_eq!(parts("We keep all sorts of things."), None);
        assert_eq!(parts("**:** a"), None);
        assert_eq!(parts(&"word ".repeat(40)), None);
        assert_eq!(labels(&cell("**A:**<br>B")), Some("A\nB".into()));
        assert_eq!(labels(&cell("—")), None);
    }
}
