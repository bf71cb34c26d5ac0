//! Ids of sections and data uses: slugs of their words, unique within a notice.

use super::Draft;
use ciente_notice::unnumbered;
use std::collections::{HashMap, HashSet};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// An id has at most 64 characters; this leaves room for a number behind it.
const LONGEST: usize = 56;

/// The words of a text in ASCII lower case, joined by hyphens; empty where the text has no such letters.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’')) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.len() > LONGEST {
        let cut = slug[..LONGEST].rfind('-').unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    slug.trim_end_matches('-').to_owned()
}

/// Names sections and data uses by the document's own words.
pub(super) fn name_by_own_words(draft: &mut Draft) {
    let mut used = Used::default();
    let headings: Vec<&str> = draft.notice.sections.iter().map(|section| section.heading.as_str()).collect();
    let slugs: Vec<String> = unnumbered(&headings).into_iter().map(slug).collect();
    for (i, (section, slug)) in draft.notice.sections.iter_mut().zip(slugs).enumerate() {
        let slug = if section.heading.is_empty() { "preamble".into() } else { slug };
        section.id = used.unique(slug, || format!("section-{}", i + 1));
    }
    let mut used = Used::default();
    for (i, row) in draft.notice.data_uses.iter_mut().enumerate() {
        row.id = used.unique(slug(&row.category), || format!("data-use-{}", i + 1));
    }
}

/// The ids that are given, and for each name how often it was asked for: a document with the same heading ten thousand
/// times must not try ten thousand numbers for each.
#[derive(Default)]
struct Used {
    ids: HashSet<String>,
    asked: HashMap<String, usize>,
}

impl Used {
    fn unique(&mut self, slug: String, otherwise: impl Fn() -> String) -> String {
        let base = if slug.is_empty() { otherwise() } else { slug };
        let mut id = base.clone();
        while !self.ids.insert(id.clone()) {
            let n = self.asked.entry(base.clone()).or_insert(1);
            *n += 1;
            id = format!("{base}-{n}");
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_words() {
        for (text, expected) in [
            ("Dados de Configuração", "dados-de-configuracao"),
            ("Public IP Address(es)", "public-ip-address-es"),
            ("User’s  data!", "users-data"),
            ("ログデータ", ""),
            ("ＡＰＩ ﬁle", "api-file"),
        ] {
            assert_eq!(slug(text), expected);
        }
        assert!(slug(&"word ".repeat(30)).len() <= LONGEST);
    }

    #[test]
    fn duplicates_are_numbered() {
        let mut used = Used::default();
        let mut next = |slug: &str| used.unique(slug.into(), || "section-9".into());
        assert_eq!(
            [next("a"), next("a"), next("a-2"), next(""), next("")],
            ["a", "a-2", "a-2-2", "section-9", "section-9-2"]
        );
    }
}
