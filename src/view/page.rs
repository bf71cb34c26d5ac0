//! What is on every page that shows a notice: its head and its body, with the choice of language.

use super::{
    changes, essence, record,
    text::{self, Context},
};
use crate::strings;
use yew::prelude::*;

/// The title.
pub(super) fn header(context: &Context<'_>) -> Html {
    html! { <header><h2 id="title" part="title" tabindex="-1">{ &context.notice.title }</h2></header> }
}

/// The languages that there are, where there is a choice; it keeps its place until somebody answers to it. `turn` makes the choice anew, so that it says again which language is on the screen.
fn languages(context: &Context<'_>, locales: &[String], turn: usize) -> Html {
    if locales.len() < 2 {
        return Html::default();
    }
    let options = locales.iter().map(|locale| {
        let selected = *locale == context.notice.locale;
        html! { <option value={locale.clone()} lang={locale.clone()} {selected}>{ strings::name(locale) }</option> }
    });
    html! {
        <select key={turn} part="locale" class={(!context.settled).then_some("waiting")} aria-label={context.words.language}>{ for options }</select>
    }
}

/// The text, with what matters most first.
pub(super) fn body(context: &Context<'_>, locales: &[String], turn: usize) -> Html {
    let notice = context.notice;
    let since = notice.effective_from.as_deref().map(|day| {
        let day = context.host.date(context.words.locale, day);
        html! { <>{ " · " }{ context.words.effective_from.replace("{}", &day) }</> }
    });
    html! {
        <div class="text" part="sections" role="region" aria-labelledby="title" tabindex="0">
            <div class="about">
                // Isolated: next to Arabic, "2022-05" would read "05-2022".
                <p part="version">{ context.words.version }{ " " }<bdi dir="ltr">{ &notice.version }</bdi>{ since }</p>
                { languages(context, locales, turn) }
            </div>
            { record::record(context) }
            { changes::changes(context) }
            { essence::essence(context) }
            { text::contents(context) }
            { text::sections(context) }
        </div>
    }
}
