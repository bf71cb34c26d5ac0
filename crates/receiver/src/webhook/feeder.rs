//! Between the store and the queue: takes what is new, keeps what has ended, and stops when another receiver tells.

use super::queue::Queue;
use crate::{
    StoreError,
    metrics::Metrics,
    store::{Store, Told},
};
use std::time::Duration;
use tokio::runtime::Runtime;

/// How often it is looked whether other processes have recorded something.
const LOOK: Duration = Duration::from_secs(1);

pub(super) fn run(runtime: &Runtime, queue: &Queue, store: &dyn Store, metrics: &Metrics) {
    let mut tells = false;
    let mut is_reported = false;
    loop {
        let fed = runtime.block_on(feed(queue, store, metrics, &mut tells));
        // Once, and not every second.
        if let Some(error) = fed.as_ref().err().filter(|_| !is_reported) {
            tracing::error!(code = error.code(), %error, "the store does not say what the webhook is to be told");
        }
        is_reported = fed.is_err();
        if !queue.wait_for_news(LOOK, fed.is_ok()) {
            return;
        }
    }
}

async fn feed(queue: &Queue, store: &dyn Store, metrics: &Metrics, tells: &mut bool) -> Result<(), StoreError> {
    keep(queue, store).await?;
    match (*tells, store.tells().await?) {
        (false, true) => {
            queue.put(&store.untold().await?);
            *tells = true;
        }
        (true, false) => {
            queue.clear();
            *tells = false;
        }
        _ => {}
    }
    if *tells {
        let room = queue.room();
        if room > 0 {
            queue.put(&store.take_to_tell(room as u64).await?);
        }
        let waiting = queue.len() as u64 + store.ahead().await?;
        metrics.webhook_waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
    }
    Ok(())
}

/// Keeps what has ended.
pub(super) async fn keep(queue: &Queue, store: &dyn Store) -> Result<(), StoreError> {
    let ended: Vec<Told> = queue.ended();
    if ended.is_empty() {
        return Ok(());
    }
    let kept = store.settle(ended.clone()).await;
    if kept.is_err() {
        queue.still_ended(ended);
    }
    kept
}
