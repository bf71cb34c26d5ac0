//! The log's keys in the text forms of C2SP's signed notes: who signs, and by what others know the signature.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _};
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};

/// The algorithm's number in C2SP's signed notes.
const ED25519: u8 = 1;

const PRIVATE: &str = "PRIVATE+KEY+";

/// The secret half. Its text form is `PRIVATE+KEY+<name>+<id>+<base64>`; it never shows in `Debug`.
#[derive(Clone)]
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

/// The public half: the log's name and an Ed25519 key. Written `<name>+<id>+<base64>` (C2SP signed-note, "Verifier keys").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Another form altogether.
    #[error("expected {0}")]
    Form(&'static str),
    /// A private key where the public one belongs.
    #[error("this is the log's private key, which nobody but the receiver may have; expected its verifier key")]
    IsPrivate,
    /// The id does not belong to name and key: one of the three was mistyped.
    #[error("the key's id is not that of its name and bytes: a character was lost or changed")]
    Id,
    /// Not an Ed25519 key.
    #[error("the key's bytes are no Ed25519 key")]
    Bytes,
    /// A name that no line of a note could hold.
    #[error("a log's name has 1 to 200 characters, no spaces and no \"+\"; for example evidence.example/log")]
    Name,
}

/// Whether a text can name a log's key: not empty, no spaces, no plus (C2SP signed-note).
pub fn is_key_name(name: &str) -> bool {
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
    (1..=200).contains(&name.chars().count()) && name.chars().all(allowed)
}

impl SigningKey {
    /// A key out of 32 secret, random bytes.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        Ok(Self { name: name.into(), key: ed25519_dalek::SigningKey::from_bytes(seed) })
    }

    /// A key with a name made from itself, for a log whose keeper has given it none.
    pub fn unnamed(seed: &[u8; 32]) -> Self {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        let digest = Sha256::digest(key.verifying_key().as_bytes());
        Self { name: format!("ciente.log/{}", hex(&digest[..8])), key }
    }

    /// The public half.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The text form, with the secret in it.
    pub fn to_secret_text(&self) -> String {
        encode(PRIVATE, &self.name, &id(&self.name, self.key.verifying_key().as_bytes()), self.key.as_bytes())
    }

    /// The log's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// 4 bytes of key id and 64 of signature, as they stand in a note's last line.
    pub(crate) fn sign(&self, text: &[u8]) -> Vec<u8> {
        let id = id(&self.name, self.key.verifying_key().as_bytes());
        [&id[..], &self.key.sign(text).to_bytes()].concat()
    }
}

impl VerifierKey {
    /// The log's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn id(&self) -> [u8; 4] {
        id(&self.name, self.key.as_bytes())
    }

    pub(crate) fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
    }
}

impl FromStr for SigningKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let form = KeyError::Form("PRIVATE+KEY+<name>+<id>+<base64>, as `ciente keygen` writes it");
        let (name, id, bytes) = text.trim().strip_prefix(PRIVATE).and_then(decode).ok_or(form)?;
        let key = Self::new(name, &bytes)?;
        if key.verifier().id() == id { Ok(key) } else { Err(KeyError::Id) }
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        if text.starts_with(PRIVATE) {
            return Err(KeyError::IsPrivate);
        }
        let form = KeyError::Form("a verifier key <name>+<id>+<base64>, as GET /v1/log/key answers");
        let (name, id, bytes) = decode(text).ok_or(form)?;
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).map_err(|_| KeyError::Bytes)?;
        let key = Self { name: name.into(), key };
        if key.id() == id { Ok(key) } else { Err(KeyError::Id) }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode("", &self.name, &self.id(), self.key.as_bytes()))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("name", &self.name).finish_non_exhaustive()
    }
}

fn id(name: &str, key: &[u8; 32]) -> [u8; 4] {
    let digest = Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key).finalize();
    [digest[0], digest[1], digest[2], digest[3]]
}

fn encode(prefix: &str, name: &str, id: &[u8; 4], key: &[u8; 32]) -> String {
    format!("{prefix}{name}+{}+{}", hex(id), STANDARD.encode([&[ED25519], &key[..]].concat()))
}

fn decode(text: &str) -> Option<(&str, [u8; 4], [u8; 32])> {
    let mut parts = text.splitn(3, '+');
    let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
    let id = (id.len() == 8).then(|| u32::from_str_radix(id, 16).ok()).flatten()?.to_be_bytes();
    let bytes = STANDARD.decode(key).ok()?;
    let (algorithm, key) = bytes.split_first()?;
    Some((name, id, (*algorithm == ED25519).then(|| key.try_into().ok()).flatten()?))
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key pair in the documentation of Go's `golang.org/x/mod/sumdb/note`.
    const SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn keys_read_and_write_as_go_does() {
        let key: SigningKey = SECRET.parse().unwrap();
        assert_eq!((key.to_secret_text(), key.verifier().to_string()), (SECRET.into(), PUBLIC.into()));
        assert_eq!(PUBLIC.parse::<VerifierKey>().unwrap(), key.verifier());
        assert!(!format!("{key:?}").contains("AYEK"));
    }

    #[test]
    fn every_mistake_has_its_own_message() {
        let public = |text: &str| text.parse::<VerifierKey>().unwrap_err();
        assert_eq!(public(SECRET), KeyError::IsPrivate);
        assert_eq!(public(&PUBLIC.replace("c74f", "c74e")), KeyError::Id);
        assert_eq!(public(&PUBLIC.replace("Peter", "Pater")), KeyError::Id);
        assert_eq!(
            public(&PUBLIC.replace("+ARpc", "+BRpc")),
            KeyError::Form("a verifier key <name>+<id>+<base64>, as GET /v1/log/key answers")
        );
        for text in ["", "a+b", "a+00000000+AAAA", "-----BEGIN PUBLIC KEY-----"] {
            assert!(matches!(public(text), KeyError::Form(_)), "{text}");
        }
        assert_eq!(SECRET.replace("a3+AYEK", "a3+AYEL").parse::<SigningKey>().unwrap_err(), KeyError::Id);
        for name in ["", "a b", "a+b", "a\nb", &"x".repeat(201)] {
            assert_eq!(SigningKey::new(name, &[7; 32]).unwrap_err(), KeyError::Name);
        }
        assert!(is_key_name(SigningKey::unnamed(&[7; 32]).name()));
    }
}
