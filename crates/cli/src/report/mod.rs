//! What is wrong with sources: findings with file, line and what to do. Rendering them stands beside, finding them elsewhere.

mod code;
mod format;
mod render;
mod text;

pub(crate) use code::{Code, Severity};
pub(crate) use format::{Format, write, write_styled};
pub(crate) use render::{Style, render};
pub(crate) use text::SourceText;

use std::{ops::Range, sync::Arc};

/// A place in a source file.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The file.
    pub(crate) file: Arc<SourceText>,
    /// Bytes of its text.
    pub(crate) span: Range<usize>,
}

/// One thing that is wrong.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    /// Which rule.
    pub(crate) code: Code,
    /// What is wrong, one sentence.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: String,
    /// Where; none where no text could be read.
    pub(crate) place: Option<Place>,
    /// The place that it disagrees with.
    pub(crate) other: Option<Place>,
    /// What it weighs in this run.
    pub(crate) severity: Severity,
}

/// All findings of a run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    strict: bool,
    findings: Vec<Finding>,
}

impl Report {
    /// An empty report; with `strict`, warnings weigh as errors.
    pub(crate) const fn new(strict: bool) -> Self {
        Self { strict, findings: Vec::new() }
    }

    /// Adds a finding at a place.
    pub(crate) fn at(&mut self, code: Code, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.add(code, Some(place), None, message.into(), help.into());
    }

    /// Adds a finding about two places that disagree.
    pub(crate) fn between(&mut self, code: Code, place: Place, other: Place, message: String, help: impl Into<String>) {
        self.add(code, Some(place), Some(other), message, help.into());
    }

    /// Adds a finding about a file or folder as a whole; the message must name it.
    pub(crate) fn about(&mut self, code: Code, message: impl Into<String>, help: impl Into<String>) {
        self.add(code, None, None, message.into(), help.into());
    }

    fn add(&mut self, code: Code, place: Option<Place>, other: Option<Place>, message: String, help: String) {
        self.push(Finding { code, message, help, place, other, severity: code.severity() });
    }

    /// Adds a finding whose weight has been decided; with `strict`, a warning weighs as an error.
    pub(crate) fn push(&mut self, mut finding: Finding) {
        if self.strict && finding.severity == Severity::Warning {
            finding.severity = Severity::Error;
        }
        self.findings.push(finding);
    }

    /// All findings in the order in which they were made.
    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many findings have this weight.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}
