//! What is published, as every request sees it, and as it can be changed under them.

use super::Published;
use std::sync::{Arc, PoisonError, RwLock};

/// The notices of a receiver that runs.
#[derive(Debug)]
pub(crate) struct Shelf(RwLock<Arc<Published>>);

impl Shelf {
    pub(crate) fn new(published: Published) -> Self {
        Self(RwLock::new(Arc::new(published)))
    }

    pub(crate) fn now(&self) -> Arc<Published> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets another version of a notice be the one that holds, from the next request on. Whether there is such a version.
    pub(crate) fn hold(&self, id: &str, version: &str) -> bool {
        let mut published = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !published.has_version(id, version) {
            return false;
        }
        if published.manifest(id).is_some_and(|manifest| manifest.current != version) {
            *published = Arc::new(published.holding(id, version));
        }
        true
    }
}
