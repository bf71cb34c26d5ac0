//! The acknowledgement: what a client says happened.

use crate::{
    Digest, NameRule, Violation, fields::Fields, format::format_tag, is_locale, is_notice_id, is_version_label,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

format_tag! {
    /// `ciente/acknowledgement/1`.
    AcknowledgementFormat = "ciente/acknowledgement/1"
}

/// The longest body of a POST.
pub const MAX_BODY_BYTES: usize = 8 * 1024;

/// The body of `POST {endpoint}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Acknowledgement {
    /// Always `ciente/acknowledgement/1`.
    pub format: AcknowledgementFormat,
    /// Made once by the client (`UUIDv7`, RFC 9562, 5.7), the same on every retry. Clients write it in lower case.
    #[serde(serialize_with = "as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::UuidText"))]
    pub id: Uuid,
    /// Which words were on the screen.
    pub notice: NoticeRef,
    /// The host's app.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub tenant: String,
    /// The user, as the host names them.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 256)))]
    pub subject: String,
    /// What the user did.
    pub action: Action,
    /// When the notice could be read, by the client's clock: RFC 3339, UTC, milliseconds.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Instant"))]
    pub shown_at: String,
    /// When the user acted, likewise.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Instant"))]
    pub acted_at: String,
    /// Who sends it.
    pub client: Client,
}

/// One version of a notice in one locale, by name and by digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoticeRef {
    /// The notice's id.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::NOTICE_ID)))]
    pub id: String,
    /// The version's label.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::VERSION_LABEL)))]
    pub version: String,
    /// The locale that was on the screen.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::LOCALE)))]
    pub locale: String,
    /// Over the canonical JSON of what was on the screen.
    pub digest: Digest,
}

/// What the user did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// Took note.
    Acknowledged,
    /// Did not, and left.
    Declined,
}

impl Action {
    /// The action as it stands in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Declined => "declined",
        }
    }

    fn read(text: &str) -> Option<Self> {
        [Self::Acknowledged, Self::Declined].into_iter().find(|action| action.as_str() == text)
    }
}

/// The software that shows the notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// The widget's version.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 64)))]
    pub widget: String,
    /// The origin of the host's page (RFC 6454, 6.2), or `null` as a string for an opaque one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 256)))]
    pub origin: String,
}

impl Acknowledgement {
    /// Reads an acknowledgement out of JSON.
    ///
    /// # Errors
    /// Every violation, in document order.
    pub fn from_value(value: &Value) -> Result<Self, Vec<Violation>> {
        let mut found = Vec::new();
        let read = Fields::of(value, "", &mut found).and_then(Self::read);
        match read {
            Some(acknowledgement) if found.is_empty() => Ok(acknowledgement),
            _ => Err(found),
        }
    }

    /// The one text by which two acknowledgements are the same: canonical JSON (RFC 8785), as [`crate::canonical_json`] makes
    /// it. There are only texts in one, so that nothing is left to do for it but to write them in their order.
    ///
    /// # Errors
    /// Those of serialisation, which text does not have.
    pub fn to_canonical_json(&self) -> serde_json::Result<String> {
        let Self { format, id, notice, tenant, subject, action, shown_at, acted_at, client } = self;
        let NoticeRef { id: notice_id, version, locale, digest } = notice;
        let Client { widget, origin } = client;
        let notice = CanonicalNotice { digest, id: notice_id, locale, version };
        let client = CanonicalClient { origin, widget };
        serde_json::to_string(&Canonical {
            acted_at,
            action: *action,
            client,
            format,
            id: id.hyphenated().encode_lower(&mut [0; 36]),
            notice,
            shown_at,
            subject,
            tenant,
        })
    }

