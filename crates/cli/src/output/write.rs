//! Files written whole or not at all: a server may be reading the folder meanwhile.

use crate::failure::{Coded, OUTPUT};
use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// A file to write.
#[derive(Debug)]
pub(crate) struct OutputFile {
    /// Relative to the output folder.
    pub(crate) path: PathBuf,
    /// Its content.
    pub(crate) bytes: Vec<u8>,
}

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {path}: {error}")]
pub(crate) struct WriteError {
    path: PathBuf,
    error: io::Error,
}

impl Coded for WriteError {
    fn code(&self) -> &'static str {
        OUTPUT
    }
}

/// Writes all files below `folder`, in order.
pub(crate) fn write_all<'f>(folder: &Path, files: impl IntoIterator<Item = &'f OutputFile>) -> Result<(), WriteError> {
    for file in files {
        let path = folder.join(&file.path);
        write(&path, &file.bytes).map_err(|error| WriteError { path, error })?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes, |_| Ok(()))
}

/// The same, and it is on disk before it is in its place: for what is kept as evidence.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes, File::sync_all)
}

/// Writes a file beside its place and moves it there. Not through `tempfile`, whose files only their owner may read: a
/// web server is often another user.
fn replace(path: &Path, bytes: &[u8], settle: impl Fn(&File) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let beside = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let filled = File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        settle(&file)
    });
    let written = filled.and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first error is the one to tell; a half-written file must not stay.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_replace_files_and_nothing_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        for bytes in [b"one".to_vec(), b"two".to_vec()] {
            write_all(folder.path(), &[OutputFile { path: "a/b.json".into(), bytes }]).unwrap();
        }
        let names: Vec<_> = fs::read_dir(folder.path().join("a")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["b.json"]);
        assert_eq!(fs::read(folder.path().join("a/b.json")).unwrap(), b"two");
        let below_a_file = OutputFile { path: "a/b.json/c".into(), bytes: vec![] };
        assert!(write_all(folder.path(), &[below_a_file]).is_err());
    }
}
