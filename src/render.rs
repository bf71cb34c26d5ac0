//! The view rendered ahead of time, to a string. Native only.

use crate::view::{Page, Props, Since};
use ciente_notice::Notice;
use std::rc::Rc;
use yew::LocalServerRenderer;

/// The notice as it is on the screen before the user does anything, as HTML. `locales` are those that its version is there
/// in, in the manifest's order; `since` is what changed for a reader who acknowledged a version before it.
pub fn html(notice: &Notice, locales: &[String], since: Option<Since>) -> String {
    let props = Props { notice: Rc::new(notice.clone()), since: since.map(Rc::new), locales: locales.into() };
    // Nothing renders it again: it needs no marks to be found by.
    let html = pollster::block_on(LocalServerRenderer::<Page>::with_props(props).hydratable(false).render());
    if html.len() < LONG { html } else { html.replacen(r#" class="text""#, r#" class="text long""#, 1) }
}

/// From this many bytes of markup on, a browser need not lay out what is far from what is seen.
const LONG: usize = 150_000;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn notice(locale: &str) -> Notice {
        serde_json::from_value(json!({
            "format": "ciente/notice/1", "id": "im", "version": "2022-05", "locale": locale,
            "effectiveFrom": "2022-05-07", "title": "A <title> & more",
            "sections": [{"id": "s", "heading": "Kept", "blocks": [
                {"type": "retention", "columns": [[{"type": "text", "text": "Data"}], [{"type": "text", "text": "Kept"}]], "from": 0, "to": 1}
            ]}],
            "dataUses": [],
            "retention": [{"dataUse": null, "category": "Logs", "text": [], "rule": {"kind": "fixed", "duration": "P1Y6M"}}]
        }))
        .unwrap()
    }

    #[test]
    fn it_is_what_the_browser_will_say_in_the_words_of_the_locale() {
        let html = html(&notice("pt-BR"), &["pt-BR".into(), "en".into()], None);
        assert!(html.starts_with("<div ") && html.ends_with("</div>") && !html.contains("<!--"), "{html}");
        assert!(html.contains("A &lt;title&gt; &amp; more"), "{html}");
        for text in
            ["em vigor a partir de <span class=\"day\">7 de maio de 2022</span>", "1 ano, 6 meses", "Estou ciente"]
        {
            assert!(html.contains(text), "{text} is not in {html}");
        }
    }

    #[test]
    fn words_in_another_language_than_the_notice_say_so() {
        let german = html(&notice("de"), &["de".to_owned(), "en".to_owned()], None);
        assert!(german.contains(r#"<div lang="de" dir="ltr" class="root">"#), "{german}");
        for own in ["I acknowledge", "At a glance", "Version"] {
            let (before, _) = german.split_once(own).unwrap();
            assert!(before.ends_with(r#"<span lang="en" dir="ltr">"#), "{own}: {german}");
        }
        assert_eq!(german.matches(r#"<div role="status" lang="en" dir="ltr""#).count(), 2, "{german}");
        for locale in ["pt-BR", "pt-PT", "ar"] {
            assert!(!html(&notice(locale), &[], None).contains("<span lang"), "{locale}");
        }
    }

    #[test]
    fn a_section_that_is_its_title_alone_leaves_nothing() {
        let mut titled = notice("en");
        let mut own = titled.sections[0].clone();
        own.heading.clone_from(&titled.title);
        own.blocks.clear();
        titled.sections.insert(0, own);
        let html = html(&titled, &[], None);
        assert_eq!(html.matches("<section>").count(), 1, "{html}");
        // The places that lead to a section are counted with it.
        assert!(html.contains(r#"id="section-1""#), "{html}");
    }

    #[test]
    fn what_is_not_stated_is_drawn_as_unknown_also_where_nothing_is_stated() {
        let mut silent = notice("en");
        silent.retention[0].rule = ciente_notice::Rule::Unspecified;
        let html = html(&silent, &[], None);
        assert!(html.contains(r#"class="unknown""#) && !html.contains(r#"class="axis""#), "{html}");
    }

    #[test]
    fn a_long_notice_says_that_it_is_long() {
        let mut long = notice("en");
        assert!(html(&long, &[], None).contains(r#"class="text""#));
        let section = long.sections[0].clone();
        long.sections = vec![section; 400];
        assert!(html(&long, &[], None).contains(r#"class="text long""#));
    }

    #[test]
    fn the_same_notice_renders_to_the_same_bytes() {
        assert_eq!(html(&notice("ar"), &[], None), html(&notice("ar"), &[], None));
    }
}
