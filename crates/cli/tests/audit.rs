//! `ciente verify --data`: a database is changed in every way that its keeper could, and each is told by the check that it
//! contradicts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "support/scene.rs"]
mod scene;
mod support;

use rusqlite::Connection;
use scene::Scene;
use serde_json::Value;
use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
};

const AUDIT: [&str; 7] = ["verify", "--data", "forged.sqlite", "--key", "log.pub", "--format", "json"];

/// A receiver that was stopped, with twelve records of which the fifth is erased.
fn stopped() -> Scene {
    let mut scene = Scene::new();
    scene.write("log.pub", scene.get("/v1/log/key"));
    (0..3).for_each(|n| drop(scene.acknowledge(n, "alice")));
    (3..12).for_each(|n| drop(scene.acknowledge(n, &format!("user {n}"))));
    scene.write("kept", scene.get("/v1/log/checkpoint"));
    scene.ends(&["erase", "--data", "data.sqlite", "--tenant", "t", "--subject", "user 4", "--reason", "asked"], 0);
    scene.stop();
    scene
}

/// A copy of the database, changed by somebody who can do everything but sign.
fn forged(scene: &Scene, sql: &str) {
    let path = scene.desk.path().join("forged.sqlite");
    fs::copy(scene.desk.path().join("data.sqlite"), &path).unwrap();
    let database = Connection::open(&path).unwrap();
    let mut named = database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").unwrap();
    let triggers: Vec<String> = named.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for trigger in triggers {
        database.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    database.execute_batch(sql).unwrap();
}

fn outcome<'r>(report: &'r Value, name: &str) -> &'r str {
    let check = report["checks"].as_array().unwrap().iter().find(|check| check["name"] == name);
    check.unwrap_or_else(|| panic!("no check {name} in {report}"))["outcome"].as_str().unwrap()
}

#[test]
fn a_database_that_nobody_changed_holds() {
    let scene = stopped();
    forged(&scene, "");
    let ended = scene.ends(&[&AUDIT[..], &["--since", "kept"]].concat(), 0);
    let report: Value = serde_json::from_str(&ended.out).unwrap();
    for name in
        ["current-checkpoint", "leaves", "history", "tree", "identity", "records", "columns", "complete", "texts"]
    {
        assert_eq!(outcome(&report, name), "holds", "{report}");
    }
    // While a receiver writes to it, too.
    let mut scene = scene;
    scene.start(&[]);
    let scene = &scene;
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for n in 40.. {
                scene.acknowledge(n, "late");
                if ended.load(Relaxed) {
                    break;
                }
            }
        });
        for _ in 0..10 {
            let audited = scene.run(&["verify", "--data", "data.sqlite", "--since", "kept", "--key", "log.pub"]);
            ended.store(audited.code != 0, Relaxed);
            assert_eq!(audited.code, 0, "{}{}", audited.out, audited.err);
        }
        ended.store(true, Relaxed);
    });
}

