//! How much two folded texts have in common, and which words one has that the other has not.

use super::{
    fold::{fold, is_ideograph, is_joint, is_unspaced},
    pair::same_letters,
    turning::{all_members, clauses, denies, is_contracted, restricts, turns},
};
use std::collections::BTreeSet;

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
fn is_like(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    // A number has no endings: 7 and 70 are two.
    if a.starts_with(|c: char| c.is_numeric()) || b.starts_with(|c: char| c.is_numeric()) {
        return false;
    }
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longest = a.chars().count().max(b.chars().count());
    shared >= 4 && shared * 3 >= longest * 2
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

/// Whether a text is another one with something put into it that takes it further: one more member of what it enumerates, or,
/// where it denies or restricts something, a word that may narrow that ("your data", "your health data").
pub(super) fn is_added_to(old: &str, new: &str) -> bool {
    // "A and B" may have become "A, B, C".
    if words_beyond(new, old).iter().any(|word| !JOINS.contains(word)) {
        return false;
    }
    has_one_more(old, new) || restricts(old) && narrows(old, new)
}

/// Whether a text denies something of less than another did, and says nothing else: "we do not sell or share it", "we do not sell it".
pub(super) fn denies_less(old: &str, new: &str) -> bool {
    denies(old) && words_beyond(old, new).iter().all(|word| JOINS.contains(word)) && narrows(new, old)
}

/// Whether two sentences differ in the word that they begin with, which is a name that was nowhere: "Acme hosts it", "Globex hosts it".
/// Every sentence begins with a capital, so that only what stands in the place of what tells.
pub(super) fn begins_with_another(old: &str, new: &str, known: &Vocabulary) -> bool {
    let parts = |text: &str| {
        let (first, rest) = text.split_once(char::is_whitespace)?;
        let is_name = first.chars().count() > 2 && first.starts_with(char::is_uppercase);
        is_name.then(|| (fold(first), fold(rest)))
    };
    let (Some((_, before)), Some((name, after))) = (parts(old), parts(new)) else { return false };
    before == after && !known.knows(&name)
}

/// Whether a text enumerates all that another does, and something after it; in brackets, too.
fn has_one_more(old: &str, new: &str) -> bool {
    let mut left = all_members(old);
    let mut came = Vec::new();
    for (nth, member) in all_members(new).into_iter().enumerate() {
        match left.iter().position(|own| *own == member) {
            Some(at) => drop(left.swap_remove(at)),
            None => came.push((nth, member)),
        }
    }
    // What begins a sentence may be a phrase of style: "However, ...".
    let is_word = |member: &str| member.chars().count() > if member.starts_with(is_unspaced) { 1 } else { 2 };
    let is_idle = |member: &str| PHRASES.iter().any(|phrase| member.starts_with(phrase));
    left.is_empty() && came.iter().any(|(nth, member)| *nth > 0 && is_word(member) && !is_idle(member))
}

/// Phrases that stand between commas like a member of an enumeration, folded.
const PHRASES: &[&str] = &[
    "of course",
    "at any time",
    "if you like",
    "for example",
    "as described",
    "as explained",
    "jederzeit",
    "zum beispiel",
    "a qualquer momento",
    "por exemplo",
    "en cualquier momento",
    "por ejemplo",
    "a tout moment",
    "par exemple",
    "in qualsiasi momento",
    "ad esempio",
    "kapan saja",
    "misalnya",
    "いつでも",
    "随时",
    "隨時",
    "例如",
    "언제든지",
    "예를 들어",
    "في أي وقت",
    "على سبيل المثال",
];

/// Words that narrow nothing, wherever they are put in, folded.
const IDLE: &str = "
    anyone anybody ever never certainly therefore policy notice policies selbstverstandlich naturlich hierbei diese dieser jemals
    evidemment naturellement certainement naturalmente certamente obviamente evidentemente ciertamente nunca jamas tentunya tentu elbette
    kesinlikle however moreover furthermore additionally also besides außerdem daruber zudem ferner hinaus ademas asimismo tambien alem disso
    tambem outrossim toutefois outre aussi egalement inoltre anche selain juga ayrica علاوة ذلك كما
";

/// With what a sentence of such scripts goes on from the one before.
const GOING_ON: &[&str] = &["此外", "另外", "同时", "而且", "なお", "また", "さらに", "또한", "아울러", "그리고"];

/// Whether something stands in a text that was not there, other than short and idle words.
fn narrows(old: &str, new: &str) -> bool {
    let going_on = GOING_ON.iter().find(|word| new.starts_with(**word) && !old.starts_with(**word));
    let new = going_on.map_or(new, |word| &new[word.len()..]);
    let inserted = words_beyond(old, new).into_iter();
    let (characters, spaced): (Vec<&str>, Vec<&str>) = inserted.partition(|word| word.starts_with(is_unspaced));
    spaced.iter().any(|word| word.chars().count() > 4 && !IDLE.split_whitespace().any(|idle| idle == *word))
        || characters.len() > 1
}

/// What is still left over of a longer text without this one, if this is a part of it: first what that was about, perhaps, and then
/// nothing else than what was left.
pub(super) fn left_over<'t>(text: &str, whole: &str, left: &[&'t str]) -> Option<Vec<&'t str>> {
    let mut left = left.to_vec();
    let is_short = |word: &str| word.chars().count() <= 2 && !word.starts_with(is_unspaced) || JOINS.contains(&word);
    let mut has_begun = false;
    let (mut rest, mut others) = (0, 0);
    for word in words(text) {
        match left.iter().position(|own| is_like(own, word)) {
            Some(at) => {
                left.swap_remove(at);
                has_begun |= !is_short(word);
                rest += 1;
            }
            None if !has_begun || is_short(word) => {}
            // Single characters come and go with their neighbours.
            None if word.starts_with(is_unspaced) => others += 1,
            None => return None,
        }
    }
    (has_begun && others * 5 <= rest && is_made_of(text, &words(whole))).then_some(left)
}

