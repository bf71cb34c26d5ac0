//! JSON Schemas of our formats, made from the types. Behind a feature, for programs that print or test them: they say what
//! a reader of JSON can check, and [`crate::validate`] says the rest.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::Value;
use std::{borrow::Cow, marker::PhantomData};

/// [`crate::is_notice_id`].
pub(crate) const NOTICE_ID: &str = r"^(?!.*\.\.)[a-z0-9][a-z0-9._-]{0,63}$";
/// [`crate::is_version_label`].
pub(crate) const VERSION_LABEL: &str = r"^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
/// [`crate::is_locale`].
pub(crate) const LOCALE: &str = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
/// A text that is not only white space.
pub(crate) const WORDS: &str = r"\S";

/// The formats that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// [`crate::Notice`].
    Notice,
    /// [`crate::Manifest`].
    Manifest,
    /// [`crate::changes::ChangeList`].
    Changes,
    /// [`crate::Acknowledgement`].
    Acknowledgement,
    /// [`crate::Receipt`].
    Receipt,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Notice, Self::Manifest, Self::Changes, Self::Acknowledgement, Self::Receipt];

    /// Its name on the command line and in `schemas/<name>.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Manifest => "manifest",
            Self::Changes => "changes",
            Self::Acknowledgement => "acknowledgement",
            Self::Receipt => "receipt",
        }
    }

    /// Its JSON Schema, draft 2020-12, with members in the order of their names.
    pub fn schema(self) -> Value {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let schema = match self {
            Self::Notice => generator.into_root_schema_for::<crate::Notice>(),
            Self::Manifest => generator.into_root_schema_for::<crate::Manifest>(),
            Self::Changes => generator.into_root_schema_for::<crate::changes::ChangeList>(),
            Self::Acknowledgement => generator.into_root_schema_for::<crate::Acknowledgement>(),
            Self::Receipt => generator.into_root_schema_for::<crate::Receipt>(),
        };
        sorted(schema.to_value())
    }
}

/// Members in the order of their names, so that the text is the same whichever features serde_json is built with; and what
/// documents a type in Rust, for readers of JSON.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members
                .into_iter()
                .map(|(name, value)| match value {
                    Value::String(text) if name == "description" => (name, Value::String(unlinked(&text))),
                    value => (name, sorted(value)),
                })
                .collect();
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}

/// Rustdoc's links as the names that they have in JSON.
fn unlinked(text: &str) -> String {
    let mut parts = text.split("[`");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (path, rest) = part.split_once("`]").unwrap_or((part, ""));
        let name = path.rsplit("::").next().unwrap_or(path);
        let mut words = name.split('_');
        plain.push('`');
        plain.extend(words.next());
        for word in words {
            let mut letters = word.chars();
            plain.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            plain.push_str(letters.as_str());
        }
        plain.push('`');
        plain.push_str(rest);
    }
    plain
}

/// Declares a type that stands for text of one form.
macro_rules! text {
    ($($(#[$doc:meta])* $name:ident = $pattern:expr, $description:literal;)+) => {
        $($(#[$doc])*
        pub(crate) struct $name;

        impl JsonSchema for $name {
            fn inline_schema() -> bool { true }
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "description": $description })
            }
        })+
    };
}

text! {
    /// A day.
    Day = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "A day, YYYY-MM-DD.";
    /// An instant as `Date.prototype.toISOString` writes it.
    Instant = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9]\.[0-9]{3}Z$", "RFC 3339, UTC, milliseconds.";
    /// A UUID with hyphens.
    UuidText = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", "A UUID, version 7 (RFC 9562).";
}

/// A member that is always there and may be null.
pub(crate) struct Nullable<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for Nullable<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Nullable_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let inner = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [inner, { "type": "null" }] })
    }
}

impl JsonSchema for crate::Digest {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^sha-256:[0-9a-f]{64}$",
            "description": "SHA-256 over canonical JSON (RFC 8785)."
        })
    }
}

impl JsonSchema for crate::Duration {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let part = |letter| format!("([1-9][0-9]{{0,3}}{letter})?");
        json_schema!({
            "type": "string",
            "pattern": format!("^P(?=.){}{}{}{}$", part('Y'), part('M'), part('W'), part('D')),
            "description": "A period in whole years, months, weeks and days (ISO 8601), such as P7D."
        })
    }
}
