//! The model of a notice, as it stands in `<version>/<locale>.json`. Text is structured, never HTML.

use crate::{
    Duration,
    format::{format_tag, nullable, present},
};
use serde::{Deserialize, Serialize};

format_tag! {
    /// `ciente/notice/1`.
    NoticeFormat = "ciente/notice/1"
}

/// One version of a notice in one locale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Notice {
    /// Always `ciente/notice/1`.
    pub format: NoticeFormat,
    /// The notice's id: a folder's name of `a-z 0-9 . _ -`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::NOTICE_ID)))]
    pub id: String,
    /// The version's label: a folder's name of `A-Z a-z 0-9 . _ -`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::VERSION_LABEL)))]
    pub version: String,
    /// BCP 47 language tag.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::LOCALE)))]
    pub locale: String,
    /// The day that readers see as the one from which it is in force, `YYYY-MM-DD`. It delays nothing.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub effective_from: Option<String>,
    /// What the notice is called, one line.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::WORDS)))]
    pub title: String,
    /// Who decides why and how the data is used; absent where the notice's folder does not say.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Controller"))]
    pub controller: Option<Controller>,
    /// Where to ask; absent likewise.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Contact"))]
    pub contact: Option<Contact>,
    /// The whole text in reading order; the tables of data uses and of retention stand in it as references.
    pub sections: Vec<Section>,
    /// The rows of the data-use table: what, why, on which legal basis.
    pub data_uses: Vec<DataUse>,
    /// The rows of the retention table: what is kept for how long.
    pub retention: Vec<Retention>,
    /// What the abbreviations among [`DataUse::services`] stand for, where the text spells them out; each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub service_names: Vec<ServiceName>,
}

/// An abbreviation and the name it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceName {
    /// As it stands in [`DataUse::services`].
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::WORDS)))]
    pub abbreviation: String,
    /// The name in full.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::WORDS)))]
    pub name: String,
}

/// Who decides why and how the data is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Controller {
    /// The name that readers see.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::WORDS)))]
    pub name: String,
    /// The page that says more: `https:`, or relative to the page that shows the notice.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub url: Option<String>,
}

/// Where to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// An address to write to (`mailto:`) or to call (`tel:`), or a page with a form (`https:`, or relative).
    pub url: String,
}

impl Contact {
    /// The address as people write it: `privacy@chat.example` for `mailto:privacy@chat.example?subject=…`.
    pub fn address(&self) -> &str {
        let scheme = ["mailto:", "tel:", "https://"]
            .into_iter()
            .find(|scheme| self.url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        let rest = self.url.get(scheme.map_or(0, str::len)..).unwrap_or_default();
        if scheme == Some("mailto:") { rest.split('?').next().unwrap_or(rest) } else { rest.trim_end_matches('/') }
    }
}

/// A heading and what stands under it, up to the next heading of any level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Section {
    /// Slug of the heading in the source locale; the same in every locale of a version.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::NOTICE_ID)))]
    pub id: String,
    /// The heading as written, its number included. Empty for text that stands before the first heading.
    pub heading: String,
    /// 1 to 6, as in HTML; absent in JSON when 2.
    #[serde(default = "default_level", skip_serializing_if = "is_default_level")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 6)))]
    pub level: u8,
    /// The section's content.
    pub blocks: Vec<Block>,
}

