//! The widget: what the loader starts when a notice must be shown. Yew, wasm-bindgen and gloo, nothing that a server needs.
//!
//! `flow`, `read`, `strings`, `view` and the outbox's schedule know no browser and are tested natively; `web` is the browser.

pub mod flow;
pub mod outbox;
pub mod read;
pub mod strings;
pub mod view;
#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "wasm-bindgen exports only what is `pub`, and nobody else is to reach it")]
mod web;
