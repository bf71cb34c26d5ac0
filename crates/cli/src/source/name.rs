//! What the names of folders say.

use crate::assemble::slug;
use ciente_notice::is_notice_id;
use std::path::Path;

/// What the names of versions begin with, before their number; longer ones first.
const PREFIXES: [&str; 7] = ["version", "release", "edition", "ver", "rel", "rev", "v"];

/// Whether a folder is a version of the notice that is its parent: by its name, as `2022-05`, `1.2`, `v3` and `release-4` are,
/// or because a `version.toml` in it or a `notice.toml` beside it says so.
pub(super) fn is_version_folder(folder: &Path) -> bool {
    let name = name(folder).to_lowercase();
    let rest = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(&name);
    let rest = rest.trim_start_matches(['-', '_', '.', ' ']);
    let is_beside_toml = || folder.parent().is_some_and(|notice| notice.join("notice.toml").is_file());
    rest.starts_with(|c: char| c.is_ascii_digit()) || folder.join("version.toml").is_file() || is_beside_toml()
}

/// The last part of a path.
pub(super) fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The last part of a path without its extension.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The id that a name makes: the name itself, or its slug, or none.
pub(super) fn id_of(name: &str) -> Option<String> {
    let id = if is_notice_id(name) { name.to_owned() } else { slug(name) };
    is_notice_id(&id).then_some(id)
}

/// Whether a file is a Markdown document.
pub(crate) fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("md") || ext.eq_ignore_ascii_case("markdown"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_tell_versions_from_notices() {
        for version in ["2022-05", "1.2", "v3", "x/V10", "Version 1", "rel-2"] {
            assert!(is_version_folder(Path::new(version)), "{version}");
        }
        for notice in ["im", "vod", "version", "x"] {
            assert!(!is_version_folder(Path::new(notice)), "{notice}");
        }
    }

    #[test]
    fn ids_come_from_names() {
        assert_eq!(id_of("im"), Some("im".into()));
        assert_eq!(id_of("Our Policy (EU)"), Some("our-policy-eu".into()));
        assert_eq!(id_of("隐私"), None);
    }
}
