//! Sections, blocks and inlines.

use super::{Host, data_uses, retention};
use crate::strings::Strings;
use ciente_notice::{Block, Inline, Notice, is_allowed_link};
use yew::prelude::*;

/// What every part of the text needs to know.
pub(super) struct Context<'a> {
    pub(super) notice: &'a Notice,
    pub(super) words: &'static Strings,
    pub(super) host: &'a dyn Host,
}

/// The whole text, in reading order.
pub(super) fn sections(context: &Context<'_>) -> Html {
    let title = context.notice.title.as_str();
    context
        .notice
        .sections
        .iter()
        .map(|section| {
            // A document's own title is the dialog's title already.
            let heading = (!section.heading.is_empty() && section.heading != title).then(|| {
                // The dialog's title is the h2.
                let tag = ["h3", "h3", "h4", "h5", "h6"][usize::from(section.level.clamp(1, 5)) - 1];
                html! { <@{tag}>{ &section.heading }</@> }
            });
            html! { <section>{ heading }{ blocks(context, &section.blocks) }</section> }
        })
        .collect()
}

fn blocks(context: &Context<'_>, blocks: &[Block]) -> Html {
    blocks.iter().map(|b| block(context, b)).collect()
}

fn block(context: &Context<'_>, block: &Block) -> Html {
    match block {
        Block::Paragraph { content } => html! { <p>{ inlines(content) }</p> },
        Block::List { ordered, start, items } => {
            let items: Html = items.iter().map(|item| html! { <li>{ blocks(context, item) }</li> }).collect();
            if *ordered {
                html! { <ol start={start.to_string()}>{ items }</ol> }
            } else {
                html! { <ul>{ items }</ul> }
            }
        }
        Block::Table { columns, rows } => html! {
            <div class="table">
                <table>
                    <thead><tr>{ for columns.iter().map(|cell| html! { <th scope="col">{ inlines(cell) }</th> }) }</tr></thead>
                    <tbody>{ for rows.iter().map(|row| html! {
                        <tr>{ for row.iter().map(|cell| html! { <td>{ inlines(cell) }</td> }) }</tr>
                    }) }</tbody>
                </table>
            </div>
        },
        Block::DataUses { columns, from, to } => data_uses::table(context, columns, *from as usize..*to as usize),
        Block::Retention { columns, from, to } => retention::table(context, columns, *from as usize..*to as usize),
    }
}

/// Running text.
pub(super) fn inlines(inlines: &[Inline]) -> Html {
    inlines.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> Html {
    match inline {
        Inline::Text { text } => html! { text },
        Inline::Code { text } => html! { <code>{ text }</code> },
        Inline::Strong { content } => html! { <strong>{ inlines(content) }</strong> },
        Inline::Emphasis { content } => html! { <em>{ inlines(content) }</em> },
        Inline::Link { href, content } => link(href, content),
    }
}

/// A link never takes the user away from the notice they were asked to read.
fn link(href: &str, content: &[Inline]) -> Html {
    if !is_allowed_link(href) {
        return inlines(content);
    }
    let href = href.to_owned();
    html! { <a {href} target="_blank" rel="noopener noreferrer">{ inlines(content) }</a> }
}
