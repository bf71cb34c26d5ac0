//! The body's type and its bytes: no more than an acknowledgement can have, and not at any client's leisure.

use crate::http::refusal::Refusal;
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, header},
};
use ciente_notice::{MAX_BODY_BYTES, ProblemCode};
use http_body_util::BodyExt as _;
use std::time::Duration;

/// How much of a refused body is read all the same, and for how long. To hang up on a client that is still sending resets
/// the connection; the client would see a broken network, and try again for ever, instead of the refusal.
const COURTESY: (usize, Duration) = (256 * 1024, Duration::from_secs(1));

/// The body, if it is JSON by name, no longer than an acknowledgement can be, and here within `patience`.
pub(super) async fn read(headers: &HeaderMap, mut body: Body, patience: Duration) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let read = match check_type(headers).and_then(|()| check_length(headers)) {
        Ok(()) => {
            let collected = tokio::time::timeout(patience, collect(&mut body, &mut bytes)).await;
            collected.unwrap_or_else(|_| Err(late(patience)))
        }
        Err(refusal) => Err(refusal),
    };
    // Who waits for "100 Continue" has sent nothing yet.
    if read.is_err() && !headers.contains_key(header::EXPECT) {
        discard(body).await;
    }
    read.map(|()| bytes)
}

async fn collect(body: &mut Body, bytes: &mut Vec<u8>) -> Result<(), Refusal> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::new(ProblemCode::MalformedJson, "the body broke off"))?;
        // Trailers say nothing here.
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > MAX_BODY_BYTES {
            return Err(too_large());
        }
        bytes.extend_from_slice(&data);
    }
    Ok(())
}

async fn discard(mut body: Body) {
    let (mut left, patience) = COURTESY;
    let rest = async {
        while let Some(Ok(frame)) = body.frame().await {
            left = left.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
            if left == 0 {
                break;
            }
        }
    };
    // Either way the refusal follows.
    let _ = tokio::time::timeout(patience, rest).await;
}

fn too_large() -> Refusal {
    Refusal::new(ProblemCode::TooLarge, format!("at most {MAX_BODY_BYTES} bytes"))
}

fn late(patience: Duration) -> Refusal {
    let detail = format!("the body did not arrive within {} seconds", patience.as_secs_f64());
    Refusal::new(ProblemCode::Timeout, detail).with(header::CONNECTION, HeaderValue::from_static("close"))
}

/// What is announced in advance need not be read.
fn check_length(headers: &HeaderMap) -> Result<(), Refusal> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > MAX_BODY_BYTES as u64) { Err(too_large()) } else { Ok(()) }
}

/// `application/json`, in UTF-8, as it is.
fn check_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let refuse = |detail: &str| Err(Refusal::new(ProblemCode::UnsupportedMediaType, detail));
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    match (types.next(), types.next()) {
        (Some(one), None) if is_json(one) => {}
        (Some(_), None) => return refuse("expected Content-Type: application/json, if with a charset then utf-8"),
        (None, _) => return refuse("there is no Content-Type; expected application/json"),
        (Some(_), Some(_)) => return refuse("there is more than one Content-Type"),
    }
    let plain = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"identity");
    if headers.get_all(header::CONTENT_ENCODING).iter().all(plain) {
        return Ok(());
    }
    refuse("expected no Content-Encoding")
}

/// RFC 9110, 8.3.1: type and parameter names in any case, values perhaps quoted.
fn is_json(value: &HeaderValue) -> bool {
    let Ok(text) = value.to_str() else { return false };
    let mut parts = text.split(';').map(str::trim);
    let is_type = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    is_type
        && parts.filter(|part| !part.is_empty()).all(|parameter| {
            parameter.split_once('=').is_some_and(|(name, value)| {
                name.eq_ignore_ascii_case("charset") && value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_in_utf8_is_taken_however_it_is_spelt() {
        for good in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json;charset=\"UTF-8\"",
            "application/json;",
        ] {
            assert!(is_json(&HeaderValue::from_static(good)), "{good}");
        }
        for bad in [
            "",
            "text/plain",
            "text/json",
            "application/jsonp",
            "application/problem+json",
            "application/json; charset=latin1",
            "application/json; charset",
            "application/json; version=1",
            "application/json, text/plain",
        ] {
            assert!(!is_json(&HeaderValue::from_static(bad)), "{bad}");
        }
    }
}
