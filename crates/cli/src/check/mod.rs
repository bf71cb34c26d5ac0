//! `ciente check`: a linter for notices. What is done with each document and version stands here, each family of rules in
//! a file of its own, the words of the languages in `words`, and what is written about the rules in `docs/check.md`.

mod agree;
mod complete;
mod page;
mod phrase;
mod rows;
mod rule;
mod seen;
mod sink;
mod summary;
mod vague;
mod words;

pub(crate) use rule::{Level, Rule};

use crate::{
    args::CheckArgs,
    assemble::source_locale,
    failure::{Coded, PRINT},
    report::{Finding, Format, Report, Severity, Style, write_styled},
    source::{Asked, NoticeSource, SourceError, VersionSource, find},
};
use page::Page;
use sink::Sink;
use std::{
    io::{self, Write},
    process::ExitCode,
};
use summary::Summary;

/// Why a check could not run at all. What is wrong with the sources is none of these: those are findings.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CheckError {
    /// The sources could not be looked at.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A rule to explain that there is not.
    #[error("--explain: {0}")]
    Rule(#[from] rule::UnknownRule),
    /// The terminal or pipe went away.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

impl Coded for CheckError {
    fn code(&self) -> &'static str {
        match self {
            Self::Source(error) => error.code(),
            Self::Rule(_) => "rule-unknown",
            Self::Print(_) => PRINT,
        }
    }
}

/// Checks, prints, and says how it went: 0 clean, 1 findings of level error. 2, for "could not run", is the caller's.
pub(crate) fn run(args: &CheckArgs) -> Result<ExitCode, CheckError> {
    if args.list_rules {
        io::stdout().write_all(list().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(id) = &args.explain {
        let rule: Rule = id.parse()?;
        writeln!(io::stdout(), "{}\n\n{}", rule.id(), rule.page())?;
        return Ok(ExitCode::SUCCESS);
    }
    let asked = Asked { locale: args.locale.clone(), ..Asked::default() };
    let mut report = Report::new(args.strict);
    let mut summary = Summary::default();
    for notice in find(&args.sources, &asked, &mut report)? {
        for version in &notice.versions {
            check(&notice, version, &mut report, &mut summary);
        }
    }
    let mut out = io::stdout().lock();
    let style = Style::of(&out);
    write_styled(&report, args.format, style, &mut out)?;
    // What programs read on standard output is theirs alone.
    match args.format {
        Format::Text => out.write_all((Summary::notes(&report) + &summary.text(&report)).as_bytes())?,
        Format::Json | Format::Github => io::stderr().write_all(summary.text(&report).as_bytes())?,
    }
    Ok(ExitCode::from(u8::from(report.count(Severity::Error) > 0)))
}

fn check(notice: &NoticeSource, version: &VersionSource, report: &mut Report, summary: &mut Summary) {
    let mut sink = Sink::new(&notice.config.check);
    let mut findings = Vec::new();
    let mut pages: Vec<Page> = Vec::new();
    for document in &version.documents {
        let mut read = Report::new(false);
        pages.push(Page::read(document, &mut read));
        findings.extend(read.findings().iter().filter_map(|finding| weighed(finding, &sink)));
    }
    let source = source_locale(notice, version);
    pages.sort_by_key(|page| (Some(&page.locale) != source.as_ref(), page.locale.clone()));
    let linked = linked(&pages);
    for page in &pages {
        summary.read(page);
        complete::check(page, &notice.config, &mut sink);
        vague::check(page, &mut sink);
        let linked = if page.draft.rule_cells.len() == linked.len() { linked.as_slice() } else { &page.draft.links };
        rows::check(page, linked, &mut sink);
    }
    agree::check(&pages, &mut sink);
    let (found, referred) = sink.end();
    findings.extend(found);
    findings.sort_by_key(|finding| {
        finding.place.as_ref().map(|place| (place.file.path.clone(), place.span.start, place.span.end))
    });
    summary.refer(referred);
    findings.into_iter().for_each(|finding| report.push(finding));
}

/// What reading found, with the level that the notice gives it if it is a rule of the linter too.
fn weighed(finding: &Finding, sink: &Sink<'_>) -> Option<Finding> {
    let severity = match Rule::of(finding.code.as_str()) {
        Some(rule) => sink.severity(rule)?,
        None => finding.severity,
    };
    Some(Finding { severity, ..finding.clone() })
}

/// For each retention rule of the source locale, the data use that it is for, by any locale with as many rows: where one
/// translator chose another name in one of the tables, the others still tell.
fn linked(pages: &[Page]) -> Vec<Option<usize>> {
    let Some((source, others)) = pages.split_first() else { return Vec::new() };
    let counts = |page: &Page| (page.draft.use_cells.len(), page.draft.rule_cells.len());
    let mut linked = source.draft.links.clone();
    for other in others.iter().filter(|other| counts(other) == counts(source)) {
        for (link, theirs) in linked.iter_mut().zip(&other.draft.links) {
            *link = link.or(*theirs);
        }
    }
    linked
}

/// All rules, one a line.
fn list() -> String {
    let line = |rule: &Rule| format!("{:<20} {:<8} {}\n", rule.id(), rule.level().as_str(), rule.summary());
    Rule::ALL.iter().map(line).collect()
}
