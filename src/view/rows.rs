//! The rows of a table, in groups: of a long one, browsers lay out those groups that are near to what is seen
//! (`static/styles/long.css`).

use yew::prelude::*;

/// So many rows are one group.
const GROUP: usize = 20;

pub(super) fn grouped<T>(rows: &[T], row: impl Fn(&T) -> Html) -> Html {
    rows.chunks(GROUP).map(|group| html! { <tbody role="rowgroup">{ for group.iter().map(&row) }</tbody> }).collect()
}
