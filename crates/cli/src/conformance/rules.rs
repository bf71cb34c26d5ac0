//! The rules of the wire that can be seen from outside, each written once. Whether one holds is found out in `probe`.

use serde::Serialize;

/// How much a rule binds, in the words of RFC 2119.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Must,
    Should,
    May,
}

impl Level {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::May => "may",
        }
    }
}

macro_rules! rules {
    ($($name:ident = $id:literal, $level:ident, $section:literal, $title:literal;)+) => {
        /// A rule of `PROTOCOL.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Rule { $($name,)+ }

        impl Rule {
            /// All of them, in the order in which they are printed.
            pub(crate) const ALL: &[Self] = &[$(Self::$name),+];

            /// Stable across releases.
            pub(crate) const fn id(self) -> &'static str { match self { $(Self::$name => $id),+ } }

            pub(crate) const fn level(self) -> Level { match self { $(Self::$name => Level::$level),+ } }

            /// The heading in `PROTOCOL.md` under which it stands.
            pub(crate) const fn section(self) -> &'static str { match self { $(Self::$name => $section),+ } }

            pub(crate) const fn title(self) -> &'static str { match self { $(Self::$name => $title),+ } }
        }
    };
}

rules! {
    Record = "record", Must, "What an endpoint does", "a new acknowledgement is answered with 2xx";
    Durable = "durable", Must, "What an endpoint does", "2xx only when the record is where a power cut cannot take it";
    Replay = "replay", Must, "What an endpoint does", "the same once more is answered with the first receipt and 200, or without receipts with the same 2xx";
    ReplayLate = "replay-late", Must, "What an endpoint does", "every act, sent again at the end, with its key and without, still brings its first receipt";
    ReplayValue = "replay-value", Must, "What an endpoint does", "replays are compared as values: order, white space and escapes do not matter";
    ReplayCase = "replay-case", Must, "The body", "an id in capitals is the same id";
    Concurrent = "concurrent", Must, "What an endpoint does", "the same eight times at once makes one record";
    IdReused = "id-reused", Must, "What an endpoint does", "another act under a used id is 422 id-reused, and the first record stays";
    Declined = "declined", Must, "The body", "an act of declining is recorded";
    Longest = "longest", Must, "The body", "the longest tenant and subject are taken, in any script, in bodies up to 8192 bytes";
    NamesExact = "names-exact", Must, "The body", "a subject is compared to the letter: not folded, normalised, trimmed or decoded twice";
    KeyOptional = "key-optional", Must, "POST", "a request without an Idempotency-Key is taken";
    KeyBare = "key-bare", Should, "POST", "an Idempotency-Key without quotes is taken";
    KeyMismatch = "key-mismatch", Should, "POST", "an Idempotency-Key that is not the body's id is refused";
    Charset = "charset", Must, "POST", "application/json; charset=utf-8 is taken";
    MediaType = "media-type", Should, "POST", "a body that is not application/json is refused";
    TooLarge = "too-large", Should, "POST", "a body of more than 8192 bytes is refused";
    Malformed = "malformed", Should, "POST", "a body that is not JSON is refused";
    Twice = "member-twice", Should, "POST", "a body in which a member stands twice is refused";
    Missing = "member-missing", Should, "The body", "a body that lacks a member is refused";
    MemberMalformed = "member-malformed", Should, "The body", "a member that is not in its form is refused";
    Unknown = "member-unknown", Should, "The body", "a member that is not listed is refused";
    UnknownNotice = "unknown-notice", Should, "What an endpoint does", "a digest that was never published is 422";
    Contradiction = "contradiction", Should, "What an endpoint does", "a digest of another version or locale is 422";
    Stale = "stale", Should, "What an endpoint does", "a version that a material change has replaced is 409 stale-notice";
    StaleTruth = "stale-truth", Must, "What an endpoint does", "a replaced version is never recorded as the current one";
    Editorial = "editorial", Must, "What an endpoint does", "a version followed by editorial changes only is recorded as it is";
    Unauthenticated = "unauthenticated", Must, "What an endpoint does", "where authorization is asked for, a request without it is 401";
    Challenge = "challenge", Must, "Headers of every answer", "401 carries WWW-Authenticate";
    TokenHolds = "token-holds", Must, "What an endpoint does", "a token that does not hold is 401, for POST and GET";
    StatusToken = "status-token", Must, "What an endpoint does", "where a POST without authorization is 401, so is a GET";
    Foreign = "foreign", Must, "What an endpoint does", "a token for somebody else, or for another tenant, is 403, and tells nothing about them";
    GivesReceipt = "gives-receipt", May, "The receipt", "2xx carries a receipt";
    Created = "created", Should, "The receipt", "a new record with a receipt is 201";
    Receipt = "receipt", Must, "The receipt", "a receipt says what was sent, when, and for whom";
    GivesStatus = "gives-status", May, "GET", "it says whether a user has acknowledged";
    StatusFalse = "status-false", Must, "GET", "of a user who never acknowledged it says so";
    StatusTrue = "status-true", Must, "GET", "of a user who acknowledged it says which version, which digest, and when";
    DeclineAlone = "decline-alone", Must, "GET", "of a user who only declined it says that they have not acknowledged";
    StatusDeclined = "status-declined", Must, "GET", "a later decline does not undo an acknowledgement";
    StatusNewest = "status-newest", Must, "GET", "it speaks of the newest record whose version still counts";
    StatusScope = "status-scope", Must, "GET", "what was acknowledged of another notice, or for another tenant, does not count";
    NoStore = "no-store", Must, "Headers of every answer", "Cache-Control keeps shared caches away: no-store, or private on what a GET says";
    RetryAfter = "retry-after", Should, "Headers of every answer", "429 and 503 carry Retry-After";
    Allow = "allow", Must, "Headers of every answer", "405 carries Allow";
    Problem = "problem", Should, "Problems", "refusals are application/problem+json with type, title and their status";
    Preflight = "preflight", Must, "CORS", "the page's origin may send what a client sends";
    CorsAnswers = "cors-answers", Must, "CORS", "answers, refusals too, can be read by the page's origin";
    CorsRetryAfter = "cors-retry-after", Should, "CORS", "the page may read Retry-After";
    CorsList = "cors-list", Should, "CORS", "neither * nor whatever origin asks may read the answers";
}

#[cfg(test)]
mod tests {
    use super::Rule;
    use std::collections::HashSet;

    const PROTOCOL: &str = include_str!("../../../receiver/PROTOCOL.md");

    #[test]
    fn ids_are_unique_and_sections_are_there() {
        assert_eq!(Rule::ALL.iter().map(|rule| rule.id()).collect::<HashSet<_>>().len(), Rule::ALL.len());
        for rule in Rule::ALL {
            let is_heading = |line: &str| {
                line.starts_with('#') && line.trim_start_matches(['#', ' ', '`']).starts_with(rule.section())
            };
            assert!(PROTOCOL.lines().any(is_heading), "{}", rule.section());
        }
    }
}
