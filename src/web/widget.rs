//! The component: says how things stand, in the notice and after it. The notice itself stands beside it as it was built.

use super::{host::WebHost, json::get};
use crate::{
    flow::{Event, Flow},
    status::{Tone, status},
};
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// How long "recorded" stays on the screen, in seconds.
pub(super) const STAYS: u32 = 6;

/// What the component is told.
pub(super) enum Msg {
    /// Something happened.
    Event(Event),
    /// The host took a step by itself.
    Stepped,
    /// Another text is on the screen, or the one that the user wanted cannot be had.
    Translated { missed: bool },
    /// The notice has been gone for a moment: what is said now is heard.
    Settled,
    /// The status message goes in so many seconds.
    Fade { left: u32 },
    /// Take the status message away.
    Dismiss,
}

/// The component's properties, fixed for its life.
#[derive(Clone, Properties)]
pub(super) struct Props {
    /// Where it says how things stand while the notice is there. Afterwards it does so in its own root.
    pub(super) now: Element,
    /// The world around it.
    pub(super) host: Rc<WebHost>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.host, &other.host)
    }
}

/// How things stand.
pub(super) struct Widget {
    flow: Flow,
    /// Whether the notice, where it is gone, has been so for a moment.
    settled: bool,
    dismissed: bool,
    /// The status message after the notice.
    toast: NodeRef,
    /// Counts the seconds that it stays.
    fading: Option<Timeout>,
    /// Whether the language that the user wanted last cannot be had.
    missed: bool,
}

impl Component for Widget {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self {
            flow: Flow::default(),
            settled: false,
            dismissed: false,
            toast: NodeRef::default(),
            fading: None,
            missed: false,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let host = &ctx.props().host;
        let now = match msg {
            Msg::Event(event) => host.step(event, ctx.link()),
            Msg::Stepped => host.flow(),
            Msg::Translated { missed } => {
                self.missed = missed;
                return true;
            }
            Msg::Settled => {
                self.settled = true;
                return true;
            }
            Msg::Fade { left } => {
                if self.dismissed {
                    return false;
                }
                let left = if self.is_held() { STAYS } else { left };
                if left > 0 {
                    let link = ctx.link().clone();
                    self.fading = Some(Timeout::new(1_000, move || link.send_message(Msg::Fade { left: left - 1 })));
                    return false;
                }
                self.dismissed = true;
                return true;
            }
            Msg::Dismiss => {
                self.dismissed = true;
                return true;
            }
        };
        let before = std::mem::replace(&mut self.flow, now);
        if before.is_open() != now.is_open() {
            self.settled = false;
        }
        let changed = self.flow != before;
        if changed {
            self.dismissed = false;
        }
        changed
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { now, host } = ctx.props();
        let missed = || self.missed.then_some((Tone::Bad, "localeMissed"));
        let line = status(self.flow).or_else(missed).map(|(tone, word)| {
            // No text of Yew's: a translator puts nodes of its own in the place of it, and they would stay.
            html! { <p part="status" class={classes!("status", tone.class())} ~textContent={host.word(word)} /> }
        });
        if self.flow.is_open() {
            return line.map_or_else(Html::default, |line| create_portal(line, now.clone()));
        }
        let Some(line) = line.filter(|_| self.settled && !self.dismissed) else { return Html::default() };
        html! {
            <div class="toast" part="message" ref={self.toast.clone()}>
                { line }
                <button type="button" class="dismiss" part="dismiss" aria-label={host.word("dismiss")}><span aria-hidden="true">{ "×" }</span></button>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first_render: bool) {
        if first_render && let Some((button, at)) = ctx.props().host.take_over() {
            ctx.props().host.used(&button, at, ctx.link());
        }
    }
}

impl Widget {
    /// Whether the message must not go: somebody is at it, or nobody looks at the page.
    fn is_held(&self) -> bool {
        self.toast.cast::<Element>().is_some_and(|toast| {
            let is_used = toast.matches(":hover, :focus-within").unwrap_or_default();
            is_used || get(&get(&toast, "ownerDocument"), "hidden") == true
        })
    }
}
