//! The endpoint of Ciente that keeps acknowledgements of privacy notices as evidence. Only names are exported here.
//!
//! [`Receiver`] (in `receiver`) puts all of it together. From the outside in: `net` runs the sockets, `http` has what every
//! answer shares, `identity` and `limits` let callers in, `api` speaks the wire of `PROTOCOL.md`, `admin` is the side for
//! operators, `openapi` describes both, `webhook` tells others. `published` knows which words were published, `store` keeps
//! the records, `transparency` proves that nothing in them was changed, `retention` ends their time, `vault` takes them out.
//! `ambient` is time, randomness and files; `faults` fails on purpose.

mod admin;
mod ambient;
mod api;
mod faults;
mod http;
mod identity;
mod limits;
mod net;
mod openapi;
mod published;
mod receiver;
mod retention;
mod store;
#[cfg(test)]
mod testing;
mod transparency;
mod vault;
mod webhook;

pub use admin::{AdminToken, AdminTokenError};
pub use ambient::{clock::Clock, fresh::NewFile, random::Random, shown::shown_url};
pub use faults::{Faults, Script, ScriptError, ScriptProblem};
pub use http::origin::OriginError;
pub use identity::{IdentityConfig, IdentityError, KeySource};
/// A network of addresses, such as `10.0.0.0/8`.
pub use ipnet::IpNet as Network;
pub use limits::{Limits, Rate, RateError, canonical_network};
pub use net::signal::shutdown_signal;
pub use published::NoticesError;
pub use receiver::{Checked, OpenError, Receiver, config::ReceiverConfig, data::Data};
pub use retention::keep::{Keep, KeepError};
pub use store::{Archived, DataError, Kept, LogChanged, StoreError, Tombstone};
pub use transparency::key::{LogKeyError, LogKeyFiles, is_open_to_all, write_log_key};
pub use vault::{
    Vault,
    bundle::Evidence,
    csv::{CSV_HEADER, csv_line},
    reason::{Reason, ReasonError},
};
pub use webhook::{WebhookConfig, WebhookError};
