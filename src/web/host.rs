//! Runs the effects of the state machine in the browser.

use super::{json::object, modal, outbox::Sender, platform, record};
use crate::{
    flow::{Action, Delivery, Effect, Event, Outcome},
    view::{Host, Msg, Shown},
};
use ciente_notice::Duration;
use gloo::timers::callback::Timeout;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, NodeRef};

/// How long "recorded" stays on the screen, in milliseconds.
const DISMISS_AFTER: u32 = 6_000;

pub(super) struct WebHost {
    sender: Rc<Sender>,
    shown_at: Cell<f64>,
    /// The record that was made of this notice, and what its last answer brought: the receipt, or the status that refused.
    current: Rc<RefCell<Current>>,
    modal: RefCell<Option<modal::Guard>>,
    timers: RefCell<Vec<Timeout>>,
}

#[derive(Default)]
struct Current {
    id: String,
    answer: JsValue,
}

impl WebHost {
    pub(super) fn new(sender: Rc<Sender>) -> Self {
        Self {
            sender,
            shown_at: Cell::new(0.0),
            current: Rc::default(),
            modal: RefCell::new(None),
            timers: RefCell::new(Vec::new()),
        }
    }

    fn after(&self, milliseconds: u32, send: Callback<Msg>, msg: Msg) {
        let mut msg = Some(msg);
        let timer = Timeout::new(milliseconds, move || {
            if let Some(msg) = msg.take() {
                send.emit(msg);
            }
        });
        self.timers.borrow_mut().push(timer);
    }

    fn save(&self, action: Action, send: Callback<Msg>) {
        let entry = record::make(&self.sender.session(), action, self.shown_at.get(), platform::now());
        self.current.replace(Current { id: entry.id.clone(), answer: JsValue::NULL });
        let sender = self.sender.clone();
        spawn_local(async move {
            let kept = sender.keep(entry).await;
            send.emit(Msg::Event(Event::Saved(kept)));
        });
    }

    fn send(&self, send: Callback<Msg>) {
        let current = self.current.clone();
        self.sender.listen(move |id, answer, with| {
            let is_current = current.borrow().id == id;
            if is_current {
                current.borrow_mut().answer = with.clone();
                send.emit(Msg::Event(Event::Answered(answer)));
            }
            is_current
        });
        self.sender.kick(true);
    }

    fn reload(&self, send: Callback<Msg>) {
        let sender = self.sender.clone();
        spawn_local(async move {
            let session = sender.session().reload().await.ok();
            // The new session replaces the old one only when its notice can be read.
            let reloaded = session.and_then(|session| Some((super::valid_notice(&session)?, session)));
            send.emit(match reloaded {
                Some((notice, session)) => {
                    sender.replace_session(session);
                    Msg::Replace(Shown { notice })
                }
                None => Msg::Event(Event::ReloadFailed),
            });
        });
    }

    fn id(&self) -> JsValue {
        self.current.borrow().id.as_str().into()
    }

    fn answer(&self) -> JsValue {
        self.current.borrow().answer.clone()
    }
}

impl Host for WebHost {
    fn shown(&self) {
        let session = self.sender.session();
        self.shown_at.set(platform::now());
        let notice = [
            ("notice", session.id().into()),
            ("version", session.version().into()),
            ("locale", session.locale().into()),
            ("digest", session.digest().into()),
        ];
        session.emit("shown", &object(notice));
    }

    fn run(&self, effect: Effect, send: Callback<Msg>) {
        let session = self.sender.session();
        match effect {
            Effect::Save(action) => self.save(action, send),
            Effect::Send => self.send(send),
            Effect::StartWait => self.after(session.wait(), send, Msg::Event(Event::WaitOver)),
            Effect::Reload => self.reload(send),
            Effect::EmitActed(action, delivery) => {
                let detail = object([("id", self.id()), ("delivery", delivery.as_str().into())]);
                session.emit(action.as_str(), &detail);
            }
            Effect::EmitRecorded => {
                session.emit("recorded", &object([("id", self.id()), ("receipt", self.answer())]));
            }
            Effect::EmitRejected => {
                let code = ("code", "endpoint-refused".into());
                session.emit("error", &object([("id", self.id()), code, ("status", self.answer())]));
            }
            Effect::Settle(Outcome::Acted(action, delivery)) => {
                let receipt = if delivery == Delivery::Recorded { self.answer() } else { JsValue::NULL };
                session.settle(action.as_str(), Some(delivery.as_str()), &receipt);
            }
            Effect::Settle(Outcome::Unavailable) => session.settle("unavailable", None, &JsValue::NULL),
        }
    }

    fn date(&self, locale: &str, day: &str) -> String {
        platform::format_day(locale, day)
    }

    fn duration(&self, locale: &str, duration: Duration) -> String {
        platform::format_duration(locale, duration)
    }

    fn set_modal(&self, dialog: &NodeRef, title: &NodeRef, open: bool) {
        if !open {
            self.modal.replace(None);
            modal::hide(dialog);
        } else if let Some(guard) = modal::show(dialog, title) {
            self.modal.replace(Some(guard));
        }
    }

    fn go_to(&self, title: &NodeRef, id: &str) {
        modal::go_to(title, id);
    }

    fn dismiss_later(&self, send: Callback<Msg>) {
        self.after(DISMISS_AFTER, send, Msg::Dismiss);
    }
}
