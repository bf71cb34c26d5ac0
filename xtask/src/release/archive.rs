//! Archives whose bytes follow from what is put into them: sorted, one owner, one time.

use crate::compress;
use anyhow::{Context, Result};
use std::collections::BTreeMap;

/// Mode of what is run.
pub(super) const EXECUTABLE: u32 = 0o755;
/// Mode of everything else.
pub(super) const PLAIN: u32 = 0o644;

/// A `.tar.gz` in the making.
pub(super) struct Archive {
    folder: String,
    time: u64,
    files: BTreeMap<String, (Vec<u8>, u32)>,
}

impl Archive {
    /// All in it lies in a folder of this name.
    pub(super) fn new(folder: &str, time: u64) -> Self {
        Self { folder: folder.to_owned(), time, files: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, name: &str, bytes: &[u8], mode: u32) {
        self.files.insert(name.to_owned(), (bytes.to_owned(), mode));
    }

    pub(super) fn finish(self) -> Result<Vec<u8>> {
        let mut tar = tar::Builder::new(Vec::new());
        for (name, (bytes, mode)) in &self.files {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len().try_into()?);
            header.set_mode(*mode);
            header.set_mtime(self.time);
            header.set_uid(0);
            header.set_gid(0);
            let path = format!("{}/{name}", self.folder);
            tar.append_data(&mut header, &path, bytes.as_slice()).with_context(|| path.clone())?;
        }
        compress::gzip(&tar.into_inner()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn the_order_of_adding_does_not_matter_and_what_is_in_it_comes_out() {
        let make = |names: [&str; 2]| {
            let mut archive = Archive::new("x-1", 1_000_000_000);
            names
                .iter()
                .for_each(|name| archive.add(name, name.as_bytes(), if *name == "b" { EXECUTABLE } else { PLAIN }));
            archive.finish().unwrap()
        };
        let bytes = make(["a", "b"]);
        assert_eq!(bytes, make(["b", "a"]));
        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()));
        let entries = tar.entries().unwrap().map(|entry| {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            let (header, path) = (entry.header(), entry.path().unwrap().display().to_string());
            (path, text, header.mode().unwrap(), header.mtime().unwrap(), header.uid().unwrap())
        });
        let wanted = [("x-1/a", "a", 0o644), ("x-1/b", "b", 0o755)];
        let wanted = wanted.map(|(path, text, mode)| (path.to_owned(), text.to_owned(), mode, 1_000_000_000, 0));
        assert_eq!(entries.collect::<Vec<_>>(), wanted);
    }
}
