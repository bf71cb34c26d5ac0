//! The endpoint of Ciente that keeps acknowledgements of privacy notices as evidence. Only names are exported here.
//!
//! `published` knows which words were published, `api` speaks the wire of `PROTOCOL.md`, `store` keeps the records,
//! `statics` serves files, `server` runs the sockets. [`Receiver`] puts them together.

mod api;
mod app;
mod clock;
mod config;
mod explain;
mod feed;
mod health;
mod identity;
mod json;
mod limits;
mod log;
mod metrics;
mod origin;
mod published;
mod random;
mod receiver;
mod refusal;
mod server;
mod signal;
mod statics;
mod store;
#[cfg(test)]
mod testing;
mod webhook;

pub use clock::Clock;
pub use config::ReceiverConfig;
pub use identity::{IdentityConfig, IdentityError, KeySource};
/// A network of addresses, such as `10.0.0.0/8`.
pub use ipnet::IpNet as Network;
pub use limits::{Limits, Rate, RateError};
pub use origin::OriginError;
pub use published::NoticesError;
pub use receiver::{OpenError, Receiver};
pub use signal::shutdown_signal;
pub use store::{DataError, StoreError};
pub use webhook::{WebhookConfig, WebhookError};
