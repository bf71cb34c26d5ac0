//! Tokens and key sets, made with keys that are for tests only.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, crypto::sign, jwk::Jwk};
use serde_json::{Value, json};

pub(crate) const RSA: &[u8] = include_bytes!("../keys/rsa.der");
pub(crate) const RSA_PUBLIC: &[u8] = include_bytes!("../keys/rsa-public.pem");
pub(crate) const SHORT_RSA: &[u8] = include_bytes!("../keys/rsa-1024.der");
pub(crate) const ED25519: &[u8] = include_bytes!("../keys/ed25519.der");
pub(crate) const P256: &[u8] = include_bytes!("../keys/p256.der");
pub(crate) const SECRET: &[u8] = b"a secret of the tests, known to everybody";

pub(crate) fn key(algorithm: Algorithm) -> EncodingKey {
    match algorithm {
        Algorithm::EdDSA => EncodingKey::from_ed_der(ED25519),
        Algorithm::ES256 => EncodingKey::from_ec_der(P256),
        Algorithm::RS256 => EncodingKey::from_rsa_der(RSA),
        _ => EncodingKey::from_secret(SECRET),
    }
}

/// The public half as a JWK; of a secret, the secret itself.
pub(crate) fn jwk(algorithm: Algorithm, kid: &str) -> Value {
    if algorithm == Algorithm::HS256 {
        return json!({ "kty": "oct", "k": URL_SAFE_NO_PAD.encode(SECRET), "kid": kid });
    }
    let mut jwk = serde_json::to_value(Jwk::from_encoding_key(&key(algorithm), algorithm).unwrap()).unwrap();
    jwk["kid"] = kid.into();
    jwk
}

pub(crate) fn set(keys: &[Value]) -> Value {
    json!({ "keys": keys })
}

/// Alice's, for an hour.
pub(crate) fn claims() -> Value {
    json!({ "sub": "alice", "tenant": "1400000000", "exp": NOW + 3600 })
}

/// The fixture's clock, in seconds.
pub(crate) const NOW: i64 = 1_795_428_042;

/// A token with this header and these claims.
pub(crate) fn signed(header: &Value, claims: &Value, key: &EncodingKey, algorithm: Algorithm) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = sign(message.as_bytes(), key, algorithm).unwrap();
    format!("{message}.{signature}")
}

pub(crate) fn token(algorithm: Algorithm, kid: &str, claims: &Value) -> String {
    let header = json!({ "alg": format!("{algorithm:?}"), "kid": kid, "typ": "JWT" });
    signed(&header, claims, &key(algorithm), algorithm)
}
