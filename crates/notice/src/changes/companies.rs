//! Companies in running text where no capital tells a name: by the mark of their legal form.

use super::fold::is_ideograph;

/// Behind a name or before it, in Chinese and Japanese; what holds another stands first.
const UNSPACED: &[&str] =
    &["有限责任公司", "有限責任公司", "股份有限公司", "有限公司", "株式会社", "合同会社", "有限会社"];

/// What joins a name to its sentence in Chinese, and stands in few names.
const PARTICLES: &str = "由与與向给給和及或把对對在是为為予从從被跟的";

/// Of Korean, likewise, and what follows a word there.
const KOREAN: &str = "주식회사";
const JOSA: &[&str] = &["으로", "에게", "에서", "는", "은", "이", "가", "을", "를", "의", "와", "과", "로", "에", "도"];

/// Behind a name, in Latin letters.
const LATIN: &[&str] = &["GmbH", "AG", "KG", "SE", "UG", "Inc", "Ltd", "LLC", "Ltda", "Lda"];

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
    let mut found = unspaced(sentence);
    found.extend(korean(sentence));
    found.extend(latin(sentence));
    found.extend(cyrillic(sentence));
    found
}

fn unspaced(sentence: &str) -> Vec<String> {
    let is_of_name = |c: &char| {
        (is_ideograph(*c) || ('\u{30a1}'..='\u{30fc}').contains(c) || c.is_ascii_alphanumeric())
            && !PARTICLES.contains(*c)
    };
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some((at, mark)) =
        UNSPACED.iter().filter_map(|mark| Some((rest + sentence[rest..].find(mark)?, mark))).min_by_key(|(at, _)| *at)
    {
        let mut before = &sentence[rest..at];
        // A place in brackets stands between: 腾讯科技（深圳）有限公司.
        if before.ends_with(['）', ')']) {
            before = before.rfind(['（', '(']).map_or("", |open| &before[..open]);
        }
        let mut name: Vec<char> = before.chars().rev().take_while(is_of_name).collect();
        name.reverse();
        if name.is_empty() {
            name = sentence[at + mark.len()..].chars().take_while(is_of_name).collect();
        }
        if name.len() > 1 {
            found.push(name.into_iter().collect());
        }
        rest = at + mark.len();
    }
    found
}

fn korean(sentence: &str) -> Vec<String> {
    let words: Vec<&str> =
        sentence.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let stem = |word: &str| JOSA.iter().find_map(|josa| word.strip_suffix(josa)).map(str::to_owned);
    let mut found = Vec::new();
    for (nth, _) in words.iter().enumerate().filter(|(_, word)| word.starts_with(KOREAN)) {
        // What goes before it with an ending of its own is another part of the sentence.
        let before =
            nth.checked_sub(1).map(|before| words[before]).filter(|word| !word.is_empty() && stem(word).is_none());
        let after = || words.get(nth + 1).map(|word| stem(word).unwrap_or_else(|| (*word).to_owned()));
        found.extend(before.map(str::to_owned).or_else(after));
    }
    found
}

fn latin(sentence: &str) -> Vec<String> {
    let words: Vec<&str> =
        sentence.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) && !LATIN.contains(word);
    let pairs = words.windows(2).filter(|pair| LATIN.contains(&pair[1]));
    pairs.map(|pair| pair[0]).filter(is_name).map(str::to_owned).collect()
}

fn cyrillic(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in sentence.match_indices('«') {
        let is_marked = sentence[..at].split_whitespace().next_back().is_some_and(|word| CYRILLIC.contains(&word));
        let inside = &sentence[at + '«'.len_utf8()..];
        if let Some(end) = inside.find('»').filter(|_| is_marked) {
            found.push(inside[..end].to_owned());
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
            ("Die Daten liegen bei der Medihost AG in Bonn.", &["Medihost"]),
            ("Globex Inc. is the controller.", &["Globex"]),
            ("Дані отримує лише компанія «Хмара Плюс».", &["Хмара Плюс"]),
            ("Далі «Сервіс». We have no company.", &[]),
        ] {
            assert_eq!(companies(sentence), expected, "{sentence}");
        }
    }
}
