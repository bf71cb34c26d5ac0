//! What a column's header makes of the cells below it. Headers may be in another language than the text, so the words of all
//! languages stand together, in normal form, in the files below.

mod bases;
mod bounds;
mod keeping;
mod others;
mod sentences;

use super::pattern::{normal, words};
use bases::{BASES, BASES_PARTS};
use bounds::{BOUNDS, BOUNDS_PARTS, PLAIN_QUESTIONS};
use keeping::{FILLER_PARTS, FILLERS, KEEPING, KEEPING_PARTS, PLACES_PARTS, STORING};
use others::{BESIDE, BESIDE_PARTS, OTHERS, OTHERS_PARTS, PURPOSES, PURPOSES_PARTS, USES};
use sentences::{HARMLESS, LOOSE, OF_KEEPING, SENTENCE_WORDS, SENTENCES};

/// Whether a header may say that the periods below it are something other than periods of storage: bounds, or what begins with
/// an event. Those that it is certain of are few; a wrong duration is worse than none.
pub(super) fn qualifies(header: &str) -> bool {
    has_mark(header)
        || !words(header).iter().all(|word| {
            let is_known = |list: &[&str]| list.contains(&word.as_str());
            is_known(KEEPING)
                || is_known(STORING)
                || is_known(FILLERS)
                || is_made_of(word, &[KEEPING_PARTS, FILLER_PARTS])
        })
}

/// Whether what stands around a table may say that its periods are bounds, or begin with an event.
pub(crate) fn bounds(text: &str) -> bool {
    let text = PLAIN_QUESTIONS.iter().fold(normal(text, true), |text, question| text.replace(question, " "));
    speaks_of(&text, BOUNDS, &[]) || BOUNDS_PARTS.iter().any(|part| text.contains(part))
}

/// Whether a sentence, a heading further up, or the name of a kind of data bounds periods for certain. In whole sentences the
/// words of [`bounds`] stand for other things as well.
pub(crate) fn surely_bounds(text: &str) -> bool {
    let text = HARMLESS.iter().fold(normal(text, true), |text, phrase| text.replace(phrase, " "));
    let holds = |list: &[&str]| list.iter().any(|part| text.contains(part));
    holds(SENTENCES)
        || holds(LOOSE) && holds(OF_KEEPING)
        || words(&text).iter().any(|word| SENTENCE_WORDS.contains(&word.as_str()))
}

/// Whether a paragraph is a note that something in the table refers to: "* Counted from the end of the contract."
pub(crate) fn is_note(paragraph: &str) -> bool {
    paragraph.trim_start().starts_with(is_note_mark)
}

/// Whether a name refers to a note: `Chats*`.
pub(crate) fn refers_to_note(name: &str) -> bool {
    name.trim_end_matches(|c: char| c.is_whitespace() || c == ':').ends_with(is_note_mark)
}

fn is_note_mark(c: char) -> bool {
    "*†‡¶＊※".contains(c) || matches!(c, '¹' | '²' | '³' | '\u{2070}'..='\u{209f}')
}

/// Whether a header refers to a note, or has the sign of a bound: `Retention*`, `Retention ≥`.
fn has_mark(header: &str) -> bool {
    header.contains(|c: char| is_note_mark(c) || "§#≥≤<>±≈~＃".contains(c))
}

/// Whether a heading is about keeping and nothing else: "3. How long we keep your data".
pub(crate) fn is_all_about_keeping(heading: &str) -> bool {
    let heading: String = heading.chars().filter(|c| !c.is_numeric()).collect();
    is_about_keeping(&heading) && !qualifies(&heading)
}

/// Whether a header speaks of keeping, or of a span of time.
pub(crate) fn is_about_keeping(header: &str) -> bool {
    speaks_of(header, KEEPING, KEEPING_PARTS) || speaks_of(header, STORING, &[])
}

/// Whether a header speaks of keeping, or of a span of time, and not only of where something is stored.
pub(crate) fn is_about_time(header: &str) -> bool {
    let text = PLACES_PARTS.iter().fold(normal(header, true), |text, part| text.replace(part, ""));
    speaks_of(&text, KEEPING, KEEPING_PARTS)
}

/// Whether a header is about keeping and leaves nothing open.
pub(crate) fn is_plainly_about_keeping(header: &str) -> bool {
    is_about_keeping(header) && !qualifies(header)
}

/// Whether a header speaks of purposes.
pub(crate) fn is_about_purposes(header: &str) -> bool {
    speaks_of(header, PURPOSES, PURPOSES_PARTS)
}

/// Whether a header speaks of purposes, or is called "Use" and nothing else.
pub(crate) fn is_about_use(header: &str) -> bool {
    is_about_purposes(header) || USES.contains(&words(header).join(" ").as_str())
}

/// Whether a header names what no data-use table has in its first two columns: recipients, countries, rights.
pub(crate) fn is_about_others(header: &str) -> bool {
    speaks_of(header, OTHERS, OTHERS_PARTS)
}

/// Whether a header says that the column behind data and purpose is none of legal bases.
pub(crate) fn is_beside_bases(header: &str) -> bool {
    !is_about_bases(header) && (is_about_others(header) || speaks_of(header, BESIDE, BESIDE_PARTS))
}

/// Whether a header speaks of legal bases.
pub(crate) fn is_about_bases(header: &str) -> bool {
    speaks_of(header, BASES, BASES_PARTS)
}

