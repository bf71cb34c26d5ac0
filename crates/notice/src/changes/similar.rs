//! How much two folded texts have in common, and which words one has that the other has not.

use super::{
    fold::{is_ideograph, is_joint, is_unspaced},
    joins::CHARACTERS,
    pair::same_letters,
    turning::{clauses, is_contracted, turns},
};

/// Beyond this many comparisons, words are counted instead of aligned.
const MOST: usize = 1 << 20;

/// The words of a folded text; where a script has no spaces, each character is one.
pub(super) fn words(folded: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    for (i, c) in folded.char_indices() {
        let joins = (c.is_alphanumeric() || is_joint(c)) && !is_unspaced(c);
        if joins {
            start.get_or_insert(i);
            continue;
        }
        words.extend(start.take().map(|start| &folded[start..i]));
        if is_unspaced(c) {
            words.push(&folded[i..i + c.len_utf8()]);
        }
    }
    words.extend(start.map(|start| &folded[start..]));
    words
}

/// Whether two words are one with another ending: `stored`, `storing`.
pub(super) fn is_like(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    // A number has no endings: 7 and 70 are two.
    if a.starts_with(|c: char| c.is_numeric()) || b.starts_with(|c: char| c.is_numeric()) {
        return false;
    }
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    // Most words have nothing in common, and are compared with all others.
    shared >= 4 && shared * 3 >= a.chars().count().max(b.chars().count()) * 2
}

/// From 0, nothing in common, to 100, the same words in the same order.
pub(super) fn similarity(a: &str, b: &str) -> usize {
    let (a, b) = (words(a), words(b));
    let total = a.len() + b.len();
    if total == 0 {
        return 100;
    }
    let shared = if a.len() * b.len() > MOST { counted(&a, &b) } else { in_order(&a, &b).max(counted_spaced(&a, &b)) };
    200 * shared / total
}

/// The length of the longest common subsequence.
fn in_order(a: &[&str], b: &[&str]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for a in a {
        let mut diagonal = 0;
        for (j, b) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if is_like(a, b) { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// Words in common in whatever order. Single characters of scripts without spaces are in common too easily.
fn counted_spaced(a: &[&str], b: &[&str]) -> usize {
    let spaced = |words: &[&str]| words.iter().all(|word| !word.starts_with(is_unspaced));
    if spaced(a) && spaced(b) { counted(a, b) } else { 0 }
}

fn counted(a: &[&str], b: &[&str]) -> usize {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    a.sort_unstable();
    b.sort_unstable();
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    shared
}

/// The words of `new` that `old` has not, each as often as it is more; other endings count as the same word.
pub(super) fn words_beyond<'t>(old: &str, new: &'t str) -> Vec<&'t str> {
    let mut left = words(old);
    let is_left = |left: &mut Vec<&str>, word: &str| match left.iter().position(|old| is_like(old, word)) {
        Some(i) => {
            left.swap_remove(i);
            true
        }
        None => false,
    };
    words(new).into_iter().filter(|word| !is_left(&mut left, word)).collect()
}

/// Whether two texts are made of the same words, in whatever order.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    words_beyond(a, b).is_empty() && words_beyond(b, a).is_empty()
}

/// Whether two texts are the same words in the same order, or the same clauses in another one.
pub(super) fn same_clauses(a: &str, b: &str) -> bool {
    let (one, other) = (words(a), words(b));
    let is_in_order = one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| is_like(a, b));
    is_in_order || clauses(a) == clauses(b)
}

/// Whether two texts are the same words, put together otherwise: what one clause said, another says now. The members of one
/// list in another order are the same list.
pub(super) fn exchanges(a: &str, b: &str) -> bool {
    let (one, other) = differing(a, b);
    same_words(a, b) && !same_clauses(a, b) && clauses(one) != clauses(other)
}

/// What is left of two texts without the words that both begin and end with.
fn differing<'t>(a: &'t str, b: &'t str) -> (&'t str, &'t str) {
    let is_within = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    let shared = |a: &str, b: &str, from_end: bool| {
        let pairs = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
            a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a).collect::<Vec<_>>()
        };
        let mut same = if from_end {
            pairs(&mut a.chars().rev(), &mut b.chars().rev())
        } else {
            pairs(&mut a.chars(), &mut b.chars())
        };
        // Whole words only.
        while same.last().is_some_and(|c| is_within(*c)) {
            same.pop();
        }
        same.into_iter().map(char::len_utf8).sum::<usize>()
    };
    let begin = shared(a, b, false);
    let (a, b) = (&a[begin..], &b[begin..]);
    let end = shared(a, b, true);
    (&a[..a.len() - end], &b[..b.len() - end])
}

