//! How long `ciente build` takes: over the real documents beside the project, and over one document of growing size, where
//! the time for a megabyte must stay the same.

use crate::{build, paths, progress::output};
use anyhow::{Context, Result};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const RUNS: usize = 5;

/// Megabytes of the growing document.
const SIZES: [usize; 3] = [1, 5, 25];

/// What a document can be made of that a careless reader goes through again and again.
const SHAPES: [(&str, &str); 6] = [
    ("rows of a data-use table", "| **Lamp data:** colour, brightness | We light it. | Contract. |\n"),
    ("paragraphs", "The lamp is lit at dusk, and **put out** at [dawn](https://lamp.example/dawn).\n\n"),
    ("nested lists", "- a\n  - b\n    - c\n"),
    ("cells of an HTML table", "<tr><td>a<td>b<td>c"),
    ("brackets that never close", "[a]("),
    ("emphasis that never closes", "**("),
];

pub(super) fn run() -> Result<()> {
    let ciente = build::command()?;
    let folder = paths::work().join("bench");
    fs::create_dir_all(&folder)?;
    let policies = paths::root().join("../shared/policies");
    if policies.is_dir() {
        println!("real documents: {:.0?} (median of {RUNS})", median(&ciente, &policies, &folder));
    } else {
        println!("real documents: skipped, {} is not there", policies.display());
    }
    for (name, piece) in SHAPES {
        print!("{name}:");
        for megabytes in SIZES {
            let document = folder.join("document.md");
            let text =
                format!("# Lamp\n\n| a | b | c |\n| - | - | - |\n{}", piece.repeat((megabytes << 20) / piece.len()));
            fs::write(&document, text).with_context(|| document.display().to_string())?;
            print!("  {megabytes} MB {:.0?}", median(&ciente, &document, &folder));
        }
        println!();
    }
    if let Some(cpu) = output(Command::new("nproc").arg("--all")) {
        println!("on {cpu} cores");
    }
    fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())
}

/// The middle of several runs; a run that finds errors has read everything too.
fn median(ciente: &Path, source: &Path, folder: &Path) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .filter_map(|_| {
            let start = Instant::now();
            let mut command = Command::new(ciente);
            command.arg("build").arg(source).args(["--locale", "en", "--id", "lamp", "--quiet", "--out"]);
            // Several notices have ids of their own.
            if source.is_dir() {
                command = Command::new(ciente);
                command.arg("build").arg(source).args(["--quiet", "--out"]);
            }
            command.arg(folder.join("out")).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
            Some(start.elapsed())
        })
        .collect();
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
