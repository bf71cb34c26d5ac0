//! Finding and reading what the command was given: single documents, folders of locales, folders of versions, with or
//! without TOML. What the documents say is read elsewhere.

mod config;
mod date;
mod find;
mod locale;
mod name;
mod original;

pub(crate) use config::{Controller, NoticeConfig, VersionConfig};
pub(crate) use find::{Asked, SourceError, find, readable};
pub(crate) use name::is_markdown;

use crate::report::SourceText;
use std::sync::Arc;

/// A notice and its versions, oldest first.
#[derive(Debug)]
pub(crate) struct NoticeSource {
    /// Its id.
    pub(crate) id: String,
    /// `notice.toml`, or nothing.
    pub(crate) config: NoticeConfig,
    /// Its versions.
    pub(crate) versions: Vec<VersionSource>,
}

impl NoticeSource {
    /// The controller of a version: its own, else the notice's.
    pub(crate) fn controller<'a>(&'a self, version: &'a VersionSource) -> Option<&'a Controller> {
        version.config.controller.as_ref().or(self.config.controller.as_ref())
    }
}

/// A version and its documents.
#[derive(Debug)]
pub(crate) struct VersionSource {
    /// Its label.
    pub(crate) label: String,
    /// `version.toml`, or nothing.
    pub(crate) config: VersionConfig,
    /// The day that readers see as the one from which it is in force, `YYYY-MM-DD`. It delays nothing.
    pub(crate) effective_from: Option<String>,
    /// One document a locale.
    pub(crate) documents: Vec<Document>,
}

/// A document in one locale.
#[derive(Debug)]
pub(crate) struct Document {
    /// BCP 47.
    pub(crate) locale: String,
    /// Its text.
    pub(crate) file: Arc<SourceText>,
}
