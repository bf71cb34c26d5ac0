//! How the endpoint fails in a soak.

use crate::host::Fault;
use fastrand::Rng;
use std::time::Duration;

/// One failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trouble {
    Broken,
    Unavailable,
    /// Seconds until it may be asked again.
    TooMany(u32),
    /// The same.
    Overloaded(u32),
    /// The connection is cut before the record arrives.
    Cut,
    /// The record is stored, and the answer lost.
    AnswerLost,
    /// Longer than the user waits.
    Slow,
    /// The endpoint knows a newer version than the page can have.
    Stale,
}

impl Trouble {
    /// Any of them that may strike anybody.
    pub(super) fn some(rng: &mut Rng) -> Self {
        match rng.u8(..7) {
            0 => Self::Broken,
            1 => Self::Unavailable,
            2 => Self::TooMany(rng.u32(1..=2)),
            3 => Self::Overloaded(1),
            4 => Self::Cut,
            5 => Self::AnswerLost,
            _ => Self::Slow,
        }
    }

    /// What it is called, without its numbers.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Broken => "500",
            Self::Unavailable => "503",
            Self::TooMany(_) => "429 with Retry-After",
            Self::Overloaded(_) => "503 with Retry-After",
            Self::Cut => "connection cut",
            Self::AnswerLost => "stored, answer lost",
            Self::Slow => "slow",
            Self::Stale => "called stale",
        }
    }

    /// The same for the host.
    pub(super) fn fault(self) -> Fault {
        match self {
            Self::Broken => Fault::status(500),
            Self::Unavailable => Fault::status(503),
            Self::TooMany(seconds) => Fault::retry_after(429, seconds),
            Self::Overloaded(seconds) => Fault::retry_after(503, seconds),
            Self::Cut => Fault::Cut,
            Self::AnswerLost => Fault::CutAfter,
            Self::Slow => Fault::Late(Duration::from_millis(2500)),
            Self::Stale => Fault::stale(),
        }
    }
}
