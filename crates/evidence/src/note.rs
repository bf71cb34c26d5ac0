//! Signed notes (C2SP signed-note): a text, an empty line, and one line a signature. What the text says is not known here.

use crate::{SigningKey, VerifierKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// More than any note of ours; a reader must not work for ever on somebody's file.
const LONGEST: usize = 64 * 1024;

/// Why a note is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not of the form.
    #[error("not a signed note: {0}")]
    Form(&'static str),
    /// Nobody with this key has signed it.
    #[error("it carries no signature by {key}; it was signed by {by}")]
    OtherKey {
        /// Name and id of the key it was checked against.
        key: String,
        /// Names and ids in the signature lines.
        by: String,
    },
    /// The text is not the one that was signed.
    #[error("the signature by {key} is not one of this text")]
    Signature {
        /// Name of the key.
        key: String,
    },
}

/// Signs a text that ends with a line feed.
pub(crate) fn sign(text: &str, key: &SigningKey) -> String {
    format!("{text}\n\u{2014} {} {}\n", key.name(), STANDARD.encode(key.sign(text.as_bytes())))
}

/// A signature line: name, key id, signature.
type Signature<'n> = (&'n str, [u8; 4], Vec<u8>);

/// The text of a note, its last line feed included, and its signatures.
pub(crate) fn split(note: &str) -> Result<(&str, Vec<Signature<'_>>), NoteError> {
    let bad = NoteError::Form;
    if note.len() > LONGEST {
        return Err(bad("longer than 64 KiB"));
    }
    if note.chars().any(|c| c < ' ' && c != '\n') {
        return Err(bad("it has control characters"));
    }
    let (end, _) = note.rmatch_indices("\n\n").next().ok_or(bad("there is no empty line before the signatures"))?;
    let (text, lines) = (note.get(..=end).unwrap_or_default(), note.get(end + 2..).unwrap_or_default());
    let lines = lines.strip_suffix('\n').ok_or(bad("its last line does not end"))?;
    let read = |line| signature(line).ok_or(bad("a signature line is not \"— <name> <base64>\""));
    Ok((text, lines.split('\n').map(read).collect::<Result<_, _>>()?))
}

fn signature(line: &str) -> Option<Signature<'_>> {
    let (name, signature) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    let bytes = STANDARD.decode(signature).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    Some((name, *id, signature.to_vec()))
}

/// The text, if the key has signed it. Signatures by others are not looked at.
pub(crate) fn open<'n>(note: &'n str, key: &VerifierKey) -> Result<&'n str, NoteError> {
    let (text, signatures) = split(note)?;
    let ours = signatures.iter().find(|(name, id, _)| *name == key.name() && *id == key.id());
    let Some((_, _, signature)) = ours else {
        // The same name can be another key's.
        let told = |name: &str, id: &[u8; 4]| format!("{name}+{:08x}", u32::from_be_bytes(*id));
        let by = signatures.iter().map(|(name, id, _)| told(name, id)).collect::<Vec<_>>().join(", ");
        return Err(NoteError::OtherKey { key: told(key.name(), &key.id()), by });
    };
    if key.verify(text.as_bytes(), signature) { Ok(text) } else { Err(NoteError::Signature { key: key.name().into() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const NOTE: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn the_example_of_gos_package_opens_and_no_other_text_does() {
        let key: VerifierKey = KEY.parse().unwrap();
        assert!(open(NOTE, &key).unwrap().ends_with("problem is.\n"));
        let forged = NOTE.replace("answer", "Answer");
        assert_eq!(open(&forged, &key), Err(NoteError::Signature { key: "PeterNeumann".into() }));
    }

    #[test]
    fn what_is_signed_opens_with_its_key_only() {
        let key = SigningKey::new("a.example/log", &[1; 32]).unwrap();
        let note = sign("text\n", &key);
        assert_eq!(open(&note, &key.verifier()), Ok("text\n"));
        let other = SigningKey::new("a.example/log", &[2; 32]).unwrap();
        assert!(matches!(open(&note, &other.verifier()), Err(NoteError::OtherKey { .. })));
        // A second signature, of a witness for example, is in nobody's way.
        let both = format!("{note}{}", sign("text\n", &other).strip_prefix("text\n\n").unwrap());
        assert_eq!(open(&both, &key.verifier()), Ok("text\n"));
        assert_eq!(open(&both, &other.verifier()), Ok("text\n"));
    }

    #[test]
    fn other_forms_are_named() {
        let key: VerifierKey = KEY.parse().unwrap();
        for bad in [
            "",
            "text\n",
            "text\n\n",
            "text\n\n— a",
            "text\n\n- a AAAAAAA=\n",
            "text\r\n\n— a AAAAAAA=\n",
            "a\n\n— b c d\n",
        ] {
            assert!(matches!(open(bad, &key), Err(NoteError::Form(_))), "{bad:?}");
        }
    }
}
