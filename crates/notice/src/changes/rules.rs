//! Whether one retention rule keeps data longer than another. Which rows belong together is decided elsewhere.

use super::{
    Kind,
    fold::fold,
    similar::{is_number, words as split},
};
use crate::{Duration, Retention, Rule, plain_text};

/// The kind of change between two rows, or none.
pub(super) fn compare(old: &Retention, new: &Retention) -> Option<Kind> {
    use Rule::{Fixed, Unspecified, WhileUsed};
    let (old_text, new_text) = (fold(&plain_text(&old.text)), fold(&plain_text(&new.text)));
    let by_rule = match (old.rule, new.rule) {
        (Unspecified, Unspecified) => return words(&old_text, &new_text),
        (_, Unspecified) => Some(Kind::RetentionUnspecified),
        (Unspecified, _) if is_vague(&old_text) => Some(Kind::RetentionStated),
        // "Up to 60 days", "not stored at all": it may have been less than what is stated now.
        (Unspecified, _) => Some(Kind::RetentionReplaced),
        (Fixed { duration: old }, Fixed { duration: new }) => periods(old, new),
        // How long someone uses a service has no bound.
        (Fixed { .. }, WhileUsed { .. }) => Some(Kind::RetentionLonger),
        // Kept while used and a time after that is never less than that time.
        (WhileUsed { then_within: Some(after) }, Fixed { duration }) => match periods(after, duration) {
            Some(Kind::RetentionLonger) => Some(Kind::RetentionLonger),
            _ => Some(Kind::RetentionShorter),
        },
        (WhileUsed { then_within: None }, Fixed { .. }) => Some(Kind::RetentionLonger),
        (WhileUsed { then_within: Some(old) }, WhileUsed { then_within: Some(new) }) => periods(old, new),
        (WhileUsed { then_within: Some(_) }, WhileUsed { then_within: None }) => Some(Kind::RetentionUnspecified),
        (WhileUsed { then_within: None }, WhileUsed { then_within: Some(_) }) => Some(Kind::RetentionLonger),
        (WhileUsed { then_within: None }, WhileUsed { then_within: None }) => None,
    };
    by_rule.or((old_text != new_text).then_some(Kind::RetentionReworded))
}

/// Words by which a rule leaves open how long it keeps data, folded, in the languages of the command.
const VAGUE: &[&str] = &[
    "necessary",
    "needed",
    "required",
    "reasonable",
    "appropriate",
    "purpose",
    "purposes",
    "necessario",
    "necessaria",
    "necessarios",
    "necessarias",
    "finalidade",
    "finalidades",
    "razoavel",
    "necesario",
    "necesaria",
    "necesarios",
    "necesarias",
    "finalidad",
    "finalidades",
    "razonable",
    "fines",
    "diperlukan",
    "dibutuhkan",
    "tujuan",
    "wajar",
    "اللازمة",
    "لازمة",
    "لازما",
    "ضروري",
    "ضروريا",
    "الأغراض",
    "الغرض",
];

/// The same where words are not set apart reliably.
const VAGUE_PARTS: &[&str] = &["必要", "目的", "필요", "목적", "合理"];

/// Whether a rule says no more than that data is kept as long as it is needed: any period says more. With a number in it, it
/// says more itself.
fn is_vague(folded: &str) -> bool {
    let words = split(folded);
    words.is_empty()
        || numbers(folded).is_empty()
            && (words.iter().any(|word| VAGUE.contains(word)) || VAGUE_PARTS.iter().any(|part| folded.contains(part)))
}

/// Two texts that state no plain period: other numbers are another period.
fn words(old: &str, new: &str) -> Option<Kind> {
    if old == new {
        None
    } else if numbers(old) != numbers(new) {
        Some(Kind::RetentionNumbers)
    } else if in_any_order(old) == in_any_order(new) {
        Some(Kind::RetentionReworded)
    } else {
        Some(Kind::RetentionReplaced)
    }
}

/// The words of a text but for its numbers, each as it is written: `seven` and `seventy` are two.
fn in_any_order(text: &str) -> Vec<&str> {
    let mut words = split(text);
    words.retain(|word| !is_number(word));
    words.sort_unstable();
    words
}

/// The numbers of a text, sorted so that two texts can be compared, digits of every script as one.
fn numbers(text: &str) -> Vec<String> {
    let ascii = text.chars().map(|c| match c {
        '\u{660}'..='\u{669}' => char::from(b'0' + (c as u32 - 0x660) as u8),
        '\u{6f0}'..='\u{6f9}' => char::from(b'0' + (c as u32 - 0x6f0) as u8),
        c => c,
    });
    let text: String = ascii.collect();
    let mut numbers: Vec<String> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(str::to_owned).collect();
    numbers.sort();
    numbers
}

