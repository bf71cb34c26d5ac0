//! Words that leave open what happens: qualifiers, periods without an end, purposes without content. And improvement of a
//! service on the basis of the contract, which is found by words as well.

use super::{page::Page, phrase::Phrases, rule::Rule, sink::Sink};
use crate::words::bases;
use ciente_notice::{Basis, plain_text};

/// Looks at one document.
pub(super) fn check(page: &Page, sink: &mut Sink<'_>) {
    let Some(words) = page.words else { return };
    let mut find = |rule, phrases: &Phrases, says: &str, help: &str| {
        let whole = 0..page.file.text.len();
        for at in page.seen.find(phrases, &whole) {
            let quoted = quoted(page.file.slice(at.clone()));
            sink.at(rule, page.place(&at), format!("\"{quoted}\" {says}"), help);
        }
    };
    find(
        Rule::VagueWords,
        &words.qualifiers,
        "leaves open whether, when or for whom this happens",
        "Say what happens, and under which condition.",
    );
    find(
        Rule::VagueRetention,
        &words.open_ended,
        "is no period that a reader can work out",
        "State a period, or the event or rule that ends it.",
    );
    find(
        Rule::VaguePurpose,
        &words.empty_purposes,
        "does not tell a reader what is done with the data",
        "Name what is done, for example \"to show the chats that you had last\".",
    );
    contract(page, words, sink);
}

/// Improving or measuring a service is not necessary to perform a contract about it.
fn contract(page: &Page, words: &super::words::Words, sink: &mut Sink<'_>) {
    for (cells, data_use) in page.draft.use_cells.iter().zip(&page.draft.notice.data_uses) {
        let named = bases(&plain_text(&data_use.legal_basis), page.language);
        if data_use.basis != Some(Basis::Contract) && named != [Basis::Contract] {
            continue;
        }
        let Some(at) = page.seen.find(&words.improvement, &cells.purpose).into_iter().next() else { continue };
        let quoted = quoted(page.file.slice(at.clone()));
        let message =
            format!("{}: \"{quoted}\" rests on the contract, which it is hardly necessary for", data_use.category);
        let help = "The contract can be performed without it (EDPB Guidelines 2/2019, 48 and 49): give it a row and a \
                    legal basis of its own, such as legitimate interests.";
        sink.between(Rule::ContractImprovement, page.place(&at), page.place(&cells.basis), message, help);
    }
}

/// A piece of source on one line, without marks of emphasis.
fn quoted(source: &str) -> String {
    source.replace(['*', '`'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}
