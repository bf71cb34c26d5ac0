//! Looking the notice up afterwards: the same view, nothing asked, nothing recorded.

use super::{held::Held, json::get, mounted::Mounted, platform, session::Session};
use crate::{
    flow::{Effect, Event, Flow},
    view::{Host, Msg, Props, Record, Shown},
};
use ciente_notice::Duration;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, NodeRef};

#[wasm_bindgen]
extern "C" {
    /// The session of whoever looks the notice up; its shape is made in `static/loader/lookup.js`.
    #[derive(Clone)]
    #[wasm_bindgen(extends = Session)]
    pub type Lookup;

    /// What is known of their acknowledgement: `{version, at, locale, state, receipt}`, nothing when there is none.
    #[wasm_bindgen(method, getter)]
    pub fn record(this: &Lookup) -> JsValue;
    /// Prints the notice and nothing of the page.
    #[wasm_bindgen(method)]
    pub fn print(this: &Lookup);
    /// Lets the reader keep their receipt as a file.
    #[wasm_bindgen(method)]
    pub fn save(this: &Lookup);
    /// The reader is done.
    #[wasm_bindgen(method)]
    pub fn done(this: &Lookup);
}

/// The notice, looked up.
#[wasm_bindgen]
pub struct Reading {
    mounted: Mounted,
    host: Rc<ReaderHost>,
}

#[wasm_bindgen]
impl Reading {
    /// Takes it away; the browser gives the focus back.
    pub fn close(&self) {
        self.host.held.take();
        self.mounted.unmount();
    }
}

/// Shows the session's notice inside `root`, to be read only.
///
/// # Errors
/// When the notice is not valid; nothing is shown then.
#[wasm_bindgen]
pub fn read(root: &web_sys::Element, session: &Lookup) -> Result<Reading, JsValue> {
    let notice = super::valid_notice(session).ok_or_else(|| JsValue::from_str("notice-invalid"))?;
    let host = Rc::new(ReaderHost { session: session.clone(), held: RefCell::new(None) });
    let shown = with_record(super::shown(session, notice), session);
    let mounted = Mounted::new(root, Props { shown, host: host.clone() }, false);
    Ok(Reading { mounted, host })
}

fn with_record(shown: Shown, session: &Lookup) -> Shown {
    let known = session.record();
    let text = |name| get(&known, name).as_string();
    let record = Record {
        version: text("version"),
        at: text("at"),
        locale: text("locale"),
        is_recorded: text("state").as_deref() == Some("recorded"),
        has_receipt: get(&known, "receipt").is_object(),
    };
    Shown { record: Some(Rc::new(record)), ..shown }
}

struct ReaderHost {
    session: Lookup,
    /// The dialog while it is in front.
    held: RefCell<Option<Held>>,
}

impl Host for ReaderHost {
    fn take_over(&self) -> Option<Event> {
        None
    }

    fn track(&self, _: Flow) {}

    fn run(&self, _: Effect, _: Callback<Msg>) {}

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
        let (session, locale) = (self.session.clone(), locale.to_owned());
        spawn_local(async move {
            let translated = super::translate(&session, &locale).await;
            send.emit(Msg::Translated(translated.map(|(shown, _)| with_record(shown, &session))));
        });
    }

    fn serve(&self, msg: &Msg) {
        match msg {
            Msg::Print => self.session.print(),
            Msg::Receipt => self.session.save(),
            _ => self.session.done(),
        }
    }

    fn present(&self, dialog: &NodeRef, _: bool, renewed: bool) {
        if let Some(held) = self.held.borrow().as_ref() {
            if renewed {
                held.rewind();
            }
            return;
        }
        if let Some(dialog) = dialog.cast::<web_sys::Element>() {
            self.held.replace(Some(Held::new(&self.session, &dialog, Rc::new(|| ()))));
        }
    }

    fn go_to(&self, id: &str) {
        if let Some(held) = self.held.borrow().as_ref() {
            held.go_to(id);
        }
    }

    fn dismiss_later(&self, _: Callback<Msg>) {}
}