/// From one period to another. A month has 28 to 31 days and a year 365 or 366: what may be longer counts as longer.
fn periods(old: Duration, new: Duration) -> Option<Kind> {
    let months = |d: Duration| u32::from(d.years) * 12 + u32::from(d.months);
    let days = |d: Duration| u32::from(d.weeks) * 7 + u32::from(d.days);
    let (more, fewer) = ((months(new), days(new)), (months(old), days(old)));
    if more == fewer {
        return None;
    }
    let longest = |(months, days): (u32, u32)| months / 12 * 366 + months % 12 * 31 + days;
    let shortest = |(months, days): (u32, u32)| months / 12 * 365 + months % 12 * 28 + days;
    // Part by part first: two months are more than one, however long the months are.
    if more.0 <= fewer.0 && more.1 <= fewer.1 || longest(more) <= shortest(fewer) {
        Some(Kind::RetentionShorter)
    } else {
        Some(Kind::RetentionLonger)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Inline;

    fn row(rule: &str, text: &str) -> Retention {
        let rule = match rule.split_once('+') {
            _ if rule == "?" => Rule::Unspecified,
            Some((_, after)) => Rule::WhileUsed { then_within: Some(after.parse().unwrap()) },
            None if rule == "used" => Rule::WhileUsed { then_within: None },
            None => Rule::Fixed { duration: rule.parse().unwrap() },
        };
        Retention { data_use: None, category: "x".into(), text: vec![Inline::Text { text: text.into() }], rule }
    }

    #[test]
    fn longer_shorter_and_neither() {
        use Kind::*;
        for (old, new, expected) in [
            ("P7D", "P14D", Some(RetentionLonger)),
            ("P7D", "P2D", Some(RetentionShorter)),
            ("P7D", "P1W", None),
            ("P12M", "P1Y", None),
            ("P2M", "P60D", Some(RetentionLonger)),
            ("P60D", "P2M", Some(RetentionLonger)),
            ("P1Y", "P30D", Some(RetentionShorter)),
            ("P1M", "P2M", Some(RetentionLonger)),
            ("P7D", "?", Some(RetentionUnspecified)),
            ("?", "P7D", Some(RetentionReplaced)),
            ("used+P2M", "used", Some(RetentionUnspecified)),
            ("used", "used+P2M", Some(RetentionLonger)),
            ("used+P2M", "used+P1M", Some(RetentionShorter)),
            ("used+P2M", "P7D", Some(RetentionShorter)),
            ("used+P2M", "P1Y", Some(RetentionLonger)),
            ("P7D", "used", Some(RetentionLonger)),
            ("used", "?", Some(RetentionUnspecified)),
            ("used", "used", None),
        ] {
            assert_eq!(compare(&row(old, "a"), &row(new, "a")), expected, "{old} {new}");
        }
    }

    #[test]
    fn a_period_where_none_was_stated() {
        for (old, expected) in [
            ("Kept as long as necessary.", Kind::RetentionStated),
            ("Pelo tempo necessário às finalidades acima", Kind::RetentionStated),
            ("目的の達成に必要な期間", Kind::RetentionStated),
            ("—", Kind::RetentionStated),
            ("Not stored at all.", Kind::RetentionReplaced),
            ("Deleted immediately after delivery", Kind::RetentionReplaced),
            ("Only during the session", Kind::RetentionReplaced),
            ("Up to 7 days, as necessary", Kind::RetentionReplaced),
        ] {
            assert_eq!(compare(&row("?", old), &row("P10Y", "Stored for 10 years.")), Some(expected), "{old}");
        }
    }

    #[test]
    fn words_of_a_rule_without_a_period() {
        let compare = |old, new| compare(&row("?", old), &row("?", new));
        assert_eq!(compare("Up to 30 days.", "up to 30 days"), None);
        assert_eq!(compare("up to 30 days", "up to 90 days"), Some(Kind::RetentionNumbers));
        assert_eq!(compare("up to ٣٠ days", "up to 30 days"), Some(Kind::RetentionReworded));
        assert_eq!(compare("up to 7 days", "up to 7 years"), Some(Kind::RetentionReplaced));
        assert_eq!(compare("up to seven days", "up to seventy days"), Some(Kind::RetentionReplaced));
        assert_eq!(compare("kept until deleted, by you", "by you kept until deleted"), Some(Kind::RetentionReworded));
        assert_eq!(compare("until you delete it", "as long as we like"), Some(Kind::RetentionReplaced));
        assert_eq!(compare("until you delete it", "until you delete that"), Some(Kind::RetentionReplaced));
    }
}
