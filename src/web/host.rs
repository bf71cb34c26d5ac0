//! Steps the state machine and runs its effects in the browser.

use super::{
    json::{get, object},
    outbox::Sender,
    record,
    widget::{Msg, STAYS, Widget},
};
use crate::flow::{Action, Delivery, Effect, Event, Flow, Outcome};
use gloo::timers::callback::Timeout;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::html::Scope;

/// How long the notice has been gone before anything is said after it, in milliseconds: what a dialog kept inert a moment ago,
/// no screen reader listens to yet.
const SETTLING: u32 = 150;

pub(super) struct WebHost {
    sender: Rc<Sender>,
    flow: Cell<Flow>,
    /// When the user acted last.
    acted_at: Cell<f64>,
    /// The record that was made of this notice, and what its last answer brought: the receipt, or the status that refused.
    current: Rc<RefCell<Current>>,
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
            flow: Cell::default(),
            acted_at: Cell::new(0.0),
            current: Rc::default(),
            timers: RefCell::default(),
        }
    }

    /// What the view calls it, in its own language.
    pub(super) fn word(&self, name: &str) -> String {
        get(&self.sender.session().words(), name).as_string().unwrap_or_default()
    }

    /// The loader hears the user for this component from now on. Returns which button they used before it could, and when.
    pub(super) fn take_over(&self) -> Option<(String, f64)> {
        let early = self.sender.session().take_over();
        Some((get(&early, "action").as_string()?, get(&early, "at").as_f64()?))
    }

    /// Where the flow stands.
    pub(super) fn flow(&self) -> Flow {
        self.flow.get()
    }

    /// The user used the button with this name, at this time.
    pub(super) fn used(&self, button: &str, at: f64, link: &Scope<Widget>) {
        let event = match button {
            "acknowledge" => Event::Acknowledge,
            "decline" => Event::Decline,
            _ => return link.send_message(Msg::Dismiss),
        };
        // What they do while that is being done has no meaning, and no time.
        if self.flow.get().can_act() {
            self.acted_at.set(at);
        }
        self.step(event, link);
        link.send_message(Msg::Stepped);
    }

    /// Takes a step, and runs what comes of it; returns where the flow stands then.
    pub(super) fn step(&self, event: Event, link: &Scope<Widget>) -> Flow {
        let before = self.flow.get();
        let mut now = before;
        let effects = now.step(event);
        self.flow.set(now);
        for effect in effects {
            self.run(effect, Some(link));
        }
        if now != before {
            let session = self.sender.session();
            session.busy(!now.can_act());
            if now.is_open() != before.is_open() {
                session.stand(now.is_open());
                if !now.is_open() {
                    self.after(SETTLING, Some(link), Msg::Settled);
                }
            }
        }
        now
    }

    /// Ends the call for this user, at once: what it comes to is settled when this returns.
    pub(super) fn end(&self) {
        let mut flow = self.flow.get();
        let effects = flow.step(Event::Abort);
        self.flow.set(flow);
        for effect in effects {
            self.run(effect, None);
        }
        self.timers.take();
    }

    fn run(&self, effect: Effect, link: Option<&Scope<Widget>>) {
        let session = self.sender.session();
        match effect {
            Effect::Save(action) => self.save(action, link),
            Effect::Send => self.send(link),
            Effect::StartWait => {
                // The wait for a record of a text that has gone is over.
                self.timers.take();
                self.after(session.wait(), link, Msg::Event(Event::WaitOver));
            }
            Effect::Reload => self.reload(link),
            Effect::EmitActed(action, delivery) => {
                let detail = object([("id", self.id()), ("delivery", delivery.as_str().into())]);
                session.emit(action.as_str(), &detail);
            }
            Effect::EmitRecorded => {
                fade(link);
                session.emit("recorded", &object([("id", self.id()), ("receipt", self.answer())]));
            }
            Effect::EmitRejected => {
                let code = ("code", "endpoint-refused".into());
                session.emit("error", &object([("id", self.id()), code, ("status", self.answer())]));
            }
            Effect::Settle(Outcome::Acted(action, delivery)) => {
                let receipt = if delivery == Delivery::Recorded { self.answer() } else { JsValue::NULL };
                session.settle(action.as_str(), Some(delivery.as_str()), &receipt, &self.id());
            }
            Effect::Settle(Outcome::Already(delivery)) => {
                fade(link);
                session.settle("already", Some(delivery.as_str()), &JsValue::NULL, &JsValue::UNDEFINED);
            }
            Effect::Settle(Outcome::Unavailable) => {
                session.settle("unavailable", None, &JsValue::NULL, &JsValue::UNDEFINED);
            }
        }
    }

    fn after(&self, milliseconds: u32, link: Option<&Scope<Widget>>, msg: Msg) {
        let Some(link) = link.cloned() else { return };
        let timer = Timeout::new(milliseconds, move || link.send_message(msg));
        self.timers.borrow_mut().push(timer);
    }

    fn save(&self, action: Action, link: Option<&Scope<Widget>>) {
        let Some(link) = link.cloned() else { return };
        let entry = record::make(self.sender.session(), action, self.acted_at.get());
        self.current.replace(Current { id: entry.id.clone(), answer: JsValue::NULL });
        let sender = self.sender.clone();
        spawn_local(async move {
            let kept = sender.keep(entry).await;
            link.send_message(Msg::Event(kept.map_or_else(Event::Before, Event::Saved)));
        });
    }

    fn send(&self, link: Option<&Scope<Widget>>) {
        let Some(link) = link.cloned() else { return };
        let current = self.current.clone();
        self.sender.listen(move |id, answer, with| {
            let is_current = current.borrow().id == id;
            if is_current {
                current.borrow_mut().answer = with.clone();
                link.send_message(Msg::Event(Event::Answered(answer)));
            }
            is_current
        });
        self.sender.kick(true);
    }

    fn reload(&self, link: Option<&Scope<Widget>>) {
        let Some(link) = link.cloned() else { return };
        let session = self.sender.session().clone();
        let id = self.current.borrow().id.clone();
        spawn_local(async move {
            let reloaded = session.reload(&id).await.as_bool() == Some(true);
            link.send_message(Msg::Event(if reloaded { Event::Reloaded } else { Event::ReloadFailed }));
        });
    }

    fn id(&self) -> JsValue {
        self.current.borrow().id.as_str().into()
    }

    fn answer(&self) -> JsValue {
        self.current.borrow().answer.clone()
    }
}

/// The last message of a record hides itself after a while.
fn fade(link: Option<&Scope<Widget>>) {
    if let Some(link) = link {
        link.send_message(Msg::Fade { left: STAYS });
    }
}
