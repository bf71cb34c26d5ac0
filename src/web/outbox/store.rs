//! Where records lie until the endpoint has them: IndexedDB with strict durability, or memory where storage is refused.
//!
//! Database `ciente`, version 1: `outbox` (key: id) holds the entries; `records` (key: who) holds the last word about each
//! user and notice, which is all that the loader reads. An entry and its record change in one transaction, so that the
//! loader never asks a user again whose record waits in the outbox.

use super::super::{
    json::{get, object},
    session::Session,
};
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

thread_local! {
    /// What the device refused, of all users of this page: it outlives their sessions, and each is sent in its own user's.
    static MEMORY: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

/// The records of one user, as a session names them.
pub(super) struct Store {
    /// The key of the entries: hashed where they may lie on the device.
    who: String,
    /// Whether they may.
    durable: bool,
}

/// What another tab may have made of a record meanwhile.
pub(super) enum Fate {
    /// It is still to be sent, as it stands now.
    Pending(Entry),
    /// The endpoint has it; with the receipt.
    Recorded(JsValue),
    /// It is in the outbox no more, or was set aside.
    Gone,
}

/// What became of a record, as `records` says it.
#[derive(Clone)]
pub(super) enum Word {
    Pending,
    /// With the receipt, `null` where the endpoint gives none.
    Recorded(JsValue),
    /// Nothing: the user is to be asked again.
    None,
}

impl Store {
    /// A user's records. Where the subject could not be hashed they stay in memory, under a name that never leaves it.
    pub(super) fn new(session: &Session) -> Self {
        let hashed = session.who();
        let plain = || format!("{}\0{}\0{}", session.tenant(), session.subject(), session.id());
        Self { durable: hashed.is_some(), who: hashed.unwrap_or_else(plain) }
    }

    /// Keeps a record before it is sent. Durable when this returns [`Kept::Device`].
    pub(super) async fn keep(&self, mut entry: Entry) -> Kept {
        entry.who.clone_from(&self.who);
        if self.durable && within_limit(write(&entry, Some(&entry), Word::Pending, Over::Any)).await.is_some() {
            return Kept::Device;
        }
        MEMORY.with_borrow_mut(|memory| memory.push(entry));
        Kept::Memory
    }

    /// The records that are still to be sent.
    pub(super) async fn pending(&self) -> Vec<Entry> {
        let mut entries = MEMORY.with_borrow(Clone::clone);
        if self.durable {
            entries.extend(within_limit(read_all()).await.unwrap_or_default());
        }
        entries.retain(|entry| entry.who == self.who && entry.state == State::Pending);
        entries
    }

    /// How an entry that was read before stands now.
    pub(super) async fn fate(&self, entry: &Entry) -> Fate {
        let in_memory = MEMORY.with_borrow(|memory| memory.iter().any(|kept| kept.id == entry.id));
        let known = if in_memory || !self.durable { None } else { within_limit(read_one(entry)).await };
        // Where the device does not say, sending it once more does no harm.
        known.unwrap_or_else(|| Fate::Pending(entry.clone()))
    }

    /// Writes how an entry stands now.
    pub(super) async fn update(&self, entry: Entry, word: Word) {
        let in_memory = MEMORY.with_borrow_mut(|memory| {
            memory.iter_mut().find(|kept| kept.id == entry.id).map(|kept| kept.clone_from(&entry))
        });
        if in_memory.is_none() {
            within_limit(write(&entry, Some(&entry), word, Over::Own)).await;
        }
    }

    /// Takes an entry out. When the device refuses, the entry is sent once more some day, which does no harm.
    pub(super) async fn remove(&self, entry: &Entry, word: Word) {
        let in_memory = MEMORY.with_borrow_mut(|memory| {
            let at = memory.iter().position(|kept| kept.id == entry.id)?;
            Some(memory.remove(at))
        });
        // Also when it was in memory only: the device may take the word by now.
        if in_memory.is_none() || self.durable {
            let over = if in_memory.is_some() { Over::Older } else { Over::Own };
            within_limit(write(entry, None, word, over)).await;
        }
    }
}

/// Which word in `records` gives way. The last act keeps the last word, in whatever order tabs act and answers arrive.
#[derive(Clone, Copy)]
enum Over {
    /// Any: the user acts now.
    Any,
    /// Only the entry's own: an answer came.
    Own,
    /// An older one as well: an answer came to an entry that the device had refused.
    Older,
}

impl Over {
    fn allows(self, stored: Option<&str>, id: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Own => stored == Some(id),
            // UUIDv7 sorts by time.
            Self::Older => stored.is_none_or(|stored| stored <= id),
        }
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

/// One transaction: the entry is put, or taken out, and the user's record says `word`, if it gives way.
async fn write(entry: &Entry, put: Option<&Entry>, word: Word, over: Over) -> Option<()> {
    let db = open().await?;
    let transaction = transaction(&db.0, &[OUTBOX, RECORDS], TransactionMode::Readwrite)?;
    let outbox = transaction.object_store(OUTBOX).ok()?;
    let records = transaction.object_store(RECORDS).ok()?;
    match put {
        Some(entry) => drop(outbox.put(to_object(entry)).with_key(entry.id.as_str()).primitive().ok()?.await.ok()?),
        None => outbox.delete(entry.id.as_str()).primitive().ok()?.await.ok()?,
    }
    let said = match word {
        Word::Pending => Some(("pending", JsValue::NULL)),
        Word::Recorded(receipt) => Some(("recorded", receipt)),
        Word::None => None,
    };
    let stored = records.get::<Object, _, _>(entry.who.as_str()).primitive().ok()?.await.ok()?;
    let stored = stored.and_then(|record| get(&record, "id").as_string());
    if over.allows(stored.as_deref(), &entry.id) {
        match said {
            Some((said, receipt)) => {
                let record = object([
                    ("id", entry.id.as_str().into()),
                    ("version", entry.version.as_str().into()),
                    ("digest", entry.digest.as_str().into()),
                    ("action", entry.action.as_str().into()),
                    ("locale", entry.locale.as_str().into()),
                    ("state", said.into()),
                    ("receipt", receipt),
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

async fn read_one(entry: &Entry) -> Option<Fate> {
    let db = open().await?;
    let transaction = transaction(&db.0, &[OUTBOX, RECORDS], TransactionMode::Readonly)?;
    let outbox = transaction.object_store(OUTBOX).ok()?;
    let records = transaction.object_store(RECORDS).ok()?;
    let kept = outbox.get::<Object, _, _>(entry.id.as_str()).primitive().ok()?.await.ok()?;
    let word = records.get::<Object, _, _>(entry.who.as_str()).primitive().ok()?.await.ok()?;
    transaction.commit().await.ok()?;
    if let Some(kept) = kept.and_then(|kept| from_object(&kept)) {
        return Some(if kept.state == State::Pending { Fate::Pending(kept) } else { Fate::Gone });
    }
    let word = word.filter(|word| get(word, "id") == entry.id.as_str() && get(word, "state") == "recorded");
    Some(word.map_or(Fate::Gone, |word| Fate::Recorded(get(&word, "receipt"))))
}

fn to_object(entry: &Entry) -> Object {
    object([
        ("id", entry.id.as_str().into()),
        ("who", entry.who.as_str().into()),
        ("version", entry.version.as_str().into()),
        ("digest", entry.digest.as_str().into()),
        ("action", entry.action.as_str().into()),
        ("locale", entry.locale.as_str().into()),
        ("body", entry.body.as_str().into()),
        ("attempts", entry.attempts.into()),
        ("notBefore", entry.not_before.into()),
        ("held", entry.held.into()),
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
        // Entries of an older widget name none.
        locale: text("locale").unwrap_or_default(),
        body: text("body")?,
        attempts: get(stored, "attempts").as_f64()? as u32,
        not_before: get(stored, "notBefore").as_f64()?,
        held: get(stored, "held").is_truthy(),
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
