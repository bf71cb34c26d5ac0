//! A running text taken apart where it enumerates: sentences, items, and the items that an item names in brackets.

use super::{
    fold::{fold, is_unspaced},
    joins::{ITEMS, ITEMS_UNSPACED},
};
use std::ops::Range;

/// A piece of an enumeration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Unit {
    /// As written, without what joins it to its neighbours.
    pub(super) text: String,
    /// [`fold`] of the text.
    pub(super) folded: String,
    /// [`fold`] of the text without brackets and what stands in them.
    pub(super) head: String,
    /// What stands in the brackets, taken apart likewise.
    pub(super) inner: Vec<Unit>,
    /// Whether it introduces the items after it (`…, including:`) and is none itself.
    pub(super) is_lead: bool,
}

impl Unit {
    /// One that holds no others.
    pub(super) fn of(text: String, folded: String) -> Self {
        Self { text, head: folded.clone(), folded, ..Self::default() }
    }
}

/// Beyond this depth brackets are text: no enumeration nests so deep, and a hostile text must not either.
const DEEPEST: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Item,
    Sentence,
    Colon,
}

/// The items of a text, in order.
pub(super) fn items(text: &str) -> Vec<Unit> {
    items_at(text, 0)
}

fn items_at(text: &str, depth: usize) -> Vec<Unit> {
    let mut sentences: Vec<(Vec<Range<usize>>, End)> = vec![(Vec::new(), End::Sentence)];
    for (piece, end) in pieces(text, true) {
        if let Some(last) = sentences.last_mut() {
            last.0.push(piece);
            last.1 = end;
        }
        if end != End::Item {
            sentences.push((Vec::new(), End::Sentence));
        }
    }
    sentences.retain(|(pieces, _)| !pieces.is_empty());
    // The longest sentence is the enumeration; what stands right before it leads to it.
    let longest = sentences.iter().map(|(pieces, _)| pieces.len()).max().unwrap_or(0);
    let main = sentences.iter().position(|(pieces, _)| pieces.len() == longest).unwrap_or(0);
    let mut units = Vec::new();
    for (i, (pieces, end)) in sentences.iter().enumerate() {
        // A sentence that is no colon's may hold items itself, and leads only to a list that is one beyond doubt.
        let is_before = i + 1 == main || *end == End::Colon && i == main && i + 1 < sentences.len();
        let leads = match end {
            End::Colon => pieces.len() == 1 || is_before && pieces.len() == 2,
            _ => i + 1 == main && pieces.len() <= 2 && longest > 2,
        };
        match (leads, pieces.first(), pieces.last()) {
            (true, Some(first), Some(last)) => {
                let whole = &text[first.start..last.end];
                units.extend(item(whole, depth).map(|unit| Unit { is_lead: true, ..unit }));
            }
            _ => units.extend(pieces.iter().filter_map(|piece| item(&text[piece.clone()], depth))),
        }
    }
    units
}

/// The sentences of a text, in order. Brackets are not looked into.
pub(super) fn sentences(text: &str) -> Vec<Unit> {
    // What joins the last item of an enumeration may begin a sentence as a word of its own: Portuguese `O`, Italian `E`.
    pieces(text, false).filter_map(|(piece, _)| unit(text[piece].trim(), DEEPEST)).collect()
}

/// Without what joins it to its neighbours.
fn item(piece: &str, depth: usize) -> Option<Unit> {
    unit(without_join(piece.trim()), depth)
}

fn unit(text: &str, depth: usize) -> Option<Unit> {
    let folded = fold(text);
    if folded.is_empty() {
        return None;
    }
    let (outside, inside) = if depth < DEEPEST { brackets(text) } else { (text.to_owned(), Vec::new()) };
    let inner = inside.iter().flat_map(|text| items_at(text, depth + 1)).collect();
    let shown =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '，' | '；' | '،' | '。'));
    // A full stop ends a sentence, not an item: `Inc.` and `…` keep theirs only in the middle.
    let shown = shown.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(shown);
    Some(Unit { text: shown.to_owned(), folded, head: fold(&outside), inner, is_lead: false })
}

