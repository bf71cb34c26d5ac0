//! What can be wrong on the wire: RFC 9457 problem details, each with a code, a status and a title, written once here.

use crate::Violation;
use serde::Serialize;

/// Declares the problems; `code`, `status` and `title` of each stand in one row.
macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $title:literal;)+) => {
        /// The problems that a receiver of acknowledgements can answer with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ProblemCode { $($(#[$doc])* $name,)+ }

        impl ProblemCode {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The last segment of the problem's type.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $code),+ } }

            /// The problem's type: a reference, relative to the receiver, under which it explains the problem.
            pub const fn type_uri(self) -> &'static str { match self { $(Self::$name => concat!("/problems/", $code)),+ } }

            /// The HTTP status it comes with.
            pub const fn status(self) -> u16 { match self { $(Self::$name => $status),+ } }

            /// The same sentence for every occurrence.
            pub const fn title(self) -> &'static str { match self { $(Self::$name => $title),+ } }
        }
    };
}

problems! {
    /// The body is not JSON.
    MalformedJson = "malformed-json", 400, "The body is not JSON.";
    /// The query lacks a parameter or has a wrong one.
    InvalidQuery = "invalid-query", 400, "The query is not complete or not valid.";
    /// The header contradicts the body.
    IdempotencyKeyMismatch = "idempotency-key-mismatch", 400, "The Idempotency-Key is not the acknowledgement's id.";
    /// No identity, and none may be missing here.
    Unauthenticated = "unauthenticated", 401, "The request does not say, in a way that can be verified, for whom it is.";
    /// A token for somebody else.
    Forbidden = "forbidden", 403, "The token is for somebody else.";
    /// A page that is on no list for the tenant.
    OriginNotAllowed = "origin-not-allowed", 403, "Pages of this origin may not call for this tenant.";
    /// No such address.
    NotFound = "not-found", 404, "There is nothing at this address.";
    /// The address does not know the method.
    MethodNotAllowed = "method-not-allowed", 405, "This address does not take this method.";
    /// The client took too long.
    Timeout = "timeout", 408, "The request took too long to arrive.";
    /// A version was acknowledged that a material change has replaced.
    StaleNotice = "stale-notice", 409, "The notice has changed since; show the current version.";
    /// More than 8 KiB.
    TooLarge = "too-large", 413, "The body is larger than an acknowledgement can be.";
    /// Not `application/json`.
    UnsupportedMediaType = "unsupported-media-type", 415, "The body must be application/json.";
    /// JSON, but not an acknowledgement.
    InvalidAcknowledgement = "invalid-acknowledgement", 422, "The body is not a valid acknowledgement.";
    /// A digest that was never published here.
    UnknownNotice = "unknown-notice", 422, "No notice with this digest was ever published here.";
    /// The same id with another content.
    IdReused = "id-reused", 422, "Another acknowledgement has this id already.";
    /// More requests than one subject or address may send.
    RateLimited = "rate-limited", 429, "Too many requests; wait before the next.";
    /// A fault of the receiver's own.
    Internal = "internal", 500, "The receiver failed.";
    /// The store cannot be reached or is full.
    Unavailable = "unavailable", 503, "The receiver cannot record now; try again.";
}

/// Problem details (RFC 9457, section 3), with the extension member `errors`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// [`ProblemCode::type_uri`].
    #[serde(rename = "type")]
    pub type_uri: &'static str,
    /// [`ProblemCode::title`].
    pub title: &'static str,
    /// [`ProblemCode::status`].
    pub status: u16,
    /// What is wrong this time, and what would be right.
    pub detail: String,
    /// Every violation with a JSON Pointer into the body; absent when there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Violation>,
}

impl Problem {
    /// The media type of problem details.
    pub const MEDIA_TYPE: &str = "application/problem+json";

    /// A problem with what is particular about it.
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            type_uri: code.type_uri(),
            title: code.title(),
            status: code.status(),
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// The same, with violations.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<Violation>) -> Self {
        self.errors = errors;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_statuses_are_errors() {
        let codes: HashSet<_> = ProblemCode::ALL.iter().map(|p| p.as_str()).collect();
        assert_eq!(codes.len(), ProblemCode::ALL.len());
        for problem in ProblemCode::ALL {
            assert!((400..600).contains(&problem.status()), "{problem:?}");
        }
    }
}
