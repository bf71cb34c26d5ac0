//! Translations that say something other than the source locale, and those that say the same in other words.

use crate::{EN, PT, findings, line_of, short, support::Desk, with};
use serde_json::Value;

fn of(found: &[Value], rule: &str) -> Vec<Value> {
    found.iter().filter(|finding| finding["rule"] == rule).cloned().collect()
}

#[test]
fn the_same_in_two_languages_has_no_findings() {
    let desk = Desk::new();
    desk.file("lamp/en.md", EN).file("lamp/pt-BR.md", PT);
    assert_eq!(short(&findings(&desk, &["lamp"])), Vec::<String>::new());
}

#[test]
fn each_difference_names_both_files_and_both_lines() {
    for (rule, locale, from, to, at, other) in [
        ("retention-differs", "pt-BR", "por 7 dias", "por 5 dias", "por 5 dias", "for 7 days"),
        ("retention-differs", "en", "Stored for 2 months.", "Stored for 2 weeks.", "por 2 meses", "2 weeks"),
        ("retention-differs", "pt-BR", "por 7 dias", "por até 70 dias (salvo exceções)", "por até 70", "for 7 days"),
        (
            "basis-differs",
            "pt-BR",
            "Necessário para executar o contrato com você.",
            "Seu consentimento.",
            "**Dados de acesso",
            "**Login data",
        ),
        (
            "basis-differs",
            "en",
            "Our legitimate interest in lamps that shine.",
            "We are required by law to.",
            "**Dados de falhas",
            "**Fault data",
        ),
        ("services-differ", "pt-BR", "Vão também para o WSH.", "Vão também.", "**Dados de falhas", "**Fault data"),
        ("services-differ", "en", "It goes to WSH as well.", "It stays.", "**Dados de falhas", "**Fault data"),
        (
            "links-differ",
            "pt-BR",
            "https://lamp.example/pt-br/help",
            "https://lamp.example/pt-br/terms",
            "pt-br/terms",
            "en/help",
        ),
        ("links-differ", "pt-BR", "[Mais](https://lamp.example/pt-br/help)", "Mais", "## Seus direitos", "en/help"),
        ("links-differ", "en", "[More](https://lamp.example/en/help)", "More", "pt-br/help", "## Your rights"),
        ("numbers-differ", "pt-BR", "200 linhas", "2000 linhas", "2000 linhas", "200 lines"),
        ("numbers-differ", "en", "200 lines of the log", "the log", "200 linhas", "the log"),
        (
            "rows-differ",
            "pt-BR",
            "| Dados de falhas | Armazenados por 2 meses. |\n",
            "",
            "| Dados de acesso |",
            "| Fault data |",
        ),
        (
            "rows-differ",
            "en",
            "| **Login data:** name, time of login | To let you in. We keep it in the Wick Sign-in Host (WSH). | Necessary to perform our contract with you. |\n",
            "",
            "**Dados de acesso",
            "**Fault data",
        ),
        ("sections-differ", "pt-BR", "## Quem os recebe\n", "", "## O que usamos", "## Who receives it"),
        ("sections-differ", "en", "## Who receives it\n", "", "## Quem os recebe", "## What we use"),
    ] {
        let (en, pt) = match locale {
            "en" => (with(EN, from, to), PT.to_owned()),
            _ => (EN.to_owned(), with(PT, from, to)),
        };
        let desk = Desk::new();
        desk.file("lamp/en.md", &en).file("lamp/pt-BR.md", &pt);
        let found = findings(&desk, &["lamp"]);
        let [one] = of(&found, rule).try_into().unwrap_or_else(|_| panic!("{rule} {to}: {:#?}", short(&found)));
        assert_eq!(
            (&one["file"], &one["line"]),
            (&"lamp/pt-BR.md".into(), &line_of(&pt, at).into()),
            "{rule} {to}: {one:#}"
        );
        let there = &one["other"];
        assert_eq!(
            (&there["file"], &there["line"]),
            (&"lamp/en.md".into(), &line_of(&en, other).into()),
            "{rule} {to}: {one:#}"
        );
        assert_eq!(one["level"], "error", "{rule}");
    }
}

