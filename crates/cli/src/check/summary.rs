//! What is printed at the end: how much was read, what was found, and what other documents must say.

use super::{page::Page, rule::Rule};
use crate::{
    output::count,
    report::{Report, Severity},
};
use std::collections::BTreeSet;

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

    /// The notes, those of one place on one line.
    pub(super) fn notes(report: &Report) -> String {
        let mut lines: Vec<(String, Vec<&str>, &str)> = Vec::new();
        for note in report.findings().iter().filter(|finding| finding.severity == Severity::Note) {
            let at = note.place.as_ref().map_or_else(String::new, |place| {
                let (line, column) = (place.file.line(place.span.start), place.file.column(place.span.start));
                format!("{}:{line}:{column}", place.file.path.display())
            });
            // What is said by reference differs from note to note; where, is the same.
            let message = note.message.rsplit_once(": ").map_or(note.message.as_str(), |(reference, _)| reference);
            match lines.last_mut() {
                Some((last, rules, _)) if *last == at => rules.push(note.code.as_str()),
                _ => lines.push((at, vec![note.code.as_str()], message)),
            }
        }
        let line =
            |(at, rules, message): (String, Vec<&str>, &str)| format!("note[{}] {at}: {message}\n", rules.join(", "));
        let mut text: String = lines.into_iter().map(line).collect();
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }

    /// The last lines.
    pub(super) fn text(&self, report: &Report) -> String {
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
            text +=
                &format!("only tables, links and numbers were checked, for want of words: {}\n", locales.join(", "));
        }
        text
    }
}
