//! The words and signs that turn a text: they deny, restrict or count. Of a language that is not here, one more or less is not
//! noticed.

use super::{
    fold::is_comparison,
    similar::{is_number, words},
    split::items,
};
use std::{collections::BTreeSet, sync::LazyLock};

/// Words that deny or except, folded, set apart by spaces.
const NEGATIONS: &str = "
    not no never cannot without nor neither none nothing nobody dont doesnt didnt wont isnt arent wasnt werent
    cant couldnt shouldnt wouldnt mustnt havent hasnt except unless nao nunca jamais sem nem nenhum nenhuma
    ninguem nada exceto salvo sin jamas ni ningun ninguno ninguna nadie tampoco excepto tidak tak bukan belum
    tanpa jangan kecuali لا لن لم ليس ليست غير بدون دون سوى إلا לא ללא אין אף nicht nichts kein keine keinen
    keiner keinem keines nie niemals niemand ohne außer niet niets geen nooit zonder behalve inte aldrig ingen
    inga inget utan ikke aldri uten uden ne pas aucun aucune rien personne sans sauf non mai nessun nessuno
    nessuna niente senza tranne bez nigdy nikt zaden zadna zadne zadnych nikdy nikdo zadny не нет ни без
    никогда никто ничего кроме ні ніколи ніхто degil hicbir asla नही नहीं बिना khong chua chẳng dừng olmadan
    olmaksizin yok degildir  איננו אינם אינו אינה אינן בלי न मत नहि δεν δε μην χωρίς κανένας ikkje ej ei
    eivat emme ette ilman nelze nesmi krome nincs nincsenek nelkul soha nu niciun nicio fara niciodata немає
    окрім ані нельзя нікому никому nikomu wcale oprocz 
";

/// The same where words are not set apart reliably.
const NEGATING: &[&str] = &[
    "않",
    "아니",
    "없",
    "못",
    "ない",
    "ません",
    "なく",
    "せず",
    "ずに",
    "不",
    "未",
    "无",
    "無",
    "没",
    "非",
    "拒",
    "ไม่",
    "มิได้",
    "มิให้",
    "ห้าม",
];

/// Words that restrict, folded: what they stand in goes further without them.
const RESTRICTIONS: &str = "
    only solely exclusively merely permission consent nur lediglich ausschließlich einwilligung erlaubnis
    zustimmung seulement uniquement exclusivement autorisation consentement solo solamente unicamente
    exclusivamente permiso consentimiento somente apenas permissao consentimento soltanto permesso consenso
    alleen slechts uitsluitend toestemming hanya izin persetujuan فقط بإذنك بموافقتك موافقتك только лишь
    исключительно согласия лише тільки tylko wylacznie jedynie zgody pouze jen endast enbart samtycke kun bare
    samtykke vain ainoastaan csak doar numai μόνο yalnizca sadece izninizle chỉ केवल सिर्फ רק בלבד
";

/// The same where words are not set apart reliably.
const RESTRICTING: &[&str] = &[
    "のみ",
    "だけ",
    "に限",
    "同意",
    "許可",
    "仅",
    "僅",
    "只",
    "许可",
    "에만",
    "에게만",
    "에서만",
    "한해",
    "동의",
    "허락",
    "เท่านั้น",
    "ยินยอม",
    "อนุญาต",
];

/// Numbers in words, in the languages of the command, but for one, which is an article and more.
const NUMBERS: &str = "
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dois duas tres
    quatro cinco seis sete oito nove dez doze treze quatorze quinze vinte trinta quarenta cinquenta sessenta
    setenta oitenta noventa cem dos cuatro siete ocho nueve diez once doce trece catorce quince veinte treinta
    cuarenta cincuenta sesenta ochenta cien dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas
    belas puluh seratus ratus
";

/// A list of words, to look many words up in.
type Words = LazyLock<BTreeSet<&'static str>>;

