//! One change: its kind, where it stands, the words before and after, and whether it asks the reader again.

use crate::{Change, format::present};
use serde::{Deserialize, Serialize};

/// What a change of some kind weighs in the source locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Material, and no declaration makes it less.
    Material,
    /// Material until the author declares it editorial, because only they know whether the words mean the same.
    Declarable,
    /// Editorial, unless the author declares the version material.
    Editorial,
}

/// Declares the kinds; name, JSON name, weight and sentence of each stand in one row.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $weight:ident, $says:literal;)+) => {
        /// What kind of change it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "camelCase")]
        pub enum Kind { $($(#[$doc])* $name,)+ }

        impl Kind {
            /// All of them, the material ones first.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The kind as it stands in JSON.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $text),+ } }

            /// What it weighs in the source locale.
            pub const fn weight(self) -> Weight { match self { $(Self::$name => Weight::$weight),+ } }

            /// What it says to people, in a few words.
            pub const fn says(self) -> &'static str { match self { $(Self::$name => $says),+ } }
        }
    };
}

kinds! {
    /// Another controller.
    ControllerChanged = "controllerChanged", Material, "another controller";
    /// A row of the data-use table that was not there.
    DataUseAdded = "dataUseAdded", Material, "data use added";
    /// A row of the data-use table that is gone.
    DataUseRemoved = "dataUseRemoved", Material, "data use removed";
    /// A piece of data that was not among the items of its data use.
    ItemAdded = "itemAdded", Material, "item added";
    /// A purpose that its data use did not have.
    UseAdded = "useAdded", Material, "use added";
    /// A service that its data use did not name.
    ServiceAdded = "serviceAdded", Material, "service added";
    /// A name that the notice did not hold: someone else may receive the data.
    RecipientAdded = "recipientAdded", Material, "new name, perhaps a recipient";
    /// Another class of legal basis, or other words where no class is understood.
    BasisChanged = "basisChanged", Material, "other legal basis";
    /// A rule that keeps the data longer, or that cannot be shown not to.
    RetentionLonger = "retentionLonger", Material, "kept longer";
    /// No stated period where there was one.
    RetentionUnspecified = "retentionUnspecified", Material, "retention no longer stated";
    /// Other numbers in a retention rule that states no plain period.
    RetentionNumbers = "retentionNumbers", Material, "other numbers in a retention rule";
    /// An item in much the same words.
    ItemReworded = "itemReworded", Declarable, "item reworded";
    /// A use that says more, or says it in words that may mean something else.
    UseExtended = "useExtended", Declarable, "use says more, or something else";
    /// Another sentence of a retention rule that states no plain period.
    RetentionReplaced = "retentionReplaced", Declarable, "retention rule in other words";
    /// A sentence outside the tables that was not there.
    TextAdded = "textAdded", Declarable, "text added";
    /// A sentence outside the tables that says more, or has another number or a negation more or less.
    TextExtended = "textExtended", Declarable, "text says more, or something else";
    /// Another name for the same data use.
    CategoryReworded = "categoryReworded", Declarable, "data use renamed";
    /// The notice's title.
    TitleChanged = "titleChanged", Editorial, "other title";
    /// An item that is gone.
    ItemRemoved = "itemRemoved", Editorial, "item removed";
    /// A use in much the same words.
    UseReworded = "useReworded", Editorial, "use reworded";
    /// A purpose that is gone.
    UseRemoved = "useRemoved", Editorial, "use removed";
    /// A service that is not named any more.
    ServiceRemoved = "serviceRemoved", Editorial, "service removed";
    /// The same legal basis in other words.
    BasisReworded = "basisReworded", Editorial, "legal basis reworded";
    /// A rule that keeps the data less long.
    RetentionShorter = "retentionShorter", Editorial, "kept less long";
    /// A period where none was stated, or a rule where there was none.
    RetentionStated = "retentionStated", Editorial, "retention stated";
    /// A rule that stated nothing, or whose data use is gone.
    RetentionRemoved = "retentionRemoved", Editorial, "retention rule removed";
    /// The same rule in other words.
    RetentionReworded = "retentionReworded", Editorial, "retention reworded";
    /// A sentence or heading outside the tables in much the same words.
    TextReworded = "textReworded", Editorial, "text reworded";
    /// A sentence or heading outside the tables that is gone.
    TextRemoved = "textRemoved", Editorial, "text removed";
    /// A heading that was not there; what stands under it is said by itself.
    HeadingAdded = "headingAdded", Editorial, "heading added";
    /// Another address behind a link.
    LinkChanged = "linkChanged", Editorial, "link to another address";
    /// The same rows, items or sentences in another order.
    Reordered = "reordered", Editorial, "order changed";
    /// A locale that the version before did not have.
    LocaleAdded = "localeAdded", Editorial, "locale added";
    /// A locale that only the version before has.
    LocaleRemoved = "localeRemoved", Editorial, "locale removed";
}

impl Kind {
    /// Whether it is about how long something is kept.
    pub const fn is_about_retention(self) -> bool {
        matches!(
            self,
            Self::RetentionLonger
                | Self::RetentionUnspecified
                | Self::RetentionNumbers
                | Self::RetentionReplaced
                | Self::RetentionShorter
                | Self::RetentionStated
                | Self::RetentionRemoved
                | Self::RetentionReworded
        )
    }
}

/// One change between two notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Difference {
    /// What kind of change it is.
    pub kind: Kind,
    /// Whether it asks the reader again.
    pub change: Change,
    /// The data use that it is about, by the id that it has now, else by the one that it had.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub data_use: Option<String>,
    /// The section that it is about, likewise.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub section: Option<String>,
    /// Where it stands, in the notice's words: a category or a heading. Empty for the notice as a whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The words before; absent for what was added.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub old: Option<String>,
    /// The words after; absent for what was removed.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub new: Option<String>,
    /// The language of the words, where they are not in the notice's own: a translation that lacks what the source says.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub lang: Option<String>,
}

impl Difference {
    /// A change of the notice as a whole, judged as its kind is in the source locale.
    pub fn new(kind: Kind, old: Option<String>, new: Option<String>) -> Self {
        let change = if kind.weight() == Weight::Editorial { Change::Editorial } else { Change::Material };
        Self { kind, change, data_use: None, section: None, place: String::new(), old, new, lang: None }
    }

    /// Whether its author can declare it editorial.
    pub fn is_declarable(&self) -> bool {
        self.kind.weight() == Weight::Declarable
    }

    pub(super) fn of_use(self, id: &str, place: &str) -> Self {
        Self { data_use: Some(id.to_owned()), place: place.to_owned(), ..self }
    }

    pub(super) fn in_section(self, id: &str, place: &str) -> Self {
        Self { section: Some(id.to_owned()), place: place.to_owned(), ..self }
    }
}

/// What a list of changes comes to: material if one of them is.
pub fn judge(differences: &[Difference]) -> Change {
    let material = differences.iter().any(|difference| difference.change == Change::Material);
    if material { Change::Material } else { Change::Editorial }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_kind_reads_the_same_in_json_and_in_text() {
        let names: HashSet<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
