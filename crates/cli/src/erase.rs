//! `ciente erase`: one subject's records, gone from the store.

use crate::{
    args::EraseArgs,
    failure::{Coded, OPTION, PrintError, SYSTEM, print_line},
    output::count,
    vault::{self, NOBODY},
};
use ciente_notice::Identity;
use ciente_receiver::{Clock, Data, DataError, Reason, ReasonError, StoreError, Vault};
use std::{io, process::ExitCode};

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EraseError {
    /// An option without a text.
    #[error("--{0} must not be empty")]
    Empty(&'static str),
    /// What would stand in the tombstones is no reason.
    #[error("--reason: {0}")]
    Reason(#[from] ReasonError),
    /// The store cannot be opened.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No runtime.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is done, and nobody hears of it.
    #[error(transparent)]
    Print(#[from] PrintError),
}

impl Coded for EraseError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty(_) | Self::Reason(_) => OPTION,
            Self::Data(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Io(_) => SYSTEM,
            Self::Print(error) => error.code(),
        }
    }
}

/// Erases, and says how many records there were. Exit code 1 when there were none.
pub(crate) fn run(args: &EraseArgs) -> Result<ExitCode, EraseError> {
    for (name, value) in [("tenant", &args.tenant), ("subject", &args.subject), ("reason", &args.reason)] {
        if value.trim().is_empty() {
            return Err(EraseError::Empty(name));
        }
    }
    let reason = Reason::new(&args.reason)?;
    // What is erased and not overwritten yet is told as a warning.
    let _log = crate::serve::log("warn", false);
    let vault = Vault::open(&Data::read(&args.data)?)?;
    let holder = Identity { tenant: args.tenant.clone(), subject: args.subject.clone() };
    let erased =
        vault::work(&vault, async { Ok::<_, EraseError>(vault.erase(holder, reason, &Clock::system()).await?) })?;
    print_line(&count(usize::try_from(erased).unwrap_or(usize::MAX), "record erased", "records erased"))?;
    if erased == 0 {
        eprintln!("{NOBODY}");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
