//! What the pages and the JSON ask of the store, so that both tell the same.

use crate::{
    app::{App, patiently},
    refusal::Refusal,
    store::{Archived, Covered, Kept},
    vault::Vault,
};
use ciente_notice::{Digest, Identity, ProblemCode};
use std::{collections::HashSet, sync::Arc};

/// How many records of one person are shown: far more than anybody has.
const RECORDS: usize = 1000;

/// How many subjects a list may name. Each is a question to the store.
const SUBJECTS: usize = 100_000;

/// Who of a list has not acknowledged what holds now.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub(super) struct Missing {
    /// How many different subjects were asked for.
    pub(super) asked: usize,
    /// Those without an acknowledgement that counts now, in the list's order.
    pub(super) missing: Vec<String>,
}

pub(super) async fn records(app: &App, person: &Identity) -> Result<Vec<Kept>, Refusal> {
    patiently(app.store.kept(Some(person.clone()), 0, RECORDS)).await
}

pub(super) async fn evidence(app: &App, person: Identity) -> Result<String, Refusal> {
    let page = patiently(Vault::over(Arc::clone(&app.store)).bundle(person, app.clock.now())).await?;
    page.ok_or_else(|| Refusal::new(ProblemCode::NotFound, "there is no record of this subject"))
}

pub(super) async fn coverage(app: &App, tenant: &str) -> Result<Vec<Covered>, Refusal> {
    patiently(app.store.coverage(tenant.to_owned())).await
}

/// The archived text of a digest.
pub(super) async fn notice(app: &App, digest: &str) -> Result<Archived, Refusal> {
    let unknown = || Refusal::new(ProblemCode::NotFound, "no text with this digest was ever published here");
    let digest: Digest = digest.parse().map_err(|_| unknown())?;
    patiently(app.store.archived(Some(digest))).await?.into_iter().next().ok_or_else(unknown)
}

pub(super) async fn erase(app: &App, person: Identity, reason: String) -> Result<u64, Refusal> {
    let erased = patiently(app.store.erase(person, reason, app.clock.now())).await?;
    // How many, and not whose.
    tracing::info!(records = erased, "erased from the admin side");
    Ok(erased)
}

pub(super) async fn missing(
    app: &App,
    tenant: &str,
    notice: &str,
    subjects: impl IntoIterator<Item = String>,
) -> Result<Missing, Refusal> {
    let mut seen = HashSet::new();
    let mut missing = Vec::new();
    for subject in subjects {
        // As it stands: white space around a name is part of it on the wire.
        if subject.trim().is_empty() || !seen.insert(subject.clone()) {
            continue;
        }
        if seen.len() > SUBJECTS {
            let detail = format!("at most {SUBJECTS} subjects at a time");
            return Err(Refusal::new(ProblemCode::TooLarge, detail));
        }
        let person = super::form::person(tenant, &subject)?;
        let latest = app.latest(person, notice).await?;
        if !latest.is_some_and(|latest| app.holds_now(notice, &latest.version)) {
            missing.push(subject);
        }
    }
    // Also for an empty list: a mistyped notice should not look like "everybody has".
    if seen.is_empty() && app.published.manifest(notice).is_none() {
        return Err(Refusal::new(ProblemCode::NotFound, "no notice with this id was ever published here"));
    }
    Ok(Missing { asked: seen.len(), missing })
}
