//! What was found, as a table for people and as JSON for programs.

use super::{
    findings::{Findings, Outcome},
    rules::{Level, Rule},
};
use serde::Serialize;
use std::fmt::Write as _;

#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    endpoint: &'a str,
    conforms: bool,
    summary: Vec<Summary>,
    rules: Vec<Row>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    level: Level,
    holds: usize,
    fails: usize,
    not_offered: usize,
    not_tested: usize,
}

#[derive(Serialize)]
struct Row {
    id: &'static str,
    level: Level,
    section: &'static str,
    title: &'static str,
    outcome: Outcome,
    #[serde(skip_serializing_if = "String::is_empty")]
    detail: String,
}

const LEVELS: [Level; 3] = [Level::Must, Level::Should, Level::May];

/// Whether no rule that binds fails, nor was left untried because the endpoint never had time for it.
pub(super) fn conforms(findings: &Findings) -> bool {
    findings.count(Level::Must, Outcome::Fails) == 0 && findings.untried().is_empty()
}

/// `ciente/conformance/1`.
pub(super) fn json(endpoint: &str, findings: &Findings) -> Result<String, serde_json::Error> {
    let summary = LEVELS.map(|level| {
        let count = |outcome| findings.count(level, outcome);
        Summary {
            level,
            holds: count(Outcome::Holds),
            fails: count(Outcome::Fails),
            not_offered: count(Outcome::NotOffered),
            not_tested: count(Outcome::NotTested),
        }
    });
    let rules = Rule::ALL.iter().map(|rule| {
        let found = findings.of(*rule);
        Row {
            id: rule.id(),
            level: rule.level(),
            section: rule.section(),
            title: rule.title(),
            outcome: found.outcome,
            detail: found.detail,
        }
    });
    let report = Report {
        format: "ciente/conformance/1",
        endpoint,
        conforms: conforms(findings),
        summary: summary.into(),
        rules: rules.collect(),
    };
    serde_json::to_string_pretty(&report)
}

/// One line a rule, what was seen below those that do not hold, a summary at the end.
pub(super) fn table(endpoint: &str, findings: &Findings) -> String {
    let mut out = format!("{endpoint}\n\n");
    let width = Rule::ALL.iter().map(|rule| rule.id().len()).max().unwrap_or_default();
    for rule in Rule::ALL {
        let found = findings.of(*rule);
        let (outcome, level) = (found.outcome.as_str(), rule.level().as_str());
        let _ = writeln!(out, "{outcome:<11}  {level:<6}  {:<width$}  {}", rule.id(), rule.title());
        if !found.detail.is_empty() {
            let _ = writeln!(out, "{:11}  {:6}  {:width$}  → {}", "", "", "", found.detail);
        }
    }
    out.push('\n');
    for level in LEVELS {
        let count = |outcome| findings.count(level, outcome);
        let _ = writeln!(
            out,
            "{:<6}  {} hold, {} fail, {} not offered, {} not tested",
            level.as_str(),
            count(Outcome::Holds),
            count(Outcome::Fails),
            count(Outcome::NotOffered),
            count(Outcome::NotTested)
        );
    }
    out
}
