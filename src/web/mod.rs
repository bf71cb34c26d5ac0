//! The browser: what the loader calls, and everything that touches web-sys, storage and network.
//!
//! Private to `static/ciente.js`: the glue that wasm-bindgen makes of this is no interface for hosts.

mod host;
mod json;
mod modal;
mod outbox;
mod platform;
mod record;
mod session;

use crate::{
    flow::Event,
    read,
    view::{Msg, Props, Shown, Widget},
};
use host::WebHost;
use outbox::Sender;
use session::Session;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use yew::{AppHandle, Callback};

/// A notice on the screen. Dropping it from JavaScript's side happens through [`View::close`].
#[wasm_bindgen]
pub struct View {
    app: RefCell<Option<AppHandle<Widget>>>,
    send: Rc<RefCell<Option<Callback<Msg>>>>,
    sender: Rc<Sender>,
}

#[wasm_bindgen]
impl View {
    /// Settles the call if it is not settled, stops sending for this user and leaves nothing behind.
    pub fn close(&self) {
        let send = self.send.borrow_mut().take();
        if let Some(send) = send {
            send.emit(Msg::Event(Event::Abort));
        }
        self.sender.stop();
        let app = self.app.borrow_mut().take();
        if let Some(app) = app {
            app.destroy();
        }
    }
}

/// Shows the session's notice inside `root`.
///
/// # Errors
/// When the notice is not valid; nothing is shown then.
#[wasm_bindgen]
pub fn open(root: web_sys::Element, session: Session) -> Result<View, JsValue> {
    let notice = valid_notice(&session).ok_or_else(|| JsValue::from_str("notice-invalid"))?;
    let sender = Sender::new(session);
    let host = Rc::new(WebHost::new(sender.clone()));
    let send = Rc::new(RefCell::new(None));
    let connect = {
        let send = send.clone();
        Callback::from(move |callback| *send.borrow_mut() = Some(callback))
    };
    let props = Props { shown: Shown { notice }, host, connect };
    let app = yew::Renderer::<Widget>::with_root_and_props(root, props).render();
    Ok(View { app: RefCell::new(Some(app)), send, sender })
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

fn valid_notice(session: &Session) -> Option<Rc<ciente_notice::Notice>> {
    let notice = read::notice(&session.notice())?;
    let named = notice.id == session.id() && notice.version == session.version() && notice.locale == session.locale();
    named.then(|| Rc::new(notice))
}
