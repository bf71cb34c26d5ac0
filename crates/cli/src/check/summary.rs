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
