//! When to try again: exponential backoff with full jitter, unless the endpoint said when. Pure.

/// In milliseconds, as all times and pauses here.
const BASE: f64 = 1_000.0;
/// What no endpoint asked for is never longer than this.
pub(super) const CAP: f64 = 60_000.0;
/// An endpoint that asks for more is asked again after this; nobody's record waits for a mistyped year.
pub(super) const LONGEST_RETRY_AFTER: f64 = 24.0 * 60.0 * 60.0 * 1_000.0;

/// How long to wait after an attempt failed that `attempts` others had failed before.
///
/// `random` is uniform in `0..1`. Full jitter: uniform between nothing and `min(60 s, 1 s · 2^attempts)`, so that clients
/// that failed together do not come back together.
fn backoff(attempts: u32, random: f64) -> f64 {
    let ceiling = (BASE * f64::from(1_u32 << attempts.min(16))).min(CAP);
    ceiling * random.clamp(0.0, 1.0)
}

/// How long to wait then. What the endpoint asked for is the shortest pause, and makes none shorter: one that asks for nothing
/// is not asked hundreds of times a second.
pub fn pause(attempts: u32, random: f64, asked: Option<f64>) -> f64 {
    backoff(attempts, random).max(asked.unwrap_or_default())
}

/// What `Retry-After` (RFC 9110, 10.2.3) asks for: seconds, or a date that `read_date` turns into milliseconds since 1970,
/// counted from `now`, the answer's own time where that is known.
pub fn retry_after(header: &str, now: f64, read_date: impl FnOnce(&str) -> Option<f64>) -> Option<f64> {
    let header = header.trim_ascii();
    let wait = if is_http_date(header) {
        (read_date(header)? - now).max(0.0)
    } else if !header.is_empty() && header.bytes().all(|b| b.is_ascii_digit()) {
        header.bytes().fold(0.0, |seconds, b| seconds * 10.0 + f64::from(b - b'0')) * 1_000.0
    } else {
        return None;
    };
    Some(wait.min(LONGEST_RETRY_AFTER))
}

/// Whether it has the shape of an HTTP-date (RFC 9110, 5.6.7). Engines read much more as a date, "-5" and "in 5" too; and that
/// of C's asctime, which names no zone and which no endpoint makes any more, as the device's own time.
fn is_http_date(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase()) && text.ends_with(" GMT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ceiling_doubles_up_to_a_minute() {
        let ceilings: Vec<_> = (0..9).map(|attempts| backoff(attempts, 1.0) / 1_000.0).collect();
        assert_eq!(ceilings, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]);
        assert_eq!(backoff(u32::MAX, 0.5), 30_000.0);
        assert_eq!(backoff(3, 0.0), 0.0);
        assert_eq!(backoff(3, f64::MAX), 8_000.0);
    }

    #[test]
    fn what_was_asked_for_makes_no_pause_shorter() {
        for (attempts, asked, wait) in [
            (0, None, 1.0),
            (3, None, 8.0),
            (3, Some(0.0), 8.0),
            (3, Some(7.0), 8.0),
            (3, Some(9.0), 9.0),
            (9, Some(0.0), 60.0),
            (9, Some(3600.0), 3600.0),
        ] {
            let asked = asked.map(|seconds: f64| seconds * 1_000.0);
            assert_eq!(pause(attempts, 1.0, asked), wait * 1_000.0, "{attempts} {asked:?}");
        }
        assert_eq!(pause(3, 0.0, Some(2_000.0)), 2_000.0);
    }

    #[derive(serde::Deserialize)]
    struct Pause {
        header: String,
        reads: Option<f64>,
        answered: f64,
        wait: Option<f64>,
    }

    #[test]
    fn the_endpoint_may_name_seconds_or_a_date() {
        let cases: Vec<Pause> = serde_json::from_str(include_str!("../../tests/twins/pauses.json")).unwrap();
        for Pause { header, reads, answered, wait } in cases {
            assert_eq!(retry_after(&header, answered, |_| reads), wait, "{header}");
        }
        assert_eq!(retry_after(&"9".repeat(400), 0.0, |_| None), Some(LONGEST_RETRY_AFTER));
        // Engines read more than dates.
        for nonsense in ["-5", "in 5", "Fri", "Fri, soon", "1999-12-31T23:59:59Z"] {
            assert_eq!(retry_after(nonsense, 0.0, |_| Some(1.0)), None, "{nonsense}");
        }
        assert_eq!(retry_after("Fri, 31 Dec 1999 23:59:59 GMT", 0.0, |_| Some(f64::NAN)), Some(0.0));
    }

    #[test]
    fn a_date_names_its_zone() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"] {
            assert!(is_http_date(text), "{text}");
        }
        for nonsense in ["Sun, 06 Nov 1994 08:49:37", "Sun Nov  6 08:49:37 1994", "06 Nov 1994 08:49:37 GMT", "", "GMT"]
        {
            assert!(!is_http_date(nonsense), "{nonsense}");
        }
    }
}
