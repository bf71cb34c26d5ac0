//! Records in three forms, and what a store says of itself while they are read.

use super::{KEY, scene::Scene};
use serde_json::{Value, json};
use std::{
    fs,
    process::{Command, Stdio},
};

#[test]
fn records_are_exported_in_three_forms() {
    let scene = Scene::new();
    for (n, subject) in ["alice", "=cmd|' /C calc'!A0", "zoé, \"z\""].into_iter().enumerate() {
        scene.acknowledge(u32::try_from(n).unwrap(), subject);
    }
    let export = |format: &str| scene.ends(&["export", "--data", "data.sqlite", "--format", format], 0).out;
    let lines: Vec<Value> = export("ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["format"], "ciente/receipt/1");
    let csv = export("csv");
    assert_eq!(csv.lines().count(), 4);
    assert!(csv.contains(",\"'=cmd|' /C calc'!A0\",") && csv.contains(",\"zoé, \"\"z\"\"\","), "{csv}");
    // More than a pipe holds, to whoever reads one line of it.
    for n in 10..200 {
        scene.acknowledge(n, "many");
    }
    let mut head = Command::new(assert_cmd::cargo::cargo_bin!("ciente"));
    head.current_dir(scene.desk.path()).args(["export", "--data", "data.sqlite"]).stdout(Stdio::piped());
    let mut reading = head.spawn().unwrap();
    drop(reading.stdout.take());
    assert!(reading.wait().unwrap().success());
    scene.ends(&["erase", "--data", "data.sqlite", "--tenant", "t", "--subject", "many", "--reason", "test"], 0);
    let linked: Value = serde_json::from_str(&export("jsonld")).unwrap();
    let graph = linked["@graph"].as_array().unwrap();
    assert_eq!(graph.len(), 3);
    assert_eq!(graph[0]["dpv:hasNoticeStatus"]["@id"], "dpv:NoticeUsed");
    assert!(!linked.to_string().to_lowercase().contains("consent"));
    let one = scene.ends(&["export", "--data", "data.sqlite", "--tenant", "t", "--subject", "alice"], 0).out;
    assert_eq!(one.lines().count(), 1);
    let none: Value = serde_json::from_str(
        &scene
            .ends(&["export", "--data", "data.sqlite", "--format", "jsonld", "--tenant", "t", "--subject", "x"], 0)
            .out,
    )
    .unwrap();
    assert_eq!(none["@graph"], json!([]));
    assert!(scene.ends(&["export", "--data", "none.sqlite"], 2).err.contains("none.sqlite"));
    let nobody = ["export", "--data", "data.sqlite", "--bundle", "--out", "n.html", "--tenant", "t", "--subject", "x"];
    assert!(scene.ends(&nobody, 2).err.contains("error[record-unknown]"));
    assert!(!scene.desk.path().join("n.html").exists());
}

#[test]
fn records_that_went_without_a_tombstone_are_told() {
    let mut scene = Scene::new();
    for n in 0..5 {
        scene.acknowledge(n, &format!("subject-{n}"));
    }
    let erase = ["erase", "--data", "data.sqlite", "--tenant", "t", "--subject", "subject-1", "--reason", "asked"];
    scene.ends(&erase, 0);
    let export = ["export", "--data", "data.sqlite"];
    assert_eq!(scene.ends(&export, 0).out.lines().count(), 4, "what was erased is not missing");
    scene.kill();
    let database = rusqlite::Connection::open(scene.desk.path().join("data.sqlite")).unwrap();
    database.execute("DELETE FROM acknowledgements WHERE log_index IN (2, 4)", []).unwrap();
    drop(database);
    let told = scene.ends(&export, 1);
    assert_eq!(told.out.lines().count(), 2);
    assert!(told.err.contains("2 records that the log holds") && told.err.contains("numbers 2, 4;"), "{}", told.err);
}

#[test]
fn what_the_database_hides_from_its_own_checks_is_told() {
    let mut scene = Scene::new();
    scene.write("log.pub", scene.get("/v1/log/key"));
    (0..3).for_each(|n| drop(scene.acknowledge(n, "alice")));
    scene.kill();
    let verify = ["verify", "--data", "data.sqlite", KEY[0], KEY[1]];
    assert!(scene.ends(&verify, 0).out.contains("complete"));
    let path = scene.desk.path().join("data.sqlite");
    let sound = fs::read(&path).unwrap();
    for (change, told) in [
        (
            "DROP INDEX acknowledgements_by_log_index;
             CREATE INDEX acknowledgements_by_log_index ON acknowledgements (log_index) WHERE seq < 3",
            "the index acknowledgements_by_log_index leaves rows out",
        ),
        (
            "INSERT INTO log_checkpoints SELECT 1099511627776,
                replace(note, char(10) || '3' || char(10), char(10) || '1099511627776' || char(10))
             FROM log_checkpoints WHERE size = 3",
            "FAILS   current-checkpoint",
        ),
        ("UPDATE acknowledgements SET subject = 'ALICE' WHERE seq = 2", "FAILS   columns"),
    ] {
        fs::write(&path, &sound).unwrap();
        rusqlite::Connection::open(&path).unwrap().execute_batch(change).unwrap();
        let ended = scene.ends(&verify, 1);
        assert!(ended.out.contains(told), "{told}: {}", ended.out);
    }
}

/// What was done cannot be undone, and a script must not take it for a crash.
#[cfg(target_os = "linux")]
#[test]
fn what_was_done_and_cannot_be_printed_is_told() {
    let scene = Scene::new();
    scene.acknowledge(0, "alice");
    for line in [
        "keygen --out k",
        "backup --data data.sqlite --out copy.sqlite",
        "export --data data.sqlite --log --out tiles",
        "erase --data data.sqlite --tenant t --subject alice --reason asked",
    ] {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("ciente"));
        command.current_dir(scene.desk.path()).args(line.split(' '));
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ended = command.stdout(full).output().unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        assert!(ended.status.code() == Some(2) && told.contains("error[print-failed]: it is done"), "{line}: {told}");
    }
    assert!(scene.read("k.pub").starts_with("ciente") && scene.desk.path().join("copy.sqlite").exists());
    scene.ends(&["erase", "--data", "data.sqlite", "--tenant", "t", "--subject", "alice", "--reason", "asked"], 1);
}
