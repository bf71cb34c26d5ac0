//! What a page loads, in bytes: as it is, and as servers compress it; and how much it may be.

use crate::{compress, paths};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Options of `cargo xtask size`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Fails when something is over its budget.
    #[arg(long)]
    pub(crate) check: bool,
    /// With the standard library built for size.
    #[arg(long)]
    pub(crate) small: bool,
}

/// A file that a page loads, and what it may weigh at most, compressed with brotli 11. A budget is 2 % over what the file
/// had when it was set: whoever needs more sets it anew, and says in the commit what for.
struct Row {
    what: &'static str,
    path: PathBuf,
    budget: usize,
}

/// What a first login loads may weigh no more than this.
const ALL_BUDGET: usize = 92_000;

/// Prints the table; fails over budget when asked to.
pub(crate) fn run(options: &Options) -> Result<()> {
    println!("{:<34} {:>9} {:>9} {:>9} {:>9}", "", "raw", "gzip 9", "brotli 11", "budget");
    let mut over = Vec::new();
    let mut all = [0; 3];
    for Row { what, path, budget } in rows()? {
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        let sizes = [bytes.len(), compress::gzip(&bytes)?.len(), compress::brotli(&bytes)?.len()];
        over.extend(row(what, sizes, budget));
        for (sum, size) in all.iter_mut().zip(sizes) {
            *sum += size;
        }
    }
    over.extend(row("first login in all", all, ALL_BUDGET));
    if options.check && !over.is_empty() {
        bail!(
            "over budget: {}. Make it smaller, or raise the budget in xtask/src/size.rs and say why",
            over.join(", ")
        );
    }
    Ok(())
}

/// Prints one row; returns what is over, by how much.
fn row(what: &str, [raw, gzip, brotli]: [usize; 3], budget: usize) -> Option<String> {
    let over = brotli.saturating_sub(budget);
    let mark = if over > 0 { " over" } else { "" };
    println!("{what:<34} {raw:>9} {gzip:>9} {brotli:>9} {budget:>9}{mark}");
    (over > 0).then(|| format!("{what} by {over} B"))
}

fn rows() -> Result<Vec<Row>> {
    let (dist, notice) = (paths::dist(), paths::notices().join("im"));
    Ok(vec![
        Row { what: "loader (ciente.js)", path: dist.join("ciente.js"), budget: 3_500 },
        Row { what: "first stage, with the styles", path: part(&dist, "stage")?, budget: 13_700 },
        Row { what: "glue", path: part(&dist, "glue")?, budget: 4_200 },
        Row { what: "wasm", path: part(&dist, "wasm")?, budget: 63_000 },
        Row { what: "view (im, pt-BR)", path: notice.join("2022-07/pt-BR.view.json"), budget: 3_336 },
        Row { what: "manifest (im)", path: notice.join("manifest.json"), budget: 3_267 },
        Row { what: "notice (im, pt-BR)", path: notice.join("2022-07/pt-BR.json"), budget: 2_238 },
    ])
}

fn part(dist: &Path, name: &str) -> Result<PathBuf> {
    let prefix = format!("ciente-{name}-");
    for file in fs::read_dir(dist)? {
        let path = file?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix)) {
            return Ok(path);
        }
    }
    bail!("dist/ has no {prefix}*")
}
