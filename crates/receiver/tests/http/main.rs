//! The wire, without a socket: requests through the router over a real SQLite file, with a fixed clock.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../support/requests.rs"]
mod requests;
#[path = "../support/samples.rs"]
mod samples;
#[path = "../support/tokens.rs"]
mod tokens;

mod admin;
mod cors;
mod erasure;
mod evidence;
mod fixture;
mod fuzzed;
mod gate;
mod identity;
mod limits;
mod malformed;
mod open;
mod openapi;
mod post;
mod problems;
mod statics;
mod status;
mod store;
