//! The widget: what the loader starts when a notice must be shown. Yew, wasm-bindgen and gloo, nothing that a server needs.
//!
//! `flow`, `status` and the outbox's schedule know no browser and are tested natively; `web` is the browser. The notice's text
//! is rendered ahead of time, by `view` and `render`, and stands in the page as nodes that nobody re-renders: none of it, and
//! none of the words, is in the WebAssembly.

pub mod flow;
pub mod outbox;
#[cfg(not(target_arch = "wasm32"))]
pub mod render;
pub mod status;
#[cfg(not(target_arch = "wasm32"))]
pub mod strings;
#[cfg(not(target_arch = "wasm32"))]
pub mod view;
#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "wasm-bindgen exports only what is `pub`, and nobody else is to reach it")]
mod web;
