//! Companies in running text where no capital tells a name: by the mark of their legal form.

use super::fold::is_ideograph;

/// Behind a name, in Chinese; what holds another stands first.
const CHINESE: &[&str] = &["有限责任公司", "有限責任公司", "股份有限公司", "有限公司"];

/// Of a name in Chinese no more is looked at: where it begins, nothing tells.
const LONGEST: usize = 4;

/// Before a name or behind it, in Japanese.
const JAPANESE: &[&str] = &["株式会社", "合同会社", "有限会社"];

/// What joins a name to its sentence in Chinese, and stands in few names.
const PARTICLES: &str = "由与與向给給和及或把对對在是为為予从從被跟的于於即至";

/// Of Korean, likewise, and what follows a word there.
const KOREAN: &str = "주식회사";
const JOSA: &[&str] = &["으로", "에게", "에서", "는", "은", "이", "가", "을", "를", "의", "와", "과", "로", "에", "도"];

/// Behind a name, in Latin letters.
pub(super) const LATIN: &[&str] = &["GmbH", "AG", "KG", "SE", "UG", "Inc", "Ltd", "LLC", "Ltda", "Lda"];

/// Before a name in quotes, in Cyrillic letters.
const CYRILLIC: &[&str] = &[
    "ООО",
    "АО",
    "ПАО",
    "ЗАО",
    "ТОВ",
    "ПрАТ",
    "АТ",
    "компания",
    "компании",
    "компанией",
    "компанию",
    "компанія",
    "компанії",
    "компанією",
    "компанію",
];

/// Their names in a sentence, without the mark.
pub(super) fn companies(sentence: &str) -> Vec<String> {
    let mut found = chinese(sentence);
    found.extend(japanese(sentence));
    found.extend(korean(sentence));
    found.extend(latin(sentence));
    found.extend(cyrillic(sentence));
    found
}

/// Where the marks stand, from the beginning to the end.
fn marks(sentence: &str, marks: &[&str]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for mark in marks {
        for (at, _) in sentence.match_indices(mark) {
            let is_part = found.iter().any(|(from, to)| *from <= at && at < *to);
            if !is_part {
                found.push((at, at + mark.len()));
            }
        }
    }
    found.sort_unstable();
    found
}

fn chinese(sentence: &str) -> Vec<String> {
    let is_of_name = |c: &char| (is_ideograph(*c) || c.is_ascii_alphanumeric()) && !PARTICLES.contains(*c);
    let name = |(at, _): (usize, usize)| {
        let mut before = &sentence[..at];
        // A place in brackets stands between: 腾讯科技（深圳）有限公司.
        if before.ends_with(['）', ')']) {
            before = before.rfind(['（', '(']).map_or("", |open| &before[..open]);
        }
        let mut name: Vec<char> = before.chars().rev().take_while(is_of_name).take(LONGEST).collect();
        name.reverse();
        (name.len() > 1).then(|| name.into_iter().collect())
    };
    marks(sentence, CHINESE).into_iter().filter_map(name).collect()
}

fn is_katakana(c: char) -> bool {
    ('\u{30a1}'..='\u{30fa}').contains(&c) || c == '\u{30fc}'
}

fn japanese(sentence: &str) -> Vec<String> {
    // One script is a name: in 株式会社ハト様 the last letter is none of it.
    let scripts: [fn(char) -> bool; 3] = [is_katakana, is_ideograph, |c| c.is_ascii_alphanumeric()];
    let run = |letters: &mut dyn Iterator<Item = char>| -> Vec<char> {
        let mut letters = letters.peekable();
        let script = letters.peek().and_then(|first| scripts.into_iter().find(|is_of| is_of(*first)));
        letters.take_while(|c| script.is_some_and(|is_of| is_of(*c))).collect()
    };
    let name = |(at, end): (usize, usize)| {
        let after = run(&mut sentence[end..].chars());
        let name = if after.is_empty() {
            let mut before = run(&mut sentence[..at].chars().rev());
            before.truncate(LONGEST);
            before.reverse();
            before
        } else {
            after
        };
        (name.len() > 1).then(|| name.into_iter().collect())
    };
    marks(sentence, JAPANESE).into_iter().filter_map(name).collect()
}

fn korean(sentence: &str) -> Vec<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let bare = |word: &str| {
        word.split(['(', '（']).next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    };
    let stem = |word: &str| JOSA.iter().find_map(|josa| word.strip_suffix(josa)).map(str::to_owned);
    let mut found = Vec::new();
    for (nth, word) in words.iter().enumerate().filter(|(_, word)| bare(word).starts_with(KOREAN)) {
        let before = || {
            let word = nth.checked_sub(1).map(|before| words[before])?;
            // With an ending of its own, or a sign, it is another part of the sentence.
            let is_name = word.ends_with(char::is_alphanumeric) && stem(word).is_none();
            is_name.then(|| bare(word))
        };
        let after = || words.get(nth + 1).map(|word| bare(word)).map(|word| stem(&word).unwrap_or(word));
        // 구름배 주식회사에, 주식회사 구름배에.
        let name =
            if *word == KOREAN { after().filter(|word| word.chars().count() > 1).or_else(before) } else { before() };
        found.extend(name.filter(|name| !name.is_empty()));
    }
    found
}

fn latin(sentence: &str) -> Vec<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let form = |word: &str| LATIN.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_name =
        |word: &&str| word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphanumeric) && !form(word);
    let pairs = words.windows(2).filter(|pair| form(pair[1]));
    pairs.map(|pair| pair[0]).filter(is_name).map(str::to_owned).collect()
}

fn cyrillic(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in sentence.match_indices('«') {
        let is_marked = sentence[..at].split_whitespace().next_back().is_some_and(|word| CYRILLIC.contains(&word));
        let inside = &sentence[at + '«'.len_utf8()..];
        if let Some(end) = inside.find('»').filter(|_| is_marked) {
            found.push(inside[..end].replace('-', " "));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::companies;

    #[test]
    fn a_legal_form_marks_a_name_in_every_script() {
        for (sentence, expected) in [
            ("信息由云帆科技有限公司保存", &["云帆科技"] as &[_]),
            ("腾讯科技（深圳）有限公司和小米有限公司", &["腾讯科技", "小米"]),
            ("青橋通信株式会社（以下「当社」）が、株式会社クラウドフネに預けます", &["青橋通信", "クラウドフネ"]),
            ("데이터는 구름배 주식회사에 위탁합니다", &["구름배"]),
            ("데이터를 주식회사 바다에 제공합니다", &["바다"]),
            ("수탁업체: 주식회사 구름배(서울)", &["구름배"]),
            ("株式会社ハト・株式会社タカ様", &["ハト", "タカ"]),
            ("業務委託先株式会社ハトに委託", &["ハト"]),
            ("本政策适用于云帆科技有限公司", &["云帆科技"]),
            ("Registergericht: AG Köln", &[]),
            ("Die Daten liegen bei der Medihost AG in Bonn.", &["Medihost"]),
            ("Globex Inc. is the controller.", &["Globex"]),
            ("Дані отримує лише компанія «Хмара Плюс».", &["Хмара Плюс"]),
            ("Далі «Сервіс». We have no company.", &[]),
        ] {
            assert_eq!(companies(sentence), expected, "{sentence}");
        }
    }
}
