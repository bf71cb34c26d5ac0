//! `ciente backup`: a consistent copy of a SQLite store.

use crate::{
    args::BackupArgs,
    failure::{Coded, PrintError, print_line},
};
use ciente_receiver::{Data, DataError, Vault};
use std::process::ExitCode;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// Another kind of store.
    #[error(
        "--data {0}: this copies SQLite files; back PostgreSQL up with its own tools, such as pg_dump or pg_basebackup"
    )]
    Postgres(Data),
    /// The file cannot be read, or the copy not written.
    #[error(transparent)]
    Data(#[from] DataError),
    /// It is done, and nobody hears of it.
    #[error(transparent)]
    Print(#[from] PrintError),
}

impl Coded for BackupError {
    fn code(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "backup-of-postgres",
            Self::Data(error) => error.code(),
            Self::Print(error) => error.code(),
        }
    }
}

/// Copies, checks the copy, and says how many records are in it.
pub(crate) fn run(args: &BackupArgs) -> Result<ExitCode, BackupError> {
    let data = Data::read(&args.data.to_string_lossy())?;
    if matches!(data, Data::Postgres(_)) {
        return Err(BackupError::Postgres(data));
    }
    let records = Vault::backup(&args.data, &args.out)?;
    print_line(&format!("{}: {records} records", args.out.display()))?;
    Ok(ExitCode::SUCCESS)
}
