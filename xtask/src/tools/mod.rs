//! What the build and the tests need beside Rust: looked for first, installed where that can be done, named where not.

pub(crate) mod browser;
pub(crate) mod clippy;
mod debian;
pub(crate) mod npm;
pub(crate) mod postgres;
pub(crate) mod prosody;
pub(crate) mod wasm_target;
