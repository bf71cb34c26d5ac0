//! What `ciente build` makes of good sources: files, ids, rows, rules, manifests.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use base64::{Engine, engine::general_purpose::STANDARD};
use ciente_notice::{Digest, Manifest, Notice, canonical_json, validate};
use serde_json::json;
use std::fs;
use support::{Desk, fixtures, text};

#[test]
fn a_notice_with_two_locales() {
    let desk = Desk::new();
    let ended = desk.built(&[fixtures().join("lamp").to_str().unwrap()]);
    assert_eq!(ended.err, "");
    assert!(ended.out.starts_with("lamp: 1 version, current 2026-01"), "{}", ended.out);
    assert!(ended.out.contains("  2026-01 pt-BR: 4 sections, 2 data uses, 2 retention rules, "), "{}", ended.out);

    let notice = desk.json("lamp/2026-01/pt-BR.json");
    assert_eq!(notice["title"], "Aviso da Lâmpada");
    assert_eq!(notice["effectiveFrom"], "2026-01-15");
    let sections: Vec<_> = notice["sections"].as_array().unwrap().iter().map(|s| s["id"].clone()).collect();
    assert_eq!(sections, ["preamble", "uso-dos-dados", "prazos", "mais"]);
    assert_eq!(notice["sections"][2]["heading"], "2. Prazos");
    assert_eq!(notice["sections"][3]["level"], 3);

    let uses = &notice["dataUses"];
    assert_eq!((&uses[0]["id"], &uses[0]["category"]), (&json!("dados-de-brilho"), &json!("Dados de brilho")));
    assert_eq!(text(&uses[0]["items"]), "intensidade, cor");
    assert_eq!((&uses[0]["basis"], &uses[1]["basis"]), (&json!("contract"), &json!("consent")));
    assert_eq!((&uses[0]["services"], &uses[1]["services"]), (&json!(["PGL"]), &json!(["PGL"])));
    let rules = &notice["retention"];
    assert_eq!(rules[0]["dataUse"], "dados-de-brilho");
    assert_eq!(rules[0]["rule"], json!({"kind": "fixed", "duration": "P3W"}));
    assert_eq!(rules[1]["dataUse"], "dados-de-sono");
    assert_eq!(rules[1]["rule"], json!({"kind": "whileUsed"}));

    let list = &notice["sections"][3]["blocks"][0];
    assert_eq!((&list["type"], &list["ordered"]), (&json!("list"), &json!(true)));
    assert_eq!(list["items"][0][1]["items"][0][0]["content"][1], json!({"type": "code", "text": "código"}));
    assert_eq!(text(&list["items"][1][0]["content"]), "Segundo\nlinha dois");
    let last = &notice["sections"][3]["blocks"][1]["content"];
    assert_eq!(last[1]["href"], "mailto:luz@lamp.example");
    assert_eq!(last[3]["content"][0]["type"], "emphasis");
}

#[test]
fn a_translation_has_the_ids_of_the_source_and_html_tables_are_tables() {
    let desk = Desk::new();
    desk.built(&[fixtures().join("lamp").to_str().unwrap()]);
    let (source, other) = (desk.json("lamp/2026-01/pt-BR.json"), desk.json("lamp/2026-01/en.json"));
    for (list, member) in [("sections", "id"), ("dataUses", "id"), ("retention", "dataUse"), ("retention", "rule")] {
        let of = |notice: &serde_json::Value| -> Vec<_> {
            notice[list].as_array().unwrap().iter().map(|row| row[member].clone()).collect()
        };
        assert_eq!(of(&source), of(&other), "{list}/{member}");
    }
    // The translation never spells the service out; the source does.
    assert_eq!(other["dataUses"][0]["services"], json!(["PGL"]));
    assert_eq!(source["serviceNames"], other["serviceNames"]);
    assert_eq!(text(&other["retention"][0]["text"]), "Kept for three (3) weeks.");
}

