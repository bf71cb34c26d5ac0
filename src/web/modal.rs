//! A modal dialog that neither Escape nor the back gesture closes, and that gives the focus back.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlDialogElement, HtmlElement, KeyboardEvent};
use yew::NodeRef;

/// Holds the dialog open; the listeners go with it.
pub(super) struct Guard {
    _listeners: [EventListener; 2],
}

/// Brings the dialog in front of everything else, unless it is there already. The focus goes to its title, so that a
/// screen reader begins where a reader begins.
pub(super) fn show(dialog: &NodeRef, title: &NodeRef) -> Option<Guard> {
    let dialog = dialog.cast::<HtmlDialogElement>()?;
    if dialog.open() || dialog.show_modal().is_err() {
        return None;
    }
    if let Some(title) = title.cast::<HtmlElement>() {
        let _ = title.focus();
    }
    let active = EventListenerOptions::enable_prevent_default();
    // Where `closedby` is unknown, `cancel` alone gives way to a repeated Escape: Chromium lets a page refuse it only once
    // between two user activations. So the key is taken before it becomes a close request.
    let cancel = EventListener::new_with_options(&dialog, "cancel", active, Event::prevent_default);
    let escape = EventListener::new_with_options(&dialog, "keydown", active, |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape") {
            event.prevent_default();
        }
    });
    Some(Guard { _listeners: [cancel, escape] })
}

/// Closes the dialog; the browser gives the focus back to where it was.
pub(super) fn hide(dialog: &NodeRef) {
    if let Some(dialog) = dialog.cast::<HtmlDialogElement>().filter(HtmlDialogElement::open) {
        dialog.close();
    }
}

/// Brings an element of the dialog to the reader, and the focus with it.
pub(super) fn go_to(title: &NodeRef, id: &str) {
    let dialog = title.cast::<HtmlElement>().and_then(|title| title.closest("dialog").ok().flatten());
    let found = dialog.and_then(|dialog| dialog.query_selector(&format!("#{id}")).ok().flatten());
    if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        element.scroll_into_view();
        let _ = element.focus();
    }
}
