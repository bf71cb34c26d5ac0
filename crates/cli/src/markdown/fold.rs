//! White space in running text: runs become one space, line breaks stay, nothing visible is touched.

use ciente_notice::Inline;

/// Folds white space across the whole run, so that `a **b **c` has one space between each, drops what became empty and
/// joins neighbouring texts.
pub(crate) fn fold(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut inlines = inlines;
    // As if a line had just ended: leading space goes.
    let mut before = '\n';
    each_leaf(&mut inlines, &mut |text| {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            let c = if c == '\n' || !c.is_whitespace() { c } else { ' ' };
            // Nobody sees them, and JSON readers and terminals trip over them.
            if c.is_control() && c != '\n' {
                continue;
            }
            if (c == ' ' || c == '\n') && (before == '\n' || (c == ' ' && before == ' ')) {
                continue;
            }
            out.push(c);
            before = c;
        }
        *text = out;
    });
    let mut after = '\n';
    each_leaf_backwards(&mut inlines, &mut |text| {
        let mut kept = Vec::with_capacity(text.len());
        for c in text.chars().rev() {
            if (c == ' ' || c == '\n') && after == '\n' {
                continue;
            }
            kept.push(c);
            after = c;
        }
        *text = kept.into_iter().rev().collect();
    });
    tidy(inlines)
}

/// A text on one line: for headings, categories and titles.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn each_leaf(inlines: &mut [Inline], visit: &mut impl FnMut(&mut String)) {
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Code { text } => visit(text),
            Inline::Strong { content } | Inline::Emphasis { content } | Inline::Link { content, .. } => {
                each_leaf(content, visit);
            }
        }
    }
}

fn each_leaf_backwards(inlines: &mut [Inline], visit: &mut impl FnMut(&mut String)) {
    for inline in inlines.iter_mut().rev() {
        match inline {
            Inline::Text { text } | Inline::Code { text } => visit(text),
            Inline::Strong { content } | Inline::Emphasis { content } | Inline::Link { content, .. } => {
                each_leaf_backwards(content, visit);
            }
        }
    }
}

fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Text { text } => {
                if let Some(Inline::Text { text: last }) = out.last_mut() {
                    last.push_str(&text);
                } else if !text.is_empty() {
                    out.push(Inline::Text { text });
                }
            }
            Inline::Code { text } if text.is_empty() => {}
            code @ Inline::Code { .. } => out.push(code),
            Inline::Strong { content } => keep(&mut out, content, |content| Inline::Strong { content }),
            Inline::Emphasis { content } => keep(&mut out, content, |content| Inline::Emphasis { content }),
            Inline::Link { href, content } => keep(&mut out, content, |content| Inline::Link { href, content }),
        }
    }
    out
}

/// Keeps an element that still has text. One that holds only white space is no element but that white space.
fn keep(out: &mut Vec<Inline>, content: Vec<Inline>, wrap: impl FnOnce(Vec<Inline>) -> Inline) {
    let content = tidy(content);
    match content.as_slice() {
        [] => {}
        [Inline::Text { text }] if text.trim().is_empty() => {
            let mut joined = tidy(vec![Inline::Text { text: text.clone() }]);
            if let (Some(Inline::Text { text: last }), Some(Inline::Text { text })) = (out.last_mut(), joined.first()) {
                last.push_str(text);
            } else {
                out.append(&mut joined);
            }
        }
        _ => out.push(wrap(content)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text { text: text.into() }
    }

    fn strong(content: Vec<Inline>) -> Inline {
        Inline::Strong { content }
    }

    #[test]
    fn white_space_folds_across_elements() {
        assert_eq!(
            fold(vec![text(" \t a \u{a0}"), strong(vec![text(" b "), text("")]), text("  c\u{3000} ")]),
            vec![text("a "), strong(vec![text("b ")]), text("c")]
        );
    }

    #[test]
    fn line_breaks_stay_but_not_at_the_ends() {
        assert_eq!(fold(vec![text("\n a \n\n  b"), text(" \n ")]), vec![text("a\nb")]);
    }

    #[test]
    fn empty_elements_vanish_and_texts_join() {
        assert_eq!(fold(vec![text("a"), strong(vec![text(" ")]), text("b")]), vec![text("a b")]);
        assert_eq!(fold(vec![text("a"), strong(vec![]), text("b")]), vec![text("ab")]);
    }
}
