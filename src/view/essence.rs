//! The first screen: what the notice says in short, made from its rows and from nothing else.

use super::{
    changes, chart,
    fold::folded,
    retention::term,
    text::{self, Context},
};
use ciente_notice::{Notice, Retention, Rule, is_allowed_link, plain_text};
use yew::prelude::*;

/// More kinds of data than this are no glance any more: the first ones are seen, the rest unfolds.
const MANY_KINDS: usize = 12;
/// How many kinds are seen where the rest is folded.
const FIRST_KINDS: usize = 10;
/// A legal basis in more letters than this is not repeated here.
const LONGEST_BASIS: usize = 60;

/// Which kinds of data, for what, how long; on which basis, with which services; who answers for it and where to ask.
pub(super) fn essence(context: &Context<'_>) -> Html {
    let Context { notice, words, .. } = context;
    let kinds = kinds(context);
    if kinds.is_empty() && notice.controller.is_none() && notice.contact.is_none() {
        return Html::default();
    }
    let list = |kinds: &[Html]| html! { <ul class="kinds">{ for kinds.iter().cloned() }</ul> };
    let kinds = (!kinds.is_empty()).then(|| {
        html! { <>{ chart::caption(context) }{ chart::axis(context) }{ folded(context, None, &kinds, MANY_KINDS, FIRST_KINDS, list) }</> }
    });
    html! {
        <div class="essence" part="summary">
            <h3>{ context.own(words.essence) }</h3>
            { kinds }
            <dl class="facts">
                { fact("basis", context.own(words.legal_basis), bases(context)) }
                { fact("services", context.own(words.services), services(notice).into_iter().map(Html::from)) }
                { for notice.controller.iter().map(|controller| who(context.own(words.controller), &controller.name, controller.url.as_deref())) }
                { for notice.contact.iter().map(|contact| who(context.own(words.contact), contact.address(), Some(&contact.url))) }
            </dl>
        </div>
    }
}

/// The kinds of data that the notice uses, each with its rules; then the rules about anything else.
fn kinds(context: &Context<'_>) -> Vec<Html> {
    let Notice { data_uses, retention, .. } = context.notice;
    let used = data_uses.iter().map(|row| {
        let rules: Vec<_> = retention.iter().filter(|rule| rule.data_use.as_deref() == Some(&row.id)).collect();
        let purpose = html! { <span class="why">{ first_sentence(&plain_text(&row.purpose)) }</span> };
        kind(context, html! { <>{ &row.category }{ changes::mark_kind(context, &row.id) }</> }, &rules, purpose)
    });
    let is_used = |rule: &Retention| data_uses.iter().any(|row| rule.data_use.as_deref() == Some(&row.id));
    let others = retention.iter().filter(|rule| !is_used(rule));
    let others = others.map(|rule| kind(context, html! { &rule.category }, &[rule], Html::default()));
    used.chain(others).collect()
}

/// Whom to turn to; a link that may not stand in a notice is words.
fn who(name: Html, who: &str, url: Option<&str>) -> Html {
    // Isolated: an address next to Arabic keeps its order.
    let isolated = html! { <bdi>{ who }</bdi> };
    let who = match url.filter(|url| is_allowed_link(url)) {
        Some(url) => text::away(url, isolated),
        None => isolated,
    };
    html! { <div class="who"><dt>{ name }</dt><dd>{ who }</dd></div> }
}

fn kind(context: &Context<'_>, name: Html, rules: &[&Retention], purpose: Html) -> Html {
    let is_several = rules.len() > 1;
    let is_said = context.own_lang().is_none();
    let kept = rules.iter().map(|rule| {
        let words = term(context, rule);
        let is_own =
            rule.rule != Rule::Unspecified || words == context.words.see_text || words == context.words.unspecified;
        let words = if is_own { context.own(words) } else { words.into() };
        // Of several rules each says what it is about.
        let term = if is_several {
            html! { <>{ &rule.category }{ context.words.colon() }{ words }</> }
        } else {
            words
        };
        html! {
            <>
                { chart::bar(context, rule) }
                // The picture's name says it already.
                <span class="term" aria-hidden={is_said.then_some("true")}>{ term }</span>
            </>
        }
    });
    html! {
        <li class={classes!("row", is_several.then_some("several"))}>
            <strong class="kind">{ name }</strong>
            { for kept }
            { purpose }
        </li>
    }
}

fn fact(class: &'static str, name: Html, values: impl IntoIterator<Item = Html>) -> Html {
    let values: Vec<_> = values.into_iter().map(|value| html! { <li>{ value }</li> }).collect();
    if values.is_empty() {
        return Html::default();
    }
    html! { <div {class}><dt>{ name }</dt><dd><ul>{ for values }</ul></dd></div> }
}

/// The classes of legal basis that were understood; in the notice's own words, what was not.
fn bases(context: &Context<'_>) -> Vec<Html> {
    let rows = context.notice.data_uses.iter();
    let named = rows.map(|row| match row.basis {
        Some(basis) => (true, context.words.basis(basis).to_owned()),
        None => {
            let words = text::own_words(context, &row.legal_basis, LONGEST_BASIS);
            (words == context.words.see_text, words.trim_end_matches(['.', '。']).to_owned())
        }
    });
    let bases = each_once(named.filter(|(_, basis)| !basis.is_empty()));
    bases.into_iter().map(|(is_own, basis)| if is_own { context.own(basis) } else { basis.into() }).collect()
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

fn each_once<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}

/// What is written with a full stop that ends no sentence, in the languages of the interface.
const ABBREVIATIONS: [&str; 24] = [
    "art", "arts", "ca", "cf", "co", "corp", "dr", "dra", "etc", "ext", "inc", "ltd", "mr", "mrs", "ms", "no", "nos",
    "núm", "pág", "sec", "sr", "sra", "st", "vs",
];

/// Up to the first full stop that ends a sentence, or to the end of the first line, unless that announces what follows; the
/// whole text where none does.
fn first_sentence(text: &str) -> String {
    let text = text.trim();
    let ends = text.char_indices().find_map(|(at, c)| {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let is_end = match c {
            '。' | '！' | '？' => true,
            '\n' => !before.contains([':', '：']),
            // "e.g. this" and "No. 5" go on; a sentence ends before a word that begins one.
            '.' | '!' | '?' | '؟' => {
                let word = before.rsplit([' ', '\u{a0}', '(']).next().unwrap_or_default().to_lowercase();
                let next = after.trim_start().chars().next();
                after.starts_with(char::is_whitespace)
                    && word.chars().count() > 1
                    && !word.contains('.')
                    && !ABBREVIATIONS.contains(&word.as_str())
                    && next.is_some_and(|next| !next.is_lowercase() && !next.is_numeric())
            }
            _ => false,
        };
        is_end.then_some(at + c.len_utf8())
    });
    text[..ends.unwrap_or(text.len())].trim_end().to_owned()
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
            ("We use it to improve it. To do so, we share it.", "We use it to improve it."),
            ("See Art. 6 of the law. Then stop", "See Art. 6 of the law."),
            ("One line\nanother", "One line"),
            ("To look after:\n- speed\n- faults", "To look after:\n- speed\n- faults"),
            ("no end", "no end"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(text), first, "{text}");
        }
    }
}
