//! What the reader does with the controls of a notice. One listener a kind of event hears them all, at the notice's root,
//! and is gone with it. What a control means is `Msg::of`'s to say.

use super::json::get;
use crate::view::{Msg, Widget};
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::html::Scope;

/// Hears the controls below a root. Dropping it stops that.
pub(super) struct Heard {
    _listeners: [EventListener; 3],
}

impl Heard {
    pub(super) fn new(root: &Element, widget: &Scope<Widget>) -> Self {
        let hear = |kind: &'static str, control: &'static str| {
            let widget = widget.clone();
            EventListener::new(root, kind, move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let Some(control) = target.and_then(|target| target.closest(control).ok().flatten()) else { return };
                let value = get(&control, "value").as_string().unwrap_or_default();
                if let Some(msg) = Msg::of(&control.get_attribute("part").unwrap_or_default(), &value) {
                    widget.send_message(msg);
                }
            })
        };
        Self { _listeners: [hear("click", "button"), hear("change", "select"), hear("input", "input")] }
    }
}
