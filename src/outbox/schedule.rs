//! When to try again: exponential backoff with full jitter, unless the endpoint said when. Pure.

use std::time::Duration;

const BASE: Duration = Duration::from_secs(1);
const CAP: Duration = Duration::from_secs(60);
/// An endpoint that asks for more is asked again after this; nobody's record waits for a mistyped year.
pub(super) const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait after an attempt failed that `attempts` others had failed before.
///
/// `random` is uniform in `0..1`. Full jitter: uniform between nothing and `min(60 s, 1 s · 2^attempts)`, so that clients
/// that failed together do not come back together.
pub fn backoff(attempts: u32, random: f64) -> Duration {
    let ceiling = BASE.saturating_mul(1 << attempts.min(16)).min(CAP);
    ceiling.mul_f64(random.clamp(0.0, 1.0))
}

/// What `Retry-After` (RFC 9110, 10.2.3) asks for: seconds, or a date that `read_date` turns into milliseconds since 1970.
pub fn retry_after(header: &str, now: f64, read_date: impl FnOnce(&str) -> Option<f64>) -> Option<Duration> {
    let header = header.trim();
    let wait = if !header.is_empty() && header.bytes().all(|b| b.is_ascii_digit()) {
        header.parse().map_or(LONGEST_RETRY_AFTER, Duration::from_secs)
    } else {
        let milliseconds = (read_date(header)? - now).max(0.0);
        Duration::try_from_secs_f64(milliseconds / 1000.0).ok()?
    };
    Some(wait.min(LONGEST_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_ceiling_doubles_up_to_a_minute() {
        let ceilings: Vec<_> = (0..9).map(|attempts| backoff(attempts, 1.0).as_secs()).collect();
        assert_eq!(ceilings, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(backoff(u32::MAX, 0.5), Duration::from_secs(30));
        assert_eq!(backoff(3, 0.0), Duration::ZERO);
        assert_eq!(backoff(3, f64::MAX), Duration::from_secs(8));
    }

    #[test]
    fn the_endpoint_may_name_seconds_or_a_date() {
        let date = |text: &str| (text == "Fri, 31 Dec 1999 23:59:59 GMT").then_some(946_684_799_000.0);
        let read = |header, now| retry_after(header, now, date);
        assert_eq!(read("120", 0.0), Some(Duration::from_secs(120)));
        assert_eq!(read(" 0 ", 0.0), Some(Duration::ZERO));
        assert_eq!(read("Fri, 31 Dec 1999 23:59:59 GMT", 946_684_789_000.0), Some(Duration::from_secs(10)));
        assert_eq!(read("Fri, 31 Dec 1999 23:59:59 GMT", 946_684_800_000.0), Some(Duration::ZERO));
        assert_eq!(read("99999999999999999999999", 0.0), Some(LONGEST_RETRY_AFTER));
        assert_eq!(read("9999999", 0.0), Some(LONGEST_RETRY_AFTER));
        for nonsense in ["", "soon", "-5", "1.5", "NaN"] {
            assert_eq!(read(nonsense, 0.0), None, "{nonsense}");
        }
        assert_eq!(retry_after("x", 0.0, |_| Some(f64::NAN)), Some(Duration::ZERO));
    }
}
