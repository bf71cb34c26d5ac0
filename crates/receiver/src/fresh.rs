//! New files that are there as a whole or not at all, and never in the place of another.

use crate::log_key::beside;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A file that is not there yet. It is written under another name beside it first, so that whatever goes wrong leaves nothing
/// that could be taken for it; who drops it leaves nothing at all.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    draft: Draft,
    file: fs::File,
}

impl NewFile {
    /// Begins one. `mode` are its permissions where there are such.
    ///
    /// # Errors
    /// When something is there already ([`io::ErrorKind::AlreadyExists`]), or nothing can be written there.
    pub fn create(path: &Path, mode: u32) -> io::Result<Self> {
        if path.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let draft = beside(path, &format!(".{}.part", std::process::id()));
        let file = create(&draft, mode)?;
        Ok(Self { path: path.into(), draft: Draft(draft), file })
    }

    /// To write to.
    pub const fn file(&mut self) -> &mut fs::File {
        &mut self.file
    }

    /// Puts it in its place, on disk.
    ///
    /// # Errors
    /// When something has come there meanwhile, or the disk does not take it.
    pub fn finish(self) -> io::Result<()> {
        self.file.sync_all()?;
        put(&self.draft.0, &self.path)
    }
}

/// Goes with whoever holds it.
#[derive(Debug)]
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// A link is made only where nothing is; a renaming would replace what somebody else has put there meanwhile.
fn put(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists && path.symlink_metadata().is_err() => {
            // A file system without links.
            fs::rename(draft, path)
        }
        linked => linked,
    }
}

fn create(path: &Path, mode: u32) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn it_is_there_as_a_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let files = || fs::read_dir(folder.path()).unwrap().count();
        let begin = || NewFile::create(&path, 0o600);
        let mut half = begin().unwrap();
        half.file().write_all(b"half").unwrap();
        assert!(!path.exists());
        drop(half);
        assert_eq!(files(), 0);
        let mut whole = begin().unwrap();
        whole.file().write_all(b"whole").unwrap();
        whole.finish().unwrap();
        assert_eq!(begin().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!((fs::read(&path).unwrap(), files()), (b"whole".to_vec(), 1));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        // Somebody was faster.
        let raced = folder.path().join("raced");
        let ours = NewFile::create(&raced, 0o600).unwrap();
        fs::write(&raced, "theirs").unwrap();
        assert_eq!(ours.finish().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!((fs::read(&raced).unwrap(), files()), (b"theirs".to_vec(), 2));
    }
}
