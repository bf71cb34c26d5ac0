//! The two requests that a receiver lives for.

use super::measure::{Measured, measure};
use crate::{
    client::{Client, ENDPOINT},
    wire::{TENANT, Writer, subject},
};
use anyhow::{Result, ensure};
use std::{net::SocketAddr, sync::Arc, time::Duration};

/// A new record each: parsed, checked, committed, put into the log, signed, answered.
pub(crate) async fn posts(
    to: SocketAddr,
    writer: &Arc<Writer>,
    connections: usize,
    time: Duration,
) -> Result<Measured> {
    let connect = async || Ok((Client::connect(to).await?, writer.clone()));
    measure(connections, time, connect, |(client, writer)| {
        Box::pin(async move {
            let reply = client.post(writer.record().body).await?;
            ensure!(reply.status == 201, "answered with {}", reply.status);
            Ok(())
        })
    })
    .await
}

/// An answer that needs no store: what HTTP alone costs on this machine, on both sides of it.
pub(crate) async fn bare(to: SocketAddr, connections: usize, time: Duration) -> Result<Measured> {
    measure(
        connections,
        time,
        async || Client::connect(to).await,
        |client| {
            Box::pin(async move {
                let reply = client.get("/problems/stale-notice").await?;
                ensure!(reply.status == 200, "answered with {}", reply.status);
                Ok(())
            })
        },
    )
    .await
}

/// "Has this subject acknowledged?", of subjects that have.
pub(crate) async fn status(
    to: SocketAddr,
    writer: &Arc<Writer>,
    connections: usize,
    time: Duration,
) -> Result<Measured> {
    let notice = writer.notice().to_owned();
    let connect = async || Ok((Client::connect(to).await?, notice.clone()));
    measure(connections, time, connect, |(client, notice)| {
        Box::pin(async move {
            let who = subject(fastrand::u64(0..1_000));
            let reply = client.get(&format!("{ENDPOINT}?notice={notice}&tenant={TENANT}&subject={who}")).await?;
            ensure!(reply.status == 200, "answered with {}", reply.status);
            Ok(())
        })
    })
    .await
}
