//! Who may ask, of the endpoints that want a token, which is the subject's name.

use super::{Flaw, refuse};
use axum::{
    http::{HeaderValue, Method, header, request::Parts},
    response::Response,
};
use serde_json::Value;

/// Refuses whoever has no token, or somebody else's; tells the receiver who it is.
pub(super) fn token(flaw: Flaw, head: &mut Parts, value: &Value) -> Option<Response> {
    let given = head.headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    let get = head.method == Method::GET;
    let only_read = flaw == Flaw::TokensUnverified || flaw == Flaw::TokensUnverifiedInGet && get;
    let is_good = |token: &str| token == "Bearer alice" || only_read && token.starts_with("Bearer alic");
    let is_named = head.uri.query().is_some_and(|query| query.contains("subject"));
    if flaw == Flaw::TokensInPostOnly && get && given.is_none() && is_named {
        return None;
    }
    if !given.as_deref().is_some_and(is_good) {
        let mut refusal = refuse(if flaw == Flaw::TokensWith403 && given.is_none() { 403 } else { 401 });
        if flaw != Flaw::TokensWithoutChallenge && !(flaw == Flaw::TokensWithoutChallengeInGet && get) {
            refusal.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        return Some(refusal);
    }
    if value["subject"].as_str().is_some_and(|subject| subject != "alice") && flaw != Flaw::TokensForAnybody {
        return Some(refuse(403));
    }
    if value["tenant"].as_str().is_some_and(|tenant| tenant != "1400000000") && flaw != Flaw::TokensForAnyTenant {
        return Some(refuse(403));
    }
    if is_named {
        return (flaw != Flaw::TokensTellOfOthers).then(|| refuse(403));
    }
    if let Some(query) = head.uri.query() {
        head.uri = format!("{}?{query}&tenant=1400000000&subject=alice", head.uri.path()).parse().unwrap();
    }
    None
}
