//! What the user sees: the notice as a Yew component, and nothing that touches the network or the storage.

mod data_uses;
mod retention;
mod status;
mod text;
mod widget;

pub use widget::{Host, Msg, Props, Shown, Widget};
