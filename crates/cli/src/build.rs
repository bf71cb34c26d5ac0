//! `ciente build`: from sources to files, with everything that is wrong with the sources said at once.

use crate::{
    args::BuildArgs,
    assemble,
    output::{self, Built, WriteError, count, layout, write_all},
    report::{Report, Severity, Style, render},
    source::{Asked, SourceError, find},
};
use ciente_notice::CanonicalError;
use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

/// Why a build could not run at all. Errors in the sources are none of these: they are findings.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BuildError {
    /// The sources could not be looked at.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A notice has no canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The result could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The terminal or pipe went away.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

/// Builds, prints, and says how it went: 0 built, 1 the sources have errors. 2, for "could not run", is the caller's.
pub(crate) fn run(args: &BuildArgs) -> Result<ExitCode, BuildError> {
    let asked = Asked { locale: args.locale.clone(), id: args.id.clone(), version_label: args.version_label.clone() };
    let mut report = Report::new(args.strict);
    let built = build(args, &asked, &mut report)?;
    print_findings(&report)?;
    if report.count(Severity::Error) > 0 {
        return Ok(ExitCode::from(1));
    }
    write_all(&args.out, built.iter().flat_map(|notice| &notice.files))?;
    if !args.quiet {
        io::stdout().write_all(output::summary(&built, &args.out).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn build(args: &BuildArgs, asked: &Asked, report: &mut Report) -> Result<Vec<Built>, BuildError> {
    let mut built = Vec::new();
    for source in find(&args.sources, asked, report)? {
        let versions = source.versions.iter().map(|version| assemble::version(&source, version, report)).collect();
        built.push(layout(&source, versions, &args.stylesheet)?);
    }
    Ok(built)
}

fn print_findings(report: &Report) -> io::Result<()> {
    let mut out = io::stderr().lock();
    let is_terminal = out.is_terminal();
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    // A pipe is read by programs and tests: lines long enough that no message is broken.
    let style = Style { colour: is_terminal && !no_colour, width: if is_terminal { 100 } else { 200 } };
    for finding in report.findings() {
        writeln!(out, "{}", render(finding, style).trim_matches('\n'))?;
        writeln!(out)?;
    }
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    if errors > 0 {
        let warnings =
            if warnings > 0 { format!(" and {}", count(warnings, "warning", "warnings")) } else { String::new() };
        writeln!(out, "{}{warnings}; nothing was written", count(errors, "error", "errors"))?;
    } else if warnings > 0 {
        writeln!(out, "{}", count(warnings, "warning", "warnings"))?;
    }
    Ok(())
}
