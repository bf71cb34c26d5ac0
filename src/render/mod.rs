//! The view rendered ahead of time: the same component as in the browser, to a string that Yew can take over. Native only.

mod format;

use crate::{
    flow::{Effect, Event, Flow},
    view::{Host, Msg, Props, Shown, Widget},
};
use ciente_notice::{Duration, Notice};
use std::rc::Rc;
use yew::{Callback, LocalServerRenderer, NodeRef};

/// The notice as it is on the screen before the user does anything, as HTML with the comments that Yew's hydration reads.
/// `locales` are those that its version is there in, in the manifest's order.
///
/// A debug build of Yew writes the component's Rust name into those comments; it is left out, so that the same notice
/// always renders to the same bytes.
pub fn html(notice: &Notice, locales: &[String]) -> String {
    let props =
        Props { shown: Shown { locales: locales.into(), ..Shown::new(Rc::new(notice.clone())) }, host: Rc::new(Paper) };
    let html = pollster::block_on(LocalServerRenderer::<Widget>::with_props(props).render());
    let name = std::any::type_name::<Widget>();
    html.replace(&format!("<!--<[{name}]>-->"), "<!--<[]>-->").replace(&format!("<!--</[{name}]>-->"), "<!--</[]>-->")
}

/// A world in which nothing happens.
struct Paper;

impl Host for Paper {
    fn take_over(&self) -> Option<Event> {
        None
    }
    fn track(&self, _: Flow) {}
    fn run(&self, _: Effect, _: Callback<Msg>) {}
    fn date(&self, locale: &str, day: &str) -> String {
        format::day(locale, day).unwrap_or_else(|| day.to_owned())
    }
    fn duration(&self, locale: &str, duration: Duration) -> String {
        format::duration(locale, duration)
    }
    fn present(&self, _: &NodeRef, _: bool, _: bool) {}
    fn instant(&self, _: &str, instant: &str) -> String {
        instant.to_owned()
    }
    fn translate(&self, _: &str, _: Callback<Msg>) {}
    fn serve(&self, _: &Msg) {}
    fn go_to(&self, _: &str) {}
    fn dismiss_later(&self, _: Callback<Msg>) {}
}

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
        let html = html(&notice("pt-BR"), &["pt-BR".into(), "en".into()]);
        assert!(html.starts_with("<!--<[]>--><div") && html.ends_with("</div><!--</[]>-->"), "{html}");
        assert!(html.contains("A &lt;title&gt; &amp; more"), "{html}");
        for text in ["em vigor desde 7 de maio de 2022", "1 ano, 6 meses", "Estou ciente"] {
            assert!(html.contains(text), "{text} is not in {html}");
        }
    }

    #[test]
    fn the_same_notice_renders_to_the_same_bytes() {
        assert_eq!(html(&notice("ar"), &[]), html(&notice("ar"), &[]));
        assert!(!html(&notice("ar"), &[]).contains("Widget"));
    }
}
