//! Building one run of inlines from opening, closing and text, whether those come from Markdown or from HTML tags.

use super::fold::fold;
use ciente_notice::Inline;
use std::ops::Range;

/// What can be open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    Strong,
    Emphasis,
    /// Above the line, where digits have characters of their own.
    Raised,
    Link(String),
}

/// The raised digits, in order (Unicode, Superscripts and Subscripts).
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// How deep elements nest. With the depth of lists, this keeps the JSON below the 128 levels that serde_json reads.
const DEEPEST: usize = 12;

/// The run that is being built.
#[derive(Debug, Default)]
pub(crate) struct Run {
    content: Vec<Inline>,
    open: Vec<(Mark, Vec<Inline>)>,
    span: Option<Range<usize>>,
    /// Where a lone `**` stands: how many elements were open, and its index among the inlines there.
    lone: Option<(usize, usize)>,
}

impl Run {
    /// Adds text that stands at `span`.
    pub(crate) fn text(&mut self, text: &str, span: Range<usize>) {
        self.reach(span);
        self.push(Inline::Text { text: text.into() });
    }

    /// Adds a literal.
    pub(crate) fn code(&mut self, text: &str, span: Range<usize>) {
        self.reach(span);
        self.push(Inline::Code { text: text.into() });
    }

    /// Adds a line break.
    pub(crate) fn line_break(&mut self) {
        self.push(Inline::Text { text: "\n".into() });
    }

    /// Opens an element; deeper than anyone nests on purpose, its text stays and it does not.
    pub(crate) fn open(&mut self, mark: Mark) {
        if self.open.len() < DEEPEST {
            self.open.push((mark, Vec::new()));
        }
    }

    /// Closes the innermost element of this kind with all that is open inside it; does nothing where none is open.
    pub(crate) fn close(&mut self, is: impl Fn(&Mark) -> bool) {
        if let Some(depth) = self.open.iter().rposition(|(mark, _)| is(mark)) {
            while self.open.len() > depth {
                self.close_innermost();
            }
        }
    }

    /// A `**` that Markdown left as text. Two of them around text are what their author meant them to be: CommonMark
    /// does not close `**词：**词`, because a full-width colon counts as punctuation and Chinese has no spaces.
    pub(crate) fn lone_stars(&mut self, span: Range<usize>) {
        self.reach(span);
        let depth = self.open.len();
        let stars = || Inline::Text { text: "**".into() };
        let Some((_, index)) = self.lone.take().filter(|(at_depth, _)| *at_depth == depth) else {
            self.lone = Some((depth, self.content_mut().len()));
            return self.push(stars());
        };
        let content = self.content_mut();
        let inside: Vec<_> = content.drain(index..).skip(1).collect();
        if is_tight(&inside) {
            content.push(Inline::Strong { content: inside });
        } else {
            content.push(stars());
            content.extend(inside);
            content.push(stars());
        }
    }

    /// Whether nothing was added since the last [`Run::take`].
    pub(crate) const fn is_empty(&self) -> bool {
        self.content.is_empty() && self.open.is_empty()
    }

    /// The run, folded, and where its text stood. Everything open is closed.
    pub(crate) fn take(&mut self) -> (Vec<Inline>, Option<Range<usize>>) {
        while !self.open.is_empty() {
            self.close_innermost();
        }
        self.lone = None;
        (fold(std::mem::take(&mut self.content)), self.span.take())
    }

    fn close_innermost(&mut self) {
        if let Some((mark, content)) = self.open.pop() {
            if self.lone.is_some_and(|(depth, _)| depth > self.open.len()) {
                self.lone = None;
            }
            self.push(match mark {
                Mark::Strong => Inline::Strong { content },
                Mark::Emphasis => Inline::Emphasis { content },
                Mark::Raised => raised(content),
                Mark::Link(href) => Inline::Link { href, content },
            });
        }
    }

    fn content_mut(&mut self) -> &mut Vec<Inline> {
        self.open.last_mut().map_or(&mut self.content, |(_, content)| content)
    }

    fn push(&mut self, inline: Inline) {
        self.content_mut().push(inline);
    }

    fn reach(&mut self, span: Range<usize>) {
        self.span = Some(match self.span.take() {
            Some(before) => before.start.min(span.start)..before.end.max(span.end),
            None => span,
        });
    }
}

/// What is raised, as a notice can show it: a digit that is flattened to the words around it would make 72 days of 7 and a note.
fn raised(content: Vec<Inline>) -> Inline {
    let digit = |c: char| RAISED.get(usize::try_from(c.to_digit(10)?).ok()?).copied();
    match ciente_notice::plain_text(&content).trim().chars().map(digit).collect::<Option<String>>() {
        Some(text) => Inline::Text { text },
        None => Inline::Emphasis { content },
    }
}

fn is_tight(inside: &[Inline]) -> bool {
    let text = ciente_notice::plain_text(inside);
    !text.is_empty() && text.trim() == text
}

#[cfg(test)]
mod tests {
    use super::*;
    use ciente_notice::plain_text;

    #[test]
    fn a_raised_digit_makes_no_number_of_the_one_before() {
        for (raised, shown) in [("2", "7² days"), ("*", "7* days"), ("12", "7¹² days")] {
            let mut run = Run::default();
            run.text("7", 0..1);
            run.open(Mark::Raised);
            run.text(raised, 1..2);
            run.close(|mark| *mark == Mark::Raised);
            run.text(" days", 2..7);
            assert_eq!(plain_text(&run.take().0), shown);
        }
    }

    #[test]
    fn misnested_and_unclosed_elements_lose_no_text() {
        let mut run = Run::default();
        run.open(Mark::Strong);
        run.text("a", 0..1);
        run.open(Mark::Emphasis);
        run.text("b", 1..2);
        run.close(|mark| *mark == Mark::Strong);
        run.close(|mark| *mark == Mark::Emphasis);
        run.open(Mark::Emphasis);
        run.text("c", 2..3);
        let (inlines, span) = run.take();
        assert_eq!((plain_text(&inlines).as_str(), span), ("abc", Some(0..3)));
        assert!(run.is_empty());
    }
}
