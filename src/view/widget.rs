//! The component: holds the state machine, renders it, and hands effects to its [`Host`].

use super::{Record, Since, page, record, scale::Scale, status, text};
use crate::{
    flow::{Effect, Event, Flow, Outcome},
    strings,
};
use ciente_notice::{Duration, Notice};
use std::rc::Rc;
use yew::prelude::*;

/// What the component needs of the world around it.
pub trait Host {
    /// The component hears the user from now on. Returns what the user did before it could.
    fn take_over(&self) -> Option<Event>;
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
    /// An instant (RFC 3339) as the locale writes it.
    fn instant(&self, locale: &str, instant: &str) -> String;
    /// Fetches the notice in another locale; answers with [`Msg::Translated`].
    fn translate(&self, locale: &str, send: Callback<Msg>);
    /// What only a reader who looks the notice up can do: [`Msg::Print`], [`Msg::Receipt`], [`Msg::Close`].
    fn serve(&self, msg: &Msg);
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
    /// The locales that this version is there in.
    pub locales: Rc<[String]>,
    /// The reader's own acknowledgement: then they look the notice up, and nothing is asked.
    pub record: Option<Rc<Record>>,
}

impl Shown {
    /// A notice to ask about, of which nothing else is known.
    pub fn new(notice: Rc<Notice>) -> Self {
        Self { notice, since: None, locales: Rc::default(), record: None }
    }
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
    /// The reader wants the notice in this locale.
    Locale(String),
    /// Here it is; nothing when it cannot be had.
    Translated(Option<Shown>),
    /// The reader prints the notice.
    Print,
    /// The reader downloads their receipt.
    Receipt,
    /// The reader is done looking it up.
    Close,
    /// The first rendering is on the screen.
    Settled,
}

impl Msg {
    /// What the reader means by using the control with this `part`, which has this value by then.
    ///
    /// Controls are heard together, by whoever holds the notice's root: Yew keeps each listener that it once made, so that
    /// every notice ever shown would leave some behind.
    pub fn of(part: &str, value: &str) -> Option<Self> {
        Some(match part {
            "acknowledge" => Self::Event(Event::Acknowledge),
            "decline" => Self::Event(Event::Decline),
            "dismiss" => Self::Dismiss,
            "filter" => Self::Filter(value.to_owned()),
            "go" => Self::GoTo(value.parse().ok()?),
            "locale" => Self::Locale(value.to_owned()),
            "print" => Self::Print,
            "receipt" => Self::Receipt,
            "close" => Self::Close,
            _ => return None,
        })
    }
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
    /// The first rendering is without what differs from reader to reader, like one made ahead of time.
    settled: bool,
    filter: String,
    /// How often a language could not be had, and whether the last could not.
    turn: usize,
    missed: bool,
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
            settled: false,
            filter: String::new(),
            turn: 0,
            missed: false,
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
            Msg::Settled => {
                self.settled = true;
                return true;
            }
            Msg::Locale(locale) => {
                ctx.props().host.translate(&locale, ctx.link().callback(|msg| msg));
                return false;
            }
            Msg::Translated(Some(shown)) => {
                self.missed = false;
                // Whoever acted meanwhile acted on the words that were on the screen.
                self.renewed = self.flow.can_act();
                if self.renewed {
                    self.shown = shown;
                }
                return self.renewed;
            }
            Msg::Translated(None) => {
                self.turn += 1;
                self.missed = true;
                return true;
            }
            Msg::Print | Msg::Receipt | Msg::Close => {
                ctx.props().host.serve(&msg);
                return false;
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
            if matches!(effect, Effect::EmitRecorded | Effect::Settle(Outcome::Already(_))) {
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
        let missed = || self.missed.then_some((status::Tone::Bad, words.locale_missed));
        let status = status::status(self.flow, words).or_else(missed);
        let say = |(tone, text): (status::Tone, &'static str)| {
            html! { <p part="status" class={classes!("status", tone.class())}>{ text }</p> }
        };
        let content = || {
            let disabled = (!self.flow.can_act()).then_some("true");
            let context = text::Context {
                notice,
                words,
                host,
                scale: Scale::of(notice),
                since: self.shown.since.as_deref().filter(|_| self.settled),
                record: self.shown.record.as_deref(),
                filter: &self.filter,
                settled: self.settled,
            };
            let footer = match context.record {
                Some(record) => record::footer(&context, record, status.map(say)),
                None => html! {
                    <footer>
                        <div role="status" class="now">{ status.map(say) }</div>
                        <button type="button" part="decline" aria-disabled={disabled}>
                            { words.decline }
                        </button>
                        <button type="button" part="acknowledge" aria-disabled={disabled}>
                            { words.acknowledge }
                        </button>
                    </footer>
                },
            };
            html! {
                <>
                    { page::header(&context) }
                    { page::body(&context, &self.shown.locales, self.turn) }
                    { footer }
                </>
            }
        };
        let later = status.filter(|_| !open && !self.dismissed).map(|status| {
            html! {
                <div class="toast">
                    { say(status) }
                    <button type="button" class="dismiss" part="dismiss" aria-label={words.dismiss}><span aria-hidden="true">{ "×" }</span></button>
                </div>
            }
        });
        let closed_by = if self.shown.record.is_some() { "closerequest" } else { "none" };
        html! {
            <div class="root" lang={notice.locale.clone()} dir={strings::direction(&notice.locale)}>
                <dialog part="dialog" closedby={closed_by} aria-labelledby="title" ref={self.dialog.clone()}>
                    { open.then(content) }
                </dialog>
                <div role="status">{ later }</div>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first_render: bool) {
        let renewed = std::mem::take(&mut self.renewed);
        ctx.props().host.present(&self.dialog, self.flow.is_open(), renewed);
        if first_render {
            // Before what the user did early: then they see the same as everybody else who acts.
            ctx.link().send_message(Msg::Settled);
            if let Some(early) = ctx.props().host.take_over() {
                ctx.link().send_message(Msg::Event(early));
            }
        }
    }
}
