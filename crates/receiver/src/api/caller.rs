//! Who calls, and whether they may speak for whom they name.

use crate::{http::refusal::Refusal, identity::Doubt, receiver::app::App};
use axum::http::{HeaderMap, HeaderValue, header};
use ciente_notice::{Acknowledgement, Identity, ProblemCode};

/// Who calls.
#[derive(Debug)]
pub(super) enum Caller {
    /// Whom a verified token names.
    Proven(Identity),
    /// Nobody knows, and nobody needs to: `--allow-anonymous`.
    Anonymous,
}

impl Caller {
    /// A token that is sent must hold, also where none is needed: to take it for none would record under no name what was
    /// meant under one. Where no keys are configured, nobody could check it, and it is not looked at.
    pub(super) async fn of(app: &App, headers: &HeaderMap) -> Result<Self, Refusal> {
        let Some(verifier) = &app.verifier else {
            return if app.allow_anonymous { Ok(Self::Anonymous) } else { Err(nobody_can_tell()) };
        };
        if app.allow_anonymous && !headers.contains_key(header::AUTHORIZATION) {
            return Ok(Self::Anonymous);
        }
        match verifier.verify(bearer(headers)?).await {
            Ok(identity) => Ok(Self::Proven(identity)),
            Err(Doubt::Invalid(reason)) => Err(invalid(&reason)),
            Err(Doubt::NoKeys) => {
                let detail = "the key of this token is not known here yet, and the keys that tokens are checked with cannot be fetched now";
                let refusal = Refusal::new(ProblemCode::Unavailable, detail);
                Err(refusal.with(header::RETRY_AFTER, HeaderValue::from_static("10")))
            }
        }
    }

    pub(super) const fn is_proven(&self) -> bool {
        matches!(self, Self::Proven(_))
    }

    /// Nobody acknowledges in another's name.
    pub(super) fn speaks_for(&self, acknowledgement: &Acknowledgement) -> Result<(), Refusal> {
        let Self::Proven(identity) = self else { return Ok(()) };
        let differs = match (identity.tenant == acknowledgement.tenant, identity.subject == acknowledgement.subject) {
            (true, true) => return Ok(()),
            (false, true) => "the tenant",
            (true, false) => "the subject",
            (false, false) => "tenant and subject",
        };
        let detail = format!("{differs} of the acknowledgement and of the token are not the same");
        Err(Refusal::new(ProblemCode::Forbidden, detail))
    }
}

/// RFC 6750, 2.1. Never from the query: URLs end up in logs.
fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = match (values.next(), values.next()) {
        (Some(value), None) => value,
        (None, _) => {
            let detail = "there is no Authorization; expected Authorization: Bearer and a token";
            let refusal = Refusal::new(ProblemCode::Unauthenticated, detail);
            return Err(refusal.with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
        }
        (Some(_), Some(_)) => return Err(invalid("there is more than one Authorization")),
    };
    let text = value.to_str().map_err(|_| invalid("it holds other characters than tokens have"))?;
    let (scheme, token) = text.trim().split_once(' ').ok_or_else(|| invalid("expected Bearer and a token"))?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(invalid("its scheme is not Bearer")) }
}

/// RFC 6750, 3.1. `reason` speaks of "it", the token, and holds nothing that stood in it.
fn invalid(reason: &str) -> Refusal {
    let plain: String =
        reason.chars().filter(|c| c.is_ascii() && !c.is_ascii_control() && !matches!(c, '"' | '\\')).collect();
    let challenge = format!("Bearer error=\"invalid_token\", error_description=\"{plain}\"");
    let challenge =
        HeaderValue::from_str(&challenge).unwrap_or(HeaderValue::from_static("Bearer error=\"invalid_token\""));
    let refusal = Refusal::new(ProblemCode::Unauthenticated, format!("the token was not taken: {reason}"));
    refusal.with(header::WWW_AUTHENTICATE, challenge)
}

fn nobody_can_tell() -> Refusal {
    let detail = "this receiver has no authentication configured, so it cannot tell for whom this is; its operator can \
                  name the keys of its tokens (--identity-jwks), or start it with --allow-anonymous to take tenant and subject \
                  without proof";
    Refusal::new(ProblemCode::Unauthenticated, detail)
        .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}
