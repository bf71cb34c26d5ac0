//! The rows of the tables of one document: what each must say, and that the two tables are about the same things.

use super::{page::Page, rule::Rule, sink::Sink};
use crate::{
    assemble::Draft,
    words::{bases, words},
};
use ciente_notice::plain_text;
use std::collections::{HashMap, HashSet};

/// Looks at one document. `linked` has, for each retention rule, the data use that it is for in any locale.
pub(super) fn check(page: &Page, linked: &[Option<usize>], sink: &mut Sink<'_>) {
    cells(page, sink);
    duplicates(page, sink);
    without_the_other(page, linked, sink);
}

fn cells(page: &Page, sink: &mut Sink<'_>) {
    for (cells, data_use) in page.draft.use_cells.iter().zip(&page.draft.notice.data_uses) {
        let category = &data_use.category;
        let basis = plain_text(&data_use.legal_basis);
        if plain_text(&data_use.purpose).trim().is_empty() {
            let message = format!("{category}: nothing says what this data is used for");
            sink.at(Rule::Purpose, page.place(&cells.purpose), message, "Say what it is used for, in the second cell.");
        }
        if basis.trim().is_empty() {
            let message = format!("{category}: nothing says on which legal basis this data is used");
            let help = "Name one of the six of GDPR Art. 6(1), for example the contract or legitimate interests.";
            sink.at(Rule::LegalBasis, page.place(&cells.basis), message, help);
        } else if page.language.is_some() && bases(&basis, page.language).is_empty() && !refers(page, &cells.basis) {
            let message = format!("{category}: no legal basis is recognised in these words");
            let help = "Name it as the law does: contract, legal obligation, vital interests, public task, legitimate \
                        interests, or the person's own permission.";
            sink.at(Rule::LegalBasisUnclear, page.place(&cells.basis), message, help);
        }
    }
    let shares_cell = |blank: &super::page::Blank| blank.at == blank.row;
    for blank in page.blank.iter().filter(|blank| blank.role.is_none() && !shares_cell(blank)) {
        let at = if blank.at.is_empty() { &blank.row } else { &blank.at };
        let message = format!("cell {} of this row is empty", blank.column + 1);
        sink.at(Rule::EmptyCell, page.place(at), message, "Fill it, or write that there is nothing: \"none\".");
    }
}

fn refers(page: &Page, cell: &super::page::Span) -> bool {
    page.words.is_some_and(|words| page.seen.has(&words.policy, cell))
}

fn duplicates(page: &Page, sink: &mut Sink<'_>) {
    let Draft { notice, use_cells, rule_cells, .. } = &page.draft;
    let uses = notice.data_uses.iter().zip(use_cells).map(|(row, cells)| (&row.category, &cells.first));
    let rules = notice.retention.iter().zip(rule_cells).map(|(row, cells)| (&row.category, &cells.first));
    for rows in [uses.collect::<Vec<_>>(), rules.collect()] {
        let mut known: HashMap<Vec<String>, &super::page::Span> = HashMap::new();
        for (category, at) in rows {
            if let Some(first) = known.get(&words(category)) {
                let message = format!("two rows of this table are called \"{}\"", category.replace('\n', " / "));
                let help = "Make one row of them, or give each a name of its own: readers and retention rules cannot tell \
                            them apart.";
                sink.between(Rule::DuplicateCategory, page.place(at), page.place(first), message, help);
            } else {
                known.insert(words(category), at);
            }
        }
    }
}

