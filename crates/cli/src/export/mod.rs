//! `ciente export`: what is written, and where to. NDJSON and CSV stand here; JSON-LD and the log have files of
//! their own.

mod jsonld;
mod log;

use crate::{
    args::{ExportArgs, ExportFormat},
    failure::{Coded, OUTPUT, PrintError, SYSTEM},
    vault::{self, NOBODY},
};
use ciente_evidence::CheckpointError;
use ciente_notice::Identity;
use ciente_receiver::{CSV_HEADER, Clock, Data, DataError, Evidence, Kept, NewFile, StoreError, Vault, csv_line};
use std::{
    io::{self, BufWriter, Write},
    ops::Range,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// The store cannot be opened.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file cannot be written.
    #[error("--out {}: {source}{}", path.display(), if source.kind() == io::ErrorKind::AlreadyExists { "; nothing is overwritten" } else { "" })]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Standard output went away, or there is no runtime.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A record cannot be written as JSON.
    #[error("a record cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// Nothing is known about this subject.
    #[error("there is no record of {subject} of tenant {tenant}")]
    Nobody {
        /// As typed.
        tenant: String,
        /// As typed.
        subject: String,
    },
    /// The folder has a log that this one does not continue.
    #[error(
        "--out {}: the log that was exported there, of {size} records, is not the beginning of this one: keep it, `ciente verify \
         --log` tells how they differ, and name another folder",
        folder.display()
    )]
    OtherLog {
        /// The folder.
        folder: PathBuf,
        /// Records in the log there.
        size: u64,
    },
    /// What was exported there before is not what it is called.
    #[error("{}: {source}; it was not exported by this command, or is damaged: nothing is overwritten, name another folder", path.display())]
    Earlier {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: CheckpointError,
    },
    /// The store does not have what the log says it must have.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// It is done, and nobody hears of it.
    #[error(transparent)]
    Print(#[from] PrintError),
}

impl Coded for ExportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Data(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Write { .. } => OUTPUT,
            Self::Io(_) => SYSTEM,
            Self::Json(_) => "record-invalid",
            Self::Nobody { .. } => "record-unknown",
            Self::OtherLog { .. } => "export-of-another-log",
            Self::Earlier { .. } => "export-damaged",
            Self::Damaged(_) => "store-damaged",
            Self::Print(error) => error.code(),
        }
    }
}

impl ExportError {
    fn is_broken_pipe(&self) -> bool {
        let kind = match self {
            Self::Io(error) => Some(error.kind()),
            Self::Json(error) => error.io_error_kind(),
            _ => None,
        };
        kind == Some(io::ErrorKind::BrokenPipe)
    }
}

/// How records of one form are written.
trait Form {
    /// Before the first.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// Each.
    fn record(&mut self, out: &mut dyn Write, record: &Kept) -> Result<(), ExportError>;
    /// After the last.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// One receipt a line, as it was issued.
struct Ndjson;

impl Form for Ndjson {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn record(&mut self, out: &mut dyn Write, record: &Kept) -> Result<(), ExportError> {
        serde_json::to_writer(&mut *out, &record.receipt)?;
        Ok(out.write_all(b"\n")?)
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A table, for spreadsheets.
struct Csv;

impl Form for Csv {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(CSV_HEADER.as_bytes())
    }

