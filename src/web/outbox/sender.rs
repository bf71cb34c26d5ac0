//! Sends one user's records: at once, and again by the schedule or when the world looks better.

use super::{
    super::{json::object, platform, session::Session},
    post::{Reply, post},
    store::{Fate, Store, Word},
};
use crate::{
    flow::{Answer, Delivery, Kept},
    outbox::{Entry, State, pause},
};
use ciente_notice::{Action, Verdict};
use gloo::{events::EventListener, timers::callback::Timeout};
use js_sys::Function;
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

/// When a device that did not say what it keeps is asked again, in milliseconds.
const ASK_AGAIN: f64 = 5_000.0;

/// Takes the id, what an attempt came to, and what came with it (the receipt, or the status that refused); says whether it
/// was meant.
type Listener = Rc<dyn Fn(&str, Answer, &JsValue) -> bool>;

/// What came of looking at a record.
enum Looked {
    /// It needs nothing more.
    Over,
    /// It is to be sent later.
    Waits(Entry),
    /// Another tab is sending it.
    Elsewhere,
}

/// The sender of one session. Only records of this session's user are sent, with this user's authorization.
pub(in crate::web) struct Sender {
    me: Weak<Self>,
    session: Session,
    store: Store,
    listener: RefCell<Option<Listener>>,
    busy: Cell<bool>,
    /// Another pass was asked for meanwhile; `true` takes entries whose time has not come, too.
    again: Cell<Option<bool>>,
    /// Whether the device keeps something that is to be sent, as far as is known.
    expects: Cell<bool>,
    stopped: Cell<bool>,
    /// The names of the records that another tab is sending, and whose end is waited for.
    awaited: RefCell<Vec<String>>,
    timer: RefCell<Option<Timeout>>,
    wakers: RefCell<Vec<EventListener>>,
}

