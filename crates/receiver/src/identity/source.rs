//! Reading keys from where they are: a file, or a URL whose answer is limited in time and size.

use super::{
    IdentityError, KeySource,
    config::SHORTEST_SECRET,
    jwk,
    keys::{Key, Keys},
};
use crate::shown_url;
use jsonwebtoken::{Algorithm, DecodingKey};
use std::{fs, io::Read as _, time::Duration};

/// How long fetching may take, all in all.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest set that is read.
const LARGEST: u64 = 256 * 1024;

/// Reads a file or makes keys of a secret.
pub(super) fn read(source: &KeySource) -> Result<Keys, IdentityError> {
    match source {
        KeySource::File(path) => {
            let bytes = fs::read(path).map_err(|source| IdentityError::Unreadable { path: path.clone(), source })?;
            jwk::read(&bytes, true).map_err(|detail| IdentityError::Unusable { path: path.clone(), detail })
        }
        KeySource::Secret(secret) => from_secret(secret).map_err(|detail| IdentityError::Secret { detail }),
        KeySource::Url(url) => {
            let unusable = |detail| IdentityError::Unusable { path: shown_url(url).into(), detail };
            fetch(url).and_then(|bytes| jwk::read(&bytes, false)).map_err(unusable)
        }
    }
}

/// The same where no keys were known before: a set without any is a mistake then, and does not withdraw anything.
pub(super) fn read_first(source: &KeySource) -> Result<Keys, IdentityError> {
    let keys = read(source)?;
    if !keys.0.is_empty() {
        return Ok(keys);
    }
    let path = match source {
        KeySource::File(path) => path.clone(),
        KeySource::Url(url) => shown_url(url).into(),
        KeySource::Secret(_) => std::path::PathBuf::new(),
    };
    let detail = "it has no key for EdDSA, ES256, RS256 or HS256: the list is empty".to_owned();
    Err(IdentityError::Unusable { path, detail })
}

fn from_secret(secret: &[u8]) -> Result<Keys, String> {
    // The classic mistake: what everybody may know, given as what nobody may know.
    if secret.starts_with(b"-----BEGIN") || jwk::read(secret, true).is_ok() {
        return Err("this holds a key or a certificate, not a secret; a JWK Set belongs into identity.jwks".into());
    }
    if secret.len() < SHORTEST_SECRET {
        let detail = "for HS256 a secret needs at least 32 bytes (RFC 7518, 3.2); `openssl rand -base64 48` makes one";
        return Err(format!("it has {} bytes; {detail}", secret.len()));
    }
    Ok(Keys(vec![Key { id: None, algorithm: Algorithm::HS256, key: DecodingKey::from_secret(secret) }]))
}

/// Only where nobody on the way can put in a key of their own.
pub(super) fn check_url(url: &str) -> Result<(), &'static str> {
    let uri: axum::http::Uri = url.parse().map_err(|_| "this is no URL")?;
    let host = uri.host().ok_or("this is no URL: it has no host")?;
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if matches!(host, "localhost" | "127.0.0.1" | "[::1]") => Ok(()),
        Some("http") => Err("over http: anybody on the way could put in keys of their own; use https:"),
        _ => Err("only https: is fetched"),
    }
}

fn fetch(url: &str) -> Result<Vec<u8>, String> {
    // What is on this machine is not asked for elsewhere: over http, a proxy could put in keys of its own.
    let proxy = if url.starts_with("http:") { None } else { ureq::Proxy::try_from_env() };
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .proxy(proxy)
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .tls_config(crate::net::tls::of_this_machine())
        .user_agent(concat!("ciente/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut answer = agent.get(url).call().map_err(|error| error.to_string())?;
    if answer.status() != 200 {
        return Err(format!("it answered {}", answer.status()));
    }
    let mut bytes = Vec::new();
    let mut body = answer.body_mut().as_reader().take(LARGEST + 1);
    body.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST { Err(format!("it has more than {LARGEST} bytes")) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_only_over_ways_that_nobody_can_change() {
        for good in ["https://id.example/jwks.json", "http://127.0.0.1:9/a", "http://localhost/a", "http://[::1]:1/"] {
            assert_eq!(check_url(good), Ok(()), "{good}");
        }
        for bad in [
            "http://id.example/jwks.json",
            "ftp://id.example/",
            "https://",
            "id.example",
            "http://127.0.0.1.evil.example/",
        ] {
            assert!(check_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_opens_the_issuers_door_is_in_no_message() {
        for url in ["http://user:jwkpw@127.0.0.1:1/jwks?key=qsec#frag", "http://a@b:jwkpw@[::1]:1/a/b"] {
            let error = read(&KeySource::Url(url.into())).unwrap_err().to_string();
            assert!(error.contains(":1/") && !error.contains("jwkpw") && !error.contains("qsec"), "{error}");
        }
    }

    #[test]
    fn a_public_key_or_a_short_word_is_no_secret() {
        let set = br#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
        for (bad, told) in [
            (
                b"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                    .as_slice(),
                "not a secret",
            ),
            (set.as_slice(), "identity.jwks"),
            (b"hunter2".as_slice(), "has 7 bytes"),
            (b"".as_slice(), "has 0 bytes"),
        ] {
            let error = read(&KeySource::Secret(bad.into())).unwrap_err();
            assert!(error.code() == "identity-secret" && error.to_string().contains(told), "{error}");
        }
        assert_eq!(read(&KeySource::Secret(vec![7; 32])).unwrap().0.len(), 1);
    }
}
