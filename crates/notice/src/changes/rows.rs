//! The rows of the two tables: what differs between two that belong together.

use super::{
    Difference, Kind, Weight,
    align::{Pairing, Step, align},
    fold::{fold, is_unspaced},
    lead::of_data_uses,
    names::{is_given_to_another, is_known, is_nobody, names},
    pair::{Key, is_reordered, pair},
    rules,
    similar::{brings_words, is_slip, same_clauses, same_words},
    split::{Unit, items, sentences},
    turning::{depends, restricts},
    vocabulary::Vocabulary,
};
use crate::{DataUse, Notice, Retention, plain_text};

fn use_key(row: &DataUse) -> Key<'_> {
    let content = fold(&format!("{} {}", item_text(row), plain_text(&row.purpose)));
    Key {
        id: Some(row.id.as_str()).filter(|id| !id.starts_with("data-use-")),
        category: fold(&row.category),
        content,
        rule: String::new(),
    }
}

/// The items as running text; a row without one may list them one by one.
fn item_text(row: &DataUse) -> String {
    let text = plain_text(&row.items);
    if text.trim().is_empty() { row.item_list.join("\n") } else { text }
}

/// The differences of the data-use and retention tables. Names that `known`, the whole old text, holds are not new.
pub(super) fn compare(old: &Notice, new: &Notice, known: &str, out: &mut Vec<Difference>) {
    let pairs = pair(
        &old.data_uses.iter().map(use_key).collect::<Vec<_>>(),
        &new.data_uses.iter().map(use_key).collect::<Vec<_>>(),
    );
    let (before, now) = (of_data_uses(old), of_data_uses(new));
    let stays = |lead: &str| [&before, &now].iter().all(|all| all.values().any(|(_, other)| other == lead));
    for (j, row) in new.data_uses.iter().enumerate() {
        match pairs.iter().find(|pair| pair.1 == j) {
            Some((i, _)) => {
                data_use(&old.data_uses[*i], row, &new.locale, known, out);
                // From what is required to what is optional.
                if let (Some((was, old_lead)), Some((is, new_lead))) = (before.get(i), now.get(&j))
                    && old_lead != new_lead
                    && stays(old_lead)
                    && stays(new_lead)
                {
                    let found = Difference::new(Kind::UseExtended, Some(was.clone()), Some(is.clone()));
                    out.push(found.of_use(&row.id, &row.category));
                }
            }
            None => out.push(
                Difference::new(Kind::DataUseAdded, None, Some(row.category.clone())).of_use(&row.id, &row.category),
            ),
        }
    }
    for (i, row) in old.data_uses.iter().enumerate() {
        if pairs.iter().all(|pair| pair.0 != i) {
            out.push(
                Difference::new(Kind::DataUseRemoved, Some(row.category.clone()), None).of_use(&row.id, &row.category),
            );
        }
    }
    // A rule is known by the data use that it is for, under the id that this has in the old notice.
    let old_id = |id: &str| -> Option<&str> {
        let j = new.data_uses.iter().position(|row| row.id == id)?;
        pairs.iter().find(|pair| pair.1 == j).map(|pair| old.data_uses[pair.0].id.as_str())
    };
    let rule_key = |row: &Retention, id| Key {
        id,
        category: fold(&row.category),
        content: String::new(),
        rule: format!("{:?} {}", row.rule, fold(&plain_text(&row.text))),
    };
    let old_rules: Vec<Key<'_>> = old.retention.iter().map(|row| rule_key(row, row.data_use.as_deref())).collect();
    let new_rules: Vec<Key<'_>> =
        new.retention.iter().map(|row| rule_key(row, row.data_use.as_deref().and_then(old_id))).collect();
    let rule_pairs = pair(&old_rules, &new_rules);
    for (j, row) in new.retention.iter().enumerate() {
        let found = match rule_pairs.iter().find(|pair| pair.1 == j) {
            Some((i, _)) => rules::compare(&old.retention[*i], row).map(|kind| (kind, Some(&old.retention[*i]))),
            None => Some(added_rule(old, row, new_rules[j].id)),
        };
        if let Some((kind, before)) = found {
            let words = |row: &Retention| plain_text(&row.text);
            out.push(about_rule(
                Difference::new(kind, before.map(words), Some(words(row))),
                row,
                row.data_use.as_deref(),
            ));
        }
    }
    for (i, row) in old.retention.iter().enumerate() {
        if rule_pairs.iter().all(|pair| pair.0 != i) {
            let use_stays =
                row.data_use.as_deref().is_none_or(|id| pairs.iter().any(|pair| old.data_uses[pair.0].id == id));
            let kind = if use_stays { rules::removed(row) } else { Kind::RetentionRemoved };
            out.push(about_rule(
                Difference::new(kind, Some(plain_text(&row.text)), None),
                row,
                row.data_use.as_deref(),
            ));
        }
    }
    if is_reordered(&pairs) || is_reordered(&rule_pairs) {
        out.push(Difference::new(Kind::Reordered, None, None));
    }
}

