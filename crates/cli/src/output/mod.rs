//! What a build writes: one JSON and two views a locale, one manifest a notice, and the summary for people. Nothing here reads sources.

mod summary;
mod view;
mod write;

pub(crate) use summary::{count, summary};
pub(crate) use view::STYLESHEET;
pub(crate) use write::{OutputFile, WriteError, write_all};

use crate::source::NoticeSource;
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
/// `stylesheet` is where the page will find the widget's.
pub(crate) fn layout(
    source: &NoticeSource,
    versions: Vec<Vec<Notice>>,
    stylesheet: &str,
) -> Result<Built, CanonicalError> {
    let mut files = Vec::new();
    let mut entries = Vec::new();
    for (i, (version, notices)) in source.versions.iter().zip(&versions).enumerate() {
        let mut locales = Vec::new();
        for notice in notices {
            // The file's bytes are the canonical form, so that anyone can check a digest with `sha256sum`.
            let bytes = canonical_json(notice)?;
            let digest = Digest::of_bytes(&bytes);
            let view = view::files(notice, &digest, stylesheet)?;
            let mut file = |extension: &str, bytes: Vec<u8>| {
                let path = format!("{}/{}.{extension}", version.label, notice.locale);
                let integrity = format!("sha256-{}", STANDARD.encode(Digest::of_bytes(&bytes).as_bytes()));
                let part = Part { path: path.clone(), bytes: bytes.len() as u64, integrity };
                files.push(OutputFile { path: format!("{}/{path}", source.id).into(), bytes });
                part
            };
            let json = file("json", bytes);
            let (view, html) = (Some(file("view.json", view.json)), Some(file("html", view.html)));
            locales.push((notice.locale.clone(), LocaleEntry { digest, json, view, html }));
        }
        let change = match (i, version.config.change) {
            // Nobody can have acknowledged anything before the first one.
            (0, _) | (_, None) => Change::Material,
            (_, Some(change)) => change,
        };
        entries.push(Version {
            version: version.label.clone(),
            effective_from: version.effective_from.clone(),
            change,
            locales: locales.into_iter().collect(),
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
    Ok(Built { manifest, notices: versions.into_iter().flatten().collect(), files })
}
