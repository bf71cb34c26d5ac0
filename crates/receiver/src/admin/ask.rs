//! What the pages and the JSON ask of the store, so that both tell the same.

use crate::{
    Reason,
    http::refusal::Refusal,
    receiver::app::{App, PATIENCE, patient, patiently},
    store::{Archived, Covered, Kept, StoreError},
    vault::Vault,
};
// Each is a question to the store.
use super::list::MOST as SUBJECTS;
use ciente_notice::{Digest, Identity, ProblemCode};
use std::{collections::HashSet, sync::Arc, time::Duration};
use tokio::sync::SemaphorePermit;

/// How long the acknowledgements of one tenant may take to be counted.
const COVERAGE: Duration = Duration::from_secs(60);

/// How many records of one person are read at a time.
const RECORDS: usize = 1000;

/// Who of a list has not acknowledged what holds now.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub(super) struct Missing {
    /// How many different subjects were asked for.
    pub(super) asked: usize,
    /// Those without an acknowledgement that counts now, in the list's order.
    pub(super) missing: Vec<String>,
}

/// All records of one person, in the order of the log.
pub(super) async fn records(app: &App, person: &Identity) -> Result<Vec<Kept>, Refusal> {
    Ok(first_records(app, person, usize::MAX).await?.0)
}

/// The first so many of them, and how many there are.
pub(super) async fn first_records(app: &App, person: &Identity, most: usize) -> Result<(Vec<Kept>, usize), Refusal> {
    let (mut first, mut count, mut from) = (Vec::new(), 0, 0);
    loop {
        let page = patiently(app.store.kept(Some(person.clone()), from, RECORDS)).await?;
        let Some(last) = page.last() else { return Ok((first, count)) };
        from = last.index + 1;
        count += page.len();
        first.extend(page.into_iter().take(most - first.len()));
    }
}

/// One of them.
pub(super) async fn record(app: &App, person: &Identity, index: u64) -> Result<Option<Kept>, Refusal> {
    let found = patiently(app.store.kept(Some(person.clone()), index, 1)).await?;
    Ok(found.into_iter().find(|kept| kept.index == index))
}

pub(super) async fn evidence(app: &App, person: Identity) -> Result<String, Refusal> {
    let _turn = turn(app).await?;
    // Many records are many questions, and only one that hangs is given up.
    let vault = Vault::over(Arc::clone(&app.store)).with_patience(PATIENCE);
    let page = vault.bundle(person, app.clock.now()).await?.map(|evidence| evidence.page);
    page.ok_or_else(|| Refusal::new(ProblemCode::NotFound, "there is no record of this subject"))
}

/// All records of one person as one text. To write tens of thousands takes long: those who ask for something else do not
/// wait for it.
pub(super) async fn written(app: &App, person: &Identity, form: fn(&[Kept]) -> String) -> Result<String, Refusal> {
    let _turn = turn(app).await?;
    let records = records(app, person).await?;
    let text = tokio::task::spawn_blocking(move || form(&records)).await;
    text.map_err(|_| Refusal::new(ProblemCode::Internal, "the records could not be written"))
}

/// Files are made one after the other: each has everything of one person in memory.
pub(super) async fn turn(app: &App) -> Result<Option<SemaphorePermit<'_>>, Refusal> {
    let Some(admin) = &app.admin else { return Ok(None) };
    let busy = || Refusal::new(ProblemCode::Unavailable, "another file is being made; try again in a moment");
    let turn = tokio::time::timeout(PATIENCE, admin.files.acquire()).await.map_err(|_| busy())?;
    turn.map(Some).map_err(|_| busy())
}

pub(super) async fn coverage(app: &App, tenant: &str) -> Result<Vec<Covered>, Refusal> {
    super::form::tenant(tenant)?;
    let _turn = turn(app).await?;
    // All of a tenant is counted, and nobody but whoever asked waits for it.
    Ok(patient(COVERAGE, app.store.coverage(tenant.to_owned())).await?)
}

/// The archived text of a digest.
pub(super) async fn notice(app: &App, digest: &str) -> Result<Archived, Refusal> {
    let unknown = || Refusal::new(ProblemCode::NotFound, "no text with this digest was ever published here");
    let digest: Digest = digest.parse().map_err(|_| unknown())?;
    patiently(app.store.archived(Some(digest))).await?.into_iter().next().ok_or_else(unknown)
}

