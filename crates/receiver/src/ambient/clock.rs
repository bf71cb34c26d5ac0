//! The one place where the receiver asks what time it is. Everything else is handed a [`Clock`].

use axum::http::HeaderValue;
use jiff::{Timestamp, civil::Date, fmt::rfc2822, tz::TimeZone};
use std::{fmt, sync::Arc, time::Duration};

/// Says what time it is: the system's clock, or a test's.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The system's clock.
    #[expect(clippy::disallowed_methods, reason = "the one clock from which all others are handed down")]
    pub fn system() -> Self {
        Self(Arc::new(Timestamp::now))
    }

    /// Any other clock.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn instant(&self) -> Timestamp {
        (self.0)()
    }

    /// The instant in the form of the wire: RFC 3339, UTC, milliseconds.
    pub fn now(&self) -> String {
        format!("{:.3}", self.instant())
    }

    /// The day in UTC.
    pub(crate) fn today(&self) -> Date {
        self.instant().to_zoned_datetime(TimeZone::UTC).date()
    }

    /// Whole seconds since 1970.
    pub(crate) fn second(&self) -> i64 {
        (self.0)().as_second()
    }

    /// The instant as tokens have it: seconds since 1970 (RFC 7519, `NumericDate`).
    pub(crate) fn seconds(&self) -> f64 {
        (self.0)().as_duration().as_secs_f64()
    }

    /// The instant that is so far ahead, as a date of HTTP (RFC 9110, 5.6.7); none beyond the calendar.
    pub(crate) fn http_date(&self, ahead: Duration) -> Option<HeaderValue> {
        let then = (self.0)().checked_add(ahead).ok()?;
        let text = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&then).ok()?;
        HeaderValue::from_str(&text).ok()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_have_three_digits_and_are_never_in_the_future() {
        for (at, text) in [
            ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00.000Z"),
            ("2026-11-23T10:00:41.3189Z", "2026-11-23T10:00:41.318Z"),
        ] {
            let at: Timestamp = at.parse().unwrap();
            assert_eq!(Clock::new(move || at).now(), text);
        }
    }
}
