//! Runs the effects of the state machine in the browser.

use super::{
    held::Held,
    json::{get, object},
    outbox::Sender,
    platform, record,
    session::Session,
};
use crate::{
    flow::{Action, Delivery, Effect, Event, Flow, Outcome},
    view::{Host, Msg},
};
use ciente_notice::{Duration, Notice};
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
    flow: Rc<Cell<Flow>>,
    /// When the notice could first be read; nothing before that.
    shown_at: Rc<Cell<Option<f64>>>,
    /// When the user did what they did before the component heard them.
    early_at: Cell<Option<f64>>,
    /// The record that was made of this notice, and what its last answer brought: the receipt, or the status that refused.
    current: Rc<RefCell<Current>>,
    held: RefCell<Option<Held>>,
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
            flow: Rc::default(),
            shown_at: Rc::default(),
            early_at: Cell::new(None),
            current: Rc::default(),
            held: RefCell::new(None),
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
        let now = platform::now();
        let acted_at = self.early_at.take().unwrap_or(now);
        let entry = record::make(&self.sender.session(), action, self.shown_at.get().unwrap_or(now), acted_at);
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
            let before = sender.session();
            send.emit(match current_notice(&before).await {
                Ok((notice, session)) => {
                    let shown = super::shown(&session, notice);
                    sender.replace_session(session);
                    Msg::Replace(shown)
                }
                Err(why) => {
                    before.emit("error", &why);
                    Msg::Event(Event::ReloadFailed)
                }
            });
        });
    }

    /// Ends the call for this user, at once: what it comes to is settled when this returns.
    pub(super) fn end(&self) {
        let mut flow = self.flow.get();
        for effect in flow.step(Event::Abort) {
            self.run(effect, Callback::noop());
        }
        self.flow.set(flow);
        self.timers.take();
        self.held.take();
    }

    /// Looks again whether the dialog is where it belongs.
    pub(super) fn restore(&self) {
        if let Some(held) = self.held.borrow().as_ref() {
            held.restore();
        }
    }

    fn id(&self) -> JsValue {
        self.current.borrow().id.as_str().into()
    }

    fn answer(&self) -> JsValue {
        self.current.borrow().answer.clone()
    }
}

/// The notice that has taken the place of the session's, or the detail of the error that says why there is none.
async fn current_notice(before: &Session) -> Result<(Rc<Notice>, Session), JsValue> {
    let because = |code: &str| object([("code", code.into())]);
    let session = before.reload().await.map_err(|error| super::error_detail(&error))?;
    if session.digest() == before.digest() {
        // The endpoint knows a newer version than the folder that the notice is fetched from.
        return Err(because("notice-stale"));
    }
    let notice = super::valid_notice(&session).ok_or_else(|| because("notice-invalid"))?;
    Ok((notice, session))
}

/// Tells the host, once a notice, that it can be read.
fn tell_shown(shown_at: &Cell<Option<f64>>, sender: &Sender) {
    if shown_at.get().is_some() {
        return;
    }
    shown_at.set(Some(platform::now()));
    let session = sender.session();
    let notice = [
        ("notice", session.id().into()),
        ("version", session.version().into()),
        ("locale", session.locale().into()),
        ("digest", session.digest().into()),
    ];
    session.emit("shown", &object(notice));
}

impl Host for WebHost {
    fn take_over(&self) -> Option<Event> {
        let early = self.sender.session().take_over();
        self.early_at.set(get(&early, "at").as_f64());
        [("acknowledge", Event::Acknowledge), ("decline", Event::Decline)]
            .into_iter()
            .find_map(|(name, event)| (get(&early, "action") == name).then_some(event))
    }

    fn track(&self, flow: Flow) {
        self.flow.set(flow);
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
            Effect::Settle(Outcome::Already(delivery)) => {
                session.settle("already", Some(delivery.as_str()), &JsValue::NULL);
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

    fn instant(&self, locale: &str, instant: &str) -> String {
        platform::format_instant(locale, instant)
    }

    fn translate(&self, locale: &str, send: Callback<Msg>) {
        let (sender, locale) = (self.sender.clone(), locale.to_owned());
        let flow = self.flow.clone();
        spawn_local(async move {
            let translated = super::translate(&sender.session(), &locale).await;
            send.emit(Msg::Translated(translated.map(|(shown, session)| {
                // A record that is on its way names the words that were on the screen.
                if flow.get().can_act() {
                    sender.replace_session(session);
                }
                shown
            })));
        });
    }

    fn serve(&self, _: &Msg) {}

    fn present(&self, dialog: &NodeRef, open: bool, renewed: bool) {
        if !open {
            self.held.replace(None);
            return;
        }
        if renewed {
            // The loader may have shown it already.
            self.shown_at.set(self.sender.session().shown_at());
        }
        if let Some(held) = self.held.borrow().as_ref() {
            if renewed {
                held.rewind();
                tell_shown(&self.shown_at, &self.sender);
            }
            return;
        }
        if let Some(dialog) = dialog.cast::<web_sys::Element>() {
            let (shown_at, sender) = (self.shown_at.clone(), self.sender.clone());
            let told = Rc::new(move || tell_shown(&shown_at, &sender));
            let held = Held::new(&self.sender.session(), &dialog, told);
            self.held.replace(Some(held));
        }
    }

    fn go_to(&self, id: &str) {
        if let Some(held) = self.held.borrow().as_ref() {
            held.go_to(id);
        }
    }

    fn dismiss_later(&self, send: Callback<Msg>) {
        self.after(DISMISS_AFTER, send, Msg::Dismiss);
    }
}
