//! `kill -9` at random moments under load.

use super::load::{Load, Shared};
use crate::{SERVER, Tools, receiver::Recipe, wire::Writer};
use anyhow::{Context, Result};
use ciente_cluster::Cluster;
use std::{path::Path, sync::Arc, time::Duration};
use tokio::time::sleep;

pub(super) const CLIENTS: usize = 16;

/// Somewhere between the first request and many commits.
pub(super) async fn a_while() {
    sleep(Duration::from_micros(fastrand::u64(1_000..250_000))).await;
}

/// One receiver on a file.
pub(super) async fn sqlite(tools: &Tools, rounds: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data.sqlite");
    let recipe = Recipe::new(tools, &data);
    let (writer, account) = (Arc::new(Writer::new(&tools.notices)?), Shared::default());
    for _ in 0..rounds {
        let receiver = recipe.start().await?;
        // What the last round left open is sent again while others go on.
        let mut before = account.take();
        before.settle(&receiver).await?;
        account.put(before);
        let load = Load::start(&[receiver.address], CLIENTS, &writer, &account);
        a_while().await;
        receiver.kill().await?;
        load.stop().await?;
    }
    let receiver = recipe.start().await?;
    let data = data.to_str().context("a folder whose name is no text")?;
    let account = account.take().close(tools, receiver, data, folder.path()).await?;
    account.say("sqlite", &format!("the receiver killed {rounds} times under {CLIENTS} clients"));
    Ok(())
}

/// Two receivers on one database; one of them or the database is killed.
pub(super) async fn postgres(tools: &Tools, bin: &Path, rounds: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let cluster = Cluster::start(bin, SERVER)?;
    let data = cluster.database("drill")?;
    let recipe = Recipe::new(tools, &data).with("--log-key", folder.path().join("log-key"));
    let (writer, account) = (Arc::new(Writer::new(&tools.notices)?), Shared::default());
    // One after the other: the first makes the tables and the key.
    let mut receivers = vec![recipe.start().await?, recipe.start().await?];
    let mut killed = [0; 3];
    for round in 0..rounds {
        let addresses: Vec<_> = receivers.iter().map(|receiver| receiver.address).collect();
        let load = Load::start(&addresses, CLIENTS, &writer, &account);
        a_while().await;
        let which = round % 3;
        killed[which] += 1;
        if which < 2 {
            receivers.swap_remove(which).kill().await?;
            // The other goes on alone for a while.
            a_while().await;
            receivers.push(recipe.start().await?);
        } else {
            cluster.kill()?;
            cluster.start_again()?;
            a_while().await;
        }
        load.stop().await?;
        let mut before = account.take();
        settle(&mut before, &receivers).await?;
        account.put(before);
    }
    let last = receivers.pop().context("no receiver")?;
    for other in receivers {
        other.stop().await?;
    }
    let account = account.take().close(tools, last, &data, folder.path()).await?;
    let [first, second, database] = killed;
    let what = format!(
        "two receivers killed {first} and {second} times, PostgreSQL {database} times, under {CLIENTS} clients"
    );
    account.say("postgres", &what);
    Ok(())
}

/// As soon as one of the receivers can: after a kill the log's next sequencer takes over within seconds.
async fn settle(account: &mut super::account::Account, receivers: &[crate::receiver::Receiver]) -> Result<()> {
    let mut last = None;
    for attempt in 0..400 {
        match account.settle(&receivers[attempt % receivers.len()]).await {
            Ok(()) => return Ok(()),
            Err(error) => last = Some(error),
        }
        sleep(Duration::from_millis(50)).await;
    }
    last.map_or(Ok(()), Err).context("no receiver answered again within 20 s")
}
