//! The component: holds the state machine, renders it, and hands effects to its [`Host`].

use super::{Since, changes, essence, scale::Scale, status, text};
use crate::{
    flow::{Effect, Event, Flow},
    strings,
};
use ciente_notice::{Duration, Notice};
use std::rc::Rc;
use yew::prelude::*;

/// What the component needs of the world around it.
pub trait Host {
    /// Where the flow stands now.
    fn track(&self, flow: Flow);
    /// Runs an effect; what comes of it is sent back.
    fn run(&self, effect: Effect, send: Callback<Msg>);
    /// A day (`YYYY-MM-DD`) as the locale writes it.
    fn date(&self, locale: &str, day: &str) -> String;
    /// A duration as the locale writes it, "7 dias".
    fn duration(&self, locale: &str, duration: Duration) -> String;
    /// Puts the dialog in front of everything else, or takes it away and gives the focus back. `renewed` when another
    /// notice is in it than the last time.
    fn present(&self, dialog: &NodeRef, open: bool, renewed: bool);
    /// Brings the element with this id, within the dialog, to the reader, and the focus with it.
    fn go_to(&self, id: &str);
    /// Sends [`Msg::Dismiss`] after a while.
    fn dismiss_later(&self, send: Callback<Msg>);
}

/// The notice on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The notice.
    pub notice: Rc<Notice>,
    /// What changed since the reader acknowledged a version before it.
    pub since: Option<Rc<Since>>,
}

/// What the component is told.
#[derive(Debug)]
pub enum Msg {
    /// Something happened.
    Event(Event),
    /// The current notice is here: show it in place of a stale one.
    Replace(Shown),
    /// Take the status message away.
    Dismiss,
    /// The reader looks for this in the data-use table.
    Filter(String),
    /// The reader goes to this section.
    GoTo(usize),
}

/// The component's properties, fixed for its life.
#[derive(Clone, Properties)]
pub struct Props {
    /// The notice to begin with.
    pub shown: Shown,
    /// The world around it.
    pub host: Rc<dyn Host>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.shown == other.shown && Rc::ptr_eq(&self.host, &other.host)
    }
}

/// The notice in front of the user.
#[derive(Debug)]
pub struct Widget {
    flow: Flow,
    shown: Shown,
    renewed: bool,
    dismissed: bool,
    filter: String,
    dialog: NodeRef,
}

impl Component for Widget {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let shown = ctx.props().shown.clone();
        Self {
            flow: Flow::default(),
            shown,
            renewed: true,
            dismissed: false,
            filter: String::new(),
            dialog: NodeRef::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let event = match msg {
            Msg::Event(event) => event,
            Msg::Replace(shown) => {
                self.shown = shown;
                self.renewed = true;
                Event::Reloaded
            }
            Msg::Dismiss => {
                self.dismissed = true;
                return true;
            }
            Msg::Filter(filter) => {
                self.filter = filter;
                return true;
            }
            Msg::GoTo(section) => {
                ctx.props().host.go_to(&text::section_id(section));
                return false;
            }
        };
        let before = self.flow;
        let effects = self.flow.step(event);
        if self.flow != before {
            self.dismissed = false;
            ctx.props().host.track(self.flow);
        }
        for effect in effects {
            if matches!(effect, Effect::EmitRecorded) {
                ctx.props().host.dismiss_later(ctx.link().callback(|msg| msg));
            }
            ctx.props().host.run(effect, ctx.link().callback(|msg| msg));
        }
        self.flow != before
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let notice = &*self.shown.notice;
        let words = strings::for_locale(&notice.locale);
        let host = &*ctx.props().host;
        let open = self.flow.is_open();
        let status = status::status(self.flow, words);
        let say = |(tone, text): (status::Tone, &'static str)| {
            html! { <p part="status" class={classes!("status", tone.class())}>{ text }</p> }
        };
        let content = || {
            let since = notice.effective_from.as_deref().map(|day| {
                let day = host.date(words.locale, day);
                html! { <>{ " · " }{ words.effective_from.replace("{}", &day) }</> }
            });
            let act = |event: Event| ctx.link().callback(move |_: MouseEvent| Msg::Event(event));
            let disabled = (!self.flow.can_act()).then_some("true");
            let context = text::Context {
                notice,
                words,
                host,
                scale: Scale::of(notice),
                since: self.shown.since.as_deref(),
                filter: &self.filter,
                send: ctx.link().callback(|msg| msg),
            };
            html! {
                <>
                    <header>
                        <h2 id="title" part="title" tabindex="-1">{ &notice.title }</h2>
                    </header>
                    <div class="text" part="sections" role="region" aria-labelledby="title" tabindex="0">
                        { changes::changes(&context) }
                        <div part="summary">
                            // Isolated: next to Arabic, "2022-05" would read "05-2022".
                            <p class="version">{ words.version }{ " " }<bdi dir="ltr">{ &notice.version }</bdi>{ since }</p>
                            { essence::essence(&context) }
                        </div>
                        { text::contents(&context) }
                        { text::sections(&context) }
                    </div>
                    <footer>
                        <div role="status" class="now">{ status.map(say) }</div>
                        <button type="button" part="decline" aria-disabled={disabled} onclick={act(Event::Decline)}>
                            { words.decline }
                        </button>
                        <button type="button" part="acknowledge" aria-disabled={disabled} onclick={act(Event::Acknowledge)}>
                            { words.acknowledge }
                        </button>
                    </footer>
                </>
            }
        };
        let later = status.filter(|_| !open && !self.dismissed).map(|status| {
            html! {
                <div class="toast">
                    { say(status) }
                    <button type="button" class="dismiss" aria-label={words.dismiss}
                        onclick={ctx.link().callback(|_: MouseEvent| Msg::Dismiss)}><span aria-hidden="true">{ "×" }</span></button>
                </div>
            }
        });
        html! {
            <div class="root" lang={notice.locale.clone()} dir={strings::direction(&notice.locale)}>
                <dialog part="dialog" closedby="none" aria-labelledby="title" ref={self.dialog.clone()}>
                    { open.then(content) }
                </dialog>
                <div role="status">{ later }</div>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first_render: bool) {
        let renewed = std::mem::take(&mut self.renewed);
        ctx.props().host.present(&self.dialog, self.flow.is_open(), renewed);
    }
}
