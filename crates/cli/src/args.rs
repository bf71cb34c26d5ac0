//! The command line as typed. What the values mean is decided by the commands.

mod evidence;

use crate::{report::Format, serve::Flags};
use clap::{Args, Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf};

pub(crate) use evidence::{BackupArgs, EraseArgs, ExportArgs, ExportFormat, KeygenArgs, VerifyArgs, VerifyFormat};

/// Privacy policies as structured notices for web chat clients.
#[derive(Debug, Parser)]
#[command(name = "ciente", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Turn Markdown policies into notices
    Build(BuildArgs),
    /// Look for what is missing, vague or contradictory in policies
    Check(CheckArgs),
    /// Say what changed between two versions, and whether readers must be asked again
    Diff(DiffArgs),
    /// Make a folder to begin a notice with
    Init(InitArgs),
    /// Print the JSON Schemas of the formats
    Schema(SchemaArgs),
    /// Receive acknowledgements and keep them as evidence
    Serve(ServeArgs),
    /// Show a notice as users will see it, in a small chat page with a receiver
    Preview(PreviewArgs),
    /// Check a receipt, an evidence bundle or the log's history
    Verify(VerifyArgs),
    /// Write records, one subject's evidence, or the log
    Export(ExportArgs),
    /// Erase one subject's records
    Erase(EraseArgs),
    /// Make a key for the receiver's log
    Keygen(KeygenArgs),
    /// Copy the records while the receiver runs
    Backup(BackupArgs),
    /// Try which rules of the protocol an endpoint keeps, whoever wrote it
    Conformance(ConformanceArgs),
}

/// Options of `ciente build`.
#[derive(Debug, Args)]
#[command(
    long_about = "Turn Markdown policies into notices.\n\nEach SOURCE is a document (im/2022-05/pt-BR.md), a folder with \
                  one document a locale, a folder of versions, or a folder that holds several notices. A folder whose \
                  name begins with a digit, or with v and a digit, is a version of the notice that is its parent. \
                  Everything that is wrong with the sources is printed with file and line; if there is an error, \
                  nothing is written.",
    after_long_help = AFTER
)]
pub(crate) struct BuildArgs {
    /// Documents and folders to build
    #[arg(value_name = "SOURCE", required = true)]
    pub(crate) sources: Vec<PathBuf>,

    /// Folder to write to: DIR/<id>/manifest.json and DIR/<id>/<version>/<locale>.json
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// Locale of a document whose file name does not state one, such as pt-BR
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,

    /// Id of the notice, instead of its folder's name
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,

    /// Label of the version, instead of its folder's name
    #[arg(long, value_name = "LABEL")]
    pub(crate) version_label: Option<String>,

    /// Where pages find the widget's stylesheet, for the <locale>.html of hosts that render on the server
    #[arg(long, value_name = "URL", default_value = crate::output::STYLESHEET)]
    pub(crate) stylesheet: String,

    /// Put the widget's stylesheet into the <locale>.html instead of a link to it: read one request sooner
    #[arg(long, value_name = "FILE", conflicts_with = "stylesheet")]
    pub(crate) inline_stylesheet: Option<PathBuf>,

    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,

    /// Print findings only
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Build again whenever a source changes
    #[arg(long, short)]
    pub(crate) watch: bool,

    /// Form of the findings; json and github go to standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// Options of `ciente check`.
#[derive(Debug, Args)]
#[command(
    long_about = "Look for what is missing, vague or contradictory in policies.\n\nEach SOURCE is what `ciente build` takes: \
                  a document, a folder with one document a locale, a folder of versions, or a folder of notices. \
                  Nothing is written.",
    after_long_help = AFTER_CHECK
)]
pub(crate) struct CheckArgs {
    /// Documents and folders to check
    #[arg(value_name = "SOURCE", required_unless_present_any = ["list_rules", "explain"])]
    pub(crate) sources: Vec<PathBuf>,

    /// Locale of a document whose file name does not state one, such as pt-BR
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,

    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,

    /// How to print what is found
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,

    /// Print all rules with their levels
    #[arg(long)]
    pub(crate) list_rules: bool,

    /// Print what is written about a rule
    #[arg(long, value_name = "RULE", conflicts_with = "list_rules")]
    pub(crate) explain: Option<String>,
}

