//! The command line as typed. What the values mean is decided by the commands.

use crate::serve::Flags;
use clap::{Args, Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf};

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
    /// Receive acknowledgements and keep them as evidence
    Serve(ServeArgs),
    /// Show a notice as users will see it, in a small chat page with a receiver
    Preview(PreviewArgs),
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

    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,

    /// Print findings only
    #[arg(long, short)]
    pub(crate) quiet: bool,
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
}

/// Options of `ciente preview`.
#[derive(Debug, Args)]
pub(crate) struct PreviewArgs {
    /// Document or folder to build and show
    #[arg(value_name = "SOURCE", required_unless_present = "notices", conflicts_with = "notices")]
    pub(crate) source: Option<PathBuf>,

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

const AFTER: &str = "\
Examples:
  ciente build policies/im --out dist/notices
      All versions and locales of the notice \"im\".
  ciente build policies --out dist/notices
      Every notice below a folder.
  ciente build privacy.md --locale en --id shop --version-label 2026-01 --out dist/notices
      One document, with names of its own.

Beside the documents there may be, with these keys and no others:
  notice.toml            title (text, or a table with one a locale), source_locale,
                         [controller] name, url, [contact] url
  <version>/version.toml effective_from, change (\"material\" or \"editorial\"),
                         [summary] with one text a locale

Exit codes: 0 built (warnings or not), 1 the sources have errors, 2 could not run.";

const SETTINGS: &str = "\
Each setting has three names: limits.subject in the file of --config, CIENTE_LIMITS_SUBJECT in the environment, and
--limits-subject. Flags go before the environment, the environment before the file. Lists in the environment are separated
by commas. Secrets (identity.secret, webhook.secret) have no flag: a command line can be read by everybody on
the machine.";

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