/// Whether a text has no other words than these, but for those that join.
fn is_made_of(text: &str, all: &[&str]) -> bool {
    let mut left = all.to_vec();
    words(text).into_iter().all(|word| match left.iter().position(|own| is_like(own, word)) {
        Some(at) => {
            left.swap_remove(at);
            true
        }
        None => word.chars().count() <= 2 && !word.starts_with(is_unspaced) || JOINS.contains(&word),
    })
}

/// Whether a text in much the same words may say something else: a word that the old one has not, other than the short ones
/// that join and those that are mistyped; where a script has no spaces, two ideographs or more than a tenth of its
/// characters; or what [`turns`] it.
pub(super) fn brings_words(old: &str, new: &str) -> bool {
    let beyond = words_beyond(old, new);
    let left = words_beyond(new, old);
    let (characters, spaced): (Vec<&str>, Vec<&str>) =
        beyond.into_iter().filter(|word| !JOINING.contains(*word)).partition(|word| word.starts_with(is_unspaced));
    let is_same = |word: &str| is_contracted(word) || left.iter().any(|old| is_mistyped(old, word));
    let is_other = |word: &&str| word.chars().count() > 2 && !is_same(word);
    spaced.iter().any(is_other)
        || characters.iter().filter(|word| word.starts_with(is_ideograph)).count() > 1
        || characters.len() * 10 > words(new).len()
        || turns(old, new)
}

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

/// Words that join one more to others, folded.
const JOINS: &[&str] = &[
    "and", "or", "e", "ou", "y", "o", "u", "und", "oder", "et", "ed", "dan", "atau", "serta", "en", "of", "och", "og",
    "eller", "i", "oraz", "lub", "и", "или", "та", "або", "και", "ve", "veya", "va", "hoac", "او", "أو",
];

/// The same in Chinese, a character each.
const JOINING: &str = "和与與及或跟";

