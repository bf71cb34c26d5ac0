//! Canonical JSON (RFC 8785) and the digest over it: the one name under which the words that a user saw are kept.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};

/// SHA-256 over canonical JSON. Written `sha-256:` and 64 lower-case hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

/// Why a text is no [`Digest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a digest: expected \"sha-256:\" and 64 lower-case hexadecimal digits")]
pub struct DigestError;

/// Why a value has no canonical JSON.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// A fraction, an exponent, or an integer that other readers would round (beyond ±2^53).
    #[error("the number at {place} is not an integer within ±2^53; write it as a string")]
    Number {
        /// JSON Pointer (RFC 6901).
        place: String,
    },
    /// The value cannot be written as JSON at all, for example a map whose keys are no strings.
    #[error("not writable as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl Digest {
    const PREFIX: &str = "sha-256:";

    /// The digest of bytes that are canonical JSON already.
    pub fn of_bytes(canonical: &[u8]) -> Self {
        Self(Sha256::digest(canonical).into())
    }

    /// The digest of anything that has canonical JSON.
    pub fn of(value: &impl Serialize) -> Result<Self, CanonicalError> {
        Ok(Self::of_bytes(&canonical_json(value)?))
    }

    /// The 32 bytes, for an integrity string or a Merkle leaf.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The one byte sequence that stands for a value (RFC 8785).
///
/// # Errors
/// [`CanonicalError::Number`] for numbers that do not survive every JSON reader.
pub fn canonical_json(value: &impl Serialize) -> Result<Vec<u8>, CanonicalError> {
    canonical_value(&serde_json::to_value(value)?)
}

/// [`canonical_json`] of a value already read.
///
/// # Errors
/// As [`canonical_json`].
pub fn canonical_value(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    check_numbers(value, &mut String::new())?;
    Ok(serde_json_canonicalizer::to_vec(value)?)
}

fn check_numbers(value: &Value, place: &mut String) -> Result<(), CanonicalError> {
    const LIMIT: i64 = 1 << 53;
    match value {
        Value::Number(number) => match number.as_i64() {
            Some(n) if (-LIMIT..=LIMIT).contains(&n) => Ok(()),
            _ => Err(CanonicalError::Number { place: place.clone() }),
        },
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(i, item)| descend(place, &i.to_string(), |place| check_numbers(item, place))),
        Value::Object(members) => {
            members.iter().try_for_each(|(key, member)| descend(place, key, |place| check_numbers(member, place)))
        }
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

/// Runs `visit` with one reference token (RFC 6901, section 3) appended to the pointer, and takes it off again.
pub(crate) fn descend<T>(place: &mut String, token: &str, visit: impl FnOnce(&mut String) -> T) -> T {
    let length = place.len();
    place.push('/');
    for c in token.chars() {
        match c {
            '~' => place.push_str("~0"),
            '/' => place.push_str("~1"),
            c => place.push(c),
        }
    }
    let result = visit(place);
    place.truncate(length);
    result
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        f.write_str(Self::PREFIX)?;
        // At once: formatted byte by byte, digests took a twentieth of the time of a receiver's thread that writes.
        let mut hex = [0; 64];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        f.write_str(std::str::from_utf8(&hex).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let hex = text.strip_prefix(Self::PREFIX).ok_or(DigestError)?.as_bytes();
        if hex.len() != 64 {
            return Err(DigestError);
        }
        let nibble = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(DigestError),
        };
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn key_order_and_white_space_do_not_matter() {
        let one: Value = serde_json::from_str(r#"{"b":[1,2],"a":"é\u20ac","€":null}"#).unwrap();
        let two: Value = serde_json::from_str("{ \"€\" : null,\n \"a\":\"\u{e9}€\", \"b\":[ 1 , 2 ] }").unwrap();
        assert_eq!(Digest::of(&one).unwrap(), Digest::of(&two).unwrap());
        assert_eq!(canonical_value(&one).unwrap(), r#"{"a":"é€","b":[1,2],"€":null}"#.as_bytes());
    }

    #[test]
    fn keys_sort_by_utf16_code_units() {
        let value = json!({ "\u{fb33}": 1, "\u{1f600}": 2 });
        assert_eq!(canonical_value(&value).unwrap(), "{\"\u{1f600}\":2,\"\u{fb33}\":1}".as_bytes());
    }

    #[test]
    fn numbers_that_readers_round_are_refused_with_their_place() {
        for bad in [json!({"a/b": [0, 1.5]}), json!({"a/b": [0, (1_i64 << 53) + 1]})] {
            let error = canonical_value(&bad).unwrap_err();
            assert!(matches!(&error, CanonicalError::Number { place } if place == "/a~1b/1"), "{error}");
        }
        assert!(canonical_value(&json!([-(1_i64 << 53), 1_i64 << 53])).is_ok());
    }

    #[test]
    fn text_and_value_are_one() {
        let digest = Digest::of_bytes(b"");
        let text = "sha-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(digest.to_string(), text);
        assert_eq!(text.parse(), Ok(digest));
        for bad in ["", "sha-256:", &text[8..], &text.to_uppercase(), &text[..71], "sha-256:é"] {
            assert_eq!(bad.parse::<Digest>(), Err(DigestError), "{bad}");
        }
    }
}
