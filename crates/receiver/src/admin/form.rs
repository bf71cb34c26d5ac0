//! What a form sends, by name; and that it is a form of this session.

use super::session::Session;
use crate::{Reason, refusal::Refusal};
use axum::{
    body::Bytes,
    extract::{
        Multipart,
        multipart::{MultipartError, MultipartRejection},
        rejection::BytesRejection,
    },
    http::StatusCode,
};
use ciente_notice::{Identity, NameRule, ProblemCode};
use subtle::ConstantTimeEq as _;

/// A body as it arrives, or what became of it.
pub(super) type Sent = Result<Bytes, BytesRejection>;

/// All of a body; `broken` is what it is called when it ends before its end.
pub(super) fn whole(sent: Sent, broken: ProblemCode) -> Result<Bytes, Refusal> {
    sent.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(ProblemCode::TooLarge, "the body is longer than is read here"),
        _ => Refusal::new(broken, "the body broke off"),
    })
}

/// The fields of a form.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// A form with a file, of this session. Each field and each file is text under its name; those of one name follow one
    /// another.
    pub(super) async fn with_files(
        session: &Session,
        sent: Result<Multipart, MultipartRejection>,
    ) -> Result<Self, Refusal> {
        let unreadable = |detail: String, status: StatusCode| {
            let code =
                if status == StatusCode::PAYLOAD_TOO_LARGE { ProblemCode::TooLarge } else { ProblemCode::InvalidQuery };
            Refusal::new(code, detail)
        };
        let mut sent = sent.map_err(|error| unreadable(error.body_text(), error.status()))?;
        let broken = |error: MultipartError| unreadable(error.body_text(), error.status());
        let mut fields = Vec::new();
        while let Some(field) = sent.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(broken)?;
            let text = String::from_utf8(bytes.to_vec())
                .map_err(|_| Refusal::new(ProblemCode::InvalidQuery, format!("{name} is not text in UTF-8")))?;
            fields.push((name, text));
        }
        Self(fields).checked(session)
    }

    /// Any form, from whoever sends it.
    pub(super) fn read(sent: Sent) -> Result<Self, Refusal> {
        let body = whole(sent, ProblemCode::InvalidQuery)?;
        Ok(Self(form_urlencoded::parse(&body).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()))
    }

    /// A form of this session, and of no other.
    pub(super) fn of(session: &Session, sent: Sent) -> Result<Self, Refusal> {
        Self::read(sent)?.checked(session)
    }

    fn checked(self, session: &Session) -> Result<Self, Refusal> {
        if bool::from(self.text("form").as_bytes().ct_eq(session.form.as_bytes())) {
            return Ok(self);
        }
        Err(Refusal::new(ProblemCode::Forbidden, "this form is not of this session; go back, reload and try again"))
    }

    /// All texts that have this name.
    pub(super) fn texts<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, text)| text.as_str())
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
    check(NameRule::TENANT, tenant)?;
    check(NameRule::SUBJECT, subject)?;
    Ok(Identity { tenant: tenant.to_owned(), subject: subject.to_owned() })
}

/// A tenant as an acknowledgement can name one.
pub(super) fn tenant(name: &str) -> Result<(), Refusal> {
    check(NameRule::TENANT, name)
}

fn check(rule: NameRule, value: &str) -> Result<(), Refusal> {
    if rule.allows(value) {
        return Ok(());
    }
    Err(Refusal::new(ProblemCode::InvalidQuery, format!("{} must have {rule}", rule.member)))
}

/// Why a record goes.
pub(super) fn reason(text: &str) -> Result<Reason, Refusal> {
    Reason::new(text).map_err(|error| Refusal::new(ProblemCode::InvalidQuery, error.to_string()))
}
