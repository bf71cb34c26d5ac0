//! `ciente build`: from sources to files, with everything that is wrong with the sources said at once.

use crate::{
    args::BuildArgs,
    assemble,
    diff::{Declaration, Judgement, Side, judge},
    failure::{Coded, PRINT},
    output::{self, Built, Stylesheet, StylesheetError, WriteError, count, layout, write_all},
    report::{self, Code, Format, Report, Severity, Style},
    source::{Asked, NoticeSource, SourceError, find},
    watch::{self, WatchError},
};
use ciente_notice::{CanonicalError, LocaleEntry, Manifest};
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    fs,
    io::{self, Write},
    path::Path,
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
    /// The stylesheet cannot be put into the pages.
    #[error(transparent)]
    Stylesheet(#[from] StylesheetError),
    /// The result could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The sources cannot be watched.
    #[error(transparent)]
    Watch(#[from] WatchError),
    /// The terminal or pipe went away.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

impl Coded for BuildError {
    fn code(&self) -> &'static str {
        match self {
            Self::Source(error) => error.code(),
            Self::Canonical(error) => error.code(),
            Self::Stylesheet(error) => error.code(),
            Self::Write(error) => error.code(),
            Self::Watch(error) => error.code(),
            Self::Print(_) => PRINT,
        }
    }
}

/// Builds once, or again and again.
pub(crate) fn run(args: &BuildArgs) -> Result<ExitCode, BuildError> {
    if args.watch { match watch::run(args)? {} } else { once(args) }
}

/// Builds, prints, and says how it went: 0 built, 1 the sources have errors. 2, for "could not run", is the caller's.
pub(crate) fn once(args: &BuildArgs) -> Result<ExitCode, BuildError> {
    let asked = Asked { locale: args.locale.clone(), id: args.id.clone(), version_label: args.version_label.clone() };
    let mut report = Report::new(args.strict);
    let stylesheet = match &args.inline_stylesheet {
        Some(file) => Stylesheet::read(file)?,
        None => Stylesheet::Link(args.stylesheet.clone()),
    };
    let built = build(args, &asked, &stylesheet, &mut report)?;
    // Whoever watches is writing, and knows.
    if !args.watch {
        for notice in &built {
            note_other_words(notice, &args.out, &mut report);
        }
    }
    print_findings(&report, args.format, "; nothing was written")?;
    if report.count(Severity::Error) > 0 {
        return Ok(ExitCode::from(1));
    }
    write_all(&args.out, built.iter().flat_map(|notice| &notice.files))?;
    // Beside JSON on standard output nothing else may stand.
    if !args.quiet && args.format != Format::Json {
        let mut out = io::stdout().lock();
        out.write_all(output::summary(&built, &args.out).as_bytes())?;
        if let Some(source) = stylesheet.policy_source() {
            writeln!(out, "A Content-Security-Policy allows the styles in <locale>.html with: style-src {source}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn build(
    args: &BuildArgs,
    asked: &Asked,
    stylesheet: &Stylesheet,
    report: &mut Report,
) -> Result<Vec<Built>, BuildError> {
    let sources = find(&args.sources, asked, report)?;
    let progress = progress(args, &sources);
    let mut built = Vec::new();
    for source in sources {
        let versions: Vec<Side> = source
            .versions
            .iter()
            .map(|version| {
                progress.set_message(format!("{} {}", source.id, version.label));
                let notices = assemble::version(&source, version, report);
                progress.inc(version.documents.len() as u64);
                Side::new(&source, version, notices)
            })
            .collect();
        // Texts that could not be read would be judged by what is missing.
        let judgements =
            if report.count(Severity::Error) == 0 { judge_all(&source, &versions, report) } else { Vec::new() };
        built.push(layout(&source, &versions, &judgements, stylesheet)?);
    }
    progress.finish_and_clear();
    Ok(built)
}

/// Says which versions the last build into this folder had with other words: users may have acknowledged those.
fn note_other_words(built: &Built, out: &Path, report: &mut Report) {
    let file = out.join(&built.manifest.id).join("manifest.json");
    // What is there may be nothing of ours; then there is nothing to compare.
    let Some(before) = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok()) else {
        return;
    };
    for version in &built.manifest.versions {
        let Some(old) = before.versions.iter().find(|old| old.version == version.version) else { continue };
        let differ = |(locale, entry): (&String, &LocaleEntry)| {
            old.locales.get(locale).is_some_and(|old| old.digest != entry.digest).then(|| locale.clone())
        };
        let locales: Vec<String> = version.locales.iter().filter_map(differ).collect();
        if !locales.is_empty() {
            let message = format!(
                "{} {}: not what it was in {} ({})",
                built.manifest.id,
                version.version,
                file.display(),
                locales.join(", ")
            );
            let help = "if users have seen that, put the new one into a version of its own: who acknowledged the old one is not asked again";
            report.about(Code::WordsChanged, message, help);
        }
    }
}

/// A bar on standard error that counts documents; none where that is no terminal.
fn progress(args: &BuildArgs, sources: &[NoticeSource]) -> ProgressBar {
    if args.quiet || args.format != Format::Text {
        return ProgressBar::hidden();
    }
    let documents = sources.iter().flat_map(|source| &source.versions).map(|version| version.documents.len() as u64);
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} documents  {msg}");
    ProgressBar::new(documents.sum()).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Each version against the one before; none for the first.
fn judge_all(source: &NoticeSource, versions: &[Side], report: &mut Report) -> Vec<Option<Judgement>> {
    let mut judgements = vec![None];
    for (two, version) in versions.windows(2).zip(source.versions.iter().skip(1)) {
        let [old, new] = two else { continue };
        let declaration = Declaration::of(version);
        let judgement = judge(old, new, &declaration);
        if let Some(judgement) = &judgement {
            judgement.check(old, new, &declaration, report);
        }
        judgements.push(judgement);
    }
    judgements
}

/// Findings for people go to standard error, with what came of errors behind their number; what programs read goes to standard
/// output.
pub(crate) fn print_findings(report: &Report, format: Format, outcome: &str) -> io::Result<()> {
    if format != Format::Text {
        return report::write(report, format, &mut io::stdout().lock());
    }
    let mut out = io::stderr().lock();
    let style = Style::of(&out);
    report::write_styled(report, format, style, &mut out)?;
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    if errors > 0 {
        let warnings =
            if warnings > 0 { format!(" and {}", count(warnings, "warning", "warnings")) } else { String::new() };
        writeln!(out, "{}{warnings}{outcome}", count(errors, "error", "errors"))?;
    } else if warnings > 0 {
        writeln!(out, "{}", count(warnings, "warning", "warnings"))?;
    }
    Ok(())
}
