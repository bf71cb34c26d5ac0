//! A receipt by itself.

use super::scene::Scene;
use serde_json::{Value, json};

#[test]
fn a_receipt_is_verified_offline_and_every_forgery_is_found() {
    let mut scene = Scene::new();
    let receipt = scene.acknowledge(1, "alice");
    scene.write("log.pub", scene.get("/v1/log/key"));
    scene.kill();
    scene.write("receipt.json", receipt.to_string());
    let ended = scene.ends(&["verify", "receipt.json", "--key", "log.pub", "--notice", "out/lamp/1/en.json"], 0);
    for said in [
        "holds   inclusion: it is record 0 of the 1 in the log",
        "proves: ",
        "does not prove: ",
        "\"alice\" of tenant \"t\"",
    ] {
        assert!(ended.out.contains(said), "{said} is not in {}", ended.out);
    }
    // The public half beside the database is the same key.
    scene.ends(&["verify", "receipt.json", "--key", "data.sqlite.log-key.pub"], 0);
    let ended = scene.ends(&["verify", "receipt.json", "--key", "log.pub", "--format", "json"], 0);
    let report: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((&report["format"], &report["verdict"]), (&json!("ciente/verification/1"), &json!("holds")));
    assert!(
        report["checks"]
            .as_array()
            .unwrap()
            .iter()
            .any(|check| check["name"] == "notice" && check["outcome"] == "skipped")
    );

    for (place, value) in [
        ("/acknowledgement/subject", json!("bob")),
        ("/acknowledgement/action", json!("declined")),
        ("/acknowledgement/action", json!("nonsense")),
        ("/receivedAt", json!("2020-01-01T00:00:00.000Z")),
        ("/authenticated", json!({ "tenant": "t", "subject": "alice" })),
        ("/log/index", json!(1)),
        ("/log/proof", json!(["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="])),
    ] {
        let mut forged = receipt.clone();
        *forged.pointer_mut(place).unwrap() = value;
        scene.write("forged.json", forged.to_string());
        let ended = scene.ends(&["verify", "forged.json", "--key", "log.pub"], 1);
        assert!(ended.out.contains("FAILS") && ended.out.contains("It does NOT hold."), "{}", ended.out);
    }
    let words = scene.read("out/lamp/1/en.json").replace("nothing", "everything");
    scene.write("words.json", words);
    scene.ends(&["verify", "receipt.json", "--key", "log.pub", "--notice", "words.json"], 1);
    scene.ends(&["keygen", "--out", "other", "--name", "other.example/log"], 0);
    scene.ends(&["verify", "receipt.json", "--key", "other.pub"], 1);
}

#[test]
fn what_cannot_be_told_is_neither_yes_nor_no() {
    let scene = Scene::new();
    let mut receipt = scene.acknowledge(1, "alice");
    scene.write("receipt.json", receipt.to_string());
    scene.write("log.pub", scene.get("/v1/log/key"));
    receipt.as_object_mut().unwrap().remove("log");
    scene.write("early.json", receipt.to_string());
    scene.write("other.json", "{\"format\":\"something/else\"}");
    scene.write("text.json", "no JSON");
    scene.write("long.json", format!("[{}0]", "0,".repeat(100_000)));
    for (file, key, named) in [
        ("early.json", "log.pub", "before the log"),
        ("other.json", "log.pub", "something/else"),
        ("text.json", "log.pub", "text.json"),
        ("none.json", "log.pub", "none.json"),
        ("long.json", "log.pub", "longer than any receipt"),
        ("receipt.json", "none.pub", "none.pub"),
        ("receipt.json", "text.json", "--key text.json"),
        ("receipt.json", "data.sqlite.log-key", "private key"),
    ] {
        let ended = scene.ends(&["verify", file, "--key", key], 2);
        assert!(format!("{}{}", ended.out, ended.err).contains(named), "{named}: {}{}", ended.out, ended.err);
    }
    let ended = scene.ends(&["verify", "--log", "http://127.0.0.1:1", "--key", "log.pub"], 2);
    assert!(ended.out.contains("http://127.0.0.1:1"), "{}", ended.out);
}
