//! Whether one retention rule keeps data longer than another. Which rows belong together is decided elsewhere.

use super::{
    Kind,
    fold::{fold, is_unspaced},
    similar::{is_number, same_clauses, words as split},
    turning::{counts_otherwise, restricts},
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

/// Words around these that say nothing of their own, folded.
const FILLERS: &str = "
    a an the this that these those it its they them their is are be been being was were will may can do we us our you your
    for of in on to by with as at and or so until while when what which whom than longer long time period periods duration
    during data information personal kept keep keeps stored store stores retained retain retains held hold collected
    processed obtained used use uses need needs above below described stated set out listed policy notice section law
    o os as um uma de do da dos das em no na nos nas por para pelo pela pelos pelas ao aos e ou que se e sao seja tempo prazo
    periodo durante enquanto ate for forem acima dados pessoais sao mantidos mantidas armazenados armazenadas guardados
    el la los las lo un una del al en y con es sea sean mientras hasta tiempo plazo datos personales conservan se conservados
    almacenan guardan necesite necesitemos arriba descritos
    selama untuk yang dan atau di ke dari ini itu kami anda waktu jangka periode data pribadi disimpan atas
    ما دام دامت طالما لمدة المدة مدة طوال الوقت في من على إلى و التي الذي هذه تخزن تخزين تحفظ الاحتفاظ بها البيانات
";

/// The same where words are not set apart reliably, with what leaves it open, by character.
const OPEN_CHARACTERS: &str = "必要目的合理達成に期間限内のなをがはでとてしますするさせれていい保存管持有储為为了所需時时間间实现實現之的在是我们們我們個人信息情報個資料数据數據上記上述利用使用\
    필요한하목적달성을를이에의은는기간동안까지위해보관저장유합니다됩되며개인정데터리적";

/// Whether a rule says no more than that data is kept as long as it is needed: any period says more. With a number in it, it
/// says more itself, as with any word that is not known to say nothing: that data is deleted, or not kept at all.
pub(super) fn is_vague(folded: &str) -> bool {
    let is_open = |word: &&str| {
        if word.starts_with(is_unspaced) {
            return OPEN_CHARACTERS.contains(*word);
        }
        VAGUE.contains(word) || FILLERS.split_ascii_whitespace().any(|filler| filler == *word)
    };
    let said = split(folded);
    let is_left_open =
        said.iter().any(|word| VAGUE.contains(word)) || VAGUE_PARTS.iter().any(|part| folded.contains(part));
    said.is_empty() || is_left_open && said.iter().all(is_open) && !restricts(folded)
}

/// Two texts that state no plain period: other numbers are another period.
fn words(old: &str, new: &str) -> Option<Kind> {
    if old == new {
        None
    } else if numbers(old) != numbers(new) {
        Some(if is_shorter(old, new) { Kind::RetentionShorter } else { Kind::RetentionNumbers })
    } else if in_any_order(old) == in_any_order(new)
        && !counts_otherwise(old, new)
        && (numbers(old).len() < 2 || same_clauses(old, new))
    {
        Some(Kind::RetentionReworded)
    } else {
        Some(Kind::RetentionReplaced)
    }
}

/// Words with which a smaller number may keep data longer: what happens before something, or so often, folded.
const FEWER: &str = "
    before until times every each per in vor mal alle pro antes cada vezes veces avant fois chaque par prima ogni volte sebelum setiap kali
    قبل كل до раз каждые voor keer elke przed razy
";

/// The same where words are not set apart reliably.
const FEWER_PARTS: &[&str] = &["前", "回", "次", "毎", "每", "전", "마다", "번"];

/// Whether the numbers of a text are whole, and the fewer, the shorter.
fn is_plain(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    let is_decimal =
        letters.windows(3).any(|three| three[0].is_numeric() && matches!(three[1], '.' | ',') && three[2].is_numeric());
    let has_word = split(folded).iter().any(|word| FEWER.split_ascii_whitespace().any(|fewer| fewer == *word));
    !is_decimal && !folded.contains('%') && !has_word && !FEWER_PARTS.iter().any(|part| folded.contains(part))
}

/// Whether two texts differ in nothing but numbers, none of which has grown: whatever they count, it is less. Of what is counted in
/// hundreds, less may be kept longer ("95 % are deleted after").
fn is_shorter(old: &str, new: &str) -> bool {
    let (old_words, new_words) = (split(old), split(new));
    let is_less = |(old, new): (&&str, &&str)| {
        let number = |word: &str| word.parse::<u64>().ok();
        old == new || number(old).zip(number(new)).is_some_and(|(old, new)| new < old)
    };
    is_plain(old)
        && is_plain(new)
        && old_words.len() == new_words.len()
        && old_words.iter().zip(&new_words).all(is_less)
        // Between them, what counts otherwise has no words: "<" and ">".
        && old.split(|c: char| c.is_ascii_digit()).collect::<String>() == new.split(|c: char| c.is_ascii_digit()).collect::<String>()
}

/// The kind of change where a rule is gone whose data use stays.
pub(super) fn removed(old: &Retention) -> Kind {
    let text = fold(&plain_text(&old.text));
    match old.rule {
        Rule::Unspecified if is_vague(&text) => Kind::RetentionRemoved,
        // "Deleted after delivery": nobody says so any more.
        Rule::Unspecified if numbers(&text).is_empty() => Kind::RetentionReplaced,
        _ => Kind::RetentionUnspecified,
    }
}

/// The words of a text but for its numbers, each as it is written: `seven` and `seventy` are two.
fn in_any_order(text: &str) -> Vec<&str> {
    let mut words = split(text);
    words.retain(|word| !is_number(word));
    words.sort_unstable();
    words
}

/// The numbers of a folded text, sorted so that two texts can be compared.
fn numbers(folded: &str) -> Vec<&str> {
    let mut numbers: Vec<&str> = folded.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    numbers.sort_unstable();
    numbers
}

/// From one period to another. A month has 28 to 31 days and a year 365 or 366: what may be longer counts as longer.
fn periods(old: Duration, new: Duration) -> Option<Kind> {
    let (more, fewer) = (new.months_and_days(), old.months_and_days());
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
            ("Not stored at all, unless required by law", Kind::RetentionReplaced),
            ("Deleted as soon as no longer needed for delivery.", Kind::RetentionReplaced),
            ("Deleted when you delete them, or earlier if no longer needed.", Kind::RetentionReplaced),
            ("Only for the time needed to deliver a message (a few seconds).", Kind::RetentionReplaced),
            ("必要がなくなり次第削除", Kind::RetentionReplaced),
            ("For as long as it is necessary for the purposes described above.", Kind::RetentionStated),
            ("为实现目的所必要的期间", Kind::RetentionStated),
            ("목적 달성에 필요한 기간", Kind::RetentionStated),
        ] {
            assert_eq!(compare(&row("?", old), &row("P10Y", "Stored for 10 years.")), Some(expected), "{old}");
        }
    }

    #[test]
    fn words_of_a_rule_without_a_period() {
        let compare = |old, new| compare(&row("?", old), &row("?", new));
        assert_eq!(compare("Up to 30 days.", "up to 30 days"), None);
        assert_eq!(compare("up to 30 days", "up to 90 days"), Some(Kind::RetentionNumbers));
        assert_eq!(compare("up to ٣٠ days", "up to 30 days"), None);
        assert_eq!(compare("up to 30 days", "up to 14 days"), Some(Kind::RetentionShorter));
        assert_eq!(compare("注销后30天内", "注销后15天内"), Some(Kind::RetentionShorter));
        assert_eq!(compare("tot 2 jaar, logs 30 dagen", "tot 1 jaar, logs 30 dagen"), Some(Kind::RetentionShorter));
        assert_eq!(compare("tot 2 jaar, logs 30 dagen", "tot 1 jaar, logs 90 dagen"), Some(Kind::RetentionNumbers));
        for (old, new) in [
            ("kept 1.25 years after the report", "kept 1.5 years after the report"),
            ("deleted 30 days before the event", "deleted 7 days before the event"),
            ("backups are purged 4 times a year", "backups are purged 2 times a year"),
        ] {
            assert_eq!(compare(old, new), Some(Kind::RetentionNumbers), "{old}");
        }
        assert_eq!(compare("95 % after 30 days", "90 % after 30 days"), Some(Kind::RetentionNumbers));
        assert_eq!(compare("up to 7 days", "up to 7 years"), Some(Kind::RetentionReplaced));
        assert_eq!(compare("< 30 days", "> 30 days"), Some(Kind::RetentionReplaced));
        assert_eq!(
            compare("Free: 30 days. Paid: 90 days.", "Free: 90 days. Paid: 30 days."),
            Some(Kind::RetentionReplaced)
        );
        assert_eq!(
            compare("Free: 30 days. Paid: 90 days.", "Paid: 90 days. Free: 30 days."),
            Some(Kind::RetentionReworded)
        );
        assert_eq!(
            compare("messages up to 30 days, photos up to 90 days", "photos up to 30 days, messages up to 90 days"),
            Some(Kind::RetentionReplaced)
        );
        assert_eq!(compare("३० दिन", "६० दिन"), Some(Kind::RetentionNumbers));
        assert_eq!(compare("up to seven days", "up to seventy days"), Some(Kind::RetentionReplaced));
        assert_eq!(compare("kept until deleted, by you", "by you kept until deleted"), Some(Kind::RetentionReworded));
        assert_eq!(compare("until you delete it", "as long as we like"), Some(Kind::RetentionReplaced));
        assert_eq!(compare("until you delete it", "until you delete that"), Some(Kind::RetentionReplaced));
    }
}
