//! The names that end up in paths, keys, URLs and records: what is allowed in a notice id, a version label, a locale, and as
//! the name of a tenant or a user.

use crate::ViolationCode;
use std::fmt;

/// What a member or a parameter must be that names something: not only white space, no control characters, and no longer than this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameRule {
    /// What holds it.
    pub member: &'static str,
    /// In characters.
    pub longest: usize,
}

impl NameRule {
    /// An app of the chat's.
    pub const TENANT: Self = Self { member: "tenant", longest: 128 };
    /// A user.
    pub const SUBJECT: Self = Self { member: "subject", longest: 256 };

    /// Whether an acknowledgement can have this name.
    pub fn allows(self, text: &str) -> bool {
        self.fault(text).is_none()
    }

    /// What is wrong with a name that it does not allow.
    pub(crate) fn fault(self, text: &str) -> Option<(ViolationCode, String)> {
        if text.trim().is_empty() {
            Some((ViolationCode::Empty, "must not be empty".to_owned()))
        } else if text.chars().count() > self.longest {
            Some((ViolationCode::TooLong, format!("at most {} characters", self.longest)))
        } else if text.chars().any(char::is_control) {
            Some((ViolationCode::Malformed, "must not hold control characters".to_owned()))
        } else {
            None
        }
    }
}

/// The rule, to follow what it is about and "must have".
impl fmt::Display for NameRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1 to {} characters, none of them a control character", self.longest)
    }
}

/// A notice's id: 1 to 64 of `a-z 0-9 . _ -`, first a letter or digit, never `..` (it becomes a folder's name).
pub fn is_notice_id(text: &str) -> bool {
    is_path_name(text) && !text.bytes().any(|b| b.is_ascii_uppercase())
}

/// A version's label: like a notice's id, capitals allowed.
pub fn is_version_label(text: &str) -> bool {
    is_path_name(text)
}

fn is_path_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.as_bytes()[0].is_ascii_alphanumeric()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        && !text.contains("..")
}

/// A well-formed language tag (RFC 5646, section 2.1, without the grandfathered and private-use-only forms).
pub fn is_locale(text: &str) -> bool {
    let mut subtags = text.split('-');
    let language = subtags.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphabetic())
        && subtags.all(|s| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_leave_their_folder_are_refused() {
        for bad in ["", ".", "..", "a/b", "a..b", "-a", "a b", "ä", "A"] {
            assert!(!is_notice_id(bad), "{bad}");
        }
        for good in ["im", "2022-05", "a.b_c-d"] {
            assert!(is_notice_id(good), "{good}");
        }
        assert!(is_version_label("V2"));
    }

    #[test]
    fn locales_are_language_tags() {
        for good in ["en", "pt-BR", "zh-Hans-CN", "es-419"] {
            assert!(is_locale(good), "{good}");
        }
        for bad in ["", "e", "pt_BR", "pt-", "12", "en--US", "portuguese"] {
            assert!(!is_locale(bad), "{bad}");
        }
    }
}
