//! The wire, without a socket: requests through the router over a real SQLite file, with a fixed clock.

#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

#[path = "../support/samples.rs"]
mod samples;

mod cors;
mod erasure;
mod evidence;
mod fixture;
mod open;
mod post;
mod problems;
mod statics;
mod status;
mod store;
