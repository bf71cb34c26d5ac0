//! The view rendered ahead of time, as files: a tree for the loader, a declarative shadow root for servers. What it looks
//! like is the widget's business.

mod tree;

use ciente::{BUILD, render, strings};
use ciente_notice::{Digest, Notice};
use serde::Serialize;
use tree::{Node, tree};

/// Where hosts usually serve the widget's stylesheet; `ciente serve` and `ciente preview` do.
pub(crate) const STYLESHEET: &str = "/assets/ciente.css";

/// `<locale>.view.json`: what the loader builds with `createElement`.
#[derive(Serialize)]
struct View {
    format: &'static str,
    /// Which sources it is from; the widget takes it over when it is from the same.
    build: &'static str,
    words: Words,
    /// What stands in the widget's root.
    root: Vec<Node>,
}

/// What the loader says itself where WebAssembly does not run.
#[derive(Serialize)]
struct Words {
    sending: &'static str,
    recorded: &'static str,
    failed: &'static str,
    rejected: &'static str,
    replaced: &'static str,
}

/// Both files of one notice.
pub(super) struct Files {
    pub(super) json: Vec<u8>,
    pub(super) html: Vec<u8>,
}

/// Renders a notice; `locales` are those of its version, in the manifest's order.
pub(super) fn files(
    notice: &Notice,
    locales: &[String],
    digest: &Digest,
    stylesheet: &str,
) -> Result<Files, serde_json::Error> {
    let markup = render::html(notice, locales);
    let words = strings::for_locale(&notice.locale);
    let view = View {
        format: "ciente/view/1",
        build: BUILD,
        words: Words {
            sending: words.sending,
            recorded: words.recorded,
            failed: words.failed,
            rejected: words.rejected,
            replaced: words.replaced,
        },
        root: tree(&markup),
    };
    // Without scripts a closed dialog could not be read; the loader puts it in front of the page.
    let open = markup.replacen("<dialog ", "<dialog open ", 1);
    let stylesheet = stylesheet.replace('&', "&amp;").replace('"', "&quot;");
    let html = format!(
        "<template shadowrootmode=\"open\"><link rel=\"stylesheet\" href=\"{stylesheet}\"><slot></slot>\
         <div data-digest=\"{digest}\" data-build=\"{BUILD}\">{open}</div></template>\n"
    );
    Ok(Files { json: serde_json::to_vec(&view)?, html: html.into_bytes() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ciente_notice::canonical_json;
    use std::collections::BTreeSet;

    /// One notice with everything that a notice can hold.
    fn everything() -> Notice {
        let text = r#"[{"type":"text","text":"t <b> & \"q\""},{"type":"strong","content":[{"type":"text","text":"s"}]},
            {"type":"emphasis","content":[{"type":"text","text":"e"}]},{"type":"code","text":"c"},
            {"type":"link","href":"https://a.example/?a=1&b=2","content":[{"type":"text","text":"l"}]}]"#;
        let sections: Vec<_> = (1..=6)
            .map(|level| {
                let blocks = format!(
                    r#"[{{"type":"paragraph","content":{text}}},
                    {{"type":"list","ordered":true,"start":3,"items":[[{{"type":"paragraph","content":{text}}}]]}},
                    {{"type":"list","ordered":false,"items":[[]]}},
                    {{"type":"table","columns":[{text}],"rows":[[{text}]]}},
                    {{"type":"dataUses","columns":[{text},{text},{text}],"from":0,"to":9}},
                    {{"type":"retention","columns":[{text},{text}],"from":0,"to":2}}]"#
                );
                format!(r#"{{"id":"s{level}","heading":"H{level}","level":{level},"blocks":{blocks}}}"#)
            })
            .collect();
        // Enough rows for the filter, enough items to be folded.
        let items: Vec<_> = (1..=12).map(|n| format!("\"item {n}\"")).collect();
        let rows: Vec<_> = (1..=9)
            .map(|n| {
                format!(
                    r#"{{"id":"a{n}","category":"A","items":{text},"itemList":[{}],"use":{text},"legalBasis":{text},
                    "basis":"contract","services":["S","LD"]}}"#,
                    items.join(",")
                )
            })
            .collect();
        let json = format!(
            r#"{{"format":"ciente/notice/1","id":"im","version":"1","locale":"ar","effectiveFrom":"2022-05-07","title":"T",
            "controller":{{"name":"C","url":"https://c.example"}},"contact":{{"url":"mailto:c@c.example"}},
            "sections":[{}],"dataUses":[{}],
            "retention":[{{"dataUse":"a1","category":"A","text":{text},"rule":{{"kind":"fixed","duration":"P7D"}}}},
            {{"dataUse":"a2","category":"A","text":{text},"rule":{{"kind":"whileUsed","thenWithin":"P2M"}}}}],
            "serviceNames":[{{"abbreviation":"LD","name":"Lamp Desk"}}]}}"#,
            sections.join(","),
            rows.join(",")
        );
        serde_json::from_str(&json).unwrap()
    }

    fn built() -> Files {
        let notice = everything();
        files(&notice, &["ar".into(), "en".into()], &Digest::of_bytes(&canonical_json(&notice).unwrap()), "/a?b&c\"d")
            .unwrap()
    }

    #[test]
    fn the_loader_allows_every_tag_and_attribute_that_a_notice_can_have() {
        let loader = include_str!("../../../../../static/loader/view.js");
        let between = |start: &str, end: &str| {
            let from = loader.split_once(start).unwrap().1;
            from.split_once(end).unwrap().0
        };
        let allowed: BTreeSet<_> = between("const TAGS = new Set(\n  \"", "\"").split(' ').collect();
        let attributes = between("const ATTRIBUTE =\n  /^(", ")$/");
        let (aria, plain) = attributes.strip_prefix("aria-(").unwrap().split_once(")|").unwrap();
        let mut named: BTreeSet<_> = aria.split('|').map(|name| format!("aria-{name}")).collect();
        named.extend(plain.split('|').map(str::to_owned));

        fn walk(nodes: &[Node], tags: &mut BTreeSet<String>, attributes: &mut BTreeSet<String>) {
            for node in nodes {
                if let Node::Element { tag, attributes: own, children } = node {
                    tags.insert(tag.clone());
                    attributes.extend(own.iter().map(|(name, _)| name.clone()));
                    walk(children, tags, attributes);
                }
            }
        }
        let (mut tags, mut used) = (BTreeSet::new(), BTreeSet::new());
        walk(&tree(&render::html(&everything(), &["ar".into(), "en".into()])), &mut tags, &mut used);
        let tags: BTreeSet<_> = tags.iter().map(String::as_str).collect();
        // And nothing that no notice has.
        assert_eq!(allowed, tags);
        assert_eq!(named, used);
    }

    #[test]
    fn the_tree_is_compact_and_keeps_yews_marks() {
        let view: serde_json::Value = serde_json::from_slice(&built().json).unwrap();
        assert_eq!((&view["format"], &view["build"]), (&"ciente/view/1".into(), &BUILD.into()));
        let root = view["root"].as_array().unwrap();
        assert_eq!(root.len(), 3);
        assert_eq!((&root[0], &root[2]), (&serde_json::json!(["!", "<[]>"]), &serde_json::json!(["!", "</[]>"])));
        assert_eq!(root[1][0], "div");
        assert_eq!(root[1][1], serde_json::json!({"class": "root", "lang": "ar", "dir": "rtl"}));
        assert!(view.to_string().contains(r#""t <b> & \"q\"""#));
        assert!(view.to_string().contains(r#""https://a.example/?a=1&b=2""#));
    }

    #[test]
    fn the_shadow_root_says_which_text_it_is_and_can_be_read_without_scripts() {
        let html = String::from_utf8(built().html).unwrap();
        let start = "<template shadowrootmode=\"open\"><link rel=\"stylesheet\" href=\"/a?b&amp;c&quot;d\">";
        assert!(html.starts_with(start) && html.ends_with("</template>\n"), "{html}");
        assert!(html.contains("data-digest=\"sha-256:") && html.contains("<dialog open "), "{html}");
        assert!(!html.contains("style=") && !html.contains("<script"), "{html}");
    }
}
