//! What something stands under: the sentence that introduces its list, else its heading. The same words under another one may
//! say something else: from what is required to what is optional, from what is shared to what is not.

use super::{
    align::Step,
    fold::fold,
    prose::{Text, headed},
    split::sentences,
    turning::denies_otherwise,
};
use crate::{Block, Notice, plain_text};
use std::collections::{BTreeMap, BTreeSet};

/// The pieces that are said of something else now. Sentences only where as much came from there: those of a section that was
/// split, or put together with another, say what they said. Items of lists and rows of tables wherever both introductions stay.
pub(super) fn elsewhere(steps: &[Step], old: &Text<'_>, new: &Text<'_>) -> BTreeSet<usize> {
    let said: BTreeSet<(&str, &str)> =
        old.units.iter().zip(&old.leads).map(|(unit, lead)| (lead.as_str(), unit.folded.as_str())).collect();
    let moves: Vec<(usize, &str, &str)> = steps
        .iter()
        .filter_map(|step| match *step {
            Step::Same(i, j) | Step::Moved(i, j) => Some((j, old.leads[i].as_str(), new.leads[j].as_str())),
            _ => None,
        })
        // The same may have been said there before.
        .filter(|(j, before, now)| before != now && !said.contains(&(*now, new.units[*j].folded.as_str())))
        .collect();
    let (olds, news) = (places(old), places(new));
    let stay: BTreeSet<&Place<'_>> = &olds.iter().collect::<BTreeSet<_>>() & &news.iter().collect();
    let stood: BTreeSet<(&Place<'_>, &str)> =
        olds.iter().zip(&old.units).map(|(place, unit)| (place, unit.folded.as_str())).collect();
    let is_entry = |j: usize| new.listed.contains(&j) || new.cells.contains_key(&j);
    let entries = steps.iter().filter_map(|step| match *step {
        Step::Same(i, j) | Step::Moved(i, j) if is_entry(j) => {
            let (before, now) = (&olds[i], &news[j]);
            let was_there = || stood.contains(&(now, new.units[j].folded.as_str()));
            (before != now && stay.contains(before) && stay.contains(now) && !was_there()).then_some(j)
        }
        _ => None,
    });
    let left: BTreeSet<&str> = moves.iter().map(|(_, before, _)| *before).collect();
    let reached: BTreeSet<&str> = moves.iter().map(|(_, _, now)| *now).collect();
    moves
        .into_iter()
        .filter(|(_, before, now)| reached.contains(before) && left.contains(now))
        .map(|(j, ..)| j)
        .chain(entries)
        .collect()
}

/// The heading, folded, and the introduction that a piece stands under.
type Place<'t> = (String, &'t str);

/// Where each piece of a text stands.
fn places<'t>(text: &'t Text<'_>) -> Vec<Place<'t>> {
    text.sections.iter().zip(&text.leads).map(|(section, lead)| (fold(&section.heading), lead.as_str())).collect()
}

/// Whether the same words mean another thing where they stand now: from what is shared to what is not, or over another column.
pub(super) fn says_otherwise(old: &Text<'_>, new: &Text<'_>, i: usize, j: usize) -> bool {
    let is_over_another = matches!((old.columns.get(&i), new.columns.get(&j)), (Some(was), Some(is)) if was != is);
    let (before, now) = (&old.leads[i], &new.leads[j]);
    // What introduces them may itself be in other words; then that is told.
    let is_elsewhere = || old.leads.contains(now) || new.leads.contains(before);
    is_over_another || before != now && denies_otherwise(before, now) && is_elsewhere()
}

/// Under which words each row of the data-use table stands, by its place: as written, to be told, and folded.
pub(super) fn of_data_uses(notice: &Notice) -> BTreeMap<usize, (String, String)> {
    let mut found = BTreeMap::new();
    for (section, heading) in headed(notice) {
        walk(&section.blocks, heading, &mut found);
    }
    found
}

fn walk(blocks: &[Block], heading: &str, found: &mut BTreeMap<usize, (String, String)>) {
    let mut said: Option<String> = None;
    for block in blocks {
        match block {
            Block::Paragraph { content } => {
                said = sentences(&plain_text(content)).pop().map(|unit| unit.text).or(said);
            }
            Block::List { items, .. } => {
                items.iter().for_each(|item| walk(item, said.as_deref().unwrap_or(heading), found))
            }
            Block::DataUses { from, to, .. } => {
                let lead = said.as_deref().unwrap_or(heading);
                let rows = usize::try_from(*from).unwrap_or_default()..usize::try_from(*to).unwrap_or_default();
                found.extend(rows.map(|row| (row, (lead.to_owned(), fold(lead)))));
            }
            Block::Table { .. } | Block::Retention { .. } => {}
        }
    }
}
