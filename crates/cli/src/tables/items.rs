//! The items of a data use one by one, where its text enumerates them. The text itself stays as it is beside them.

use crate::words::{Language, words};

/// The items of a text; none where it does not enumerate at least two.
///
/// Separators count outside brackets only. What stands before a colon introduces items and is none. Where groups of
/// items each have a colon, and semicolons between them, the groups are the items. A text that takes something out of what it
/// enumerates, "all but names, ages", has none: taken apart, it would say that there are ages. Nor has a whole sentence.
pub(crate) fn items(text: &str, language: Option<&Language>) -> Vec<String> {
    if takes_out(text, language) || is_sentence(text, language) { Vec::new() } else { items_in(text, language, true) }
}

/// Whether an exception stands in the text, or an item begins with a denial: both may be meant for the items behind it too.
/// What stands in brackets is about one item.
fn takes_out(text: &str, language: Option<&Language>) -> bool {
    let open: String = outside(text).map(|(_, c)| c).collect();
    let Some(language) = language else {
        return words(&open).iter().any(|word| TURNING.contains(&word.as_str()));
    };
    let denies = |piece: &str| language.begins_to_deny(language.without_join(piece.trim()).unwrap_or(piece));
    language.excepts(&open)
        || split(&open, |c| matches!(c, ',' | '，' | '、' | '،' | ';' | '；' | '؛' | '\n')).into_iter().any(denies)
}

fn is_sentence(text: &str, language: Option<&Language>) -> bool {
    let text = behind_lead(text);
    language.is_some_and(|language| split(text, |c| c == '、').into_iter().any(|piece| language.is_clause(piece)))
}

/// What takes something out of an enumeration, in languages of which no other words are known, in normal form.
const TURNING: &[&str] = &[
    // German, Dutch
    "nicht",
    "kein",
    "keine",
    "keinen",
    "keinerlei",
    "ohne",
    "außer",
    "ausgenommen",
    "niemals",
    "nie",
    "niet",
    "geen",
    "zonder",
    "behalve",
    "nooit",
    // French, Italian, Catalan, Romanian
    "pas",
    "sauf",
    "sans",
    "hormis",
    "excepte",
    "jamais",
    "aucun",
    "aucune",
    "non",
    "senza",
    "tranne",
    "eccetto",
    "mai",
    "salvo",
    "fara",
    "exceptand",
    // Polish, Czech, Russian, Ukrainian
    "bez",
    "oprocz",
    "poza",
    "krome",
    "mimo",
    "не",
    "без",
    "кроме",
    "крім",
    "ні",
    // Turkish, Vietnamese, Hindi, Hebrew, Swedish, Danish, Norwegian, Finnish
    "degil",
    "haric",
    "disinda",
    "khong",
    "tru",
    "नही",
    "नहीं",
    "सिवाय",
    "לא",
    "ללא",
    "למעט",
    "inte",
    "utan",
    "ikke",
    "uten",
    "uden",
    "undtagen",
    "ei",
    "paitsi",
];

/// `look_inside`: brackets within brackets are text, however deep they nest.
fn items_in(text: &str, language: Option<&Language>, look_inside: bool) -> Vec<String> {
    let text = without_brackets(text.trim());
    let has_groups =
        is_outside(text, |c| matches!(c, ';' | '；' | '؛')) && is_outside(text, |c| matches!(c, ':' | '：'));
    let text = if has_groups { text } else { behind_lead(text) };
    let is_separator = |c: char| match c {
        ';' | '；' | '؛' | '\n' => true,
        ',' | '，' | '、' | '،' => !has_groups,
        _ => false,
    };
    let mut pieces: Vec<&str> =
        split(text, is_separator).into_iter().filter_map(|piece| item(piece, language)).collect();
    // "a, b and c": the last two of an enumeration may be joined by a word alone.
    if pieces.len() > 1
        && !has_groups
        && pieces.last().is_some_and(|last| language.is_some_and(|language| !language.denies(last)))
        && let Some(last) = pieces.pop()
    {
        match last_join(last, language) {
            Some((before, after)) => {
                pieces.extend([before, after].into_iter().filter_map(|piece| item(piece, language)))
            }
            None => pieces.push(last),
        }
    }
    match pieces.as_slice() {
        [only] if look_inside => in_brackets(only)
            .map(|inside| items_in(inside, language, false))
            .filter(|items| items.len() > 2)
            .unwrap_or_default(),
        [] | [_] => Vec::new(),
        _ => pieces.into_iter().map(crate::markdown::one_line).collect(),
    }
}

