//! Links: every locale leads its readers to the same pages, apart from the part of an address that names the language.

use super::{Said, position};
use crate::check::{
    page::{LinkSeen, Page},
    rule::Rule,
    sink::Sink,
};
use std::collections::HashSet;

const HELP: &str = "Link to the same page in every locale; the part of the address that names the language may differ.";

/// Looks at the links of all locales.
pub(super) fn check(pages: &[&Page], sink: &mut Sink<'_>) {
    let Some((source, others)) = pages.split_first() else { return };
    for other in others {
        compare(source, other, sink);
    }
}

fn compare(source: &Page, other: &Page, sink: &mut Sink<'_>) {
    let (ours, theirs) = (targets(source), targets(other));
    let (our_set, their_set): (HashSet<&String>, HashSet<&String>) = (ours.iter().collect(), theirs.iter().collect());
    let mut missing: Vec<&LinkSeen> = source
        .links
        .iter()
        .zip(&ours)
        .filter(|(_, target)| !their_set.contains(target))
        .map(|(link, _)| link)
        .collect();
    let extra: Vec<&LinkSeen> =
        other.links.iter().zip(&theirs).filter(|(_, target)| !our_set.contains(target)).map(|(link, _)| link).collect();
    missing.dedup_by(|a, b| a.href == b.href);
    for link in extra {
        // The one in the same section is the one that it should be.
        let at = missing.iter().position(|meant| meant.section == link.section).or(if missing.len() == 1 {
            Some(0)
        } else {
            None
        });
        let (message, there) = match at.map(|at| missing.remove(at)) {
            Some(meant) => {
                let said = Said { page: source, value: (), at: meant.at.clone() };
                let message = format!("this links to {}, but {} links to {}", link.href, position(&said), meant.href);
                (message, source.place(&meant.at))
            }
            None => {
                let message =
                    format!("this links to {}, but nothing in {} does", link.href, source.file.path.display());
                let section = source.sections.get(link.section).or(source.sections.last());
                (message, section.map_or_else(|| source.top(), |section| source.place(&section.heading)))
            }
        };
        sink.between(Rule::LinksDiffer, other.place(&link.at), there, message, HELP);
    }
    for link in missing {
        let said = Said { page: source, value: (), at: link.at.clone() };
        let written = other.file.text.find(&link.href);
        let (here, message) = match written {
            Some(at) => {
                let message = format!("this link has no text, so that nobody sees it; {} has it", position(&said));
                (other.place(&(at..at + link.href.len())), message)
            }
            None => {
                let section = other.sections.get(link.section).or(other.sections.last());
                let here = section.map_or_else(|| other.top(), |section| other.place(&section.heading));
                (here, format!("nothing here links to {}, but {} does", link.href, position(&said)))
            }
        };
        sink.between(Rule::LinksDiffer, here, source.place(&link.at), message, HELP);
    }
}

fn targets(page: &Page) -> Vec<String> {
    page.links.iter().map(|link| target(&link.href, &page.locale)).collect()
}

/// An address without what names the language: as a host's first label, a part of the path, a suffix of a file's name, or
/// in the query. Where it leads within a page is not compared: anchors are made of translated headings.
fn target(href: &str, locale: &str) -> String {
    let href = href.split('#').next().unwrap_or_default().to_lowercase();
    let (address, query) = href.split_once('?').unwrap_or((&href, ""));
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let parts: Vec<String> = rest
        .split('/')
        .enumerate()
        .filter(|(i, part)| *i == 0 && !scheme.is_empty() || !is_locale(part, locale))
        .map(|(i, part)| if i == 0 && !scheme.is_empty() { host(part, locale) } else { without_suffix(part, locale) })
        .filter(|part| !part.is_empty())
        .collect();
    let is_language = |pair: &&str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        ["lang", "language", "locale", "hl", "l", "lng", "lc"].contains(&name) || is_locale(value, locale)
    };
    let query: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_language(pair)).collect();
    format!("{scheme}://{}?{}", parts.join("/"), query.join("&"))
}

fn host(host: &str, locale: &str) -> String {
    match host.split_once('.') {
        Some((first, rest)) if is_locale(first, locale) && rest.contains('.') => rest.to_owned(),
        _ => host.strip_prefix("www.").unwrap_or(host).to_owned(),
    }
}

/// `privacy.pt-br.html` and `privacy_en.pdf` without their languages.
fn without_suffix(part: &str, locale: &str) -> String {
    let (stem, extension) = part.rsplit_once('.').unwrap_or((part, ""));
    let cut = stem
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | '_' | '-'))
        .find(|(i, _)| is_locale(&stem[i + 1..], locale));
    let name = cut.map_or(stem, |(i, _)| &stem[..i]);
    if extension.is_empty() { name.to_owned() } else { format!("{name}.{extension}") }
}

/// Whether a part of an address names a language: that of the document, or any that notices are often written in.
fn is_locale(part: &str, locale: &str) -> bool {
    const LANGUAGES: &[&str] = &[
        "ar", "cn", "de", "en", "es", "fr", "he", "hi", "id", "intl", "it", "ja", "jp", "ko", "kr", "ms", "nl", "pl",
        "pt", "ru", "sv", "th", "tr", "tw", "uk", "vi", "zh",
    ];
    let part = part.replace('_', "-");
    let locale = locale.to_lowercase();
    let (language, rest) = part.split_once('-').unwrap_or((&part, ""));
    let is_region = matches!(rest.len(), 0 | 2 | 3 | 4) && rest.bytes().all(|b| b.is_ascii_alphanumeric());
    part == locale || is_region && (LANGUAGES.contains(&language) || locale.split('-').next() == Some(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_differ_by_more_than_their_language() {
        for (a, b) in [
            ("https://x.example/en/privacy", "https://x.example/pt-br/privacy"),
            ("https://x.example/privacy", "https://x.example/ja/privacy/"),
            ("https://en.x.example/p", "https://x.example/p#direitos"),
            ("https://x.example/p?lang=en&a=1", "https://x.example/p?a=1&hl=ko"),
            ("/docs/privacy.en.html", "/docs/privacy_zh-CN.html"),
        ] {
            assert_eq!(target(a, "en"), target(b, "pt-BR"), "{a} {b}");
        }
        for (a, b) in [
            ("https://x.example/a", "https://x.example/b"),
            ("https://x.example/p", "https://y.example/p"),
            ("https://x.example/p?a=1", "https://x.example/p?a=2"),
            ("mailto:a@x.example", "mailto:b@x.example"),
        ] {
            assert_ne!(target(a, "en"), target(b, "pt-BR"), "{a} {b}");
        }
    }
}