fn speaks_of(header: &str, list: &[&str], parts: &[&str]) -> bool {
    let text = normal(header, false);
    words(header).iter().any(|word| list.contains(&word.as_str())) || parts.iter().any(|part| text.contains(part))
}

/// Whether nothing is left of a word without these parts.
fn is_made_of(word: &str, parts: &[&[&str]]) -> bool {
    parts.iter().copied().flatten().fold(word.to_owned(), |rest, part| rest.replace(part, "")).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_events_and_what_is_not_known_qualify() {
        for header in [
            "Maximum retention period",
            "Retention after closure",
            "No longer than",
            "Not exceeding",
            "Limit",
            "Average period",
            "Business days",
            "Retention once your account is closed",
            "Since last use",
            "Prazo máximo",
            "Prazo limite",
            "No más de",
            "Desde o encerramento da conta",
            "最大保存期間",
            "上限",
            "退会後",
            "注销后",
            "최대 보관 기간",
            "탈퇴 후",
            "الحد الأقصى للحفظ",
            "مدة لا تتجاوز",
            "Tidak lebih dari",
        ] {
            assert!(qualifies(header), "{header}");
        }
        for header in [
            "Retention Policy",
            "Retention Period",
            "How long we keep it",
            "Kept",
            "Política de retenção",
            "Prazo",
            "Por quanto tempo",
            "Plazo de conservación",
            "Masa simpan",
            "مدة الاحتفاظ",
            "保存方針",
            "보존 정책",
            "보관 기간",
            "留存政策",
            "保留 政策",
            "",
        ] {
            assert!(!qualifies(header), "{header}");
        }
    }

    #[test]
    fn what_stands_around_a_table_may_bound_its_periods() {
        for text in [
            "How long we keep data after you close your account",
            "Data of closed accounts",
            "Maximum periods, counted from the end of the contract",
            "Após o encerramento da conta",
            "Plazos máximos",
            "Setelah akun ditutup",
            "退会後の保存期間",
            "账户注销后的数据",
            "탈퇴한 회원의 정보",
            "بعد إغلاق الحساب",
        ] {
            assert!(bounds(text), "{text}");
        }
        for text in [
            "3. How long we keep your data",
            "Retention and deletion",
            "Até quando guardamos seus dados",
            "いつまで保存しますか",
            "个人信息的保存期限",
            "Personal data",
            "보관 기간 및 파기",
        ] {
            assert!(!bounds(text), "{text}");
        }
        for (text, expected) in
            [("3. How long we keep it", true), ("Retention", true), ("What we store and who gets it", false)]
        {
            assert_eq!(is_all_about_keeping(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_said_beside_a_table_bounds_its_periods_only_where_that_is_certain() {
        for text in [
            "After you close your account, we keep your data for the following periods:",
            "All periods are maximum periods.",
            "All periods begin when you close your account.",
            "Legal minimums",
            "Measured from the day you leave us:",
            "These periods are doubled for users in Brazil.",
            "Backups keep all of it for another 6 months.",
            "Salvo se a lei exigir mais:",
            "Os prazos são contados a partir do encerramento da conta.",
            "Los plazos son máximos.",
            "以下の期間は退会後に起算します。",
            "以下均为最长保存期限。",
            "아래 기간은 최대 기간입니다.",
        ] {
            assert!(surely_bounds(text), "{text}");
        }
        for text in [
            "We keep personal data for no longer than is necessary. The periods are:",
            "This table is kept up to date.",
            "We review these periods at least once a year.",
            "We collect the minimum necessary, minimal data.",
            "We begin with what you tell us, under § 147 AO.",
            "Coletamos o mínimo necessário; veja o contador.",
            "Revisamos los plazos al menos una vez al año.",
            "实现目的所必需的最短时间",
            "최소한의 개인정보를 보관합니다.",
            "End users",
            "Additional information",
            "When your data is deleted",
            "C# code",
        ] {
            assert!(!surely_bounds(text), "{text}");
        }
        for (name, refers) in
            [("Chats*", true), ("Chats¹", true), ("Chats †:", true), ("C# code", false), ("#1", false)]
        {
            assert_eq!(refers_to_note(name), refers, "{name}");
        }
        assert!(is_note("* Counted from the end") && is_note("¹ As above") && !is_note("Ticket #5 *"));
    }

    #[test]
    fn words_are_written_as_they_are_looked_up() {
        for word in [KEEPING, STORING, BASES, OTHERS, BESIDE, PURPOSES].concat() {
            assert_eq!(words(word), [word]);
        }
        for part in [KEEPING_PARTS, BASES_PARTS, OTHERS_PARTS, BESIDE_PARTS, PURPOSES_PARTS].concat() {
            assert_eq!(normal(part, false), part);
        }
        for part in [SENTENCES, SENTENCE_WORDS, LOOSE, OF_KEEPING].concat() {
            assert_eq!(normal(part, true), part);
        }
        for name in USES {
            assert_eq!(words(name).join(" "), *name);
        }
    }

    #[test]
    fn headers_say_what_their_column_is_for() {
        for (header, keeping, bases) in [
            ("How long we keep it", true, false),
            ("Our answer", false, false),
            ("Legal basis", false, true),
            ("BASE JURÍDICA", false, true),
            ("法的 根拠", false, true),
            ("Lifetime", false, false),
        ] {
            assert_eq!((is_about_keeping(header), is_about_bases(header)), (keeping, bases), "{header}");
        }
    }
}
