//! The first screen: what the notice says in short, made from its rows and from nothing else.

use super::{
    changes, chart,
    retention::term,
    text::{self, Context},
};
use ciente_notice::{DataUse, Notice, is_allowed_link, plain_text};
use yew::prelude::*;

/// More kinds of data than this are no glance any more: the first ones are seen, the rest unfolds.
const MANY_KINDS: usize = 12;
/// How many kinds are seen where the rest is folded.
const FIRST_KINDS: usize = 10;

/// Which kinds of data, for what, how long; on which basis, with which services; who answers for it and where to ask.
pub(super) fn essence(context: &Context<'_>) -> Html {
    let Context { notice, words, .. } = context;
    if notice.data_uses.is_empty() && notice.controller.is_none() && notice.contact.is_none() {
        return Html::default();
    }
    let list = |rows: &[DataUse]| html! { <ul class="kinds">{ for rows.iter().map(|row| kind(context, row)) }</ul> };
    let kinds = (!notice.data_uses.is_empty()).then(|| {
        let kinds = match notice.data_uses.split_at_checked(FIRST_KINDS) {
            Some((first, more)) if notice.data_uses.len() > MANY_KINDS => html! {
                <>
                    { list(first) }
                    <details>
                        <summary>{ words.more_items.replace("{}", &more.len().to_string()) }</summary>
                        { list(more) }
                    </details>
                </>
            },
            _ => list(&notice.data_uses),
        };
        html! {
            <>
                { chart::axis(context) }
                { kinds }
            </>
        }
    });
    html! {
        <div class="essence" part="summary">
            <h3>{ words.essence }</h3>
            { kinds }
            <dl class="facts">
                { fact("basis", words.legal_basis, &bases(context)) }
                { fact("services", words.services, &services(notice)) }
                { for notice.controller.iter().map(|controller| who(words.controller, &controller.name, controller.url.as_deref())) }
                { for notice.contact.iter().map(|contact| who(words.contact, contact.address(), Some(&contact.url))) }
            </dl>
        </div>
    }
}

/// Whom to turn to; a link that may not stand in a notice is words.
fn who(name: &'static str, who: &str, url: Option<&str>) -> Html {
    // Isolated: an address next to Arabic keeps its order.
    let isolated = html! { <bdi>{ who }</bdi> };
    let who = match url.filter(|url| is_allowed_link(url)) {
        Some(url) => text::away(url, isolated),
        None => isolated,
    };
    html! { <div class="who"><dt>{ name }</dt><dd>{ who }</dd></div> }
}

fn kind(context: &Context<'_>, row: &DataUse) -> Html {
    let rules = context.notice.retention.iter().filter(|rule| rule.data_use.as_deref() == Some(&row.id));
    let is_several = rules.clone().nth(1).is_some();
    let kept = rules.map(|rule| {
        let term = term(context, rule.rule);
        // Of several rules each says what it is about.
        let term = if is_several { format!("{}: {term}", rule.category) } else { term };
        html! {
            <>
                { chart::bar(context, rule) }
                // The picture's name says it already.
                <span class="term" aria-hidden={context.scale.is_some().then_some("true")}>{ term }</span>
            </>
        }
    });
    html! {
        <li class={classes!("row", is_several.then_some("several"))}>
            <strong class="kind">{ &row.category }{ changes::mark_kind(context, &row.id) }</strong>
            { for kept }
            <span class="why">{ first_sentence(&plain_text(&row.purpose)).to_owned() }</span>
        </li>
    }
}

fn fact(class: &'static str, name: &'static str, values: &[String]) -> Html {
    if values.is_empty() {
        return Html::default();
    }
    let values = values.iter().map(|value| html! { <li>{ value }</li> });
    html! { <div {class}><dt>{ name }</dt><dd><ul>{ for values }</ul></dd></div> }
}

fn bases(context: &Context<'_>) -> Vec<String> {
    let known = context.notice.data_uses.iter().filter_map(|row| row.basis);
    each_once(known.map(|basis| context.words.basis(basis).to_owned()))
}

/// By their full names, where the notice has them, so that nobody has to know what an abbreviation stands for.
fn services(notice: &Notice) -> Vec<String> {
    let names = notice.data_uses.iter().flat_map(|row| &row.services).map(|service| {
        match notice.service_names.iter().find(|known| known.abbreviation == *service) {
            Some(known) if says(&known.name, service) => known.name.clone(),
            Some(known) => format!("{} ({service})", known.name),
            None => service.clone(),
        }
    });
    each_once(names)
}

/// Whether a name holds its abbreviation: `TencentDB for Redis`.
pub(super) fn says(name: &str, abbreviation: &str) -> bool {
    name.split_whitespace().any(|word| word == abbreviation)
}

fn each_once(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}

/// Up to the first full stop that ends a sentence; the whole text where none does.
fn first_sentence(text: &str) -> &str {
    let text = text.trim();
    let ends = text.char_indices().find_map(|(at, c)| {
        let after = &text[at + c.len_utf8()..];
        let is_end = match c {
            '。' | '！' | '？' | '\n' => true,
            // "e.g. this" and "No. 5" go on; a sentence ends before a word that begins one.
            '.' | '!' | '?' | '؟' => {
                let word = text[..at].rsplit([' ', '\u{a0}', '(']).next().unwrap_or_default();
                let next = after.trim_start().chars().next();
                after.starts_with(char::is_whitespace)
                    && word.chars().count() > 3
                    && !word.contains('.')
                    && next.is_some_and(|next| !next.is_lowercase() && !next.is_numeric())
            }
            _ => false,
        };
        is_end.then_some(at + c.len_utf8())
    });
    text[..ends.unwrap_or(text.len())].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_the_next_begins() {
        for (text, first) in [
            ("We fix faults. We also look.", "We fix faults."),
            ("Used for links, e.g. Links of yours. And more.", "Used for links, e.g. Links of yours."),
            ("See No. 5 of the list. Then stop", "See No. 5 of the list."),
            ("品質を保つため。次に", "品質を保つため。"),
            ("نستخدمها لتحليل الأداء. ولهذا", "نستخدمها لتحليل الأداء."),
            ("One line\nanother", "One line"),
            ("no end", "no end"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(text), first, "{text}");
        }
    }
}
