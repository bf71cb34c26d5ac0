//! The one place where the receiver asks the system for randomness.

/// So many random bytes.
///
/// # Errors
/// When the system has no randomness.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
