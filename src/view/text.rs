//! Sections, blocks and inlines.

use super::{Since, data_uses, fold::folded, retention, scale::Scale};
use crate::strings::{self, Strings};
use ciente_notice::{Block, Inline, Notice, Section, anchor, is_allowed_link, plain_text};
use yew::prelude::*;

/// What every part of the text needs to know.
pub(super) struct Context<'a> {
    pub(super) notice: &'a Notice,
    pub(super) words: &'static Strings,
    /// The axis of the retention chart; none where no period is stated.
    pub(super) scale: Option<Scale>,
    /// What changed since the reader acknowledged another version.
    pub(super) since: Option<&'a Since>,
}

impl Context<'_> {
    /// Words of the widget's own. Where they are in another language than the notice, they say so (WCAG 2.2, 3.1.2).
    pub(super) fn own(&self, words: impl Into<Html>) -> Html {
        match strings::borrowed(&self.notice.locale) {
            Some((lang, dir)) => html! { <span {lang} {dir}>{ words.into() }</span> },
            None => words.into(),
        }
    }

    /// The same for attributes.
    pub(super) fn own_lang(&self) -> Option<&'static str> {
        strings::borrowed(&self.notice.locale).map(|(lang, _)| lang)
    }
}

/// More sections than this are folded in the contents, but for the first ones.
const MANY: usize = 18;
/// How many sections of a folded list are seen.
const FIRST: usize = 12;

/// What sections there are, each a way to it. Where there are few, the text itself shows it.
pub(super) fn contents(context: &Context<'_>) -> Html {
    let headed: Vec<_> =
        context.notice.sections.iter().enumerate().filter(|(_, section)| is_headed(context, section)).collect();
    if headed.len() < 3 {
        return Html::default();
    }
    let entry = |(at, section): &(usize, &Section)| {
        html! { <li><button type="button" class="link" part="go" value={at.to_string()}>{ &section.heading }</button></li> }
    };
    let list = |part: &[_]| html! { <ul>{ for part.iter().map(entry) }</ul> };
    html! {
        <nav class="contents" aria-labelledby="contents">
            <h3 id="contents">{ context.own(context.words.contents) }</h3>
            { folded(context, None, &headed, MANY, FIRST, list) }
        </nav>
    }
}

/// The whole text, in reading order.
pub(super) fn sections(context: &Context<'_>) -> Html {
    context
        .notice
        .sections
        .iter()
        .enumerate()
        // A document's title alone leaves nothing.
        .filter(|(_, section)| is_headed(context, section) || !section.blocks.is_empty())
        .map(|(at, section)| {
            let heading = is_headed(context, section).then(|| {
                // The dialog's title is the h2.
                let tag = ["h3", "h3", "h4", "h5", "h6"][usize::from(section.level.clamp(1, 5)) - 1];
                html! { <@{tag} id={section_id(at)} tabindex="-1">{ &section.heading }</@> }
            });
            let title = if heading.is_some() { section_id(at) } else { "title".to_owned() };
            html! { <section>{ heading }{ blocks(context, &section.blocks, &title) }</section> }
        })
        .collect()
}

/// The id of a section's heading, within the shadow root.
pub(super) fn section_id(at: usize) -> String {
    format!("section-{at}")
}

/// A document's own title is the dialog's title already.
fn is_headed(context: &Context<'_>, section: &Section) -> bool {
    !section.heading.is_empty() && section.heading != context.notice.title
}

/// `title` is the id of what is written above them.
fn blocks(context: &Context<'_>, blocks: &[Block], title: &str) -> Html {
    blocks.iter().map(|b| block(context, b, title)).collect()
}

fn block(context: &Context<'_>, block: &Block, title: &str) -> Html {
    match block {
        Block::Paragraph { content } => html! { <p>{ inlines(context, content) }</p> },
        Block::List { ordered, start, items } => {
            let items: Html = items.iter().map(|item| html! { <li>{ blocks(context, item, title) }</li> }).collect();
            if *ordered {
                html! { <ol start={start.to_string()}>{ items }</ol> }
            } else {
                html! { <ul>{ items }</ul> }
            }
        }
        // It may be wider than what there is: whoever has no mouse scrolls it with the arrow keys.
        Block::Table { columns, rows } => html! {
            <div class="table" role="region" aria-labelledby={title.to_owned()} tabindex="0">
                <table>
                    <thead><tr>{ for columns.iter().map(|cell| html! { <th scope="col">{ inlines(context, cell) }</th> }) }</tr></thead>
                    <tbody>{ for rows.iter().map(|row| html! {
                        <tr>{ for row.iter().map(|cell| html! { <td>{ inlines(context, cell) }</td> }) }</tr>
                    }) }</tbody>
                </table>
            </div>
        },
        Block::DataUses { columns, from, to } => data_uses::table(context, columns, *from as usize..*to as usize),
        Block::Retention { columns, from, to } => retention::table(context, columns, *from as usize..*to as usize),
    }
}

/// The notice's own words where they are few, and where to find them where they are not: they are never cut.
pub(super) fn own_words(context: &Context<'_>, text: &[Inline], longest: usize) -> String {
    let words = plain_text(text);
    let words = words.trim();
    // A number by itself has its unit in the header, which does not stand here.
    let is_bare = !words.is_empty() && !words.contains(char::is_alphabetic);
    if is_bare || words.chars().count() > longest { context.words.see_text.to_owned() } else { words.to_owned() }
}

/// Running text.
pub(super) fn inlines(context: &Context<'_>, all: &[Inline]) -> Html {
    all.iter().map(|one| inline(context, one)).collect()
}

fn inline(context: &Context<'_>, inline: &Inline) -> Html {
    match inline {
        Inline::Text { text } => html! { text },
        Inline::Code { text } => html! { <code>{ text }</code> },
        Inline::Strong { content } => html! { <strong>{ inlines(context, content) }</strong> },
        Inline::Emphasis { content } => html! { <em>{ inlines(context, content) }</em> },
        Inline::Link { href, content } => link(context, href, inlines(context, content)),
    }
}

/// A link never takes the user away from the notice they were asked to read: what leads to a section of it goes there, and what
/// leads to nothing of it stays words.
fn link(context: &Context<'_>, href: &str, content: Html) -> Html {
    if let Some(fragment) = href.strip_prefix('#') {
        return match section_of(context, fragment) {
            Some(at) => {
                html! { <button type="button" class="link" part="go" value={at.to_string()}>{ content }</button> }
            }
            None => content,
        };
    }
    if is_allowed_link(href) { away(href, content) } else { content }
}

/// The section that a fragment names, by its id or as renderers of Markdown name headings.
fn section_of(context: &Context<'_>, fragment: &str) -> Option<usize> {
    let names = |section: &Section| section.id == fragment || anchor(&section.heading) == fragment.to_lowercase();
    context.notice.sections.iter().position(|section| is_headed(context, section) && names(section))
}

/// A way out of the notice, which stays where it is.
pub(super) fn away(href: &str, content: Html) -> Html {
    let href = href.to_owned();
    html! { <a {href} target="_blank" rel="noopener noreferrer">{ content }</a> }
}
