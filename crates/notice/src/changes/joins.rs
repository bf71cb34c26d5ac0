//! Words that join: two lists, because what takes a text apart must be certain. Polish `i` and Turkish `ve` are not: they stand
//! within one item too often, so that they join words and end no item.

/// Before the last items of an enumeration, set apart by spaces, as written.
pub(super) const ITEMS: &[&str] = &[
    "and",
    "or",
    "and/or",
    "as well as",
    "e",
    "ou",
    "bem como",
    "y",
    "o",
    "así como",
    "dan",
    "atau",
    "serta",
    "und",
    "oder",
    "sowie",
    "et",
    "ed",
    "oppure",
    "oraz",
    "lub",
    "och",
    "eller",
    "og",
    "veya",
    "и",
    "или",
    "та",
    "або",
    "και",
    "및",
    "또는",
    "그리고",
];

/// The same in scripts without spaces.
pub(super) const ITEMS_UNSPACED: &[&str] =
    &["ならびに", "並びに", "および", "及び", "または", "又は", "もしくは", "以及", "和", "或者"];

/// Before one more of whatever it is, folded.
pub(super) const WORDS: &[&str] = &[
    "and", "or", "e", "ou", "y", "o", "u", "und", "oder", "et", "ed", "dan", "atau", "serta", "en", "of", "och", "og",
    "eller", "i", "oraz", "lub", "и", "или", "та", "або", "και", "ve", "veya", "va", "hoac", "او", "أو",
];

/// The same in Chinese, a character each.
pub(super) const CHARACTERS: &str = "和与與及或跟";

/// What goes with a member of what is denied where no spaces set words apart.
pub(super) const MEMBERS: &[&str] = &["も", "や", "和", "与", "與", "或", "및", "나"];

/// Whether a word is one of a list that is written with spaces between.
pub(super) fn is_listed(word: &str, list: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}
