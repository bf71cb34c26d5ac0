//! `ciente serve` by its settings: three layers, one resolution, every mistake by name and place; and by hand as an
//! operator would run it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod image;
mod layers;
mod logs;
mod mistakes;
mod secrets;
mod signals;
mod support;
mod warnings;
