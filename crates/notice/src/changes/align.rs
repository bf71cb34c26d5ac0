//! Which piece of one text stands for which piece of the other. What a pair means is judged elsewhere.

use super::{similar::similarity, split::Unit};
use std::collections::BTreeMap;

/// What became of a piece; the numbers are places in the two sequences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The same words, in the same order among the others.
    Same(usize, usize),
    /// The same words at another place.
    Moved(usize, usize),
    /// Much the same words.
    Reworded(usize, usize),
    /// Nothing stands for it any more.
    Removed(usize),
    /// It stands for nothing that was there.
    Added(usize),
}

/// How strict a pairing is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pairing {
    /// The similarity, of 100, beyond which two pieces in the same place are one reworded.
    pub(super) beyond: usize,
    /// Whether as many pieces as there were, between the same neighbours, are those pieces in whatever words.
    pub(super) by_place: bool,
}

/// Beyond this many comparisons within one gap, pieces are paired by their place alone.
const MOST: usize = 40_000;

/// Beyond this similarity a piece is one reworded wherever it stands.
const ANYWHERE: usize = 79;

/// Aligns two sequences: every piece of both is in exactly one step. Steps come in the order of `new`, removals before
/// what follows them.
pub(super) fn align(old: &[Unit], new: &[Unit], pairing: Pairing) -> Vec<Step> {
    let same = same(old, new);
    let in_order = longest_increasing(&same);
    let mut steps = Vec::new();
    let mut moved: Vec<Step> = Vec::new();
    let mut taken = vec![false; old.len()];
    let mut found = vec![false; new.len()];
    for (&j, &i) in &same {
        (taken[i], found[j]) = (true, true);
        if in_order.binary_search(&j).is_err() {
            moved.push(Step::Moved(i, j));
        }
    }
    let gap = |from: (usize, usize), to: (usize, usize), steps: &mut Vec<Step>| {
        let olds: Vec<usize> = (from.0..to.0).filter(|i| !taken[*i]).collect();
        let news: Vec<usize> = (from.1..to.1).filter(|j| !found[*j]).collect();
        pair_gap(old, new, &olds, &news, pairing, steps);
    };
    let mut at = (0, 0);
    for &j in &in_order {
        let i = same[&j];
        gap(at, (i, j), &mut steps);
        steps.push(Step::Same(i, j));
        at = (i + 1, j + 1);
    }
    gap(at, (old.len(), new.len()), &mut steps);
    pair_anywhere(old, new, &mut steps);
    steps.extend(moved);
    steps
}

/// For each piece of `new`, the first piece of `old` with the same words that no other one has: place in `new` to place in
/// `old`.
fn same(old: &[Unit], new: &[Unit]) -> BTreeMap<usize, usize> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, unit) in old.iter().enumerate().rev() {
        places.entry(&unit.folded).or_default().push(i);
    }
    let mut same = BTreeMap::new();
    for (j, unit) in new.iter().enumerate() {
        if let Some(i) = places.get_mut(unit.folded.as_str()).and_then(Vec::pop) {
            same.insert(j, i);
        }
    }
    same
}

/// The most keys whose values increase, in order.
fn longest_increasing(map: &BTreeMap<usize, usize>) -> Vec<usize> {
    let pairs: Vec<(usize, usize)> = map.iter().map(|(j, i)| (*j, *i)).collect();
    let mut tails: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    for (n, (_, i)) in pairs.iter().enumerate() {
        let length = tails.partition_point(|tail| pairs[*tail].1 < *i);
        before[n] = length.checked_sub(1).map(|shorter| tails[shorter]);
        if length == tails.len() {
            tails.push(n);
        } else {
            tails[length] = n;
        }
    }
    let mut keys = Vec::new();
    let mut at = tails.last().copied();
    while let Some(n) = at {
        keys.push(pairs[n].0);
        at = before[n];
    }
    keys.reverse();
    keys
}

/// Pairs what stands between the same neighbours.
fn pair_gap(old: &[Unit], new: &[Unit], olds: &[usize], news: &[usize], pairing: Pairing, steps: &mut Vec<Step>) {
    let joined =
        |units: &[Unit], places: &[usize]| places.iter().map(|i| units[*i].folded.replace(' ', "")).collect::<String>();
    if olds.len() != news.len() && !olds.is_empty() && !news.is_empty() && joined(old, olds) == joined(new, news) {
        // The same words, taken apart otherwise. Where more pieces came of words that stood side by side, "health insurance"
        // may have become health and insurance; else nothing was added, whatever the separators are.
        let is_apart = news.len() > olds.len() && olds.iter().any(|i| old[*i].folded.contains(' '));
        let step = if is_apart { Step::Reworded } else { Step::Same };
        for nth in 0..olds.len().max(news.len()) {
            let last = |places: &[usize]| places[nth.min(places.len() - 1)];
            steps.push(step(last(olds), last(news)));
        }
        return;
    }
    let by_place = pairing.by_place && olds.len() == news.len() || olds.len() * news.len() > MOST;
    if by_place {
        steps.extend(olds.iter().zip(news).map(|(i, j)| Step::Reworded(*i, *j)));
        steps.extend(olds.iter().skip(news.len()).map(|i| Step::Removed(*i)));
        steps.extend(news.iter().skip(olds.len()).map(|j| Step::Added(*j)));
        return;
    }
    // The pairs, in order, with the most in common altogether.
    let width = news.len() + 1;
    let alike: Vec<usize> = olds.iter().flat_map(|i| news.iter().map(|j| alike(&old[*i], &new[*j]))).collect();
    let alike = |a: usize, b: usize| Some(alike[a * news.len() + b]).filter(|alike| *alike > pairing.beyond);
    let mut best = vec![0; (olds.len() + 1) * width];
    for a in (0..olds.len()).rev() {
        for b in (0..news.len()).rev() {
            let skip = best[(a + 1) * width + b].max(best[a * width + b + 1]);
            let pair = alike(a, b).map_or(0, |alike| alike + best[(a + 1) * width + b + 1]);
            best[a * width + b] = skip.max(pair);
        }
    }
    let (mut a, mut b) = (0, 0);
    while a < olds.len() || b < news.len() {
        let here = best[a * width + b];
        if a < olds.len() && b < news.len() && alike(a, b).is_some_and(|s| here == s + best[(a + 1) * width + b + 1]) {
            steps.push(Step::Reworded(olds[a], news[b]));
            (a, b) = (a + 1, b + 1);
        } else if a < olds.len() && here == best[(a + 1) * width + b] {
            steps.push(Step::Removed(olds[a]));
            a += 1;
        } else {
            steps.push(Step::Added(news[b]));
            b += 1;
        }
    }
}

