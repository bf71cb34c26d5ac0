//! The words and signs that turn a text: they deny, restrict or count. Of a language that is not here, one more or less is not
//! noticed.

mod counts;
mod dated;
mod rights;
mod words;

use super::{
    fold::is_unspaced,
    similar::{words, words_beyond},
    split::{Unit, items},
};
use words::{
    CITING, CONDITIONS, EXCEPTIONS, HEDGES, LIMITS, NEGATIONS, OCCASIONS, OPPOSITE_PARTS, OPPOSITES, RESTRICTIONS,
    SALES, TURKISH,
};

pub(super) use counts::{counts_otherwise, periods, units};
use counts::{measures, sorted, unit};
pub(super) use dated::{is_dated, is_month};
pub(super) use rights::{lost, rights};

/// Whether a word denies as a contraction or as what that is short for: whether it comes or goes, [`turns`] counts.
pub(super) fn is_contracted(word: &str) -> bool {
    word == "not" || word.ends_with("nt") && NEGATIONS.has(word)
}

/// How often a text denies something.
fn negations(text: &str) -> usize {
    let is_turkish = TURKISH.count(text) > 0;
    NEGATIONS.count(text) + words(text).into_iter().filter(|word| denies_within(word, is_turkish)).count()
}

/// Whether a word of Turkish denies what its stem says. Some of the endings are those of other languages' words as well.
fn denies_within(word: &str, is_turkish: bool) -> bool {
    const ENDS: [&str; 8] = ["maz", "mez", "mayiz", "meyiz", "mazlar", "mezler", "mayacak", "meyecek"];
    let ends = is_turkish && word.chars().count() > 4 && word != "namaz";
    word.contains("miyor") || word.contains("muyor") || ends && ENDS.iter().any(|end| word.ends_with(end))
}

/// Whether what introduces a list denies each of it: not "nobody except", "only", "if", nor "do not hesitate".
pub(super) fn denies_all(folded: &str) -> bool {
    let is_que = || {
        let words = words(folded);
        words.contains(&"ne") && words.contains(&"que")
    };
    denies(folded)
        && [&EXCEPTIONS, &RESTRICTIONS, &CONDITIONS, &OCCASIONS].iter().all(|list| list.count(folded) == 0)
        && !is_que()
}

/// Whether a text denies something.
pub(super) fn denies(folded: &str) -> bool {
    negations(folded) > 0
}

/// Whether a text denies or restricts something, so that to take it away may allow it.
pub(super) fn restricts(folded: &str) -> bool {
    negations(folded) + RESTRICTIONS.count(folded) > 0
}

/// Whether a word binds what is said to something: a condition, an occasion, a request.
pub(super) fn limits(word: &str) -> bool {
    [&CONDITIONS, &OCCASIONS, &LIMITS, &RESTRICTIONS].iter().any(|list| list.has(word))
}

/// Whether a text begins with such a word.
pub(super) fn depends(folded: &str) -> bool {
    words(folded).first().is_some_and(|word| CONDITIONS.has(word) || OCCASIONS.has(word))
}

/// Whether one of two texts denies or restricts something more often than the other.
pub(super) fn denies_otherwise(old: &str, new: &str) -> bool {
    negations(old) != negations(new) || RESTRICTIONS.count(old) != RESTRICTIONS.count(new)
}

/// Whether one of two folded texts denies or restricts what the other does not, or states another number or bound.
pub(super) fn turns(old: &str, new: &str) -> bool {
    // The digits of an address state nothing.
    let plain = |text: &str| text.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ");
    let (old, new) = (plain(old), plain(new));
    denies_otherwise(&old, &new)
        || counts_otherwise(&old, &new)
        || reverses(&old, &new)
        || HEDGES.count(&new) > HEDGES.count(&old)
        || CONDITIONS.count(&old) > CONDITIONS.count(&new) + OCCASIONS.count(&new)
}

