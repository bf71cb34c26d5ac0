//! What is on every page that shows a notice: its head, with the choice of language, and its body.

use super::{
    changes, essence, record,
    text::{self, Context},
    widget::Msg,
};
use crate::strings;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The title, and the languages that there are.
pub(super) fn header(context: &Context<'_>, locales: &[String], turn: usize) -> Html {
    html! {
        <header>
            <h2 id="title" part="title" tabindex="-1">{ &context.notice.title }</h2>
            { (locales.len() > 1).then(|| languages(context, locales, turn)) }
        </header>
    }
}

/// `turn` makes the choice anew, so that it says again which language is on the screen.
fn languages(context: &Context<'_>, locales: &[String], turn: usize) -> Html {
    let on_change = context.send.reform(|event: Event| {
        Msg::Locale(event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default())
    });
    let options = locales.iter().map(|locale| {
        let selected = *locale == context.notice.locale;
        html! { <option value={locale.clone()} lang={locale.clone()} {selected}>{ strings::name(locale) }</option> }
    });
    html! {
        <select key={turn} part="locale" aria-label={context.words.language} onchange={on_change}>{ for options }</select>
    }
}

/// The text, with what matters most first.
pub(super) fn body(context: &Context<'_>) -> Html {
    let notice = context.notice;
    let since = notice.effective_from.as_deref().map(|day| {
        let day = context.host.date(context.words.locale, day);
        html! { <>{ " · " }{ context.words.effective_from.replace("{}", &day) }</> }
    });
    html! {
        <div class="text" part="sections" role="region" aria-labelledby="title" tabindex="0">
            { record::record(context) }
            { changes::changes(context) }
            <div part="summary">
                // Isolated: next to Arabic, "2022-05" would read "05-2022".
                <p class="version">{ context.words.version }{ " " }<bdi dir="ltr">{ &notice.version }</bdi>{ since }</p>
                { essence::essence(context) }
            </div>
            { text::contents(context) }
            { text::sections(context) }
        </div>
    }
}
