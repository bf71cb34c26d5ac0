//! Evidence by the command alone: a receiver runs, records are exported, verified, forged, erased, backed up and restored.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "../support/scene.rs"]
mod scene;
#[path = "../support/mod.rs"]
mod support;

mod bundle;
mod export;
mod history;
mod keep;
mod receipts;

use std::{fs, path::Path};

const KEY: [&str; 2] = ["--key", "log.pub"];

fn remove_data(folder: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("data.sqlite{ending}")));
    }
}
