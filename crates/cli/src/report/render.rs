//! Findings as a compiler prints them, through miette. Other formats stand in `format`.

use super::{Finding, Place, Severity};
use crate::terminal::{has_colour, printable};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use std::{borrow::Cow, fmt, io::IsTerminal};

/// Terminal or not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// Whether to use colours.
    pub(crate) colour: bool,
    /// Columns.
    pub(crate) width: usize,
}

impl Style {
    /// For programs and tests: no colour, and lines long enough that no message is broken.
    pub(crate) const PIPE: Self = Self { colour: false, width: 200 };

    /// What suits this stream.
    pub(crate) fn of(stream: &impl IsTerminal) -> Self {
        let width = if stream.is_terminal() { 100 } else { Self::PIPE.width };
        Self { colour: has_colour(stream), width }
    }
}

/// The finding as text, with the line that it is about.
pub(crate) fn render(finding: &Finding, style: Style) -> String {
    let theme = if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(style.width).with_context_lines(0);
    let window = style.width.saturating_sub(16).max(40);
    let other = finding.other.as_ref().map(|place| Shown {
        finding,
        line: Some(Line::of(place, window)),
        is_other: true,
        other: None,
    });
    let shown = Shown {
        finding,
        line: finding.place.as_ref().map(|place| Line::of(place, window)),
        is_other: false,
        other: other.map(Box::new),
    };
    let mut out = String::new();
    // Writing to a `String` cannot fail; should the handler itself give up, the message must still come out.
    match handler.render_report(&mut out, &shown) {
        Ok(()) => out,
        Err(_) => format!("{}: {}\n", finding.code.as_str(), printable(&finding.message)),
    }
}

#[derive(Debug)]
struct Shown<'a> {
    finding: &'a Finding,
    line: Option<Line<'a>>,
    is_other: bool,
    other: Option<Box<Shown<'a>>>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_other { f.write_str("the other one") } else { f.write_str(&printable(&self.finding.message)) }
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let weight = self.finding.severity.as_str();
        (!self.is_other).then(|| Box::new(format!("{weight}[{}]", self.finding.code.as_str())) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            _ if self.is_other => miette::Severity::Advice,
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.is_other).then(|| Box::new(printable(&self.finding.help)) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.line.as_ref().map(|line| line as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let line = self.line.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(None, line.mark))))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let other = self.other.as_deref()?;
        Some(Box::new(std::iter::once(other as &dyn Diagnostic)))
    }
}

/// The line of a place, cut to a window: a row of a policy's table easily has four thousand characters.
#[derive(Debug)]
struct Line<'a> {
    place: &'a Place,
    /// What is seen of it.
    text: Cow<'a, str>,
    window: SourceSpan,
    mark: SourceSpan,
    line: usize,
    /// Of the mark, not of the window: miette prints it beside the file's name.
    column: usize,
}

impl<'a> Line<'a> {
    fn of(place: &'a Place, width: usize) -> Self {
        let file = &place.file;
        let line = file.line(place.span.start);
        let range = file.line_range(line);
        let start = place.span.start.clamp(range.start, range.end);
        let text = file.slice(range.clone());
        let mut indices: Vec<usize> = text.char_indices().map(|(i, _)| range.start + i).collect();
        indices.push(range.end);
        let at = indices.partition_point(|i| *i < start);
        let from = if indices.len() <= width { 0 } else { at.saturating_sub(width / 3) };
        let to = (from + width).min(indices.len() - 1);
        let (from, to) = (indices[from], indices[to]);
        let end = place.span.end.clamp(start, to.max(start));
        Self {
            place,
            text: printable(file.slice(from..to)),
            window: (from, to - from).into(),
            mark: (start, end - start).into(),
            line: line - 1,
            column: file.column(start) - 1,
        }
    }
}

impl SourceCode for Line<'_> {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let data = self.text.as_bytes();
        let name = printable(&self.place.file.path.display().to_string()).into_owned();
        Ok(Box::new(MietteSpanContents::new_named(name, data, self.window, self.line, self.column, 1)))
    }
}
