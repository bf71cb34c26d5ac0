//! Clients that send without a pause until they are told to stop, and keep what they were told.

use super::account::Account;
use crate::{client::Client, wire::Writer};
use anyhow::{Result, ensure};
use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::task::JoinSet;

/// An account that all clients of a drill write to.
#[derive(Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<Account>>);

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Account> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn take(&self) -> Account {
        std::mem::take(&mut self.lock())
    }

    pub(crate) fn put(&self, account: Account) {
        *self.lock() = account;
    }
}

/// Running clients.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    clients: JoinSet<Result<()>>,
}

impl Load {
    /// So many clients, each with a connection of its own to one of these receivers.
    pub(crate) fn start(to: &[SocketAddr], clients: usize, writer: &Arc<Writer>, account: &Shared) -> Self {
        let stop = Arc::<AtomicBool>::default();
        let mut running = JoinSet::new();
        for address in to.iter().cycle().take(clients) {
            running.spawn(client(*address, writer.clone(), account.clone(), stop.clone()));
        }
        Self { stop, clients: running }
    }

    /// Waits until all have their last answer, or none.
    pub(crate) async fn stop(mut self) -> Result<()> {
        self.stop.store(true, Relaxed);
        while let Some(ended) = self.clients.join_next().await {
            ended??;
        }
        Ok(())
    }
}

async fn client(address: SocketAddr, writer: Arc<Writer>, account: Shared, stop: Arc<AtomicBool>) -> Result<()> {
    let mut connection = None;
    while !stop.load(Relaxed) {
        let Some(client) = &mut connection else {
            connection = Client::connect(address).await.ok();
            if connection.is_none() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            continue;
        };
        let record = writer.record();
        match client.post(record.body.clone()).await {
            Ok(reply) if reply.status == 201 => {
                // A receipt that broke off was never seen.
                match reply.json() {
                    Ok(receipt) => account.lock().receipt(&record, receipt)?,
                    Err(_) => account.lock().unanswered(record),
                }
            }
            Ok(reply) => {
                ensure!(reply.status >= 500, "a fresh record was answered with {}", reply.status);
                account.lock().unanswered(record);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(_) => {
                account.lock().unanswered(record);
                connection = None;
            }
        }
    }
    Ok(())
}
