//! A token taken apart: JWS compact serialization (RFC 7515, 3.1), read strictly and believed in nothing yet.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ciente_evidence::parse_strict;
use jsonwebtoken::Algorithm;
use serde_json::{Map, Value};

/// The longest token that is read.
const LONGEST: usize = 8 * 1024;

/// The algorithms taken. `none` is none of them.
const ALGORITHMS: [(&str, Algorithm); 4] = [
    ("EdDSA", Algorithm::EdDSA),
    ("ES256", Algorithm::ES256),
    ("RS256", Algorithm::RS256),
    ("HS256", Algorithm::HS256),
];

/// By the name in a header or a key.
pub(super) fn algorithm(name: &str) -> Option<Algorithm> {
    ALGORITHMS.iter().find(|(known, _)| *known == name).map(|(_, algorithm)| *algorithm)
}

#[derive(Debug)]
pub(super) struct Header {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
}

#[derive(Debug)]
pub(super) struct Token<'t> {
    pub(super) header: Header,
    /// What is signed: header and payload as they were sent.
    pub(super) message: &'t [u8],
    payload: &'t str,
    /// As it was sent.
    pub(super) signature: &'t str,
}

impl<'t> Token<'t> {
    pub(super) fn read(text: &'t str) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("a token has at most {LONGEST} bytes"));
        }
        let no_token = || "it is not three parts of base64url with dots between".to_owned();
        let (signed, signature) = text.rsplit_once('.').ok_or_else(no_token)?;
        let (header, payload) = signed.split_once('.').ok_or_else(no_token)?;
        if [header, payload, signature].iter().any(|part| part.is_empty() || part.contains('.')) {
            return Err(no_token());
        }
        let header = read_header(&object(header, "header")?)?;
        Ok(Self { header, message: signed.as_bytes(), payload, signature })
    }

    /// What it says. Only for who has checked the signature.
    pub(super) fn claims(&self) -> Result<Map<String, Value>, String> {
        object(self.payload, "payload")
    }
}

fn read_header(header: &Map<String, Value>) -> Result<Header, String> {
    let algorithm = header.get("alg").and_then(Value::as_str).and_then(algorithm).ok_or_else(|| {
        let known = ALGORITHMS.map(|(name, _)| name).join(", ");
        format!("its alg is none of {known}")
    })?;
    // RFC 7515, 4.1.11: what must be understood and is not makes the token invalid. Nothing is understood here.
    if header.contains_key("crit") {
        return Err("its header has crit, and no extension is known here".into());
    }
    let kid = match header.get("kid") {
        None => None,
        Some(Value::String(kid)) => Some(kid.clone()),
        Some(_) => return Err("its kid is not a string".into()),
    };
    Ok(Header { algorithm, kid })
}

fn object(part: &str, name: &str) -> Result<Map<String, Value>, String> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| format!("its {name} is not base64url"))?;
    match parse_strict(&bytes) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(format!("its {name} is not a JSON object in which no member stands twice")),
    }
}
