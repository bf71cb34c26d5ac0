//! Typographic folding: two texts that differ only as typing differs become one. What words mean is not judged here.
//!
//! Written by hand: of what a Unicode library would fold, most is not wanted here (`º` is no `o` of an abbreviation, `½` no
//! `1/2`), and of what is, it knows a part (`ø`, `đ` and `ł` have no letter and mark apart).

use super::marks;
use crate::digit;

/// Latin letters with marks, each group after its plain letter.
const ACCENTS: &[(char, &str)] = &[
    ('a', "àáâãäåāăą"),
    ('c', "çćĉċč"),
    ('d', "ďđ"),
    ('e', "èéêëēĕėęě"),
    ('g', "ĝğġģ"),
    ('h', "ĥħ"),
    ('i', "ìíîïĩīĭįı"),
    ('j', "ĵ"),
    ('k', "ķ"),
    ('l', "ĺļľŀł"),
    ('n', "ñńņňŉ"),
    ('o', "òóôõöøōŏő"),
    ('r', "ŕŗř"),
    ('s', "śŝşšș"),
    ('t', "ţťŧț"),
    ('u', "ùúûüũūŭůűų"),
    ('w', "ŵ"),
    ('y', "ýÿŷ"),
    ('z', "źżž"),
];

/// Full-width katakana in the order of their half-width forms, U+FF66 to U+FF9D.
const KATAKANA: &str =
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// Whether a character belongs to a script whose words are not set apart by spaces, or, as in Korean, not reliably.
pub(super) const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a sign stands within words without being a letter: what takes a consonant's vowel away in the scripts of India.
pub(super) const fn is_joint(c: char) -> bool {
    matches!(
        c,
        '\u{94d}' | '\u{9cd}' | '\u{a4d}' | '\u{acd}' | '\u{b4d}' | '\u{bcd}' | '\u{c4d}' | '\u{ccd}' | '\u{d4d}'
    )
}

/// Whether a character of such a script stands for a word or the core of one.
pub(super) const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a sign compares the number after it, as folded.
pub(super) const fn is_comparison(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '±' | '~' | '≈')
}

/// The text without what is only typography: case, accents, quotes, the kind and width of punctuation, spaces that no word
/// needs, and punctuation at its ends. A copula that closes a heading or a list's introduction in Korean or Japanese counts
/// as such punctuation.
pub(super) fn fold(text: &str) -> String {
    let text = &marks::answered(text).replace("[ ]", "☐").replace("[x]", "☑").replace("[X]", "☑");
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars().flat_map(width).flat_map(char::to_lowercase) {
        // Voicing marks by themselves, as half-width katakana have them: the voiced letter stands right after the plain one.
        if let Some(after) = match c {
            '\u{ff9e}' | '\u{3099}' => Some(1),
            '\u{ff9f}' | '\u{309a}' => Some(2),
            _ => None,
        } {
            // On anything but kana a mark says nothing that could be folded.
            if out.ends_with(|letter| ('\u{3041}'..='\u{30ff}').contains(&letter))
                && let Some(letter) = out.pop()
            {
                out.push(char::from_u32(letter as u32 + after).unwrap_or(letter));
            }
            continue;
        }
        let c = plain(c);
        if c == '\0' {
            continue;
        }
        if c.is_whitespace() {
            space = true;
            continue;
        }
        // A space says something only between two letters or digits of scripts that are written with spaces.
        let separates = |c: char| (c.is_alphanumeric() || is_joint(c)) && !is_unspaced(c);
        if space && separates(c) && out.ends_with(separates) {
            out.push(' ');
        }
        space = false;
        out.push(c);
    }
    let ends = |c: char| {
        !c.is_alphanumeric()
            && !matches!(c, '%' | '+' | '#' | '(' | ')' | '$' | '£' | '¥' | '₩' | '€' | '₹' | '₺' | '₽' | '₴' | '₫')
    };
    let mut folded = out.trim_matches(ends);
    // A sign of comparison before a number at the beginning says what the number means.
    let start = out.len() - out.trim_start_matches(ends).len();
    let signs = out[..start].len() - out[..start].trim_end_matches(is_comparison).len();
    if signs > 0 && folded.starts_with(|c: char| c.is_numeric()) {
        folded = out[start - signs..].trim_end_matches(ends);
    }
    for copula in ["입니다", "です"] {
        folded = folded.strip_suffix(copula).map_or(folded, |rest| rest.trim_end_matches(ends));
    }
    folded.to_owned()
}

