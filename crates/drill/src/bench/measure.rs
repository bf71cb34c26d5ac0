//! So many workers doing the same for so long, and how long each doing took.

use anyhow::Result;
use hdrhistogram::Histogram;
use std::{
    future::Future,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

pub(crate) struct Measured {
    /// Per second.
    pub(crate) rate: f64,
    /// In microseconds.
    pub(crate) latency: Histogram<u64>,
}

/// `worker` makes something that is then done again and again.
pub(crate) async fn measure<W, D>(
    workers: usize,
    time: Duration,
    mut worker: impl AsyncFnMut() -> Result<W>,
    act: D,
) -> Result<Measured>
where
    W: Send + 'static,
    D: for<'a> Fn(&'a mut W) -> std::pin::Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>
        + Clone
        + Send
        + 'static,
{
    let mut ready = Vec::new();
    for _ in 0..workers {
        ready.push(worker().await?);
    }
    let mut running = JoinSet::new();
    let started = Instant::now();
    for mut state in ready {
        let act = act.clone();
        running.spawn(async move {
            let mut latency = Histogram::<u64>::new(3)?;
            while started.elapsed() < time {
                let from = Instant::now();
                act(&mut state).await?;
                latency.record(u64::try_from(from.elapsed().as_micros()).unwrap_or(u64::MAX))?;
            }
            anyhow::Ok(latency)
        });
    }
    let mut latency = Histogram::<u64>::new(3)?;
    while let Some(ended) = running.join_next().await {
        latency.add(ended??)?;
    }
    Ok(Measured { rate: latency.len() as f64 / started.elapsed().as_secs_f64(), latency })
}
