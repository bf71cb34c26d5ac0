//! The browser: what the loader calls, and everything that touches web-sys, storage and network.
//!
//! Private to `static/ciente.js`: the glue that wasm-bindgen makes of this is no interface for hosts.

mod host;
mod json;
mod outbox;
mod platform;
mod record;
mod session;
mod widget;

use crate::flow::{Delivery, Event, Kept};
use host::WebHost;
use outbox::Sender;
use session::Session;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::prelude::*;
use widget::{Msg, Props, Widget};
use yew::{AppHandle, html::Scope};

// Small, and made for what is small: nothing here is near 64 KiB, for the notice's text never comes in.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A notice on the screen, until [`View::close`].
#[wasm_bindgen]
pub struct View(RefCell<Option<Shown>>);

/// All that a view holds. The session among it leads back to whatever the loader holds, the view too: a ring that no
/// collector sees through, because half of it lies in this module's memory.
struct Shown {
    app: AppHandle<Widget>,
    host: Rc<WebHost>,
    sender: Rc<Sender>,
}

#[wasm_bindgen]
impl View {
    /// Settles the call if it is not settled, stops sending for this user and leaves nothing behind.
    pub fn close(&self) {
        let shown = self.0.borrow_mut().take();
        if let Some(Shown { app, host, sender }) = shown {
            host.end();
            sender.stop();
            app.destroy();
        }
    }

    /// The user used a button, at this time (milliseconds since 1970).
    ///
    /// At once: whoever closes the view next has acted all the same.
    pub fn act(&self, button: &str, at: f64) {
        let shown = self.0.borrow();
        let Some((host, link)) = shown.as_ref().map(|Shown { app, host, .. }| (host.clone(), Scope::clone(app))) else {
            return;
        };
        drop(shown);
        host.used(button, at, &link);
    }

    /// The user acknowledged in another tab: nothing is asked here, unless they have acted here too.
    pub fn elsewhere(&self, delivery: &str) {
        let delivery = if delivery == "recorded" { Delivery::Recorded } else { Delivery::Pending(Kept::Device) };
        // Whoever is told that it waits hears what becomes of it.
        if let Some(Shown { sender, .. }) = &*self.0.borrow() {
            sender.kick(false);
        }
        self.tell(Msg::Event(Event::Elsewhere(delivery)));
    }

    /// Another text is on the screen, or the one that the user wanted cannot be had.
    pub fn translated(&self, missed: bool) {
        self.tell(Msg::Translated { missed });
    }

    fn tell(&self, msg: Msg) {
        if let Some(Shown { app, .. }) = &*self.0.borrow() {
            app.send_message(msg);
        }
    }
}

/// Answers for the session's notice, which is on the screen: what is asked of the user is done, and what becomes of it is
/// said in the two places that the notice has for it. Nothing else of it is touched.
#[wasm_bindgen]
pub fn open(now: web_sys::Element, later: web_sys::Element, session: Session) -> View {
    let sender = Sender::new(session, false);
    let host = Rc::new(WebHost::new(sender.clone()));
    // What an earlier visit left is sent while the user reads.
    sender.kick(true);
    let props = Props { now, host: host.clone() };
    let app = yew::Renderer::<Widget>::with_root_and_props(later, props).render();
    View(RefCell::new(Some(Shown { app, host, sender })))
}

/// Sends what this user's outbox still holds, without showing anything, until [`Drain::close`].
#[wasm_bindgen]
pub struct Drain(Cell<Option<Rc<Sender>>>);

#[wasm_bindgen]
impl Drain {
    /// Stops sending, and leaves nothing behind.
    pub fn close(&self) {
        if let Some(sender) = self.0.take() {
            sender.stop();
        }
    }
}

/// Begins to send what this user's outbox still holds.
#[wasm_bindgen]
pub fn drain(session: Session) -> Drain {
    let sender = Sender::new(session, true);
    sender.kick(true);
    Drain(Cell::new(Some(sender)))
}
