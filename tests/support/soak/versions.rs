//! The versions that a soak publishes: the sample notice's texts under names of their own, each material or editorial.

use super::plan::Version;
use crate::programs;
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// Builds these versions, the oldest first, into `out`.
pub(super) fn build(versions: &[Version], out: &Path) -> Result<()> {
    let work = tempfile::TempDir::new()?;
    let (sample, source) = (programs::root().join("static/notices/im"), work.path().join("im"));
    for version in versions {
        let folder = source.join(version.label);
        fs::create_dir_all(&folder)?;
        for file in fs::read_dir(sample.join(version.like))? {
            let file = file?;
            fs::copy(file.path(), folder.join(file.file_name()))?;
        }
        let change = if version.is_material { "material" } else { "editorial" };
        let config = format!("effective_from = \"{}-15\"\nchange = \"{change}\"\n", version.label);
        fs::write(folder.join("version.toml"), config).with_context(|| version.label.to_owned())?;
    }
    fs::copy(sample.join("notice.toml"), source.join("notice.toml"))?;
    programs::build_notices(&[source], out)
}