#[test]
fn every_change_is_found_by_the_check_that_it_contradicts() {
    let scene = stopped();
    let of_third = "WHERE log_index = 3";
    scene.ends(&["keygen", "--out", "other"], 0);
    let other = fs::read_to_string(scene.desk.path().join("other.pub")).unwrap();
    for (sql, failing) in [
        // What questions are answered from.
        (format!("UPDATE acknowledgements SET subject = 'mallory' {of_third}"), "columns"),
        (format!("UPDATE acknowledgements SET tenant = 'u' {of_third}"), "columns"),
        (format!("UPDATE acknowledgements SET action = 'declined' {of_third}"), "columns"),
        (format!("UPDATE acknowledgements SET version = '2' {of_third}"), "columns"),
        (format!("UPDATE acknowledgements SET digest = 'sha-256:00' {of_third}"), "columns"),
        (format!("UPDATE acknowledgements SET log_index = NULL {of_third}"), "columns"),
        (format!("UPDATE acknowledgements SET seq = 1000 {of_third}"), "columns"),
        // The record itself.
        (format!("UPDATE acknowledgements SET body = replace(body, 'user 3', 'mallory') {of_third}"), "records"),
        (format!("UPDATE acknowledgements SET received_at = '2021-01-01T00:00:00.000Z' {of_third}"), "records"),
        (format!("UPDATE acknowledgements SET authenticated = 1 {of_third}"), "records"),
        (format!("UPDATE acknowledgements SET salt = zeroblob(32) {of_third}"), "records"),
        (format!("UPDATE acknowledgements SET body = 'no JSON' {of_third}"), "records"),
        ("UPDATE acknowledgements SET log_index = 15 - log_index WHERE log_index IN (7, 8)".into(), "records"),
        ("UPDATE log_checkpoints SET note = replace(note, '— ', '— x') WHERE size = 4".into(), "records"),
        // What is there.
        (format!("DELETE FROM acknowledgements {of_third}"), "complete"),
        ("UPDATE acknowledgements SET log_index = 6 WHERE log_index = 7".into(), "complete"),
        ("UPDATE acknowledgements SET log_index = 9223372036854775807 WHERE log_index = 11".into(), "records"),
        ("INSERT INTO tombstones VALUES (6, 't', '2026-11-28T00:00:00.000Z', 'asked')".into(), "complete"),
        ("DELETE FROM tombstones".into(), "complete"),
        ("DELETE FROM log_checkpoints WHERE size = 12".into(), "records"),
        // The words.
        ("DELETE FROM published".into(), "texts"),
        ("UPDATE published SET body = replace(body, 'nothing', 'everything')".into(), "texts"),
        ("UPDATE published SET version = '2099'".into(), "texts"),
        // The log.
        ("UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 0 AND position = 2".into(), "leaves"),
        ("UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 1 AND position = 0".into(), "tree"),
        ("DELETE FROM log_nodes WHERE level = 0 AND position = 2".into(), "leaves"),
        // Of a log that was longer.
        ("INSERT INTO log_nodes VALUES (1, 100, zeroblob(32))".into(), "tree"),
        // Whose log it is, and since when: receipts of records from before it have no proof.
        ("UPDATE log_identity SET begins = 100000".into(), "identity"),
        (format!("UPDATE log_identity SET verifier = '{}'", other.trim()), "identity"),
    ] {
        forged(&scene, &sql);
        let ended = scene.ends(&AUDIT, 1);
        let report: Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(outcome(&report, failing), "fails", "{sql}: {report}");
    }
}

#[test]
fn evidence_that_does_not_hold_is_not_given_out() {
    let scene = stopped();
    let bundle =
        ["export", "--data", "forged.sqlite", "--bundle", "--tenant", "t", "--subject", "alice", "--out", "a.html"];
    forged(&scene, "UPDATE acknowledgements SET received_at = '2021-01-01T00:00:00.000Z' WHERE log_index = 1");
    let ended = scene.ends(&bundle, 2);
    assert!(ended.err.contains("does not hold, and is not given out: inclusion: "), "{}", ended.err);
    assert!(!scene.desk.path().join("a.html").exists());
    // Words that nobody kept are missing, and that is said; the records are there all the same.
    forged(&scene, "DELETE FROM published");
    let ended = scene.ends(&bundle, 1);
    assert!(ended.err.contains("cannot tell whether all of it holds: notices: "), "{}", ended.err);
    let ended = scene.ends(&["verify", "a.html", "--key", "log.pub"], 2);
    assert!(ended.out.contains("is missing"), "{}", ended.out);
    fs::remove_file(scene.desk.path().join("a.html")).unwrap();
    forged(&scene, "");
    scene.ends(&bundle, 0);
    scene.ends(&["verify", "a.html", "--key", "log.pub"], 0);
}

#[test]
fn a_second_record_under_one_number_is_found_wherever_a_page_ends() {
    let mut scene = Scene::new();
    scene.write("log.pub", scene.get("/v1/log/key"));
    (0..260).for_each(|n| drop(scene.acknowledge(n, "alice")));
    scene.stop();
    // Of the same kind in all its columns, and after the one that is in the log.
    forged(&scene, "UPDATE acknowledgements SET log_index = 255 WHERE log_index = 259");
    let report: Value = serde_json::from_str(&scene.ends(&AUDIT, 1).out).unwrap();
    assert_eq!(outcome(&report, "complete"), "fails", "{report}");
    assert!(report.to_string().contains("more than one record: number 255"), "{report}");
}
