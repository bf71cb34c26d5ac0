//! What changed between two notices, and whether it is material or editorial. Structures are compared, not letters; of
//! languages no more is known than words that join, and words that deny, restrict or count.

mod added;
mod align;
mod companies;
mod difference;
mod fold;
mod joins;
mod lead;
mod list;
mod marks;
mod names;
mod other;
mod pair;
mod prose;
mod rows;
mod rules;
mod similar;
mod split;
#[cfg(test)]
mod tests;
mod together;
mod turning;
mod vocabulary;

pub use difference::{Difference, Kind, Weight, judge};
pub use list::{ChangeList, ChangesFormat, Earlier, translated};

use crate::{Notice, plain_text};
use fold::fold;
use vocabulary::Vocabulary;

/// All changes from one notice to another of the same locale, the material ones first, each judged as in a source locale.
///
/// Id, version, locale and `effectiveFrom` are names, not content, and make no change; neither does what the words were
/// understood to say (`basis`, `itemList`, `serviceNames`) where the words are the same. Time grows with the length of the notices, with
/// the square of the number of rows, and with that of the words of a sentence.
pub fn between(old: &Notice, new: &Notice) -> Vec<Difference> {
    let texts = texts(old);
    // Line feeds keep names from reaching over the end of a text.
    let known = texts.join("\n");
    let vocabulary = Vocabulary::of(texts.iter().map(String::as_str));
    let mut found = Vec::new();
    asked(old, new, &mut found);
    rows::compare(old, new, &known, &mut found);
    prose::compare(old, new, &known, &vocabulary, &mut found);
    found.sort_by_key(|difference| difference.kind.weight() == Weight::Editorial);
    let mut unique: Vec<Difference> = Vec::with_capacity(found.len());
    for difference in found {
        // Some kinds say the same of many places: order, one name in two sentences.
        let once = matches!(difference.kind, Kind::Reordered | Kind::RecipientAdded);
        if !(once && unique.iter().any(|other| other.kind == difference.kind && other.new == difference.new)) {
            unique.push(difference);
        }
    }
    unique
}

/// Who answers for the data, and where to ask them.
fn asked(old: &Notice, new: &Notice, out: &mut Vec<Difference>) {
    let name = |notice: &Notice| notice.controller.as_ref().map(|controller| controller.name.trim().to_owned());
    let page = |notice: &Notice| notice.controller.as_ref().and_then(|controller| controller.url.clone());
    let contact = |notice: &Notice| notice.contact.as_ref().map(|contact| contact.url.clone());
    let (before, after) = (name(old), name(new));
    // Taken away as well: else a controller could be exchanged in two steps of which neither asks anyone.
    if before.is_some() && before != after {
        out.push(Difference::new(Kind::ControllerChanged, before, after));
    }
    for (before, after) in [(page(old), page(new)), (contact(old), contact(new))] {
        if before.is_some() && after.is_some() && before != after {
            out.push(Difference::new(Kind::LinkChanged, before, after));
        } else if before.is_some() && after.is_none() {
            out.push(Difference::new(Kind::TextRemoved, before, None));
        }
    }
}

/// Everything that a notice says, folded.
fn texts(notice: &Notice) -> Vec<String> {
    let mut texts = vec![fold(&notice.title)];
    for section in &notice.sections {
        texts.push(fold(&section.heading));
        prose::each_text(&section.blocks, &mut |inlines| texts.push(fold(&plain_text(inlines))));
    }
    for row in &notice.data_uses {
        texts.push(fold(&row.category));
        texts.extend([&row.items, &row.purpose, &row.legal_basis].iter().map(|inlines| fold(&plain_text(inlines))));
        texts.extend(row.services.iter().map(|service| fold(service)));
    }
    for row in &notice.retention {
        texts.push(fold(&row.category));
        texts.push(fold(&plain_text(&row.text)));
    }
    texts
}
