//! What a verification says: each check with its outcome, what it proves and what it does not, and the verdict over all.

use serde::Serialize;

/// How one check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// What it needs is not there, so nothing follows.
    Unknown,
    /// It was not asked for. It has no weight in the verdict.
    Skipped,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// Its name, the same from release to release.
    pub name: &'static str,
    /// How it went.
    pub outcome: Outcome,
    /// What was seen.
    pub detail: String,
    /// What follows from it when it holds.
    pub proves: &'static str,
    /// What does not follow from it.
    pub does_not_prove: &'static str,
}

/// The verdict over all checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every check that was made holds.
    Holds,
    /// At least one does not.
    DoesNotHold,
    /// None fails, but one could not be made.
    CannotTell,
}

/// Checks, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    checks: Vec<Check>,
}

/// The fixed words of a check.
#[derive(Debug)]
pub struct Words {
    /// As [`Check::name`].
    pub name: &'static str,
    /// As [`Check::proves`].
    pub proves: &'static str,
    /// As [`Check::does_not_prove`].
    pub does_not_prove: &'static str,
}

impl Report {
    /// All checks.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The verdict. A report without any check cannot tell.
    pub fn verdict(&self) -> Verdict {
        let any = |outcome| self.checks.iter().any(|check| check.outcome == outcome);
        if any(Outcome::Fails) {
            Verdict::DoesNotHold
        } else if any(Outcome::Unknown) || !any(Outcome::Holds) {
            Verdict::CannotTell
        } else {
            Verdict::Holds
        }
    }

    /// Appends another report's checks.
    pub fn extend(&mut self, other: Self) {
        self.checks.extend(other.checks);
    }

    /// Appends a check.
    pub fn add(&mut self, words: &Words, outcome: Outcome, detail: impl Into<String>) {
        let Words { name, proves, does_not_prove } = *words;
        self.checks.push(Check { name, outcome, detail: detail.into(), proves, does_not_prove });
    }

    /// Appends what holds with one text, or fails with another.
    pub fn judge(&mut self, words: &Words, result: Result<String, String>) {
        match result {
            Ok(detail) => self.add(words, Outcome::Holds, detail),
            Err(detail) => self.add(words, Outcome::Fails, detail),
        }
    }
}
