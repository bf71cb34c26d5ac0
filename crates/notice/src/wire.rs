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

    #[derive(serde::Deserialize)]
    struct Answers {
        statuses: Vec<Statuses>,
        problems: Vec<Problem>,
    }

    #[derive(serde::Deserialize)]
    struct Statuses {
        from: u16,
        to: u16,
        verdict: String,
    }

    #[derive(serde::Deserialize)]
    struct Problem {
        status: u16,
        r#type: String,
        verdict: String,
    }

    #[test]
    fn every_answer_has_the_meaning_of_the_table() {
        let answers: Answers = serde_json::from_str(include_str!("../../../tests/twins/answers.json")).unwrap();
        let read = |status, problem: Option<&str>| format!("{:?}", classify(status, problem)).to_lowercase();
        let mut next = 0;
        for Statuses { from, to, verdict } in answers.statuses {
            assert_eq!(from, next);
            for status in from..=to {
                assert_eq!(read(status, None), verdict, "{status}");
            }
            next = to + 1;
        }
        for Problem { status, r#type, verdict } in answers.problems {
            assert_eq!(read(status, Some(&r#type)), verdict, "{status} {type}");
        }
    }
}
