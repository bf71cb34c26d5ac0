//! `ciente keygen`: a key for the receiver's log.

use crate::{
    args::KeygenArgs,
    failure::{Coded, PrintError, SYSTEM, print_line},
};
use ciente_evidence::{KeyError, SigningKey};
use ciente_receiver::{LogKeyError, Random, write_log_key};
use std::{io, process::ExitCode};

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeygenError {
    /// The name cannot be one.
    #[error("--name: {0}")]
    Name(#[from] KeyError),
    /// A URL where a name belongs.
    #[error("--name: {0} begins with a scheme; a log's name has none, for example evidence.example/log")]
    Scheme(String),
    /// The files cannot be written.
    #[error("--out: {}", match source { LogKeyError::Unreadable { path, source } => format!("{}: {source}", path.display()), other => other.to_string() })]
    Write {
        /// Which, and why.
        #[from]
        source: LogKeyError,
    },
    /// The system has no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] io::Error),
    /// It is done, and nobody hears of it.
    #[error(transparent)]
    Print(#[from] PrintError),
}

impl Coded for KeygenError {
    fn code(&self) -> &'static str {
        match self {
            Self::Name(_) | Self::Scheme(_) => "log-name-invalid",
            Self::Write { source } => source.code(),
            Self::Random(_) => SYSTEM,
            Self::Print(error) => error.code(),
        }
    }
}

/// Writes both halves, and prints the public one.
pub(crate) fn run(args: &KeygenArgs) -> Result<ExitCode, KeygenError> {
    if let Some(name) = args.name.as_ref().filter(|name| name.contains("://")) {
        return Err(KeygenError::Scheme(name.clone()));
    }
    let seed = Random::system().seed()?;
    let key = match &args.name {
        Some(name) => SigningKey::new(name, &seed)?,
        None => SigningKey::unnamed(&seed),
    };
    let files = write_log_key(&args.out, &key)?;
    eprintln!(
        "private key: {}, for the receiver only (ciente serve --log-key); keep a copy in a safe place",
        files.private.display()
    );
    eprintln!("public key:  {}, for everybody who verifies (ciente verify --key)", files.public.display());
    print_line(&files.verifier.to_string())?;
    Ok(ExitCode::SUCCESS)
}
