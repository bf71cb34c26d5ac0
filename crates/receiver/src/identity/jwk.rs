//! A JWK Set (RFC 7517, RFC 7518 section 6, RFC 8037) turned into keys.

use super::{
    config::SHORTEST_SECRET,
    keys::{Key, Keys},
    token,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ciente_evidence::parse_strict;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};

/// The shortest modulus that is trusted, in bytes (RFC 7518, 3.3).
const SHORTEST_MODULUS: usize = 256;

/// Reads a set. Keys for other purposes and of other kinds are passed over, as RFC 7517 asks for; a set of which nothing
/// is left then is an error that says why. A set without any says that there is none.
///
/// `secrets` says whether a symmetric key may stand in it: never where others could read it.
pub(super) fn read(bytes: &[u8], secrets: bool) -> Result<Keys, String> {
    let value = parse_strict(bytes).map_err(|error| format!("it is not JSON: {error}"))?;
    let listed = value.get("keys").and_then(Value::as_array);
    let listed = listed.ok_or("it is not a JWK Set: there is no list named \"keys\"")?;
    let mut keys = Vec::new();
    let mut passed_over = Vec::new();
    for (n, entry) in listed.iter().enumerate() {
        match entry.as_object().ok_or_else(|| "it is not an object".to_owned()).and_then(|jwk| key(jwk, secrets)) {
            Ok(key) => keys.push(key),
            Err(reason) => passed_over.push(format!("keys[{n}]: {reason}")),
        }
    }
    if keys.is_empty() && !passed_over.is_empty() {
        let reasons = passed_over.join("; ");
        return Err(format!("it has no key for EdDSA, ES256, RS256 or HS256: {reasons}"));
    }
    for reason in passed_over {
        tracing::debug!(reason, "a key was passed over");
    }
    Ok(Keys(keys))
}

fn key(jwk: &Map<String, Value>, secrets: bool) -> Result<Key, String> {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    let needed = |name: &str| text(name).ok_or_else(|| format!("there is no \"{name}\""));
    if text("use").is_some_and(|purpose| purpose != "sig") {
        return Err("it is not for signatures".into());
    }
    if let Some(Value::Array(purposes)) = jwk.get("key_ops")
        && !purposes.iter().any(|purpose| purpose == "verify")
    {
        return Err("it is not for verifying".into());
    }
    let bad = |error: jsonwebtoken::errors::Error| error.to_string();
    let (algorithm, key) = match (needed("kty")?, text("crv")) {
        ("OKP", Some("Ed25519")) => {
            length(needed("x")?, 32..=32)?;
            (Algorithm::EdDSA, DecodingKey::from_ed_components(needed("x")?).map_err(bad)?)
        }
        ("EC", Some("P-256")) => {
            let (x, y) = (needed("x")?, needed("y")?);
            length(x, 32..=32)?;
            length(y, 32..=32)?;
            (Algorithm::ES256, DecodingKey::from_ec_components(x, y).map_err(bad)?)
        }
        ("RSA", None) => {
            let (modulus, exponent) = (needed("n")?, needed("e")?);
            length(modulus, SHORTEST_MODULUS..=2048)?;
            (Algorithm::RS256, DecodingKey::from_rsa_components(modulus, exponent).map_err(bad)?)
        }
        ("oct", None) if secrets => {
            let secret = URL_SAFE_NO_PAD.decode(needed("k")?).map_err(|_| "\"k\" is not base64url")?;
            if secret.len() < SHORTEST_SECRET {
                return Err(format!("a secret needs at least {SHORTEST_SECRET} bytes"));
            }
            (Algorithm::HS256, DecodingKey::from_secret(&secret))
        }
        ("oct", None) => return Err("a secret that stands at a URL is none".into()),
        (kind, _) => return Err(format!("a key of the kind {kind:?} is not known here")),
    };
    if let Some(stated) = text("alg")
        && token::algorithm(stated) != Some(algorithm)
    {
        return Err(format!("its alg is not {algorithm:?}"));
    }
    Ok(Key { id: text("kid").map(str::to_owned), algorithm, key })
}

/// Leading zeros do not make a modulus longer.
fn length(text: &str, allowed: std::ops::RangeInclusive<usize>) -> Result<(), String> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| "a member is not base64url")?;
    let found = if allowed.end() == allowed.start() {
        bytes.len()
    } else {
        bytes.len() - bytes.iter().take_while(|byte| **byte == 0).count()
    };
    if allowed.contains(&found) { Ok(()) } else { Err(format!("it has {found} bytes, and {allowed:?} are trusted")) }
}