#[test]
fn other_words_for_the_same_are_no_difference() {
    for (from, to) in [
        ("Armazenados por 7 dias.", "7 (sete) dias"),
        ("https://lamp.example/pt-br/help", "https://lamp.example/help?lang=pt-BR#inicio"),
        ("nome, hora do acesso", "nome, hora do acesso, os 2 últimos"),
        ("Ficam no Wick Sign-in Host (WSH).", "Ficam no wsh."),
        ("## Seus direitos", "### 7. Seus direitos"),
    ] {
        let desk = Desk::new();
        desk.file("lamp/en.md", EN).file("lamp/pt-BR.md", &with(PT, from, to));
        assert_eq!(short(&findings(&desk, &["lamp"])), Vec::<String>::new(), "{to}");
    }
}

#[test]
fn where_the_source_stands_alone_there_is_one_finding_in_it() {
    let es = with(
        &PT.replace("Armazenados por 7 dias", "Almacenados durante 7 días")
            .replace("Armazenados por 2 meses", "Almacenados durante 2 meses"),
        "Necessário para executar o contrato com você.",
        "Necesario para ejecutar el contrato con usted.",
    );
    let es = es.replace(
        "Nosso legítimo interesse em lâmpadas que brilhem.",
        "Nuestro interés legítimo en lámparas que brillen.",
    );
    let en = with(EN, "for 7 days", "for 9 days");
    let desk = Desk::new();
    desk.file("lamp/en.md", &en).file("lamp/pt-BR.md", PT).file("lamp/es.md", &es);
    let found = of(&findings(&desk, &["lamp"]), "retention-differs");
    assert_eq!(short(&found), [format!("error retention-differs lamp/en.md:{}", line_of(&en, "9 days"))]);
    assert!(found[0]["message"].as_str().is_some_and(|m| m.contains("9 days here, but 7 days in all 2 other locales")));
}

#[test]
fn a_locale_that_lacks_a_data_use_has_its_findings_all_the_same() {
    let use_row = PT.lines().find(|line| line.starts_with("| **Dados de falhas")).unwrap();
    let desk = Desk::new();
    desk.file("lamp/en.md", EN).file("lamp/pt-BR.md", &with(PT, &format!("{use_row}\n"), ""));
    assert_eq!(of(&findings(&desk, &["lamp"]), "rows-differ").len(), 1);
}

#[test]
fn numbers_of_a_rule_count_in_a_language_of_which_no_words_are_known() {
    for (text, is_told) in [("Gespeichert für 7 Tage.", false), ("Gespeichert für 90 Tage.", true)] {
        let desk = Desk::new();
        let de = PT
            .replace("Armazenados por 7 dias.", text)
            .replace("Armazenados por 2 meses.", "Gespeichert für 2 Monate.");
        desk.file("lamp/en.md", EN).file("lamp/de.md", &de);
        assert_eq!(of(&findings(&desk, &["lamp"]), "retention-differs").len(), usize::from(is_told), "{text}");
    }
}

#[test]
fn a_name_that_only_one_table_of_a_locale_uses_is_found_by_the_other_locales() {
    let desk = Desk::new();
    let pt = with(PT, "| Dados de falhas |", "| Dados de defeitos |");
    desk.file("lamp/en.md", EN).file("lamp/pt-BR.md", &pt);
    let found = findings(&desk, &["lamp"]);
    assert_eq!(short(&found), [format!("warning name-differs lamp/pt-BR.md:{}", line_of(&pt, "defeitos"))]);
    let ja = |kept: &str| {
        format!(
            "|個人情報|利用|根拠|\n|-|-|-|\n|**課金データ：** 金額|請求のため。|契約の履行に必要です。|\n\n|個人情報|期間|\n|-|-|\n|{kept}|7日間保存されます。|\n"
        )
    };
    let en = "|Data|Use|Basis|\n|-|-|-|\n|**Billing data:** amount|To bill.|Necessary to perform our contract with you.|\n\n|Data|Kept|\n|-|-|\n|Billing data|Stored for 7 days.|\n";
    for (kept, times) in [("請求情報", 1), ("課金データ", 0)] {
        let desk = Desk::new();
        desk.file("lamp/en.md", en).file("lamp/ja.md", &ja(kept));
        assert_eq!(of(&findings(&desk, &["lamp"]), "name-differs").len(), times, "{kept}");
    }
}

#[test]
fn versions_are_not_compared_with_one_another() {
    let desk = Desk::new();
    desk.file("lamp/2026-01/en.md", EN).file("lamp/2026-02/pt-BR.md", &with(PT, "por 7 dias", "por 5 dias"));
    assert_eq!(short(&findings(&desk, &["lamp"])), Vec::<String>::new());
}
