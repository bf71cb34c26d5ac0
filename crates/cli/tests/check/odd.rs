//! Sources that are odd or wrong: what can be read of them is checked all the same.

use crate::{EN, PT, findings, short, support::Desk, with};

#[test]
fn errors_of_the_build_are_reported_and_the_rest_is_checked() {
    let desk = Desk::new();
    let broken = with(EN, "| Fault data | Stored for 2 months. |", "| Fault data | |");
    let broken = with(&broken, "We share login data", "We may share login data");
    desk.file("lamp/en.md", &broken)
        .file("lamp/pt-BR.md", &with(PT, "Você pode apresentar uma reclamação à ANPD.", ""));
    desk.file("lamp/policy.md", "text");
    let found = short(&findings(&desk, &["lamp"]));
    for part in [
        "error locale-unknown",
        "error row-incomplete lamp/en.md",
        "warning vague-words lamp/en.md",
        "error complaint lamp/pt-BR.md",
    ] {
        assert!(found.iter().any(|one| one.starts_with(part)), "{part} is not in {found:#?}");
    }
    // Of a document that could not be read as a whole, nothing is compared.
    assert!(!found.iter().any(|one| one.contains("differ")), "{found:#?}");
}

#[test]
fn one_file_one_folder_and_a_folder_of_versions_are_the_same_to_it() {
    let desk = Desk::new();
    let text = with(EN, "We share login data", "We may share login data");
    desk.file("lamp/en.md", &text)
        .file("lamp2/2026-01/en.md", &text)
        .file("privacy.md", &text)
        .file("all/a/en.md", &text);
    for args in [vec!["lamp"], vec!["lamp/en.md"], vec!["lamp2"], vec!["privacy.md", "--locale", "en"], vec!["all"]] {
        assert_eq!(findings(&desk, &args).len(), 1, "{args:?}");
    }
    let crlf = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    desk.file("crlf/en.md", &crlf);
    assert_eq!(short(&findings(&desk, &["crlf"])), ["warning vague-words crlf/en.md:16"]);
}

#[test]
fn a_language_without_words_is_checked_by_its_structure() {
    let desk = Desk::new();
    let text = "# Lampe\n\n|Daten|Zweck|Grundlage|\n|-|-|-|\n|**Anmeldung:** Name||Vertrag|\n|**Fehler:** 30 Zeilen|Suche|Interesse|\n\n|Daten|Dauer|\n|-|-|\n|Anmeldung|7 Tage|\n";
    desk.file("lamp/de.md", text).file("lamp/sv.md", &text.replace("30", "300"));
    let found = short(&findings(&desk, &["lamp"]));
    for part in
        ["error purpose lamp/de.md:5", "error use-without-rule lamp/de.md:6", "error numbers-differ lamp/sv.md:6"]
    {
        assert!(found.contains(&part.to_owned()), "{part} is not in {found:#?}");
    }
    assert!(!found.iter().any(|one| one.contains("controller") || one.contains("legal-basis-unclear")), "{found:#?}");
    assert!(desk.check(&["lamp"]).out.contains("for want of words: de, sv"));
}

#[test]
fn html_tables_have_places_too() {
    let desk = Desk::new();
    let text = "<table>\n<tr><th>Data</th><th>Use</th><th>Basis</th></tr>\n<tr><td><b>Login data:</b> name</td>\n<td>To improve it.</td>\n<td>Necessary to perform our contract with you.</td></tr>\n<tr><td><b>Fault data:</b> log</td>\n<td>To find faults.</td>\n<td></td></tr>\n</table>\n\n<table>\n<tr><th>Data</th><th>Kept</th></tr>\n<tr><td>Login data</td><td rowspan=2>As long as <b>needed</b>.</td></tr>\n<tr><td>Fault data</td></tr>\n</table>\n";
    let found = short(&findings(desk.file("lamp/en.md", text), &["lamp"]));
    for part in [
        "warning contract-improvement lamp/en.md:4",
        "error legal-basis lamp/en.md:8",
        "warning vague-retention lamp/en.md:13",
    ] {
        assert!(found.contains(&part.to_owned()), "{part} is not in {found:#?}");
    }
    assert!(!found.iter().any(|one| one.contains("without")), "{found:#?}");
}

#[test]
fn nothing_and_nonsense_do_not_stop_it() {
    let long = format!("| a |\n|-|\n{}", "| [x](y \\| **may <b </td> &amp &#; ](  |\n".repeat(200));
    for text in [
        "",
        "\n\n",
        "#",
        "**",
        "<table>",
        "<!-- ",
        "[",
        "a](",
        "\\",
        "&",
        "</td><td>",
        "```\nmay\n",
        "\u{feff}",
        long.as_str(),
    ] {
        let desk = Desk::new();
        let ended = desk.file("lamp/en.md", text).file("lamp/ja.md", text).check(&["lamp"]);
        assert!(ended.code < 2, "{text}: {}", ended.err);
        assert!(ended.out.contains("2 documents checked"), "{text}: {} {}", ended.out, ended.err);
    }
}

/// As strangers' documents say who answers, without the word that the law has for it.
#[test]
fn who_answers_for_the_data_is_found_in_usual_sentences() {
    let desk = Desk::new();
    for (nth, (locale, text)) in [
        ("en", "This notice is from Harbour Chat B.V. (“we”, “us”), Keizersgracht 1, Amsterdam."),
        ("en", "We are Harbour Chat B.V., Keizersgracht 1, Amsterdam."),
        ("en", "This service is operated by Harbour Chat B.V."),
        ("es", "Responsable: Charla S.A., Madrid."),
        ("ja", "株式会社おしゃべり（以下「当社」といいます。）は、個人情報を適切に取り扱います。"),
        ("ko", "주식회사 수다(이하 \"회사\")는 개인정보를 보호합니다."),
        ("zh-CN", "本政策由闲聊科技有限公司（以下简称“我们”）制定。"),
    ]
    .into_iter()
    .enumerate()
    {
        let file = format!("{nth}.md");
        desk.file(&file, &format!("# T\n\n{text}\n"));
        let found = short(&findings(&desk, &[&file, "--locale", locale]));
        assert!(!found.iter().any(|one| one.contains(" controller ")), "{text}: {found:#?}");
        assert!(found.iter().any(|one| one.contains(" rights ")), "{text}: {found:#?}");
    }
}