const fn default_level() -> u8 {
    2
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_default_level(level: &u8) -> bool {
    *level == default_level()
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Block {
    /// Running text.
    Paragraph {
        /// The text.
        content: Vec<Inline>,
    },
    /// A list; its items hold blocks, so lists nest.
    List {
        /// Numbered or not.
        ordered: bool,
        /// The first number of an ordered list; absent in JSON when 1.
        #[serde(default = "default_start", skip_serializing_if = "is_default_start")]
        start: u32,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A table that is neither the data-use table nor the retention table.
    Table {
        /// The header's cells; as many as every row has.
        columns: Vec<Vec<Inline>>,
        /// The body's rows.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Here stands the data-use table: rows `from..to` of [`Notice::data_uses`].
    DataUses {
        /// The header's cells, in the order category with items, use, legal basis.
        columns: Vec<Vec<Inline>>,
        /// Index of the first row.
        from: u32,
        /// Index after the last row.
        to: u32,
    },
    /// Here stands the retention table: rows `from..to` of [`Notice::retention`].
    Retention {
        /// The header's cells, in the order category, retention.
        columns: Vec<Vec<Inline>>,
        /// Index of the first row.
        from: u32,
        /// Index after the last row.
        to: u32,
    },
}

const fn default_start() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_default_start(start: &u32) -> bool {
    *start == default_start()
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase", deny_unknown_fields)]
pub enum Inline {
    /// Plain text; a line feed in it is a line break.
    Text {
        /// The text.
        text: String,
    },
    /// Of strong importance: a defined term, for example.
    Strong {
        /// What is strong.
        content: Vec<Inline>,
    },
    /// Stressed.
    Emphasis {
        /// What is stressed.
        content: Vec<Inline>,
    },
    /// A literal, such as a field's name.
    Code {
        /// The literal.
        text: String,
    },
    /// A link: `https:`, `mailto:`, `tel:`, or relative to the page that shows the notice.
    Link {
        /// Where to.
        href: String,
        /// What is shown.
        content: Vec<Inline>,
    },
}

/// One row of "what, why, on which legal basis".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DataUse {
    /// Slug of the category in the source locale, else `data-use-N`; the same in every locale of a version.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::NOTICE_ID)))]
    pub id: String,
    /// The kind of data, one line, for example `Log Data`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::WORDS)))]
    pub category: String,
    /// Which data in particular.
    pub items: Vec<Inline>,
    /// The items one by one, as plain text, where the text enumerates them; empty where it does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub item_list: Vec<String>,
    /// What it is used for.
    #[serde(rename = "use")]
    pub purpose: Vec<Inline>,
    /// On which legal basis, in the document's words.
    pub legal_basis: Vec<Inline>,
    /// The class of that basis, `null` where the words do not say it with certainty.
    #[serde(deserialize_with = "nullable")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Nullable<Basis>"))]
    pub basis: Option<Basis>,
    /// The services that the words of `use` name, abbreviated as there, each once, in order.
    pub services: Vec<String>,
}

/// The legal bases of GDPR Art. 6(1); LGPD Art. 7 has the same six among its ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Basis {
    /// Art. 6(1)(b): necessary for a contract with the person.
    Contract,
    /// Art. 6(1)(c): a duty by law.
    LegalObligation,
    /// Art. 6(1)(d): to protect someone's life.
    VitalInterests,
    /// Art. 6(1)(e): a task in the public interest.
    PublicTask,
    /// Art. 6(1)(f): interests that outweigh.
    LegitimateInterests,
    /// Art. 6(1)(a).
    Consent,
}

impl Basis {
    /// The class as it stands in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::LegalObligation => "legalObligation",
            Self::VitalInterests => "vitalInterests",
            Self::PublicTask => "publicTask",
            Self::LegitimateInterests => "legitimateInterests",
            Self::Consent => "consent",
        }
    }

    /// All six, in the order of the article.
    pub const ALL: [Self; 6] = [
        Self::Contract,
        Self::LegalObligation,
        Self::VitalInterests,
        Self::PublicTask,
        Self::LegitimateInterests,
        Self::Consent,
    ];
}

/// How long one kind of data is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Retention {
    /// The id of the data use that this rule is for, `null` where the two tables do not say it without doubt.
    #[serde(deserialize_with = "nullable")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Nullable<String>"))]
    pub data_use: Option<String>,
    /// The kind of data as this table calls it.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::schema::WORDS)))]
    pub category: String,
    /// The rule in the document's words.
    pub text: Vec<Inline>,
    /// What the words were understood to say.
    pub rule: Rule,
}

/// A retention rule. Whatever is not certain is unspecified: a wrong duration is worse than none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields,
    from = "RuleForm"
)]
pub enum Rule {
    /// The row states one plain period of storage.
    Fixed {
        /// That period.
        duration: Duration,
    },
    /// Kept as long as the customer uses the service or has the account.
    WhileUsed {
        /// The one period after the end in which it is deleted, where one is stated.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Duration"))]
        then_within: Option<Duration>,
    },
    /// Everything else.
    Unspecified,
}

