//! The dialog, held where the host wants it. How it is held is the loader's business (`static/loader/front.js`), because it
//! holds the notice before this code has arrived.

use super::session::Session;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A `Front` of the loader's.
    #[derive(Debug)]
    pub type Front;

    /// Looks again whether the dialog is where it belongs.
    #[wasm_bindgen(method)]
    fn restore(this: &Front);
    /// Back to the beginning, for another text.
    #[wasm_bindgen(method)]
    fn rewind(this: &Front);
    /// To the element with this id, and the focus with it.
    #[wasm_bindgen(method, js_name = goTo)]
    fn go_to(this: &Front, id: &str);
    /// Takes the dialog away; the focus goes back to where it was.
    #[wasm_bindgen(method)]
    fn close(this: &Front);
}

/// Holds the dialog. Dropping it takes the dialog away.
pub(super) struct Held {
    front: Front,
    _told: Closure<dyn Fn()>,
}

impl Held {
    /// Has the dialog held; `told` is called each time it gets to where it can be read.
    pub(super) fn new(session: &Session, dialog: &web_sys::Element, told: Rc<dyn Fn()>) -> Self {
        let told = Closure::<dyn Fn()>::new(move || told());
        Self { front: session.hold(dialog, &told), _told: told }
    }

    pub(super) fn restore(&self) {
        self.front.restore();
    }

    pub(super) fn rewind(&self) {
        self.front.rewind();
    }

    pub(super) fn go_to(&self, id: &str) {
        self.front.go_to(id);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.front.close();
    }
}
