//! The rules that look at one document.

use crate::{EN, PT, findings, line_of, short, support::Desk, with};

/// What to change in which text, and what is found then, in the line of which words.
struct Case {
    rule: &'static str,
    level: &'static str,
    locale: &'static str,
    from: &'static str,
    to: &'static str,
    at: &'static str,
}

const fn case(
    rule: &'static str,
    level: &'static str,
    locale: &'static str,
    from: &'static str,
    to: &'static str,
    at: &'static str,
) -> Case {
    Case { rule, level, locale, from, to, at }
}

const CASES: &[Case] = &[
    case(
        "controller",
        "error",
        "en",
        "## Who we are\n\nThe controller is Lamp Works Ltd., 1 Harbour Lane, Lisbon.",
        "We like lamps.",
        "# Lamp",
    ),
    case(
        "controller",
        "error",
        "pt-BR",
        "## Quem somos\n\nO controlador é a Lamp Works Ltda., Rua do Porto 1, Recife.",
        "Gostamos de luz.",
        "# Lamp",
    ),
    case("contact", "error", "en", "Write to privacy@lamp.example.", "", "# Lamp"),
    case("contact", "error", "pt-BR", "Escreva para privacy@lamp.example.", "", "# Lamp"),
    case("purpose", "error", "en", "To find faults. It goes to WSH as well.", "", "**Fault data:**"),
    case("purpose", "error", "pt-BR", "Para achar falhas. Vão também para o WSH.", "", "**Dados de falhas:**"),
    case("legal-basis", "error", "en", "Our legitimate interest in lamps that shine.", "", "**Fault data:**"),
    case(
        "legal-basis",
        "error",
        "pt-BR",
        "Nosso legítimo interesse em lâmpadas que brilhem.",
        "",
        "**Dados de falhas:**",
    ),
    case(
        "legal-basis-unclear",
        "warning",
        "en",
        "Our legitimate interest in lamps that shine.",
        "Because.",
        "**Fault data:**",
    ),
    case(
        "legal-basis-unclear",
        "warning",
        "pt-BR",
        "Nosso legítimo interesse em lâmpadas que brilhem.",
        "Porque sim.",
        "**Dados de falhas:**",
    ),
    case(
        "recipients",
        "error",
        "en",
        "## Who receives it\n\nWe share login data with Wick Hosting GmbH.\n",
        "",
        "# Lamp",
    ),
    case(
        "recipients",
        "error",
        "pt-BR",
        "Compartilhamos os dados de acesso com a Wick Hosting GmbH.",
        "Ficam aqui.",
        "# Lamp",
    ),
    case("use-without-rule", "error", "en", "| Fault data | Stored for 2 months. |\n", "", "**Fault data:**"),
    case(
        "use-without-rule",
        "error",
        "pt-BR",
        "| Dados de falhas | Armazenados por 2 meses. |\n",
        "",
        "**Dados de falhas:**",
    ),
    case(
        "rights",
        "error",
        "en",
        "## Your rights\n\nYou have the right to access, correct and delete your data. To exercise it, send us a request.",
        "",
        "# Lamp",
    ),
    case(
        "rights",
        "error",
        "pt-BR",
        "## Seus direitos\n\nVocê tem direito de acesso, correção e exclusão dos seus dados. Para exercê-lo, envie um pedido.",
        "",
        "# Lamp",
    ),
    case("rights-exercise", "error", "en", "To exercise it, send us a request.", "", "# Lamp"),
    case("rights-exercise", "error", "pt-BR", "Para exercê-lo, envie um pedido.", "", "# Lamp"),
    case("complaint", "error", "en", "You can lodge a complaint with the supervisory authority.", "", "# Lamp"),
    case("complaint", "error", "pt-BR", "Você pode apresentar uma reclamação à ANPD.", "", "# Lamp"),
    case("vague-words", "warning", "en", "We share login data", "We may share login data", "We may share"),
    case(
        "vague-words",
        "warning",
        "pt-BR",
        "Compartilhamos os dados",
        "Os dados podem ser compartilhados: os dados",
        "podem ser",
    ),
    case(
        "vague-retention",
        "warning",
        "en",
        "Stored for 2 months.",
        "Stored **as long\u{a0}as** necessary.",
        "Stored **as long",
    ),
    case(
        "vague-retention",
        "warning",
        "pt-BR",
        "Armazenados por 2 meses.",
        "Armazenados pelo tempo necessário.",
        "pelo tempo",
    ),
    case("vague-purpose", "warning", "en", "To find faults.", "To improve your experience.", "improve your experience"),
    case("vague-purpose", "warning", "pt-BR", "Para achar falhas.", "Para melhorar sua experiência.", "melhorar sua"),
    case(
        "contract-improvement",
        "warning",
        "en",
        "To let you in.",
        "To let you in, and for product development.",
        "product development",
    ),
    case(
        "contract-improvement",
        "warning",
        "pt-BR",
        "Para deixar você entrar.",
        "Para deixar você entrar e melhorar o serviço.",
        "melhorar o",
    ),
    case("link-refused", "error", "en", "https://lamp.example/en/help", "http://lamp.example/en/help", "http:"),
    case("link-refused", "error", "pt-BR", "https://lamp.example/pt-br/help", "javascript:help", "javascript:"),
    case(
        "empty-cell",
        "warning",
        "en",
        "## Your rights\n",
        "## Your rights\n\n| Right | How |\n| - | - |\n| Portability | |\n",
        "| Portability | |",
    ),
    case(
        "empty-cell",
        "warning",
        "pt-BR",
        "## Seus direitos\n",
        "## Seus direitos\n\n| Direito | Como |\n| - | - |\n| Portabilidade | |\n",
        "| Portabilidade | |",
    ),
    case("duplicate-category", "warning", "en", "**Fault data:**", "**LOGIN data**:", "**LOGIN data**"),
    case(
        "duplicate-category",
        "warning",
        "pt-BR",
        "**Dados de falhas:**",
        "**Dados de Acesso:**",
        "**Dados de Acesso:**",
    ),
    case(
        "rule-without-use",
        "warning",
        "en",
        "| Fault data | Stored for 2 months. |\n",
        "| Fault data | Stored for 2 months. |\n| Chats | Stored for 3 days. |\n",
        "| Chats",
    ),
    case(
        "rule-without-use",
        "warning",
        "pt-BR",
        "| Dados de falhas | Armazenados por 2 meses. |\n",
        "| Dados de falhas | Armazenados por 2 meses. |\n| Conversas | Armazenadas por 3 dias. |\n",
        "| Conversas",
    ),
    case(
        "no-retention",
        "warning",
        "en",
        "| Personal data | Kept |\n| --- | --- |\n| Login data | Stored for 7 days. |\n| Fault data | Stored for 2 months. |\n",
        "We keep it for 7 days.\n",
        "# Lamp",
    ),
    case("html-ignored", "warning", "en", "We share login data", "<blink>We</blink> share login data", "<blink>"),
    case(
        "markup-left",
        "warning",
        "en",
        "We share login data",
        "We share {{ site.kinds }} data",
        "We share {{ site.kinds }}",
    ),
    case("html-ignored", "warning", "pt-BR", "Compartilhamos", "<blink>Compartilhamos</blink>", "<blink>"),
];

