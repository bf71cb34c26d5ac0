//! Tags of answers, by what is in them (RFC 9110, 8.8.3), and whether a client has such an answer already (13.1.2).

use axum::http::{HeaderMap, HeaderValue, header};
use ciente_notice::Digest;

/// The tag of these bytes.
pub(crate) fn etag(bytes: &[u8]) -> HeaderValue {
    let tag = format!("\"{}\"", &Digest::of_bytes(bytes).to_string()[8..40]);
    HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Whether the client says that it has the answer of this tag.
pub(crate) fn is_known(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    asked.get_all(header::IF_NONE_MATCH).iter().any(|line| {
        let mut tags = line.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        tags.any(|known| known == b"*" || known.strip_prefix(b"W/").unwrap_or(known) == tag.as_bytes())
    })
}
