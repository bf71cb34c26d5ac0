//! The view rendered ahead of time, as files: a tree for the loader, a declarative shadow root for servers. What it looks
//! like is the widget's business.

mod pack;
mod tree;

use super::Stylesheet;
use ciente::{render, strings, view::Since};
use ciente_notice::{Digest, Notice};
use serde::Serialize;
use std::collections::BTreeMap;
use tree::{Node, tree};

/// Which shape a view has. The loader takes views of this shape and no other; a notice is built again for another.
const FORMAT: &str = "ciente/view/3";

/// `<locale>.view.json`: what the loader builds with `createElement`.
#[derive(Serialize)]
struct View {
    format: &'static str,
    /// What the widget and the loader say themselves, by name.
    words: BTreeMap<&'static str, &'static str>,
    root: Node,
}

/// The widget's words in the language of a notice: it brings none of its own.
fn words(locale: &str) -> BTreeMap<&'static str, &'static str> {
    let words = strings::for_locale(locale);
    let mut all = BTreeMap::from([
        ("date", words.date),
        ("dismiss", words.dismiss),
        ("elsewhere", words.elsewhere),
        ("failed", words.failed),
        ("language", words.language),
        ("localeMissed", words.locale_missed),
        ("newer", words.newer),
        ("notYet", words.not_yet),
        ("pending", words.pending),
        ("pendingInMemory", words.pending_in_memory),
        ("print", words.print),
        ("receipt", words.receipt),
        ("recorded", words.recorded),
        ("recordedEarlier", words.recorded_earlier),
        ("rejected", words.rejected),
        ("reloading", words.reloading),
        ("replaced", words.replaced),
        ("saving", words.saving),
        ("sending", words.sending),
        ("state", words.state),
        ("unsaid", words.unsaid),
        ("version", words.version),
        ("yours", words.yours),
    ]);
    if let Some((lang, dir)) = strings::borrowed(locale) {
        all.extend([("lang", lang), ("dir", dir)]);
    }
    all
}

/// What a version changes, as its readers see it: the `view` of a list of changes.
#[derive(Serialize)]
pub(super) struct Told {
    /// What stands in the panel, the heading first. Of several lists, the oldest one's heading holds.
    panel: Vec<Node>,
    /// Which rows it is about, by what they are called.
    marks: Marks,
    /// What stands beside them.
    mark: Vec<Node>,
}

#[derive(Default, Serialize)]
struct Marks {
    /// On the first screen.
    kinds: Vec<String>,
    /// In the data-use table.
    uses: Vec<String>,
    /// In the retention table.
    rules: Vec<String>,
}

/// Renders what came since a version for whoever acknowledged that one.
pub(super) fn told(notice: &Notice, since: Since) -> Told {
    let mut told = Told { panel: Vec::new(), marks: Marks::default(), mark: Vec::new() };
    told.collect(tree(&render::html(notice, &[], Some(since))), "");
    told
}

