//! What an answer to a POST means for the record that was sent: the table of the wire, written once.

use crate::ProblemCode;

/// What a client does after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The endpoint has it.
    Recorded,
    /// Ask the host for fresh authorization, once; a second time in a row it is rejected.
    Unauthorized,
    /// The notice has changed: show the current version; this record is never sent again.
    Stale,
    /// Keep it and try again later.
    Retry,
    /// The endpoint will never take it: set aside, show, report.
    Rejected,
}

/// Reads an answer's status and, for 409, the `type` of its problem details.
///
/// A 409 without our type is another server's conflict: final, like every 4xx that no retry can heal.
/// Statuses outside 200 to 499 say nothing about the record, so it is kept.
pub fn classify(status: u16, problem_type: Option<&str>) -> Verdict {
    match status {
        200..=299 => Verdict::Recorded,
        401 | 403 => Verdict::Unauthorized,
        408 | 425 | 429 => Verdict::Retry,
        409 if problem_type.is_some_and(|uri| uri.ends_with(ProblemCode::StaleNotice.type_uri())) => Verdict::Stale,
        400..=499 => Verdict::Rejected,
        _ => Verdict::Retry,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_the_meaning_of_the_table() {
        for status in 0..=999 {
            let expected = match status {
                200..=299 => Verdict::Recorded,
                401 | 403 => Verdict::Unauthorized,
                408 | 425 | 429 => Verdict::Retry,
                400..=499 => Verdict::Rejected,
                _ => Verdict::Retry,
            };
            assert_eq!(classify(status, None), expected, "{status}");
        }
    }

    #[test]
    fn only_our_conflict_is_stale() {
        assert_eq!(classify(409, Some("https://a.example/problems/stale-notice")), Verdict::Stale);
        assert_eq!(classify(409, Some("/problems/stale-notice")), Verdict::Stale);
        assert_eq!(classify(409, Some("about:blank")), Verdict::Rejected);
        assert_eq!(classify(422, Some("/problems/stale-notice")), Verdict::Rejected);
    }
}