/// How much two pieces have in common: in the words outside brackets, where there are some.
fn alike(old: &Unit, new: &Unit) -> usize {
    if old.head.is_empty() || new.head.is_empty() {
        return similarity(&old.folded, &new.folded);
    }
    similarity(&old.head, &new.head).max(similarity(&old.folded, &new.folded))
}

/// Pairs what is nearly the same and stands elsewhere, the most alike first.
fn pair_anywhere(old: &[Unit], new: &[Unit], steps: &mut Vec<Step>) {
    let removed: Vec<usize> =
        steps.iter().filter_map(|step| if let Step::Removed(i) = step { Some(*i) } else { None }).collect();
    let added: Vec<usize> =
        steps.iter().filter_map(|step| if let Step::Added(j) = step { Some(*j) } else { None }).collect();
    if removed.len() * added.len() > MOST {
        return;
    }
    let mut pairs: Vec<(usize, usize, usize)> = removed
        .iter()
        .flat_map(|i| added.iter().map(|j| (alike(&old[*i], &new[*j]), *i, *j)))
        .filter(|(alike, ..)| *alike > ANYWHERE)
        .collect();
    pairs.sort_by_key(|(alike, ..)| std::cmp::Reverse(*alike));
    for (_, i, j) in pairs {
        let both = |steps: &[Step]| {
            Some((steps.iter().position(|s| *s == Step::Removed(i))?, steps.iter().position(|s| *s == Step::Added(j))?))
        };
        if let Some((gone, came)) = both(steps) {
            steps[came] = Step::Reworded(i, j);
            steps.remove(gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::split::items, *};
    use Step::{Added, Moved, Removed, Reworded, Same};
    use proptest::prelude::*;

    fn steps(old: &str, new: &str) -> Vec<Step> {
        align(&items(old), &items(new), Pairing { beyond: 50, by_place: false })
    }

    #[test]
    fn each_piece_finds_its_own() {
        assert_eq!(steps("a, b", "a, c, b"), [Same(0, 0), Added(1), Same(1, 2)]);
        assert_eq!(steps("a, b, c", "c, a, b"), [Same(0, 1), Same(1, 2), Moved(2, 0)]);
        assert_eq!(steps("a, user name, b", "a, the user name, b"), [Same(0, 0), Reworded(1, 1), Same(2, 2)]);
        assert_eq!(steps("a, email, b", "a, passport, b"), [Same(0, 0), Removed(1), Added(1), Same(2, 2)]);
        assert_eq!(
            steps("old user name, x, y", "x, y, old user names, z"),
            [Same(1, 0), Same(2, 1), Reworded(0, 2), Added(3)]
        );
        assert_eq!(steps("one two, x", "one, two, x"), [Reworded(0, 0), Reworded(0, 1), Same(1, 2)]);
        assert_eq!(steps("one, two, x", "one two, x"), [Same(0, 0), Same(1, 0), Same(2, 1)]);
    }

    proptest! {
        #[test]
        fn every_piece_is_in_a_step(old in "[a-e ,]{0,40}", new in "[a-e ,]{0,40}") {
            let (a, b) = (items(&old), items(&new));
            let mut seen = (vec![0; a.len()], vec![0; b.len()]);
            for step in align(&a, &b, Pairing { beyond: 50, by_place: false }) {
                match step {
                    Same(i, j) | Moved(i, j) | Reworded(i, j) => (seen.0[i], seen.1[j]) = (1, 1),
                    Removed(i) => seen.0[i] = 1,
                    Added(j) => seen.1[j] = 1,
                }
            }
            prop_assert!(seen.0.iter().chain(&seen.1).all(|n| *n == 1));
        }

        #[test]
        fn nothing_changes_against_itself(text in "\\PC{0,60}") {
            let units = items(&text);
            for step in align(&units, &units, Pairing { beyond: 50, by_place: false }) {
                prop_assert!(matches!(step, Same(i, j) if i == j), "{:?}", step);
            }
        }
    }
}