#[test]
fn the_styles_can_stand_in_what_servers_send_with_a_page() {
    let desk = Desk::new();
    let lamp = fixtures().join("lamp");
    let lamp = lamp.to_str().unwrap();
    let ended = desk.built(&[lamp]);
    assert!(!ended.out.contains("Content-Security-Policy"), "{}", ended.out);
    let page = || fs::read_to_string(desk.path().join("out/lamp/2026-01/en.html")).unwrap();
    assert!(page().contains("<link rel=\"stylesheet\" href=\"/assets/ciente.css\">"));

    // A parser of HTML makes one character of the two that end a line, and hashes that.
    desk.file("ciente.css", "a{color:red}\r\nb > i{}\n");
    let ended = desk.built(&[lamp, "--inline-stylesheet", "ciente.css"]);
    assert!(page().contains("<style>a{color:red}\nb > i{}\n</style><slot>") && !page().contains("<link"));
    let hash = STANDARD.encode(Digest::of_bytes(b"a{color:red}\nb > i{}\n").as_bytes());
    assert!(ended.out.contains(&format!("style-src 'sha256-{hash}'\n")), "{}", ended.out);
    // Its manifest names the file as it is now.
    let html = &desk.json("lamp/manifest.json")["versions"][0]["locales"]["en"]["html"];
    let integrity = STANDARD.encode(Digest::of_bytes(page().as_bytes()).as_bytes());
    assert_eq!(html["integrity"], format!("sha256-{integrity}"));
}

#[test]
fn every_locale_says_who_the_controller_is_and_where_to_ask() {
    let desk = Desk::new();
    let toml = "[controller]\nname = \" Lamp Works \"\nurl = \"https://lamp.example/about\"\n\n[contact]\nurl = \"mailto:ask@lamp.example\"\n";
    desk.file("lamp/notice.toml", toml);
    desk.file("lamp/v1/en.md", DOCUMENT).file("lamp/v1/pt-BR.md", DOCUMENT).file("lamp/v2/en.md", DOCUMENT);
    desk.file("lamp/v2/version.toml", "change = \"material\"\n[controller]\nname = \"Candle Works\"\n")
        .built(&["lamp"]);
    for locale in ["en", "pt-BR"] {
        let notice = desk.json(&format!("lamp/v1/{locale}.json"));
        assert_eq!(notice["controller"], json!({"name": "Lamp Works", "url": "https://lamp.example/about"}));
        assert_eq!(notice["contact"], json!({"url": "mailto:ask@lamp.example"}));
    }
    let notice = desk.json("lamp/v2/en.json");
    assert_eq!(notice["controller"], json!({"name": "Candle Works"}));
    // Without the keys a notice is what it was before there were any.
    let desk = Desk::new();
    desk.file("lamp/en.md", DOCUMENT).built(&["lamp"]);
    let notice = desk.json("lamp/1/en.json");
    assert!(notice.get("controller").is_none() && notice.get("contact").is_none(), "{notice:#}");
}

#[test]
fn the_files_are_what_the_manifest_says() {
    let desk = Desk::new();
    desk.built(&[fixtures().join("lamp").to_str().unwrap()]);
    let bytes = desk.bytes("lamp/manifest.json");
    let manifest: Manifest = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((manifest.id.as_str(), manifest.current.as_str()), ("lamp", "2026-01"));
    let locales: Vec<_> = manifest.versions[0].locales.keys().collect();
    assert_eq!(locales, ["pt-BR", "en"]);
    for entry in manifest.versions[0].locales.values() {
        let file = desk.bytes(&format!("lamp/{}", entry.json.path));
        assert_eq!(entry.json.bytes, file.len() as u64);
        assert_eq!(entry.digest, Digest::of_bytes(&file));
        assert_eq!(entry.json.integrity, format!("sha256-{}", STANDARD.encode(entry.digest.as_bytes())));
        let notice: Notice = serde_json::from_slice(&file).unwrap();
        assert_eq!(canonical_json(&notice).unwrap(), file);
        assert_eq!(validate(&notice), []);
    }
    let again = Desk::new();
    again.built(&[fixtures().join("lamp").to_str().unwrap()]);
    assert_eq!(again.bytes("lamp/manifest.json"), bytes);
}

const DOCUMENT: &str = "# Title\n\nText.\n";

