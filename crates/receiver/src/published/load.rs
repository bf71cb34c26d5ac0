//! Reading a folder of built notices and checking every word of it against the manifests. Only at start.

use super::{NoticesError, Published, Text, part};
use crate::http::statics::is_elsewhere;
use ciente_notice::{
    Digest, LocaleEntry, Manifest, Notice, Part, canonical_value, is_locale, is_notice_id, is_version_label, validate,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{collections::HashSet, fs, io, path::Path};

impl Published {
    /// Reads `<id>/manifest.json` of every notice in `folder`, and every part that holds words.
    ///
    /// Files beside the notices, names that begin with a dot, and what a file system keeps in its root are nobody's notice and are
    /// left alone.
    pub(crate) fn load(folder: &Path) -> Result<Self, NoticesError> {
        let mut published = Self::default();
        for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
            let path = entry.map_err(unreadable(folder))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with('.') && name != "lost+found" {
                if is_elsewhere(folder, &path) {
                    return Err(NoticesError::Inconsistent { path, detail: part::LEADS_OUT.into() });
                }
                published.add(&path, &name)?;
            }
        }
        if published.manifests.is_empty() {
            return Err(NoticesError::Empty { path: folder.into() });
        }
        Ok(published)
    }

    fn add(&mut self, folder: &Path, name: &str) -> Result<(), NoticesError> {
        let path = folder.join("manifest.json");
        let manifest: Manifest = parse(&path, &read(&path)?)?;
        check(&manifest, name).map_err(|detail| NoticesError::Inconsistent { path: path.clone(), detail })?;
        for version in &manifest.versions {
            for (locale, entry) in &version.locales {
                let text = Text { id: manifest.id.clone(), version: version.version.clone(), locale: locale.clone() };
                let body = verify(folder, &path, entry, &text)?;
                for rendered in [&entry.view, &entry.html].into_iter().flatten() {
                    verify_bytes(folder, &path, rendered)?;
                }
                self.bodies.push((entry.digest, body));
                self.texts.insert(entry.digest, text);
            }
            for list in version.changes.iter().flat_map(|changes| changes.locales.values()) {
                verify_bytes(folder, &path, list)?;
            }
        }
        self.manifests.insert(manifest.id.clone(), manifest);
        Ok(())
    }
}

/// What serde cannot see: that the manifest's names are names, and that they fit together.
fn check(manifest: &Manifest, folder: &str) -> Result<(), String> {
    if manifest.id != folder || !is_notice_id(folder) {
        return Err(format!("the notice's id is \"{}\", but its folder is \"{folder}\"", manifest.id));
    }
    let mut labels = HashSet::new();
    for version in &manifest.versions {
        let label = &version.version;
        if !is_version_label(label) {
            return Err(format!("\"{label}\" is no label for a version"));
        }
        if !labels.insert(label) {
            return Err(format!("version {label} stands twice"));
        }
        if version.locales.is_empty() {
            return Err(format!("version {label} has no locale"));
        }
        if let Some(locale) = version.locales.keys().find(|locale| !is_locale(locale)) {
            return Err(format!("version {label}: \"{locale}\" is no language tag"));
        }
    }
    if !labels.contains(&manifest.current) {
        return Err(format!("the current version is \"{}\", but there is no such version", manifest.current));
    }
    Ok(())
}

/// A part in which words stand once more: what users see is what they acknowledge.
fn verify_bytes(folder: &Path, manifest: &Path, part: &Part) -> Result<(), NoticesError> {
    part::check(&part::read(folder, manifest, part)?, part)
}

