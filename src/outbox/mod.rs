//! The outbox: acknowledgements not yet confirmed. What an entry is and when it is tried again; where it lies and how it
//! is sent stands in `web::outbox`, because that needs a browser.

mod entry;
mod schedule;

pub use entry::{Entry, State};
pub use schedule::{pause, retry_after};