fn text(locale: &str) -> &'static str {
    if locale == "en" { EN } else { PT }
}

#[test]
fn a_notice_that_says_everything_has_no_findings() {
    for locale in ["en", "pt-BR"] {
        let desk = Desk::new();
        let found = findings(desk.file(&format!("lamp/{locale}.md"), text(locale)), &["lamp"]);
        assert_eq!(short(&found), Vec::<String>::new(), "{locale}");
    }
}

#[test]
fn each_rule_finds_what_breaks_it_and_where() {
    for Case { rule, level, locale, from, to, at } in CASES {
        let changed = with(text(locale), from, to);
        let desk = Desk::new();
        let found = findings(desk.file(&format!("lamp/{locale}.md"), &changed), &["lamp"]);
        let expected = format!("{level} {rule} lamp/{locale}.md:{}", line_of(&changed, at));
        let found = short(&found);
        assert!(found.contains(&expected), "{rule} {locale}: {expected} is not among {found:#?}");
    }
}

#[test]
fn what_is_found_is_what_was_changed_and_no_more() {
    // Taking the whole of a subject away is one thing, and may leave others without what they refer to.
    let leaves_more = ["no-retention", "duplicate-category", "link-refused"];
    for Case { rule, locale, from, to, .. } in CASES.iter().filter(|case| !leaves_more.contains(&case.rule)) {
        let desk = Desk::new();
        let found = findings(desk.file(&format!("lamp/{locale}.md"), &with(text(locale), from, to)), &["lamp"]);
        let others: Vec<_> = found.iter().filter(|finding| finding["rule"] != *rule).collect();
        // Improving your experience is improvement too, where it rests on the contract; here it does not.
        assert!(others.is_empty(), "{rule} {locale}: {others:#?}");
    }
}

