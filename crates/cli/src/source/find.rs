//! From paths as given to notices with versions and documents.

use super::{
    Document, NoticeConfig, NoticeSource, VersionConfig, VersionSource, config, date, locale,
    name::{id_of, is_markdown, is_version_folder, name, stem},
    original,
};
use crate::{
    failure::{Coded, OPTION},
    report::{Code, Report, SourceText},
};
use ciente_notice::{is_locale, is_version_label};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What the command line says about the sources.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// The locale of documents whose name does not state one.
    pub(crate) locale: Option<String>,
    /// The id of the one notice.
    pub(crate) id: Option<String>,
    /// The label of the one version.
    pub(crate) version_label: Option<String>,
}

/// Why sources could not be looked at.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SourceError {
    /// A file or folder that cannot be read.
    #[error("{path}: {error}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A link out of the sources.
    #[error("{path}: a link to {real}, which is not among the sources; put a copy in its place")]
    Link {
        /// The link.
        path: PathBuf,
        /// Where it leads.
        real: PathBuf,
    },
    /// A path without any document.
    #[error(
        "{0} holds no Markdown documents: name a .md file, or a folder that holds one a locale, such as pt-BR.md. What Pandoc reads (.docx, .odt, .html) becomes one with `pandoc -t gfm --wrap=none`"
    )]
    Nothing(PathBuf),
    /// An option for one thing where there are several.
    #[error("{option} names one {what}, but the sources hold {found}; build them one by one")]
    NotOne {
        /// As typed.
        option: &'static str,
        /// What it names.
        what: &'static str,
        /// How many there are.
        found: usize,
    },
    /// An option's value that is none.
    #[error("{option} {value}: {expected}")]
    Value {
        /// As typed.
        option: &'static str,
        /// As typed.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
}

impl Coded for SourceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "source-unreadable",
            Self::Link { .. } => "source-link",
            Self::Nothing(_) => "source-empty",
            Self::NotOne { .. } => "source-not-one",
            Self::Value { .. } => OPTION,
        }
    }
}

/// How deep a folder of notices may nest.
const DEEPEST: usize = 4;

/// Finds and reads all sources, in the order of their ids.
pub(crate) fn find(paths: &[PathBuf], asked: &Asked, report: &mut Report) -> Result<Vec<NoticeSource>, SourceError> {
    check(asked)?;
    let mut finder = Finder { asked, report, notices: BTreeMap::new(), root: PathBuf::new() };
    for path in paths {
        finder.given(path)?;
    }
    let mut notices: Vec<NoticeSource> = finder.notices.into_values().collect();
    if let Some(id) = &asked.id {
        let [notice] = notices.as_mut_slice() else {
            return Err(SourceError::NotOne { option: "--id", what: "notice", found: notices.len() });
        };
        notice.id.clone_from(id);
    }
    if let Some(label) = &asked.version_label {
        let found = notices.iter().map(|notice| notice.versions.len()).sum();
        match notices.as_mut_slice() {
            [NoticeSource { versions, .. }] if found == 1 => {
                versions.iter_mut().for_each(|v| v.label.clone_from(label))
            }
            _ => return Err(SourceError::NotOne { option: "--version-label", what: "version", found }),
        }
    }
    for notice in &mut notices {
        for version in &mut notice.versions {
            let day = version.config.effective_from.as_ref().map(|day| day.0.clone());
            version.effective_from = day.or_else(|| date::is_day(&version.label).then(|| version.label.clone()));
        }
        date::sort(&mut notice.versions);
        original::check(notice, report);
    }
    Ok(notices)
}

fn check(asked: &Asked) -> Result<(), SourceError> {
    let value = |option, value: &Option<String>, is: fn(&str) -> bool, expected| match value {
        Some(value) if !is(value) => Err(SourceError::Value { option, value: value.clone(), expected }),
        _ => Ok(()),
    };
    value("--locale", &asked.locale, is_locale, "expected a language tag such as pt-BR")?;
    value(
        "--id",
        &asked.id,
        ciente_notice::is_notice_id,
        "expected a-z, 0-9, '.', '_' and '-', first a letter or digit",
    )?;
    let label = "expected letters, digits, '.', '_' and '-', first a letter or digit";
    value("--version-label", &asked.version_label, is_version_label, label)
}

