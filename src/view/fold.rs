//! Long lists: the first entries are seen, and the rest unfolds.

use super::text::Context;
use yew::prelude::*;

/// A list of more than `many` entries is folded, but for the `first` ones; what unfolds it says how many more there are.
pub(super) fn folded<T>(
    context: &Context<'_>,
    all: &[T],
    many: usize,
    first: usize,
    list: impl Fn(&[T]) -> Html,
) -> Html {
    match all.split_at_checked(first) {
        Some((seen, more)) if all.len() > many => html! {
            <>
                { list(seen) }
                <details>
                    <summary>{ context.own(context.words.more_items.replace("{}", &more.len().to_string())) }</summary>
                    { list(more) }
                </details>
            </>
        },
        _ => list(all),
    }
}
