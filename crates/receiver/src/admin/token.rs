//! The token that opens the operators' side. It is compared here and shown nowhere.

use sha2::{Digest as _, Sha256};
use std::fmt;
use subtle::ConstantTimeEq as _;

/// The fewest characters of a token: 32 random hexadecimal digits cannot be guessed.
const SHORTEST: usize = 32;

/// The token of the admin side.
#[derive(Clone)]
pub struct AdminToken([u8; 32]);

/// Why a text is no token for the admin side.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdminTokenError {
    /// It could be guessed.
    #[error("expected at least {SHORTEST} characters, such as 32 random bytes in hexadecimal digits")]
    Short,
    /// It could not be sent in a header.
    #[error("expected visible ASCII characters only")]
    Characters,
}

impl AdminTokenError {
    /// Stable across releases.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Short => "admin-token-short",
            Self::Characters => "admin-token-characters",
        }
    }
}

impl AdminToken {
    /// Takes a text that is long enough.
    ///
    /// # Errors
    /// When it is too short, or holds what a header cannot.
    pub fn new(text: &str) -> Result<Self, AdminTokenError> {
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(AdminTokenError::Characters);
        }
        if text.len() < SHORTEST {
            return Err(AdminTokenError::Short);
        }
        Ok(Self(hash(text)))
    }

    /// In the same time whatever `given` is: hashes have one length.
    pub(super) fn is(&self, given: &str) -> bool {
        self.0.ct_eq(&hash(given)).into()
    }
}

impl fmt::Debug for AdminToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdminToken")
    }
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_token_is_none_and_only_the_same_is_the_same() {
        for (bad, code) in [
            ("", "admin-token-short"),
            (&"x".repeat(31), "admin-token-short"),
            (&"x ".repeat(20), "admin-token-characters"),
            (&"ü".repeat(40), "admin-token-characters"),
        ] {
            assert_eq!(AdminToken::new(bad).unwrap_err().code(), code);
        }
        let token = AdminToken::new(&"x".repeat(32)).unwrap();
        assert!(token.is(&"x".repeat(32)));
        for other in ["", "x", &"x".repeat(33), &"y".repeat(32)] {
            assert!(!token.is(other));
        }
        assert_eq!(format!("{token:?}"), "AdminToken");
    }
}
