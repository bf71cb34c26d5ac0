//! A set of keys, each good for one algorithm and no other. That is what makes it impossible to pass a public key off as
//! a secret: the algorithm in a token's header is compared with the key's, never used to choose how the key is read.

use super::token::{Header, Token};
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use std::fmt;

/// How many keys are tried for a token that does not name one.
const ATTEMPTS: usize = 8;

/// One key.
pub(super) struct Key {
    pub(super) id: Option<String>,
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.algorithm, self.id.as_deref().unwrap_or("without kid"))
    }
}

/// All keys of one reading.
#[derive(Debug)]
pub(super) struct Keys(pub(super) Vec<Key>);

impl Keys {
    fn candidates<'k>(&'k self, header: &'k Header) -> impl Iterator<Item = &'k Key> {
        let named = move |key: &&Key| match (&header.kid, &key.id) {
            (Some(wanted), Some(id)) => wanted == id,
            // A set need not name its only key, and a token need not name it either.
            (None, _) | (_, None) => true,
        };
        self.0.iter().filter(named)
    }

    /// Whether a token with this header could be signed by one of these.
    pub(super) fn knows(&self, header: &Header) -> bool {
        self.candidates(header).any(|key| key.algorithm == header.algorithm)
    }

    /// Whether a token with this header names a key that is none of these.
    pub(super) fn lacks(&self, header: &Header) -> bool {
        header.kid.is_some() && self.candidates(header).next().is_none()
    }

    /// Whether the key of a token with this header is told by its name.
    pub(super) fn names(&self, header: &Header) -> bool {
        header.kid.is_some() && self.candidates(header).all(|key| key.id.is_some())
    }

    /// Whether one of these signed it.
    pub(super) fn check(&self, token: &Token<'_>) -> Result<(), String> {
        let header = &token.header;
        if self.candidates(header).next().is_none() {
            return Err("its key is not known here".into());
        }
        let mut fitting = self.candidates(header).filter(|key| key.algorithm == header.algorithm).peekable();
        if fitting.peek().is_none() {
            return Err(format!("no key here is for {:?}", header.algorithm));
        }
        let signed = |key: &Key| {
            // An error is a signature that is none.
            crypto::verify(token.signature, token.message, &key.key, key.algorithm).unwrap_or(false)
        };
        if fitting.by_ref().take(ATTEMPTS).any(signed) {
            return Ok(());
        }
        Err(match fitting.next() {
            Some(_) => format!("none of the {ATTEMPTS} keys that were tried signed it; name its key with kid"),
            None => "its signature does not hold".into(),
        })
    }
}
