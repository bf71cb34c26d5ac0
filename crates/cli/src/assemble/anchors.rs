//! Links within a document, by whatever name they call its headings.

use crate::markdown::{Kind, Node, one_line};
use ciente_notice::{Inline, anchor, is_allowed_link, plain_text};
use percent_encoding::percent_decode_str;
use std::collections::{HashMap, HashSet};

/// Makes links to headings call them by their words, which is all that a notice knows them by: those that call them as the
/// author did (`## Your rights {#rights}`, `<a id="rights"></a>`), and those whose letters an editor has percent-encoded.
pub(super) fn resolve(nodes: &mut [Node]) {
    let (mut headings, mut taken) = (HashMap::new(), HashSet::new());
    for node in &*nodes {
        if let Kind::Heading { content, anchors, .. } = &node.kind {
            let own = anchor(&one_line(&plain_text(content)));
            // The words of a second one lead to the first: it cannot be told from that.
            if !taken.insert(own.clone()) {
                continue;
            }
            for name in anchors.iter().filter(|name| !name.is_empty()) {
                headings.entry(name.clone()).or_insert_with(|| own.clone());
            }
        }
    }
    each_link(nodes, &|href| {
        let Some(fragment) = href.strip_prefix('#') else { return };
        let name = percent_decode_str(fragment).decode_utf8_lossy();
        let target = format!("#{}", headings.get(&*name).map_or(&*name, String::as_str));
        if is_allowed_link(&target) {
            *href = target;
        }
    });
}

fn each_link(nodes: &mut [Node], visit: &impl Fn(&mut String)) {
    for node in nodes {
        match &mut node.kind {
            Kind::Heading { content, .. } | Kind::Paragraph(content) => each_link_of(content, visit),
            Kind::List { items, .. } => items.iter_mut().for_each(|item| each_link(item, visit)),
            Kind::Table(table) => {
                for cell in table.rows.iter_mut().chain([&mut table.header]).flatten() {
                    each_link_of(&mut cell.content, visit);
                }
            }
        }
    }
}

fn each_link_of(inlines: &mut [Inline], visit: &impl Fn(&mut String)) {
    for inline in inlines {
        match inline {
            Inline::Link { href, content } => {
                visit(href);
                each_link_of(content, visit);
            }
            Inline::Strong { content } | Inline::Emphasis { content } => each_link_of(content, visit),
            Inline::Text { .. } | Inline::Code { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Report, SourceText};
    use std::{path::Path, sync::Arc};

    #[test]
    fn links_find_headings_by_every_name_that_they_have() {
        let markdown = "\
            <a name=\"start\"></a>\n\nText first.\n\n\
            ## Your rights, all { #rights .wide n=1 }\n\n\
            <a id=\"kept\"></a>\n\n## How long {.unlisted}\n\n\
            <h2 id=\"who\">Who</h2>\n\n\
            ## Configuração\n\n\
            ## Who {#who-else}\n\n\
            | A | B |\n|-|-|\n| [1](#rights) | [2](#kept) |\n\n\
            - **[3](#who)** [4](#configura%C3%A7%C3%A3o) [5](#start) [6](#%20x) [7](https://a.example/#kept) \
            [8](#who-else) [9](#)\n";
        let file = Arc::new(SourceText::new(Path::new("x.md"), markdown.to_owned()));
        let mut nodes = crate::markdown::read(&file, &mut Report::new(false));
        resolve(&mut nodes);
        let found = std::cell::RefCell::new(Vec::new());
        each_link(&mut nodes, &|href| found.borrow_mut().push(href.clone()));
        let expected = [
            "#your-rights-all",
            "#how-long",
            "#who",
            "#configuração",
            "#start",
            "#%20x",
            "https://a.example/#kept",
            "#who-else",
            "#",
        ];
        let mut found = found.into_inner();
        found.sort_by_key(|href| expected.iter().position(|expected| expected == href));
        assert_eq!(found, expected);
        let headings = nodes.iter().filter_map(|node| match &node.kind {
            Kind::Heading { content, .. } => Some(plain_text(content)),
            _ => None,
        });
        assert_eq!(headings.collect::<Vec<_>>(), ["Your rights, all", "How long", "Who", "Configuração", "Who"]);
    }

    #[test]
    fn braces_that_name_nothing_are_words() {
        for heading in ["Data {email}", "Data {#}", "Data {#two words}", "Data {# x"] {
            let file = Arc::new(SourceText::new(Path::new("x.md"), format!("## {heading}\n")));
            let nodes = crate::markdown::read(&file, &mut Report::new(false));
            let Some(Kind::Heading { content, anchors, .. }) = nodes.first().map(|node| &node.kind) else {
                panic!("{nodes:?}")
            };
            assert_eq!((plain_text(content).as_str(), anchors.len()), (heading, 0));
        }
    }
}
