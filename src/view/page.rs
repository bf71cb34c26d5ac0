//! The whole view: head, body and footer, with the choice of language and the places where the widget says how things stand.

use super::{
    Since, changes, essence, format,
    scale::Scale,
    text::{self, Context},
};
use crate::strings;
use ciente_notice::{Notice, direction};
use std::rc::Rc;
use yew::{Context as Around, prelude::*};

/// What is to be read.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The notice.
    pub notice: Rc<Notice>,
    /// What changed since the reader acknowledged a version before it.
    pub since: Option<Rc<Since>>,
    /// The locales that this version is there in.
    pub locales: Rc<[String]>,
}

/// The notice, before the reader does anything.
#[derive(Debug)]
pub struct Page;

impl Component for Page {
    type Message = ();
    type Properties = Props;

    fn create(_: &Around<Self>) -> Self {
        Self
    }

    fn view(&self, around: &Around<Self>) -> Html {
        let Props { notice, since, locales } = around.props();
        let words = strings::for_locale(&notice.locale);
        let context = Context { notice, words, scale: Scale::of(notice), since: since.as_deref() };
        let (lang, dir) = strings::borrowed(&notice.locale).unzip();
        html! {
            <div class="root" lang={notice.locale.clone()} dir={direction(&notice.locale)}>
                <dialog part="dialog" closedby="none" aria-labelledby="title">
                    // A page has one banner and one footer of its own; the dialog's are neither.
                    <header role="none"><h2 id="title" part="title" tabindex="-1">{ &notice.title }</h2></header>
                    { body(&context, locales) }
                    <footer role="none">
                        <div role="status" class="now" {lang} {dir}></div>
                        <button type="button" part="decline">{ context.own(words.decline) }</button>
                        <button type="button" part="acknowledge">{ context.own(words.acknowledge) }</button>
                    </footer>
                </dialog>
                <div role="status" {lang} {dir}></div>
            </div>
        }
    }
}

/// The languages that there are, where there is a choice.
fn languages(context: &Context<'_>, locales: &[String]) -> Html {
    if locales.len() < 2 {
        return Html::default();
    }
    let options = locales.iter().map(|locale| {
        let selected = *locale == context.notice.locale;
        html! { <option value={locale.clone()} lang={locale.clone()} {selected}>{ strings::name(locale) }</option> }
    });
    html! { <select part="locale" lang={context.own_lang()} aria-label={context.words.language}>{ for options }</select> }
}

