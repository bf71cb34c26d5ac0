//! What the user reads: the notice as a Yew component, rendered ahead of time. What happens to it stands in `web`.

mod changes;
mod chart;
mod data_uses;
mod essence;
mod fold;
mod format;
mod page;
mod retention;
mod rows;
mod scale;
mod text;

pub use changes::Since;
pub use page::{Page, Props};