/// Options of `ciente diff`.
#[derive(Debug, Args)]
#[command(
    long_about = "Say what changed between two versions, and whether readers must be asked again.\n\nOLD and NEW are \
                  documents, version folders, notice folders (their newest version counts) or notices that `ciente build` \
                  wrote (.json). With OLD alone, two versions of that notice are compared. Structures are compared, not \
                  letters; a notice is judged on its source locale.",
    after_long_help = AFTER_DIFF
)]
pub(crate) struct DiffArgs {
    /// The older version, or a notice with several
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,

    /// The newer version
    #[arg(value_name = "NEW", conflicts_with_all = ["from", "to"])]
    pub(crate) new: Option<PathBuf>,

    /// Label of the older version [default: the one before --to]
    #[arg(long, value_name = "LABEL")]
    pub(crate) from: Option<String>,

    /// Label of the newer version [default: the newest]
    #[arg(long, value_name = "LABEL")]
    pub(crate) to: Option<String>,

    /// Locale of documents whose file names do not state one, such as pt-BR
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,

    /// Form of the output
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
}

/// How `ciente diff` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people; with colour on a terminal, unless NO_COLOR is set
    Text,
    /// For programs
    Json,
    /// For a pull request
    Markdown,
}

/// Options of `ciente init`.
#[derive(Debug, Args)]
#[command(
    long_about = "Make a folder to begin a notice with: notice.toml, a version with version.toml, and a document with both \
                  tables, all with comments. Nothing that is there is overwritten.\n\nExit codes: 0 written, 2 could not \
                  run."
)]
pub(crate) struct InitArgs {
    /// Folder to write to; its name becomes the notice's id
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) dir: PathBuf,
}

/// Options of `ciente schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// notice, manifest, changes, acknowledgement or receipt; without it, all as one object
    #[arg(value_name = "FORMAT")]
    pub(crate) name: Option<String>,
}

/// Options of `ciente serve`.
#[derive(Debug, Args)]
#[command(after_long_help = SETTINGS)]
pub(crate) struct ServeArgs {
    /// TOML file with settings; the environment and flags go before it
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Print all settings with the source of each, secrets masked, and do nothing else
    #[arg(long)]
    pub(crate) print_config: bool,

    #[command(flatten)]
    pub(crate) settings: Flags,

    /// Fail on purpose, by a script: a file, or the script itself, such as "POST after drop"; for testing clients only
    #[arg(long, value_name = "FILE-or-SCRIPT", num_args = 0..=1, default_missing_value = "")]
    pub(crate) faults: Option<String>,
}

/// Options of `ciente preview`.
#[derive(Debug, Args)]
pub(crate) struct PreviewArgs {
    /// Documents or folders to build and show; of several notices the page offers a choice
    #[arg(value_name = "SOURCE", required_unless_present = "notices", conflicts_with = "notices")]
    pub(crate) sources: Vec<PathBuf>,

    /// Folder that `ciente build` wrote, instead of a source
    #[arg(long, value_name = "DIR")]
    pub(crate) notices: Option<PathBuf>,

    /// Locale of a document whose file name does not state one, such as pt-BR
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,

    /// Folder of the widget [default: dist]
    #[arg(long, value_name = "DIR")]
    pub(crate) assets: Option<PathBuf>,

    /// SQLite file to keep the records in [default: a temporary one]
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,

    /// Address to listen on; port 0 picks a free one. The first line on standard output is the address
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4400")]
    pub(crate) listen: SocketAddr,

    /// Open the page in a browser
    #[arg(long)]
    pub(crate) open: bool,
}

/// Options of `ciente conformance`.
#[derive(Debug, Args)]
#[command(
    disable_version_flag = true,
    long_about = "Try which rules of the protocol an endpoint keeps, whoever wrote it.\n\nThe endpoint gets about a hundred \
                  requests, and records some fifteen to twenty acknowledgements of made-up users: use a test tenant.",
    after_long_help = "Exit codes: 0 no must fails, 1 some do, 2 could not run, or the endpoint never had time for some"
)]
pub(crate) struct ConformanceArgs {
    /// The endpoint, such as https://chat.example/v1/acknowledgements
    #[arg(value_name = "URL")]
    pub(crate) url: String,

