//! Every link within the repository leads somewhere: to a file or folder that is there, and to a heading in it.

use crate::{documents, root};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::{fs, path::Path};

/// The targets of all links and pictures.
fn links(document: &str) -> Vec<String> {
    let target = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    };
    Parser::new(document).filter_map(target).collect()
}

/// What headings are called in links, as GitHub makes it.
fn anchors(document: &str) -> Vec<String> {
    let (mut anchors, mut heading): (Vec<String>, Option<String>) = (Vec::new(), None);
    for event in Parser::new(document) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => anchors.extend(heading.take().map(|text| anchor(&text))),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    anchors
}

fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || [' ', '-', '_'].contains(c);
    heading.to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn leads_somewhere(from: &str, document: &str, link: &str) -> Result<(), String> {
    let (path, heading) = link.split_once('#').map_or((link, None), |(path, heading)| (path, Some(heading)));
    let at = root().join(from).parent().unwrap_or(Path::new("")).join(path);
    if !path.is_empty() && !at.exists() {
        return Err(format!("{path} is not there"));
    }
    let Some(heading) = heading else { return Ok(()) };
    let text =
        if path.is_empty() { document.to_owned() } else { fs::read_to_string(&at).map_err(|e| e.to_string())? };
    if anchors(&text).iter().any(|anchor| anchor == heading) {
        Ok(())
    } else {
        Err(format!("{path} has no heading for #{heading}"))
    }
}

#[test]
fn every_link_leads_somewhere() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for (path, text) in documents() {
        for link in links(&text).iter().filter(|link| !link.contains(':')) {
            seen += 1;
            if let Err(error) = leads_somewhere(&path, &text, link) {
                wrong.push(format!("{path}: {link}: {error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 50, "only {seen} links were found");
}

#[test]
fn a_link_that_leads_nowhere_is_seen() {
    let document = "# One `thing`, two\n[a](#one-thing-two) [b](#one) [c](LICENSE-MIT) [d](LICENSE-BSD)";
    let results: Vec<_> =
        links(document).iter().map(|link| leads_somewhere("README.md", document, link).is_ok()).collect();
    assert_eq!(results, [true, false, true, false]);
}