/// Data uses for which no rule can be meant, and the other way round.
fn without_the_other(page: &Page, linked: &[Option<usize>], sink: &mut Sink<'_>) {
    let (uses, rules) = (&page.draft.notice.data_uses, &page.draft.notice.retention);
    if uses.is_empty() || rules.is_empty() {
        return;
    }
    let common = common(uses.iter().map(|row| row.category.as_str()));
    let own = |label: &str| -> HashSet<String> { parts(label).difference(&common).cloned().collect() };
    let categories: Vec<HashSet<String>> = uses.iter().map(|row| own(&row.category)).collect();
    let unlinked: Vec<(usize, Vec<HashSet<String>>)> = rules
        .iter()
        .enumerate()
        .filter(|(i, _)| linked.get(*i).copied().flatten().is_none())
        .map(|(i, row)| (i, row.category.lines().map(own).collect()))
        .collect();
    // Nothing of its own in the name: "all data" is for every use.
    let is_for_all = |label: &HashSet<String>| label.is_empty();
    let may_mean = |label: &HashSet<String>, category: &HashSet<String>| {
        is_for_all(label) || category.is_empty() || !label.is_disjoint(category)
    };
    // The links are another locale's, which may have rows that this one lacks.
    let linked_here = linked.iter().enumerate().filter_map(|(k, link)| Some((k, (*link)?)));
    for (k, i) in linked_here.filter(|(k, i)| *k < rules.len() && *i < uses.len()) {
        let labels = rules[k].category.lines().map(own).collect::<Vec<_>>();
        let own_link = page.draft.links.get(k).copied().flatten();
        if own_link.is_none() && !labels.iter().any(|label| categories.get(i).is_some_and(|c| may_mean(label, c))) {
            let message = format!(
                "this is \"{}\" in the retention table, but \"{}\" among the data uses",
                rules[k].category.replace('\n', " / "),
                uses[i].category
            );
            let help = "Call it the same in both tables: in another locale of this version the two are one.";
            sink.between(
                Rule::NameDiffers,
                page.place(&page.draft.rule_cells[k].first),
                page.place(&page.draft.use_cells[i].first),
                message,
                help,
            );
        }
    }
    // All that unlinked rules and all that data uses are called: looked up, never compared one by one.
    let kept: HashSet<&String> = unlinked.iter().flat_map(|(_, labels)| labels).flatten().collect();
    let used: HashSet<&String> = categories.iter().flatten().collect();
    let one_is_for_all = unlinked.iter().flat_map(|(_, labels)| labels).any(is_for_all);
    let one_is_common = categories.iter().any(HashSet::is_empty);
    let has_rule: HashSet<usize> = linked.iter().copied().flatten().collect();
    for (i, category) in categories.iter().enumerate().filter(|(i, _)| !has_rule.contains(i)) {
        let is_meant = one_is_for_all
            || category.is_empty() && !unlinked.is_empty()
            || category.iter().any(|part| kept.contains(part));
        if !is_meant {
            let message = format!("no retention rule is for \"{}\"", uses[i].category);
            let help = "Add a row to the retention table, with a period or the criterion that decides it.";
            sink.at(Rule::UseUnkept, page.place(&page.draft.use_cells[i].first), message, help);
        }
    }
    let means =
        |label: &HashSet<String>| one_is_common || is_for_all(label) || label.iter().any(|part| used.contains(part));
    for (i, labels) in &unlinked {
        if !labels.iter().any(means) {
            let name = rules[*i].category.replace('\n', " / ");
            let message = format!("\"{name}\" is kept, but no data use is called so");
            let help = "Call it as the data-use table does, or add the data use.";
            sink.at(Rule::KeptUnused, page.place(&page.draft.rule_cells[*i].first), message, help);
        }
    }
}

/// What names of categories have in common: "data" in "Log data" and "Billing data" tells nothing apart.
fn common<'c>(categories: impl Iterator<Item = &'c str>) -> HashSet<String> {
    let mut times: HashMap<String, usize> = HashMap::new();
    for part in categories.map(parts).collect::<Vec<_>>().into_iter().flatten() {
        *times.entry(part).or_default() += 1;
    }
    times.into_iter().filter(|(_, times)| *times > 1).map(|(part, _)| part).collect()
}

/// What tells labels apart: of words in Latin letters and their like the first four, because endings change with number
/// and gender; of other scripts the pairs of characters, because spaces and particles come and go.
fn parts(label: &str) -> HashSet<String> {
    let mut parts = HashSet::new();
    let mut glued: Vec<char> = Vec::new();
    for word in words(label) {
        if word.chars().any(is_glued) {
            glued.extend(word.chars());
        } else {
            parts.insert(word.chars().take(4).collect());
        }
    }
    parts.extend(glued.windows(2).map(|pair| pair.iter().collect()));
    if glued.len() == 1 {
        parts.insert(glued.iter().collect());
    }
    parts
}

/// Kana, Chinese characters and Hangul.
fn is_glued(c: char) -> bool {
    ('\u{3040}'..='\u{30ff}').contains(&c)
        || ('\u{4e00}'..='\u{9fff}').contains(&c)
        || ('\u{ac00}'..='\u{d7a3}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(a: &str, b: &str) -> bool {
        !parts(a).is_disjoint(&parts(b))
    }

    #[test]
    fn labels_are_told_apart_by_more_than_their_endings() {
        assert!(share("Arquivos de erro", "erros"));
        assert!(share("관리 정보", "TPNS 관리정보"));
        assert!(!share("課金", "請求"));
        assert!(!share("Billing", "Chats"));
    }

    #[test]
    fn what_all_names_have_tells_nothing_apart() {
        let common = common(["Log data", "Billing data"].into_iter());
        assert_eq!(common, HashSet::from(["data".to_owned()]));
    }
}
