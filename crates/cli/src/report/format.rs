//! Findings in the form that was asked for: text for people, JSON for programs, annotations for GitHub. How one finding
//! looks as text stands in `render`.

use super::{Code, Finding, Place, Report, Severity, Style, render};
use serde_json::{Value, json};
use std::io::{self, Write};

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people, with the line that each is about; in colour on a terminal, unless NO_COLOR is set
    #[default]
    Text,
    /// For programs: one object with all findings
    Json,
    /// Annotations of a pull request, as GitHub Actions reads them
    Github,
}

/// Writes all findings. As text, without colour and in lines long enough that no message is broken: see
/// [`write_styled`] for a terminal.
pub(crate) fn write(report: &Report, format: Format, out: &mut impl Write) -> io::Result<()> {
    write_styled(report, format, Style::PIPE, out)
}

/// Writes all findings; `style` is how text looks.
pub(crate) fn write_styled(report: &Report, format: Format, style: Style, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Text => {
            // The linter says its notes in a few lines of its own.
            let is_said =
                |finding: &&Finding| finding.severity != Severity::Note || !matches!(finding.code, Code::Check(_));
            for finding in report.findings().iter().filter(is_said) {
                writeln!(out, "{}\n", render(finding, style).trim_matches('\n'))?;
            }
            Ok(())
        }
        Format::Json => {
            let findings: Vec<Value> = report.findings().iter().map(json).collect();
            let whole = json!({
                "format": "ciente/findings/1",
                "errors": report.count(Severity::Error),
                "warnings": report.count(Severity::Warning),
                "notes": report.count(Severity::Note),
                "findings": findings,
            });
            serde_json::to_writer_pretty(&mut *out, &whole)?;
            writeln!(out)
        }
        Format::Github => report.findings().iter().try_for_each(|finding| writeln!(out, "{}", annotation(finding))),
    }
}

/// A finding with its place spread into it: `file`, and 1-based `line`, `column`, `endLine`, `endColumn` in characters,
/// the end behind the last one; `text` is the line, a long one cut to what is around. All are null where a finding is about no place.
fn json(finding: &Finding) -> Value {
    let mut object = json!({
        "rule": finding.code.as_str(),
        "level": finding.severity.as_str(),
        "message": finding.message,
        "help": finding.help,
        "file": null, "line": null, "column": null, "endLine": null, "endColumn": null, "text": null,
        "other": finding.other.as_ref().map(place),
    });
    if let (Some(object), Some(Value::Object(place))) = (object.as_object_mut(), finding.place.as_ref().map(place)) {
        object.extend(place);
    }
    object
}

fn place(place: &Place) -> Value {
    let ((line, column), (end_line, end_column)) = ends(place);
    json!({
        "file": path(place),
        "line": line, "column": column, "endLine": end_line, "endColumn": end_column,
        "text": line_text(place, line),
    })
}

/// The line, cut to what stands around the place: a row of a policy's table easily has four thousand characters, and a
/// hostile line a million findings.
fn line_text(place: &Place, line: usize) -> &str {
    const AROUND: usize = 1000;
    let range = place.file.line_range(line);
    let floor = |i: usize| place.file.text.floor_char_boundary(i);
    let from = if range.len() <= 2 * AROUND {
        range.start
    } else {
        floor(place.span.start.saturating_sub(AROUND)).max(range.start)
    };
    place.file.slice(from..floor(from + 2 * AROUND).min(range.end))
}

fn ends(place: &Place) -> ((usize, usize), (usize, usize)) {
    let at = |offset: usize| (place.file.line(offset), place.file.column(offset));
    let start = at(place.span.start);
    // A span that ends with its line feed ends in that line, not at the head of the next.
    let trimmed = place.file.slice(place.span.clone()).trim_end().len();
    (start, at(place.span.start + trimmed))
}

/// With `/` between its parts on every system, as annotations want it.
fn path(place: &Place) -> String {
    place.file.path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
}

/// A workflow command (GitHub Docs, "Workflow commands for GitHub Actions"; escapes as in actions/toolkit, `command.ts`).
fn annotation(finding: &Finding) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = &finding.place {
        let ((line, column), (end_line, end_column)) = ends(place);
        properties.push(format!("file={}", property(&path(place))));
        properties.push(format!("line={line}"));
        if end_line > line {
            properties.push(format!("endLine={end_line}"));
        }
        properties.push(format!("col={column}"));
        // GitHub refuses columns of an annotation over several lines.
        if end_line == line && end_column > column {
            properties.push(format!("endColumn={end_column}"));
        }
    }
    properties.push(format!("title={}", property(finding.code.as_str())));
    let mut message = finding.message.clone();
    if let Some(other) = &finding.other {
        let ((line, column), _) = ends(other);
        message.push_str(&format!("\nThe other one: {}:{line}:{column}", path(other)));
    }
    message.push('\n');
    message.push_str(&finding.help);
    format!("::{command} {}::{}", properties.join(","), data(&message))
}

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
        let file = Arc::new(SourceText::new(Path::new("a,b:c/100%.md"), "one\ntwo é three\nfour\n".into()));
        let mut report = Report::new(false);
        let span = file.text.find("three").unwrap();
        report.at(
            Code::HtmlTable,
            Place { file: file.clone(), span: span..span + 5 },
            "50% is\nlost",
            "Mend: it, now.",
        );
        let (all, first) = (0..file.text.len(), 0..3);
        report.between(
            Code::NoRetention,
            Place { file: file.clone(), span: all },
            Place { file, span: first },
            "x".into(),
            "y",
        );
        report.about(Code::NotUtf8, "z.md is not UTF-8", "Save it.");
        report
    }

    fn written(format: Format) -> String {
        let mut out = Vec::new();
        write(&report(), format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn annotations_are_escaped_as_github_documents() {
        assert_eq!(
            written(Format::Github),
            "::error file=a%2Cb%3Ac/100%25.md,line=2,col=7,endColumn=12,title=html-table::50%25 is%0Alost%0AMend: it, now.\n\
             ::warning file=a%2Cb%3Ac/100%25.md,line=1,endLine=3,col=1,title=no-retention::x%0AThe other one: a,b:c/100%25.md:1:1%0Ay\n\
             ::error title=not-utf8::z.md is not UTF-8%0ASave it.\n"
        );
    }

    #[test]
    fn json_has_every_place_in_characters() {
        let json: Value = serde_json::from_str(&written(Format::Json)).unwrap();
        assert_eq!((&json["errors"], &json["warnings"]), (&json!(2), &json!(1)));
        let [first, second, third] = json["findings"].as_array().unwrap().as_slice() else { panic!("{json}") };
        assert_eq!(
            *first,
            json!({
                "rule": "html-table", "level": "error", "message": "50% is\nlost", "help": "Mend: it, now.",
                "file": "a,b:c/100%.md", "line": 2, "column": 7, "endLine": 2, "endColumn": 12, "text": "two é three",
                "other": null
            })
        );
        assert_eq!((&second["endLine"], &second["other"]["line"]), (&json!(3), &json!(1)));
        assert_eq!((&third["file"], &third["line"]), (&Value::Null, &Value::Null));
    }

    #[test]
    fn text_has_the_line_itself() {
        let text = written(Format::Text);
        assert!(text.contains("error[html-table]") && text.contains("two é three"), "{text}");
    }
}