struct Finder<'a> {
    asked: &'a Asked,
    report: &'a mut Report,
    notices: BTreeMap<String, NoticeSource>,
    /// The folder that was named, or that holds what was.
    root: PathBuf,
}

impl Finder<'_> {
    fn given(&mut self, path: &Path) -> Result<(), SourceError> {
        // Names are those of the real folders, whatever `.` and `..` the path holds; messages show it as it was given.
        let real = fs::canonicalize(path).map_err(read_error(path))?;
        if real.is_dir() {
            self.root.clone_from(&real);
            if !self.folder(path, &real, 0)? {
                return Err(SourceError::Nothing(path.to_owned()));
            }
            return Ok(());
        }
        if !is_markdown(&real) {
            return Err(SourceError::Nothing(path.to_owned()));
        }
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let real_folder = real.parent().unwrap_or(&real);
        self.root = real_folder.to_owned();
        let stem = stem(&real);
        // A document whose name states no locale is named after itself, not after the folder that it happens to be in.
        let own_name = locale::in_name(&stem).is_none().then_some(stem.as_str());
        self.documents(folder, real_folder, own_name, vec![path.to_owned()])
    }

    /// Whether the folder holds documents, somewhere.
    fn folder(&mut self, path: &Path, real: &Path, depth: usize) -> Result<bool, SourceError> {
        let (files, folders) = list(path)?;
        let documents: Vec<PathBuf> = files
            .into_iter()
            .filter(|file| is_markdown(file) && !name(file).to_lowercase().starts_with("readme."))
            .collect();
        let mut found = !documents.is_empty();
        if found {
            self.documents(path, real, None, documents)?;
        }
        let (versions, others): (Vec<_>, Vec<_>) = folders.into_iter().partition(|folder| is_version_folder(folder));
        for version in versions {
            found |= self.folder(&version, &real.join(name(&version)), DEEPEST)?;
        }
        if !found && depth < DEEPEST {
            for other in others {
                found |= self.folder(&other, &real.join(name(&other)), depth + 1)?;
            }
        } else {
            self.report_ignored(&others);
        }
        Ok(found)
    }

    /// Folders beside versions, or below documents, whose documents belong to nothing.
    fn report_ignored(&mut self, folders: &[PathBuf]) {
        let has_locales = |folder: &&PathBuf| {
            let (files, _) = list(folder).unwrap_or_default();
            files.iter().any(|file| is_markdown(file) && locale::in_name(&stem(file)).is_some())
        };
        for folder in folders.iter().filter(has_locales) {
            let message = format!("{}: the documents in this folder are not built", folder.display());
            let help = "If it is a version, put a version.toml into it, which may be empty, or begin its name with a number, or v and a number.";
            self.report.about(Code::FolderIgnored, message, help);
        }
    }

    /// Documents that stand in one folder: one version of one notice.
    fn documents(
        &mut self,
        path: &Path,
        real: &Path,
        own_name: Option<&str>,
        files: Vec<PathBuf>,
    ) -> Result<(), SourceError> {
        let (label, notice_path, notice_real) = match real.parent() {
            Some(parent) if is_version_folder(real) => (name(real), parent_of(path), parent),
            _ => ("1".to_owned(), path.to_owned(), real),
        };
        let notice_name = match own_name {
            Some(own_name) if notice_real == real => own_name.to_owned(),
            _ => name(notice_real),
        };
        let is_fine = self.asked.version_label.is_some() || is_version_label(&label);
        if !is_fine {
            let message = format!("{}: \"{label}\" is no version's label", path.display());
            let help = "Name the folder with letters, digits, '.', '_' and '-', or pass --version-label.";
            self.report.about(Code::VersionInvalid, message, help);
        }
        let id = id_of(&notice_name).unwrap_or_else(|| {
            if self.asked.id.is_none() {
                let message = format!("{}: no id can be made of \"{notice_name}\"", path.display());
                let help = "Pass --id, or name the folder with letters from a to z.";
                self.report.about(Code::IdInvalid, message, help);
            }
            "notice".to_owned()
        });
        if !self.notices.contains_key(&id) {
            let toml = notice_path.join("notice.toml");
            let mut config = self.config::<NoticeConfig>(&toml)?;
            config.file = if toml.is_file() { self.text(&toml)? } else { None };
            self.notices.insert(id.clone(), NoticeSource { id: id.clone(), config, versions: Vec::new() });
        }
        let known = |notice: &NoticeSource| notice.versions.iter().any(|version| version.label == label);
        if !self.notices.get(&id).is_some_and(known) {
            let toml = path.join("version.toml");
            let mut config = self.config::<VersionConfig>(&toml)?;
            config.file = if toml.is_file() { self.text(&toml)? } else { None };
            let version = VersionSource { label: label.clone(), config, effective_from: None, documents: Vec::new() };
            if let Some(notice) = self.notices.get_mut(&id) {
                notice.versions.push(version);
            }
        }
        let only = files.len() == 1;
        for file in files {
            if let Some(document) = self.document(&file, only)? {
                self.add(&id, &label, document);
            }
        }
        Ok(())
    }

    fn add(&mut self, id: &str, label: &str, document: Document) {
        let Some(version) = self
            .notices
            .get_mut(id)
            .and_then(|notice| notice.versions.iter_mut().find(|version| version.label == label))
        else {
            return;
        };
        let Some(other) = version.documents.iter().find(|other| other.locale == document.locale) else {
            version.documents.push(document);
            return;
        };
        // The same file named twice, directly and through its folder, is no mistake.
        if same_file(&other.file.path, &document.file.path) {
            return;
        }
        let message = format!(
            "{} and {} are both \"{id}\", version {label}, locale {}",
            other.file.path.display(),
            document.file.path.display(),
            document.locale
        );
        let help = "Give each notice an id of its own (its folder's name, or --id), or take one of the two away.";
        self.report.about(Code::LocaleDuplicate, message, help);
    }

    fn document(&mut self, path: &Path, only: bool) -> Result<Option<Document>, SourceError> {
        let stem = stem(path);
        let asked = self.asked.locale.clone().filter(|_| only);
        let Some(locale) = locale::in_name(&stem).or(asked) else {
            let message = format!("{}: the file's name does not say its language", path.display());
            let help = "Name it after its locale, such as pt-BR.md, or build it by itself with --locale.";
            self.report.about(Code::LocaleUnknown, message, help);
            return Ok(None);
        };
        Ok(self.text(path)?.map(|file| Document { locale, file }))
    }

    fn config<T: serde::de::DeserializeOwned + Default>(&mut self, path: &Path) -> Result<T, SourceError> {
        if !path.is_file() {
            return Ok(T::default());
        }
        Ok(self.text(path)?.map(|file| config::read(&file, self.report)).unwrap_or_default())
    }

    /// The text of a file, without a byte order mark and with line feeds alone, so that nothing behind this has to
    /// know of either.
    fn text(&mut self, path: &Path) -> Result<Option<Arc<SourceText>>, SourceError> {
        self.stays(path)?;
        let bytes = fs::read(path).map_err(read_error(path))?;
        // UTF-16 without its mark reads as text in which every other character is none.
        let Some(text) = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')) else {
            let message = format!("{} is not UTF-8", path.display());
            self.report.about(Code::NotUtf8, message, "Save it as UTF-8.");
            return Ok(None);
        };
        Ok(Some(Arc::new(SourceText::new(path, readable(&text)))))
    }

    /// Whoever writes a policy decides what is in the notice, and not what else of this machine is published with it.
    fn stays(&self, path: &Path) -> Result<(), SourceError> {
        if !fs::symlink_metadata(path).map_err(read_error(path))?.is_symlink() {
            return Ok(());
        }
        let real = fs::canonicalize(path).map_err(read_error(path))?;
        if real.starts_with(&self.root) { Ok(()) } else { Err(SourceError::Link { path: path.to_owned(), real }) }
    }
}

/// A text without a byte order mark and with line feeds alone.
pub(crate) fn readable(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n")
}

/// The files and folders of a folder, each in the order of their names; hidden ones and links to folders are left out.
fn list(path: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>), SourceError> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(path).map_err(read_error(path))? {
        let entry = entry.map_err(read_error(path))?;
        let kind = entry.file_type().map_err(read_error(path))?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            folders.push(entry.path());
        } else if entry.path().is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    folders.sort();
    Ok((files, folders))
}

fn parent_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() && path.file_name().is_some() => parent.to_owned(),
        _ => path.join(".."),
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

fn read_error(path: &Path) -> impl Fn(io::Error) -> SourceError + '_ {
    move |error| SourceError::Read { path: path.to_owned(), error }
}
