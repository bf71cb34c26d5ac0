//! The log as files (C2SP tlog-tiles), for whoever watches over it.

use super::ExportError;
use ciente_evidence::export_tiles;
use ciente_receiver::Vault;
use std::{fs, path::Path};

/// Writes into a folder, which may hold an older export: full tiles never change. The checkpoint comes last.
pub(super) async fn write(vault: &Vault, folder: &Path) -> Result<(), ExportError> {
    let (note, checkpoint) = vault.checkpoint().await?;
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
    println!("{}: {} records, root {}", folder.display(), checkpoint.size, checkpoint.root);
    Ok(())
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
    let path = folder.join(name);
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(&path, bytes))
        .map_err(|source| ExportError::Write { path: path.clone(), source })
}