#[test]
fn retention_is_asked_of_the_text_where_there_is_no_table() {
    let table = "## How long we keep it\n\n| Personal data | Kept |\n| --- | --- |\n| Login data | Stored for 7 days. |\n| Fault data | Stored for 2 months. |\n";
    for (with_text, is_found) in [("", true), ("## Time\n\nWe retain it for 7 days.\n", false)] {
        let text = with(EN, table, with_text).replace("and delete your data", "and object to this use");
        let desk = Desk::new();
        let found = short(&findings(desk.file("lamp/en.md", &text), &["lamp"]));
        assert_eq!(found.contains(&"error retention lamp/en.md:1".to_owned()), is_found, "{found:#?}");
    }
    let legal = "# Lamp\n\nThe controller is Lamp Works.\n";
    let desk = Desk::new();
    let found = short(&findings(desk.file("lamp/en.md", legal), &["lamp"]));
    for rule in ["contact", "legal-basis", "recipients", "retention", "rights", "complaint"] {
        assert!(found.contains(&format!("error {rule} lamp/en.md:1")), "{rule}: {found:#?}");
    }
    assert!(!found.iter().any(|one| one.contains("rights-exercise")), "one finding for rights is enough: {found:#?}");
}

#[test]
fn what_another_document_says_is_satisfied_by_a_link_to_it() {
    for (locale, text, other) in [
        (
            "en",
            "This module is part of our [Privacy Policy](https://lamp.example/p). The controller is as specified in the Privacy Policy.\n",
            "The controller is as specified in the Privacy Policy.\n",
        ),
        (
            "pt-BR",
            "Este módulo faz parte da nossa [Política de Privacidade](https://lamp.example/p). O controlador é o especificado na Política de Privacidade.\n",
            "O controlador é o especificado na Política de Privacidade.\n",
        ),
        (
            "ja",
            "本モジュールは[プライバシーポリシー](https://lamp.example/p)に組み込まれます。管理者はプライバシーポリシーに規定されているとおりです。\n",
            "管理者はプライバシーポリシーに規定されているとおりです。\n",
        ),
        (
            "ko",
            "이 모듈은 [개인정보 처리방침](https://lamp.example/p)에 통합됩니다. 개인정보 처리자는 개인정보 처리방침에 명시되어 있습니다.\n",
            "개인정보 처리자는 개인정보 처리방침에 명시되어 있습니다.\n",
        ),
        (
            "zh-CN",
            "本模块已纳入[隐私政策](https://lamp.example/p)。控制方见隐私政策中的规定。\n",
            "控制方见隐私政策中的规定。\n",
        ),
        (
            "id",
            "Modul ini merupakan bagian dari [Kebijakan Privasi](https://lamp.example/p). Pengontrol adalah sebagaimana ditentukan dalam Kebijakan Privasi.\n",
            "Pengontrol adalah sebagaimana ditentukan dalam Kebijakan Privasi.\n",
        ),
        (
            "es",
            "Este módulo forma parte de nuestra [Política de privacidad](https://lamp.example/p). El responsable del tratamiento es el indicado en la Política de privacidad.\n",
            "El responsable del tratamiento es el indicado en la Política de privacidad.\n",
        ),
        (
            "ar",
            "هذا الملحق جزء من [سياسة الخصوصية](https://lamp.example/p). جهة التحكم هي المذكورة في سياسة الخصوصية.\n",
            "جهة التحكم هي المذكورة في سياسة الخصوصية.\n",
        ),
    ] {
        let desk = Desk::new();
        let found = findings(desk.file(&format!("lamp/{locale}.md"), text), &["lamp"]);
        let levels = |rule: &str| -> Vec<String> {
            found.iter().filter(|f| f["rule"] == rule).map(|f| f["level"].as_str().unwrap_or("?").to_owned()).collect()
        };
        for rule in ["controller", "contact", "recipients", "retention", "rights", "rights-exercise", "complaint"] {
            assert_eq!(levels(rule), ["note"], "{locale} {rule}: {found:#?}");
        }
        // Without the link, nobody can find what is referred to.
        let desk = Desk::new();
        let found = short(&findings(desk.file(&format!("lamp/{locale}.md"), other), &["lamp"]));
        assert!(found.contains(&format!("error controller lamp/{locale}.md:1")), "{locale}: {found:#?}");
    }
}

#[test]
fn controller_and_contact_may_stand_in_notice_toml() {
    let text =
        with(EN, "The controller is Lamp Works Ltd., 1 Harbour Lane, Lisbon. Write to privacy@lamp.example.", "Hello.");
    let desk = Desk::new();
    desk.file("lamp/en.md", &text);
    desk.file("lamp/notice.toml", "[controller]\nname = \"Lamp Works\"\n[contact]\nurl = \"mailto:x@lamp.example\"\n");
    assert_eq!(short(&findings(&desk, &["lamp"])), Vec::<String>::new());
}