/// The notice as canonical JSON, if it is what the manifest says.
fn verify(folder: &Path, manifest: &Path, entry: &LocaleEntry, text: &Text) -> Result<String, NoticesError> {
    let json = part::read(folder, manifest, &entry.json)?;
    let part::Read { path, bytes } = &json;
    let inconsistent = |detail| NoticesError::Inconsistent { path: path.clone(), detail };
    let value: Value = parse(path, bytes)?;
    let canonical = canonical_value(&value).map_err(|error| inconsistent(error.to_string()))?;
    let found = Digest::of_bytes(&canonical);
    if found != entry.digest {
        return Err(NoticesError::DigestMismatch { path: path.clone(), expected: entry.digest, found });
    }
    let notice: Notice = parse(path, bytes)?;
    let violations = validate(&notice);
    if !violations.is_empty() {
        return Err(NoticesError::Invalid { path: path.clone(), violations });
    }
    for (member, here, there) in [
        ("id", &notice.id, &text.id),
        ("version", &notice.version, &text.version),
        ("locale", &notice.locale, &text.locale),
    ] {
        if here != there {
            return Err(inconsistent(format!("its {member} is \"{here}\", but the manifest says \"{there}\"")));
        }
    }
    part::check(&json, &entry.json)?;
    String::from_utf8(canonical).map_err(|error| inconsistent(error.to_string()))
}

fn read(path: &Path) -> Result<Vec<u8>, NoticesError> {
    fs::read(path).map_err(unreadable(path))
}

fn parse<T: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<T, NoticesError> {
    serde_json::from_slice(bytes).map_err(|source| NoticesError::Malformed { path: path.into(), source })
}

