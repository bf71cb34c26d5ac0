//! What a reader acknowledged, for whoever looks the notice up afterwards.

use super::text::Context;
use crate::strings;
use yew::prelude::*;

/// The reader's own acknowledgement, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The version acknowledged; none while there is nothing.
    pub version: Option<String>,
    /// When, as RFC 3339; none where it is not known.
    pub at: Option<String>,
    /// In which language; none where it is not known.
    pub locale: Option<String>,
    /// Whether the endpoint has it.
    pub is_recorded: bool,
    /// Whether there is a receipt to download.
    pub has_receipt: bool,
}

/// The facts; nothing while the notice is asked about.
pub(super) fn record(context: &Context<'_>) -> Html {
    let Some(record) = context.record else { return Html::default() };
    let words = context.words;
    let fact = |name: &'static str, value: Html| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    let facts = record.version.as_ref().map(|version| {
        let state = if record.is_recorded { words.recorded } else { words.pending };
        html! {
            <dl class="facts">
                { fact(words.version, html! { <bdi dir="ltr">{ version }</bdi> }) }
                { for record.at.as_ref().map(|at| fact(words.date, html! { context.host.instant(words.locale, at) })) }
                { for record.locale.as_ref().map(|locale| {
                    fact(words.language, html! { <bdi lang={locale.clone()}>{ strings::name(locale) }</bdi> })
                }) }
                { fact(words.state, html! { state }) }
            </dl>
        }
    });
    html! {
        <div class="yours">
            <h3>{ words.yours }</h3>
            { facts.unwrap_or_else(|| html! { <p>{ words.not_yet }</p> }) }
        </div>
    }
}

/// What can be done with it.
pub(super) fn footer(context: &Context<'_>, record: &Record, status: Option<Html>) -> Html {
    let words = context.words;
    let button = |name: &'static str, label: &'static str| {
        html! { <button type="button" class={(name == "close").then_some("main")} part={name}>{ label }</button> }
    };
    html! {
        <footer>
            <div role="status" class="now">{ status }</div>
            { record.has_receipt.then(|| button("receipt", words.receipt)) }
            { button("print", words.print) }
            { button("close", words.dismiss) }
        </footer>
    }
}
