//! A report, for people and for programs.

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

/// A text as a terminal may show it: what is quoted from a file may hold characters that erase lines or turn their order.
fn plain(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().fold(String::with_capacity(text.len()), |mut plain, c| {
        if hidden(c) {
            plain.extend(c.escape_unicode());
        } else {
            plain.push(c);
        }
        plain
    })
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
        writeln!(out, "{mark:<8}{name}: {}", plain(detail))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says_changes_nothing_on_the_terminal() {
        for (text, shown) in [
            ("José, アリス, أحمد 🙂", "José, アリス, أحمد 🙂"),
            ("Z\u{1b}[2K\nIt holds", "Z\\u{1b}[2K\\u{a}It holds"),
            ("a\u{202e}b\u{9b}\u{feff}", "a\\u{202e}b\\u{9b}\\u{feff}"),
        ] {
            assert_eq!(plain(text), shown);
        }
    }
}
