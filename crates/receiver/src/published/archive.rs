//! Every text that is published goes into the store, by its digest, and what is there already must still be what it was.

use super::Published;
use crate::{
    Clock, Data, DataError, StoreError,
    ambient::wait::wait,
    store::{Archived, Store},
};
use ciente_notice::Digest;

/// Checks the archive, and adds what is published now. Blocks.
pub(crate) fn archive(published: &Published, store: &dyn Store, clock: &Clock, data: &Data) -> Result<(), DataError> {
    let failed = |source| DataError::Store { data: data.to_string(), source };
    let known =
        wait(store.archived(None)).map_err(|error| StoreError::Fault(error.to_string())).flatten().map_err(failed)?;
    for text in &known {
        let found = Digest::of_bytes(text.body.as_bytes());
        if found != text.digest {
            let name = format!("{} {} in {}", text.notice, text.version, text.locale);
            let (expected, found) = (Box::new(text.digest), Box::new(found));
            return Err(DataError::ArchiveChanged { data: data.to_string(), text: name, expected, found });
        }
    }
    let now = clock.now();
    let fresh: Vec<_> =
        published.archivable(&now).filter(|text| known.iter().all(|k| k.digest != text.digest)).collect();
    for text in &fresh {
        let same = |k: &&Archived| (&k.notice, &k.version, &k.locale) == (&text.notice, &text.version, &text.locale);
        if let Some(before) = known.iter().find(same) {
            tracing::warn!(
                notice = text.notice, version = text.version, locale = text.locale, before = %before.digest, now = %text.digest,
                "published under this label with other words before; both are kept, and each record names its own. Nobody who acknowledged the former is asked again, and whoever has them on the screen now is shown the new ones: give changed words a version of their own"
            );
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    tracing::info!(texts = fresh.len(), "archived");
    wait(store.archive(fresh)).map_err(|error| StoreError::Fault(error.to_string())).flatten().map_err(failed)
}

impl Published {
    fn archivable<'p>(&'p self, since: &'p str) -> impl Iterator<Item = Archived> + 'p {
        self.bodies.iter().filter_map(move |(digest, body)| {
            let text = self.texts.get(digest)?;
            let [notice, version, locale] = [&text.id, &text.version, &text.locale].map(Clone::clone);
            Some(Archived { digest: *digest, notice, version, locale, body: body.clone(), since: since.into() })
        })
    }
}
