//! The rules of the linter: id, level, and what is written about them. Finding out whether a document keeps to one stands
//! in a file for each family.

use crate::report::Severity;
use serde::Deserialize;
use std::fmt;
use strsim::levenshtein;

/// The pages that `--explain` prints from: what is written about the rules is written there once.
const PAGES: &str = include_str!("../../../../docs/check.md");

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $id:literal $level:ident;)*) => {
        /// A rule of the linter. Ids stay the same from release to release.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        #[serde(try_from = "String")]
        pub(crate) enum Rule {
            $($(#[$doc])* $name,)*
        }

        impl Rule {
            /// All rules, in the order in which they are described.
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            /// The id, as it is printed and as `notice.toml` writes it.
            pub(crate) const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }

            /// What a finding of it weighs where `notice.toml` says nothing.
            pub(crate) const fn level(self) -> Level {
                match self {
                    $(Self::$name => Level::$level,)*
                }
            }
        }
    };
}

rules! {
    /// Nothing says who the controller is.
    Controller = "controller" Error;
    /// Nothing says how to reach the controller.
    Contact = "contact" Error;
    /// A data use without a use.
    Purpose = "purpose" Error;
    /// A data use without a legal basis.
    LegalBasis = "legal-basis" Error;
    /// A legal basis in words that name none of those that the law knows.
    LegalBasisUnclear = "legal-basis-unclear" Warning;
    /// Nothing says who receives the data.
    Recipients = "recipients" Error;
    /// Nothing says for how long data is kept.
    Retention = "retention" Error;
    /// A data use that no retention rule is for.
    UseUnkept = "use-without-rule" Error;
    /// Nothing says which rights people have.
    Rights = "rights" Error;
    /// Nothing says how to exercise the rights.
    RightsExercise = "rights-exercise" Error;
    /// Nothing says that one can complain to an authority.
    Complaint = "complaint" Error;
    /// A qualifier that leaves open what is done.
    VagueWords = "vague-words" Warning;
    /// A period that nobody can work out.
    VagueRetention = "vague-retention" Warning;
    /// A use that says nothing.
    VaguePurpose = "vague-purpose" Warning;
    /// Improving the service, on the basis of the contract.
    ContractImprovement = "contract-improvement" Warning;
    /// Locales with other sections.
    SectionsDiffer = "sections-differ" Error;
    /// Locales with another number of data uses or retention rules.
    RowsDiffer = "rows-differ" Error;
    /// Locales that name other services.
    ServicesDiffer = "services-differ" Error;
    /// Locales that link elsewhere.
    LinksDiffer = "links-differ" Error;
    /// Locales that state another legal basis.
    BasisDiffers = "basis-differs" Error;
    /// Locales that keep data for another time.
    RetentionDiffers = "retention-differs" Error;
    /// Locales with other numbers.
    NumbersDiffer = "numbers-differ" Error;
    /// Locales with another number of paragraphs in a section, or other numbers in them.
    ProseDiffers = "prose-differs" Warning;
    /// Text of the source locale in a translation.
    Untranslated = "untranslated" Warning;
    /// A link that a notice cannot hold.
    LinkRefused = "link-refused" Error;
    /// A cell of a table without text.
    EmptyCell = "empty-cell" Warning;
    /// One category in several rows.
    DuplicateCategory = "duplicate-category" Warning;
    /// A retention rule that is for none of the data uses.
    KeptUnused = "rule-without-use" Warning;
    /// The two tables of one locale call the same data by two names.
    NameDiffers = "name-differs" Warning;
    /// No table of data uses.
    NoDataUses = "no-data-uses" Warning;
    /// No table of retention.
    NoRetention = "no-retention" Warning;
    /// An HTML element that a notice cannot show.
    HtmlIgnored = "html-ignored" Warning;
    /// Markup of a site generator.
    MarkupLeft = "markup-left" Warning;
}

/// What the findings of a rule weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Level {
    /// They are not looked for.
    Off,
    /// They are printed.
    Warning,
    /// They are printed, and the exit code is 1.
    Error,
}

impl Level {
    /// As `notice.toml` writes it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The weight of a finding, none where it is not looked for.
    pub(crate) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl TryFrom<String> for Level {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        [Self::Off, Self::Warning, Self::Error]
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| format!("\"{text}\" is no level: \"off\", \"warning\" or \"error\""))
    }
}

/// An id that no rule has, with the one that it resembles most.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) struct UnknownRule {
    id: String,
    nearest: Option<Rule>,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no rule \"{}\"", self.id)?;
        match self.nearest {
            Some(rule) => write!(f, "; is \"{}\" meant?", rule.id()),
            None => f.write_str("; `ciente check --list-rules` prints all of them"),
        }
    }
}

impl std::str::FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(id: &str) -> Result<Self, UnknownRule> {
        Self::of(id).ok_or_else(|| UnknownRule { id: id.to_owned(), nearest: nearest(id) })
    }
}

impl TryFrom<String> for Rule {
    type Error = UnknownRule;

    fn try_from(id: String) -> Result<Self, UnknownRule> {
        id.parse()
    }
}

impl Rule {
    /// The rule of this id.
    pub(crate) fn of(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// What is written about it: Markdown, without its heading.
    pub(crate) fn page(self) -> &'static str {
        let heading = format!("\n### {}\n", self.id());
        let Some(start) = PAGES.find(&heading).map(|at| at + heading.len()) else { return "" };
        let rest = &PAGES[start..];
        let end = ["\n### ", "\n## "].iter().filter_map(|next| rest.find(next)).min().unwrap_or(rest.len());
        rest[..end].trim()
    }

    /// What it is about, one sentence.
    pub(crate) fn summary(self) -> &'static str {
        let first = self.page().lines().next().unwrap_or_default();
        first.split_once("** ").map_or(first, |(_, summary)| summary)
    }
}

/// The id that one typed wrong, if it is near to any.
fn nearest(id: &str) -> Option<Rule> {
    let typed = id.to_lowercase().replace('_', "-");
    let near =
        Rule::ALL.iter().map(|rule| (levenshtein(&typed, rule.id()), *rule)).min_by_key(|(distance, _)| *distance)?;
    (near.0 <= (typed.chars().count() / 2).max(2)).then_some(near.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_described_with_its_level() {
        for rule in Rule::ALL {
            let page = rule.page();
            let level = match rule.level() {
                Level::Error => "**Error.** ",
                _ => "**Warning.** ",
            };
            assert!(page.starts_with(level), "{}: {page}", rule.id());
            for part in ["\n\n*Why.* ", "\n\n*Example.* ", "\n\n*Mend.* "] {
                assert!(page.contains(part), "{} has no {part}", rule.id());
            }
        }
        let described = PAGES.lines().filter(|line| line.starts_with("### ")).count();
        assert_eq!(described, Rule::ALL.len(), "a rule is described that is none");
    }

    #[test]
    fn what_is_typed_wrong_finds_the_nearest() {
        for (typed, meant) in [
            ("vague-word", Some(Rule::VagueWords)),
            ("Retention_Differs", Some(Rule::RetentionDiffers)),
            ("complaints", Some(Rule::Complaint)),
            ("x", None),
            ("something-else-altogether", None),
        ] {
            assert_eq!(nearest(typed), meant, "{typed}");
        }
        assert_eq!(levenshtein("kitten", "sitting"), 3);
    }
}
