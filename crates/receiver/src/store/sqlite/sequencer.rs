//! Who numbers and signs: one transaction takes what waits into the table and into the log, or nothing of it.

use super::{log, rows};
use crate::{
    Random,
    store::{
        DataError, Hashed, LogChanged, StoreError, Written,
        batch::{Batch, matches_checkpoint},
        entry,
        losses::Losses,
    },
    transparency::key::KeySource,
};
use ciente_evidence::{Frontier, SigningKey};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::{io, path::Path, sync::Arc};

/// How many records of old are taken into the log at a time: as many proofs share a checkpoint.
const BACKFILL: usize = 4096;

/// The key, and the tree as it was after the last transaction of this process.
#[derive(Debug)]
pub(super) struct Sequencer {
    key: SigningKey,
    tree: Frontier,
    losses: Losses,
}

/// Why a log cannot begin.
enum Begin {
    Sqlite(rusqlite::Error),
    Random(io::Error),
    Store(StoreError),
}

impl From<rusqlite::Error> for Begin {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Sequencer {
    /// Finds the log's key. A log that has none yet begins here, with all that was recorded before.
    pub(super) fn open(connection: &mut Connection, path: &Path, source: &KeySource) -> Result<Self, DataError> {
        let sqlite = |source| DataError::Sqlite { path: path.into(), source };
        let stored = log::verifier(connection).map_err(sqlite)?;
        let key = source.resolve(stored.as_ref())?;
        let tree = begin(connection, &key, &source.random).map_err(|error| match error {
            Begin::Sqlite(rusqlite::Error::FromSqlConversionFailure(_, _, inner)) if inner.is::<LogChanged>() => {
                DataError::Store { data: path.display().to_string(), source: LogChanged.into() }
            }
            Begin::Sqlite(source) => sqlite(source),
            Begin::Random(source) => DataError::Unreadable { path: path.into(), source },
            Begin::Store(error) => DataError::Migration { path: path.into(), detail: error.to_string() },
        })?;
        // Between the look and now another process may have begun the log with a key of its own.
        let stored = log::verifier(connection).map_err(sqlite)?;
        source.resolve(stored.as_ref())?;
        Ok(Self { key, tree, losses: Losses::default() })
    }

    pub(super) fn losses(&self) -> Losses {
        self.losses.clone()
    }

    /// All or nothing: a transaction that is dropped on the way out is rolled back.
    pub(super) fn commit(
        &mut self,
        connection: &mut Connection,
        entries: Vec<Hashed>,
    ) -> rusqlite::Result<Vec<Written>> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have written since; not by its size alone, because a file that was restored in place may have gone on
        // from an earlier record, and to sign what follows from records that are gone would fork the log.
        let newest = log::newest(&transaction)?;
        if matches_checkpoint(&self.tree, &newest).is_err() {
            let tree = log::frontier(&transaction, log::size(&transaction)?)?;
            let at: Vec<_> = self.tree.nodes().map(|node| node.at).collect();
            self.losses.look(&self.tree, &tree, &log::nodes(&transaction, &at)?);
            self.tree = tree;
        }
        let mut batch = Batch::new(&self.tree);
        let mut numbers = Vec::with_capacity(entries.len());
        for Hashed { entry, leaf } in &entries {
            let number = batch.next();
            let is_new = rows::insert(&transaction, entry, number)?;
            if is_new {
                batch.append(leaf);
            }
            numbers.push(is_new.then_some(number));
        }
        let sealed = if batch.is_empty() { None } else { Some(Arc::new(batch.seal(&self.key))) };
        if let Some(sealed) = &sealed {
            log::store(&transaction, sealed)?;
        }
        // Last, because the first of two that are the same may be in this batch.
        let written = |(Hashed { entry, .. }, number): (Hashed, Option<u64>)| match (number, &sealed) {
            (Some(number), Some(sealed)) => Ok(Written::New(entry, number, Arc::clone(sealed))),
            _ => rows::replay(&transaction, &entry)?.map(Written::Known).ok_or(rusqlite::Error::QueryReturnedNoRows),
        };
        let all = entries.into_iter().zip(numbers).map(written).collect::<Result<_, _>>()?;
        transaction.commit()?;
        if let Some(sealed) = sealed {
            self.tree = sealed.tree.clone();
        }
        Ok(all)
    }
}

fn begin(connection: &mut Connection, key: &SigningKey, random: &Random) -> Result<Frontier, Begin> {
    // Only to read first: a disk that cannot be written now may be written again later.
    let existing = |connection: &Connection| match log::verifier(connection)? {
        Some(_) => log::frontier(connection, log::size(connection)?).map(Some),
        None => Ok(None),
    };
    if let Some(tree) = existing(&*Transaction::new_unchecked(connection, TransactionBehavior::Deferred)?)? {
        return Ok(tree);
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    if let Some(tree) = existing(&transaction)? {
        return Ok(tree);
    }
    let mut tree = Frontier::empty();
    loop {
        let receipts = rows::unnumbered(&transaction, BACKFILL)?;
        let mut batch = Batch::new(&tree);
        for (seq, receipt) in &receipts {
            let salt = random.salt().map_err(Begin::Random)?;
            rows::number(&transaction, *seq, batch.next(), &salt)?;
            batch.append(&entry::leaf(receipt, &salt).map_err(Begin::Store)?);
        }
        // Also a log without records has a checkpoint.
        if batch.is_empty() && tree.size() > 0 {
            break;
        }
        let sealed = batch.seal(key);
        log::store(&transaction, &sealed)?;
        tree = sealed.tree;
        if receipts.is_empty() {
            break;
        }
    }
    log::begin(&transaction, &key.verifier(), tree.size())?;
    transaction.commit()?;
    if tree.size() > 0 {
        tracing::info!(records = tree.size(), "taken into the log");
    }
    Ok(tree)
}
