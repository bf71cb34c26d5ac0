//! What was built, for people.

use super::Built;
use std::{fmt::Write, path::Path};

/// One paragraph a notice: its versions, and a line for each locale.
pub(crate) fn summary(built: &[Built], folder: &Path) -> String {
    let mut out = String::new();
    for notice in built {
        let manifest = &notice.manifest;
        let _ = writeln!(
            out,
            "{}: {}, current {} → {}",
            manifest.id,
            count(manifest.versions.len(), "version", "versions"),
            manifest.current,
            folder.join(&manifest.id).display()
        );
        let mut notices = notice.notices.iter();
        for version in &manifest.versions {
            for (locale, entry) in &version.locales {
                let Some(notice) = notices.next() else { continue };
                let _ = writeln!(
                    out,
                    "  {} {locale}: {}, {}, {}, {}",
                    version.version,
                    count(notice.sections.len(), "section", "sections"),
                    count(notice.data_uses.len(), "data use", "data uses"),
                    count(notice.retention.len(), "retention rule", "retention rules"),
                    count(usize::try_from(entry.json.bytes).unwrap_or(usize::MAX), "byte", "bytes"),
                );
            }
        }
    }
    out
}

/// "1 byte", "2 bytes".
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
