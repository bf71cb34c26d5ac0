//! What the user sees: the notice as a Yew component, and nothing that touches the network or the storage.

mod changes;
mod chart;
mod data_uses;
mod essence;
mod page;
mod record;
mod retention;
mod scale;
mod status;
mod text;
mod widget;

pub use changes::Since;
pub use record::Record;
pub use widget::{Host, Msg, Props, Shown, Widget};
