//! Checkpoints (C2SP tlog-checkpoint): a log's name, its size and its root, as a signed note.

use crate::{Hash, SigningKey, VerifierKey, note, note::NoteError};

/// What a log's keeper states about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many records it holds.
    pub size: u64,
    /// The root of its Merkle tree.
    pub root: Hash,
}

/// Why a note is no checkpoint of the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a note, or not signed by the key.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A signed note of another content.
    #[error("a signed note, but no checkpoint: {0}")]
    Body(&'static str),
    /// A key may sign for several logs.
    #[error("it is a checkpoint of the log {found}, not of {expected}")]
    OtherLog {
        /// In the checkpoint.
        found: String,
        /// The key's name.
        expected: String,
    },
}

impl Checkpoint {
    /// The signed note, as it is published.
    pub fn sign(&self, key: &SigningKey) -> String {
        note::sign(&format!("{}\n{}\n{}\n", self.origin, self.size, self.root), key)
    }

    /// The checkpoint in a note that the key has signed.
    ///
    /// # Errors
    /// Everything for which the note is not to be believed.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let checkpoint = Self::read(note::open(note, key)?)?;
        if checkpoint.origin != key.name() {
            return Err(CheckpointError::OtherLog { found: checkpoint.origin, expected: key.name().into() });
        }
        Ok(checkpoint)
    }

    /// What a note says, without looking at its signatures: nobody vouches for it.
    ///
    /// # Errors
    /// When it is no note or no checkpoint.
    pub fn read_unverified(note: &str) -> Result<Self, CheckpointError> {
        Self::read(note::split(note)?.0)
    }

    fn read(text: &str) -> Result<Self, CheckpointError> {
        let bad = CheckpointError::Body;
        let mut lines = text.lines();
        let origin = lines.next().filter(|line| !line.is_empty()).ok_or(bad("its first line is empty"))?;
        let size = lines.next().and_then(decimal).ok_or(bad("its second line is no size"))?;
        let root = lines.next().and_then(|line| line.parse().ok()).ok_or(bad("its third line is no hash"))?;
        Ok(Self { origin: origin.into(), size, root })
    }
}

/// Decimal digits without leading zeros, so that one size has one text.
fn decimal(text: &str) -> Option<u64> {
    let digits =
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'));
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::new("a.example/log", &[3; 32]).unwrap()
    }

    #[test]
    fn a_checkpoint_is_a_note_of_three_lines() {
        let checkpoint = Checkpoint { origin: "a.example/log".into(), size: 12, root: Hash([0; 32]) };
        let note = checkpoint.sign(&key());
        let root = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        assert!(note.starts_with(&format!("a.example/log\n12\n{root}\n\n\u{2014} a.example/log ")), "{note}");
        assert_eq!(Checkpoint::open(&note, &key().verifier()), Ok(checkpoint.clone()));
        assert_eq!(Checkpoint::read_unverified(&note), Ok(checkpoint));
    }

    #[test]
    fn what_is_no_checkpoint_is_refused_even_when_it_is_signed() {
        for text in [
            "\n1\nAAAA\n",
            "a.example/log\n",
            "a.example/log\n01\nAAAA\n",
            "a.example/log\n-1\nAAAA\n",
            "a.example/log\n1\nAAAA\n",
        ] {
            let note = note::sign(text, &key());
            assert!(matches!(Checkpoint::open(&note, &key().verifier()), Err(CheckpointError::Body(_))), "{text:?}");
        }
        let other = Checkpoint { origin: "b.example/log".into(), size: 0, root: Hash::of_nothing() };
        let error = Checkpoint::open(&other.sign(&key()), &key().verifier()).unwrap_err();
        assert!(matches!(error, CheckpointError::OtherLog { .. }), "{error}");
    }
}
