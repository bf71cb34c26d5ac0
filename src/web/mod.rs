//! The browser: what the loader calls, and everything that touches web-sys, storage and network.
//!
//! Private to `static/ciente.js`: the glue that wasm-bindgen makes of this is no interface for hosts.

mod held;
mod host;
mod json;
mod outbox;
mod platform;
mod record;
mod session;

use crate::{
    read,
    view::{Props, Shown, Widget},
};
use host::WebHost;
use outbox::Sender;
use session::Session;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use yew::AppHandle;

/// A notice on the screen. Dropping it from JavaScript's side happens through [`View::close`].
#[wasm_bindgen]
pub struct View {
    app: RefCell<Option<AppHandle<Widget>>>,
    host: Rc<WebHost>,
    sender: Rc<Sender>,
}

#[wasm_bindgen]
impl View {
    /// Settles the call if it is not settled, stops sending for this user and leaves nothing behind.
    pub fn close(&self) {
        self.host.end();
        self.sender.stop();
        let app = self.app.borrow_mut().take();
        if let Some(app) = app {
            app.destroy();
        }
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
pub fn open(root: web_sys::Element, session: Session) -> Result<View, JsValue> {
    let notice = valid_notice(&session).ok_or_else(|| JsValue::from_str("notice-invalid"))?;
    let is_same = session.build().as_deref() == Some(crate::BUILD);
    let sender = Sender::new(session.clone());
    let host = Rc::new(WebHost::new(sender.clone()));
    // What an earlier visit left is sent while the user reads.
    sender.kick(true);
    let props = Props { shown: Shown { notice }, host: host.clone() };
    if !is_same {
        session.clear();
    }
    let renderer = yew::Renderer::<Widget>::with_root_and_props(root, props);
    let app = if is_same { renderer.hydrate() } else { renderer.render() };
    Ok(View { app: RefCell::new(Some(app)), host, sender })
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
