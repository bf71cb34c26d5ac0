//! What a command says that could not run: a sentence for people, and a code that scripts can go by.

use ciente_notice::CanonicalError;
use ciente_receiver::{DataError, LogKeyError, OpenError, StoreError};
use std::{
    error::Error,
    fmt,
    io::{self, Write},
};

/// Why a command could not run.
pub(crate) trait Coded: Error {
    /// Stable across releases.
    fn code(&self) -> &'static str;
}

/// What the operating system refused, without a setting or file of ours to blame.
pub(crate) const SYSTEM: &str = "system";
/// The terminal or pipe went away.
pub(crate) const PRINT: &str = "print-failed";
/// An option's value is none, or does not go with the others.
pub(crate) const OPTION: &str = "option-invalid";
/// A file of the result cannot be written.
pub(crate) const OUTPUT: &str = "output-unwritable";

macro_rules! coded_elsewhere {
    ($($error:ty),*) => {
        $(impl Coded for $error {
            fn code(&self) -> &'static str {
                Self::code(self)
            }
        })*
    };
}

coded_elsewhere!(DataError, StoreError, OpenError, LogKeyError);

impl Coded for CanonicalError {
    fn code(&self) -> &'static str {
        "notice-not-canonical"
    }
}

/// What was done cannot be told: the terminal or pipe went away.
#[derive(Debug, thiserror::Error)]
#[error("it is done, and cannot be printed: {source}; it reads {text:?}")]
pub(crate) struct PrintError {
    text: String,
    source: io::Error,
}

impl Coded for PrintError {
    fn code(&self) -> &'static str {
        PRINT
    }
}

/// Says what was done, in a line on standard output.
pub(crate) fn print_line(text: &str) -> Result<(), PrintError> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).map_err(|source| PrintError { text: text.to_owned(), source })
}

/// As it is printed, in the form of what a compiler says.
pub(crate) struct Failure(String);

impl<E: Coded> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(format!("error[{}]: {}", error.code(), crate::terminal::printable(&error.to_string())))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
