//! What a token's claims must be (RFC 7519, 4.1), and whom they name.

use super::IdentityConfig;
use ciente_notice::{Identity, NameRule};
use serde_json::{Map, Value};

/// The rules for claims.
#[derive(Debug)]
pub(super) struct Rules {
    issuers: Vec<String>,
    audiences: Vec<String>,
    leeway: f64,
    subject: String,
    tenant: String,
    default_tenant: Option<String>,
}

impl Rules {
    pub(super) fn new(config: &IdentityConfig) -> Self {
        Self {
            issuers: config.issuers.clone(),
            audiences: config.audiences.clone(),
            leeway: config.leeway.as_secs_f64(),
            subject: config.subject_claim.clone(),
            tenant: config.tenant_claim.clone(),
            default_tenant: config.tenant.clone(),
        }
    }

    /// `now` in seconds since 1970. The sentences name claims, never their values.
    pub(super) fn judge(&self, claims: &Map<String, Value>, now: f64) -> Result<Identity, String> {
        let instant = |name: &str| match claims.get(name) {
            None => Ok(None),
            Some(value) => value.as_f64().map(Some).ok_or_else(|| format!("its {name} is not a number")),
        };
        let ends = instant("exp")?.ok_or("it has no exp: it would hold for ever")?;
        if now >= ends + self.leeway {
            return Err("it has expired".into());
        }
        if instant("nbf")?.is_some_and(|begins| now < begins - self.leeway) {
            return Err("it does not hold yet".into());
        }
        if !self.issuers.is_empty() {
            let issuer = claims.get("iss").and_then(Value::as_str).ok_or("it has no iss")?;
            if !self.issuers.iter().any(|known| known == issuer) {
                return Err("its iss is not one that is trusted here".into());
            }
        }
        if !self.audiences.is_empty() && !self.is_meant(claims.get("aud")) {
            return Err("it is not meant for this receiver (aud)".into());
        }
        let subject = name(claims, &self.subject, NameRule::SUBJECT)?
            .ok_or_else(|| format!("it has no claim {}", self.subject))?;
        let tenant = match name(claims, &self.tenant, NameRule::TENANT)? {
            Some(tenant) => tenant,
            None => self.default_tenant.clone().ok_or_else(|| format!("it has no claim {}", self.tenant))?,
        };
        Ok(Identity { tenant, subject })
    }

    /// One text or a list of them; one must be ours.
    fn is_meant(&self, audience: Option<&Value>) -> bool {
        let ours = |value: &Value| value.as_str().is_some_and(|name| self.audiences.iter().any(|known| known == name));
        match audience {
            Some(Value::Array(names)) => names.iter().any(ours),
            Some(one) => ours(one),
            None => false,
        }
    }
}

/// A name as an acknowledgement could have it. Whole numbers are names too: apps are often numbered.
fn name(claims: &Map<String, Value>, claim: &str, rule: NameRule) -> Result<Option<String>, String> {
    let found = if claim.starts_with('/') { pointed(claims, claim) } else { claims.get(claim) };
    let text = match found {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) if number.is_u64() => number.to_string(),
        Some(_) => return Err(format!("its claim {claim} is not a string")),
    };
    if rule.allows(&text) { Ok(Some(text)) } else { Err(format!("its claim {claim} must have {rule}")) }
}

fn pointed<'c>(claims: &'c Map<String, Value>, pointer: &str) -> Option<&'c Value> {
    let unescape = |step: &str| step.replace("~1", "/").replace("~0", "~");
    let mut steps = pointer.split('/').skip(1).map(unescape);
    let first = claims.get(&steps.next()?)?;
    steps.try_fold(first, |value, step| match value {
        Value::Object(members) => members.get(&step),
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}
