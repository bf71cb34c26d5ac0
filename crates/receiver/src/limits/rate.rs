//! A rate as operators write it: `60/m`.

use std::{fmt, str::FromStr, time::Duration};

/// So many requests in so much time; all of them may come at once, and then they come back one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    requests: u32,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Hour,
}

/// What is no rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a rate such as 60/m: a number above 0, and a second (s), minute (m) or hour (h); or off")]
pub struct RateError;

impl Rate {
    pub(super) const fn requests(self) -> u32 {
        self.requests
    }

    /// From one request to the next, when all at once are used up.
    pub(super) fn interval(self) -> Duration {
        let seconds = match self.unit {
            Unit::Second => 1,
            Unit::Minute => 60,
            Unit::Hour => 3600,
        };
        Duration::from_secs(seconds) / self.requests
    }
}

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let (number, unit) = text.split_once('/').ok_or(RateError)?;
        let unit = match unit.trim() {
            "s" => Unit::Second,
            "m" => Unit::Minute,
            "h" => Unit::Hour,
            _ => return Err(RateError),
        };
        let requests: u32 = number.trim().parse().map_err(|_| RateError)?;
        if requests == 0 { Err(RateError) } else { Ok(Self { requests, unit }) }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Second => "s",
            Unit::Minute => "m",
            Unit::Hour => "h",
        };
        write!(f, "{}/{unit}", self.requests)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_as_they_are_written() {
        for (text, interval) in [("1/s", 1_000), ("60/m", 1_000), ("3600/h", 1_000), ("100/s", 10)] {
            let rate: Rate = text.parse().unwrap();
            assert_eq!((rate.to_string(), rate.interval()), (text.to_owned(), Duration::from_millis(interval)));
        }
        for bad in ["", "60", "0/m", "-1/m", "60/d", "m/60", "1.5/s", "99999999999/s"] {
            assert_eq!(bad.parse::<Rate>(), Err(RateError), "{bad}");
        }
    }
}
