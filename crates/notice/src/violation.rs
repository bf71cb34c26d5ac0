//! What is wrong with a document and where: shared by everything that validates.

use serde::Serialize;
use std::fmt;

/// One thing that is wrong with a JSON document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Where: a JSON Pointer (RFC 6901), empty for the whole document.
    pub pointer: String,
    /// Which rule.
    pub code: ViolationCode,
    /// A sentence that says what is wrong and what would be right.
    pub detail: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        write!(f, "{place}: {} [{}]", self.detail, self.code)
    }
}

/// The rules, each with a code that stays the same from release to release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ViolationCode {
    /// A member that must be there is not.
    Missing,
    /// A member that this format does not know.
    Unknown,
    /// A value of another JSON type than the format's.
    WrongType,
    /// A text that is empty or white space where there must be words.
    Empty,
    /// A text longer than the format allows.
    TooLong,
    /// A text that is not of the form the format asks for.
    Malformed,
    /// The same identifier twice.
    Duplicate,
    /// A reference to something that is not in the document.
    Dangling,
    /// A link with a scheme that notices refuse.
    RefusedLink,
    /// Rows that no block shows, or that two blocks show.
    RowCover,
    /// A table row with another number of cells than the table has columns.
    Ragged,
    /// Two members that contradict each other.
    Contradiction,
}

impl ViolationCode {
    /// The code as it stands in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::WrongType => "wrong-type",
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::Malformed => "malformed",
            Self::Duplicate => "duplicate",
            Self::Dangling => "dangling",
            Self::RefusedLink => "refused-link",
            Self::RowCover => "row-cover",
            Self::Ragged => "ragged",
            Self::Contradiction => "contradiction",
        }
    }
}

impl fmt::Display for ViolationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_the_same_in_json_and_in_text() {
        for code in [
            ViolationCode::Missing,
            ViolationCode::Unknown,
            ViolationCode::WrongType,
            ViolationCode::Empty,
            ViolationCode::TooLong,
            ViolationCode::Malformed,
            ViolationCode::Duplicate,
            ViolationCode::Dangling,
            ViolationCode::RefusedLink,
            ViolationCode::RowCover,
            ViolationCode::Ragged,
            ViolationCode::Contradiction,
        ] {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
