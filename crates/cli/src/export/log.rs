//! The log as files (C2SP tlog-tiles), for whoever watches over it.

use super::ExportError;
use crate::{failure::print_line, output::write_durably};
use ciente_evidence::{Checkpoint, export_tiles, fold, perfect_subtrees};
use ciente_receiver::Vault;
use std::{fs, io, path::Path};

/// Writes into a folder, which may hold an older export: full tiles never change. The checkpoint comes last.
pub(super) async fn write(vault: &Vault, folder: &Path) -> Result<(), ExportError> {
    let (note, checkpoint) = vault.checkpoint().await?;
    continues(vault, folder, &checkpoint).await?;
    for (name, places) in export_tiles(checkpoint.size) {
        let nodes = vault.nodes(&places).await?;
        let mut bytes = Vec::with_capacity(places.len() * 32);
        for at in places {
            let hash = nodes.get(&at);
            let missing = || ExportError::Damaged(format!("the log lacks the node {} of level {}", at.index, at.level));
            bytes.extend(hash.ok_or_else(missing)?.0);
        }
        put(folder, &name, &bytes)?;
    }
    put(folder, "checkpoint", note.as_bytes())?;
    print_line(&format!("{}: {} records, root {}", folder.display(), checkpoint.size, checkpoint.root))?;
    Ok(())
}

/// Another log's export, or that of another history of this one, is evidence: it is not overwritten.
async fn continues(vault: &Vault, folder: &Path, now: &Checkpoint) -> Result<(), ExportError> {
    let path = folder.join("checkpoint");
    let note = match fs::read(&path) {
        Ok(note) => String::from_utf8_lossy(&note).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return begins(folder),
        Err(source) => return Err(ExportError::Write { path, source }),
    };
    let then = Checkpoint::read_unverified(&note).map_err(|source| ExportError::Earlier { path, source })?;
    let other = || ExportError::OtherLog { folder: folder.into(), size: then.size };
    if then.origin != now.origin || then.size > now.size {
        return Err(other());
    }
    let places = perfect_subtrees(0..then.size);
    let nodes = vault.nodes(&places).await?;
    let hashes: Option<Vec<_>> = places.iter().map(|at| nodes.get(at).copied()).collect();
    if hashes.is_some_and(|hashes| fold(&hashes) == then.root) { Ok(()) } else { Err(other()) }
}

/// Among other files its own could be taken for some of them, as beside published notices. What a crash left goes on.
fn begins(folder: &Path) -> Result<(), ExportError> {
    let is_other = |entry: io::Result<fs::DirEntry>| {
        let name = entry.map(|entry| entry.file_name().to_string_lossy().into_owned()).unwrap_or_default();
        !(name.starts_with('.') || matches!(name.as_str(), "" | "tile" | "lost+found"))
    };
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.any(is_other)) {
        let source = io::Error::new(io::ErrorKind::AlreadyExists, "other files are there, and no exported log");
        return Err(ExportError::Write { path: folder.into(), source });
    }
    Ok(())
}

/// Whoever watches the folder never sees half a file under its name, also after a crash. What is there stays: full tiles never
/// change.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
    let path = folder.join(name);
    if fs::read(&path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    write_durably(&path, bytes).map_err(|source| ExportError::Write { path, source })
}
