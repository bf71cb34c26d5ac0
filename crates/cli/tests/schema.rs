//! The JSON Schemas in `schemas/`: they are those of the types, they take what the types take and refuse what they refuse.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use ciente_notice::{Acknowledgement, Manifest, Notice, Receipt, changes::ChangeList, schema::Format};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};
use support::Desk;

fn file(format: Format) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas").join(format!("{}.json", format.as_str()))
}

/// Fails when a type and its file differ. `CIENTE_BLESS=1 cargo test -p ciente-cli --test schema` writes the files.
#[test]
fn the_files_are_those_of_the_types() {
    for format in Format::ALL {
        let expected = format!("{:#}\n", format.schema());
        if std::env::var_os("CIENTE_BLESS").is_some() {
            fs::write(file(format), &expected).unwrap();
        }
        let found = fs::read_to_string(file(format)).unwrap();
        assert!(found == expected, "schemas/{}.json is not that of the type; see this test's comment", format.as_str());
    }
}

#[test]
fn the_command_prints_them() {
    let desk = Desk::new();
    let all: Value = serde_json::from_str(&desk.run(&["schema"]).out).unwrap();
    for format in Format::ALL {
        let ended = desk.run(&["schema", format.as_str()]);
        assert_eq!(ended.out, fs::read_to_string(file(format)).unwrap());
        assert_eq!(all[format.as_str()], format.schema());
        assert_eq!(all[format.as_str()]["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    let ended = desk.run(&["schema", "cookie"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("there is no format \"cookie\"; there are notice"), "{}", ended.err);
}

/// Whether the schema takes a document; it must say the same as the type.
fn takes(format: Format, document: &Value) -> bool {
    let by_schema = jsonschema::validator_for(&format.schema()).unwrap().is_valid(document);
    let by_type = match format {
        Format::Notice => {
            serde_json::from_value::<Notice>(document.clone()).is_ok_and(|n| ciente_notice::validate(&n).is_empty())
        }
        Format::Manifest => serde_json::from_value::<Manifest>(document.clone()).is_ok(),
        Format::Changes => serde_json::from_value::<ChangeList>(document.clone()).is_ok(),
        Format::Acknowledgement => Acknowledgement::from_value(document).is_ok(),
        Format::Receipt => serde_json::from_value::<Receipt>(document.clone()).is_ok(),
    };
    assert_eq!(by_schema, by_type, "schema and type of {} disagree about {document:#}", format.as_str());
    by_schema
}

fn acknowledgement() -> Value {
    json!({
        "format": "ciente/acknowledgement/1",
        "id": "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b",
        "notice": { "id": "im", "version": "2022-05", "locale": "pt-BR", "digest": format!("sha-256:{}", "0".repeat(64)) },
        "tenant": "1400000000", "subject": "alice", "action": "acknowledged",
        "shownAt": "2026-11-23T10:00:00.000Z", "actedAt": "2026-11-23T10:00:41.318Z",
        "client": { "widget": "0.1.0", "origin": "https://chat.example" }
    })
}

#[test]
fn what_is_built_is_valid_and_what_is_spoilt_is_not() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "lamp"]).code, 0);
    let v1 = fs::read_to_string(desk.path().join("lamp/v1/en.md")).unwrap();
    desk.file("lamp/v2/en.md", &v1.replace("display name, ", "display name, birthday, "));
    desk.file("lamp/v3/en.md", &v1.replace("display name, ", "display name, birthday, shoe size, "));
    desk.built(&["lamp"]);
    let notice = desk.json("lamp/v2/en.json");
    let manifest = desk.json("lamp/manifest.json");
    let changes = desk.json("lamp/v3/en.changes.json");
    let receipt = json!({
        "format": "ciente/receipt/1", "acknowledgement": acknowledgement(), "receivedAt": "2026-11-23T10:00:42.000Z",
        "authenticated": null
    });
    let mut logged = receipt.clone();
    logged["log"] = json!({ "index": 7, "salt": "c2FsdA==", "proof": ["aGFzaA=="], "checkpoint": "ciente\n" });
    for (format, document) in [
        (Format::Notice, &notice),
        (Format::Manifest, &manifest),
        (Format::Changes, &changes),
        (Format::Acknowledgement, &acknowledgement()),
        (Format::Receipt, &receipt),
        (Format::Receipt, &logged),
    ] {
        assert!(takes(format, document), "{document:#}");
        assert!(!takes(format, &json!(null)));
        assert!(!takes(format, &json!({})));
        // No format knows a member more, and each needs every member that it has here and that is not optional.
        let mut more = document.clone();
        more["extra"] = json!(1);
        assert!(!takes(format, &more));
        for key in document.as_object().unwrap().keys() {
            let mut less = document.clone();
            less.as_object_mut().unwrap().remove(key);
            takes(format, &less);
        }
    }
    let spoil = |format, document: &Value, pointer: &str, value: Value| {
        let mut spoilt = document.clone();
        *spoilt.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} in {document:#}")) = value;
        assert!(!takes(format, &spoilt), "{pointer}: {spoilt:#}");
    };
    for (pointer, value) in [
        ("/format", json!("ciente/notice/2")),
        ("/id", json!("../x")),
        ("/id", json!("a..b")),
        ("/locale", json!("pt_BR")),
        ("/title", json!(" ")),
        ("/controller", json!(null)),
        ("/controller/name", json!(" ")),
        ("/controller/url", json!(null)),
        ("/contact", json!({})),
        ("/contact/url", json!(1)),
        ("/sections/0/id", json!("")),
        ("/dataUses/0/basis", json!("interest")),
        ("/dataUses/0/services", json!([1])),
        ("/dataUses/0/items/0/type", json!("html")),
        ("/retention/1/rule", json!({ "kind": "fixed" })),
        ("/retention/1/rule", json!({ "kind": "fixed", "duration": "P0D" })),
        ("/retention/1/rule", json!({ "kind": "fixed", "duration": "P" })),
        ("/retention/1/rule", json!({ "kind": "unspecified", "duration": "P7D" })),
        ("/retention/0/rule", json!({ "kind": "whileUsed", "thenWithin": null })),
        ("/retention/0/dataUse", json!(1)),
    ] {
        spoil(Format::Notice, &notice, pointer, value);
    }
    for (pointer, value) in [
        ("/versions/0/change", json!("big")),
        ("/versions/1/changes", json!(null)),
        ("/versions/1/changes/reasons", json!({ "itemAdded": -1 })),
        ("/versions/1/changes/locales/en/bytes", json!("7")),
        ("/versions/0/locales/en/digest", json!("sha-256:0")),
    ] {
        spoil(Format::Manifest, &manifest, pointer, value);
    }
    for (pointer, value) in
        [("/changes/0/kind", json!("itemLost")), ("/changes/0/new", json!(null)), ("/since", json!(1))]
    {
        spoil(Format::Changes, &changes, pointer, value);
    }
    for (pointer, value) in [
        ("/id", json!("0190a1b2c3d47e5f8a6b7c8d9e0f1a2b")),
        ("/subject", json!("")),
        ("/subject", json!("x".repeat(257))),
        ("/action", json!("consented")),
        ("/shownAt", json!("2026-11-23T10:00:00Z")),
        ("/notice/digest", json!("sha-256:0")),
        ("/client", json!({ "widget": "0" })),
    ] {
        spoil(Format::Acknowledgement, &acknowledgement(), pointer, value);
    }
    for (pointer, value) in [("/authenticated", json!({ "tenant": "x" })), ("/acknowledgement/action", json!(1))] {
        spoil(Format::Receipt, &receipt, pointer, value);
    }
    for (pointer, value) in [
        ("/log", json!(null)),
        ("/log", json!({ "index": 7 })),
        ("/log/index", json!(-1)),
        ("/log/index", json!("7")),
        ("/log/salt", json!(null)),
        ("/log/proof", json!("aGFzaA==")),
        ("/log/checkpoint", json!({})),
    ] {
        spoil(Format::Receipt, &logged, pointer, value);
    }
}
