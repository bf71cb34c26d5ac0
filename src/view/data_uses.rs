//! The data-use table: a table on wide screens, cards with the same semantics on narrow ones.
//!
//! The roles are written out because browsers drop a table's own as soon as CSS lays its parts out as cards.

use super::{
    changes, essence,
    fold::folded,
    rows::grouped,
    text::{Context, inlines},
};
use ciente_notice::{DataUse, Inline, plain_text};
use std::ops::Range;
use yew::prelude::*;

/// With more rows than this, a reader looks for theirs.
const MANY_ROWS: usize = 8;
/// A list of more items than this is folded, but for the first ones.
const MANY_ITEMS: usize = 6;
/// How many items of a folded list are seen.
const FIRST_ITEMS: usize = 4;

pub(super) fn table(context: &Context<'_>, columns: &[Vec<Inline>], rows: Range<usize>) -> Html {
    let column = |i: usize| columns.get(i).map(|cell| plain_text(cell)).unwrap_or_default();
    let all = context.notice.data_uses.get(rows).unwrap_or_default();
    let filter = (all.len() > MANY_ROWS).then(|| filter(context));
    let row = |row: &DataUse| {
        html! {
            <tr role="row">
                <th role="rowheader" scope="row">{ &row.category }{ changes::mark_use(context, &row.id) }</th>
                <td role="cell" class="items">{ items(context, row) }</td>
                <td role="cell" data-label={column(1)}>{ inlines(context, &row.purpose) }</td>
                <td role="cell" data-label={column(2)}>{ inlines(context, &row.legal_basis) }</td>
            </tr>
        }
    };
    html! {
        <div class="table cards" part="data-uses">
            { filter }
            <table role="table">
                <caption>{ context.own(context.words.data_uses) }</caption>
                <thead role="rowgroup"><tr role="row">
                    <th role="columnheader" scope="colgroup" colspan="2" aria-colspan="2">{ column(0) }</th>
                    <th role="columnheader" scope="col">{ column(1) }</th>
                    <th role="columnheader" scope="col">{ column(2) }</th>
                </tr></thead>
                { grouped(all, row) }
            </table>
            { legend(context, all) }
        </div>
    }
}

/// What the abbreviations of the rows stand for, below them, where everybody can read it.
fn legend(context: &Context<'_>, rows: &[DataUse]) -> Html {
    let is_used = |abbreviation: &String| rows.iter().any(|row| row.services.contains(abbreviation));
    let names = context.notice.service_names.iter();
    let names: Vec<_> = names
        .filter(|known| is_used(&known.abbreviation) && !essence::says(&known.name, &known.abbreviation))
        .collect();
    if names.is_empty() {
        return Html::default();
    }
    let entries = names.into_iter().map(|known| {
        html! { <div><dt>{ &known.abbreviation }</dt><dd>{ &known.name }</dd></div> }
    });
    html! { <dl class="legend">{ for entries }</dl> }
}

/// What answers to it is `static/loader/frame.js`.
fn filter(context: &Context<'_>) -> Html {
    html! {
        <div class="filter">
            <label>{ context.own(context.words.filter) }<input type="search" part="filter" lang={context.own_lang()} aria-label={context.words.filter} /></label>
            <span role="status" data-label={context.words.rows_shown} lang={context.own_lang()}></span>
        </div>
    }
}

/// One by one where the text enumerates them; as written where it does not.
fn items(context: &Context<'_>, row: &DataUse) -> Html {
    let list = |items: &[String]| html! { <ul>{ for items.iter().map(|item| html! { <li>{ item }</li> }) }</ul> };
    match lead(row) {
        Some(lead) => {
            let of = Some(row.category.as_str());
            html! { <>{ lead }{ folded(context, of, &row.item_list, MANY_ITEMS, FIRST_ITEMS, list) }</> }
        }
        None => inlines(context, &row.items),
    }
}

/// What introduces the items, which a list alone would drop: "only with your permission". None where the text is no plain
/// enumeration, with a link in it perhaps.
fn lead(row: &DataUse) -> Option<String> {
    let mut text = String::new();
    for inline in &row.items {
        let Inline::Text { text: piece } = inline else { return None };
        text.push_str(piece);
    }
    let mut end = text.len();
    for item in row.item_list.iter().rev() {
        end = text[..end].rfind(item.as_str())?;
    }
    let lead = text[..end].trim_matches(|c: char| c.is_whitespace() || ",，、،;；:：".contains(c));
    let lead = lead.trim_end_matches(['(', '（']);
    let lead = if lead.contains([')', '）']) { lead } else { lead.trim_start_matches(['(', '（']) };
    (!row.item_list.is_empty()).then(|| lead.to_owned())
}