    /// Header of every request, such as 'Authorization: Bearer …'; may be repeated
    #[arg(long, value_name = "HEADER")]
    pub(crate) header: Vec<String>,

    /// Tenant to send [default: ciente-conformance]
    #[arg(long, value_name = "TENANT")]
    pub(crate) tenant: Option<String>,

    /// Subject to send [default: one that was never there before]
    #[arg(long, value_name = "SUBJECT")]
    pub(crate) subject: Option<String>,

    /// manifest.json of a notice that the endpoint publishes; what it has replaced is tried too
    #[arg(long, value_name = "FILE-or-URL", conflicts_with_all = ["notice", "version_label", "digest"])]
    pub(crate) manifest: Option<String>,

    /// Id of a notice that the endpoint publishes
    #[arg(long, value_name = "ID")]
    pub(crate) notice: Option<String>,

    /// Label of its current version
    #[arg(long = "version", value_name = "LABEL")]
    pub(crate) version_label: Option<String>,

    /// Digest of its words
    #[arg(long, value_name = "DIGEST")]
    pub(crate) digest: Option<String>,

    /// Locale of its words [default with --manifest: the source locale]
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,

    /// Origin of a page that may call the endpoint from a browser, such as https://chat.example
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) origin: Option<String>,

    /// How to print what was found
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: ReportFormat,
}

/// How `ciente conformance` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Table,
    /// ciente/conformance/1, for programs
    Json,
}

const AFTER: &str = "\
Examples:
  ciente build policies/im --out dist/notices
      All versions and locales of the notice \"im\".
  ciente build policies --out dist/notices
      Every notice below a folder.
  ciente build privacy.md --locale en --id shop --version-label 2026-01 --out dist/notices
      One document, with names of its own.
  ciente build policies/im --out dist/notices --watch
      Again whenever a document is saved, until Ctrl+C.

Beside the documents there may be, with these keys and no others:
  notice.toml            title (text, or a table with one a locale), source_locale,
                         [controller] name, url, [contact] url (both are shown to readers),
                         [check] with a level for each rule: see `ciente check --help`
  <version>/version.toml effective_from, change (\"material\" or \"editorial\"),
                         reason (why rewordings are editorial), [summary] with one text
                         a locale, [controller] from this version on

Each version is judged against the one before (see `ciente diff --help`), and the
judgement is written into the manifest. A change that is material cannot be declared
editorial, but for rewordings, with a reason.

Exit codes: 0 built (warnings or not), 1 the sources have errors, 2 could not run.";

const AFTER_CHECK: &str = "\
Examples:
  ciente check policies/im
      All versions and locales of the notice \"im\", each by itself and against one another.
  ciente check privacy.md --locale en --strict
      One document; warnings count as errors.
  ciente check --explain vague-retention
      What a rule is about, where it comes from and how to mend what it finds.

Rules are set in the notice.toml beside the documents:
  [check]
  vague-words = \"off\"              # or \"warning\", or \"error\"

Exit codes: 0 no findings of level error, 1 there are, 2 could not run.";
const AFTER_DIFF: &str = "\
Examples:
  ciente diff policies/im --from 2022-05 --to 2022-07
      Two versions of a notice; without --from and --to, the last two.
  ciente diff policies/im/2022-05 policies/im/2022-07 --format markdown
      The same, for a pull request.
  ciente diff old/privacy.md new/privacy.md --locale en
      Two documents, judged by themselves.

Material: a data use added or removed; an item, a use, a service or a name that may be a
recipient added; another legal basis; a rule that keeps data longer, or states no period
any more; another controller. A reworded item, new text outside the tables, and text that
is gone although it denied or restricted something are material until version.toml says
change = \"editorial\" with a reason.
Editorial: everything else, and whatever a translation rewords where the source did not.

Exit codes: 0 nothing changed or editorial, 1 material, 2 could not run.";

const SETTINGS: &str = "\
Each setting has three names: limits.subject in the file of --config, CIENTE_LIMITS_SUBJECT in
the environment, and --limits-subject. Flags go before the environment, the environment before
the file. Lists in the environment are separated by commas. Secrets (admin.token, identity.secret,
webhook.secret) have no flag: a command line can be read by everybody on the machine.";

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
