//! Findings for people, for programs and for annotations, each format written in a function here; how one finding looks
//! as text stands in `render`.

use super::{Finding, Place, Report, Severity, Style, render};
use serde::Serialize;
use std::io::{self, IsTerminal, Write};

/// How findings are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// As a compiler prints them, with the line that each is about
    #[default]
    Text,
    /// One JSON object for programs
    Json,
    /// Annotations of GitHub Actions
    Github,
}

/// Writes all findings.
pub(crate) fn write(report: &Report, format: Format, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Text => text(report, Style::of(false), out),
        Format::Json => json(report, out),
        Format::Github => report.findings().iter().try_for_each(|finding| annotation(finding, out)),
    }
}

/// Writes all findings to standard output, in colour where that is a terminal.
pub(crate) fn print(report: &Report, format: Format) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match format {
        Format::Text => text(report, Style::of(out.is_terminal()), &mut out),
        _ => write(report, format, &mut out),
    }
}

impl Style {
    /// For a terminal or not, with the wishes of its owner.
    pub(crate) fn of(is_terminal: bool) -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        // A pipe is read by programs and tests: lines long enough that no message is broken.
        Self { colour: is_terminal && !no_colour, width: if is_terminal { 100 } else { 200 } }
    }
}

fn text(report: &Report, style: Style, out: &mut impl Write) -> io::Result<()> {
    let (notes, findings): (Vec<_>, Vec<_>) =
        report.findings().iter().partition(|finding| finding.severity == Severity::Note);
    for finding in findings {
        writeln!(out, "{}\n", render(finding, style).trim_matches('\n'))?;
    }
    for note in &notes {
        let at = note.place.as_ref().map(Position::of).map(|at| format!("{}:{}:{}: ", at.file, at.line, at.column));
        writeln!(out, "note[{}] {}{}", note.code.as_str(), at.unwrap_or_default(), note.message)?;
    }
    if notes.is_empty() { Ok(()) } else { writeln!(out) }
}

/// Where, in words and numbers: lines and columns from 1, columns in characters, the end behind the last one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Position {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Position {
    fn of(place: &Place) -> Self {
        let (file, span) = (&place.file, &place.span);
        Self {
            file: file.path.display().to_string(),
            line: file.line(span.start),
            column: file.column(span.start),
            end_line: file.line(span.end),
            end_column: file.column(span.end),
        }
    }
}

#[derive(Serialize)]
struct Findings<'r> {
    format: &'static str,
    findings: Vec<One<'r>>,
    errors: usize,
    warnings: usize,
    notes: usize,
}

#[derive(Serialize)]
struct One<'r> {
    rule: &'static str,
    level: &'static str,
    message: &'r str,
    help: &'r str,
    #[serde(flatten)]
    place: Option<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<Position>,
}

fn json(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let findings = report.findings().iter().map(|finding| One {
        rule: finding.code.as_str(),
        level: finding.severity.as_str(),
        message: &finding.message,
        help: &finding.help,
        place: finding.place.as_ref().map(Position::of),
        other: finding.other.as_ref().map(Position::of),
    });
    let count = |severity| report.count(severity);
    let findings = Findings {
        format: "ciente/findings/1",
        findings: findings.collect(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
    };
    serde_json::to_writer_pretty(&mut *out, &findings)?;
    writeln!(out)
}

/// A workflow command (GitHub Docs, "Workflow commands for GitHub Actions": setting a message).
fn annotation(finding: &Finding, out: &mut impl Write) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    write!(out, "::{level} ")?;
    if let Some(at) = finding.place.as_ref().map(Position::of) {
        write!(out, "file={},line={},endLine={},", property(&at.file), at.line, at.end_line)?;
        // Columns are shown only within one line.
        if at.line == at.end_line {
            write!(out, "col={},endColumn={},", at.column, at.end_column)?;
        }
    }
    let other = finding.other.as_ref().map(Position::of).map(|at| format!(" (see {}:{})", at.file, at.line));
    let message = format!("{}{}\n{}", finding.message, other.unwrap_or_default(), finding.help);
    writeln!(out, "title={}::{}", property(finding.code.as_str()), data(&message))
}

/// Escapes as `@actions/core` does.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Code, SourceText};
    use std::{path::Path, sync::Arc};

    fn report() -> Report {
        let file = Arc::new(SourceText::new(Path::new("a,b/é.md"), "é one\ntwo\n".into()));
        let mut report = Report::new(false);
        let place = |span| Place { file: file.clone(), span };
        report.between(Code::RowsDiffer, place(3..6), place(7..10), "50% more:\nrows".into(), "Mend it.");
        report.about(Code::NoRetention, "none", "Write one.");
        report
    }

    fn written(format: Format) -> String {
        let mut out = Vec::new();
        write(&report(), format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn programs_read_rule_level_and_both_places() {
        let json: serde_json::Value = serde_json::from_str(&written(Format::Json)).unwrap();
        let first = &json["findings"][0];
        assert_eq!((&first["rule"], &first["level"]), (&"rows-differ".into(), &"error".into()));
        let at = |place: &serde_json::Value| ["line", "column", "endLine", "endColumn"].map(|n| place[n].as_u64());
        assert_eq!(at(first), [Some(1), Some(3), Some(1), Some(6)]);
        assert_eq!(at(&first["other"]), [Some(2), Some(1), Some(2), Some(4)]);
        assert_eq!((json["errors"].as_u64(), json["warnings"].as_u64()), (Some(1), Some(1)));
        assert!(json["findings"][1].get("file").is_none());
    }

    #[test]
    fn annotations_escape_what_would_end_them() {
        assert_eq!(
            written(Format::Github),
            "::error file=a%2Cb/é.md,line=1,endLine=1,col=3,endColumn=6,title=rows-differ::50%25 more:%0Arows (see \
             a,b/é.md:2)%0AMend it.\n::warning title=no-retention::none%0AWrite one.\n"
        );
    }
}
