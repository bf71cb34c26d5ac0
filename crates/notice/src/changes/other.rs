//! Sentences in nearly the same words that say something else: what they deny or restrict is another thing, a condition is
//! gone, or two phrases have changed places.

use super::{
    fold::is_unspaced,
    joins::{WORDS, is_listed},
    similar::{brings_words, exchanges, words, words_beyond},
    turning::{limits, restricts},
};

/// So many words, or four times as many characters of a script without spaces, may be exchanged for others, and what is left is
/// still the same sentence.
const FEW: usize = 2;

/// Words that come and go with the order of the others and the voice of the verb, folded, and characters that do.
const IDLE: &str = "
    are is was were been being have has our its the that which they them their will shall does for with from this these
    werden wird wurden sind ist unsere wir sie ihre ihnen sont est ont nous vous sera seront leur sao esta estao sera serao foram nos eles
    son esta estan sera seran fueron ellos kami anda akan telah 않 습 니 다 합 아 지 하 は を が に で と し ま す せ ん て い る れ
";

/// Whether a sentence that denies or restricts does so of something else: "we never share your health data", "your payment data".
pub(super) fn denies_another(old: &str, new: &str) -> bool {
    // Most sentences do neither.
    if !restricts(old) {
        return false;
    }
    let few = |words: &[&str]| {
        let characters = words.iter().filter(|word| word.starts_with(is_unspaced)).count();
        words.len() - characters + characters.div_ceil(4) <= FEW
    };
    let (came, gone) = (words_beyond(old, new), words_beyond(new, old));
    // Another voice, "we do not sell", "is not sold", has the stem of the same verb.
    let stem = |word: &str| word.chars().take(4).collect::<String>();
    let is_shared = |word: &str, others: &[&str]| {
        word.chars().count() > 4 && others.iter().any(|other| other.chars().count() > 4 && stem(other) == stem(word))
    };
    let says = |words: &[&str]| words.iter().any(|word| word.chars().count() > 2 || word.starts_with(is_unspaced));
    let is_little = |words: &[&str], others: &[&str]| {
        let own = |word: &&str| !is_shared(word, others) && !is_listed(word, IDLE);
        let own: Vec<&str> = words.iter().copied().filter(own).collect();
        says(&own) && few(&own)
    };
    is_little(&came, &gone) && is_little(&gone, &came) && brings_words(old, new)
}

/// Whether nothing is said that was not said before, and what it was bound to is not said any more: "if you allow it", "once you
/// turn it on", "that you report".
pub(super) fn leaves_out_a_limit(old: &str, new: &str) -> bool {
    let is_word = |word: &&&str| word.chars().count() > 2;
    let (came, gone) = (words_beyond(old, new), words_beyond(new, old));
    // Of one word less it may be style: "information that you give us", "information you give us".
    came.is_empty() && gone.iter().filter(is_word).count() > 1 && gone.iter().any(|word| limits(word))
}

/// Whether two phrases have changed places over words that say something: "your name to schools and your grades to parents". A
/// phrase that only moved, and the members of a list in another order, say what they said.
pub(super) fn swaps(old: &str, new: &str) -> bool {
    let (a, b) = (words(old), words(new));
    if a.len() != b.len() || !exchanges(old, new) || a.iter().any(|word| word.starts_with(is_unspaced)) {
        return false;
    }
    let begin = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let end = a[begin..].iter().rev().zip(b[begin..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[begin..a.len() - end], &b[begin..b.len() - end]);
    let says = |words: &[&str]| words.iter().any(|word| word.chars().count() > 2 && !WORDS.contains(word));
    // x between y becomes y between x.
    (1..a.len()).any(|x| {
        (1..a.len().saturating_sub(x)).any(|y| {
            let (first, between, last) = (&a[..x], &a[x..a.len() - y], &a[a.len() - y..]);
            b.starts_with(last) && b.ends_with(first) && b[y..b.len() - x] == *between && says(between)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{super::fold::fold, *};

    #[test]
    fn what_is_denied_is_another_thing() {
        for (old, new) in [
            ("We never share your health data.", "We never share your payment data."),
            ("Only your doctor sees your notes.", "Only your insurer sees your notes."),
            ("We do not read your messages.", "We do not sell your messages."),
            ("Wir verkaufen keine Gesundheitsdaten.", "Wir verkaufen keine Zahlungsdaten."),
        ] {
            assert!(denies_another(&fold(old), &fold(new)), "{old} {new}");
        }
        for (old, new) in [
            ("We never share your health data.", "Your health data are never shared."),
            ("We do not sell it.", "We do not sell it to anybody, as explained in the section on partners above."),
            ("We share your name.", "We share your age."),
        ] {
            assert!(!denies_another(&fold(old), &fold(new)), "{old} {new}");
        }
    }

    #[test]
    fn a_limit_that_is_gone_is_seen() {
        for (old, new) in [
            ("We record calls once you turn that on.", "We record calls."),
            ("We read messages that you report.", "We read messages."),
            ("We share it with the police, where a court requires it.", "We share it with the police."),
            ("We store it until you tell us to stop.", "We store it."),
            ("Gravamos chamadas mediante autorização sua.", "Gravamos chamadas."),
        ] {
            assert!(leaves_out_a_limit(&fold(old), &fold(new)), "{old} {new}");
        }
        for (old, new) in [
            ("The information that you give us is stored.", "The information you give us is stored."),
            ("We store your very own name.", "We store your name."),
        ] {
            assert!(!leaves_out_a_limit(&fold(old), &fold(new)), "{old} {new}");
        }
    }

    #[test]
    fn two_phrases_in_each_others_places_are_a_swap() {
        for (old, new) in [
            ("your name to schools and your grades to parents", "your grades to schools and your name to parents"),
            ("chats for 30 days and invoices for 10 years", "invoices for 30 days and chats for 10 years"),
            ("it is off until you switch it on", "it is on until you switch it off"),
        ] {
            assert!(swaps(&fold(old), &fold(new)), "{old} {new}");
        }
        for (old, new) in [
            ("name and address", "address and name"),
            ("after 30 days we delete it", "we delete it after 30 days"),
            ("we store it", "we store it"),
        ] {
            assert!(!swaps(&fold(old), &fold(new)), "{old} {new}");
        }
    }
}
