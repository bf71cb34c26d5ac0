//! A report, for people and for programs.

use crate::terminal::visible;
use ciente_evidence::{Check, Outcome, Report, Verdict};
use serde::Serialize;
use std::io::{self, Write};

/// For programs.
#[derive(Serialize)]
struct Verification<'r> {
    format: &'static str,
    verdict: Verdict,
    checks: &'r [Check],
}

pub(super) fn text(report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for Check { name, outcome, detail, proves, does_not_prove } in report.checks() {
        let mark = match outcome {
            Outcome::Holds => "holds",
            Outcome::Fails => "FAILS",
            Outcome::Unknown => "unknown",
            Outcome::Skipped => "skipped",
        };
        writeln!(out, "{mark:<8}{name}: {}", visible(detail))?;
        if matches!(outcome, Outcome::Holds) {
            writeln!(out, "        proves: {proves}\n        does not prove: {does_not_prove}")?;
        }
    }
    let verdict = match report.verdict() {
        Verdict::Holds => "It holds: every check that was made.",
        Verdict::DoesNotHold => "It does NOT hold.",
        Verdict::CannotTell => "Cannot tell: something that a check needs is missing.",
    };
    writeln!(out, "\n{verdict}")
}

pub(super) fn json(report: &Report) -> io::Result<()> {
    let verification =
        Verification { format: "ciente/verification/1", verdict: report.verdict(), checks: report.checks() };
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &verification)?;
    writeln!(out)
}