/// [`Rule`] as it is read: serde takes unknown members beside the tag of a unit variant, and refuses them beside that of an
/// empty one.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Rule"))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum RuleForm {
    /// The row states one plain period of storage.
    Fixed { duration: Duration },
    /// Kept as long as the customer uses the service or has the account, then deleted within the period, if one is stated.
    WhileUsed {
        #[serde(default, deserialize_with = "present")]
        // Else `null` is said to be its default, which is no duration.
        #[cfg_attr(feature = "schema", schemars(with = "Duration", skip_serializing_if = "Option::is_none"))]
        then_within: Option<Duration>,
    },
    /// Everything else.
    Unspecified {},
}

impl From<RuleForm> for Rule {
    fn from(form: RuleForm) -> Self {
        match form {
            RuleForm::Fixed { duration } => Self::Fixed { duration },
            RuleForm::WhileUsed { then_within } => Self::WhileUsed { then_within },
            RuleForm::Unspecified {} => Self::Unspecified,
        }
    }
}

/// The visible text of inlines, without structure.
pub fn plain_text(inlines: &[Inline]) -> String {
    fn walk(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text { text } | Inline::Code { text } => out.push_str(text),
                Inline::Strong { content } | Inline::Emphasis { content } | Inline::Link { content, .. } => {
                    walk(content, out);
                }
            }
        }
    }
    let mut out = String::new();
    walk(inlines, &mut out);
    out
}

/// The targets of all links in inlines, in order.
pub fn hrefs(inlines: &[Inline]) -> Vec<&str> {
    fn walk<'n>(inlines: &'n [Inline], out: &mut Vec<&'n str>) {
        for inline in inlines {
            match inline {
                Inline::Text { .. } | Inline::Code { .. } => {}
                Inline::Strong { content } | Inline::Emphasis { content } => walk(content, out),
                Inline::Link { href, content } => {
                    out.push(href);
                    walk(content, out);
                }
            }
        }
    }
    let mut out = Vec::new();
    walk(inlines, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_members_are_refused_at_every_depth() {
        let row = r#"{"dataUse":null,"category":"Logs","text":[{"type":"text","text":"7 days"}],"rule":{"kind":"fixed","duration":"P7D"}}"#;
        assert!(serde_json::from_str::<Retention>(row).is_ok());
        for (from, to) in [
            ("\"dataUse\"", "\"extra\":1,\"dataUse\""),
            ("\"kind\"", "\"extra\":1,\"kind\""),
            ("\"fixed\"", "\"unspecified\""),
            ("{\"type\"", "{\"extra\":1,\"type\""),
        ] {
            let bad = row.replace(from, to);
            assert!(serde_json::from_str::<Retention>(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_reads_as_people_write_it() {
        for (url, address) in [
            ("mailto:privacy@chat.example", "privacy@chat.example"),
            ("MAILTO:privacy@chat.example?subject=Data", "privacy@chat.example"),
            ("tel:+55-11-5555-0100", "+55-11-5555-0100"),
            ("https://chat.example/", "chat.example"),
            ("https://chat.example/ask?about=data", "chat.example/ask?about=data"),
            ("/ask", "/ask"),
            ("ção", "ção"),
        ] {
            assert_eq!(Contact { url: url.into() }.address(), address, "{url}");
        }
    }

    #[test]
    fn rules_read_as_the_design_writes_them() {
        let read = |json| serde_json::from_str::<Rule>(json).unwrap();
        assert_eq!(
            read(r#"{"kind":"whileUsed","thenWithin":"P2M"}"#),
            Rule::WhileUsed { then_within: Some(Duration::from_months(2)) }
        );
        assert_eq!(read(r#"{"kind":"whileUsed"}"#), Rule::WhileUsed { then_within: None });
        assert_eq!(read(r#"{"kind":"unspecified"}"#), Rule::Unspecified);
        assert_eq!(serde_json::to_string(&Rule::WhileUsed { then_within: None }).unwrap(), r#"{"kind":"whileUsed"}"#);
    }

    #[test]
    fn a_basis_reads_the_same_in_json_and_in_text() {
        for basis in Basis::ALL {
            assert_eq!(serde_json::to_value(basis).unwrap(), basis.as_str());
        }
    }
}
