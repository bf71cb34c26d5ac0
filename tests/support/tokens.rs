//! Bearer tokens, as a host's server gives them to whoever has logged in.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// What signs them; known to everybody.
pub const SECRET: &str = "a secret of the tests, known to everybody";
/// Whom they are meant for.
pub const AUDIENCE: &str = "ciente";
/// The host's app.
pub const TENANT: &str = "hosts";

/// A JWT (RFC 7519) for this user of [`TENANT`], signed with HS256.
pub fn token(subject: &str) -> anyhow::Result<String> {
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    // It holds until 2096: no test is about its end.
    let claims = json!({ "sub": subject, "tenant": TENANT, "aud": AUDIENCE, "exp": 4_000_000_000_i64 });
    let message = format!("{}.{}", part(json!({ "alg": "HS256", "typ": "JWT" })), part(claims));
    let mut signature = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes())?;
    signature.update(message.as_bytes());
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.finalize().into_bytes())))
}
