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

const KEY: [&str; 2] = ["--key", "log.pub"];
