//! The retention table: what was understood, at a glance, and always the exact words beside it.

use super::{
    changes, format,
    rows::grouped,
    text::{Context, inlines, own_words},
};
use ciente_notice::{Inline, Retention, Rule, plain_text};
use std::ops::Range;
use yew::prelude::*;

/// Words of a rule that are longer than this are no glance.
const LONGEST: usize = 120;

pub(super) fn table(context: &Context<'_>, columns: &[Vec<Inline>], rows: Range<usize>) -> Html {
    let column = |i: usize| columns.get(i).map(|cell| plain_text(cell)).unwrap_or_default();
    let rows = context.notice.retention.get(rows).unwrap_or_default();
    let row = |row: &Retention| {
        html! {
            <tr role="row">
                <th role="rowheader" scope="row">{ &row.category }{ changes::mark_rule(context, row.data_use.as_deref()) }</th>
                <td role="cell">
                    // What was not understood is not put into other words.
                    { (row.rule != Rule::Unspecified).then(|| html! { <strong class="term">{ context.own(term(context, row)) }</strong> }) }
                    { inlines(context, &row.text) }
                </td>
            </tr>
        }
    };
    html! {
        <div class="table" part="retention">
            <table role="table">
                <caption>{ context.own(context.words.retention) }</caption>
                <thead role="rowgroup"><tr role="row">
                    <th role="columnheader" scope="col">{ column(0) }</th>
                    <th role="columnheader" scope="col">{ column(1) }</th>
                </tr></thead>
                { grouped(rows, row) }
            </table>
        </div>
    }
}

/// A rule in a few words: its own, where it is no one period.
pub(super) fn term(context: &Context<'_>, row: &Retention) -> String {
    let duration = |duration| format::duration(context.words.locale, duration);
    match row.rule {
        Rule::Fixed { duration: fixed } => duration(fixed),
        Rule::WhileUsed { then_within: None } => context.words.while_used.to_owned(),
        Rule::WhileUsed { then_within: Some(then) } => context.words.while_used_then.replace("{}", &duration(then)),
        Rule::Unspecified => {
            let words = own_words(context, &row.text, LONGEST);
            if words.is_empty() { context.words.unspecified.to_owned() } else { words }
        }
    }
}
