//! What one text says more than another that it was made of, or less: one more member, a word that narrows, another name.

use super::{
    fold::{fold, is_unspaced},
    joins::{MEMBERS, WORDS, is_listed},
    similar::{is_like, words, words_beyond},
    turning::{all_members, clauses, denies, restricts},
    vocabulary::Vocabulary,
};

/// Whether a text is another one with something put into it that takes it further: one more member of what it enumerates, or,
/// where it denies or restricts something, a word that may narrow that ("your data", "your health data").
pub(super) fn is_added_to(old: &str, new: &str) -> bool {
    // "A and B" may have become "A, B, C".
    if words_beyond(new, old).iter().any(|word| !WORDS.contains(word)) {
        return false;
    }
    has_one_more(old, new) || restricts(old) && narrows(old, new)
}

/// Whether a text denies something of less than another did, and says nothing else: "we do not sell or share it", "we do not sell it".
pub(super) fn denies_less(old: &str, new: &str) -> bool {
    let gone = words_beyond(new, old);
    // An adverb less says the same.
    let is_member = || {
        gone.iter().any(|word| WORDS.contains(word) || MEMBERS.contains(word))
            || clauses(old).len() > clauses(new).len()
    };
    denies(old) && words_beyond(old, new).iter().all(|word| WORDS.contains(word)) && is_member() && narrows(new, old)
}

/// Whether two sentences differ in the word that they begin with, which is a name that was nowhere: "Acme hosts it", "Globex hosts it".
/// A sentence's first word has a capital anyway: it counts as a name only where all that follows is equal in both.
pub(super) fn begins_with_another(old: &str, new: &str, known: &Vocabulary) -> bool {
    let parts = |text: &str| {
        let (first, rest) = text.split_once(char::is_whitespace)?;
        let is_name = first.chars().count() > 2
            && first.starts_with(char::is_uppercase)
            && first.ends_with(char::is_alphanumeric)
            && !is_listed(&fold(first), OPENERS);
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

/// Words that sentences begin with, folded.
const OPENERS: &str = "
    the this these those our your their its all any some each every such since because please kindly while although though however also
    then thus where when whenever once with without for from after before during under upon users customers
    wenn weil falls sofern sobald bei mit ohne fur nach vor unsere ihre diese alle jede nutzer kunden
    quand lorsque parce puisque si avec sans pour apres avant vos les des nos ces
    quando caso como porque se com sem para apos antes os as nossos seus estes cuando aunque con sin despues los las sus nuestros estos
    jika bila karena dengan tanpa untuk setelah sebelum если когда так после перед для все наши ваши
";

/// Phrases that stand between commas like a member of an enumeration, folded.
const PHRASES: &[&str] = &[
    "of course",
    "see ",
    "please",
    "siehe ",
    "vide ",
    "voir ",
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
    spaced.iter().any(|word| word.chars().count() > 4 && !is_listed(word, IDLE)) || characters.len() > 1
}

/// Takes the words of `text` out of `left`, those of `whole` that are not taken yet: what remains, if `text` is a part of `whole`.
/// It may begin with words of `whole` that name again what it is about; from the first that is in `left`, all have to be.
pub(super) fn left_over<'t>(text: &str, whole: &str, left: &[&'t str]) -> Option<Vec<&'t str>> {
    let mut left = left.to_vec();
    let mut has_begun = false;
    let (mut rest, mut others) = (0, 0);
    for word in words(text) {
        match left.iter().position(|own| is_like(own, word)) {
            Some(at) => {
                left.swap_remove(at);
                has_begun |= !only_joins(word);
                rest += 1;
            }
            None if !has_begun || only_joins(word) => {}
            // Single characters come and go with their neighbours.
            None if word.starts_with(is_unspaced) => others += 1,
            None => return None,
        }
    }
    (has_begun && others * 5 <= rest && is_made_of(text, &words(whole))).then_some(left)
}

/// Whether a word says nothing of its own: a short one, or one that joins.
fn only_joins(word: &str) -> bool {
    word.chars().count() <= 2 && !word.starts_with(is_unspaced) || WORDS.contains(&word)
}

/// Whether a text has no other words than these, but for those that join.
fn is_made_of(text: &str, all: &[&str]) -> bool {
    let mut left = all.to_vec();
    words(text).into_iter().all(|word| match left.iter().position(|own| is_like(own, word)) {
        Some(at) => {
            left.swap_remove(at);
            true
        }
        None => only_joins(word),
    })
}