fn unreadable(path: &Path) -> impl Fn(io::Error) -> NoticesError {
    let path = path.to_path_buf();
    move |source| NoticesError::Unreadable { path: path.clone(), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::samples::publish;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        publish(folder.path());
        folder
    }

    /// Changes one text in one file.
    fn change(folder: &tempfile::TempDir, file: &str, from: &str, to: &str) -> NoticesError {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} is not in {text}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let error = Published::load(folder.path()).unwrap_err();
        assert!(error.to_string().contains(file), "{error}");
        error
    }

    #[test]
    fn every_text_of_every_version_is_known() {
        let folder = folder();
        fs::write(folder.path().join("README"), "beside the notices").unwrap();
        fs::create_dir(folder.path().join(".tmp")).unwrap();
        assert_eq!(Published::load(folder.path()).unwrap().len(), 6);
    }

    #[test]
    fn no_folder_no_notice_no_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        for (path, code) in [(missing.as_path(), "notices-unreadable"), (folder.path(), "notices-empty")] {
            let error = Published::load(path).unwrap_err();
            assert_eq!(error.code(), code);
            assert!(error.to_string().contains(&path.display().to_string()), "{error}");
        }
        fs::create_dir(folder.path().join("im")).unwrap();
        let error = Published::load(folder.path()).unwrap_err();
        assert!(error.to_string().contains("im/manifest.json"), "{error}");
    }

    /// What lies behind them would be found, and not be served.
    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_are_refused() {
        use std::os::unix::fs::symlink;
        let (built, folder) = (folder(), tempfile::tempdir().unwrap());
        symlink(built.path().join("im"), folder.path().join("im")).unwrap();
        let error = Published::load(folder.path()).unwrap_err();
        assert!(error.code() == "notices-inconsistent" && error.to_string().contains("a link leads"), "{error}");
        // The whole folder may be a link.
        let whole = tempfile::tempdir().unwrap();
        symlink(built.path(), whole.path().join("notices")).unwrap();
        assert!(Published::load(&whole.path().join("notices")).is_ok());
        let (inside, outside) = (built.path().join("im/2"), folder.path().join("2"));
        fs::rename(&inside, &outside).unwrap();
        symlink(&outside, &inside).unwrap();
        let error = Published::load(built.path()).unwrap_err();
        assert!(error.to_string().contains("a link leads"), "{error}");
    }

    #[test]
    fn another_word_is_another_digest() {
        let error = change(&folder(), "im/2/en.json", "7 days", "8 days");
        let NoticesError::DigestMismatch { expected, found, .. } = &error else { panic!("{error}") };
        assert_ne!(expected, found);
        assert!(error.to_string().contains(&expected.to_string()) && error.to_string().contains(&found.to_string()));
    }

    #[test]
    fn each_inconsistency_has_its_file_and_code() {
        for (file, from, to, code) in [
            ("im/manifest.json", "\"format\"", "\"form\"", "notices-malformed"),
            ("im/manifest.json", "{", "", "notices-malformed"),
            ("im/manifest.json", "\"im\"", "\"mi\"", "notices-inconsistent"),
            ("im/manifest.json", "\"current\":\"3\"", "\"current\":\"4\"", "notices-inconsistent"),
            ("im/manifest.json", "\"version\":\"2\"", "\"version\":\"1\"", "notices-inconsistent"),
            ("im/manifest.json", "\"version\":\"2\"", "\"version\":\"/\"", "notices-inconsistent"),
            ("im/manifest.json", "\"version\":\"2\"", "\"version\":\"x\"", "notices-inconsistent"),
            ("im/manifest.json", "\"en\"", "\"_\"", "notices-inconsistent"),
            ("im/manifest.json", "\"en\"", "\"es\"", "notices-inconsistent"),
            ("im/manifest.json", "1/en.json", "/etc/passwd", "notices-inconsistent"),
            ("im/manifest.json", "1/en.json", "../im/1/en.json", "notices-inconsistent"),
            ("im/2/en.json", "Log Data", "Log  Data", "notices-inconsistent"),
        ] {
            let folder = folder();
            let path = folder.path().join(file);
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(from), "{from} is not in {text}");
            fs::write(&path, text.replacen(from, to, 1)).unwrap();
            let error = Published::load(folder.path()).unwrap_err();
            assert_eq!(error.code(), code, "{from} → {to}: {error}");
        }
    }

    /// The view, the page and the list of changes hold the words once more, and are what users see.
    #[test]
    fn every_part_with_words_is_the_one_that_the_manifest_names() {
        type Put = fn(&mut Manifest, Part);
        let puts: [(&str, Put); 3] = [
            ("2/en.view.json", |manifest, part| manifest.versions[1].locales["en"].view = Some(part)),
            ("2/en.html", |manifest, part| manifest.versions[1].locales["en"].html = Some(part)),
            ("2/en.changes.json", |manifest, part| {
                let changes = ciente_notice::Changes {
                    since: "1".into(),
                    reasons: [].into(),
                    editorial: 1,
                    declared: None,
                    locales: [("en".to_owned(), part)].into(),
                };
                manifest.versions[1].changes = Some(changes);
            }),
        ];
        for (name, put) in puts {
            let folder = folder();
            let (file, path) = (folder.path().join("im").join(name), folder.path().join("im/manifest.json"));
            let mut manifest: Manifest = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            fs::write(&file, "kept for 7 days").unwrap();
            put(&mut manifest, crate::testing::samples::part(name, b"kept for 7 days"));
            fs::write(&path, serde_json::to_vec(&manifest).unwrap()).unwrap();
            Published::load(folder.path()).unwrap();
            fs::write(&file, "kept for 8 days").unwrap();
            let error = Published::load(folder.path()).unwrap_err();
            let NoticesError::IntegrityMismatch { expected, found, .. } = &error else { panic!("{error}") };
            assert!([name, expected, found].iter().all(|said| error.to_string().contains(*said)), "{error}");
            fs::remove_file(&file).unwrap();
            assert_eq!(Published::load(folder.path()).unwrap_err().code(), "notices-unreadable");
        }
        let spaced = change(&folder(), "im/2/en.json", "\n  ", "\n\t ");
        assert_eq!(
            spaced.code(),
            "notices-integrity-mismatch",
            "{spaced}: the same words, but no browser takes the file"
        );
    }

    #[test]
    fn a_notice_that_breaks_the_rules_is_refused_with_all_violations() {
        let folder = folder();
        let mut notice = crate::testing::samples::notice("3", "en");
        notice.title = String::new();
        notice.retention[0].data_use = Some("nothing".into());
        let bytes = serde_json::to_vec(&notice).unwrap();
        fs::write(folder.path().join("im/3/en.json"), &bytes).unwrap();
        let path = folder.path().join("im/manifest.json");
        let mut manifest: Manifest = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let entry = manifest.versions[2].locales.get_mut("en").unwrap();
        entry.digest = Digest::of(&notice).unwrap();
        entry.json = crate::testing::samples::part("3/en.json", &bytes);
        fs::write(&path, serde_json::to_vec(&manifest).unwrap()).unwrap();
        let error = Published::load(folder.path()).unwrap_err();
        assert!(matches!(&error, NoticesError::Invalid { violations, .. } if violations.len() == 2), "{error}");
        assert!(error.to_string().contains("/title"), "{error}");
    }
}
