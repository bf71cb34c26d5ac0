//! A notice in the page: Yew's component, and what hears its controls; gone together.

use super::heard::Heard;
use crate::view::{Msg, Props, Widget};
use std::cell::RefCell;
use web_sys::Element;
use yew::AppHandle;

pub(super) struct Mounted(RefCell<Option<(AppHandle<Widget>, Heard)>>);

impl Mounted {
    /// Renders the notice into `root`, or takes over the same view that stands there already.
    pub(super) fn new(root: &Element, props: Props, stands_there: bool) -> Self {
        let renderer = yew::Renderer::<Widget>::with_root_and_props(root.clone(), props);
        let app = if stands_there { renderer.hydrate() } else { renderer.render() };
        let heard = Heard::new(root, &app);
        Self(RefCell::new(Some((app, heard))))
    }

    pub(super) fn tell(&self, msg: Msg) {
        if let Some((app, _)) = &*self.0.borrow() {
            app.send_message(msg);
        }
    }

    pub(super) fn unmount(&self) {
        let mounted = self.0.borrow_mut().take();
        if let Some((app, _)) = mounted {
            app.destroy();
        }
    }
}
