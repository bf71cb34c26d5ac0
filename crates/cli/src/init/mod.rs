//! `ciente init`: a folder to begin a notice with. What it writes stands beside this file as it is written.

use crate::{
    args::InitArgs,
    failure::{Coded, OUTPUT, PRINT},
};
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The files, by their path in the folder.
const FILES: [(&str, &str); 3] = [
    ("notice.toml", include_str!("skeleton/notice.toml")),
    ("v1/version.toml", include_str!("skeleton/version.toml")),
    ("v1/en.md", include_str!("skeleton/en.md")),
];

/// Why there is no skeleton.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InitError {
    /// A file that is there already.
    #[error("{0} is there already; nothing was written. Name a folder that is empty, or does not exist yet")]
    Exists(PathBuf),
    /// A file that could not be written.
    #[error("cannot write {path}: {error}")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The terminal or pipe went away.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

impl Coded for InitError {
    fn code(&self) -> &'static str {
        match self {
            Self::Exists(_) => "output-exists",
            Self::Write { .. } => OUTPUT,
            Self::Print(_) => PRINT,
        }
    }
}

/// Writes the skeleton, or nothing where one of its files is there.
pub(crate) fn run(args: &InitArgs) -> Result<ExitCode, InitError> {
    let folder = &args.dir;
    let is_hidden = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let there = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    if let Some(path) = there.filter(|path| !is_hidden(path)).min() {
        return Err(InitError::Exists(path));
    }
    for (path, text) in FILES {
        let path = folder.join(path);
        write(&path, text).map_err(|error| InitError::Write { path, error })?;
    }
    let shown = folder.display();
    let mut out = io::stdout().lock();
    for (path, _) in FILES {
        writeln!(out, "{}", folder.join(path).display())?;
    }
    writeln!(
        out,
        "\nWrite your notice into v1/en.md, then:\n  ciente preview {shown}\n  ciente build {shown} --out notices"
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a file that is not there: another program may have made it meanwhile.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}
