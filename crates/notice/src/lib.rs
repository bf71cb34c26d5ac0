//! The domain of Ciente: notices, digests, manifests, acknowledgements, receipts and what an answer on the wire means.
//! No web, no I/O, no clock, no randomness: those come in as arguments.

mod acknowledgement;
pub mod changes;
mod digest;
mod direction;
mod duration;
mod fields;
mod format;
mod heading;
mod link;
mod manifest;
mod name;
mod notice;
mod problem;
mod receipt;
#[cfg(feature = "schema")]
pub mod schema;
mod script;
mod validate;
mod violation;
mod wire;

pub use acknowledgement::{
    Acknowledgement, AcknowledgementFormat, Action, Client, MAX_BODY_BYTES, NoticeRef, is_instant,
};
pub use digest::{CanonicalError, Digest, DigestError, canonical_json, canonical_value};
pub use direction::direction;
pub use duration::{Duration, DurationError};
pub use heading::unnumbered;
pub use link::{anchor, is_allowed_link};
pub use manifest::{Change, Changes, LocaleEntry, Manifest, ManifestFormat, Part, Version};
pub use name::{NameRule, is_locale, is_notice_id, is_version_label};
pub use notice::{
    Basis, Block, Contact, Controller, DataUse, Inline, Notice, NoticeFormat, Retention, Rule, Section, ServiceName,
    hrefs, plain_text,
};
pub use problem::{Problem, ProblemCode};
pub use receipt::{Identity, LogProof, Receipt, ReceiptFormat};
pub use script::digit;
pub use validate::validate;
pub use violation::{Violation, ViolationCode};
pub use wire::{Verdict, classify};