#[test]
fn names_come_from_folders_files_and_options() {
    for (path, args, expected) in [
        ("im/2022-05/pt-BR.md", vec!["im/2022-05/pt-BR.md"], "im/2022-05/pt-BR.json"),
        ("im/2022-05/pt-BR.md", vec!["im"], "im/2022-05/pt-BR.json"),
        ("im/2022-05/pt-BR.md", vec!["im/2022-05"], "im/2022-05/pt-BR.json"),
        ("im/2022-05/pt-BR.md", vec!["."], "im/2022-05/pt-BR.json"),
        ("Our Lamp/en.md", vec!["Our Lamp"], "our-lamp/1/en.json"),
        ("all/lamp/en.md", vec!["all"], "lamp/1/en.json"),
        ("lamp/Privacy Policy_intl_pt.md", vec!["lamp"], "lamp/1/pt.json"),
        ("lamp/[Portuguese-Brazil] L – PP.md", vec!["lamp"], "lamp/1/pt-BR.json"),
        ("privacy.md", vec!["privacy.md", "--locale", "en"], "privacy/1/en.json"),
        ("privacy.md", vec!["privacy.md", "--locale", "en", "--id", "x", "--version-label", "v2"], "x/v2/en.json"),
    ] {
        let desk = Desk::new();
        desk.file(path, DOCUMENT).file("README.md", "no notice").built(&args);
        assert_eq!(desk.json(expected)["title"], "Title", "{path} {args:?}");
    }
}

#[test]
fn one_document_takes_the_toml_beside_it() {
    let desk = Desk::new();
    desk.file("lamp/notice.toml", "title = \"Named\"")
        .file("lamp/v1/version.toml", "effective_from = \"2026-02-03\"")
        .file("lamp/v1/en.md", DOCUMENT)
        .built(&["lamp/v1/en.md"]);
    let notice = desk.json("lamp/v1/en.json");
    assert_eq!((&notice["title"], &notice["effectiveFrom"]), (&json!("Named"), &json!("2026-02-03")));
}

#[test]
fn versions_are_in_order_and_say_what_they_are() {
    let desk = Desk::new();
    for label in ["v10", "v9", "v11"] {
        desk.file(&format!("lamp/{label}/en.md"), DOCUMENT);
    }
    desk.file("lamp/v9/version.toml", "change = \"editorial\"").file("lamp/v11/version.toml", "change = \"editorial\"");
    desk.built(&["lamp"]);
    let manifest = desk.json("lamp/manifest.json");
    let versions: Vec<_> =
        manifest["versions"].as_array().unwrap().iter().map(|v| (v["version"].clone(), v["change"].clone())).collect();
    assert_eq!(
        versions,
        [(json!("v9"), json!("material")), (json!("v10"), json!("editorial")), (json!("v11"), json!("editorial"))]
    );
    assert_eq!(manifest["current"], "v11");
}

#[test]
fn a_version_whose_folder_is_not_called_like_one_is_told_of() {
    let desk = Desk::new();
    desk.file("lamp/v1/en.md", DOCUMENT).file("lamp/spring/en.md", DOCUMENT).file("lamp/assets/notes.md", "x");
    let ended = desk.built(&["lamp"]);
    let told = "warning[folder-ignored]";
    assert!(ended.err.contains(told) && ended.err.contains("spring: the documents"), "{}", ended.err);
    assert!(!ended.err.contains("assets"), "{}", ended.err);
    desk.file("lamp/spring/version.toml", "");
    let ended = desk.built(&["lamp"]);
    assert!(ended.out.starts_with("lamp: 2 versions") && !ended.err.contains(told), "{} {}", ended.out, ended.err);
}

#[test]
fn a_source_locale_without_a_document_is_told_of() {
    let desk = Desk::new();
    desk.file("lamp/notice.toml", "title = \"Lamp\"\nsource_locale = \"pt\"\n");
    desk.file("lamp/v1/pt-BR.md", DOCUMENT).file("lamp/v1/en.md", DOCUMENT).file("lamp/v2/en.md", DOCUMENT);
    let ended = desk.run(&["build", "lamp", "--out", "out"]);
    assert_eq!(ended.code, 1);
    let told = "there is no document in pt; there are en, pt-BR";
    assert!(ended.err.contains("error[locale-unknown]") && ended.err.contains(told), "{}", ended.err);
    assert!(ended.err.contains("notice.toml:2:"), "{}", ended.err);
    desk.file("lamp/notice.toml", "title = \"Lamp\"\nsource_locale = \"pt-BR\"\n");
    let ended = desk.run(&["build", "lamp", "--out", "out"]);
    assert!(ended.code == 0 && ended.err.contains("warning[source-locale]"), "{}", ended.err);
    assert!(ended.err.contains("version v2 has no document in pt-BR"), "{}", ended.err);
    // It is there, and only not given.
    let ended = desk.run(&["build", "lamp/v1/en.md", "--out", "one"]);
    assert!(ended.code == 0 && !ended.err.contains("source-locale"), "{}", ended.err);
}

