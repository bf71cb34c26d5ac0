//! The query of a GET, read strictly. The usual parser repairs what is no percent-encoded text, and would ask the store about
//! somebody whom nobody named.

use crate::refusal::Refusal;
use ciente_notice::ProblemCode;

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
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match (digit(rest.next()), digit(rest.next())) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => return Err("holds a % without two hexadecimal digits after it"),
            },
            other => other,
        });
    }
    let text = String::from_utf8(bytes).map_err(|_| "is not UTF-8 once it is percent-decoded")?;
    if text.chars().any(char::is_control) { Err("must not hold control characters") } else { Ok(text) }
}

pub(crate) fn invalid(detail: &str) -> Refusal {
    Refusal::new(ProblemCode::InvalidQuery, detail)
}
