//! What a form sends, by name; and that it is a form of this session.

use super::session::Session;
use crate::{Reason, http::refusal::Refusal};
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

/// The text of a file: UTF-8, or the UTF-16 that begins by saying so, as spreadsheets write it. What holds a zero is neither: it is
/// UTF-16 that does not say so, or no text.
fn text_of(bytes: &[u8]) -> Option<String> {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (units, odd) = rest.as_chunks();
        let units: Vec<u16> = units.iter().map(|pair| unit(*pair)).collect();
        odd.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ if bytes.contains(&0) => None,
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
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
            let unread = || {
                let mend = "save it in UTF-8, which Excel calls \"CSV UTF-8\", and not as a workbook";
                Refusal::new(ProblemCode::InvalidQuery, format!("{name} is not text in UTF-8: {mend}"))
            };
            let text = text_of(&bytes).ok_or_else(unread)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_spreadsheets_write_them() {
        let of = |order: fn(u16) -> [u8; 2]| "\u{feff}zoé\n".encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for bytes in [of(u16::to_le_bytes), of(u16::to_be_bytes)] {
            assert_eq!(text_of(&bytes).as_deref(), Some("zoé\n"));
            assert_eq!(text_of(&bytes[..bytes.len() - 1]), None, "half a letter");
            assert_eq!(text_of(&bytes[2..]), None, "nobody says what it is");
        }
        assert_eq!(text_of("\u{feff}zoé".as_bytes()).as_deref(), Some("\u{feff}zoé"));
        assert_eq!(text_of(b"zo\xe9"), None);
        assert_eq!(text_of(b""), Some(String::new()));
    }
}