impl Told {
    /// `place` is the part that the nodes stand in.
    fn collect(&mut self, nodes: Vec<Node>, place: &str) {
        for node in nodes {
            let Node::Element { attributes, mut children, .. } = node else { continue };
            let get = |name| attributes.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value);
            let (class, part) = (get("class"), get("part"));
            if part == "changes" {
                self.panel = children;
                continue;
            }
            let is_mark = |node: &Node| matches!(node, Node::Element { attributes, .. } if attributes.iter().any(|(name, value)| name == "class" && value == "changed"));
            if let Some(at) = children.iter().position(is_mark) {
                self.mark = vec![Node::Text(" ".to_owned()), children.swap_remove(at)];
                // The row's name ends with the space that keeps the mark from it.
                let texts =
                    children.iter().filter_map(|node| if let Node::Text(text) = node { Some(&**text) } else { None });
                let name = texts.collect::<String>().trim_end().to_owned();
                let marks = match (class, place) {
                    ("kind", _) => &mut self.marks.kinds,
                    (_, "data-uses") => &mut self.marks.uses,
                    _ => &mut self.marks.rules,
                };
                marks.push(name);
                continue;
            }
            let place = if part.is_empty() { place } else { part };
            self.collect(children, place);
        }
    }
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
    stylesheet: &Stylesheet,
) -> Result<Files, serde_json::Error> {
    let markup = render::html(notice, locales, None);
    let root = tree(&markup).into_iter().next().unwrap_or(Node::Text(String::new()));
    let view = View { format: FORMAT, words: words(&notice.locale), root: pack::packed(root)? };
    // Without scripts a closed dialog could not be read, and a choice would do nothing; the loader puts the one in front of
    // the page and answers to the others.
    let open = markup.replacen("<dialog ", "<dialog open ", 1).replacen("<select ", "<select class=\"waiting\" ", 1);
    let open = match open.split_once("<footer") {
        Some((text, footer)) => {
            format!("{text}<footer{}", footer.replace("<button ", "<button aria-disabled=\"true\" "))
        }
        None => open,
    };
    let html = format!(
        "<template shadowrootmode=\"open\">{}<slot></slot>\
         <div class=\"sent\" data-digest=\"{digest}\" data-format=\"{FORMAT}\">{open}</div></template>\n",
        stylesheet.markup()
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
        let names: Vec<_> = (1..=12).map(|n| format!("item {n}")).collect();
        let items: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let listed = format!(r#"[{{"type":"text","text":"such as: {}"}}]"#, names.join(", "));
        let rows: Vec<_> = (1..=9)
            .map(|n| {
                let written = if n % 2 == 0 { text } else { &listed };
                format!(
                    r#"{{"id":"a{n}","category":"A","items":{written},"itemList":[{}],"use":{text},"legalBasis":{text},
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
        let digest = Digest::of_bytes(&canonical_json(&notice).unwrap());
        files(&notice, &["ar".into(), "en".into()], &digest, &Stylesheet::Link("/a?b&c\"d".into())).unwrap()
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
        walk(&tree(&render::html(&everything(), &["ar".into(), "en".into()], None)), &mut tags, &mut used);
        walk(&told(&everything(), changed()).panel, &mut tags, &mut used);
        let tags: BTreeSet<_> = tags.iter().map(String::as_str).collect();
        // And nothing that no notice has.
        assert_eq!(allowed, tags);
        assert_eq!(named, used);
    }

    /// A change of each kind of place.
    fn changed() -> Since {
        let changes = serde_json::from_value(serde_json::json!([
            {"kind": "itemAdded", "change": "material", "dataUse": "a1", "place": "P", "new": "n", "lang": "en"},
            {"kind": "retentionLonger", "change": "material", "dataUse": "a2", "old": "o", "new": "n"},
            {"kind": "textReworded", "change": "editorial", "section": "s1", "old": "o", "new": "n"}
        ]));
        Since { version: "0".into(), summary: Some("S".into()), changes: changes.unwrap() }
    }

    #[test]
    fn the_tree_is_compact_and_brings_the_words() {
        let view: serde_json::Value = serde_json::from_slice(&built().json).unwrap();
        assert_eq!(view["format"], "ciente/view/3");
        assert_eq!(view["root"][0], "div");
        assert_eq!(view["root"][1], serde_json::json!({"class": "root", "lang": "ar", "dir": "rtl"}));
        let root = pack::unpacked(view["root"].clone(), &mut Vec::new()).to_string();
        assert!(root.contains(r#""t <b> & \"q\"""#));
        assert!(root.contains(r#""https://a.example/?a=1&b=2""#));
        for word in ciente::status::WORDS {
            assert!(view["words"][word].as_str().is_some_and(|text| !text.is_empty()), "{word}");
        }
    }

    #[test]
    fn what_changed_is_rendered_once_and_says_which_rows_it_is_about() {
        let told = serde_json::to_value(told(&everything(), changed())).unwrap();
        assert_eq!(told["panel"][0][0], "h3");
        assert!(told["panel"].to_string().contains("[\"ins\",{\"lang\":\"en\"},\"n\"]"), "{told}");
        // `A` is what all rows are called there.
        let rows = serde_json::json!({"kinds": ["A", "A"], "uses": ["A", "A", "A", "A", "A", "A"], "rules": ["A", "A", "A", "A", "A", "A"]});
        assert_eq!(told["marks"], rows);
        assert_eq!(told["mark"][1][1], serde_json::json!({"class": "changed"}));
    }

    #[test]
    fn the_shadow_root_says_which_text_it_is_and_can_be_read_without_scripts() {
        let html = String::from_utf8(built().html).unwrap();
        let start = "<template shadowrootmode=\"open\"><link rel=\"stylesheet\" href=\"/a?b&amp;c&quot;d\">";
        assert!(html.starts_with(start) && html.ends_with("</template>\n"), "{html}");
        assert!(
            html.contains("data-digest=\"sha-256:")
                && html.contains("data-format=\"ciente/view/3\"")
                && html.contains("<dialog open "),
            "{html}"
        );
        assert!(!html.contains("style=") && !html.contains("<script"), "{html}");
    }
}