    fn read(mut fields: Fields<'_, '_>) -> Option<Self> {
        let expected = format!("\"{}\"", AcknowledgementFormat::TEXT);
        let format = fields.read("format", &expected, |text| (text == AcknowledgementFormat::TEXT).then_some(()));
        let id = fields.read("id", "a UUID (version 7) such as 0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b", |text| {
            let id = (text.len() == 36).then(|| Uuid::try_parse(text).ok()).flatten()?;
            // Another version names one record as well; the nil and the max UUID would be everybody's.
            (!id.is_nil() && !id.is_max()).then_some(id)
        });
        let notice = fields.object("notice").and_then(NoticeRef::read);
        let tenant = fields.label(NameRule::TENANT);
        let subject = fields.label(NameRule::SUBJECT);
        let action = fields.read("action", "\"acknowledged\" or \"declined\"", Action::read);
        let shown_at = fields.read("shownAt", INSTANT, instant);
        let acted_at = fields.read("actedAt", INSTANT, instant);
        let client = fields.object("client").and_then(Client::read);
        fields.finish();
        format?;
        Some(Self {
            format: AcknowledgementFormat,
            id: id?,
            notice: notice?,
            tenant: tenant?,
            subject: subject?,
            action: action?,
            shown_at: shown_at?,
            acted_at: acted_at?,
            client: client?,
        })
    }
}

/// The members in the order of their names (RFC 8785, 3.2.3).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Canonical<'a> {
    acted_at: &'a str,
    action: Action,
    client: CanonicalClient<'a>,
    format: &'a AcknowledgementFormat,
    id: &'a str,
    notice: CanonicalNotice<'a>,
    shown_at: &'a str,
    subject: &'a str,
    tenant: &'a str,
}

#[derive(Serialize)]
struct CanonicalClient<'a> {
    origin: &'a str,
    widget: &'a str,
}

#[derive(Serialize)]
struct CanonicalNotice<'a> {
    digest: &'a Digest,
    id: &'a str,
    locale: &'a str,
    version: &'a str,
}

impl NoticeRef {
    fn read(mut fields: Fields<'_, '_>) -> Option<Self> {
        let name = |allowed: fn(&str) -> bool| move |text: &str| allowed(text).then(|| text.to_owned());
        let id = fields.read("id", "a notice's id: a-z, 0-9, '.', '_', '-'", name(is_notice_id));
        let version =
            fields.read("version", "a version's label: letters, digits, '.', '_', '-'", name(is_version_label));
        let locale = fields.read("locale", "a language tag such as pt-BR (BCP 47)", name(is_locale));
        let digest =
            fields.read("digest", "\"sha-256:\" and 64 lower-case hexadecimal digits", |text| text.parse().ok());
        fields.finish();
        Some(Self { id: id?, version: version?, locale: locale?, digest: digest? })
    }
}

impl Client {
    fn read(mut fields: Fields<'_, '_>) -> Option<Self> {
        let widget = fields.label(NameRule { member: "widget", longest: 64 });
        let origin = fields.label(NameRule { member: "origin", longest: 256 });
        fields.finish();
        Some(Self { widget: widget?, origin: origin? })
    }
}

const INSTANT: &str = "an instant in UTC with milliseconds such as 2026-11-23T10:00:41.318Z (RFC 3339)";

/// Whether a text is an instant in the one form that `Date.prototype.toISOString` writes (RFC 3339, UTC, milliseconds); any
/// other would make two texts of one instant. No leap second: clocks of computers do not show any, and XML Schema has none.
pub fn is_instant(text: &str) -> bool {
    let bytes = text.as_bytes();
    let form = bytes.len() == 24 && bytes[10] == b'T' && bytes[19] == b'.' && bytes[23] == b'Z' && bytes[17] != b'6';
    form && text.parse::<jiff::Timestamp>().is_ok()
}

fn instant(text: &str) -> Option<String> {
    is_instant(text).then(|| text.to_owned())
}

