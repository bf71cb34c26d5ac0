//! The notices this receiver has published: which words have which digest, and which version holds now.

mod archive;
mod error;
mod load;

use crate::refusal::Refusal;
use ciente_notice::{Digest, Manifest, NoticeRef, ProblemCode, Violation, ViolationCode};
use std::collections::HashMap;

pub(crate) use archive::archive;
pub use error::NoticesError;

/// What was read and verified at start.
#[derive(Debug, Default)]
pub(crate) struct Published {
    manifests: HashMap<String, Manifest>,
    texts: HashMap<Digest, Text>,
    bodies: Vec<(Digest, String)>,
}

/// One version of a notice in one locale, by name.
#[derive(Debug)]
struct Text {
    id: String,
    version: String,
    locale: String,
}

impl Published {
    pub(crate) fn manifest(&self, id: &str) -> Option<&Manifest> {
        self.manifests.get(id)
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
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
            return Err(Refusal::invalid("the digest is that of another text than the one named beside it", errors));
        }
        match self.manifest(&text.id) {
            Some(manifest) if manifest.is_covered_by(&text.version) => Ok(()),
            Some(manifest) => Err(Refusal::new(
                ProblemCode::StaleNotice,
                format!(
                    "version {} of {} was acknowledged; since then something material has changed, and version {} holds now",
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
