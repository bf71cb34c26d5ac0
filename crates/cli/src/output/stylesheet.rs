//! How a page that brings the notice gets the widget's stylesheet.

use super::integrity;
use crate::failure::Coded;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Where hosts usually serve the widget's stylesheet; `ciente serve` and `ciente preview` do.
pub(crate) const STYLESHEET: &str = "/assets/ciente.css";

/// Why a file cannot stand in a page as its styles.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StylesheetError {
    /// It cannot be read.
    #[error("{}: {source}; --inline-stylesheet wants ciente.css of the widget that your pages load", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// Markup would end within it.
    #[error("{}: `</style` in it would end the styles; --inline-stylesheet wants ciente.css of the widget that your pages load", path.display())]
    Ends {
        /// The file.
        path: PathBuf,
    },
}

impl Coded for StylesheetError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "stylesheet-unreadable",
            Self::Ends { .. } => "stylesheet-invalid",
        }
    }
}

/// Where the styles of a `<locale>.html` come from.
#[derive(Clone, Debug)]
pub(crate) enum Stylesheet {
    /// A URL, fetched by the page.
    Link(String),
    /// The styles themselves.
    Inline(String),
}

impl Stylesheet {
    /// A file's content.
    pub(crate) fn read(path: &Path) -> Result<Self, StylesheetError> {
        let unreadable = |source| StylesheetError::Unreadable { path: path.to_owned(), source };
        // As a parser of HTML hands it on: a policy's hash is made of that (HTML, 13.2.3.5).
        let css = fs::read_to_string(path).map_err(unreadable)?.replace("\r\n", "\n").replace('\r', "\n");
        if css.to_ascii_lowercase().contains("</style") {
            return Err(StylesheetError::Ends { path: path.to_owned() });
        }
        Ok(Self::Inline(css))
    }

    /// The element that brings it.
    pub(super) fn markup(&self) -> String {
        match self {
            Self::Link(url) => {
                let url = url.replace('&', "&amp;").replace('"', "&quot;");
                format!("<link rel=\"stylesheet\" href=\"{url}\">")
            }
            Self::Inline(css) => format!("<style>{css}</style>"),
        }
    }

    /// What a Content-Security-Policy allows it by, where it needs more than its own URL.
    pub(crate) fn policy_source(&self) -> Option<String> {
        match self {
            Self::Link(_) => None,
            Self::Inline(css) => Some(format!("'{}'", integrity(css.as_bytes()))),
        }
    }
}
