//! Where the rules put what they find: with the level that the notice gives the rule, or not at all. What the rules look
//! for stands beside.

use super::rule::{Level, Rule};
use crate::report::{Code, Finding, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// The findings of one notice.
#[derive(Debug)]
pub(super) struct Sink<'n> {
    levels: &'n BTreeMap<Rule, Level>,
    findings: Vec<Finding>,
    referred: BTreeSet<Rule>,
}

impl<'n> Sink<'n> {
    /// With the levels that `notice.toml` states.
    pub(super) const fn new(levels: &'n BTreeMap<Rule, Level>) -> Self {
        Self { levels, findings: Vec::new(), referred: BTreeSet::new() }
    }

    /// What a finding of the rule weighs here; none where the rule is off.
    pub(super) fn severity(&self, rule: Rule) -> Option<Severity> {
        self.levels.get(&rule).copied().unwrap_or_else(|| rule.level()).severity()
    }

    /// Adds a finding at a place.
    pub(super) fn at(&mut self, rule: Rule, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.add(rule, place, None, message.into(), help.into());
    }

    /// Adds a finding about two places that disagree.
    pub(super) fn between(&mut self, rule: Rule, place: Place, other: Place, message: String, help: impl Into<String>) {
        self.add(rule, place, Some(other), message, help.into());
    }

    fn add(&mut self, rule: Rule, place: Place, other: Option<Place>, message: String, help: String) {
        if let Some(severity) = self.severity(rule) {
            self.findings.push(Finding { code: Code::Check(rule), message, help, place: Some(place), other, severity });
        }
    }

    /// Says that what a rule asks for stands in another document, which this one links to.
    pub(super) fn by_reference(&mut self, rule: Rule, place: Place, link: Option<Place>, message: String) {
        if self.severity(rule).is_some() {
            self.referred.insert(rule);
            let (code, severity) = (Code::Check(rule), Severity::Note);
            let help = "Nothing to mend here: see that the other document says it.".to_owned();
            self.findings.push(Finding { code, message, help, place: Some(place), other: link, severity });
        }
    }

    /// What was found, and which rules are satisfied by reference.
    pub(super) fn end(self) -> (Vec<Finding>, BTreeSet<Rule>) {
        (self.findings, self.referred)
    }
}
