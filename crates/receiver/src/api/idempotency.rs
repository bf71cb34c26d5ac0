//! The `Idempotency-Key`: optional, but it may not contradict the body.

use crate::http::refusal::Refusal;
use axum::http::HeaderMap;
use ciente_notice::ProblemCode;

/// A structured string (RFC 9651, 3.3.3) that holds the acknowledgement's id, or the id as it is.
pub(super) fn check(headers: &HeaderMap, id: &str) -> Result<(), Refusal> {
    let mut keys = headers.get_all("idempotency-key").iter();
    let (first, second) = (keys.next(), keys.next());
    let Some(key) = first else { return Ok(()) };
    let text = key.to_str().unwrap_or_default().trim();
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    if second.is_none() && inner.eq_ignore_ascii_case(id) {
        return Ok(());
    }
    Err(Refusal::new(ProblemCode::IdempotencyKeyMismatch, format!("expected Idempotency-Key: \"{id}\", or none")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    const ID: &str = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b";

    fn passes(keys: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for key in keys {
            headers.append("idempotency-key", HeaderValue::from_str(key).unwrap());
        }
        check(&headers, ID).is_ok()
    }

    #[test]
    fn the_key_is_the_id_or_is_not_there() {
        let quoted = format!("\"{ID}\"");
        assert!(passes(&[]));
        assert!(passes(&[&quoted]));
        assert!(passes(&[ID]));
        assert!(passes(&[&quoted.to_uppercase()]));
        for bad in ["", "\"", "\"\"", "0190a1b2", &quoted[1..], &quoted[..37], &format!("{quoted};a=1")] {
            assert!(!passes(&[bad]), "{bad}");
        }
        assert!(!passes(&[ID, ID]));
    }
}