/// Full-width forms of ASCII as ASCII, half-width katakana as katakana, ligatures, ellipses, ticks and crosses in letters and dots.
fn width(c: char) -> impl Iterator<Item = char> {
    let mut out = [c, '\0', '\0', '\0', '\0'];
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            out[0] = char::from_u32(c as u32 - 0xfee0).unwrap_or(c);
        }
        '\u{ff66}'..='\u{ff9d}' => {
            let nth = (c as usize) - 0xff66;
            out[0] = KATAKANA.chars().nth(nth).unwrap_or(c);
        }
        'ﬁ' => out = ['f', 'i', '\0', '\0', '\0'],
        'ﬂ' => out = ['f', 'l', '\0', '\0', '\0'],
        '…' => out = ['.', '.', '.', '\0', '\0'],
        '≤' | '≦' | '⩽' => out = ['<', '=', '\0', '\0', '\0'],
        '≥' | '≧' | '⩾' => out = ['>', '=', '\0', '\0', '\0'],
        // What a cell says by a sign alone.
        '✓' | '✔' | '☑' | '✅' | '🗸' | '🗹' => out = [' ', 'y', 'e', 's', ' '],
        '✗' | '✘' | '✕' | '✖' | '❌' | '❎' | '☒' | '☐' | '🗴' | '🗵' => {
            out = [' ', 'n', 'o', ' ', '\0']
        }
        c if c.is_numeric() => out[0] = digit(c).and_then(|value| char::from_digit(value, 10)).unwrap_or(c),
        _ => {}
    }
    out.into_iter().filter(|c| *c != '\0')
}

/// One character of many that mean the same in print; NUL for those that mean nothing.
fn plain(c: char) -> char {
    match c {
        '"' | '\'' | '`' | '´' | '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' => {
            '\0'
        }
        // Soft hyphen, zero-width characters, directional marks, variation selectors, marks on letters.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{300}'..='\u{36f}'
        | '\u{640}'
        | '\u{64b}'..='\u{652}' => '\0',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '〜' | '∼' => '~',
        '、' | '،' | '､' | '\u{fe50}' => ',',
        '。' | '｡' | '۔' => '.',
        '؛' => ';',
        '؟' => '?',
        '【' | '〔' | '［' => '(',
        '】' | '〕' | '］' => ')',
        '・' | '･' | '·' | '•' => '·',
        '\u{c0}'..='\u{24f}' => ACCENTS.iter().find(|(_, marked)| marked.contains(c)).map_or(c, |(letter, _)| *letter),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_differs_and_words_do_not() {
        for (a, b) in [
            ("“Feature”", "\"feature\""),
            ("User’s  name;", "User's name"),
            ("100–500 contacts", "100-500 contacts"),
            ("ＩＰアドレス（送信元）", "IPアドレス (送信元)"),
            ("ﾛｸﾞ、", "ログ"),
            ("友人 関係", "友人関係"),
            ("구성(100~500명 ),", "구성(100~500 명)"),
            ("구성 정보:", "구성 정보입니다."),
            ("Configuração", "CONFIGURAÇA\u{303}O"),
            ("a\u{a0}b\u{ad}c", "a bc"),
            ("name / time", "name/time"),
            ("३० दिन", "30 दिन"),
            ("๓๐ วัน", "30 วัน"),
            ("৩০", "３０"),
            ("≤ 30 days", "<=30 days"),
            ("> quoted", "quoted"),
            ("Sold: ✔", "Sold: ✅"),
            ("- [ ] Sold", "☐ Sold"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
    }

    #[test]
    fn other_words_stay_other_words() {
        for (a, b) in [
            ("app ID", "appID"),
            ("7 days", "14 days"),
            ("C", "C++"),
            ("50", "50%"),
            ("< 30", "> 30"),
            ("~30", "30"),
            ("a (b)", "a b"),
            ("Sold: ✗", "Sold: ✓"),
            ("Sold ❌", "Sold"),
            ("[ ] Sold", "[x] Sold"),
            ("5 €", "5 $"),
        ] {
            assert_ne!(fold(a), fold(b), "{a} {b}");
        }
    }
}
