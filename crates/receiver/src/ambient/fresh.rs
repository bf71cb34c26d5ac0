//! New files that are there as a whole or not at all, and never in the place of another.

use std::{
    fs::{self, Permissions},
    io,
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// A file that is not there yet. It is written under another name beside it first, so that whatever goes wrong leaves nothing
/// that could be taken for it; who drops it leaves nothing at all.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    draft: NamedTempFile,
}

impl NewFile {
    /// Begins one. `mode`: its permissions, on Unix.
    ///
    /// # Errors
    /// When something is there already ([`io::ErrorKind::AlreadyExists`]), or nothing can be written there.
    pub fn create(path: &Path, mode: u32) -> io::Result<Self> {
        if path.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let folder = folder_of(path);
        let mut prefix = path.file_name().unwrap_or_default().to_owned();
        prefix.push(".");
        // A name of its own each time: what a crash left is in nobody's way.
        let mut draft = tempfile::Builder::new();
        draft.prefix(&prefix).suffix(".part");
        if let Some(permissions) = permissions(mode) {
            draft.permissions(permissions);
        }
        Ok(Self { path: path.into(), draft: draft.tempfile_in(folder)? })
    }

    /// To write to.
    pub fn file(&mut self) -> &mut fs::File {
        self.draft.as_file_mut()
    }

    /// Where it is until then, for what writes to a path.
    pub(crate) fn draft(&self) -> &Path {
        self.draft.path()
    }

    /// Puts it in its place, on disk.
    ///
    /// # Errors
    /// When something has come there meanwhile, or the disk does not take it.
    pub fn finish(self) -> io::Result<()> {
        self.draft.as_file().sync_all()?;
        self.draft.persist_noclobber(&self.path).map_err(|error| error.error)?;
        sync_folder(folder_of(&self.path));
        Ok(())
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Keeps a new name through a power cut. Not every file system can sync a folder, and those that cannot keep names by themselves.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
const fn sync_folder(_: &Path) {}

#[cfg(unix)]
fn permissions(mode: u32) -> Option<Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
const fn permissions(_: u32) -> Option<Permissions> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn what_a_crash_left_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        // As if this very process, or another with its number, had been killed in the middle.
        std::mem::forget(NewFile::create(&path, 0o600).unwrap());
        fs::write(folder.path().join(format!("file.{}.part", std::process::id())), "half").unwrap();
        NewFile::create(&path, 0o600).unwrap().finish().unwrap();
        assert!(path.exists());
    }

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
