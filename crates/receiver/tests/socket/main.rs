//! The receiver on a real socket.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../support/samples.rs"]
mod samples;

mod faults;
mod limits;
mod protocol;
mod running;
mod serve;
mod webhook;
