//! The real notice that this project exists for, as its authors wrote it. Skipped where the shared folder is absent.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use serde_json::{Value, json};
use support::{Desk, shared};

fn member(notice: &Value, list: &str, member: &str) -> Vec<Value> {
    notice[list].as_array().unwrap().iter().map(|row| row[member].clone()).collect()
}

#[test]
fn the_notice_of_2022_05_says_what_is_known_of_it() {
    let Some(folder) = shared("policies/im/2022-05") else { return };
    let desk = Desk::new();
    desk.built(&[folder.to_str().unwrap(), "--strict"]);
    let stored = ["CLB", "MySQL", "MongoDB", "Redis", "CKAFKA", "COS"];
    for locale in ["en", "pt-BR", "id", "ja", "ko", "zh-CN"] {
        let notice = desk.json(&format!("im/2022-05/{locale}.json"));
        assert_eq!(notice["sections"].as_array().unwrap().len(), 6, "{locale}");
        let ids = ["log-data", "monitoring-data", "configuration-data"];
        assert_eq!(member(&notice, "dataUses", "id"), ids, "{locale}");
        assert_eq!(member(&notice, "dataUses", "basis"), ["contract"; 3], "{locale}");
        assert_eq!(member(&notice, "retention", "dataUse"), ids, "{locale}");
        assert_eq!(
            member(&notice, "retention", "rule"),
            [
                json!({"kind": "fixed", "duration": "P7D"}),
                json!({"kind": "fixed", "duration": "P2D"}),
                json!({"kind": "whileUsed", "thenWithin": "P2M"})
            ],
            "{locale}"
        );
        for (row, services) in member(&notice, "dataUses", "services").iter().enumerate() {
            // The Portuguese text spells it Ckafka.
            let services: Vec<_> = services.as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
            let folded: Vec<_> =
                services.iter().map(|s| if s.eq_ignore_ascii_case("CKafka") { "CKAFKA" } else { s }).collect();
            let (known, more) = folded.split_at(6);
            // In Korean, TRTC stands before the others.
            assert!(row == 2 || known == stored, "{locale}: {services:?}");
            assert!(stored.iter().all(|service| folded.contains(service)), "{locale}: {services:?}");
            assert_eq!(more.len(), usize::from(row == 2), "{locale}: {services:?}");
            assert!(row < 2 || folded.contains(&"TRTC"), "{locale}: {services:?}");
        }
    }
    let notice = desk.json("im/2022-05/en.json");
    assert_eq!(
        member(&notice, "sections", "id"),
        [
            "introduction",
            "controllership",
            "availability",
            "how-we-use-personal-information",
            "how-we-share-and-store-personal-information",
            "data-retention"
        ]
    );
    assert_eq!(notice["sections"][0]["heading"], "1. INTRODUCTION");
}

#[test]
fn our_own_sample_says_the_same_in_each_of_its_languages() {
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/notices/im");
    let desk = Desk::new();
    desk.built(&[sample.to_str().unwrap(), "--strict"]);
    let version = desk.json("im/manifest.json")["versions"][0].clone();
    let locales = version["locales"].as_object().unwrap();
    assert!(locales.contains_key("pt-BR"));
    for locale in locales.keys() {
        let notice = desk.json(&format!("im/2022-05/{locale}.json"));
        assert_eq!(
            member(&notice, "retention", "rule"),
            [
                json!({"kind": "fixed", "duration": "P7D"}),
                json!({"kind": "fixed", "duration": "P2D"}),
                json!({"kind": "whileUsed", "thenWithin": "P2M"})
            ],
            "{locale}"
        );
        assert_eq!(member(&notice, "retention", "dataUse"), member(&notice, "dataUses", "id"), "{locale}");
        assert_eq!(member(&notice, "dataUses", "basis"), ["contract"; 3], "{locale}");
        assert!(member(&notice, "dataUses", "services")[2].as_array().unwrap().contains(&json!("TRTC")), "{locale}");
    }
}

#[test]
fn a_single_document_is_a_notice_too() {
    let Some(file) = shared("policies/im/2022-05/pt-BR.md") else { return };
    let desk = Desk::new();
    desk.built(&[file.to_str().unwrap()]);
    let notice = desk.json("im/2022-05/pt-BR.json");
    assert_eq!(
        member(&notice, "dataUses", "id"),
        ["dados-de-registro", "dados-de-monitoramento", "dados-de-configuracao"]
    );
    assert_eq!(member(&notice, "dataUses", "category")[0], "Dados de Registro");
    assert_eq!(notice["sections"][0]["id"], "introducao");
    assert_eq!(notice["dataUses"][2]["services"], json!(["CLB", "MySQL", "MongoDB", "Redis", "Ckafka", "COS", "TRTC"]));
}

#[test]
fn escaped_bars_are_refused_with_their_line() {
    let Some(file) = shared("policies/other/lighthouse/ja.md") else { return };
    let ended = Desk::new().build(&[file.to_str().unwrap()]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("error[table-escaped]") && ended.err.contains("lighthouse/ja.md:14:1"), "{}", ended.err);
}