    fn record(&mut self, out: &mut dyn Write, record: &Kept) -> Result<(), ExportError> {
        Ok(out.write_all(csv_line(record).as_bytes())?)
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// What was seen while it was written.
#[derive(Default)]
struct Seen {
    /// Whether a subject was named that has no record.
    is_nobody: bool,
    /// Which numbers of the log have neither record nor tombstone, where that was to be seen.
    missing: Vec<Range<u64>>,
    /// What whoever checks a bundle cannot tell.
    doubts: Vec<String>,
}

/// Writes what is asked for.
pub(crate) fn run(args: &ExportArgs) -> Result<ExitCode, ExportError> {
    let vault = Vault::open_to_read(&Data::read(&args.data)?)?;
    let Seen { is_nobody, missing, doubts } = vault::work(&vault, async {
        match export(args, &vault).await {
            // Whoever reads standard output has read enough: `ciente export | head`.
            Err(error) if args.out.is_none() && error.is_broken_pipe() => Ok(Seen::default()),
            ended => ended,
        }
    })?;
    if is_nobody {
        // What was asked for is written all the same: nothing.
        eprintln!("{NOBODY}");
    }
    for doubt in &doubts {
        eprintln!("whoever verifies this file cannot tell whether all of it holds: {doubt}");
    }
    if missing.is_empty() {
        return Ok(if doubts.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    eprintln!("{}", told(&missing));
    Ok(ExitCode::FAILURE)
}

async fn export(args: &ExportArgs, vault: &Vault) -> Result<Seen, ExportError> {
    let whose = args.tenant.clone().zip(args.subject.clone()).map(|(tenant, subject)| Identity { tenant, subject });
    match (&args.out, whose) {
        (Some(out), _) if args.log => log::write(vault, out).await.map(|()| Seen::default()),
        (Some(out), Some(whose)) if args.bundle => {
            let Identity { tenant, subject } = whose.clone();
            let page = vault.bundle(whose, Clock::system().now()).await?;
            let Evidence { page, doubts } = page.ok_or(ExportError::Nobody { tenant, subject })?;
            let mut new = create(out)?;
            let written = new.file().write_all(page.as_bytes()).and_then(|()| new.finish());
            written.map_err(|source| ExportError::Write { path: out.clone(), source })?;
            Ok(Seen { doubts, ..Seen::default() })
        }
        (Some(out), whose) => {
            let mut new = create(out)?;
            let seen = records(args.format, vault, whose.as_ref(), new.file()).await?;
            new.finish().map_err(|source| ExportError::Write { path: out.clone(), source })?;
            Ok(seen)
        }
        (None, whose) => records(args.format, vault, whose.as_ref(), &mut io::stdout().lock()).await,
    }
}

async fn records(
    format: ExportFormat,
    vault: &Vault,
    whose: Option<&Identity>,
    out: &mut dyn Write,
) -> Result<Seen, ExportError> {
    let mut form: Box<dyn Form> = match format {
        ExportFormat::Ndjson => Box::new(Ndjson),
        ExportFormat::Csv => Box::new(Csv),
        ExportFormat::Jsonld => Box::new(jsonld::JsonLd::default()),
    };
    let mut out = BufWriter::new(out);
    form.begin(&mut out)?;
    // What is recorded or erased meanwhile is missing nowhere. One subject has gaps everywhere, and they say nothing.
    let size = if whose.is_none() { vault.size().await? } else { 0 };
    let (mut next, mut gaps) = (0, Vec::new());
    let count = vault
        .records::<ExportError>(whose, |record| {
            if whose.is_none() && next < record.index {
                gaps.push(next..record.index);
            }
            next = record.index + 1;
            form.record(&mut out, &record)
        })
        .await?;
    form.end(&mut out)?;
    out.flush()?;
    if whose.is_some() {
        return Ok(Seen { is_nobody: count == 0, ..Seen::default() });
    }
    gaps.push(next..size);
    let missing = without(gaps, vault.tombstones().await?.iter().map(|tombstone| tombstone.index));
    Ok(Seen { missing, ..Seen::default() })
}

/// What is left of ranges of numbers when some, in their order, are taken out.
fn without(ranges: Vec<Range<u64>>, numbers: impl IntoIterator<Item = u64>) -> Vec<Range<u64>> {
    let mut numbers = numbers.into_iter().peekable();
    let mut left = Vec::new();
    for Range { mut start, end } in ranges {
        while let Some(number) = numbers.next_if(|number| *number < end) {
            if number >= start {
                left.push(start..number);
                start = number + 1;
            }
        }
        left.push(start..end);
    }
    left.retain(|range| !range.is_empty());
    left
}

/// So many ranges of numbers are named.
const NAMED: usize = 10;

fn told(missing: &[Range<u64>]) -> String {
    let count: u64 = missing.iter().map(|range| range.end - range.start).sum();
    let shown = |range: &Range<u64>| match range.end - range.start {
        1 => range.start.to_string(),
        _ => format!("{} to {}", range.start, range.end - 1),
    };
    let named: Vec<_> = missing.iter().take(NAMED).map(shown).collect();
    let more = if missing.len() > NAMED { " and others" } else { "" };
    format!(
        "{count} records that the log holds are not in the database any more, and have no tombstone: numbers {}{more}; \
         they were removed by something other than `ciente erase`, or a backup was restored that is older than the log. \
         `ciente verify --data` finds what was changed as well",
        named.join(", ")
    )
}

/// A new file that only its owner reads: it names people.
fn create(path: &Path) -> Result<NewFile, ExportError> {
    NewFile::create(path, 0o600).map_err(|source| ExportError::Write { path: path.into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_erased_is_not_missing() {
        for (gaps, erased, left) in [
            (vec![0..0, 1..1], vec![], vec![]),
            (vec![0..0, 1..3, 9..9], vec![1, 2], vec![]),
            (vec![0..2, 5..9], vec![1, 3, 6, 8], vec![0..1, 5..6, 7..8]),
            (vec![3..5, 8..9], vec![0, 1, 4], vec![3..4, 8..9]),
        ] {
            assert_eq!(without(gaps.clone(), erased.clone()), left, "{gaps:?} {erased:?}");
        }
        assert!(told(&[3..5, 8..9]).starts_with("3 records") && told(&[3..5, 8..9]).contains("numbers 3 to 4, 8;"));
    }
}
