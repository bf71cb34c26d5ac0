//! A modal dialog that stays in front of the page while the notice is open, and gives the focus back. Nothing of the host's
//! may lock the user out: where the dialog cannot be seen, it does not keep the page inert either.

use gloo::events::{EventListener, EventListenerOptions};
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, KeyboardEvent, ResizeObserver};

/// Holds the dialog in front. Dropping it takes the dialog away; the browser gives the focus back to where it was.
pub(super) struct Modal {
    inner: Rc<Inner>,
    _listeners: [EventListener; 3],
    observer: Option<ResizeObserver>,
    _resized: Closure<dyn FnMut()>,
}

struct Inner {
    dialog: HtmlDialogElement,
    in_front: Box<dyn Fn()>,
}

impl Modal {
    /// Brings the dialog in front of everything else as soon as it can be seen; `in_front` is called each time it gets there.
    pub(super) fn new(dialog: HtmlDialogElement, in_front: impl Fn() + 'static) -> Self {
        let inner = Rc::new(Inner { dialog, in_front: Box::new(in_front) });
        let active = EventListenerOptions::enable_prevent_default();
        // Where `closedby` is unknown, `cancel` alone gives way to a repeated Escape: Chromium lets a page refuse it only
        // once between two user activations. So the key is taken before it becomes a close request.
        let cancel = EventListener::new_with_options(&inner.dialog, "cancel", active, Event::prevent_default);
        let escape = EventListener::new_with_options(&inner.dialog, "keydown", active, |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape") {
                event.prevent_default();
            }
        });
        let closed = {
            let inner = inner.clone();
            EventListener::new(&inner.dialog.clone(), "close", move |_| inner.restore())
        };
        let resized = {
            let inner = inner.clone();
            Closure::new(move || inner.restore())
        };
        // The root is 1 × 1 while the host shows the element and has no box while the host, or anything above, hides it.
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(root)) = (&observer, inner.root()) {
            observer.observe(&root);
        }
        inner.restore();
        Self { inner, _listeners: [cancel, escape, closed], observer, _resized: resized }
    }

    /// Looks again whether the dialog is where it belongs: the host may have moved the element.
    pub(super) fn restore(&self) {
        self.inner.restore();
    }

    /// Back to the beginning, for another text.
    pub(super) fn rewind(&self) {
        let dialog = &self.inner.dialog;
        dialog.set_scroll_top(0);
        if let Some(text) = dialog.query_selector(".text").ok().flatten() {
            text.set_scroll_top(0);
        }
        self.inner.focus("title");
    }

    /// To the element with this id, and the focus with it.
    pub(super) fn go_to(&self, id: &str) {
        if let Some(element) = self.inner.focus(id) {
            element.scroll_into_view();
        }
    }
}

impl Drop for Modal {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
        if self.inner.dialog.open() {
            self.inner.dialog.close();
        }
    }
}

impl Inner {
    fn root(&self) -> Option<Element> {
        self.dialog.parent_element()
    }

    fn restore(&self) {
        let root = self.root().and_then(|root| root.dyn_into::<HtmlElement>().ok());
        let can_be_seen = root.is_some_and(|root| root.is_connected() && root.offset_width() > 0);
        // A dialog that was moved is open, and modal no more.
        let is_modal = self.dialog.matches(":modal").unwrap_or(false);
        if can_be_seen == is_modal {
            return;
        }
        if self.dialog.open() {
            self.dialog.close();
        }
        if can_be_seen && self.dialog.show_modal().is_ok() {
            // So that a screen reader begins where a reader begins.
            self.focus("title");
            (self.in_front)();
        }
    }

    fn focus(&self, id: &str) -> Option<HtmlElement> {
        focus_in(&self.dialog, id)
    }
}

/// Moves the focus to the element with this id within the dialog.
pub(super) fn focus_in(dialog: &HtmlDialogElement, id: &str) -> Option<HtmlElement> {
    let found = dialog.query_selector(&format!("#{id}")).ok().flatten()?;
    let element = found.dyn_into::<HtmlElement>().ok()?;
    let _ = element.focus();
    Some(element)
}
