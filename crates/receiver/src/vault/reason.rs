//! Why records are erased: the one line that stays in their tombstones.

/// How long it may be, in characters.
const LONGEST: usize = 500;

/// A reason as a tombstone keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

/// Why a text is no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonError {
    /// It says nothing, or too much.
    #[error("the reason must have 1 to {LONGEST} characters")]
    Length,
    /// It could write over a terminal or break a line-based export.
    #[error(
        "the reason must be one line without control characters: U+{:04X} is one, at character {at}",
        u32::from(*found)
    )]
    Control {
        /// The first of them.
        found: char,
        /// Where it stands, from 1, in the text without the white space around it.
        at: usize,
    },
}

impl Reason {
    /// Takes a text without the white space around it.
    ///
    /// # Errors
    /// [`ReasonError`].
    pub fn new(text: &str) -> Result<Self, ReasonError> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > LONGEST {
            return Err(ReasonError::Length);
        }
        match (1..).zip(text.chars()).find(|(_, character)| character.is_control()) {
            Some((at, found)) => Err(ReasonError::Control { found, at }),
            None => Ok(Self(text.to_owned())),
        }
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_that_says_something() {
        assert_eq!(Reason::new(" Art. 17 \u{64a} \n").unwrap().into_text(), "Art. 17 \u{64a}");
        assert!(Reason::new(&"é".repeat(500)).is_ok());
        for bad in ["", " \n", &"x".repeat(501)] {
            assert_eq!(Reason::new(bad), Err(ReasonError::Length), "{bad:?}");
        }
        for (bad, found, at) in
            [("a\nb", '\n', 2), ("a\u{1b}[2J", '\u{1b}', 2), ("\0", '\0', 1), ("ab\u{85}c", '\u{85}', 3)]
        {
            assert_eq!(Reason::new(bad), Err(ReasonError::Control { found, at }), "{bad:?}");
        }
        let told = Reason::new("a\u{1b}b").unwrap_err().to_string();
        assert!(told.contains("U+001B") && !told.contains('\u{1b}'), "{told}");
    }
}