fn without_join(text: &str) -> &str {
    match join(text) {
        Some(length) => text[length..].trim_start(),
        None => ITEMS_UNSPACED.iter().find_map(|join| text.strip_prefix(join)).unwrap_or(text),
    }
}

/// The length in bytes of the joining word that a text begins with, if it is followed by a space. The longest counts.
fn join(text: &str) -> Option<usize> {
    let is = |join: &&&str| {
        let mut rest = text.chars();
        join.chars().all(|c| rest.next().is_some_and(|r| r.to_lowercase().eq([c]))) && rest.next() == Some(' ')
    };
    ITEMS.iter().filter(is).map(|join| join.len()).max()
}

const fn opens(c: char) -> bool {
    matches!(c, '(' | '（' | '[' | '［' | '【')
}

const fn closes(c: char) -> bool {
    matches!(c, ')' | '）' | ']' | '］' | '】')
}

/// What stands outside brackets, and what in each of the outermost.
fn brackets(text: &str) -> (String, Vec<&str>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let (mut depth, mut start) = (0_usize, 0);
    for (i, c) in text.char_indices() {
        if opens(c) {
            if depth == 0 {
                start = i + c.len_utf8();
                outside.push(' ');
            }
            depth += 1;
        } else if closes(c) && depth > 0 {
            depth -= 1;
            if depth == 0 {
                inside.push(&text[start..i]);
            }
        } else if depth == 0 {
            outside.push(c);
        }
    }
    if depth > 0 {
        inside.push(&text[start..]);
    }
    (outside, inside)
}

/// The pieces of a text between separators that stand outside brackets; `by_item` at commas and joining words too.
fn pieces(text: &str, by_item: bool) -> impl Iterator<Item = (Range<usize>, End)> {
    let mut cuts: Vec<(usize, usize, End)> = Vec::new();
    let mut depth = 0_usize;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, c)| *c);
        let next = i + c.len_utf8();
        if opens(c) {
            depth += 1;
        } else if closes(c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            let end = match c {
                '\n' => Some(End::Item),
                '。' | '！' | '？' | '؟' | '!' | '?' => Some(End::Sentence),
                '.' if (after.is_whitespace() || is_unspaced(after))
                    && !is_short(&text[..i])
                    && (by_item || !goes_on(&text[..i], &text[next..])) =>
                {
                    Some(End::Sentence)
                }
                '：' => Some(End::Colon),
                ':' if after.is_whitespace() || is_unspaced(after) => Some(End::Colon),
                ';' | '；' | '؛' | '、' | '，' | '،' => Some(End::Item),
                ',' if !(before.is_numeric() && after.is_numeric()) => Some(End::Item),
                '•' => Some(End::Item),
                _ => None,
            };
            // A sentence of prose may well hold a colon or a line break.
            let counts = |end: &End| by_item || *end == End::Sentence || c == '\n';
            if let Some(end) = end.filter(counts) {
                cuts.push((i, next, if by_item { end } else { End::Sentence }));
            } else if by_item && let Some(length) = join_at(text, i, before) {
                cuts.push((i, i + length, End::Item));
            }
        }
        before = c;
    }
    cuts.push((text.len(), text.len(), End::Sentence));
    let mut from = 0;
    cuts.into_iter().filter_map(move |(at, next, end)| {
        let piece = from..at;
        from = next;
        let has_words = text.get(piece.clone())?.chars().any(char::is_alphanumeric);
        has_words.then_some((piece, end))
    })
}

/// How long the joining word is that begins here, if one does.
fn join_at(text: &str, at: usize, before: char) -> Option<usize> {
    let rest = &text[at..];
    if rest.starts_with(is_unspaced) && (is_unspaced(before) || closes(before)) {
        let join = ITEMS_UNSPACED.iter().find(|join| rest.starts_with(**join))?;
        return Some(join.len());
    }
    if before.is_whitespace() { join(rest) } else { None }
}