/// The inside of the brackets of "application settings (tone, colour, volume)".
fn in_brackets(piece: &str) -> Option<&str> {
    let (open, c) = Depths::new(piece).find(|(_, _, depth)| *depth > 0).map(|(i, c, _)| (i, c))?;
    let inside = piece[open + c.len_utf8()..].strip_suffix([')', '）'])?;
    Depths::new(inside).all(|(_, _, depth)| depth >= 0).then_some(inside)
}

/// One item without what joins it to the others; none where nothing is left.
fn item<'t>(piece: &'t str, language: Option<&Language>) -> Option<&'t str> {
    let mut piece = piece.trim();
    while let Some(rest) = language.and_then(|language| language.without_join(piece)) {
        piece = rest;
    }
    let piece = piece.trim_end_matches(['.', '。', ':', '：']).trim_end();
    piece.chars().any(char::is_alphanumeric).then_some(piece)
}

/// The last joining word of a piece that stands outside brackets, and what is before and behind it.
fn last_join<'t>(piece: &'t str, language: Option<&Language>) -> Option<(&'t str, &'t str)> {
    let language = language?;
    let spaces: Vec<(usize, char)> = outside(piece).filter(|(_, c)| *c == ' ').collect();
    spaces.windows(2).rev().find_map(|two| {
        let [(start, _), (end, _)] = two else { return None };
        let word = &piece[start + 1..*end];
        language.is_conjunction(word).then(|| (&piece[..*start], &piece[end + 1..]))
    })
}

/// What stands behind "application settings, including:", or behind whole sentences that lead to it.
fn behind_lead(text: &str) -> &str {
    let text = behind_sentences(text);
    let colon = outside(text).find(|(_, c)| matches!(c, ':' | '：'));
    // Behind several items, a colon belongs to the last of them alone: "name, address, contents: text, images".
    match colon {
        Some((i, c)) if is_lead(&text[..i]) => &text[i + c.len_utf8()..],
        _ => text,
    }
}

/// What stands behind the last full stop of Chinese and Japanese, which no abbreviation and no number has.
fn behind_sentences(text: &str) -> &str {
    let text = text.trim_end_matches('。');
    match outside(text).filter(|(_, c)| *c == '。').last() {
        Some((i, c)) if is_lead(&text[..i]) => &text[i + c.len_utf8()..],
        _ => text,
    }
}

/// Whether a text has too few pieces to be items itself.
fn is_lead(text: &str) -> bool {
    split(text, |c| matches!(c, ',' | '，' | '、' | '،')).len() <= 2
}

/// The inside of brackets that hold the whole text.
fn without_brackets(text: &str) -> &str {
    let bare = text.trim_end_matches(['.', '。']);
    let inside = bare.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）']));
    // The first bracket may close before the last one opens: "(a), (b)".
    inside.filter(|inside| Depths::new(inside).all(|(_, _, depth)| depth >= 0)).unwrap_or(text)
}

fn split(text: &str, is_separator: impl Fn(char) -> bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (i, c) in outside(text).filter(|(_, c)| is_separator(*c)) {
        // The comma of a number, as in 1,000.
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if c == ',' && digit(text[..i].chars().next_back()) && digit(text[i + 1..].chars().next()) {
            continue;
        }
        pieces.push(&text[start..i]);
        start = i + c.len_utf8();
    }
    pieces.push(&text[start..]);
    pieces
}

fn is_outside(text: &str, is: impl Fn(char) -> bool) -> bool {
    outside(text).any(|(_, c)| is(c))
}

fn outside(text: &str) -> impl Iterator<Item = (usize, char)> {
    Depths::new(text).filter(|(_, _, depth)| *depth <= 0).map(|(i, c, _)| (i, c))
}

/// The characters of a text with how many brackets are open there, negative where more were closed. One that is never
/// closed counts as text, or a typist's slip would hide the rest of a list.
struct Depths<'t> {
    chars: std::str::CharIndices<'t>,
    depth: i32,
    /// Where brackets are that nothing closes, the last one first.
    unclosed: Vec<usize>,
}

impl<'t> Depths<'t> {
    fn new(text: &'t str) -> Self {
        let mut unclosed = Vec::new();
        for (i, c) in text.char_indices() {
            match c {
                '(' | '（' | '[' => unclosed.push(i),
                ')' | '）' | ']' => drop(unclosed.pop()),
                _ => {}
            }
        }
        unclosed.reverse();
        Self { chars: text.char_indices(), depth: 0, unclosed }
    }
}

