//! `--faults`: where the script of faults stands. What it says is `ciente-receiver`'s to read.
//!
//! A flag only, in no configuration file: nobody should come to serve with it by accident.

use crate::failure::Coded;
use ciente_receiver::{Script, ScriptError};
use std::{fs, io, path::Path};

/// There is no script of faults.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FaultsError {
    /// It is none.
    #[error("--faults {name}: {source}{}", if *is_file { "" } else { "; it was read as a script, because there is no such file" })]
    Script {
        /// Whether it is a file.
        is_file: bool,
        /// The file, or the script as typed.
        name: String,
        /// Where, and what to do.
        source: ScriptError,
    },
    /// It cannot be read.
    #[error("--faults {name}: {source}")]
    File {
        /// The file.
        name: String,
        /// Why.
        source: io::Error,
    },
}

impl Coded for FaultsError {
    fn code(&self) -> &'static str {
        match self {
            Self::Script { source, .. } => source.code(),
            Self::File { .. } => "faults-unreadable",
        }
    }
}

/// The script in a file, or the option's value itself where there is no such file.
pub(super) fn script(given: &str) -> Result<Script, FaultsError> {
    let name = if given.contains(char::is_whitespace) { format!("{given:?}") } else { given.to_owned() };
    let is_file = Path::new(given).is_file();
    let text = if is_file {
        fs::read_to_string(given).map_err(|source| FaultsError::File { name: name.clone(), source })?
    } else {
        given.to_owned()
    };
    Script::parse(&text).map_err(|source| FaultsError::Script { is_file, name, source })
}
