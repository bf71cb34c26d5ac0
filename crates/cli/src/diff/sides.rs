//! From what the command line names to the two versions that are compared.

use super::judge::{Declaration, Side};
use crate::{
    args::DiffArgs,
    assemble,
    failure::{Coded, PRINT},
    report::{Report, Severity},
    source::{Asked, NoticeSource, SourceError, VersionSource, find},
};
use ciente_notice::{Notice, validate};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Why two versions cannot be compared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DiffError {
    /// The sources could not be looked at.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The sources have errors; they were printed.
    #[error("the documents cannot be compared before what is listed above is mended")]
    Broken,
    /// A path that holds several notices.
    #[error("{path} holds {found} notices; name one of them")]
    NotOne {
        /// As typed.
        path: PathBuf,
        /// How many there are.
        found: usize,
    },
    /// A label that no version has.
    #[error("{option} {label}: there is no such version; there are {known}")]
    NoVersion {
        /// As typed.
        option: &'static str,
        /// As typed.
        label: String,
        /// Those that there are.
        known: String,
    },
    /// A notice with a single version, and nothing to compare it with.
    #[error("{0} has one version only; name the older one first: ciente diff OLD NEW")]
    OneVersion(PathBuf),
    /// Two versions without a common language.
    #[error("{old} has {old_locales}, {new} has {new_locales}: no locale is in both")]
    NoLocale {
        /// As typed.
        old: String,
        /// Its locales.
        old_locales: String,
        /// As typed.
        new: String,
        /// Its locales.
        new_locales: String,
    },
    /// A built notice that is none.
    #[error("{path}: {detail}")]
    Json {
        /// As typed.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// The terminal or pipe went away.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

impl Coded for DiffError {
    fn code(&self) -> &'static str {
        match self {
            Self::Source(error) => error.code(),
            Self::Broken => "source-invalid",
            Self::NotOne { .. } => "source-not-one",
            Self::NoVersion { .. } => "version-unknown",
            Self::OneVersion(_) => "version-single",
            Self::NoLocale { .. } => "locale-not-shared",
            Self::Json { .. } => "notice-invalid",
            Self::Print(_) => PRINT,
        }
    }
}

/// The older version, the newer one, and what the newer one's author says about it.
pub(super) fn sides(args: &DiffArgs, report: &mut Report) -> Result<(Side, Side, Declaration), DiffError> {
    let Some(new) = &args.new else { return two_of_one(args, report) };
    let (old, _) = newest(&args.old, args, report)?;
    let (new, declaration) = newest(new, args, report)?;
    Ok((old, new, declaration))
}

fn read(path: &Path, args: &DiffArgs, report: &mut Report) -> Result<NoticeSource, DiffError> {
    let asked = Asked { locale: args.locale.clone(), id: None, version_label: None };
    let mut notices = find(&[path.to_owned()], &asked, report)?;
    match (notices.pop(), notices.len()) {
        (Some(notice), 0) => Ok(notice),
        (_, others) => Err(DiffError::NotOne { path: path.to_owned(), found: others + 1 }),
    }
}

fn side(source: &NoticeSource, version: &VersionSource, report: &mut Report) -> Result<Side, DiffError> {
    let notices = assemble::version(source, version, report);
    if report.count(Severity::Error) > 0 {
        return Err(DiffError::Broken);
    }
    Ok(Side::new(source, version, notices))
}

/// The newest version below a path, or the built notice that it is.
fn newest(path: &Path, args: &DiffArgs, report: &mut Report) -> Result<(Side, Declaration), DiffError> {
    if path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("json")) {
        return Ok((built(path)?, Declaration::default()));
    }
    let source = read(path, args, report)?;
    let Some(version) = source.versions.last() else { return Err(DiffError::Broken) };
    Ok((side(&source, version, report)?, Declaration::of(version)))
}

fn built(path: &Path) -> Result<Side, DiffError> {
    let json = |detail: String| DiffError::Json { path: path.to_owned(), detail };
    let bytes = fs::read(path).map_err(|error| json(error.to_string()))?;
    let notice: Notice = serde_json::from_slice(&bytes)
        .map_err(|error| json(format!("not a notice as `ciente build` writes it: {error}")))?;
    if let Some(violation) = validate(&notice).first() {
        return Err(json(violation.to_string()));
    }
    Ok(Side { id: notice.id.clone(), label: notice.version.clone(), notices: vec![notice] })
}

/// Two versions of the one notice that is named: the last two, unless options say which.
fn two_of_one(args: &DiffArgs, report: &mut Report) -> Result<(Side, Side, Declaration), DiffError> {
    let source = read(&args.old, args, report)?;
    let place = |option: &'static str, label: &str| {
        source.versions.iter().position(|version| version.label == label).ok_or_else(|| DiffError::NoVersion {
            option,
            label: label.to_owned(),
            known: source.versions.iter().map(|version| version.label.as_str()).collect::<Vec<_>>().join(", "),
        })
    };
    let one = || DiffError::OneVersion(args.old.clone());
    let to = match &args.to {
        Some(label) => place("--to", label)?,
        None => source.versions.len().checked_sub(1).ok_or_else(one)?,
    };
    let from = match &args.from {
        Some(label) => place("--from", label)?,
        None => to.checked_sub(1).ok_or_else(one)?,
    };
    let (old, new) = (&source.versions[from], &source.versions[to]);
    // What an author says about a version holds against the one before it, not against any other.
    let declaration = if from + 1 == to { Declaration::of(new) } else { Declaration::default() };
    Ok((side(&source, old, report)?, side(&source, new, report)?, declaration))
}