impl Sender {
    /// A sender that wakes when the network or the page comes back. `expects` says whether the device is known to keep
    /// something that is to be sent.
    pub(in crate::web) fn new(session: Session, expects: bool) -> Rc<Self> {
        let store = Store::new(&session);
        let sender = Rc::new_cyclic(|me| Self {
            me: me.clone(),
            session,
            store,
            listener: RefCell::new(None),
            busy: Cell::new(false),
            again: Cell::new(None),
            expects: Cell::new(expects),
            stopped: Cell::new(false),
            awaited: RefCell::new(Vec::new()),
            timer: RefCell::new(None),
            wakers: RefCell::new(Vec::new()),
        });
        if let Some(window) = web_sys::window() {
            let wake = |target: &web_sys::EventTarget, name: &'static str| {
                let me = sender.me.clone();
                EventListener::new(target, name, move |_| {
                    if let Some(sender) = me.upgrade() {
                        sender.kick(true);
                    }
                })
            };
            let mut wakers = vec![wake(&window, "online"), wake(&window, "pageshow")];
            wakers.extend(window.document().map(|document| wake(&document, "visibilitychange")));
            sender.wakers.replace(wakers);
        }
        sender
    }

    pub(in crate::web) const fn session(&self) -> &Session {
        &self.session
    }

    /// Keeps a record; it is sent with the next [`Sender::kick`].
    ///
    /// # Errors
    /// With how it stands, where the user has acknowledged the same already.
    pub(in crate::web) async fn keep(&self, entry: Entry) -> Result<Kept, Delivery> {
        let kept = self.store.keep(entry).await;
        self.expects.set(true);
        kept
    }

    /// Who hears what became of the records. What the listener does not take is told to the host as an event.
    pub(in crate::web) fn listen(&self, listener: impl Fn(&str, Answer, &JsValue) -> bool + 'static) {
        self.listener.replace(Some(Rc::new(listener)));
    }

    /// Sends nothing more. An attempt in flight ends by itself; its record stays in the outbox until it is confirmed.
    pub(in crate::web) fn stop(&self) {
        self.stopped.set(true);
        self.listener.replace(None);
        self.timer.replace(None);
        self.wakers.replace(Vec::new());
    }

    /// Sends what is due; with `all`, also what waits for its time, unless the endpoint named that.
    pub(in crate::web) fn kick(&self, all: bool) {
        let Some(me) = self.me.upgrade().filter(|me| !me.stopped.get()) else { return };
        if me.busy.replace(true) {
            me.again.set(Some(all || me.again.get() == Some(true)));
            return;
        }
        me.timer.replace(None);
        spawn_local(async move {
            let mut all = all;
            let next = loop {
                let next = me.pass(all).await;
                match me.again.take() {
                    Some(more) => all = more,
                    None => break next,
                }
            };
            me.busy.set(false);
            me.wake_at(next);
        });
    }

    /// One go through the outbox; returns when the earliest record that is left is due.
    async fn pass(&self, all: bool) -> Option<f64> {
        let (pending, is_all) = self.store.pending().await;
        if is_all {
            self.expects.set(!pending.is_empty());
        }
        let (due, mut later): (Vec<_>, Vec<_>) =
            pending.into_iter().partition(|entry| entry.is_due(platform::now(), all));
        for entry in due {
            match self.look_at(entry.clone(), false, all).await {
                Looked::Over => {}
                Looked::Waits(entry) => later.push(entry),
                Looked::Elsewhere => self.wait_for(entry, all),
            }
            if self.stopped.get() {
                return None;
            }
        }
        // A device that is too busy to answer once must not keep a record until the user is back.
        let ask_again = (!is_all && self.expects.get()).then(|| platform::now() + ASK_AGAIN);
        later.iter().map(|entry| entry.not_before).chain(ask_again).reduce(f64::min)
    }

    /// Sends a record, unless that was done meanwhile. No two tabs send one record at a time: whoever does holds a lock with its
    /// name, for which only the patient wait.
    async fn look_at(&self, mut entry: Entry, patient: bool, all: bool) -> Looked {
        let lock = self.session().lock(&entry.id, patient).await;
        let Some(release) = lock.dyn_ref::<Function>() else { return Looked::Elsewhere };
        let mut looked = Looked::Over;
        if !self.stopped.get() {
            match self.store.fate(&entry).await {
                Fate::Pending(now) if now.is_due(platform::now(), all) => {
                    entry = now;
                    if self.attempt(&mut entry).await {
                        looked = Looked::Waits(entry);
                    }
                }
                Fate::Pending(now) => looked = Looked::Waits(now),
                Fate::Recorded(receipt) => self.tell(&entry, Answer::Recorded, &receipt),
                // With which status, only the tab knows that was answered so.
                Fate::Rejected => self.tell(&entry, Answer::Rejected, &JsValue::UNDEFINED),
            }
        }
        let _ = release.call0(&JsValue::UNDEFINED);
        looked
    }

    /// Looks again at what another tab is sending when that one is through: it may hang, and keeps nothing else waiting.
    fn wait_for(&self, entry: Entry, all: bool) {
        let is_awaited = self.awaited.borrow().contains(&entry.id);
        let Some(me) = self.me.upgrade().filter(|_| !is_awaited) else { return };
        me.awaited.borrow_mut().push(entry.id.clone());
        spawn_local(async move {
            let id = entry.id.clone();
            let looked = me.look_at(entry, true, all).await;
            me.awaited.borrow_mut().retain(|other| *other != id);
            if matches!(looked, Looked::Waits(_)) {
                me.kick(false);
            }
        });
    }

    fn wake_at(&self, next: Option<f64>) {
        let Some(next) = next.filter(|_| !self.stopped.get()) else { return };
        let me = self.me.clone();
        let wait = (next - platform::now()).clamp(0.0, f64::from(i32::MAX)) as u32;
        let timer = Timeout::new(wait, move || {
            if let Some(sender) = me.upgrade() {
                sender.kick(false);
            }
        });
        self.timer.replace(Some(timer));
    }

    /// Sends one record; says whether it is still waiting afterwards.
    async fn attempt(&self, entry: &mut Entry) -> bool {
        let session = self.session();
        let mut reply = self.authorized_post(session, entry).await;
        if reply.as_ref().is_some_and(|reply| reply.verdict == Verdict::Unauthorized) {
            reply = self.authorized_post(session, entry).await;
        }
        let (answer, with) = match reply {
            Some(Reply { verdict: Verdict::Recorded, receipt, .. }) => {
                self.store.remove(entry, Word::Recorded(receipt.clone())).await;
                (Answer::Recorded, receipt)
            }
            Some(Reply { verdict: Verdict::Stale, .. }) => {
                self.store.remove(entry, Word::None).await;
                (Answer::Stale, JsValue::NULL)
            }
            Some(Reply { verdict: Verdict::Rejected | Verdict::Unauthorized, status, .. }) => {
                entry.state = State::Rejected;
                self.store.update(entry.clone(), Word::None).await;
                (Answer::Rejected, status.into())
            }
            later => {
                self.postpone(entry, later.and_then(|reply| reply.retry_after)).await;
                (Answer::Later, JsValue::NULL)
            }
        };
        self.tell(entry, answer, &with);
        answer == Answer::Later
    }

    async fn authorized_post(&self, session: &Session, entry: &Entry) -> Option<Reply> {
        // The session itself says what went wrong.
        let headers = session.headers().await.ok()?;
        post(session, entry, &headers).await
    }

    async fn postpone(&self, entry: &mut Entry, asked: Option<f64>) {
        entry.held = asked > Some(0.0);
        let wait = pause(entry.attempts, platform::jitter(), asked);
        entry.attempts = entry.attempts.saturating_add(1);
        entry.not_before = platform::now() + wait;
        self.store.update(entry.clone(), Word::Pending).await;
    }

    fn tell(&self, entry: &Entry, answer: Answer, with: &JsValue) {
        let id = entry.id.as_str();
        if answer != Answer::Later {
            self.store.let_go(id);
        }
        let listener = self.listener.borrow().clone();
        let is_heard = listener.is_some_and(|listener| listener(id, answer, with));
        // Whoever declined is shown no other text, so that the host hears of it here only.
        let is_silent = answer == Answer::Stale && entry.action == Action::Declined;
        if is_heard && !is_silent {
            return;
        }
        let session = self.session();
        match answer {
            Answer::Recorded => session.emit("recorded", &object([("id", id.into()), ("receipt", with.clone())])),
            Answer::Rejected => {
                session.emit(
                    "error",
                    &object([("id", id.into()), ("code", "endpoint-refused".into()), ("status", with.clone())]),
                );
            }
            Answer::Stale => session.emit("error", &object([("id", id.into()), ("code", "notice-stale".into())])),
            Answer::Later => {}
        }
    }
}
