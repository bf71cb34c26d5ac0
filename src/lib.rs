//! The widget: what the loader starts when a notice must be shown. Yew, wasm-bindgen and gloo, nothing that a server needs.
//!
//! `flow`, `read`, `strings`, `view` and the outbox's schedule know no browser and are tested natively; `web` is the browser.

/// Names the sources that the view's tree comes from. Yew takes over a tree rendered ahead of time only when it is from the
/// same sources: another structure would end the WebAssembly instance.
pub const BUILD: &str = env!("CIENTE_BUILD");

pub mod flow;
pub mod outbox;
pub mod read;
#[cfg(not(target_arch = "wasm32"))]
pub mod render;
pub mod strings;
pub mod view;
#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "wasm-bindgen exports only what is `pub`, and nobody else is to reach it")]
mod web;
