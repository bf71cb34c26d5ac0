//! Between the store and the queue: takes what is new, keeps what has ended, and stops when another receiver tells.

use super::{PATIENCE, queue::Queue};
use crate::{
    StoreError,
    http::metrics::Metrics,
    receiver::app::patient,
    store::{Store, Tells, Told},
};
use std::time::Duration;
use tokio::runtime::Runtime;

/// How often it is looked whether other processes have recorded something.
const LOOK: Duration = Duration::from_secs(1);

pub(super) fn run(runtime: &Runtime, queue: &Queue, store: &dyn Store, metrics: &Metrics) {
    let mut tells = false;
    let mut is_reported = false;
    loop {
        // A store that hangs must not keep the process from ending.
        let fed = runtime.block_on(patient(PATIENCE, feed(queue, store, metrics, &mut tells)));
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
    let now = store.tells().await?;
    if now != Tells::Still || !*tells {
        // What others took meanwhile and did not end with stands in the store alone.
        queue.clear();
        *tells = false;
        if now != Tells::No {
            queue.put(&store.untold().await?);
            *tells = true;
        }
    }
    if *tells {
        let room = queue.room();
        if room > 0 {
            // They may have been taken although the answer was lost, or nobody waited for it any more.
            *tells = false;
            queue.put(&store.take_to_tell(room as u64).await?);
            *tells = true;
        }
        let waiting = queue.len() as u64 + store.ahead().await?;
        metrics.webhook_waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
    } else {
        // What waits is another receiver's to say.
        metrics.webhook_waiting.set(0);
    }
    Ok(())
}

/// Keeps what has ended.
pub(super) async fn keep(queue: &Queue, store: &dyn Store) -> Result<(), StoreError> {
    let ended: Vec<Told> = queue.ended();
    if ended.is_empty() {
        return Ok(());
    }
    let mut unkept = Unkept { queue, ended };
    store.settle(unkept.ended.clone()).await?;
    unkept.ended.clear();
    Ok(())
}

/// What has ended and is not kept goes back, also when nobody waits any more for it to be kept.
struct Unkept<'q> {
    queue: &'q Queue,
    ended: Vec<Told>,
}

impl Drop for Unkept<'_> {
    fn drop(&mut self) {
        if !self.ended.is_empty() {
            self.queue.still_ended(std::mem::take(&mut self.ended));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Random,
        store::{SqliteStore, Tuning},
        testing::{FakeStore, Mood, entry, key, samples::id},
    };

    /// Nobody waits for a store that hangs; what it takes or keeps in the end is asked for again.
    #[tokio::test(start_paused = true)]
    async fn what_nobody_waits_for_is_not_forgotten() {
        let metrics = Metrics::new();
        let queue = Queue::new(Duration::from_secs(60), 9, Random::system());
        let late = FakeStore(Mood::TakesLate(PATIENCE + Duration::from_secs(1)));
        let mut tells = true;
        assert!(patient(PATIENCE, feed(&queue, &late, &metrics, &mut tells)).await.is_err());
        assert!(!tells, "what is untold is read again");
        queue.still_ended(vec![Told::Over(1)]);
        assert!(patient(PATIENCE, keep(&queue, &FakeStore(Mood::Hangs))).await.is_err());
        assert_eq!(queue.ended(), [Told::Over(1)]);
    }

    /// As when its session with the store ends and it comes back: it was the one that tells before, and is again.
    #[tokio::test]
    async fn what_another_took_meanwhile_and_did_not_end_with_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let open = || {
            let data = folder.path().join("data.sqlite");
            SqliteStore::open(&data, Tuning::default(), &key(folder.path())).unwrap()
        };
        let (first, second, metrics) = (open(), open(), Metrics::new());
        first.begin_telling().await.unwrap();
        let queues = [(); 2].map(|()| Queue::new(Duration::from_secs(60), 9, Random::system()));
        let (mut first_tells, mut second_tells) = (false, false);
        feed(&queues[0], &first, &metrics, &mut first_tells).await.unwrap();
        first.let_go_of_telling();
        for n in 1..=2 {
            first.record(entry(&id(n), "3")).await.unwrap();
        }
        feed(&queues[1], &second, &metrics, &mut second_tells).await.unwrap();
        assert!(first_tells && second_tells && (queues[0].len(), queues[1].len()) == (0, 2));
        second.close().await.unwrap();
        feed(&queues[0], &first, &metrics, &mut first_tells).await.unwrap();
        assert_eq!(queues[0].len(), 2);
    }
}
