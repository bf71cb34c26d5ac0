//! `ciente backup`: a consistent copy of a SQLite store.

use crate::args::BackupArgs;
use ciente_receiver::{DataError, Vault};
use std::process::ExitCode;

/// Copies, checks the copy, and says how many records are in it.
pub(crate) fn run(args: &BackupArgs) -> Result<ExitCode, DataError> {
    let records = Vault::backup(&args.data, &args.out)?;
    println!("{}: {records} records", args.out.display());
    Ok(ExitCode::SUCCESS)
}
