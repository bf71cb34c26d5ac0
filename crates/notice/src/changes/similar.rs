//! How much two folded texts have in common, and which words one has that the other has not. Of languages
//! only the words that deny are known here.

use super::fold::is_unspaced;
use std::collections::BTreeSet;

/// Beyond this many comparisons, words are counted instead of aligned.
const MOST: usize = 1 << 20;

/// The words of a folded text; where a script has no spaces, each character is one.
pub(super) fn words(folded: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    for (i, c) in folded.char_indices() {
        let joins = c.is_alphanumeric() && !is_unspaced(c);
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

/// Whether a word is a number in digits.
pub(super) fn is_number(word: &str) -> bool {
    word.chars().all(char::is_numeric)
}

/// Whether a text in much the same words may say something else: a word that the old one has not, other than the short ones
/// that join; where a script has no spaces, more than a tenth of its characters; or what [`turns`] it.
pub(super) fn brings_words(old: &str, new: &str) -> bool {
    let beyond = words_beyond(old, new);
    let (characters, spaced): (Vec<&str>, Vec<&str>) =
        beyond.into_iter().partition(|word| word.starts_with(is_unspaced));
    spaced.iter().any(|word| word.chars().count() > 2) || characters.len() * 10 > words(new).len() || turns(old, new)
}

/// Words that turn a sentence into its opposite, folded. Of a language that is not here, a denial more or less is not noticed.
const NEGATIONS: &[&str] = &[
    // English
    "not",
    "no",
    "never",
    "cannot",
    "without",
    "nor",
    "neither",
    "none",
    "nothing",
    "nobody",
    "dont",
    "doesnt",
    "didnt",
    "wont",
    "isnt",
    "arent",
    "wasnt",
    "werent",
    "cant",
    "couldnt",
    "shouldnt",
    "wouldnt",
    "mustnt",
    "havent",
    "hasnt",
    "except",
    "unless",
    // Portuguese, Spanish
    "nao",
    "nunca",
    "jamais",
    "sem",
    "nem",
    "nenhum",
    "nenhuma",
    "ninguem",
    "nada",
    "exceto",
    "salvo",
    "sin",
    "jamas",
    "ni",
    "ningun",
    "ninguno",
    "ninguna",
    "nadie",
    "tampoco",
    "excepto",
    // Indonesian, Arabic, Hebrew
    "tidak",
    "tak",
    "bukan",
    "belum",
    "tanpa",
    "jangan",
    "kecuali",
    "لا",
    "لن",
    "لم",
    "ليس",
    "ليست",
    "غير",
    "بدون",
    "دون",
    "سوى",
    "إلا",
    "لا",
    "לא",
    "ללא",
    "אין",
    "אף",
    // German, Dutch, Swedish, Danish, Norwegian
    "nicht",
    "nichts",
    "kein",
    "keine",
    "keinen",
    "keiner",
    "keinem",
    "keines",
    "nie",
    "niemals",
    "niemand",
    "ohne",
    "außer",
    "niet",
    "niets",
    "geen",
    "nooit",
    "zonder",
    "behalve",
    "inte",
    "aldrig",
    "ingen",
    "inga",
    "inget",
    "utan",
    "ikke",
    "aldri",
    "uten",
    "uden",
    // French, Italian
    "ne",
    "pas",
    "aucun",
    "aucune",
    "rien",
    "personne",
    "sans",
    "sauf",
    "non",
    "mai",
    "nessun",
    "nessuno",
    "nessuna",
    "niente",
    "senza",
    "tranne",
    // Polish, Czech, Russian, Ukrainian, Turkish, Hindi
    "bez",
    "nigdy",
    "nikt",
    "zaden",
    "zadna",
    "zadne",
    "zadnych",
    "nikdy",
    "nikdo",
    "zadny",
    "не",
    "нет",
    "ни",
    "без",
    "никогда",
    "никто",
    "ничего",
    "кроме",
    "ні",
    "ніколи",
    "ніхто",
    "degil",
    "hicbir",
    "asla",
    "नही",
    "नहीं",
    "बिना",
];

/// The same where words are not set apart reliably.
const NEGATING: &[&str] =
    &["않", "아니", "없", "못", "ない", "ません", "なく", "せず", "ずに", "不", "未", "无", "無", "没", "非", "拒"];

/// Numbers in words, in the languages of the command, but for one, which is an article and more.
const NUMBERS: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "dois",
    "duas",
    "tres",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "doze",
    "treze",
    "quatorze",
    "quinze",
    "vinte",
    "trinta",
    "quarenta",
    "cinquenta",
    "sessenta",
    "setenta",
    "oitenta",
    "noventa",
    "cem",
    "dos",
    "cuatro",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "veinte",
    "treinta",
    "cuarenta",
    "cincuenta",
    "sesenta",
    "setenta",
    "ochenta",
    "noventa",
    "cien",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
    "belas",
    "puluh",
    "seratus",
    "ratus",
];

/// Whether one of two texts denies what the other says, or states another number.
pub(super) fn turns(old: &str, new: &str) -> bool {
    // The digits of an address state nothing.
    let plain = |text: &str| text.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ");
    let (old, new) = (plain(old), plain(new));
    let negations = |text: &str| {
        words(text).iter().filter(|word| NEGATIONS.contains(word)).count()
            + NEGATING.iter().map(|part| text.matches(part).count()).sum::<usize>()
    };
    let numbers = |text: &str| {
        let mut numbers: Vec<String> = words(text)
            .into_iter()
            .filter(|word| is_number(word) || NUMBERS.contains(word))
            .map(str::to_owned)
            .collect();
        numbers.sort();
        numbers
    };
    negations(&old) != negations(&new) || numbers(&old) != numbers(&new)
}

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

    /// Whether `new` says more than `old` in words that were nowhere: two words more at least, and two of them unknown.
    /// Words that take the place of as many others are a matter of style.
    pub(super) fn is_extended(&self, old: &str, new: &str) -> bool {
        let inserted = words_beyond(old, new);
        let left = words_beyond(new, old);
        let new = words(new);
        // Two words; where a script has no spaces, as many characters as make a clause.
        let least = if inserted.iter().all(|word| !word.starts_with(is_unspaced)) { 4 } else { 10 };
        weight(&inserted) >= weight(&left) + least && self.unknown(&new, &inserted) >= 2
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
