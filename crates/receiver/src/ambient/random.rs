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
        self.bytes()
    }

    pub(crate) fn salt(&self) -> io::Result<Salt> {
        self.bytes::<SALT_BYTES>().map(Salt)
    }

    pub(crate) fn bytes<const N: usize>(&self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        (self.0)(&mut bytes)?;
        Ok(bytes)
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random")
    }
}
