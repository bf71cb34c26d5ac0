//! The options of the commands about evidence: verify, export, erase, keygen, backup.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Options of `ciente verify`.
#[derive(Debug, Args)]
#[command(
    long_about = "Check evidence against the log's public key, without asking whoever keeps it.\n\nFILE is a receipt, or a \
                  bundle that `ciente export --bundle` wrote. With --log it is checked whether the log has kept the \
                  history that it had. Each check says what it proves and what it does not.",
    after_long_help = VERIFY
)]
pub(crate) struct VerifyArgs {
    /// Receipt or evidence bundle to check
    #[arg(value_name = "FILE", required_unless_present = "history")]
    pub(crate) file: Option<PathBuf>,

    /// File with the log's verifier key, as GET /v1/log/key answers it; get it from a source that you trust
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,

    /// The notice's JSON, to check that these are the words whose digest the record names
    #[arg(long, value_name = "FILE", requires = "file")]
    pub(crate) notice: Option<PathBuf>,

    /// The log: a folder that `ciente export --log` wrote, or the address of a receiver
    #[arg(long, value_name = "DIR-or-URL", group = "history")]
    pub(crate) log: Option<String>,

    /// All that a receiver keeps, by its own SQLite file or PostgreSQL URL: is each record the one in the log, and none missing?
    #[arg(long, value_name = "FILE-or-URL", group = "history")]
    pub(crate) data: Option<String>,

    /// A checkpoint that was kept outside, or a receipt, to compare the log with
    #[arg(long, value_name = "CHECKPOINT", requires = "history")]
    pub(crate) since: Option<PathBuf>,

    /// How to print what was found
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: VerifyFormat,
}

/// How `ciente verify` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyFormat {
    /// For people
    Text,
    /// ciente/verification/1, for programs
    Json,
}

/// Options of `ciente export`.
#[derive(Debug, Args)]
#[command(
    long_about = "Write records, the evidence about one subject, or the log, while the receiver runs or not.\n\nRecords \
                  go to standard output, or to a file with --out.",
    after_long_help = EXPORT
)]
pub(crate) struct ExportArgs {
    /// SQLite file or PostgreSQL URL of the receiver
    #[arg(long, value_name = "FILE-or-URL")]
    pub(crate) data: String,

    /// Form of the records
    #[arg(long, value_enum, default_value = "ndjson", conflicts_with_all = ["bundle", "log"])]
    pub(crate) format: ExportFormat,

    /// One file with all evidence about one subject: a page for people that `ciente verify` checks
    #[arg(long, requires_all = ["tenant", "subject", "out"], conflicts_with = "log")]
    pub(crate) bundle: bool,

    /// The log's hashes and its checkpoint, without anybody's data, for whoever watches over it; --out is a folder
    #[arg(long, requires = "out", conflicts_with_all = ["tenant", "subject"])]
    pub(crate) log: bool,

    /// Only of this tenant's …
    #[arg(long, value_name = "TENANT", requires = "subject", allow_hyphen_values = true)]
    pub(crate) tenant: Option<String>,

    /// … and this subject
    #[arg(long, value_name = "SUBJECT", requires = "tenant", allow_hyphen_values = true)]
    pub(crate) subject: Option<String>,

    /// File to write, readable for its owner only, which must not be there yet; with --log a folder, empty or of an earlier export
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// The form of exported records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One receipt a line
    Ndjson,
    /// A table, safe to open in a spreadsheet
    Csv,
    /// Linked data in terms of the W3C's Data Privacy Vocabulary
    Jsonld,
}

/// Options of `ciente erase`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
The records and the salts of their leaves are removed and overwritten; a tombstone with the record's number, the time and \
the reason stays. The log and every other proof still verify. Backups and receipts in other hands are not reached.

Exit codes: 0 erased, 1 there was no record, 2 could not run.")]
pub(crate) struct EraseArgs {
    /// SQLite file or PostgreSQL URL of the receiver, which may be running
    #[arg(long, value_name = "FILE-or-URL")]
    pub(crate) data: String,

    /// The subject's tenant
    #[arg(long, value_name = "TENANT", allow_hyphen_values = true)]
    pub(crate) tenant: String,

    /// Whose records to erase
    #[arg(long, value_name = "SUBJECT", allow_hyphen_values = true)]
    pub(crate) subject: String,

    /// Why, for the tombstone: one line of at most 500 characters; do not name the person in it
    #[arg(long, value_name = "TEXT", default_value = "erasure requested", allow_hyphen_values = true)]
    pub(crate) reason: String,
}

/// Options of `ciente keygen`.
#[derive(Debug, Args)]
pub(crate) struct KeygenArgs {
    /// File for the private key, which must not be there yet; its public half goes to FILE.pub
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,

    /// The log's name: a host and a path without a scheme, such as evidence.example/log [default: made from the key]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

/// Options of `ciente backup`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
The copy is consistent, as of one moment, while the receiver goes on. It holds no key: back up the log's key apart from it, \
once. To restore: stop the receiver, move the database and the files beside it (-wal, -shm) away, put the copy in its place \
and the log's key beside it, start.")]
pub(crate) struct BackupArgs {
    /// SQLite file of the receiver, which may be running
    #[arg(long, value_name = "FILE")]
    pub(crate) data: PathBuf,

    /// File to write, which must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

const VERIFY: &str = "\
Examples:
  ciente verify receipt.json --key log.pub --notice notices/im/2022-05/pt-BR.json
      Is this receipt in the log, and are these the words?
  ciente verify evidence.html --key log.pub
      Does everything in this bundle hold, the page that shows it included?
  ciente verify --log https://receiver.example --since kept.checkpoint --key log.pub
      Has the log only grown since then?
  ciente verify --data acknowledgements.sqlite --since kept.checkpoint --key log.pub
      Is everything in this database what its log says?

Exit codes: 0 holds, 1 does not, 2 cannot tell.";

const EXPORT: &str = "\
Examples:
  ciente export --data acknowledgements.sqlite --format csv --out records.csv
  ciente export --data acknowledgements.sqlite --bundle --tenant 1400000000 --subject alice --out alice.html
  ciente export --data acknowledgements.sqlite --log --out log/

Exit codes: 0 written; 1 written, but records that the log holds are missing; 2 could not run.";
