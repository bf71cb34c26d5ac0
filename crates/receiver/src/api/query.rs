//! The query of a GET, read strictly. The usual parser repairs what is no percent-encoded text, and would ask the store about
//! somebody whom nobody named.

use crate::http::refusal::Refusal;
use ciente_notice::ProblemCode;
use percent_encoding::percent_decode_str;

/// Names and values in their order (WHATWG URL, "application/x-www-form-urlencoded parsing", without its repairs).
pub(crate) fn pairs(query: Option<&str>) -> Result<Vec<(String, String)>, Refusal> {
    let parts = query.unwrap_or_default().split('&').filter(|part| !part.is_empty());
    let read = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = decoded(name).map_err(|why| invalid(&format!("the name of a parameter {why}")))?;
        let value = decoded(value).map_err(|why| invalid(&format!("\"{name}\" {why}")))?;
        Ok((name, value))
    };
    parts.map(read).collect()
}

fn decoded(text: &str) -> Result<String, &'static str> {
    let is_encoded = |after: &str| after.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    if !text.split('%').skip(1).all(is_encoded) {
        return Err("holds a % without two hexadecimal digits after it");
    }
    let text = text.replace('+', " ");
    let text = percent_decode_str(&text).decode_utf8().map_err(|_| "is not UTF-8 once it is percent-decoded")?;
    if text.chars().any(char::is_control) { Err("must not hold control characters") } else { Ok(text.into_owned()) }
}

pub(crate) fn invalid(detail: &str) -> Refusal {
    Refusal::new(ProblemCode::InvalidQuery, detail)
}
