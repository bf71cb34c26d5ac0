//! What clients were told, held against what is there in the end.

use super::kills::CLIENTS;
use crate::{
    Tools,
    client::{Client, Reply},
    receiver::Receiver,
    wire::Record,
};
use anyhow::{Context, Error, Result, anyhow, ensure};
use ciente_evidence::{Verdict, VerifierKey, verify_receipt};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    path::Path,
    process::Command,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::task::JoinSet;

#[derive(Default)]
pub(crate) struct Account {
    /// The receipt that a client saw, by id.
    receipts: BTreeMap<String, Value>,
    /// Records of which nobody knows what became: no answer came, or one that says to try again.
    open: Vec<Record>,
    /// How many of those turned out to be recorded already when they were sent again.
    pub(crate) replayed: usize,
    /// How many were sent again.
    pub(crate) resent: usize,
    /// The newest checkpoints that clients kept, as they went by.
    checkpoints: BTreeSet<String>,
}

impl Account {
    /// A client saw this receipt.
    pub(crate) fn receipt(&mut self, record: &Record, receipt: Value) -> Result<()> {
        ensure!(receipt["acknowledgement"]["id"] == record.id.as_str(), "a receipt for another record: {receipt}");
        if let Some(before) = self.receipts.get(&record.id) {
            ensure!(*before == receipt, "a replay brought another receipt: {before} became {receipt}");
        }
        if self.receipts.len().is_multiple_of(500) {
            self.checkpoints.extend(receipt["log"]["checkpoint"].as_str().map(str::to_owned));
        }
        self.receipts.insert(record.id.clone(), receipt);
        Ok(())
    }

    pub(crate) fn unanswered(&mut self, record: Record) {
        self.open.push(record);
    }

    /// The ids of what clients saw confirmed.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &String> {
        self.receipts.keys()
    }

    pub(crate) fn recorded(&self) -> usize {
        self.receipts.len()
    }

    /// Does what every client does: sends again what was not confirmed. What is not confirmed now either stays open, and is
    /// an error.
    pub(crate) async fn settle(&mut self, receiver: &Receiver) -> Result<()> {
        let left = Arc::new(Mutex::new(std::mem::take(&mut self.open)));
        let mut clients = JoinSet::new();
        for _ in 0..CLIENTS {
            clients.spawn(send_again(receiver.address, left.clone()));
        }
        let mut failed = None;
        while let Some(ended) = clients.join_next().await {
            let (confirmed, error) = ended?;
            for (record, reply) in confirmed {
                self.resent += 1;
                self.replayed += usize::from(reply.status == 200);
                self.receipt(&record, reply.json()?)?;
            }
            if let Some((record, error)) = error {
                self.open.extend(record);
                failed = Some(error);
            }
        }
        self.open.append(&mut left.lock().unwrap_or_else(PoisonError::into_inner));
        failed.map_or(Ok(()), Err)
    }

    /// Every receipt is in the store, word for word and once, nothing else is, and each verifies; the log is one, and has kept
    /// every checkpoint that a client saw.
    pub(crate) async fn close(mut self, tools: &Tools, receiver: Receiver, data: &str, scratch: &Path) -> Result<Self> {
        self.settle(&receiver).await?;
        let key = Client::connect(receiver.address).await?.get("/v1/log/key").await?.body;
        receiver.stop().await?;
        let key_text = String::from_utf8(key.to_vec())?;
        let key: VerifierKey = key_text.trim().parse()?;

        let stored = output(Command::new(&tools.ciente).args(["export", "--data", data]))?;
        let mut left: BTreeSet<&str> = self.receipts.keys().map(String::as_str).collect();
        for line in String::from_utf8(stored)?.lines() {
            let receipt: Value = serde_json::from_str(line)?;
            let id = receipt["acknowledgement"]["id"].as_str().context("a record without an id")?;
            ensure!(left.remove(id), "{id} is in the store twice, or nobody was told of it");
            ensure!(self.receipts.get(id) == Some(&receipt), "the store has another receipt for {id}");
        }
        ensure!(left.is_empty(), "LOST: {} records that clients saw confirmed: {left:?}", left.len());
        for (id, receipt) in &self.receipts {
            let verdict = verify_receipt(receipt, &key).verdict();
            ensure!(verdict == Verdict::Holds, "the receipt of {id}: {verdict:?}");
        }

        let (log, key_file) = (scratch.join("log"), scratch.join("log.pub"));
        std::fs::write(&key_file, key_text)?;
        output(Command::new(&tools.ciente).args(["export", "--data", data, "--log", "--out"]).arg(&log))?;
        for (number, checkpoint) in self.checkpoints.iter().enumerate() {
            let kept = scratch.join(format!("{number}.checkpoint"));
            std::fs::write(&kept, checkpoint)?;
            let mut verify = Command::new(&tools.ciente);
            verify.args(["verify", "--log"]).arg(&log).arg("--since").arg(&kept).arg("--key").arg(&key_file);
            output(&mut verify).context("the log has not kept its history")?;
        }
        Ok(self)
    }

    pub(crate) fn say(&self, drill: &str, what: &str) {
        println!(
            "{drill}: {what}; {} records confirmed, each in the store once, each receipt verifies; {} had to be sent again, \
             {} of them were recorded already; {} checkpoints kept",
            self.recorded(),
            self.resent,
            self.replayed,
            self.checkpoints.len(),
        );
    }
}

/// What was confirmed, and what ended it: the record that was under way then, and why.
type Sent = (Vec<(Record, Reply)>, Option<(Option<Record>, Error)>);

async fn send_again(address: SocketAddr, left: Arc<Mutex<Vec<Record>>>) -> Sent {
    let mut confirmed = Vec::new();
    let mut client = match Client::connect(address).await {
        Ok(client) => client,
        Err(error) => return (confirmed, Some((None, error))),
    };
    loop {
        let next = left.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Some(record) = next else { return (confirmed, None) };
        match client.post(record.body.clone()).await {
            Ok(reply) if matches!(reply.status, 200 | 201) => confirmed.push((record, reply)),
            Ok(reply) => return (confirmed, Some((Some(record), anyhow!("sent again: {}", reply.status)))),
            Err(error) => return (confirmed, Some((Some(record), error))),
        }
    }
}

fn output(command: &mut Command) -> Result<Vec<u8>> {
    let ended = command.output()?;
    ensure!(ended.status.success(), "{command:?}: {}", String::from_utf8_lossy(&ended.stderr));
    Ok(ended.stdout)
}
