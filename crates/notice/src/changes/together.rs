//! What the sentences of a text say together: what one lost, another got, perhaps.

use super::{
    added::left_over,
    align::Step,
    fold::{fold, is_unspaced},
    lead::elsewhere,
    prose::Text,
    similar::{is_like, words, words_beyond},
    turning::{is_dated, lost, periods, restricts, rights},
};
use std::collections::BTreeSet;

/// What a sentence can only be judged by with all others.
#[derive(Default)]
pub(super) struct Together<'t> {
    /// Whose recipients, or what they are allowed, are another's now.
    pub(super) exchanged: BTreeSet<usize>,
    /// What is said of something else now.
    pub(super) elsewhere: BTreeSet<usize>,
    /// What came and says nothing new.
    pub(super) parts: BTreeSet<usize>,
    brought: Vec<Brought<'t>>,
    /// The rights in sentences that did not name them before.
    rights: BTreeSet<usize>,
    /// All rights that are named now.
    named: BTreeSet<usize>,
}

/// A sentence in other words: its places, the words that it got, and those that it lost.
struct Reworded<'t> {
    i: usize,
    j: usize,
    came: Vec<&'t str>,
    gone: Vec<&'t str>,
}

impl<'t> Together<'t> {
    pub(super) fn of(steps: &[Step], old: &'t Text<'_>, new: &'t Text<'_>) -> Self {
        let reworded: Vec<Reworded<'t>> = steps
            .iter()
            .filter_map(|step| {
                let Step::Reworded(i, j) = *step else { return None };
                let (before, after) = (&old.units[i].folded, &new.units[j].folded);
                Some(Reworded { i, j, came: words_beyond(before, after), gone: words_beyond(after, before) })
            })
            .collect();
        let added = |step: &Step| if let Step::Added(j) = *step { Some(j) } else { None };
        let added: Vec<usize> = steps.iter().filter_map(added).collect();
        let removed = |step: &Step| if let Step::Removed(i) = *step { Some(i) } else { None };
        let removed: Vec<usize> = steps.iter().filter_map(removed).collect();
        Self {
            exchanged: exchanged(&reworded, new),
            elsewhere: elsewhere(steps, old, new),
            parts: parts(&added, &removed, &reworded, old, new),
            rights: rights_that_came(&added, &reworded, old, new),
            named: new.units.iter().flat_map(|unit| rights(&unit.folded)).collect(),
            brought: brought(&added, reworded, new),
        }
    }

    /// Whether a sentence that is gone said for how long, and no other says it now.
    pub(super) fn loses_a_period(&self, gone: &str) -> bool {
        let is_said = |period: &String| self.brought.iter().any(|brought| brought.says(period, gone));
        periods(gone).iter().any(|period| !is_said(period))
    }

    /// Whether a member of a list of rights, or of what people may do, names one that no other sentence does now.
    pub(super) fn loses_one_right(&self, lead: &str, gone: &str) -> bool {
        rights(&format!("{lead} {gone}")).difference(&rights(lead)).any(|right| !self.rights.contains(right))
    }

    /// Whether a sentence that is gone named a right, and no other one names it now.
    pub(super) fn loses_rights(&self, gone: &str) -> bool {
        rights(gone).iter().any(|right| !self.named.contains(right))
    }

    /// Whether most of what a sentence does not say any more came in others.
    pub(super) fn is_taken_over(&self, old: &str, new: &str) -> bool {
        let gone: Vec<&str> = words_beyond(new, old).into_iter().filter(|word| word.chars().count() > 3).collect();
        let is_said =
            |word: &&&str| self.brought.iter().any(|brought| brought.came.iter().any(|came| is_like(came, word)));
        gone.iter().filter(is_said).count() * 2 > gone.len()
    }

    /// Whether one of several rights that stood in a sentence is neither in what it is now nor in another one.
    pub(super) fn loses_a_right(&self, old: &str, new: &str) -> bool {
        lost(old, new).iter().any(|right| !self.rights.contains(right))
    }
}

