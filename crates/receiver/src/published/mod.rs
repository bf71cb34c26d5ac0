//! The notices this receiver has published: which words have which digest, and which version holds now.

mod archive;
mod error;
mod load;
mod newer;
mod part;
mod shelf;

use crate::{http::refusal::Refusal, store::Archived};
use ciente_notice::{Digest, Manifest, NoticeRef, ProblemCode, Violation, ViolationCode};
use std::collections::HashMap;

pub(crate) use archive::archive;
pub use error::NoticesError;
pub(crate) use newer::Newer;
pub(crate) use shelf::Shelf;

/// What was read and verified at start.
#[derive(Debug, Clone, Default)]
pub(crate) struct Published {
    manifests: HashMap<String, Manifest>,
    texts: HashMap<Digest, Text>,
    bodies: Vec<(Digest, String)>,
}

/// One version of a notice in one locale, by name.
#[derive(Debug, Clone)]
struct Text {
    id: String,
    version: String,
    locale: String,
}

const CONTRADICTION: &str = "the digest is that of another text than the one named beside it";

impl Published {
    pub(crate) fn manifest(&self, id: &str) -> Option<&Manifest> {
        self.manifests.get(id)
    }

    pub(crate) fn has_version(&self, id: &str, version: &str) -> bool {
        self.manifest(id).is_some_and(|manifest| manifest.versions.iter().any(|v| v.version == version))
    }

    /// The same, with another version of a notice as the one that holds.
    pub(crate) fn holding(&self, id: &str, version: &str) -> Self {
        let mut other = self.clone();
        if let Some(manifest) = other.manifests.get_mut(id) {
            version.clone_into(&mut manifest.current);
        }
        other
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn has(&self, digest: &Digest) -> bool {
        self.texts.contains_key(digest)
    }

    /// Why an acknowledgement of words that were published here once, and are not now, is not recorded.
    pub(crate) fn judge_former(&self, notice: &NoticeRef, former: &Archived) -> Refusal {
        let text = Text { id: former.notice.clone(), version: former.version.clone(), locale: former.locale.clone() };
        let errors = contradictions(notice, &text);
        if !errors.is_empty() {
            return Refusal::invalid(CONTRADICTION, errors);
        }
        let Text { id, version, locale } = text;
        let now = match self.manifest(&id) {
            None => "that notice is not published here any more".to_owned(),
            Some(manifest)
                if manifest.versions.iter().any(|v| v.version == version && v.locales.contains_key(&locale)) =>
            {
                format!("version {version} has other words now, and version {} holds", manifest.current)
            }
            Some(manifest) => format!("version {} holds now", manifest.current),
        };
        let detail = format!(
            "words that were published here as version {version} of {id} in {locale} were acknowledged, and they are not any more: {now}"
        );
        Refusal::new(ProblemCode::StaleNotice, detail)
    }

    /// Whether an acknowledgement of these words can be recorded now.
    pub(crate) fn judge(&self, notice: &NoticeRef) -> Result<(), Refusal> {
        let Some(text) = self.texts.get(&notice.digest) else {
            return Err(Refusal::new(
                ProblemCode::UnknownNotice,
                format!("no notice published here has the digest {}", notice.digest),
            ));
        };
        let errors = contradictions(notice, text);
        if !errors.is_empty() {
            return Err(Refusal::invalid(CONTRADICTION, errors));
        }
        match self.manifest(&text.id) {
            Some(manifest) if manifest.is_covered_by(&text.version) => Ok(()),
            Some(manifest) => Err(Refusal::new(
                ProblemCode::StaleNotice,
                format!(
                    "version {} of {} was shown; since then something material has changed, and version {} holds now",
                    text.version, text.id, manifest.current
                ),
            )),
            None => Err(Refusal::new(ProblemCode::Internal, "a published text without a manifest")),
        }
    }
}

/// The names in the acknowledgement that are not those of the words with its digest.
fn contradictions(notice: &NoticeRef, text: &Text) -> Vec<Violation> {
    [
        ("/notice/id", &notice.id, &text.id),
        ("/notice/version", &notice.version, &text.version),
        ("/notice/locale", &notice.locale, &text.locale),
    ]
    .into_iter()
    .filter(|(_, named, published)| named != published)
    .map(|(pointer, _, published)| Violation {
        pointer: pointer.into(),
        code: ViolationCode::Contradiction,
        detail: format!("the text with this digest has \"{published}\" here"),
    })
    .collect()
}
