//! Days as TOML and folder names write them, and the order of versions.

use super::VersionSource;
use std::cmp::Ordering;

/// Whether a text is a whole day, `2022-05-07`.
pub(super) fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Oldest first: by day where all versions have one, else by name, in which numbers count as numbers.
pub(super) fn sort(versions: &mut [VersionSource]) {
    if versions.iter().all(|version| version.effective_from.is_some()) {
        versions.sort_by(|a, b| a.effective_from.cmp(&b.effective_from).then_with(|| by_name(&a.label, &b.label)));
    } else {
        versions.sort_by(|a, b| by_name(&a.label, &b.label));
    }
}

/// `v2` before `v10`.
fn by_name(a: &str, b: &str) -> Ordering {
    parts(a).cmp(&parts(b)).then_with(|| a.cmp(b))
}

/// A name as numbers and what stands between them. A number has the text before it as its first half, so that parts of
/// two names compare in the order in which they are read.
fn parts(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let text_end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, after) = rest.split_at(text_end);
        let number_end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (number, after) = after.split_at(number_end);
        parts.push((text.to_owned(), number.parse().unwrap_or(u64::MAX)));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_people_count() {
        let mut names = ["v10", "v2", "2022-07", "2022-05", "1.10", "1.9"];
        names.sort_by(|a, b| by_name(a, b));
        assert_eq!(names, ["1.9", "1.10", "2022-05", "2022-07", "v2", "v10"]);
    }

    #[test]
    fn days_are_whole() {
        assert!(is_day("2022-05-07"));
        for not in ["2022-05", "2022-13-01", "20220507", ""] {
            assert!(!is_day(not), "{not}");
        }
    }
}