/// A rule that stands for none of the old ones: beside another of the same data use it may keep part of the data longer, and
/// for what data it is may not be known.
fn added_rule<'n>(old: &'n Notice, row: &Retention, old_use: Option<&str>) -> (Kind, Option<&'n Retention>) {
    let before = old_use.and_then(|id| old.retention.iter().find(|other| other.data_use.as_deref() == Some(id)));
    let is_more = |kind: &Kind| kind.weight() != Weight::Editorial;
    match before.map(|before| (before, rules::compare(before, row).filter(is_more))) {
        Some((before, Some(kind))) => (kind, Some(before)),
        None if row.data_use.is_none() => (Kind::RetentionReplaced, None),
        _ => (Kind::RetentionStated, None),
    }
}

fn about_rule(difference: Difference, row: &Retention, id: Option<&str>) -> Difference {
    Difference { data_use: id.map(str::to_owned), place: row.category.clone(), ..difference }
}

/// Two rows of one data use.
fn data_use(old: &DataUse, new: &DataUse, locale: &str, known: &str, out: &mut Vec<Difference>) {
    let mut found = Vec::new();
    let mut say = |kind, old: Option<&str>, new: Option<&str>| {
        found.push(Difference::new(kind, old.map(str::to_owned), new.map(str::to_owned)));
    };
    if fold(&old.category) != fold(&new.category) {
        say(Kind::CategoryReworded, Some(&old.category), Some(&new.category));
    }
    compare_items(&items(&item_text(old)), &items(&item_text(new)), &mut say);

    let is_in = |services: &[String], one: &String| services.iter().any(|other| fold(other) == fold(one));
    let added: Vec<&String> = new.services.iter().filter(|one| !is_in(&old.services, one)).collect();
    added.iter().for_each(|one| say(Kind::ServiceAdded, None, Some(one)));
    old.services
        .iter()
        .filter(|one| !is_in(&new.services, one))
        .for_each(|one| say(Kind::ServiceRemoved, Some(one), None));
    compare_uses(&plain_text(&old.purpose), &plain_text(&new.purpose), locale, &mut say);
    // A service is said by its abbreviation already.
    let (before, after) = (plain_text(&old.legal_basis), plain_text(&new.legal_basis));
    let basis = basis(old, new, &fold(&before), &fold(&after));
    if added.is_empty() {
        let mut texts = vec![(plain_text(&old.purpose), plain_text(&new.purpose))];
        // Where the basis is the same, what its words cite is no recipient.
        if basis == Some(Kind::BasisChanged) {
            texts.push((before.clone(), after.clone()));
        }
        for (was, is) in &texts {
            let units = sentences(is).into_iter().filter(|unit| !known.contains(&unit.folded));
            let is_new = |name: &String| !is_known(known, name) && !is_nobody(name, &[was, is]);
            for name in units.flat_map(|unit| names(&unit.text, locale)).filter(is_new) {
                say(Kind::RecipientAdded, None, Some(&name));
            }
        }
    }
    if let Some(kind) = basis {
        say(kind, Some(&before), Some(&after));
    }
    out.extend(found.into_iter().map(|difference| difference.of_use(&new.id, &new.category)));
}