static NEGATION: Words = LazyLock::new(|| NEGATIONS.split_ascii_whitespace().collect());
static RESTRICTION: Words = LazyLock::new(|| RESTRICTIONS.split_ascii_whitespace().collect());
static NUMBER: Words = LazyLock::new(|| NUMBERS.split_ascii_whitespace().collect());

/// Whether a word denies as a contraction or as what that is short for: whether it comes or goes, [`turns`] counts.
pub(super) fn is_contracted(word: &str) -> bool {
    word == "not" || word.ends_with("nt") && NEGATION.contains(word)
}

/// How often a text denies something.
fn negations(text: &str) -> usize {
    words(text).into_iter().filter(|word| NEGATION.contains(word)).count() + parts(NEGATING, text)
}

/// How often it restricts something.
fn restrictions(text: &str) -> usize {
    words(text).into_iter().filter(|word| RESTRICTION.contains(word)).count() + parts(RESTRICTING, text)
}

fn parts(list: &[&str], text: &str) -> usize {
    list.iter().map(|part| text.matches(part).count()).sum()
}

/// Whether a text denies or restricts something, so that to take it away may allow it.
pub(super) fn restricts(folded: &str) -> bool {
    negations(folded) + restrictions(folded) > 0
}

/// Whether one of two texts denies or restricts something more often than the other.
pub(super) fn denies_otherwise(old: &str, new: &str) -> bool {
    negations(old) != negations(new) || restrictions(old) != restrictions(new)
}

/// Whether one of two folded texts denies or restricts what the other does not, or states another number or bound.
pub(super) fn turns(old: &str, new: &str) -> bool {
    // The digits of an address state nothing.
    let plain = |text: &str| text.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ");
    let (old, new) = (plain(old), plain(new));
    denies_otherwise(&old, &new) || counts_otherwise(&old, &new)
}

/// Whether two folded texts state other numbers, the same ones in another order, or other bounds.
pub(super) fn counts_otherwise(old: &str, new: &str) -> bool {
    let numbers = |text: &str| -> Vec<String> {
        words(text).into_iter().filter(|word| is_number(word) || NUMBER.contains(word)).map(str::to_owned).collect()
    };
    let (before, after) = (numbers(old), numbers(new));
    let is_same = sorted(before.clone()) == sorted(after.clone()) && sorted(bounds(old)) == sorted(bounds(new));
    // Numbers keep to their words: only whole clauses may change places.
    let clauses = |text: &str| sorted(items(&spaced(text)).into_iter().map(|unit| unit.folded).collect());
    !is_same || before != after && clauses(old) != clauses(new)
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

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

/// The signs of comparison before numbers: `<=` of `<=30`. Between two numbers they say from where to where.
fn bounds(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut run, mut before) = (String::new(), ' ');
    for c in text.chars() {
        if is_comparison(c) {
            run.push(c);
            continue;
        }
        if !run.is_empty() && c.is_numeric() && !before.is_numeric() {
            found.push(run.clone());
        }
        run.clear();
        before = c;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::fold::fold;

    #[test]
    fn the_words_are_as_texts_are_compared() {
        for word in [NEGATIONS, RESTRICTIONS, NUMBERS].iter().flat_map(|list| list.split_ascii_whitespace()) {
            assert_eq!(fold(word), word);
        }
        for part in NEGATING.iter().chain(RESTRICTING) {
            // Within a text: at its end, a tone mark counts as punctuation.
            assert!(fold(&format!("a{part}a")).contains(part), "{part}");
        }
    }

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
        ] {
            assert!(turns(&fold(old), &fold(new)), "{old} {new}");
        }
        for (old, new) in [
            ("≤ 30 days", "<=30 days"),
            ("100-500", "100~500"),
            ("30 days with us, 90 with Amazon", "90 with Amazon, 30 days with us"),
            ("we don't sell it", "we do not sell it"),
            ("A -> B", "A → B"),
            ("३० दिन", "30 दिन"),
        ] {
            assert!(!turns(&fold(old), &fold(new)), "{old} {new}");
        }
    }
}