impl Iterator for Depths<'_> {
    type Item = (usize, char, i32);

    fn next(&mut self) -> Option<Self::Item> {
        let (i, c) = self.chars.next()?;
        match c {
            '(' | '（' | '[' if self.unclosed.last() == Some(&i) => drop(self.unclosed.pop()),
            '(' | '（' | '[' => self.depth += 1,
            ')' | '）' | ']' => self.depth -= 1,
            _ => {}
        }
        // The closing bracket itself still stands inside.
        let depth = self.depth + i32::from(matches!(c, ')' | '）' | ']') && self.depth >= 0);
        Some((i, c, depth))
    }
}

#[cfg(test)]
mod tests {
    use super::items;
    use crate::words::language;

    #[test]
    fn enumerations_are_taken_apart() {
        for (locale, text, expected) in [
            ("en", "address, time, error message", &["address", "time", "error message"][..]),
            ("en", "address (v4, v6), name and size.", &["address (v4, v6)", "name", "size"]),
            ("en", ", including UIN, name (a and b), and index", &["UIN", "name (a and b)", "index"]),
            ("en", "settings, including: whether to ring, tone", &["whether to ring", "tone"]),
            ("en", "(Access Log: source, URL, body)", &["source", "URL", "body"]),
            ("en", "people (name, age); things (size)", &["people (name, age)", "things (size)"]),
            ("en", "people: name, age; things: size", &["people: name, age", "things: size"]),
            ("en", "over 1,000 names, ages", &["over 1,000 names", "ages"]),
            ("ja", "名前、住所（都道府県、市）、および電話番号。", &["名前", "住所（都道府県、市）", "電話番号"]),
            ("zh", "姓名、地址以及，电话", &["姓名", "地址以及", "电话"]),
            ("ko", "이름, 주소 및 전화", &["이름", "주소", "전화"]),
            ("ar", "الاسم، العنوان", &["الاسم", "العنوان"]),
            ("pt", "nome, endereço e telefone", &["nome", "endereço", "telefone"]),
            ("en", "one\ntwo\n", &["one", "two"]),
            ("en", "(name, age", &["(name", "age"]),
            ("en", "name), age", &["name)", "age"]),
            (
                "en",
                "people (name, age); things (size (small, large), colour",
                &["people (name, age)", "things (size (small, large)", "colour"],
            ),
            ("ja", "設定。例としては、次のものがあります。呼出の有無、音、色", &["呼出の有無", "音", "色"]),
            ("zh", "配置。例如：铃声、颜色。", &["铃声", "颜色"]),
            ("ja", "アプリの情報（名前、色、音の大きさなど）", &["名前", "色", "音の大きさなど"]),
        ] {
            assert_eq!(items(text, language(locale)), expected, "{text}");
        }
    }

    #[test]
    fn what_enumerates_nothing_has_no_items() {
        for text in ["", "Everything you write.", "success rate and delay of calls", "(name)", ", ,", "：", "1,000"] {
            assert_eq!(items(text, language("en")), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_sentence_enumerates_nothing() {
        for text in ["当社は、氏名、住所を収集します。", "氏名、住所、電話番号を取得します", "通話のため、音声"]
        {
            assert_eq!(items(text, language("ja")), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_takes_something_out_is_not_taken_apart() {
        for (locale, text) in [
            ("en", "everything except passwords, PINs"),
            ("en", "text, files, but not audio and video"),
            ("pt", "todos os dados, exceto senhas, PINs"),
            ("es", "texto, archivos, pero no audio y vídeo"),
            ("de", "alles außer Passwörtern, PINs"),
            ("en", "no passwords, PINs"),
            ("en", "names, and no passwords or PINs"),
            ("fr", "tout sauf les mots de passe, les codes"),
            ("zh", "除密码、验证码以外"),
            ("ja", "パスワード、暗証番号以外"),
        ] {
            assert_eq!(items(text, language(locale)), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_word_of_another_language_joins_nothing() {
        for (locale, text, expected) in [
            ("en", "name, e mail, O blood type", ["name", "e mail", "O blood type"]),
            ("es", "nombre, O positivo, o negativo", ["nombre", "O positivo", "negativo"]),
            (
                "en",
                "name (but no title), age, messages that are not read and sent",
                ["name (but no title)", "age", "messages that are not read and sent"],
            ),
            ("de", "Name, y Achse, o Achse", ["Name", "y Achse", "o Achse"]),
        ] {
            assert_eq!(items(text, language(locale)), expected, "{text}");
        }
    }
}
