//! The words and signs that turn a text: they deny, restrict or count. Of a language that is not here, one more or less is not
//! noticed.

use super::{
    fold::{is_comparison, is_unspaced},
    similar::{is_number, words, words_beyond},
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
    belas puluh seratus ratus zwei drei vier funf sechs sieben acht neun zehn zwolf zwanzig dreißig vierzig
    funfzig sechzig siebzig achtzig neunzig hundert deux trois quatre cinq sept huit dix douze quinze vingt trente
    ثلاثة ثلاثين أربعة أربعين خمسة خمسين ستة ستين سبعة سبعين ثمانية ثمانين تسعة تسعين عشرة عشرين مئة مائة
    quarante cinquante soixante tre quattro cinque sette otto nove dieci dodici quindici venti trenta quaranta
    cinquanta sessanta settanta ottanta novanta cento
";

/// Units of time, each with all its names, folded; where words are not set apart, the character behind the number.
const UNITS: &[&str] = &[
    "minute minutes minuto minutos menit minuten minuti دقيقة دقائق 分 분",
    "hour hours hora horas jam heure heures stunde stunden ora ore ساعة ساعات 時 小 시",
    "day days dia dias hari sehari jour jours tag tage tagen giorno giorni يوم أيام يوما 日 天 일",
    "week weeks semana semanas minggu seminggu semaine semaines woche wochen settimana settimane أسبوع أسابيع 週 周 주",
    "month months mes meses bulan sebulan mois monat monate monaten mese mesi شهر أشهر شهور か ヶ ケ カ ヵ 个 個 箇 月 개 달",
    "year years ano anos tahun setahun an ans annee annees jahr jahre jahren anno anni سنة سنوات عام أعوام 年 년",
];

/// Those of them that count months only before one of these: 3個月, 3개월.
const COUNTERS: &[&str] = &["か", "ヶ", "ケ", "カ", "ヵ", "个", "個", "箇", "개"];
const MONTHS: &[&str] = &["月", "월"];

/// Words of which one says the opposite of the other, folded: to put one in the place of the other turns a text.
const OPPOSITES: &[(&str, &str)] = &[
    ("before", "after"),
    ("within", "outside"),
    ("inside", "outside"),
    ("in", "out"),
    ("internal", "external"),
    ("include", "exclude"),
    ("includes", "excludes"),
    ("including", "excluding"),
    ("allow", "forbid"),
    ("encrypted", "unencrypted"),
    ("most", "least"),
    ("fewer", "more"),
    ("less", "more"),
    ("maximum", "minimum"),
    ("on", "off"),
    ("enabled", "disabled"),
    ("private", "public"),
    ("optional", "mandatory"),
    ("optional", "required"),
    ("voluntary", "mandatory"),
    ("able", "unable"),
    ("hochstens", "mindestens"),
    ("spatestens", "fruhestens"),
    ("freiwillig", "verpflichtend"),
    ("plus", "moins"),
    ("maximo", "minimo"),
    ("massimo", "minimo"),
    ("opcional", "obrigatorio"),
    ("opcional", "obligatorio"),
    ("publico", "privado"),
    ("antes", "depois"),
    ("antes", "apos"),
    ("antes", "despues"),
    ("dentro", "fora"),
    ("dentro", "fuera"),
    ("innerhalb", "außerhalb"),
    ("vor", "nach"),
    ("avant", "apres"),
    ("prima", "dopo"),
    ("sebelum", "setelah"),
    ("sebelum", "sesudah"),
    ("dalam", "luar"),
    ("قبل", "بعد"),
    ("داخل", "خارج"),
    ("多", "少"),
    ("内", "外"),
    ("前", "後"),
    ("前", "后"),
    ("전", "후"),
    ("내", "외"),
    ("내", "후"),
];

/// Words that make what is said depend on something, folded, and those that may stand in their place by style: without either,
/// it holds always.
const CONDITIONS: &str = "if provided falls sofern jika apabila إذا";
const OCCASIONS: &str = "when where whenever once while wenn wann sobald bila ketika saat عندما حين";

/// The same where words are not set apart reliably.
const CONDITIONAL: &[&str] = &["場合", "ならば", "如果", "若您", "경우"];
const OCCASIONAL: &[&str] = &["とき", "時に", "际", "때"];

/// Numbers of Chinese and Japanese, which are part of many other words: only before a unit do they count.
const HAN_NUMBERS: &str = "一二三四五六七八九十百千两兩";

/// Words for selling, folded: what was done without is another thing with it.
const SALES: &str = "
    sell sells sold selling vender vendemos vende vendem vendidos vendidas menjual dijual verkaufen verkauft vendre
    vendons vendu vendus vendere vendiamo venduti نبيع بيع تباع يباع
";

/// The same where words are not set apart reliably.
const SELLING: &[&str] = &["販売", "売却", "出售", "售卖", "贩卖", "판매", "매각"];

/// A list of words, to look many words up in.
type Words = LazyLock<BTreeSet<&'static str>>;

static NEGATION: Words = LazyLock::new(|| NEGATIONS.split_ascii_whitespace().collect());
static RESTRICTION: Words = LazyLock::new(|| RESTRICTIONS.split_ascii_whitespace().collect());
static NUMBER: Words = LazyLock::new(|| NUMBERS.split_ascii_whitespace().collect());

static CONDITION: Words = LazyLock::new(|| CONDITIONS.split_ascii_whitespace().collect());
static OCCASION: Words = LazyLock::new(|| OCCASIONS.split_ascii_whitespace().collect());
static DATED_WORD: Words = LazyLock::new(|| DATED.split_ascii_whitespace().collect());
static DATE_WORD: Words = LazyLock::new(|| DATE_WORDS.split_ascii_whitespace().collect());
static SALE: Words = LazyLock::new(|| SALES.split_ascii_whitespace().collect());
static UNIT: LazyLock<Vec<BTreeSet<&'static str>>> =
    LazyLock::new(|| UNITS.iter().map(|names| names.split_whitespace().collect()).collect());

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
    denies_otherwise(&old, &new)
        || counts_otherwise(&old, &new)
        || reverses(&old, &new)
        || conditions(&old) > conditions(&new) + occasions(&new)
}

