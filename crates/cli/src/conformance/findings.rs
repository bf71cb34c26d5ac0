//! What was found out about each rule.

use super::rules::{Level, Rule};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a rule came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    Holds,
    Fails,
    /// The endpoint does not do this, and need not.
    NotOffered,
    /// It could not be tried; the detail says why.
    NotTested,
}

impl Outcome {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "FAILS",
            Self::NotOffered => "not offered",
            Self::NotTested => "not tested",
        }
    }
}

/// A rule's outcome with what was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) outcome: Outcome,
    pub(crate) detail: String,
}

/// Why a rule is not seen to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// It does not hold.
    Broken(String),
    /// What was seen says nothing about it.
    Untold(String),
    /// The endpoint said "later" until there was no patience left.
    Busy(String),
}

/// Whether a rule holds.
pub(super) type Verdict = Result<(), Why>;

impl<S: Into<String>> From<S> for Why {
    fn from(detail: S) -> Self {
        Self::Broken(detail.into())
    }
}

/// All outcomes. A rule that failed once has failed.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    found: BTreeMap<Rule, Finding>,
    /// Rules that could not be tried for want of time.
    busy: BTreeSet<Rule>,
}

impl Findings {
    pub(super) fn holds(&mut self, rule: Rule) {
        self.put(rule, Outcome::Holds, String::new());
    }

    pub(super) fn fails(&mut self, rule: Rule, detail: impl Into<String>) {
        self.put(rule, Outcome::Fails, detail.into());
    }

    pub(super) fn not_offered(&mut self, rule: Rule, detail: impl Into<String>) {
        self.put(rule, Outcome::NotOffered, detail.into());
    }

    pub(super) fn not_tested(&mut self, rule: Rule, detail: impl Into<String>) {
        self.put(rule, Outcome::NotTested, detail.into());
    }

    /// Holds, unless there is something to say.
    pub(super) fn judge(&mut self, rule: Rule, verdict: Verdict) {
        match verdict {
            Ok(()) => self.holds(rule),
            Err(Why::Broken(detail)) => self.fails(rule, detail),
            Err(Why::Untold(detail)) => self.not_tested(rule, detail),
            Err(Why::Busy(detail)) => {
                self.busy.insert(rule);
                self.not_tested(rule, detail);
            }
        }
    }

    fn put(&mut self, rule: Rule, outcome: Outcome, detail: String) {
        let failed = self.found.get(&rule).is_some_and(|known| known.outcome == Outcome::Fails);
        if !failed {
            self.found.insert(rule, Finding { outcome, detail });
        }
    }

    pub(crate) fn of(&self, rule: Rule) -> Finding {
        let none = || Finding { outcome: Outcome::NotTested, detail: "it depends on what failed before".into() };
        self.found.get(&rule).cloned().unwrap_or_else(none)
    }

    /// Which rules that bind could not be tried, because the endpoint never had time for them.
    pub(crate) fn untried(&self) -> Vec<&'static str> {
        let binds = |rule: &&Rule| rule.level() == Level::Must && self.of(**rule).outcome == Outcome::NotTested;
        self.busy.iter().filter(binds).map(|rule| rule.id()).collect()
    }

    /// How many rules of a level came to this.
    pub(crate) fn count(&self, level: Level, outcome: Outcome) -> usize {
        Rule::ALL.iter().filter(|rule| rule.level() == level && self.of(**rule).outcome == outcome).count()
    }
}
