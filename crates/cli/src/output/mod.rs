//! What a build writes: one JSON and two views a locale, one manifest a notice, and the summary for people. Nothing here reads sources.

mod changes;
mod stylesheet;
mod summary;
mod view;
mod write;

pub(crate) use stylesheet::{STYLESHEET, Stylesheet, StylesheetError};
pub(crate) use summary::{count, summary};
pub(crate) use write::{OutputFile, WriteError, write_all, write_durably};

use crate::{
    diff::{Judgement, Side},
    source::NoticeSource,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use ciente_notice::{
    CanonicalError, Change, Digest, LocaleEntry, Manifest, ManifestFormat, Notice, Part, Version, canonical_json,
};

/// A notice that was built, with its files.
#[derive(Debug)]
pub(crate) struct Built {
    /// The manifest.
    pub(crate) manifest: Manifest,
    /// The notices, in the manifest's order.
    pub(crate) notices: Vec<Notice>,
    /// The files, the manifest last: until it is there, nobody looks for the others.
    pub(crate) files: Vec<OutputFile>,
}

/// Lays out the files of one notice. `versions` are those of `source`, each with its locales, the source locale first;
/// `judgements` say what each changes; `stylesheet` is how the page gets the widget's.
pub(crate) fn layout(
    source: &NoticeSource,
    versions: &[Side],
    judgements: &[Option<Judgement>],
    stylesheet: &Stylesheet,
) -> Result<Built, CanonicalError> {
    let mut files = Vec::new();
    let mut entries = Vec::new();
    let history = changes::History { sources: &source.versions, sides: versions, judgements };
    for (i, (version, side)) in source.versions.iter().zip(versions).enumerate() {
        let names: Vec<String> = side.notices.iter().map(|notice| notice.locale.clone()).collect();
        let mut locales = Vec::new();
        for notice in &side.notices {
            // The file's bytes are the canonical form, so that anyone can check a digest with `sha256sum`.
            let bytes = canonical_json(notice)?;
            let digest = Digest::of_bytes(&bytes);
            let rendered = view::files(notice, &names, &digest, stylesheet)?;
            let mut file = |extension: &str, bytes: Vec<u8>| {
                let path = format!("{}/{}.{extension}", version.label, notice.locale);
                let part = part(&path, &bytes);
                files.push(OutputFile { path: format!("{}/{path}", source.id).into(), bytes });
                part
            };
            let json = file("json", bytes);
            let (view, html) = (Some(file("view.json", rendered.json)), Some(file("html", rendered.html)));
            locales.push((notice.locale.clone(), LocaleEntry { digest, json, view, html }));
        }
        let judgement = judgements.get(i).and_then(Option::as_ref);
        // Nobody can have acknowledged anything before the first one, nor understood one in no language of this one.
        let change = judgement.map_or(Change::Material, |judgement| judgement.change);
        let changes = changes::entry(&history, i, &mut files)?;
        entries.push(Version {
            version: version.label.clone(),
            effective_from: version.effective_from.clone(),
            change,
            locales: locales.into_iter().collect(),
            changes,
        });
    }
    let manifest = Manifest {
        format: ManifestFormat,
        id: source.id.clone(),
        current: source.versions.last().map(|version| version.label.clone()).unwrap_or_default(),
        versions: entries,
    };
    let bytes = serde_json::to_vec(&manifest)?;
    files.push(OutputFile { path: format!("{}/manifest.json", source.id).into(), bytes });
    Ok(Built { manifest, notices: versions.iter().flat_map(|side| side.notices.clone()).collect(), files })
}

/// The manifest's entry for a file.
fn part(path: &str, bytes: &[u8]) -> Part {
    Part { path: path.to_owned(), bytes: bytes.len() as u64, integrity: integrity(bytes) }
}

/// As Subresource Integrity (3.5) and Content-Security-Policy (CSP Level 3, 2.3.1) write a hash.
fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Digest::of_bytes(bytes).as_bytes()))
}