/// Whether two names of one thing differ as typing differs: in spaces, in hyphens, by a slip of the fingers.
pub(super) fn is_slip(a: &str, b: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    same_letters(a, b) || is_mistyped(&letters(a), &letters(b))
}

/// Whether a word is a number in digits.
pub(super) fn is_number(word: &str) -> bool {
    word.chars().all(char::is_numeric)
}

/// Whether a text in much the same words may say something else: a word that the old one has not, other than the short ones
/// that join and those that are mistyped; where a script has no spaces, two ideographs or more than a tenth of its
/// characters; or what [`turns`] it.
pub(super) fn brings_words(old: &str, new: &str) -> bool {
    let beyond = words_beyond(old, new);
    let left = words_beyond(new, old);
    let (characters, spaced): (Vec<&str>, Vec<&str>) =
        beyond.into_iter().filter(|word| !CHARACTERS.contains(*word)).partition(|word| word.starts_with(is_unspaced));
    let is_same = |word: &str| is_contracted(word) || left.iter().any(|old| is_mistyped(old, word));
    let is_other = |word: &&str| word.chars().count() > 2 && !is_same(word) && !WHOSE.contains(word);
    spaced.iter().any(is_other)
        || characters.iter().filter(|word| word.starts_with(is_ideograph)).count() > 1
        || characters.len() * 10 > words(new).len()
        || turns(old, new)
}

/// Words that say whose something is, which goes without saying, folded.
const WHOSE: &[&str] = &[
    "your", "seu", "sua", "seus", "suas", "ihr", "ihre", "ihren", "votre", "vos", "sus", "tus", "vostro", "vostri",
    "suoi", "which", "that",
];

/// Whether two longer words differ as a slip of the fingers makes them: a letter doubled or not, or two neighbours exchanged.
/// One letter more or another one makes another word too easily; in Turkish it denies.
fn is_mistyped(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.len() < 5 || short[0] != long[0] || long.iter().any(|c| c.is_numeric()) {
        return false;
    }
    let at = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 if at + 1 < short.len() => {
            let is_exchanged = short[at] == long[at + 1] && short[at + 1] == long[at];
            is_exchanged && short[at + 2..] == long[at + 2..]
        }
        1 => long[at] == long[at - 1] && short[at..] == long[at + 1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn much_the_same_words_are_more_than_half() {
        for (a, b) in [
            ("custom user field", "custom user fields"),
            ("list of blocked users", "blocked users list"),
            ("应用类型", "应用程序类型"),
            ("メッセージの取り消し設定", "メッセージリコール設定"),
        ] {
            assert!(similarity(a, b) > 50, "{a} {b} {}", similarity(a, b));
        }
        for (a, b) in
            [("email address", "home address"), ("紹介", "概要"), ("7 days", "14 days"), ("name", "passport number")]
        {
            assert!(similarity(a, b) <= 50, "{a} {b} {}", similarity(a, b));
        }
    }

    #[test]
    fn a_slip_of_the_fingers_is_no_other_word() {
        let old = "we find faults and receive attacks from lawyers satmiyoruz";
        for new in [
            "we find faults and receive atacks from lawyers satmiyoruz",
            "we find faults and recieve attacks from lawyers satmiyoruz",
            "attacks from lawyers find faults and we receive satmiyoruz",
        ] {
            assert!(!brings_words(old, new), "{new}");
        }
        for new in [
            "we find faults and receive attacks from advertisers satmiyoruz",
            "we find faults and receive attacks from lawyers satiyoruz",
        ] {
            assert!(brings_words(old, new), "{new}");
        }
        assert!(brings_words("株式会社ハトは個人データの管理者です", "株式会社タカは個人データの管理者です"));
        assert!(brings_words(
            "服务器位于中国境内并由我们自己的员工维护和检查",
            "服务器位于美国境内并由他们自己的员工维护和检查"
        ));
        assert!(!brings_words("do not sell it", "dont sell it"));
        assert!(!brings_words("注册与登录", "注册和登录"));
    }
}