#[test]
fn sources_of_one_id_become_one_notice() {
    let desk = Desk::new();
    desk.file("a/lamp/v1/en.md", DOCUMENT).file("b/lamp/v1/pt.md", DOCUMENT).file("b/lamp/v2/en.md", DOCUMENT);
    let ended = desk.built(&["a/lamp", "b/lamp", "b/lamp/v2/en.md"]);
    assert!(ended.out.starts_with("lamp: 2 versions, current v2"), "{}", ended.out);
    assert_eq!(desk.json("lamp/manifest.json")["versions"][0]["locales"].as_object().unwrap().len(), 2);
}

#[test]
fn line_endings_and_byte_order_marks_change_nothing() {
    let (unix, windows) = (Desk::new(), Desk::new());
    let text = std::fs::read_to_string(fixtures().join("lamp/2026-01/en.md")).unwrap();
    unix.file("lamp/en.md", &text).built(&["lamp"]);
    windows.file("lamp/en.md", &format!("\u{feff}{}", text.replace('\n', "\r\n"))).built(&["lamp"]);
    assert_eq!(unix.bytes("lamp/manifest.json"), windows.bytes("lamp/manifest.json"));
}

#[test]
fn what_nests_without_end_is_still_read() {
    let deep_list: String = (0..300).map(|n| format!("{}- item{n}\n", "  ".repeat(n))).collect();
    let deep_bold = format!("{}bold{}", "<b>".repeat(5000), "</b>".repeat(5000));
    let html_list = format!("<ul>{}deep{}</ul>", "<li><ul>".repeat(3000), "</ul></li>".repeat(3000));
    let quotes = format!("{}quoted", "> ".repeat(500));
    let desk = Desk::new();
    desk.file("lamp/en.md", &format!("# T\n\n{deep_bold}\n\n{html_list}\n\n{quotes}\n\n{deep_list}"));
    desk.built(&["lamp"]);
    let notice: Notice = serde_json::from_slice(&desk.bytes("lamp/1/en.json")).unwrap();
    let json = serde_json::to_string(&notice).unwrap();
    for word in ["bold", "deep", "quoted", "item0", "item299"] {
        assert!(json.contains(word), "{word}");
    }
}

#[test]
fn other_words_under_a_label_that_was_built_before_are_noted_and_built() {
    let desk = Desk::new();
    let words = |retention: &str| {
        format!(
            "# A\n\n## B\n\n| Data | Use | Legal basis |\n|---|---|---|\n| **Name:** your name | x | contract |\n\n| Data | Retention |\n|---|---|\n| Name | {retention} |\n"
        )
    };
    for (text, noted) in [("7 days", false), ("7 days", false), ("9 days", true), ("9 days", false)] {
        desk.file("src/1/en.md", &words(text));
        let ended = desk.built(&["src", "--strict", "--id", "lamp"]);
        for said in ["note[words-changed]", "lamp 1: not what it was in", "manifest.json (en)"] {
            assert_eq!(ended.err.contains(said), noted, "{}", ended.err);
        }
    }
    assert_eq!(desk.json("lamp/1/en.json")["retention"][0]["rule"]["duration"], "P9D");
}

#[test]
fn help_has_examples_and_exit_codes() {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("ciente");
    let output = command.args(["build", "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for part in ["Examples:", "ciente build policies/im", "--version-label", "--strict", "Exit codes", "notice.toml"] {
        assert!(help.contains(part), "{part}\n{help}");
    }
}

#[test]
fn the_only_heading_of_the_first_level_is_the_title_wherever_it_stands() {
    let title = |text: &str| {
        let desk = Desk::new();
        desk.file("src/shop/v1/en.md", text);
        let source = desk.path().join("src/shop");
        desk.built(&[source.to_str().unwrap()]);
        desk.json("shop/v1/en.json")["title"].clone()
    };
    assert_eq!(title("Last changed in May.\n\n# What we keep\n\nText.\n"), "What we keep");
    assert_eq!(title("## First\n\nText.\n\n# Second\n\nText.\n"), "shop");
    assert_eq!(title("# One\n\nText.\n\n# Two\n\nText.\n"), "shop");
}
