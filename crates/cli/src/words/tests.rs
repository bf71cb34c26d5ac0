//! Sentences of our own in each language, and what they say: see `corpus`. What stands with `-` is as important as the
//! rest, because a wrong duration is worse than none.

use super::*;

const CORPUS: [(&str, &str); 8] = [
    ("ar", include_str!("corpus/ar.txt")),
    ("en", include_str!("corpus/en.txt")),
    ("es", include_str!("corpus/es.txt")),
    ("id", include_str!("corpus/id.txt")),
    ("ja", include_str!("corpus/ja.txt")),
    ("ko", include_str!("corpus/ko.txt")),
    ("pt-BR", include_str!("corpus/pt-BR.txt")),
    ("zh-CN", include_str!("corpus/zh-CN.txt")),
];

fn said(rule: Rule) -> String {
    match rule {
        Rule::Fixed { duration } => duration.to_string(),
        Rule::WhileUsed { then_within: None } => "used".into(),
        Rule::WhileUsed { then_within: Some(period) } => format!("used {period}"),
        Rule::Unspecified => "-".into(),
    }
}

#[test]
fn every_sentence_is_understood_as_it_was_meant() {
    let mut wrong = Vec::new();
    for (locale, corpus) in CORPUS {
        let lines: Vec<_> = corpus.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() >= 37, "{locale}: {}", lines.len());
        for line in lines {
            let (expected, text) = line.split_once('|').unwrap();
            let found = said(rule(text.trim(), "Log data", language(locale)));
            if found != expected.trim() {
                wrong.push(format!("{locale}: {found} for {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_piece_that_a_pattern_names_is_there() {
    for (locale, _) in CORPUS {
        let language = language(locale).unwrap();
        let pieces = language.pieces.iter().map(|(_, piece)| piece);
        for pattern in language.fixed.iter().chain(language.while_used).chain(pieces) {
            for name in pattern::names(pattern) {
                assert!(language.pieces.iter().any(|(known, _)| *known == name), "{locale}: <{name}>");
            }
            assert_eq!(pattern.matches('(').count(), pattern.matches(')').count(), "{locale}: {pattern}");
            // Patterns are written in the form that texts are brought into, or they match nothing.
            let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(normal(pattern, true), spaced(pattern).trim_end_matches([';', '.', ' ']), "{locale}: {pattern}");
        }
    }
}

#[test]
fn a_text_of_ten_thousand_periods_states_none() {
    for (locale, _) in CORPUS {
        assert_eq!(rule(&"7 days and ".repeat(10_000), "", language(locale)), Rule::Unspecified);
    }
}

#[test]
fn a_basis_is_certain_only_where_no_other_is_named() {
    use Basis::{Consent, Contract, LegalObligation, LegitimateInterests};
    for (locale, text, expected) in [
        ("en", "Performance of a contract (Art. 6(1)(b) GDPR)", Some(Contract)),
        ("en", "Contract.", Some(Contract)),
        ("en", "Your permission", Some(Consent)),
        ("en", "Art. 6(1)(b) and (f) GDPR", None),
        ("en", "Art. 6(1)(a)-(c) GDPR", None),
        ("en", "Article 6(1)(b) GDPR; for photos, your consent", None),
        ("en", "Contract, legitimate interests", None),
        ("en", "Contract; consent for photos", None),
        ("en", "Section 6(1)(b) of the Tax Act", None),
        ("en", "Legitimate interests (Art. 6(1)(f) GDPR)", Some(LegitimateInterests)),
        ("en", "Not by contract", None),
        ("pt-BR", "Execução de contrato (art. 7º, V, LGPD)", Some(Contract)),
        ("pt-BR", "Execução de contrato (art. 7º, V, LGPD); consentimento", None),
        ("es", "Ejecución de contrato; consentimiento", None),
        ("zh-CN", "取得您的同意；履行法定职责", None),
        ("zh-CN", "履行法定职责", Some(LegalObligation)),
        ("ja", "同意または契約", None),
        ("en", "Consent, which you can withdraw at any time", Some(Consent)),
        ("en", "Regardless of your consent", None),
        ("en", "Exempt from consent", None),
        ("en", "Other than consent", None),
        ("en", "Refusal of consent", None),
        ("en", "Non-consent", None),
        ("en", "Consent is unnecessary", None),
        ("en", "Consent (except for photos)", None),
        ("es", "Exento de consentimiento", None),
        ("pt-BR", "Nunca com consentimento", None),
        ("pt-BR", "Consentimento dispensado", None),
        ("id", "Di luar persetujuan", None),
        ("id", "Persetujuan Anda", Some(Consent)),
        ("ar", "بغير الموافقة", None),
        ("ar", "الموافقة", Some(Consent)),
        ("ja", "お客様の同意", Some(Consent)),
        ("ja", "同意なし", None),
        ("ja", "同意は不要", None),
        ("ja", "同意なく", None),
        ("ja", "同意を得ずに", None),
        ("ja", "同意によらず", None),
        ("ja", "同意以外", None),
        ("zh-TW", "履行契約", Some(Contract)),
        ("zh-TW", "為履行與您訂立的合約", Some(Contract)),
        ("zh-TW", "正當利益", Some(LegitimateInterests)),
        ("zh-TW", "法律義務", Some(LegalObligation)),
        ("zh-CN", "免于同意", None),
        ("zh-CN", "毋须同意", None),
        ("zh-CN", "豁免同意", None),
        ("zh-CN", "非同意", None),
        ("zh-CN", "同意之外", None),
        ("ko", "귀하의 동의", Some(Consent)),
        ("ko", "동의 불필요", None),
        ("ko", "동의의 예외", None),
        ("ko", "비동의", None),
    ] {
        assert_eq!(basis(text, language(locale)), expected, "{locale}: {text}");
    }
}