/// Whether what follows a full stop, as written, is no beginning: `Av. das Acácias`, `Lindenstr. 14`, `Inc. (`. A number may begin a
/// sentence, and follows what is cut short.
fn goes_on(before: &str, rest: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_cut = word.ends_with("str") || matches!(word, "Tel" | "Fax" | "Str" | "Abs" | "вул" | "ул" | "стр" | "ст");
    // 2025. 3. 1., as Korean writes a day.
    let is_year =
        || word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.chars().all(char::is_numeric);
    let day = rest.trim_start().trim_start_matches(char::is_numeric);
    let is_date = || is_year() && (1..=2).contains(&(rest.trim_start().len() - day.len())) && day.starts_with('.');
    rest.trim_start().starts_with(|c: char| c.is_lowercase() || opens(c) || c.is_numeric() && is_cut) || is_date()
}

/// Whether a full stop after this text belongs to an abbreviation or a number: `e.g.`, `No.`, `1.`
fn is_short(text: &str) -> bool {
    let word = text.rsplit(|c: char| c.is_whitespace() || opens(c)).next().unwrap_or_default();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    // The dots of an address are its own.
    let is_address = word.contains('@') || word.contains("://") || word.starts_with("www.");
    word.contains('.') && !is_address
        // `1.` numbers what follows, and no house or year does.
        || letters == 0 && word.chars().count() <= 2
        || letters == 1
        || matches!(word, "No" | "Art" | "art" | "Nr" | "etc" | "vs" | "Sr" | "Dr")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        items(text).into_iter().map(|unit| if unit.is_lead { format!("{}:", unit.text) } else { unit.text }).collect()
    }

    #[test]
    fn items_stand_between_separators_and_joining_words() {
        for (text, expected) in [
            ("a, b; c and d.", vec!["a", "b", "c", "d"]),
            (
                "app data, including: the name, the 1,000 keys (x, y), and a URL",
                vec!["app data, including:", "the name", "the 1,000 keys (x, y)", "a URL"],
            ),
            (
                "ランプの情報。例は、次です。名前、鍵（甲、乙）および色",
                vec!["ランプの情報", "例は、次です:", "名前", "鍵（甲、乙）", "色"],
            ),
            ("名称、时间和位置", vec!["名称", "时间", "位置"]),
            ("nome, chave e cor", vec!["nome", "chave", "cor"]),
            ("see e.g. https://x.example/a,b: all", vec!["see e.g. https://x.example/a,b:", "all"]),
            ("", vec![]),
        ] {
            assert_eq!(texts(text), expected, "{text}");
        }
    }

    #[test]
    fn brackets_hold_items_of_their_own() {
        let unit = &items("details (such as name, key (old)), colour")[0];
        assert_eq!(unit.head, "details");
        assert_eq!(unit.inner.iter().map(|unit| unit.text.as_str()).collect::<Vec<_>>(), ["such as name", "key (old)"]);
        assert_eq!(items("open (never closed, b")[0].inner.len(), 2);
    }

    #[test]
    fn sentences_keep_their_commas() {
        let found: Vec<_> =
            sentences("One, two. No. 5 of Art. 6: see it! 三。").into_iter().map(|unit| unit.text).collect();
        assert_eq!(found, ["One, two", "No. 5 of Art. 6: see it", "三"]);
        let texts = |text: &str| sentences(text).into_iter().map(|unit| unit.text).collect::<Vec<_>>();
        assert_eq!(
            texts("O controlador é a Pomba, Av. das Acácias, 700. E guardamos."),
            ["O controlador é a Pomba, Av. das Acácias, 700", "E guardamos"]
        );
        assert_eq!(
            texts("Lindenstr. 14, Bonn. Acme Inc. (hosting) stores it."),
            ["Lindenstr. 14, Bonn", "Acme Inc. (hosting) stores it"]
        );
        assert_eq!(texts("Write to dpo@a.example. We answer."), ["Write to dpo@a.example", "We answer"]);
    }

    #[test]
    fn hostile_brackets_end() {
        assert_eq!(items(&"(".repeat(50_000)), []);
        assert_eq!(items(&"a(".repeat(20_000)).len(), 1);
    }
}