/// All that a notice said, for the question whether a word is new in it.
pub(super) struct Vocabulary(BTreeSet<String>);

impl Vocabulary {
    pub(super) fn of<'t>(folded: impl IntoIterator<Item = &'t str>) -> Self {
        let mut known = BTreeSet::new();
        for text in folded {
            let words = words(text);
            known.extend(words.iter().map(|word| (*word).to_owned()));
            known.extend(words.windows(2).filter_map(both));
        }
        Self(known)
    }

    fn knows(&self, word: &str) -> bool {
        if self.0.contains(word) {
            return true;
        }
        // A word with another ending stands beside it in the order of the alphabet.
        let head: String = word.chars().take(4).collect();
        self.0.range(head.clone()..).take_while(|known| known.starts_with(&head)).any(|known| is_like(known, word))
    }

    /// Whether a text is made of words that were nowhere: one whole word is enough; where a script has no spaces, more
    /// than half of the pairs of characters.
    pub(super) fn is_news(&self, folded: &str) -> bool {
        let words = words(folded);
        let mut spaced = words.iter().filter(|w| !w.starts_with(is_unspaced) && w.chars().count() > 2);
        let pairs: Vec<String> = words.windows(2).filter_map(both).collect();
        let unknown = pairs.iter().filter(|pair| !self.0.contains(*pair)).count();
        spaced.any(|word| !self.knows(word)) || unknown * 2 > pairs.len()
    }

    /// Whether `new` says more than `old` in words that were nowhere: two words more at least, and two of them unknown, or one
    /// that was only joined to what stood there. Words that take the place of as many others are a matter of style.
    pub(super) fn is_extended(&self, old: &str, new: &str) -> bool {
        let inserted = words_beyond(old, new);
        let left = words_beyond(new, old);
        let new = words(new);
        // Two words; where a script has no spaces, as many characters as make a clause.
        let is_spaced = inserted.iter().all(|word| !word.starts_with(is_unspaced));
        let least = if is_spaced { 4 } else { 10 };
        let is_joined = left.is_empty() && inserted.iter().any(|word| JOINS.contains(word));
        let unknown = if is_spaced && is_joined { 1 } else { 2 };
        weight(&inserted) >= weight(&left) + least && self.unknown(&new, &inserted) >= unknown
    }

    /// How many of the words are unknown: whole words, or pairs of characters where a script has no spaces.
    fn unknown(&self, all: &[&str], inserted: &[&str]) -> usize {
        let spaced = inserted.iter().filter(|w| !w.starts_with(is_unspaced) && w.chars().count() > 2);
        let pairs = all.windows(2).filter_map(both).collect::<BTreeSet<_>>();
        spaced.filter(|word| !self.knows(word)).count()
            + pairs.iter().filter(|pair| !self.0.contains(*pair)).count() / 2
    }
}

/// Two neighbouring characters of a script without spaces.
fn both(pair: &[&str]) -> Option<String> {
    pair.iter().all(|word| word.starts_with(is_unspaced)).then(|| pair.concat())
}

/// A word counts as two characters of a script without spaces.
fn weight(words: &[&str]) -> usize {
    words.iter().map(|word| if word.starts_with(is_unspaced) { 1 } else { 2 }).sum()
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

    #[test]
    fn what_is_more_in_new_words_is_an_extension() {
        let known = Vocabulary::of(["we use it to improve the lamp and to find faults", "灯を改善するために使う"]);
        let old = "to improve the lamp";
        assert!(known.is_extended(old, "to improve the lamp for targeted advertising"));
        assert!(!known.is_extended(old, "to enhance the lamp"));
        assert!(!known.is_extended(old, "to improve the lamp and find faults"));
        assert!(known.is_extended("灯を改善するため", "灯を改善し、または広告配信先の企業に渡すため"));
        assert!(!known.is_extended("灯を改善するため", "灯の改善のため"));
    }
}
