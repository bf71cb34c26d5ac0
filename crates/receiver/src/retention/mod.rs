//! What is done every hour while the receiver runs: removing what has been kept for long enough, and its traces.
//!
//! What is removed is gone for good, and a machine may start with a wrong clock. So nothing is removed while the clock is
//! behind the newest record, and, where it was far ahead of that at the start, not before somebody had the time to read so in
//! the log. A database with rules of its own goes by a clock of its own: where that is another one, nothing is removed either.

pub(crate) mod keep;

use crate::{StoreError, receiver::app::App};
use jiff::SignedDuration;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinHandle;

/// How often. A record outlives its time by at most this, where the clock is not in doubt.
const EVERY: Duration = Duration::from_secs(3600);
/// How far the clock may be behind the newest record: clocks are set back a little, too.
const BEHIND: SignedDuration = SignedDuration::from_mins(5);
/// As a rule, somebody acknowledges at least this often.
const QUIET: SignedDuration = SignedDuration::from_hours(31 * 24);
/// How long after its start a receiver in doubt removes nothing.
pub(crate) const HOLD: Duration = Duration::from_hours(24);

/// Ends with whoever holds it.
#[must_use = "dropping it ends it"]
pub(crate) struct Retention(Option<JoinHandle<()>>);

impl Retention {
    /// At once, and then every hour. A failure is logged, and tried again at the next hour.
    pub(crate) fn start(app: &Arc<App>, hold: Duration) -> Self {
        let app = Arc::clone(app);
        let begun = Instant::now();
        Self(Some(tokio::spawn(async move {
            let mut ticks = tokio::time::interval(EVERY);
            // Whether the first record was far in the past then: whatever arrives later carries the time of the same clock.
            let mut was_quiet = None;
            loop {
                ticks.tick().await;
                // A database's own rules hold also where this receiver was given none.
                let is_asked = app.store.has_rules() || !app.keep.is_for_ever();
                if is_asked && is_sure(&app, &mut was_quiet, hold > begun.elapsed()).await {
                    apply(&app).await;
                }
                if let Err(error) = app.store.tidy().await {
                    tracing::warn!(code = error.code(), %error, "what is to be done every hour in the store could not be done");
                }
            }
        })))
    }
}

/// Whether the clock can be trusted; if not, logs why. `holds`: it is still within [`HOLD`] after the start.
async fn is_sure(app: &App, was_quiet: &mut Option<bool>, holds: bool) -> bool {
    let since = match app.since_newest().await {
        Ok(since) => since.unwrap_or_default(),
        Err(error) => {
            app.metrics.retention("failed");
            not_removed(&error);
            return false;
        }
    };
    if let Err(error) = app.store.agrees().await {
        app.metrics.retention("held");
        not_removed(&error);
        return false;
    }
    let is_first = was_quiet.is_none();
    let was_quiet = *was_quiet.get_or_insert(since > QUIET);
    let clock = app.clock.now();
    if since < -BEHIND {
        let behind = format!("{:#}", -since);
        tracing::error!(%clock, %behind, "the clock is behind the newest record: nothing is removed before it is right");
    } else if was_quiet && holds {
        if is_first {
            let quiet = format!("{since:#}");
            tracing::warn!(%clock, %quiet, "by this clock nothing was recorded for long; if it is ahead, correct it: what is over its time is removed from one day after the start on");
        }
    } else {
        return true;
    }
    app.metrics.retention("held");
    false
}

async fn apply(app: &App) {
    match app.apply_retention().await {
        Ok(0) => {}
        Ok(records) => tracing::info!(records, "removed, because their time was over"),
        Err(error) => not_removed(&error),
    }
}

fn not_removed(error: &StoreError) {
    tracing::warn!(code = error.code(), %error, "records whose time is over could not be removed");
}

impl Drop for Retention {
    fn drop(&mut self) {
        if let Some(task) = self.0.take() {
            task.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Keep,
        store::{SqliteStore, Store as _, Tuning},
        testing::{self, samples},
    };

    /// A receiver that keeps records for a year, has one of such an age, and whose clock says 23 November 2026.
    async fn app(folder: &std::path::Path, received_at: &str) -> Arc<App> {
        let path = folder.join("data.sqlite");
        let store = SqliteStore::open(&path, Tuning::default(), &testing::key(folder)).unwrap();
        let mut old = testing::entry(&samples::id(1), "3");
        old.received_at = received_at.into();
        store.record(old).await.unwrap();
        testing::receiver_that_keeps(folder, Arc::new(store), Keep::read(["P1Y"]).unwrap()).app()
    }

    /// How many records its first go removed, and how that ended.
    async fn after(received_at: &str, hold: Duration) -> (usize, String) {
        let folder = tempfile::tempdir().unwrap();
        let app = app(folder.path(), received_at).await;
        let _running = Retention::start(&app, hold);
        let ended = async {
            loop {
                let text = app.metrics.text(None, (0, 0)).unwrap();
                if let Some(kind) = ["done", "held", "failed"]
                    .into_iter()
                    .find(|kind| text.contains(&format!("ciente_retention_runs_total{{kind=\"{kind}\"}} 1")))
                {
                    return kind.to_owned();
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let ended = tokio::time::timeout(Duration::from_secs(60), ended).await.unwrap();
        (app.store.tombstones().await.unwrap().len(), ended)
    }

    #[tokio::test]
    async fn what_arrives_by_the_same_clock_makes_nobody_surer() {
        let mut was_quiet = None;
        let folder = tempfile::tempdir().unwrap();
        let app = app(folder.path(), "2020-01-01T00:00:00.000Z").await;
        assert!(!is_sure(&app, &mut was_quiet, true).await);
        app.store.record(testing::entry(&samples::id(2), "3")).await.unwrap();
        assert!(app.since_newest().await.unwrap() < Some(QUIET));
        assert!(!is_sure(&app, &mut was_quiet, true).await);
        assert!(is_sure(&app, &mut was_quiet, false).await);
    }

    #[tokio::test]
    async fn a_clock_in_doubt_removes_nothing() {
        for (received_at, hold, removed, ended) in [
            ("2020-01-01T00:00:00.000Z", HOLD, 0, "held"),
            ("2020-01-01T00:00:00.000Z", Duration::ZERO, 1, "done"),
            ("2026-11-20T00:00:00.000Z", HOLD, 0, "done"),
            ("2026-11-23T10:03:00.000Z", HOLD, 0, "done"),
            ("2030-01-01T00:00:00.000Z", Duration::ZERO, 0, "held"),
        ] {
            assert_eq!(after(received_at, hold).await, (removed, ended.to_owned()), "{received_at} {hold:?}");
        }
    }
}
