//! `notice.toml` and `version.toml`, read strictly: an unknown key is an error with its place.

use super::date::is_day;
use crate::{
    check::{Level, Rule},
    report::{Code, Place, Report, SourceText},
};
use ciente_notice::{Change, is_allowed_link, is_locale};
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::BTreeMap, sync::Arc};
use toml::Spanned;

/// `notice.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeConfig {
    title: Option<Title>,
    /// The locale that the notice is written in first.
    pub(crate) source_locale: Option<Spanned<Locale>>,
    /// Who decides why and how data is used.
    pub(crate) controller: Option<Controller>,
    /// Where to write.
    pub(crate) contact: Option<Contact>,
    /// Levels of the rules of `ciente check`.
    #[serde(default)]
    pub(crate) check: BTreeMap<Rule, Level>,
    /// The file itself, for messages about what it says.
    #[serde(skip)]
    pub(crate) file: Option<Arc<SourceText>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a title, or a table with a title for each locale")]
enum Title {
    One(String),
    PerLocale(BTreeMap<String, String>),
}

/// Who decides why and how data is used.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Controller {
    /// The name that readers see.
    pub(crate) name: Name,
    /// The page that says more.
    pub(crate) url: Option<Link>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    /// The address, or the page with a form.
    pub(crate) url: Link,
}

/// A name that readers can read.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Name(pub(crate) String);

impl TryFrom<String> for Name {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let name = text.trim();
        let is_name = !name.is_empty() && !name.chars().any(char::is_control);
        if is_name { Ok(Self(name.to_owned())) } else { Err("a name has letters, and no control characters") }
    }
}

/// A link that a notice may hold.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Link(pub(crate) String);

impl TryFrom<String> for Link {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_allowed_link(&text) { Ok(Self(text)) } else { Err("links are https:, mailto:, tel: or relative") }
    }
}

/// `version.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionConfig {
    /// The day that readers see as the one from which the version is in force. It delays nothing.
    pub(crate) effective_from: Option<Day>,
    /// What its author says that it is.
    pub(crate) change: Option<Spanned<Change>>,
    /// Why a rewording is editorial, in its author's words.
    pub(crate) reason: Option<String>,
    /// The controller from this version on, where it is not that of `notice.toml`.
    pub(crate) controller: Option<Controller>,
    /// What the version brings, for readers.
    #[serde(default)]
    pub(crate) summary: BTreeMap<Locale, String>,
    /// The file itself, for messages about what it says.
    #[serde(skip)]
    pub(crate) file: Option<Arc<SourceText>>,
}

/// A day, as a TOML date or as text.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "AnyDay")]
pub(crate) struct Day(pub(crate) String);

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a day such as 2022-05-07")]
enum AnyDay {
    Text(String),
    Date(toml::value::Datetime),
}

impl TryFrom<AnyDay> for Day {
    type Error = &'static str;

    fn try_from(day: AnyDay) -> Result<Self, Self::Error> {
        let text = match day {
            AnyDay::Text(text) => text,
            AnyDay::Date(date) => date.to_string(),
        };
        if is_day(&text) { Ok(Self(text)) } else { Err("expected a day such as 2022-05-07") }
    }
}

/// A language tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Locale(pub(crate) String);

impl TryFrom<String> for Locale {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_locale(&text) { Ok(Self(text)) } else { Err(format!("\"{text}\" is no language tag such as pt-BR")) }
    }
}

impl NoticeConfig {
    /// The title for a locale: its own, else that of its language.
    pub(crate) fn title(&self, locale: &str) -> Option<&str> {
        match self.title.as_ref()? {
            Title::One(title) => Some(title),
            Title::PerLocale(titles) => {
                let language = locale.split('-').next().unwrap_or(locale);
                titles.get(locale).or_else(|| titles.get(language)).map(String::as_str)
            }
        }
    }
}

/// Reads a TOML file; what is wrong with it is reported with its place, and nothing of it holds then.
pub(super) fn read<T: DeserializeOwned + Default>(file: &Arc<SourceText>, report: &mut Report) -> T {
    match toml::from_str(&file.text) {
        Ok(config) => config,
        Err(error) => {
            let place = Place { file: file.clone(), span: error.span().unwrap_or(0..0) };
            let help = "The keys are described in `ciente build --help`.";
            report.at(Code::Toml, place, error.message().trim().to_owned(), help);
            T::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn findings<T: DeserializeOwned + Default>(text: &str) -> Vec<(usize, String)> {
        let mut report = Report::new(false);
        read::<T>(&Arc::new(SourceText::new(Path::new("x.toml"), text.into())), &mut report);
        let line = |place: &Place| place.file.line(place.span.start);
        report.findings().iter().map(|f| (f.place.as_ref().map_or(0, line), f.message.clone())).collect()
    }

    #[test]
    fn titles_and_days_in_both_forms() {
        let one: NoticeConfig = toml::from_str("title = \"T\"").unwrap();
        assert_eq!(one.title("ja"), Some("T"));
        let per: NoticeConfig = toml::from_str("source_locale = \"pt-BR\"\n[title]\npt = \"P\"\nen = \"E\"").unwrap();
        assert_eq!((per.title("pt-BR"), per.title("ko")), (Some("P"), None));
        for day in ["2022-05-07", "\"2022-05-07\""] {
            let config: VersionConfig = toml::from_str(&format!("effective_from = {day}")).unwrap();
            assert_eq!(config.effective_from.unwrap().0, "2022-05-07");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_line() {
        for (text, line) in [
            ("title = \"T\"\ntitel = 1", 2),
            ("\n[contact]\nurl = \"http://x\"", 3),
            ("title = ", 1),
            ("[controller]\nname = \" \"", 2),
        ] {
            let found = findings::<NoticeConfig>(text);
            assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [line], "{text}: {found:?}");
        }
        for (text, line) in [
            ("effective_from = \"May 2022\"", 1),
            ("\nchange = \"big\"", 2),
            ("[summary]\nportuguese_br = \"x\"", 2),
            ("effective_from = 2022-05-07T00:00:00Z", 1),
        ] {
            let found = findings::<VersionConfig>(text);
            assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [line], "{text}: {found:?}");
        }
    }
}
