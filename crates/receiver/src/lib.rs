//! The endpoint of Ciente that keeps acknowledgements of privacy notices as evidence. Only names are exported here.
//!
//! `published` knows which words were published, `api` speaks the wire of `PROTOCOL.md`, `admin` is the side for operators,
//! `openapi` describes both, `store` keeps the records, `statics` serves files, `server` runs the sockets, `faults` fails on
//! purpose. [`Receiver`] puts them together.

mod admin;
mod api;
mod app;
mod audit;
mod bundle;
mod clock;
mod config;
mod csv;
mod data;
mod etag;
mod explain;
mod faults;
mod feed;
mod fresh;
mod head;
mod health;
mod identity;
mod keep;
mod limits;
mod log;
mod log_key;
mod metrics;
mod openapi;
mod origin;
mod published;
mod random;
mod reason;
mod receiver;
mod refusal;
mod retention;
mod seats;
mod server;
mod shown;
mod signal;
mod statics;
mod store;
#[cfg(test)]
mod testing;
mod tls;
mod transparency;
mod vault;
mod wait;
mod webhook;

pub use admin::{AdminToken, AdminTokenError};
pub use bundle::Evidence;
pub use clock::Clock;
pub use config::ReceiverConfig;
pub use csv::{CSV_HEADER, csv_line};
pub use data::Data;
pub use faults::{Faults, Script, ScriptError, ScriptProblem};
pub use fresh::NewFile;
pub use identity::{IdentityConfig, IdentityError, KeySource};
/// A network of addresses, such as `10.0.0.0/8`.
pub use ipnet::IpNet as Network;
pub use keep::{Keep, KeepError};
pub use limits::{Limits, Rate, RateError, canonical_network};
pub use log_key::{LogKeyError, LogKeyFiles, is_open_to_all, write_log_key};
pub use origin::OriginError;
pub use published::NoticesError;
pub use random::Random;
pub use reason::{Reason, ReasonError};
pub use receiver::{Checked, OpenError, Receiver};
pub use shown::shown_url;
pub use signal::shutdown_signal;
pub use store::{Archived, DataError, Kept, LogChanged, StoreError, Tombstone};
pub use vault::Vault;
pub use webhook::{WebhookConfig, WebhookError};
