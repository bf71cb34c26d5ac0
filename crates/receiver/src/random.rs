//! The one place where the receiver gets randomness. Everything else is handed a [`Random`].

use ciente_evidence::{SALT_BYTES, Salt};
use std::{fmt, io, sync::Arc};

type Fill = dyn Fn(&mut [u8]) -> io::Result<()> + Send + Sync;

/// Fills buffers with random bytes: the system's, or a test's.
#[derive(Clone)]
pub struct Random(Arc<Fill>);

impl Random {
    /// The system's random bytes.
    pub fn system() -> Self {
        Self(Arc::new(|buffer| getrandom::fill(buffer).map_err(io::Error::from)))
    }

    /// Any others.
    pub fn new(fill: impl Fn(&mut [u8]) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    /// 32 bytes.
    ///
    /// # Errors
    /// When the system has none.
    pub fn seed(&self) -> io::Result<[u8; 32]> {
        let mut seed = [0; 32];
        (self.0)(&mut seed)?;
        Ok(seed)
    }

    pub(crate) fn salt(&self) -> io::Result<Salt> {
        let mut salt = [0; SALT_BYTES];
        (self.0)(&mut salt)?;
        Ok(Salt(salt))
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random")
    }
}
