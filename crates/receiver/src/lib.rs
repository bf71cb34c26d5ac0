//! The endpoint of Ciente that keeps acknowledgements of privacy notices as evidence. Only names are exported here.
//!
//! `published` knows which words were published, `api` speaks the wire of `PROTOCOL.md`, `store` keeps the records,
//! `statics` serves files, `server` runs the sockets, `faults` fails on purpose. [`Receiver`] puts them together.

mod api;
mod app;
mod clock;
mod config;
mod explain;
mod faults;
mod feed;
mod health;
mod log;
mod origin;
mod published;
mod receiver;
mod refusal;
mod server;
mod signal;
mod statics;
mod store;
#[cfg(test)]
mod testing;

pub use clock::Clock;
pub use config::ReceiverConfig;
pub use faults::{Faults, Script, ScriptError, ScriptProblem};
pub use origin::OriginError;
pub use published::NoticesError;
pub use receiver::{OpenError, Receiver};
pub use signal::shutdown_signal;
pub use store::{DataError, StoreError};