/// The sentences that have a name that is gone from another one, which has the name that is gone from them: what was said of one
/// recipient is said of another now. Other words may change places by style, as ordinals do, unless only one of the two denies
/// or restricts what it says of them.
fn exchanged(reworded: &[Reworded<'_>], new: &Text<'_>) -> BTreeSet<usize> {
    let sorted = |words: &[&str]| {
        let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        words.sort_unstable();
        words
    };
    let moves: Vec<Exchange> = reworded
        .iter()
        .filter(|one| !one.gone.is_empty() && !one.came.is_empty())
        .map(|Reworded { j, came, gone, .. }| {
            let unit = &new.units[*j];
            // The first word of a sentence has a capital whatever it is.
            let mut written = unit.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).skip(1);
            let is_name =
                written.any(|word| word.starts_with(char::is_uppercase) && came.contains(&fold(word).as_str()));
            Exchange { j: *j, gone: sorted(gone), came: sorted(came), is_name, restricts: restricts(&unit.folded) }
        })
        .collect();
    let is_exchanged = |one: &&Exchange| {
        moves.iter().any(|other| {
            one.came == other.gone
                && one.gone == other.came
                && (one.is_name && other.is_name || one.restricts != other.restricts)
        })
    };
    moves.iter().filter(is_exchanged).map(|one| one.j).collect()
}

/// What a sentence lost and got.
struct Exchange {
    /// Its place among the new ones.
    j: usize,
    gone: Vec<String>,
    came: Vec<String>,
    /// Whether a name is among what it got.
    is_name: bool,
    restricts: bool,
}

/// What came with the sentences that are new or in other words: their own words, and how long they say that something is.
fn brought<'t>(added: &[usize], reworded: Vec<Reworded<'t>>, new: &'t Text<'_>) -> Vec<Brought<'t>> {
    let all = added.iter().map(|j| (*j, words(&new.units[*j].folded)));
    let all = all.chain(reworded.into_iter().map(|one| (one.j, one.came)));
    all.map(|(j, came)| Brought { came, periods: periods(&new.units[j].folded) }).collect()
}

struct Brought<'t> {
    came: Vec<&'t str>,
    periods: BTreeSet<String>,
}

impl Brought<'_> {
    /// Whether it says now for how long, of something that a sentence which is gone was about.
    fn says(&self, period: &str, gone: &str) -> bool {
        let about = words(gone);
        let shared = self.came.iter().filter(|word| about.contains(word));
        let (characters, spaced): (Vec<&&str>, Vec<&&str>) = shared.partition(|word| word.starts_with(is_unspaced));
        self.periods.contains(period) && (characters.len() > 1 || spaced.iter().any(|word| word.chars().count() > 3))
    }
}

/// The rights that stand in sentences which did not name them before.
fn rights_that_came(added: &[usize], reworded: &[Reworded<'_>], old: &Text<'_>, new: &Text<'_>) -> BTreeSet<usize> {
    let named = |j: usize| rights(&new.units[j].folded);
    let came = reworded.iter().map(|one| &named(one.j) - &rights(&old.units[one.i].folded));
    added.iter().map(|j| named(*j)).chain(came).flatten().collect()
}

/// The new pieces that say nothing new: a part of one which was longer, whose words are all left over from it, or its line about
/// when the notice was changed.
fn parts(
    added: &[usize],
    removed: &[usize],
    reworded: &[Reworded<'_>],
    old: &Text<'_>,
    new: &Text<'_>,
) -> BTreeSet<usize> {
    let whole = |i: usize| old.units[i].folded.as_str();
    // Each word that is left over is of one part.
    let mut rests: Vec<(&str, Vec<&str>)> = removed.iter().map(|i| (whole(*i), words(whole(*i)))).collect();
    rests.extend(reworded.iter().map(|one| (whole(one.i), one.gone.clone())));
    let mut is_part = |j: &usize| {
        let piece = &new.units[*j].folded;
        for (whole, left) in &mut rests {
            if let Some(rest) = left_over(piece, whole, left) {
                *left = rest;
                return true;
            }
        }
        removed.iter().any(|i| is_dated(&old.units[*i].folded, piece))
    };
    added.iter().copied().filter(|j| is_part(j)).collect()
}
