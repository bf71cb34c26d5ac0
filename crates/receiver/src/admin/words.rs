//! An archived notice as semantic HTML. Its text is data: every piece is escaped, and links are only those that may be.

use ciente_notice::{Block, Inline, Notice, direction, is_allowed_link};
use maud::{Markup, html};

pub(super) fn article(notice: &Notice) -> Markup {
    html! {
        article lang=(notice.locale) dir=(direction(&notice.locale)) {
            h2 { (notice.title) }
            @if let Some(date) = &notice.effective_from { p { span lang="en" { "In force from: " (date) } } }
            @if let Some(controller) = &notice.controller {
                p { span lang="en" { "Controller: " } (linked(controller.url.as_deref(), &html! { (controller.name) })) }
            }
            @if let Some(contact) = &notice.contact {
                p { span lang="en" { "Contact: " } (linked(Some(&contact.url), &html! { (contact.address()) })) }
            }
            @for section in &notice.sections {
                section {
                    @if !section.heading.is_empty() { (heading(section.level, &section.heading)) }
                    @for block in &section.blocks { (one(notice, block)) }
                }
            }
        }
    }
}

/// Below the page's own heading and the notice's title.
fn heading(level: u8, text: &str) -> Markup {
    match level {
        0..=2 => html! { h3 { (text) } },
        3 => html! { h4 { (text) } },
        4 => html! { h5 { (text) } },
        _ => html! { h6 { (text) } },
    }
}

fn one(notice: &Notice, block: &Block) -> Markup {
    let count = |from: u32, to: u32| (from as usize, to.saturating_sub(from) as usize);
    match block {
        Block::Paragraph { content } => html! { p { (inlines(content)) } },
        Block::List { ordered, start, items } => {
            let items = html! { @for item in items { li { @for block in item { (one(notice, block)) } } } };
            if *ordered {
                html! { ol start=(start) { (items) } }
            } else {
                html! { ul { (items) } }
            }
        }
        Block::Table { columns, rows } => {
            let rows = rows.iter().map(|row| row.iter().map(|cell| inlines(cell)).collect()).collect();
            table("Table", &notice.locale, columns, rows)
        }
        Block::DataUses { columns, from, to } => {
            let (skip, take) = count(*from, *to);
            let rows = notice.data_uses.iter().skip(skip).take(take).map(|row| {
                let first = html! { strong { (row.category) } @if !row.items.is_empty() { br; } (inlines(&row.items)) };
                vec![first, inlines(&row.purpose), inlines(&row.legal_basis)]
            });
            table("Uses of data", &notice.locale, columns, rows.collect())
        }
        Block::Retention { columns, from, to } => {
            let (skip, take) = count(*from, *to);
            let rows = notice.retention.iter().skip(skip).take(take);
            let rows = rows.map(|row| vec![html! { (row.category) }, inlines(&row.text)]);
            table("How long data is kept", &notice.locale, columns, rows.collect())
        }
    }
}

/// Its name is ours, and what stands in it the notice's.
fn table(name: &str, locale: &str, columns: &[Vec<Inline>], rows: Vec<Vec<Markup>>) -> Markup {
    html! {
        div.wide lang="en" tabindex="0" role="region" aria-label=(name) { table lang=(locale) {
            caption lang="en" { (name) }
            @if !columns.is_empty() { thead { tr { @for cell in columns { th scope="col" { (inlines(cell)) } } } } }
            tbody { @for row in rows { tr { @for cell in row { td { (cell) } } } } }
        } }
    }
}

fn inlines(all: &[Inline]) -> Markup {
    html! {
        @for inline in all {
            @match inline {
                Inline::Text { text } => { @for (n, line) in text.split('\n').enumerate() { @if n > 0 { br; } (line) } }
                Inline::Strong { content } => strong { (inlines(content)) },
                Inline::Emphasis { content } => em { (inlines(content)) },
                Inline::Code { text } => code { (text) },
                Inline::Link { href, content } => (linked(Some(href), &inlines(content)))
            }
        }
    }
}

fn linked(url: Option<&str>, words: &Markup) -> Markup {
    let Some(href) = url else { return words.clone() };
    html! {
        // A relative one led somewhere on the host's page, which this is not.
        @if is_allowed_link(href) && href.contains(':') { a href=(href) rel="noopener noreferrer" { (words) } }
        @else { (words) " (" code { (href) } ")" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::samples::notice;
    use ciente_notice::{Contact, Controller};

    #[test]
    fn what_a_notice_says_is_text_wherever_it_stands() {
        let evil = "<script>alert(1)</script>\"'&";
        let mut sample = notice("3", "pt-BR");
        sample.title = evil.into();
        sample.sections[0].heading = evil.into();
        sample.controller = Some(Controller { name: evil.into(), url: Some("javascript:alert(1)".into()) });
        sample.contact = Some(Contact { url: "https://c.example/\"onclick=\"x".into() });
        let text = |text: &str| vec![Inline::Text { text: text.into() }];
        let link = |href: &str| Inline::Link { href: href.into(), content: text(evil) };
        let content = vec![
            link("javascript:alert(1)"),
            link("https://a.example/\"onclick=\"x"),
            link("https://b.example/"),
            Inline::Code { text: evil.into() },
            Inline::Text { text: "one\ntwo".into() },
        ];
        sample.sections[0].blocks.push(Block::Paragraph { content });
        sample.data_uses[0].category = evil.into();
        sample.retention[0].text = text(evil);
        let page = article(&sample).into_string();
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("href=\"javascript"), "{page}");
        assert!(!page.contains("\"onclick"), "{page}");
        assert!(page.contains("href=\"https://b.example/\"") && page.contains("one<br>two"), "{page}");
        assert!(
            page.contains("&lt;script&gt;")
                && page.contains("Controller: </span>")
                && page.contains(
                    "lang=\"en\" tabindex=\"0\" role=\"region\" aria-label=\"Uses of data\"><table lang=\"pt-BR\">"
                )
                && page.contains("<caption lang=\"en\">Uses of data"),
            "{page}"
        );
    }
    #[test]
    fn a_notice_is_written_as_its_language_is_whatever_its_title_begins_with() {
        for (locale, dir) in [("ar", "rtl"), ("pt-BR", "ltr")] {
            let mut sample = notice("3", locale);
            sample.title = format!("{} Ciente \u{627}", if dir == "ltr" { "\u{627}" } else { "A" });
            let page = article(&sample).into_string();
            assert!(page.starts_with(&format!("<article lang=\"{locale}\" dir=\"{dir}\">")), "{page}");
        }
    }
}