/// The text, with what matters most first.
fn body(context: &Context<'_>, locales: &[String]) -> Html {
    let notice = context.notice;
    let since = notice.effective_from.as_deref().map(|day| {
        // Where the words are the notice's, the day is written as in its region, if that is known.
        let written = |locale| format::day(locale, day);
        let written = written(context.own_lang().unwrap_or(&notice.locale)).or_else(|| written(context.words.locale));
        let day = written.unwrap_or_else(|| day.to_owned());
        let (before, after) = context.words.effective_from.split_once("{}").unwrap_or_default();
        html! { <>{ " · " }{ before }<span class="day">{ day }</span>{ after }</> }
    });
    html! {
        <div class="text" part="sections" role="region" aria-labelledby="title" tabindex="0">
            <div class="about">
                // Isolated: next to Arabic, "2022-05" would read "05-2022".
                <p part="version">{ context.own(html! { <>{ context.words.version }{ " " }<bdi dir="ltr">{ &notice.version }</bdi>{ since }</> }) }</p>
                { languages(context, locales) }
            </div>
            { changes::changes(context) }
            { essence::essence(context) }
            { text::contents(context) }
            { text::sections(context) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use crate::render;
    use ciente_notice::Notice;
    use serde_json::{Value, json};

    fn text(text: &str) -> Value {
        json!([{ "type": "text", "text": text }])
    }

    /// With a table of its author's, in a section that has a heading and in one that has none, and with a long list of items.
    fn html(locale: &str) -> String {
        let table = json!({ "type": "table", "columns": [text("Wide")], "rows": [[text("cell")]] });
        let items: Vec<_> = (1..=9).map(|n| format!("item {n}")).collect();
        let notice: Notice = serde_json::from_value(json!({
            "format": "ciente/notice/1", "id": "im", "version": "1", "locale": locale,
            "effectiveFrom": "2022-05-07", "title": "T",
            "sections": [
                {"id": "a", "heading": "T", "blocks": [table]},
                {"id": "b", "heading": "B", "blocks": [
                    {"type": "list", "ordered": false, "items": [[table]]},
                    {"type": "dataUses", "columns": [text("D"), text("U"), text("L")], "from": 0, "to": 1},
                ]},
            ],
            "dataUses": [{"id": "logs", "category": "Logs", "items": text(&items.join(", ")), "itemList": items,
                "use": text("u"), "legalBasis": text("l"), "basis": "contract", "services": []}],
            "retention": [{"dataUse": "logs", "category": "Logs", "text": [], "rule": {"kind": "fixed", "duration": "P7D"}}]
        }))
        .unwrap();
        render::html(&notice, &[], None)
    }

    #[test]
    fn a_link_to_a_section_goes_there_and_one_to_nothing_is_words() {
        let link = |href: &str| json!({ "type": "link", "href": href, "content": text("here") });
        let to = |href: &str| {
            let notice: Notice = serde_json::from_value(json!({
                "format": "ciente/notice/1", "id": "im", "version": "1", "locale": "en", "title": "T",
                "sections": [
                    { "id": "a", "heading": "T", "blocks": [{ "type": "paragraph", "content": [link(href)] }] },
                    { "id": "what-we-use", "heading": "2. What we use & why", "blocks": [] },
                ],
                "dataUses": [], "retention": []
            }))
            .unwrap();
            render::html(&notice, &[], None)
        };
        let button = r#"<button type="button" part="go" value="1" class="link">here</button>"#;
        for (href, is_there) in
            [("#what-we-use", true), ("#2-what-we-use--why", true), ("#nowhere", false), ("#a", false), ("#", false)]
        {
            let html = to(href);
            assert_eq!(html.contains(button), is_there, "{href}");
            assert!(!html.contains("href="), "{href}");
        }
        assert!(to("https://a.example/#what-we-use").contains(r#"<a href="https://a.example/#what-we-use""#));
    }

    #[test]
    fn a_number_without_its_unit_stands_for_no_period() {
        let term = |words: &str| {
            let notice: Notice = serde_json::from_value(json!({
                "format": "ciente/notice/1", "id": "im", "version": "1", "locale": "en", "title": "T",
                "sections": [], "dataUses": [{"id": "logs", "category": "Logs", "items": text("i"), "itemList": ["i"],
                    "use": text("u"), "legalBasis": text("l"), "basis": null, "services": []}],
                "retention": [{"dataUse": "logs", "category": "Logs", "text": text(words), "rule": {"kind": "unspecified"}}]
            }))
            .unwrap();
            render::html(&notice, &[], None)
        };
        assert!(term("some days").contains("some days"));
        assert!(!term("12").contains(">12<"));
    }

    /// The tags that say so, as they are written.
    fn tags<'a>(html: &'a str, says: &str) -> Vec<&'a str> {
        html.split('<')
            .filter_map(|tag| tag.split_once('>'))
            .map(|(tag, _)| tag)
            .filter(|tag| tag.contains(says))
            .collect()
    }

    #[test]
    fn a_day_is_written_as_in_the_region_of_the_notice() {
        for (locale, written) in
            [("en", "May 7, 2022"), ("en-GB", "7 May 2022"), ("zh-yue", "2022年5月7日"), ("de", "May 7, 2022")]
        {
            assert!(
                html(locale).contains(&format!("<span class=\"day\">{written}</span>")),
                "{locale}: {}",
                html(locale)
            );
        }
    }

    #[test]
    fn a_table_of_the_authors_is_reached_by_keyboard_under_the_name_of_its_section() {
        let html = html("en");
        let tables = tags(&html, r#"class="table""#);
        assert_eq!(tables.len(), 2, "{html}");
        for (tag, title) in tables.into_iter().zip(["title", "section-1"]) {
            assert!(tag.contains(r#"tabindex="0""#) && tag.contains(&format!("aria-labelledby=\"{title}\"")), "{tag}");
            assert!(html.contains(&format!("id=\"{title}\"")), "{html}");
        }
    }

    #[test]
    fn a_bar_is_a_picture_only_where_it_says_more_than_what_stands_beside_it() {
        for (locale, is_picture) in [("en", true), ("de", false)] {
            let html = html(locale);
            let bars = tags(&html, r#"class="bar""#);
            assert_eq!(bars.len(), 1, "{html}");
            assert_eq!(bars[0].contains(r#"role="img""#) && bars[0].contains("7 days"), is_picture, "{bars:?}");
            assert_eq!(bars[0].contains(r#"aria-hidden="true""#), !is_picture, "{bars:?}");
        }
    }

    #[test]
    fn what_unfolds_a_list_says_of_what() {
        assert_eq!(tags(&html("en"), "summary aria-label"), [r#"summary aria-label="The rest (5): Logs""#]);
        // In two languages nothing is said but what is seen.
        assert_eq!(tags(&html("de"), "aria-label=\"Show"), [""; 0]);
    }
}