fn basis(old: &DataUse, new: &DataUse, before: &str, after: &str) -> Option<Kind> {
    if before == after && (old.basis == new.basis || old.basis.is_none() || new.basis.is_none()) {
        // The same words, understood by another reader.
        None
    } else if old.basis != new.basis {
        Some(Kind::BasisChanged)
    } else if old.basis.is_some() || same_words(before, after) && same_clauses(before, after) {
        Some(Kind::BasisReworded)
    } else {
        Some(Kind::BasisChanged)
    }
}

type Say<'s> = &'s mut dyn FnMut(Kind, Option<&str>, Option<&str>);

/// The items of one data use, and those that items name in brackets.
fn compare_items(old: &[Unit], new: &[Unit], say: Say<'_>) {
    let mut gone: Vec<&Unit> = Vec::new();
    let mut came: Vec<&Unit> = Vec::new();
    let mut reworded: Vec<(Option<&Unit>, Option<&Unit>)> = Vec::new();
    let moved = match_items(old, new, false, &mut gone, &mut came, &mut reworded);
    // An item that stands in another bracket now, or in none, is the same item; what restricts one item restricts another now.
    let mut is_moved = moved;
    came.retain(|unit| match gone.iter().position(|other| other.folded == unit.folded) {
        Some(i) => {
            let was = gone.remove(i);
            if restricts(&unit.folded) {
                reworded.push((holder(old, was).or(Some(was)), holder(new, unit).or(Some(unit))));
            }
            is_moved = true;
            false
        }
        None => true,
    });
    // Typed otherwise, it is the same item in other words.
    came.retain(|unit| match gone.iter().position(|other| is_slip(&other.folded, &unit.folded)) {
        Some(i) => {
            reworded.push((Some(gone.remove(i)), Some(unit)));
            false
        }
        None => true,
    });
    // That an item is optional makes no other one of it.
    came.retain(|unit| {
        let holder = holder(new, unit).filter(|it| it.folded != unit.folded && is_qualifier(&unit.folded));
        if let Some(holder) = holder {
            reworded.push((None, Some(holder)));
        }
        holder.is_none()
    });
    // Said twice now, it still is the same item.
    let was_there = |unit: &Unit| old.iter().any(|other| other.folded == unit.folded);
    came.retain(|unit| !was_there(unit));
    came.iter().for_each(|unit| say(Kind::ItemAdded, None, Some(&unit.text)));
    for (old, new) in reworded {
        say(Kind::ItemReworded, old.map(|unit| unit.text.as_str()), new.map(|unit| unit.text.as_str()));
    }
    for unit in gone {
        // "Only if you attach them", "no contents", "if you upload one": without it, more may be meant.
        let kind =
            if restricts(&unit.folded) || depends(&unit.folded) { Kind::ItemReworded } else { Kind::ItemRemoved };
        say(kind, Some(&unit.text), None);
    }
    if is_moved {
        say(Kind::Reordered, None, None);
    }
}

/// What stands in an item's brackets and is no data, folded.
const QUALIFIERS: &[&str] = &[
    "optional",
    "voluntary",
    "if any",
    "if provided",
    "where applicable",
    "opcional",
    "se houver",
    "si procede",
    "freiwillig",
    "facultatif",
    "facultative",
    "jika ada",
    "opsional",
    "任意",
    "可选",
    "可選",
    "选填",
    "選填",
    "선택",
    "اختياري",
];

fn is_qualifier(folded: &str) -> bool {
    QUALIFIERS.contains(&folded)
}

