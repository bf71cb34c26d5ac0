//! Long lists: the first entries are seen, and the rest unfolds.

use super::text::Context;
use yew::prelude::*;

/// A list of more than `many` entries is folded, but for the `first` ones; what unfolds it says how many more there are, and
/// to whoever hears it out of its row also `of` what.
pub(super) fn folded<T>(
    context: &Context<'_>,
    of: Option<&str>,
    all: &[T],
    many: usize,
    first: usize,
    list: impl Fn(&[T]) -> Html,
) -> Html {
    match all.split_at_checked(first) {
        Some((seen, more)) if all.len() > many => {
            let words = context.words.more_items.replace("{}", &more.len().to_string());
            // No voice reads two languages in one name.
            let of = of.filter(|_| context.own_lang().is_none());
            let name = of.map(|of| format!("{words}{}{of}", context.words.colon()));
            html! {
                <>
                    { list(seen) }
                    <details>
                        <summary aria-label={name}>{ context.own(words) }</summary>
                        { list(more) }
                    </details>
                </>
            }
        }
        _ => list(all),
    }
}
