//! Where records lie until the endpoint has them: IndexedDB with strict durability, or memory where storage is refused.
//!
//! Database `ciente`, version 1: `outbox` (key: id) holds the entries; `records` (key: who) holds the last word about each
//! user and notice, which is all that the loader reads. An entry and its record change in one transaction, so that the
//! loader never asks a user again whose record waits in the outbox. The browser's side of it is `db.js`.

use super::super::{
    json::{get, object},
    session::Session,
};
use crate::{
    flow::{Delivery, Kept},
    outbox::{Entry, State},
};
use ciente_notice::Action;
use js_sys::Array;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

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
    /// The user's records that were seen to wait on the device, until it is known what became of them: another tab may send
    /// them, and the device may lose them.
    seen: RefCell<Vec<Entry>>,
}

/// What another tab may have made of a record meanwhile.
pub(super) enum Fate {
    /// It is still to be sent, as it stands now.
    Pending(Entry),
    /// The endpoint has it; with the receipt.
    Recorded(JsValue),
    /// It was refused for good, and is set aside.
    Rejected,
}

impl Fate {
    fn of(kept: Entry) -> Self {
        if kept.state == State::Pending { Self::Pending(kept) } else { Self::Rejected }
    }
}

/// What became of a record, as `records` says it.
#[derive(Clone)]
pub(super) enum Word {
    Pending,
    /// With the receipt, `null` where the endpoint gives none.
    Recorded(JsValue),
    /// Nothing of its own: what the user acknowledged before holds, if anything.
    None,
}

impl Store {
    /// A user's records. Where the subject could not be hashed they stay in memory, under a name that never leaves it.
    pub(super) fn new(session: &Session) -> Self {
        let hashed = session.who();
        let plain = || format!("{}\0{}\0{}", session.tenant(), session.subject(), session.id());
        Self { durable: hashed.is_some(), who: hashed.unwrap_or_else(plain), seen: RefCell::new(Vec::new()) }
    }

    /// Keeps a record before it is sent. Durable when this returns [`Kept::Device`].
    ///
    /// # Errors
    /// With how it stands, where the user has acknowledged the same already: that is not done twice.
    pub(super) async fn keep(&self, mut entry: Entry) -> Result<Kept, Delivery> {
        entry.who.clone_from(&self.who);
        if MEMORY.with_borrow(|memory| memory.iter().any(|kept| kept.is_same_act(&entry))) {
            return Err(Delivery::Pending(Kept::Memory));
        }
        if self.durable {
            let written = write(&entry, true, Word::Pending, Over::Any).await;
            match written.as_string().as_deref() {
                Some("recorded") => return Err(Delivery::Recorded),
                Some(_) => return Err(Delivery::Pending(Kept::Device)),
                None if written.is_truthy() => {
                    self.seen.borrow_mut().push(entry);
                    return Ok(Kept::Device);
                }
                None => {}
            }
        }
        MEMORY.with_borrow_mut(|memory| memory.push(entry));
        Ok(Kept::Memory)
    }

    /// It is known what became of this record: it is looked for no more.
    pub(super) fn let_go(&self, id: &str) {
        self.seen.borrow_mut().retain(|seen| seen.id != id);
    }

    /// The records that are still to be sent; and whether that is all, or the device did not say.
    pub(super) async fn pending(&self) -> (Vec<Entry>, bool) {
        let mut entries = MEMORY.with_borrow(Clone::clone);
        let mut is_all = true;
        if self.durable {
            let kept = read_all().await;
            let kept = kept.dyn_ref::<Array>();
            is_all = kept.is_some();
            let kept = kept.into_iter().flat_map(Array::iter).filter_map(|kept| from_object(&kept));
            let kept: Vec<_> = kept.filter(|kept| !entries.iter().any(|entry| entry.id == kept.id)).collect();
            entries.extend(kept);
        }
        entries.retain(|entry| entry.who == self.who && entry.state == State::Pending);
        if is_all {
            let mut seen = self.seen.borrow_mut();
            // What was there and is there no more is looked for at once: another tab may have sent it.
            seen.retain(|gone| !entries.iter().any(|entry| entry.id == gone.id));
            for gone in &mut *seen {
                (gone.not_before, gone.held) = (0.0, false);
            }
            entries.append(&mut seen);
            *seen = entries.clone();
        }
        (entries, is_all)
    }

