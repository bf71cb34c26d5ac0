//! What a form sends, by name; and that it is a form of this session.

use super::session::Session;
use crate::refusal::Refusal;
use axum::body::Bytes;
use ciente_notice::{Identity, ProblemCode};
use subtle::ConstantTimeEq as _;

/// The longest tenant and the longest subject that an acknowledgement can have.
const LONGEST: [(&str, usize); 2] = [("tenant", 128), ("subject", 256)];

/// The fields of a form.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Any form, from whoever sends it.
    pub(super) fn read(body: &Bytes) -> Self {
        Self(form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// A form of this session, and of no other.
    pub(super) fn of(session: &Session, body: &Bytes) -> Result<Self, Refusal> {
        let form = Self::read(body);
        if bool::from(form.text("form").as_bytes().ct_eq(session.form.as_bytes())) {
            return Ok(form);
        }
        Err(Refusal::new(ProblemCode::Forbidden, "this form is not of this session; go back, reload and try again"))
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub(super) fn person(&self) -> Result<Identity, Refusal> {
        person(self.text("tenant"), self.text("subject"))
    }
}

/// A person as an acknowledgement can name one.
pub(super) fn person(tenant: &str, subject: &str) -> Result<Identity, Refusal> {
    for ((name, longest), value) in LONGEST.into_iter().zip([tenant, subject]) {
        if value.trim().is_empty() || value.chars().count() > longest {
            let detail = format!("{name} must have 1 to {longest} characters");
            return Err(Refusal::new(ProblemCode::InvalidQuery, detail));
        }
    }
    Ok(Identity { tenant: tenant.to_owned(), subject: subject.to_owned() })
}

/// Why a record goes: kept with the tombstone, so it must say something.
pub(super) fn reason(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 500 {
        return Err(Refusal::new(ProblemCode::InvalidQuery, "the reason must have 1 to 500 characters"));
    }
    Ok(text.to_owned())
}