/// The item that says this, perhaps in its brackets.
fn holder<'u>(units: &'u [Unit], inner: &Unit) -> Option<&'u Unit> {
    let says = |unit: &&Unit| unit.folded == inner.folded || unit.inner.iter().any(|it| it.folded == inner.folded);
    units.iter().find(says)
}

/// Whether something moved.
fn match_items<'u>(
    old: &'u [Unit],
    new: &'u [Unit],
    is_inner: bool,
    gone: &mut Vec<&'u Unit>,
    came: &mut Vec<&'u Unit>,
    reworded: &mut Vec<(Option<&'u Unit>, Option<&'u Unit>)>,
) -> bool {
    let mut moved = false;
    for step in align(old, new, Pairing { beyond: 50, by_place: is_inner }) {
        match step {
            Step::Same(..) => {}
            Step::Moved(..) => moved = true,
            // What introduces items is none: it can be worded otherwise, and neither come nor go.
            Step::Removed(i) if old[i].is_lead => reworded.push((Some(&old[i]), None)),
            Step::Added(j) if new[j].is_lead => reworded.push((None, Some(&new[j]))),
            Step::Removed(i) => gone.push(&old[i]),
            Step::Added(j) => came.push(&new[j]),
            Step::Reworded(i, j) => {
                let mut inner = Vec::new();
                moved |= match_items(&old[i].inner, &new[j].inner, true, gone, came, &mut inner);
                if old[i].head != new[j].head || !inner.is_empty() {
                    reworded.push((Some(&old[i]), Some(&new[j])));
                }
            }
        }
    }
    moved
}

/// What the data is used for: sentence by sentence, and clause by clause in sentences that were reworded.
fn compare_uses(old: &str, new: &str, locale: &str, say: Say<'_>) {
    let known = Vocabulary::of([fold(old).as_str()]);
    let (olds, news) = (sentences(old), sentences(new));
    for step in align(&olds, &news, Pairing { beyond: 40, by_place: false }) {
        match step {
            Step::Same(..) => {}
            Step::Moved(..) => say(Kind::Reordered, None, None),
            Step::Removed(i) if restricts(&olds[i].folded) => say(Kind::UseExtended, Some(&olds[i].text), None),
            Step::Removed(i) => say(Kind::UseRemoved, Some(&olds[i].text), None),
            Step::Added(j) if known.is_news(&news[j].folded) => say(Kind::UseAdded, None, Some(&news[j].text)),
            // A sentence made of words of another: taken out of it, or said again.
            Step::Added(j) => say(Kind::UseReworded, None, Some(&news[j].text)),
            Step::Reworded(i, j) => clauses(&olds[i], &news[j], &known, locale, say),
        }
    }
}

fn clauses(old: &Unit, new: &Unit, known: &Vocabulary, locale: &str, say: Say<'_>) {
    let (olds, news) = (items(&old.text), items(&new.text));
    let steps = align(&olds, &news, Pairing { beyond: 50, by_place: false });
    let stays = steps.iter().all(|step| matches!(step, Step::Same(..) | Step::Moved(..) | Step::Added(_)));
    let mut is_more = false;
    for step in &steps {
        let (Step::Added(j) | Step::Reworded(_, j)) = *step else { continue };
        // Where a script has no spaces, a clause more is too easily a matter of style.
        let grew = news.len() > olds.len() && !news[j].folded.contains(is_unspaced);
        if stays || grew && known.is_news(&news[j].folded) {
            say(Kind::UseAdded, None, Some(&news[j].text));
            is_more = true;
        }
    }
    if !is_more {
        let is_other = is_given_to_another(old, new, locale)
            || known.is_extended(&old.folded, &new.folded)
            || brings_words(&old.folded, &new.folded);
        let kind = if is_other { Kind::UseExtended } else { Kind::UseReworded };
        say(kind, Some(&old.text), Some(&new.text));
    }
}
