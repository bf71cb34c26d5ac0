//! `ciente verify`: what is to be checked, with what, and what the verdict means for the exit code.

mod log;
mod print;

use crate::{
    args::{VerifyArgs, VerifyFormat},
    failure::{Coded, OPTION, PRINT, SYSTEM},
    vault,
};
use ciente_evidence::{
    Bundle, KeyError, Outcome, Report, Verdict, VerifierKey, parse_strict, verify_bundle, verify_notice, verify_receipt,
};
use ciente_receiver::{Data, DataError, StoreError, Vault};
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The longest file that is read, in bytes: evidence of ten thousand records of one person. Read, a file that was made for it takes
/// thirty times as much memory.
const LONGEST: u64 = 64 << 20;

/// The longest receipt, in bytes; one in a log of millions has 2 KiB.
const LONGEST_RECEIPT: usize = 64 << 10;

/// Why nothing could be checked: "cannot tell".
#[derive(Debug, thiserror::Error)]
pub(crate) enum VerifyError {
    /// A file cannot be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The key is none.
    #[error("--key {}: {source}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// Why.
        source: KeyError,
    },
    /// Neither a receipt nor a bundle, or no notice.
    #[error("{}: this is {nothing}: {source}", path.display())]
    NotJson {
        /// Of what it is none: `neither a receipt nor an evidence bundle`.
        nothing: &'static str,
        /// The file.
        path: PathBuf,
        /// Where reading stopped.
        source: serde_json::Error,
    },
    /// A bundle has the words of all its records in it.
    #[error("--notice {}: it belongs to a receipt; a bundle is checked with the texts that are in it", notice.display())]
    NoticeOfBundle {
        /// The file.
        notice: PathBuf,
    },
    /// The store cannot be opened.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no runtime.
    #[error(transparent)]
    Runtime(#[from] io::Error),
    /// The terminal or pipe went away.
    #[error("cannot print: {0}")]
    Print(io::Error),
}

impl Coded for VerifyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "evidence-unreadable",
            Self::Key { .. } => "key-invalid",
            Self::NotJson { .. } => "evidence-invalid",
            Self::NoticeOfBundle { .. } => OPTION,
            Self::Data(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Runtime(_) => SYSTEM,
            Self::Print(_) => PRINT,
        }
    }
}

/// Checks, prints, and says how it went: 0 holds, 1 does not, 2 cannot tell.
pub(crate) fn run(args: &VerifyArgs) -> Result<ExitCode, VerifyError> {
    let key: VerifierKey =
        read(&args.key)?.parse().map_err(|source| VerifyError::Key { path: args.key.clone(), source })?;
    let mut report = Report::default();
    let mut checkpoints = match args.since.as_deref() {
        Some(path) => checkpoints_in(&read(path)?),
        None => Vec::new(),
    };
    if let Some(path) = &args.file {
        let text = read(path)?;
        report.extend(file(&text, path, args.notice.as_deref(), &key)?);
        // A receipt is itself a checkpoint kept outside.
        checkpoints.extend(checkpoints_in(&text));
    }
    let mut known = BTreeSet::new();
    checkpoints.retain(|note| known.insert(note.clone()));
    let since: Vec<&str> = checkpoints.iter().map(String::as_str).collect();
    if let Some(place) = &args.log {
        report.extend(log::verify(place, &since, &key));
    }
    if let Some(data) = &args.data {
        report.extend(stored(&Data::read(data)?, &since, &key)?);
    }
    match args.format {
        VerifyFormat::Text => print::text(&report),
        VerifyFormat::Json => print::json(&report),
    }
    .map_err(VerifyError::Print)?;
    Ok(match report.verdict() {
        Verdict::Holds => ExitCode::SUCCESS,
        Verdict::DoesNotHold => ExitCode::from(1),
        Verdict::CannotTell => ExitCode::from(2),
    })
}

/// Reads a store whole.
fn stored(data: &Data, since: &[&str], key: &VerifierKey) -> Result<Report, VerifyError> {
    let vault = Vault::open_to_read(data)?;
    vault::work(&vault, async { Ok(vault.audit(since, key).await?) })
}

fn file(text: &str, path: &Path, notice: Option<&Path>, key: &VerifierKey) -> Result<Report, VerifyError> {
    if Bundle::is_one(text) {
        if let Some(notice) = notice {
            return Err(VerifyError::NoticeOfBundle { notice: notice.into() });
        }
        return Ok(verify_bundle(text, key));
    }
    let json = |path: &Path, text: &str, nothing| {
        parse_strict(text.as_bytes()).map_err(|source| VerifyError::NotJson { nothing, path: path.into(), source })
    };
    if text.len() > LONGEST_RECEIPT {
        let source = io::Error::new(io::ErrorKind::FileTooLarge, "it is no bundle, and longer than any receipt");
        return Err(VerifyError::Unreadable { path: path.into(), source });
    }
    let receipt = json(path, text, "neither a receipt nor an evidence bundle")?;
    let mut report = verify_receipt(&receipt, key);
    let notice = notice.map(|path| json(path, &read(path)?, "no built notice")).transpose()?;
    // What is no receipt names no notice.
    if report.checks().first().is_none_or(|form| form.outcome != Outcome::Unknown) {
        report.extend(verify_notice(&receipt, notice.as_ref()));
    }
    Ok(report)
}

/// The checkpoint in a receipt, those in a bundle, or the text itself.
fn checkpoints_in(text: &str) -> Vec<String> {
    let receipt =
        Some(text).filter(|text| text.len() <= LONGEST_RECEIPT).and_then(|text| parse_strict(text.as_bytes()).ok());
    if let Some(inner) = receipt.as_ref().and_then(|receipt| receipt.pointer("/log/checkpoint")?.as_str()) {
        return vec![inner.to_owned()];
    }
    match Bundle::read_unverified(text) {
        Some(bundle) => bundle.checkpoints().into_iter().map(str::to_owned).collect(),
        None => vec![text.to_owned()],
    }
}

fn read(path: &Path) -> Result<String, VerifyError> {
    let unreadable = |source| VerifyError::Unreadable { path: path.into(), source };
    let mut text = String::new();
    // A pipe may be what a receipt comes through; one without end is none.
    let length = fs::File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_string(&mut text));
    if length.map_err(unreadable)? as u64 > LONGEST {
        return Err(unreadable(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than any evidence")));
    }
    // Some editors put a mark of the byte order in front.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
