//! What is done every hour while the receiver runs: removing what has been kept for long enough, and its traces.

use crate::app::App;
use std::{sync::Arc, time::Duration};
use tokio::task::JoinHandle;

/// How often. A record outlives its time by at most this.
const EVERY: Duration = Duration::from_secs(3600);

/// Ends with whoever holds it.
#[must_use = "dropping it ends it"]
pub(crate) struct Retention(Option<JoinHandle<()>>);

impl Retention {
    /// At once, and then every hour. A failure is logged, and tried again at the next hour.
    pub(crate) fn start(app: &Arc<App>) -> Self {
        let app = Arc::clone(app);
        Self(Some(tokio::spawn(async move {
            let mut ticks = tokio::time::interval(EVERY);
            loop {
                ticks.tick().await;
                // A database's own rules hold also where this receiver was given none.
                if !app.keep.is_for_ever() || app.store.has_rules() {
                    apply(&app).await;
                }
                if let Err(error) = app.store.tidy().await {
                    tracing::warn!(code = error.code(), %error, "the write-ahead log could not be emptied");
                }
            }
        })))
    }
}

async fn apply(app: &App) {
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
