//! Where records lie until the endpoint has them: IndexedDB with strict durability, or memory where storage is refused.
//!
//! Database `ciente`, version 1: `outbox` (key: id) holds the entries; `records` (key: who) holds the last word about each
//! user and notice, which is all that the loader reads. An entry and its record change in one transaction, so that the
//! loader never asks a user again whose record waits in the outbox.

use super::super::json::{get, object};
use crate::{
    flow::Kept,
    outbox::{Entry, State},
};
use ciente_notice::Action;
use gloo::timers::future::TimeoutFuture;
use indexed_db_futures::{
    database::Database,
    prelude::*,
    transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions},
};
use js_sys::Object;
use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::{JsCast, JsValue};

const DATABASE: &str = "ciente";
const OUTBOX: &str = "outbox";
const RECORDS: &str = "records";
/// A database that another page blocks must not keep the user waiting, in milliseconds.
const LIMIT: u32 = 3_000;

/// The store of one page.
#[derive(Default)]
pub(super) struct Store {
    memory: RefCell<Vec<Entry>>,
}

/// What became of a record, as `records` says it.
#[derive(Clone, Copy)]
pub(super) enum Word {
    Pending,
    Recorded,
    /// Nothing: the user is to be asked again.
    None,
}

impl Store {
    /// Keeps a record before it is sent. Durable when this returns [`Kept::Device`].
    pub(super) async fn keep(&self, entry: Entry) -> Kept {
        if !entry.who.is_empty() && within_limit(write(&entry, Some(&entry), Word::Pending)).await.is_some() {
            return Kept::Device;
        }
        self.memory.borrow_mut().push(entry);
        Kept::Memory
    }

    /// This user's records that are still to be sent.
    pub(super) async fn pending(&self, who: &str) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.memory.borrow().clone();
        if !who.is_empty() {
            entries.extend(within_limit(read_all()).await.unwrap_or_default());
        }
        entries.retain(|entry| entry.who == who && entry.state == State::Pending);
        entries
    }

    /// Writes how an entry stands now.
    pub(super) async fn update(&self, entry: Entry, word: Word) {
        if let Some(kept) = self.memory.borrow_mut().iter_mut().find(|kept| kept.id == entry.id) {
            *kept = entry;
            return;
        }
        within_limit(write(&entry, Some(&entry), word)).await;
    }

    /// Takes an entry out. When the device refuses, the entry is sent once more some day, which does no harm.
    pub(super) async fn remove(&self, entry: &Entry, word: Word) {
        if !self.forget(&entry.id) {
            within_limit(write(entry, None, word)).await;
        }
    }

    /// Takes an entry out of the memory; says whether it was there.
    fn forget(&self, id: &str) -> bool {
        let mut memory = self.memory.borrow_mut();
        let before = memory.len();
        memory.retain(|kept| kept.id != id);
        memory.len() < before
    }
}

/// A connection, closed however its use ends: an open one would keep a newer version of the widget from its upgrade.
struct Connection(Database);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.clone().close();
    }
}

async fn open() -> Option<Connection> {
    let open = Database::open(DATABASE).with_version(1u8).with_on_upgrade_needed(|_, db| {
        db.create_object_store(OUTBOX).build()?;
        db.create_object_store(RECORDS).build()?;
        Ok(())
    });
    open.await.ok().map(Connection)
}

fn transaction<'a>(db: &'a Database, names: &[&str], mode: TransactionMode) -> Option<Transaction<'a>> {
    let mut options = TransactionOptions::new();
    options.set_durability(TransactionDurability::Strict);
    db.transaction(names.to_vec()).with_mode(mode).with_options(options).build().ok()
}

/// One transaction: the entry is put, or taken out, and the user's record says `word`.
async fn write(entry: &Entry, put: Option<&Entry>, word: Word) -> Option<()> {
    let db = open().await?;
    let transaction = transaction(&db.0, &[OUTBOX, RECORDS], TransactionMode::Readwrite)?;
    let outbox = transaction.object_store(OUTBOX).ok()?;
    let records = transaction.object_store(RECORDS).ok()?;
    match put {
        Some(entry) => drop(outbox.put(to_object(entry)).with_key(entry.id.as_str()).primitive().ok()?.await.ok()?),
        None => outbox.delete(entry.id.as_str()).primitive().ok()?.await.ok()?,
    }
    let said = match word {
        Word::Pending => Some("pending"),
        Word::Recorded => Some("recorded"),
        Word::None => None,
    };
    // A decline is no acknowledgement: it leaves the last word as it was.
    if entry.action == Action::Acknowledged {
        match said {
            Some(said) => {
                let record = object([
                    ("version", entry.version.as_str().into()),
                    ("digest", entry.digest.as_str().into()),
                    ("state", said.into()),
                ]);
                let record: Object = record.unchecked_into();
                records.put(record).with_key(entry.who.as_str()).primitive().ok()?.await.ok()?;
            }
            None => records.delete(entry.who.as_str()).primitive().ok()?.await.ok()?,
        }
    }
    transaction.commit().await.ok()?;
    Some(())
}

async fn read_all() -> Option<Vec<Entry>> {
    let db = open().await?;
    let transaction = transaction(&db.0, &[OUTBOX], TransactionMode::Readonly)?;
    let outbox = transaction.object_store(OUTBOX).ok()?;
    let mut entries = Vec::new();
    for object in outbox.get_all::<Object>().primitive().ok()?.await.ok()? {
        entries.extend(object.ok().and_then(|object| from_object(&object)));
    }
    transaction.commit().await.ok()?;
    Some(entries)
}

fn to_object(entry: &Entry) -> Object {
    object([
        ("id", entry.id.as_str().into()),
        ("who", entry.who.as_str().into()),
        ("version", entry.version.as_str().into()),
        ("digest", entry.digest.as_str().into()),
        ("action", entry.action.as_str().into()),
        ("body", entry.body.as_str().into()),
        ("attempts", entry.attempts.into()),
        ("notBefore", entry.not_before.into()),
        ("state", entry.state.as_str().into()),
    ])
    .unchecked_into()
}

fn from_object(stored: &JsValue) -> Option<Entry> {
    let text = |name: &str| get(stored, name).as_string();
    let action = text("action")?;
    let state = text("state")?;
    Some(Entry {
        id: text("id")?,
        who: text("who")?,
        version: text("version")?,
        digest: text("digest")?,
        action: [Action::Acknowledged, Action::Declined].into_iter().find(|known| known.as_str() == action)?,
        body: text("body")?,
        attempts: get(stored, "attempts").as_f64()? as u32,
        not_before: get(stored, "notBefore").as_f64()?,
        state: [State::Pending, State::Rejected].into_iter().find(|known| known.as_str() == state)?,
    })
}

/// The work's result, or `None` when it takes too long. The work is dropped then, and its transaction with it.
async fn within_limit<T>(work: impl Future<Output = Option<T>>) -> Option<T> {
    let mut work = pin!(work);
    let mut limit = pin!(TimeoutFuture::new(LIMIT));
    std::future::poll_fn(move |cx| {
        if let Poll::Ready(result) = work.as_mut().poll(cx) {
            return Poll::Ready(result);
        }
        limit.as_mut().poll(cx).map(|()| None)
    })
    .await
}
