//! What the tables leave: whether a translation is one, and has as many paragraphs in each section with the same numbers in them.
//! What sentences say is not compared.

use super::{
    Said,
    numbers::{HELP, numbers_in},
    position,
};
use crate::check::{
    page::{Page, Span},
    rule::Rule,
    sink::Sink,
};
use std::collections::HashSet;

/// So many words that are no names, or that many characters of a script without capitals, are no coincidence.
const WORDS: usize = 4;
const CHARACTERS: usize = 12;

/// Compares each locale with the source locale.
pub(super) fn check(pages: &[&Page], sink: &mut Sink<'_>) {
    let Some((source, others)) = pages.split_first() else { return };
    for other in others {
        untranslated(source, other, sink);
        if source.sections.len() == other.sections.len() {
            sections(source, other, sink);
        }
    }
}

/// Pieces that are the source's, word for word, in a document of another language.
fn untranslated(source: &Page, other: &Page, sink: &mut Sink<'_>) {
    let language = |page: &Page| page.locale.split('-').next().unwrap_or_default().to_ascii_lowercase();
    if language(source) == language(other) {
        return;
    }
    let text = |page: &Page, at: &Span| page.file.slice(at.clone()).split_whitespace().collect::<Vec<_>>().join(" ");
    let known: HashSet<String> =
        pieces(source).iter().map(|at| text(source, at)).filter(|text| is_said(text)).collect();
    let all = pieces(other);
    let same: Vec<&Span> = all.iter().filter(|at| known.contains(&text(other, at))).collect();
    let Some(first) = same.first() else { return };
    let (there, count) = (source.file.path.display(), same.len());
    let message = match count {
        1 => format!("this is word for word what {there} says"),
        _ => format!(
            "this is word for word what {there} says, and so are {} more paragraphs, headings and cells",
            count - 1
        ),
    };
    let help = format!(
        "Translate it, or name the file by the language that it is in: \"{}\" is another than \"{}\".",
        other.locale, source.locale
    );
    sink.at(Rule::Untranslated, other.place(first), message, help);
}

/// Whether a text says something, and is no name, address or number.
fn is_said(text: &str) -> bool {
    let words =
        text.split(' ').filter(|word| word.starts_with(char::is_lowercase) && !word.contains(['@', '/'])).count();
    let uncased = text.chars().filter(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()).count();
    words >= WORDS || uncased >= CHARACTERS
}

/// Headings, paragraphs and cells.
fn pieces(page: &Page) -> Vec<Span> {
    let headings = page.sections.iter().map(|section| section.heading.clone()).filter(|at| !at.is_empty());
    let uses =
        page.draft.use_cells.iter().flat_map(|cells| [cells.first.clone(), cells.purpose.clone(), cells.basis.clone()]);
    let rules = page.draft.rule_cells.iter().map(|cells| cells.text.clone());
    let rows = page.rows.iter().flatten().cloned();
    let mut all: Vec<Span> = headings.chain(page.prose.iter().cloned()).chain(uses).chain(rules).chain(rows).collect();
    all.sort_by_key(|at| (at.start, at.end));
    all
}

fn sections(source: &Page, other: &Page, sink: &mut Sink<'_>) {
    for (nth, (ours, theirs)) in source.sections.iter().zip(&other.sections).enumerate() {
        let within = |page: &Page, body: &Span| {
            page.prose.iter().filter(|at| body.contains(&at.start)).cloned().collect::<Vec<_>>()
        };
        let (before, now) = (within(source, &ours.body), within(other, &theirs.body));
        if before.len() == now.len() {
            before.iter().zip(&now).for_each(|(ours, theirs)| numbers((source, ours), (other, theirs), sink));
            continue;
        }
        let place = |heading: &Span, body: &Span| if heading.is_empty() { body.clone() } else { heading.clone() };
        let (there, here) = (place(&ours.heading, &ours.body), place(&theirs.heading, &theirs.body));
        let name = Some(other.draft.notice.sections[nth].heading.as_str()).filter(|heading| !heading.is_empty());
        let name = name.map_or("the beginning".to_owned(), |heading| format!("\"{heading}\""));
        let said = Said { page: source, value: (), at: there.clone() };
        let message = format!(
            "{name} has {} paragraphs, list items and tables here, but {} in {}",
            now.len(),
            before.len(),
            position(&said)
        );
        let help = "Add what is missing, or divide both alike: only then are the numbers in them compared.";
        sink.between(Rule::ProseDiffers, other.place(&here), source.place(&there), message, help);
    }
}

/// One number in the place of another. Where there are more or fewer, some are written in words, or a date in another way.
fn numbers((source, ours): (&Page, &Span), (other, theirs): (&Page, &Span), sink: &mut Sink<'_>) {
    let (before, now) = (numbers_in(&source.seen.slice(ours)), numbers_in(&other.seen.slice(theirs)));
    let (gone, came): (Vec<_>, Vec<_>) = (before.difference(&now).collect(), now.difference(&before).collect());
    if let ([gone], [came]) = (&*gone, &*came) {
        let said = Said { page: source, value: (), at: ours.clone() };
        let message = format!("{came} here, but {gone} in {}", position(&said));
        sink.between(Rule::ProseDiffers, other.place(theirs), source.place(ours), message, HELP);
    }
}

#[cfg(test)]
mod tests {
    use super::is_said;

    #[test]
    fn names_and_addresses_are_the_same_in_every_language() {
        for text in [
            "We use it to provide the lamp.",
            "私たちはランプを動かすために使います",
            "نستخدمها لتشغيل المصباح في منزلك",
        ] {
            assert!(is_said(text), "{text}");
        }
        for text in
            ["Acme Lamps Ltd, 1 Main Street, London", "privacy@lamp.example", "(TRTC)", "IM", "2022-05-07", "IP"]
        {
            assert!(!is_said(text), "{text}");
        }
    }
}
