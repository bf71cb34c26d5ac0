//! The browser: what the loader calls, and everything that touches web-sys, storage and network.
//!
//! Private to `static/ciente.js`: the glue that wasm-bindgen makes of this is no interface for hosts.

mod heard;
mod held;
mod host;
mod json;
mod mounted;
mod outbox;
mod platform;
mod reader;
mod record;
mod session;

use crate::{
    flow::{Delivery, Event, Kept},
    read::{self, Json},
    view::{Msg, Props, Shown, Since},
};
use host::WebHost;
use mounted::Mounted;
use outbox::Sender;
use session::Session;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A notice on the screen. Dropping it from JavaScript's side happens through [`View::close`].
#[wasm_bindgen]
pub struct View {
    mounted: Mounted,
    host: Rc<WebHost>,
    sender: Rc<Sender>,
}

#[wasm_bindgen]
impl View {
    /// Settles the call if it is not settled, stops sending for this user and leaves nothing behind.
    pub fn close(&self) {
        self.host.end();
        self.sender.stop();
        self.mounted.unmount();
    }

    /// The user acknowledged in another tab: nothing is asked here, unless they have acted here too.
    pub fn elsewhere(&self, delivery: &str) {
        let delivery = if delivery == "recorded" { Delivery::Recorded } else { Delivery::Pending(Kept::Device) };
        self.mounted.tell(Msg::Event(Event::Elsewhere(delivery)));
    }

    /// The host wants another language: what `wanted` names, as far as the notice is there in it.
    pub fn translate(&self, locale: String) {
        self.mounted.tell(Msg::Locale(locale));
    }

    /// Looks again whether the notice is in front: the host may have moved the element.
    pub fn restore(&self) {
        self.host.restore();
    }
}

/// Shows the session's notice inside `root`, or takes over the view that the loader built there, if it is from the same
/// sources as this code; any other view is taken away first.
///
/// # Errors
/// When the notice is not valid; nothing is shown then.
#[wasm_bindgen]
pub fn open(root: &web_sys::Element, session: &Session) -> Result<View, JsValue> {
    let notice = valid_notice(session).ok_or_else(|| JsValue::from_str("notice-invalid"))?;
    let is_same = session.build().as_deref() == Some(crate::BUILD);
    let sender = Sender::new(session.clone());
    let host = Rc::new(WebHost::new(sender.clone()));
    // What an earlier visit left is sent while the user reads.
    sender.kick(true);
    let props = Props { shown: shown(&sender.session(), notice), host: host.clone() };
    if !is_same {
        session.clear();
    }
    Ok(View { mounted: Mounted::new(root, props, is_same), host, sender })
}

/// Sends what this user's outbox still holds, without showing anything.
#[wasm_bindgen]
pub struct Drain(Rc<Sender>);

#[wasm_bindgen]
impl Drain {
    /// Stops sending.
    pub fn close(&self) {
        self.0.stop();
    }
}

/// Begins to send what this user's outbox still holds.
#[wasm_bindgen]
pub fn drain(session: Session) -> Drain {
    let sender = Sender::new(session);
    sender.kick(true);
    Drain(sender)
}

/// The notice with what changed before it, where that is known. Lists that cannot be read are left out: the whole text is
/// there anyway.
fn shown(session: &Session, notice: Rc<ciente_notice::Notice>) -> Shown {
    let lists = session.changes().items().unwrap_or_default().iter().filter_map(read::changes).collect();
    let since = session.since().map(|version| Rc::new(Since { version, lists }));
    let locales = session.locales().items().unwrap_or_default().iter().filter_map(Json::text).collect();
    Shown { notice, since, locales, record: None }
}

/// The same version in another locale; nothing when it cannot be had, which the host is told.
async fn translate(session: &Session, locale: &str) -> Option<(Shown, Session)> {
    match session.translate(locale).await {
        Ok(session) => valid_notice(&session).map(|notice| (shown(&session, notice), session)),
        Err(error) => {
            session.emit("error", &error_detail(&error));
            None
        }
    }
}

/// What the host is told of an error of the loader's.
fn error_detail(error: &JsValue) -> JsValue {
    let code = json::get(error, "code").as_string();
    let code = code.as_deref().unwrap_or("widget-failed");
    json::object([("code", code.into()), ("message", json::get(error, "message"))])
}

fn valid_notice(session: &Session) -> Option<Rc<ciente_notice::Notice>> {
    let notice = read::notice(&session.notice())?;
    let named = notice.id == session.id() && notice.version == session.version() && notice.locale == session.locale();
    named.then(|| Rc::new(notice))
}
