//! The outbox in the browser: keeps records, sends them, tries again, says what became of each.

mod post;
mod sender;
mod store;

pub(super) use sender::Sender;
