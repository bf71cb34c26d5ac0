//! The whole view: head, body and footer, with the choice of language and the places where the widget says how things stand.

use super::{
    Host, Since, changes, essence,
    scale::Scale,
    text::{self, Context},
};
use crate::strings;
use ciente_notice::Notice;
use std::rc::Rc;
use yew::{Context as Around, prelude::*};

/// What is to be read.
#[derive(Clone, Properties)]
pub struct Props {
    /// The notice.
    pub notice: Rc<Notice>,
    /// What changed since the reader acknowledged a version before it.
    pub since: Option<Rc<Since>>,
    /// The locales that this version is there in.
    pub locales: Rc<[String]>,
    /// How dates and periods are written.
    pub host: Rc<dyn Host>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.notice == other.notice && self.since == other.since && self.locales == other.locales
    }
}

/// The notice, before the reader does anything.
#[derive(Debug)]
pub struct Page;

impl Component for Page {
    type Message = ();
    type Properties = Props;

    fn create(_: &Around<Self>) -> Self {
        Self
    }

    fn view(&self, around: &Around<Self>) -> Html {
        let Props { notice, since, locales, host } = around.props();
        let words = strings::for_locale(&notice.locale);
        let context = Context { notice, words, host: &**host, scale: Scale::of(notice), since: since.as_deref() };
        let (lang, dir) = strings::borrowed(&notice.locale).unzip();
        html! {
            <div class="root" lang={notice.locale.clone()} dir={strings::direction(&notice.locale)}>
                <dialog part="dialog" closedby="none" aria-labelledby="title">
                    // A page has one banner and one footer of its own; the dialog's are neither.
                    <header role="none"><h2 id="title" part="title" tabindex="-1">{ &notice.title }</h2></header>
                    { body(&context, locales) }
                    <footer role="none">
                        <div role="status" class="now" {lang} {dir}></div>
                        <button type="button" part="decline">{ context.own(words.decline) }</button>
                        <button type="button" part="acknowledge">{ context.own(words.acknowledge) }</button>
                    </footer>
                </dialog>
                <div role="status" {lang} {dir}></div>
            </div>
        }
    }
}

/// The languages that there are, where there is a choice.
fn languages(context: &Context<'_>, locales: &[String]) -> Html {
    if locales.len() < 2 {
        return Html::default();
    }
    let options = locales.iter().map(|locale| {
        let selected = *locale == context.notice.locale;
        html! { <option value={locale.clone()} lang={locale.clone()} {selected}>{ strings::name(locale) }</option> }
    });
    html! { <select part="locale" lang={context.own_lang()} aria-label={context.words.language}>{ for options }</select> }
}

/// The text, with what matters most first.
fn body(context: &Context<'_>, locales: &[String]) -> Html {
    let notice = context.notice;
    let since = notice.effective_from.as_deref().map(|day| {
        let day = context.host.date(context.words.locale, day);
        let (before, after) = context.words.effective_from.split_once("{}").unwrap_or_default();
        html! { <>{ " · " }{ context.own(html! { <>{ before }<span class="day">{ day }</span>{ after }</> }) }</> }
    });
    html! {
        <div class="text" part="sections" role="region" aria-labelledby="title" tabindex="0">
            <div class="about">
                // Isolated: next to Arabic, "2022-05" would read "05-2022".
                <p part="version">{ context.own(context.words.version) }{ " " }<bdi dir="ltr">{ &notice.version }</bdi>{ since }</p>
                { languages(context, locales) }
            </div>
            { changes::changes(context) }
            { essence::essence(context) }
            { text::contents(context) }
            { text::sections(context) }
        </div>
    }
}