    /// How an entry that was read before stands now.
    pub(super) async fn fate(&self, entry: &Entry) -> Fate {
        if let Some(kept) = MEMORY.with_borrow(|memory| memory.iter().find(|kept| kept.id == entry.id).cloned()) {
            return Fate::of(kept);
        }
        let known = if self.durable { read_one(&entry.id, &entry.who).await } else { JsValue::UNDEFINED };
        // Where the device does not say, or has lost it, sending it once more does no harm.
        let Some(known) = known.dyn_ref::<Array>() else { return Fate::Pending(entry.clone()) };
        if let Some(kept) = from_object(&known.get(0)) {
            return Fate::of(kept);
        }
        let word = known.get(1);
        let is_recorded = get(&word, "id") == entry.id.as_str() && get(&word, "state") == "recorded";
        if is_recorded { Fate::Recorded(get(&word, "receipt")) } else { Fate::Pending(entry.clone()) }
    }

    /// Writes how an entry stands now.
    pub(super) async fn update(&self, entry: Entry, word: Word) {
        let in_memory = MEMORY.with_borrow_mut(|memory| {
            memory.iter_mut().find(|kept| kept.id == entry.id).map(|kept| kept.clone_from(&entry))
        });
        // Where the device refuses, this page knows when it is due all the same.
        if in_memory.is_none() && write(&entry, true, word, Over::Own).await.is_falsy() {
            MEMORY.with_borrow_mut(|memory| memory.push(entry));
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
            // The device may have no word of it: it had refused it, or has lost it.
            let over = if matches!(word, Word::Recorded(_)) { Over::Older } else { Over::Own };
            write(entry, false, word, over).await;
        }
    }
}

/// Which word in `records` gives way, by the numbers that `db.js` knows. The last act keeps the last word, in whatever order tabs
/// act and answers arrive.
#[derive(Clone, Copy)]
enum Over {
    /// Any: the user acts now.
    Any = 0,
    /// Only the entry's own: an answer came.
    Own = 1,
    /// An older one as well: the endpoint has the record.
    Older = 2,
}

#[wasm_bindgen(module = "/src/web/outbox/db.js")]
extern "C" {
    /// All entries; `undefined` where the device does not say.
    #[wasm_bindgen(js_name = all)]
    async fn read_all() -> JsValue;
    /// An entry and its user's record, `[entry?, record?]`; `undefined` where the device does not say.
    #[wasm_bindgen(js_name = one)]
    async fn read_one(id: &str, who: &str) -> JsValue;
    /// In one transaction: the entry is put, or taken out where it is `undefined`; the user's record says `record`, or
    /// what it said before, if its id gives way. `true` when it is written; a text says how the same acknowledgement stands that was there.
    #[wasm_bindgen(js_name = write)]
    async fn write_both(id: &str, entry: &JsValue, who: &str, record: &JsValue, over: u8) -> JsValue;
}

async fn write(entry: &Entry, keep: bool, word: Word, over: Over) -> JsValue {
    let (said, receipt) = match word {
        Word::Pending => ("pending", JsValue::NULL),
        Word::Recorded(receipt) => ("recorded", receipt),
        Word::None => ("", JsValue::NULL),
    };
    let record = object([
        ("id", entry.id.as_str().into()),
        ("version", entry.version.as_str().into()),
        ("digest", entry.digest.as_str().into()),
        ("action", entry.action.as_str().into()),
        ("locale", entry.locale.as_str().into()),
        ("state", said.into()),
        ("receipt", receipt),
    ]);
    let put = if keep { to_object(entry) } else { JsValue::UNDEFINED };
    let said = if said.is_empty() { JsValue::UNDEFINED } else { record };
    write_both(&entry.id, &put, &entry.who, &said, over as u8).await
}

fn to_object(entry: &Entry) -> JsValue {
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