/// How often a text makes what it says depend on something.
fn conditions(text: &str) -> usize {
    words(text).into_iter().filter(|word| CONDITION.contains(word)).count() + parts(CONDITIONAL, text)
}

/// How often it says when something is, which may come to the same.
fn occasions(text: &str) -> usize {
    words(text).into_iter().filter(|word| OCCASION.contains(word)).count() + parts(OCCASIONAL, text)
}

/// The units of time that a text names, whether or not a number stands before them.
pub(super) fn units(folded: &str) -> BTreeSet<usize> {
    words(folded).into_iter().filter_map(unit).collect()
}

/// Which unit of time a word is.
fn unit(word: &str) -> Option<usize> {
    UNIT.iter().position(|names| names.contains(word))
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
    let sells = |text: &str| words(text).iter().any(|word| SALE.contains(word)) || parts(SELLING, text) > 0;
    // "We never share or sell it" denies more than before.
    let is_denied = negations(new) > 0 && negations(old) == negations(new);
    measures_otherwise
        || OPPOSITES.iter().any(|(a, b)| takes_place(a, b) || takes_place(b, a) || joins(a, b))
        || sells(new) && !sells(old) && !is_denied
}

/// Whether two folded texts state other numbers, the same ones in another order, or other bounds.
pub(super) fn counts_otherwise(old: &str, new: &str) -> bool {
    // What is glued to a number may change: "30d", "25th".
    let number = |word: &str| -> Option<String> {
        let digits = word.find(|c: char| !c.is_numeric()).map_or(word, |end| &word[..end]);
        let counts = !digits.is_empty() || NUMBER.contains(word);
        counts.then(|| if digits.is_empty() { word } else { digits }.to_owned())
    };
    let numbers = |text: &str| -> Vec<String> { words(text).into_iter().filter_map(number).collect() };
    let (before, after) = (numbers(old), numbers(new));
    let is_same = sorted(before.clone()) == sorted(after.clone())
        && sorted(bounds(old)) == sorted(bounds(new))
        && sorted(measures(old)) == sorted(measures(new));
    // Numbers keep to their words: only whole clauses may change places.
    !is_same || counts_another(old, new) || before != after && clauses(old) != clauses(new)
}

/// The clauses of a folded text, whatever their order.
pub(super) fn clauses(folded: &str) -> Vec<String> {
    sorted(members(folded))
}

/// The same in their order.
pub(super) fn members(folded: &str) -> Vec<String> {
    items(&spaced(folded)).into_iter().map(|unit| unit.folded).collect()
}