fn as_text<S: serde::Serializer>(id: &Uuid, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ViolationCode as V;
    use serde_json::json;

    #[test]
    fn the_canonical_text_is_the_one_that_rfc_8785_asks_for() {
        for text in ["alice", "\u{5d0}\u{202e}\u{1f600} \"\\/", "\u{7f}\u{85}\u{2028}\u{fb33}\u{e000}<>&'"] {
            let mut read = Acknowledgement::from_value(&sound()).unwrap();
            (read.subject, read.client.origin) = (text.into(), text.into());
            // What no client can send, a database of old might hold.
            read.tenant = format!("{text}\u{8}\u{9}\u{a}\u{c}\u{d}\u{0}\u{1f}");
            let canonical = crate::canonical_json(&read).unwrap();
            assert_eq!(read.to_canonical_json().unwrap().as_bytes(), canonical);
        }
    }

    fn sound() -> Value {
        json!({
            "format": "ciente/acknowledgement/1",
            "id": "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b",
            "notice": { "id": "im", "version": "2022-05", "locale": "pt-BR", "digest": Digest::of_bytes(b"").to_string() },
            "tenant": "1400000000", "subject": "alice", "action": "acknowledged",
            "shownAt": "2026-11-23T10:00:00.000Z", "actedAt": "2026-11-23T10:00:41.318Z",
            "client": { "widget": "0.1.0", "origin": "https://chat.example" }
        })
    }

    #[test]
    fn what_is_read_is_what_is_written() {
        let read = Acknowledgement::from_value(&sound()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), sound());
        assert_eq!(serde_json::from_value::<Acknowledgement>(sound()).unwrap(), read);
    }

    #[test]
    fn an_id_in_capitals_is_the_same_id() {
        let mut value = sound();
        value["id"] = json!("0190A1B2-C3D4-7E5F-8A6B-7C8D9E0F1A2B");
        assert_eq!(serde_json::to_value(Acknowledgement::from_value(&value).unwrap()).unwrap(), sound());
    }

    #[test]
    fn each_member_is_checked_and_named() {
        let long = "x".repeat(257);
        for (pointer, bad, code) in [
            ("/format", json!("ciente/acknowledgement/2"), V::Malformed),
            ("/id", json!("0190a1b2c3d47e5f8a6b7c8d9e0f1a2b"), V::Malformed),
            ("/id", json!("00000000-0000-0000-0000-000000000000"), V::Malformed),
            ("/id", json!("ffffffff-ffff-ffff-ffff-ffffffffffff"), V::Malformed),
            ("/id", json!(7), V::WrongType),
            ("/notice", json!([]), V::WrongType),
            ("/notice/id", json!("../etc"), V::Malformed),
            ("/notice/version", json!(""), V::Malformed),
            ("/notice/locale", json!("pt_BR"), V::Malformed),
            ("/notice/digest", json!("sha-256:0"), V::Malformed),
            ("/tenant", json!(""), V::Empty),
            ("/tenant", json!(1_400_000_000), V::WrongType),
            ("/subject", json!(long), V::TooLong),
            ("/subject", json!("a\u{0}b"), V::Malformed),
            ("/action", json!("consented"), V::Malformed),
            ("/shownAt", json!("2026-11-23T10:00:00Z"), V::Malformed),
            ("/shownAt", json!("2016-12-31T23:59:60.000Z"), V::Malformed),
            ("/actedAt", json!("2026-13-23T10:00:00.000Z"), V::Malformed),
            ("/actedAt", json!("2026-11-23T10:00:00.000+00:00"), V::Malformed),
            ("/client/origin", Value::Null, V::WrongType),
        ] {
            let mut value = sound();
            *value.pointer_mut(pointer).unwrap() = bad;
            let found = Acknowledgement::from_value(&value).unwrap_err();
            assert_eq!(found.iter().map(|v| (v.pointer.as_str(), v.code)).collect::<Vec<_>>(), [(pointer, code)]);
        }
    }

    #[test]
    fn all_violations_are_returned_at_once() {
        let found = Acknowledgement::from_value(&json!({ "id": 1, "notice": {}, "extra/~": 0 })).unwrap_err();
        let places: Vec<_> = found.iter().map(|v| v.pointer.as_str()).collect();
        assert_eq!(
            places,
            [
                "/format",
                "/id",
                "/notice/id",
                "/notice/version",
                "/notice/locale",
                "/notice/digest",
                "/tenant",
                "/subject",
                "/action",
                "/shownAt",
                "/actedAt",
                "/client",
                "/extra~1~0"
            ]
        );
        assert_eq!(Acknowledgement::from_value(&json!(null)).unwrap_err()[0].code, V::WrongType);
    }
}