/// The same of two headings, whose numbers are those of sections and days unless they measure a time.
pub(super) fn turns_title(old: &str, new: &str) -> bool {
    denies_otherwise(old, new) || sorted(measures(old)) != sorted(measures(new)) || reverses(old, new)
}

/// Whether a word stands in the place of its opposite or joins it, or selling has come in.
fn reverses(old: &str, new: &str) -> bool {
    let (came, gone) = (words_beyond(old, new), words_beyond(new, old));
    let (before, after) = (words(old), words(new));
    // What stands before it stays: "opt in", "opt out".
    let lead = |all: &[&str], word: &str| -> Vec<String> {
        let places = all.iter().enumerate().filter(|(_, other)| **other == word);
        places.map(|(i, _)| i.checked_sub(1).map_or("", |i| all[i]).to_owned()).collect()
    };
    let takes_place = |a: &str, b: &str| {
        let leads = lead(&after, b);
        gone.contains(&a) && came.contains(&b) && lead(&before, a).iter().any(|lead| leads.contains(lead))
    };
    // "within and outside": the two with one word between them.
    let are_joined = |words: &[&str], a: &str, b: &str| {
        words.windows(3).any(|three| three[0] == a && three[2] == b || three[0] == b && three[2] == a)
    };
    let joins = |a: &str, b: &str| {
        (came.contains(&a) || came.contains(&b)) && are_joined(&after, a, b) && !are_joined(&before, a, b)
    };
    let measures_otherwise = gone
        .iter()
        .filter_map(|a| unit(a).map(|of| (a, of)))
        .any(|(a, of)| came.iter().any(|b| unit(b).is_some_and(|other| other != of) && takes_place(a, b)));
    let sells = |text: &str| SALES.count(text) > 0;
    // "We never share or sell it" denies more than before.
    let is_denied = negations(new) > 0 && negations(old) == negations(new);
    // Where words are not set apart, the opposite is looked for within.
    let turns_within = |a: &str, b: &str| {
        let has = |word: &str| (old.contains(word), new.contains(word));
        a.starts_with(is_unspaced) && (has(a), has(b)) == ((true, false), (false, true))
    };
    measures_otherwise
        || OPPOSITE_PARTS.iter().any(|(a, b)| turns_within(a, b) || turns_within(b, a))
        || cites_otherwise(&gone, &came, old)
        || OPPOSITES.iter().any(|(a, b)| takes_place(a, b) || takes_place(b, a) || joins(a, b))
        || sells(new) && !sells(old) && !is_denied
}

/// Whether one letter stands in the place of another, as in the number of an article: `lit. b`, `lit. f`.
fn cites_otherwise(gone: &[&str], came: &[&str], old: &str) -> bool {
    let is_letter = |word: &&&str| word.len() == 1 && word.starts_with(|c: char| c.is_ascii_alphabetic());
    // These alone are words as well.
    let is_word = |word: &&str| ["a", "e", "i", "o", "u", "y"].contains(word);
    let (before, after): (Vec<_>, Vec<_>) =
        (gone.iter().filter(is_letter).collect(), came.iter().filter(is_letter).collect());
    CITING.count(old) > 0
        && !before.is_empty()
        && !after.is_empty()
        && !before.iter().chain(&after).all(|word| is_word(word))
}

/// The clauses of a folded text, whatever their order.
pub(super) fn clauses(folded: &str) -> Vec<String> {
    sorted(items(&spaced(folded)).into_iter().map(|unit| unit.folded).collect())
}

/// The same in their order, with those that stand in brackets after what they belong to.
pub(super) fn all_members(folded: &str) -> Vec<String> {
    fn all(units: Vec<Unit>, out: &mut Vec<String>) {
        for unit in units {
            out.push(if unit.inner.is_empty() { unit.folded } else { unit.head });
            all(unit.inner, out);
        }
    }
    let mut out = Vec::new();
    all(items(&spaced(folded)), &mut out);
    out
}