pub(super) async fn erase(app: &App, person: Identity, reason: Reason) -> Result<u64, Refusal> {
    let (store, now) = (Arc::clone(&app.store), app.clock.now());
    // It goes on when nobody waits for it any more: what has begun is said in the log, and their space is given to others.
    let erasing = tokio::spawn(async move {
        let failed = |error: &StoreError| {
            tracing::error!(code = error.code(), %error, "an erasure from the admin side failed");
        };
        let erased = store.erase(person, reason.into_text(), now).await.inspect_err(failed)?;
        // How many, and not whose.
        tracing::info!(records = erased, "erased from the admin side");
        if erased > 0 {
            // They are gone: nobody waits for what becomes of their space.
            tokio::spawn(async move { store.reclaim().await });
        }
        Ok(erased)
    });
    let ended = async { erasing.await.unwrap_or_else(|error| Err(StoreError::Fault(error.to_string()))) };
    match tokio::time::timeout(PATIENCE, ended).await {
        Ok(erased) => Ok(erased?),
        Err(_) => Err(Refusal::new(
            ProblemCode::Unavailable,
            "the erasure goes on, and takes long; look again in a minute, here or in the receiver's log",
        )),
    }
}

pub(super) async fn missing(
    app: &App,
    tenant: &str,
    notice: &str,
    subjects: impl IntoIterator<Item = String>,
) -> Result<Missing, Refusal> {
    // Also for an empty list: a mistyped notice should not look like "everybody has".
    if app.published.now().manifest(notice).is_none() {
        return Err(Refusal::new(ProblemCode::NotFound, "no notice with this id was ever published here"));
    }
    let people = people(tenant, subjects)?;
    let asked = people.len();
    let mut missing = Vec::new();
    for person in people {
        let subject = person.subject.clone();
        let latest = app.latest(person, notice).await?;
        if !latest.is_some_and(|latest| app.holds_now(notice, &latest.version)) {
            missing.push(subject);
        }
    }
    Ok(Missing { asked, missing })
}

/// Each of a list once, in its order. All of it is looked at before the store is asked about the first: a list that is
/// refused has cost nothing.
fn people(tenant: &str, subjects: impl IntoIterator<Item = String>) -> Result<Vec<Identity>, Refusal> {
    super::form::tenant(tenant)?;
    let mut seen = HashSet::new();
    let mut people = Vec::new();
    for (n, subject) in subjects.into_iter().enumerate() {
        // As it stands: white space around a name is part of it on the wire.
        if subject.trim().is_empty() || seen.contains(&subject) {
            continue;
        }
        if people.len() == SUBJECTS {
            return Err(Refusal::new(ProblemCode::TooLarge, format!("at most {SUBJECTS} subjects at a time")));
        }
        // Which one, and not what it says: it may be anything.
        let which = |refusal: Refusal| refusal.about(&format!("number {} of the different subjects", n + 1));
        people.push(super::form::person(tenant, &subject).map_err(which)?);
        seen.insert(subject);
    }
    Ok(people)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{FakeStore, Mood, receiver};
    use axum::response::IntoResponse as _;
    use std::{
        sync::atomic::{AtomicBool, Ordering},
        time::Duration,
    };

    /// The store panics when it is asked anything.
    #[tokio::test]
    async fn a_list_that_is_refused_costs_no_question_to_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let app = receiver(folder.path(), Arc::new(FakeStore(Mood::Panics))).app();
        let many = |count: usize| (0..count).map(|n| n.to_string());
        let status = |asked: Result<Missing, Refusal>| asked.unwrap_err().into_response().status().as_u16();
        assert_eq!(status(missing(&app, "t", "im", many(SUBJECTS + 1)).await), 413);
        assert_eq!(status(missing(&app, "t", "im", many(9).chain(["x".repeat(257)])).await), 400);
        assert_eq!(status(missing(&app, "t", "no", many(9)).await), 404);
        assert_eq!(people("t", many(SUBJECTS).chain(many(9))).unwrap().len(), SUBJECTS, "twice is once");
    }

    /// However long the store then takes to give their space to others.
    #[tokio::test(start_paused = true)]
    async fn who_erases_is_told_as_soon_as_the_records_are_gone() {
        let folder = tempfile::tempdir().unwrap();
        let app = receiver(folder.path(), Arc::new(FakeStore(Mood::Erases))).app();
        let alice = Identity { tenant: "t".into(), subject: "alice".into() };
        assert_eq!(erase(&app, alice, Reason::new("asked").unwrap()).await.unwrap(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn an_erasure_that_has_begun_ends_also_when_nobody_waits_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let has = Arc::new(AtomicBool::new(false));
        let mood = Mood::ErasesLate(PATIENCE + Duration::from_secs(1), Arc::clone(&has));
        let app = receiver(folder.path(), Arc::new(FakeStore(mood))).app();
        let alice = Identity { tenant: "t".into(), subject: "alice".into() };
        let told = erase(&app, alice, Reason::new("asked").unwrap()).await.unwrap_err().into_response();
        assert!(told.status().as_u16() == 503 && !has.load(Ordering::Relaxed));
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(has.load(Ordering::Relaxed));
    }
}
