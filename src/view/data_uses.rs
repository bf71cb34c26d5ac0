//! The data-use table: a table on wide screens, cards with the same semantics on narrow ones.
//!
//! The roles are written out because browsers drop a table's own as soon as CSS lays its parts out as cards.

use super::text::{Context, inlines};
use ciente_notice::{Inline, plain_text};
use std::ops::Range;
use yew::prelude::*;

pub(super) fn table(context: &Context<'_>, columns: &[Vec<Inline>], rows: Range<usize>) -> Html {
    let column = |i: usize| columns.get(i).map(|cell| plain_text(cell)).unwrap_or_default();
    let rows = context.notice.data_uses.get(rows).unwrap_or_default().iter().map(|row| {
        html! {
            <tr role="row">
                <th role="rowheader" scope="row">{ &row.category }</th>
                <td role="cell" class="items">{ inlines(&row.items) }</td>
                <td role="cell" data-label={column(1)}>{ inlines(&row.purpose) }</td>
                <td role="cell" data-label={column(2)}>{ inlines(&row.legal_basis) }</td>
            </tr>
        }
    });
    html! {
        <div class="table cards" part="data-uses">
            <table role="table">
                <caption>{ context.words.data_uses }</caption>
                <thead role="rowgroup"><tr role="row">
                    <th role="columnheader" scope="colgroup" colspan="2" aria-colspan="2">{ column(0) }</th>
                    <th role="columnheader" scope="col">{ column(1) }</th>
                    <th role="columnheader" scope="col">{ column(2) }</th>
                </tr></thead>
                <tbody role="rowgroup">{ for rows }</tbody>
            </table>
        </div>
    }
}
