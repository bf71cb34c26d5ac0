//! Which rows of two versions of a table belong together.

use super::similar::{similarity, words};

/// What a row is known by.
pub(super) struct Key<'n> {
    /// An id that its words gave it; an id by number says where it stands, not what it is.
    pub(super) id: Option<&'n str>,
    pub(super) category: String,
    pub(super) content: String,
    /// What a retention rule says: alone it makes no two rows one.
    pub(super) rule: String,
}

/// The rows that belong together, by place. Every row of both is in at most one pair.
pub(super) fn pair(old: &[Key<'_>], new: &[Key<'_>]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let (mut taken, mut found) = (vec![false; old.len()], vec![false; new.len()]);
    let mut by = |is: &dyn Fn(&Key<'_>, &Key<'_>) -> bool| {
        for (j, new) in new.iter().enumerate().filter(|(j, _)| !found[*j]).collect::<Vec<_>>() {
            if let Some(i) = (0..old.len()).find(|i| !taken[*i] && is(&old[*i], new)) {
                (taken[i], found[j]) = (true, true);
                pairs.push((i, j));
            }
        }
    };
    by(&|a, b| a.category == b.category && (a.id == b.id || a.content == b.content));
    by(&|a, b| a.category == b.category);
    by(&|a, b| a.id.is_some() && a.id == b.id);
    let mut scores: Vec<(usize, usize, usize)> = Vec::new();
    for (i, a) in old.iter().enumerate().filter(|(i, _)| !taken[*i]) {
        for (j, b) in new.iter().enumerate().filter(|(j, _)| !found[*j]) {
            let score = likeness(a, b);
            if score > 50 {
                scores.push((score, i, j));
            }
        }
    }
    // The most alike first, and of those the ones that stand nearest to each other.
    scores.sort_by_key(|(score, i, j)| (std::cmp::Reverse(*score), i.abs_diff(*j)));
    for (_, i, j) in scores {
        if !taken[i] && !found[j] {
            (taken[i], found[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs.sort_by_key(|(_, j)| *j);
    pairs
}

/// How alike two rows are, from 0 to 100.
fn likeness(a: &Key<'_>, b: &Key<'_>) -> usize {
    let name = similarity(&a.category, &b.category);
    // That neither says anything else makes no two rows one.
    if a.content.is_empty() && b.content.is_empty() {
        let is_renamed = same_letters(&a.category, &b.category)
            || (a.rule == b.rule
                && (has_all_words(&a.category, &b.category) || has_all_words(&b.category, &a.category)));
        return if is_renamed { 100 } else { name };
    }
    name.max((name + 3 * similarity(&a.content, &b.content)) / 4)
}

/// Whether two names differ in spaces and hyphens only.
pub(super) fn same_letters(a: &str, b: &str) -> bool {
    a.chars().filter(|c| c.is_alphanumeric()).eq(b.chars().filter(|c| c.is_alphanumeric()))
}

/// Whether one name says all that another says.
fn has_all_words(name: &str, other: &str) -> bool {
    let own = words(name);
    let other = words(other);
    !other.is_empty() && other.iter().all(|word| own.contains(word))
}

/// Whether the pairs, in the order of the new rows, are not in the order of the old ones.
pub(super) fn is_reordered(pairs: &[(usize, usize)]) -> bool {
    pairs.windows(2).any(|two| two[0].0 > two[1].0)
}
