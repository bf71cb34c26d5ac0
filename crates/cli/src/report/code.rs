//! The code of each finding, its text and whether it is an error or a warning. What a finding says in full stands where
//! it is made.

use crate::check::{Level, Rule};

/// Which rule a source breaks. Codes stay the same from release to release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Code {
    /// A file that is not UTF-8.
    NotUtf8,
    /// A TOML file with a syntax error, an unknown key or a value of another form.
    Toml,
    /// A file whose name does not say its language.
    LocaleUnknown,
    /// Two files for one locale of one version.
    LocaleDuplicate,
    /// A version without a document in the source locale.
    SourceLocale,
    /// A name that cannot be a notice's id.
    IdInvalid,
    /// A name that cannot be a version's label.
    VersionInvalid,
    /// A folder with documents that is neither a notice nor a version.
    FolderIgnored,
    /// A document without any text.
    DocumentEmpty,
    /// A table row with more cells than the header, which every Markdown reader would drop.
    TableSurplusCells,
    /// A table whose separators are escaped, so that it is no table.
    TableEscaped,
    /// A separator row that does not fit the header, so that there is no table.
    TableSeparator,
    /// An HTML table that is not closed, or cells in a place where they cannot be.
    HtmlTable,
    /// An HTML element that hides its text, or a comment, that is not closed: everything after it would be lost.
    HtmlUnclosed,
    /// A link with a scheme that notices refuse.
    LinkRefused,
    /// A link where a notice has none; its text stays.
    LinkLost,
    /// An HTML element that a notice cannot show; its text stays.
    HtmlIgnored,
    /// What a site generator would have replaced or taken out, and a reader would see.
    MarkupLeft,
    /// Settings of a site generator before the text.
    FrontMatter,
    /// A first row that should be the header, and is a row like the others.
    HeaderMissing,
    /// A row of the data-use table without a readable category.
    CategoryMissing,
    /// A row of the data-use or retention table that lacks what the table is for.
    RowIncomplete,
    /// No table of data uses in a document.
    NoDataUses,
    /// No table of retention in a document.
    NoRetention,
    /// Two locales of one version with another number of rows.
    RowsDiffer,
    /// Two locales of one version with another number of sections.
    SectionsDiffer,
    /// A `version.toml` that calls a change editorial which is not, or does not say why.
    ChangeRefused,
    /// A version with other words than those that were built under its label before.
    WordsChanged,
    /// What was built is no valid notice; always our mistake or one that no other rule names.
    NoticeInvalid,
    /// What the linter looks for.
    Check(Rule),
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Severity {
    /// Nothing is written.
    Error,
    /// The notice is built all the same, unless `--strict` is given.
    Warning,
    /// Worth knowing, and nothing to mend.
    Note,
}

impl Severity {
    /// As it is printed.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Code {
    /// The code as it is printed.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::NotUtf8 => "not-utf8",
            Self::Toml => "toml",
            Self::LocaleUnknown => "locale-unknown",
            Self::LocaleDuplicate => "locale-duplicate",
            Self::SourceLocale => "source-locale",
            Self::IdInvalid => "id-invalid",
            Self::VersionInvalid => "version-invalid",
            Self::FolderIgnored => "folder-ignored",
            Self::DocumentEmpty => "document-empty",
            Self::TableSurplusCells => "table-surplus-cells",
            Self::TableEscaped => "table-escaped",
            Self::TableSeparator => "table-separator",
            Self::HtmlTable => "html-table",
            Self::HtmlUnclosed => "html-unclosed",
            Self::LinkRefused => "link-refused",
            Self::LinkLost => "link-lost",
            Self::HtmlIgnored => "html-ignored",
            Self::MarkupLeft => "markup-left",
            Self::FrontMatter => "front-matter",
            Self::HeaderMissing => "header-missing",
            Self::CategoryMissing => "category-missing",
            Self::RowIncomplete => "row-incomplete",
            Self::NoDataUses => "no-data-uses",
            Self::NoRetention => "no-retention",
            Self::RowsDiffer => "rows-differ",
            Self::SectionsDiffer => "sections-differ",
            Self::ChangeRefused => "change-refused",
            Self::WordsChanged => "words-changed",
            Self::NoticeInvalid => "notice-invalid",
            Self::Check(rule) => rule.id(),
        }
    }

    /// What it weighs without `--strict`.
    pub(crate) const fn severity(self) -> Severity {
        match self {
            Self::Check(rule) => match rule.level() {
                Level::Error => Severity::Error,
                Level::Warning | Level::Off => Severity::Warning,
            },
            Self::FolderIgnored
            | Self::HtmlIgnored
            | Self::LinkLost
            | Self::MarkupLeft
            | Self::NoDataUses
            | Self::NoRetention
            | Self::SectionsDiffer
            | Self::SourceLocale => Severity::Warning,
            Self::FrontMatter | Self::WordsChanged => Severity::Note,
            _ => Severity::Error,
        }
    }
}
