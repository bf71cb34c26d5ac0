//! What is done every hour while the receiver runs: removing what has been kept for long enough, and its traces.
//!
//! What is removed is gone for good, and a machine may start with a wrong clock. So nothing is removed while the clock is
//! behind the newest record, and, where it is far ahead of that, not before somebody had the time to read so in the log.

use crate::app::App;
use jiff::SignedDuration;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinHandle;

/// How often. A record outlives its time by at most this, and by [`HOLD`] where the clock is in doubt.
const EVERY: Duration = Duration::from_secs(3600);
/// How far the clock may be behind the newest record: that of another receiver on the same database may have given it.
const BEHIND: SignedDuration = SignedDuration::from_mins(5);
/// No more than so long nobody acknowledged anything, as a rule.
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
            loop {
                ticks.tick().await;
                // A database's own rules hold also where this receiver was given none.
                if !app.keep.is_for_ever() || app.store.has_rules() {
                    apply(&app, hold.checked_sub(begun.elapsed())).await;
                }
                if let Err(error) = app.store.tidy().await {
                    tracing::warn!(code = error.code(), %error, "the write-ahead log could not be emptied");
                }
            }
        })))
    }
}

/// Removes what is over its time, unless the clock is in doubt; `hold` is how long that is still believed in.
async fn apply(app: &App, hold: Option<Duration>) {
    match app.since_newest().await {
        Ok(Some(since)) if since < -BEHIND => {
            app.metrics.retention("held");
            let (clock, behind) = (app.clock.now(), format!("{since:#}"));
            return tracing::error!(%clock, %behind, "the clock is behind the newest record: nothing is removed before it is right");
        }
        Ok(Some(since)) if since > QUIET && hold.is_some() => {
            app.metrics.retention("held");
            let (clock, newest) = (app.clock.now(), format!("{since:#} ago"));
            return tracing::warn!(%clock, %newest, "nothing was recorded for long: if the clock is ahead, mend it; what is over its time is removed a day after the start");
        }
        Ok(_) => {}
        Err(error) => {
            app.metrics.retention("failed");
            return tracing::warn!(code = error.code(), %error, "records whose time is over could not be removed");
        }
    }
    match app.apply_retention().await {
        Ok(0) => {}
        Ok(records) => tracing::info!(records, "removed, because their time was over"),
        Err(error) => tracing::warn!(code = error.code(), %error, "records whose time is over could not be removed"),
    }
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
        store::{SqliteStore, Store, Tuning},
        testing::{self, samples},
    };

    /// What became of one record of such an age, at the first go of a receiver whose clock says 23 November 2026.
    async fn after(received_at: &str, hold: Duration) -> (usize, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.sqlite");
        let store: Arc<dyn Store> =
            Arc::new(SqliteStore::open(&path, Tuning::default(), &testing::key(folder.path())).unwrap());
        let mut old = testing::entry(&samples::id(1), "3");
        old.received_at = received_at.into();
        store.record(old).await.unwrap();
        let keep = Keep::read(["P1Y"]).unwrap();
        let app = testing::receiver_that_keeps(folder.path(), Arc::clone(&store), keep).app();
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
        (store.tombstones().await.unwrap().len(), ended)
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
