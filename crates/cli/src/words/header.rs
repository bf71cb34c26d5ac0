//! What a column's header makes of the periods below it. "30 days" under "Maximum retention" is no period of storage.

use super::pattern::{normal, words};

/// Words of bounds and of events, of all languages: headers may be in another one than the text. One too many costs a
/// rule, one too few makes a wrong one.
const WORDS: &[&str] = &[
    "maximum",
    "max",
    "minimum",
    "min",
    "up",
    "most",
    "least",
    "after",
    "following",
    "within",
    "until",
    "before",
    "upon",
    "maximo",
    "maxima",
    "minimo",
    "minima",
    "ate",
    "apos",
    "depois",
    "antes",
    "dentro",
    "hasta",
    "tras",
    "despues",
    "menos",
    "maksimum",
    "maksimal",
    "minimum",
    "minimal",
    "hingga",
    "sampai",
    "setelah",
    "paling",
    "sebelum",
    "الأقصى",
    "الأدنى",
    "أقصى",
    "أدنى",
    "بعد",
    "خلال",
    "حتى",
    "قبل",
];

/// The same where words are not set apart by spaces.
const PARTS: &[&str] = &[
    "最大",
    "最長",
    "最短",
    "最低",
    "以内",
    "以上",
    "までの",
    "後の",
    "최대",
    "최소",
    "이내",
    "이상",
    "까지",
    "이후",
    "最长",
    "最多",
    "最少",
    "之后",
    "之內",
    "以內",
    "不超过",
];

/// Whether a header bounds the periods below it or lets them begin with an event.
pub(super) fn qualifies(header: &str) -> bool {
    let text = normal(header, false);
    words(header).iter().any(|word| WORDS.contains(&word.as_str())) || PARTS.iter().any(|part| text.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_and_events_qualify() {
        for header in [
            "Maximum retention period",
            "Retention after closure",
            "Prazo máximo",
            "最大保存期間",
            "최대 보관 기간",
            "الحد الأقصى للحفظ",
        ] {
            assert!(qualifies(header), "{header}");
        }
        for header in
            ["Retention Policy", "Retention Period", "Política de retenção", "保存方針", "보존 정책", "留存政策", ""]
        {
            assert!(!qualifies(header), "{header}");
        }
    }
}
