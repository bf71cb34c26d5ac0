//! What is printed at the end: how much was read, what was found, and what other documents must say.

use super::{page::Page, rule::Rule};
use crate::{
    args::CheckArgs,
    output::count,
    report::{Finding, Report, Severity, Style, render},
};
use std::{
    collections::BTreeSet,
    io::{self, IsTerminal, Write},
};

/// What was read, and what is satisfied by reference.
#[derive(Debug, Default)]
pub(super) struct Summary {
    documents: usize,
    /// Locales whose language the linter has no words of.
    unknown: BTreeSet<String>,
    referred: BTreeSet<Rule>,
}

impl Summary {
    /// Counts a document.
    pub(super) fn read(&mut self, page: &Page) {
        self.documents += 1;
        if page.words.is_none() {
            self.unknown.insert(page.locale.clone());
        }
    }

    /// Adds what is satisfied by reference.
    pub(super) fn refer(&mut self, rules: BTreeSet<Rule>) {
        self.referred.extend(rules);
    }

    /// Prints everything.
    pub(super) fn print(&self, report: &Report, _: &CheckArgs) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let is_terminal = out.is_terminal();
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let style = Style { colour: is_terminal && !no_colour, width: if is_terminal { 100 } else { 200 } };
        let (notes, findings): (Vec<_>, Vec<_>) =
            report.findings().iter().partition(|finding| finding.severity == Severity::Note);
        for finding in &findings {
            writeln!(out, "{}\n", render(finding, style).trim_matches('\n'))?;
        }
        for note in &notes {
            writeln!(out, "{}", line(note))?;
        }
        if !notes.is_empty() {
            writeln!(out)?;
        }
        out.write_all(self.text(report).as_bytes())
    }

    /// The last lines.
    fn text(&self, report: &Report) -> String {
        let mut text = format!(
            "{} checked: {}, {}, {}\n",
            count(self.documents, "document", "documents"),
            count(report.count(Severity::Error), "error", "errors"),
            count(report.count(Severity::Warning), "warning", "warnings"),
            count(report.count(Severity::Note), "note", "notes"),
        );
        if !self.referred.is_empty() {
            let ids: Vec<&str> = self.referred.iter().map(|rule| rule.id()).collect();
            text += &format!("by reference to another document: {}\n", ids.join(", "));
        }
        if !self.unknown.is_empty() {
            let locales: Vec<&str> = self.unknown.iter().map(String::as_str).collect();
            text += &format!("only tables, links and numbers were checked, for want of words: {}\n", locales.join(", "));
        }
        text
    }
}

/// A note on one line.
fn line(note: &Finding) -> String {
    let place = note.place.as_ref().map(|place| {
        let (line, column) = (place.file.line(place.span.start), place.file.column(place.span.start));
        format!("{}:{line}:{column}: ", place.file.path.display())
    });
    format!("note[{}] {}{}", note.code.as_str(), place.unwrap_or_default(), note.message)
}