/// A folded text with the spaces by which clauses and sentences are told from decimals and addresses.
fn spaced(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    let mut chars = folded.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        out.push(c);
        let is_decimal = before.is_numeric() && chars.peek().is_some_and(|c| c.is_numeric());
        if matches!(c, '.' | ',') && !is_decimal {
            out.push(' ');
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::fold::fold;

    #[test]
    fn what_turns_a_text_and_what_does_not() {
        for (old, new) in [
            ("kept < 30 days", "kept > 30 days"),
            ("kept ≤ 30 days", "kept < 30 days"),
            ("30 days", "±30 days"),
            ("30 days with us, 90 with Amazon", "90 days with us, 30 with Amazon"),
            ("1.5 years", "5.1 years"),
            ("only you can read it", "you can read it"),
            ("we scan it with your permission", "we scan it"),
            ("Chúng tôi không bán dữ liệu", "Chúng tôi bán dữ liệu"),
            ("เราไม่ขายข้อมูลของคุณ", "เราขายข้อมูลของคุณ"),
            ("Nu vindem datele", "Vindem datele"),
            ("Δεν πουλάμε δεδομένα", "Πουλάμε δεδομένα"),
            ("Emme myy, eivät he myy", "Emme myy, he myy"),
            ("弁護士にのみ開示します", "弁護士に開示します"),
            ("we delete backups after 30 days", "we delete backups after 30 years"),
            ("nach sieben Tagen", "nach siebzig Tagen"),
            ("após 30 dias", "após 30 anos"),
            ("30日後に削除", "30年後に削除"),
            ("30天后删除", "30年后删除"),
            ("30일 후 삭제", "30년 후 삭제"),
            ("we share it with partners", "we sell it to partners"),
            ("kept within the EU", "kept outside the EU"),
            ("you can opt in to it", "you can opt out of it"),
            ("encrypted before it is sent", "encrypted after it is sent"),
            ("存储在境内", "存储在境外"),
            ("3个工作日后删除", "3个月后删除"),
            ("at most 5 days", "at least 5 days"),
            ("for one week", "for one year"),
            ("durante un mes", "durante un año"),
            ("selama sebulan", "selama setahun"),
            ("保存三天", "保存三年"),
            ("保存三天", "保存三十天"),
            ("至多五天", "至少五天"),
            ("nach einem Monat", "nach einem Jahr"),
            ("لمدة شهر", "لمدة سنة"),
            ("wij bewaren het 30 dagen", "wij bewaren het 30 jaar"),
            ("Location is off by default", "Location is on by default"),
            ("If you turn on calls, we share your number", "We share your number"),
            ("通話をオンにした場合、番号を共有します", "番号を共有します"),
            ("Sale of data: ✗", "Sale of data: ✓"),
        ] {
            assert!(turns(&fold(old), &fold(new)), "{old} {new}");
        }
        for (old, new) in [
            ("≤ 30 days", "<=30 days"),
            ("100-500", "100~500"),
            ("30 days with us, 90 with Amazon", "90 with Amazon, 30 days with us"),
            ("we don't sell it", "we do not sell it"),
            ("A -> B", "A → B"),
            ("a 30-day period", "a period of 30 days"),
            ("we sell nothing", "nothing do we sell"),
            ("we never share it", "we never share or sell it"),
            ("we use it in investigations", "we use it to carry out investigations"),
            ("take part in a survey", "fill out a survey"),
            ("3ヶ月保存", "3カ月保存"),
            ("3개월 보관", "3 개월 보관"),
            ("३० दिन", "30 दिन"),
            ("if you call somebody, we store it", "when you call somebody, we store it"),
            ("30 dagen lang", "gedurende 30 dagen"),
            ("within 30 business days", "within 30 working days"),
            ("一般的な情報", "基本的な情報"),
            ("a text or two more", "some more text, or two"),
        ] {
            assert!(!turns(&fold(old), &fold(new)), "{old} {new}");
        }
    }
}