/// Whether a folded text says how long something is.
pub(super) fn states_period(folded: &str) -> bool {
    !measures(folded).is_empty()
}

/// Words of a line that says when a text was changed or from when on it holds, folded.
const DATED: &str = "
    updated update effective revised modified changed version dated atualizado atualizada atualizacao vigente vigor
    vigencia actualizado actualizada actualizacion modificado stand gultig aktualisiert jour modification aggiornato
    aggiornamento bijgewerkt diperbarui berlaku aktualizacja uppdaterad oppdatert opdateret
";
/// The same where words are not set apart reliably.
const DATING: &[&str] = &["更新", "施行", "制定", "改定", "生效", "修订", "시행", "개정", "업데이트", "تحديث"];
/// Words that are in a date, in the languages that write them with a capital or between numbers, folded.
const DATE_WORDS: &str = "
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec st nd rd th of de del janeiro fevereiro marco abril maio junho julho agosto setembro outubro
    novembro dezembro enero febrero marzo mayo junio julio septiembre octubre noviembre diciembre januar februar marz mai
    juni juli oktober dezember janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre gennaio
    febbraio aprile maggio giugno luglio settembre ottobre dicembre januari februari maret mei agustus desember maart
    يناير فبراير مارس ابريل أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
";
/// A line that says that is no longer.
const DATE_LINE: usize = 14;

/// Whether two folded texts are one line that says when the notice was changed, with another date.
pub(super) fn is_dated(old: &str, new: &str) -> bool {
    let rest = |text: &str| -> Option<Vec<String>> {
        let all = words(text);
        let is_dated = all.iter().any(|word| DATED_WORD.contains(word)) || parts(DATING, text) > 0;
        let has_year = all.iter().any(|word| is_year(word)) || text.contains("年") || text.contains("년");
        let is_date = |word: &&str| word.starts_with(char::is_numeric) || DATE_WORD.contains(word);
        (is_dated && has_year && all.len() <= DATE_LINE)
            .then(|| all.into_iter().filter(|word| !is_date(word)).map(str::to_owned).collect())
    };
    rest(old).is_some_and(|left| Some(left) == rest(new))
}

/// Whether a word is a year of ours.
fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && is_number(word)
}

/// Whether a word is the name of a month, or of what else is in a date.
pub(super) fn is_date_word(folded: &str) -> bool {
    DATE_WORD.contains(folded)
}

/// Numbers with the unit of time behind each: 30 days are no 30 years.
fn measures(text: &str) -> Vec<String> {
    let words = words(text);
    let is_han = |word: &&str| HAN_NUMBERS.contains(*word);
    let measure = |at: usize| {
        let (number, name) = (words[at], *words.get(at + 1)?);
        let is_count = is_number(number) || NUMBER.contains(number);
        let is_unit = !COUNTERS.contains(&name) || words.get(at + 2).is_some_and(|next| MONTHS.contains(next));
        let of = unit(name).filter(|_| is_unit)?;
        // 三十天: all of its characters.
        let first = words[..=at].iter().rposition(|word| !is_han(word)).map_or(0, |before| before + 1);
        let han = words[first..=at].concat();
        let number = if han.is_empty() { Some(number.to_owned()).filter(|_| is_count)? } else { han };
        Some(format!("{number} {of}"))
    };
    (0..words.len()).filter_map(measure).collect()
}

/// Whether what an unchanged number counts is another: of a language whose units are not here, too.
fn counts_another(old: &str, new: &str) -> bool {
    let (came, gone) = (words_beyond(old, new), words_beyond(new, old));
    let counted = |text: &str| -> Vec<(String, String)> {
        let words = words(text);
        let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() && !is_unspaced(c));
        // "30 business days" are counted in days.
        let counts = |at: &usize| is_number(words[*at]) && words.get(at + 2).is_none_or(|after| unit(after).is_none());
        let places = (0..words.len().saturating_sub(1)).filter(counts).filter(|at| is_word(words[at + 1]));
        places.map(|at| (words[at].to_owned(), words[at + 1].to_owned())).collect()
    };
    let (before, after) = (counted(old), counted(new));
    before.iter().filter(|(_, word)| gone.contains(&word.as_str())).any(|(number, word)| {
        after.iter().any(|(same, other)| {
            let shared = word.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
            same == number && came.contains(&other.as_str()) && shared < 3
        })
    })
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
