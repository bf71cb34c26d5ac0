//! Evidence by the command alone: a receiver runs, records are exported, verified, forged, erased, backed up and restored.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "support/scene.rs"]
mod scene;
mod support;

use ciente_evidence::Bundle;
use scene::Scene;
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

const KEY: [&str; 2] = ["--key", "log.pub"];

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

#[test]
fn the_logs_history_is_watched_by_address_and_by_export() {
    let scene = Scene::new();
    scene.write("log.pub", scene.get("/v1/log/key"));
    let first = scene.acknowledge(0, "alice");
    scene.write("first.json", first.to_string());
    (1..5).for_each(|n| drop(scene.acknowledge(n, "alice")));
    scene.write("kept", scene.get("/v1/log/checkpoint"));
    (5..300).for_each(|n| drop(scene.acknowledge(n, &format!("s{n}"))));
    for since in ["kept", "first.json"] {
        let by_address = ["verify", "--log", &scene.url, "--since", since, KEY[0], KEY[1]];
        assert!(scene.ends(&by_address, 0).out.contains("history"), "{since}");
    }
    scene.ends(&["export", "--data", "data.sqlite", "--log", "--out", "log"], 0);
    let among_others = scene.ends(&["export", "--data", "data.sqlite", "--log", "--out", "out"], 2).err;
    assert!(
        among_others.contains("error[output-unwritable]") && among_others.contains("other files"),
        "{among_others}"
    );
    assert!(!scene.desk.path().join("out/checkpoint").exists());
    let by_export = ["verify", "--log", "log", "--since", "kept", KEY[0], KEY[1]];
    assert!(scene.ends(&by_export, 0).out.contains("the first 5 of the 300 records are those of then"));
    scene.ends(&["verify", "first.json", "--log", "log", KEY[0], KEY[1]], 0);
    assert!(!scene.read("log/checkpoint").contains("alice"));
    // A file of the export is touched: a leaf, its order, its end.
    let path = scene.desk.path().join("log/tile/0/000");
    let sound = fs::read(&path).unwrap();
    let mut swapped = sound.clone();
    swapped.rotate_left(32);
    let mut changed = sound.clone();
    changed[40] ^= 1;
    for forged in [swapped, changed, sound[..32 * 200].to_vec()] {
        fs::write(&path, forged).unwrap();
        scene.ends(&by_export, 1);
    }
    fs::write(&path, sound).unwrap();
    scene.ends(&by_export, 0);
}

/// A keeper with the key who rewrites what the log holds: only the checkpoint outside can tell.
#[test]
fn a_keeper_who_rewrites_history_is_found_out() {
    let mut scene = Scene::new();
    scene.write("log.pub", scene.get("/v1/log/key"));
    (0..5).for_each(|n| drop(scene.acknowledge(n, "alice")));
    scene.write("kept", scene.get("/v1/log/checkpoint"));
    scene.ends(&["export", "--data", "data.sqlite", "--log", "--out", "log"], 0);
    let by_address = |scene: &Scene| scene.run(&["verify", "--log", &scene.url, "--since", "kept", KEY[0], KEY[1]]);
    scene.kill();
    let path = scene.desk.path().to_owned();
    for (count, subject, said) in [(5, "mallory", "forked"), (3, "alice", "truncated"), (9, "mallory", "rewritten")] {
        remove_data(&path);
        scene.start(&[]);
        (0..count).for_each(|n| drop(scene.acknowledge(n, subject)));
        let ended = by_address(&scene);
        assert!(ended.code == 1 && ended.out.contains(said), "{said}: {} {}", ended.code, ended.out);
        // What is held against the file's own checkpoint is so with another one beside it, too.
        scene.write("now", scene.get("/v1/log/checkpoint"));
        let late = scene.acknowledge(99, "late");
        scene.write("late.json", late.to_string());
        let both = ["verify", "late.json", "--log", "log", "--since", "kept", KEY[0], KEY[1]];
        assert!(scene.ends(&both, 1).out.contains("FAILS   history"), "{said}");
        let other = scene.ends(&["export", "--data", "data.sqlite", "--log", "--out", "log"], 2);
        assert!(other.err.contains("of 5 records, is not the beginning of this one"), "{}", other.err);
        scene.kill();
    }
}

fn remove_data(folder: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("data.sqlite{ending}")));
    }
}

#[test]
fn a_bundle_holds_by_itself_and_any_touch_of_it_shows() {
    let mut scene = Scene::new();
    scene.write("log.pub", scene.get("/v1/log/key"));
    scene.acknowledge(0, "a</script><b>&\"x");
    scene.acknowledge(1, "bob");
    scene.acknowledge(2, "a</script><b>&\"x");
    let subject = ["--tenant", "t", "--subject", "a</script><b>&\"x"];
    let export = [
        "export",
        "--data",
        "data.sqlite",
        "--bundle",
        "--out",
        "b.html",
        subject[0],
        subject[1],
        subject[2],
        subject[3],
    ];
    scene.ends(&export, 0);
    assert!(scene.ends(&export, 2).err.contains("nothing is overwritten"));
    scene.kill();
    fs::remove_dir_all(scene.desk.path().join("out")).unwrap();
    remove_data(scene.desk.path());
    let ended = scene.ends(&["verify", "b.html", KEY[0], KEY[1]], 0);
    assert!(ended.out.contains("2 records of"), "{}", ended.out);
    let page = scene.read("b.html");
    assert!(page.contains("We keep <strong>nothing</strong> but") && !page.contains("<b>"));
    // As a word: letters of a salt may spell anything.
    let mut words = page.split(|c: char| !c.is_ascii_alphanumeric() && !"+/=".contains(c));
    assert!(!words.any(|word| word == "bob"));
    let mut touched = 0;
    for at in (0..page.len()).step_by(97).filter(|at| page.as_bytes()[*at].is_ascii_lowercase()) {
        let mut bytes = page.clone().into_bytes();
        bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
        scene.write("forged.html", &bytes);
        let ended = scene.run(&["verify", "forged.html", KEY[0], KEY[1]]);
        assert_ne!(ended.code, 0, "byte {at}");
        touched += usize::from(ended.code == 1);
    }
    assert!(touched > 20);
    // Data and page, forged so that they agree.
    let verified = |forge: fn(&mut Bundle)| {
        let mut bundle = Bundle::read_unverified(&page).unwrap();
        forge(&mut bundle);
        scene.write("forged.html", bundle.to_page().unwrap());
        let ended = scene.run(&["verify", "forged.html", KEY[0], KEY[1]]);
        (ended.code, ended.out)
    };
    assert_eq!(verified(|_| {}).0, 0);
    for (forge, code, told) in [
        (
            (|b| b.exported_at = "2026-11-27, certified; the user has consented".into()) as fn(&mut Bundle),
            1,
            "certified",
        ),
        (
            |b| {
                let words = json!({ "title": "You consent to everything" });
                let digest = ciente_notice::Digest::of_bytes(&ciente_notice::canonical_value(&words).unwrap());
                b.notices.insert(digest.to_string(), words);
            },
            1,
            "no record in it names",
        ),
        (|b| b.records.push(b.records[1].clone()), 1, "comes after"),
        (|b| b.records.reverse(), 1, "comes after"),
        (|b| b.subject = "a minister".into(), 1, "are not of \"a minister\""),
        (
            |b| {
                b.subject = "a minister".into();
                b.records.clear();
                b.notices.clear();
            },
            2,
            "no record of \"a minister\"",
        ),
        (|b| b.notices.clear(), 2, "is missing"),
    ] {
        let (ended, out) = verified(forge);
        assert!(ended == code && out.contains(told), "{told}: {ended}, {out}");
    }
    let words = ["verify", "b.html", "--notice", "out/lamp/1/en.json", KEY[0], KEY[1]];
    assert!(scene.ends(&words, 2).err.contains("it belongs to a receipt"));
}

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

#[test]
fn an_erased_subject_is_gone_while_the_receiver_runs_and_a_backup_restores() {
    let mut scene = Scene::new();
    scene.write("log.pub", scene.get("/v1/log/key"));
    let alice = scene.acknowledge(0, "alice-wonder");
    let bob = scene.acknowledge(1, "bob");
    assert!(scene.ends(&["backup", "--data", "data.sqlite", "--out", "copy.sqlite"], 0).out.contains("2 records"));
    let again = scene.ends(&["backup", "--data", "data.sqlite", "--out", "copy.sqlite"], 2).err;
    assert!(again.contains("error[output-unwritable]") && again.contains("nothing is overwritten"), "{again}");
    let nobody = scene.ends(&["export", "--data", "data.sqlite", "--tenant", "t", "--subject", "alice wonder"], 0);
    assert!(nobody.out.is_empty() && nobody.err.contains("no record of this subject"), "{}", nobody.err);
    let status = "/v1/acknowledgements?notice=lamp&tenant=t&subject=alice-wonder";
    assert!(scene.get(status).contains("true"));
    let erase = ["erase", "--data", "data.sqlite", "--tenant", "t", "--subject", "alice-wonder", "--reason", "asked"];
    for control in ["a\nb", "a\u{1b}[2J"] {
        let told = scene.ends(&[&erase[..8], &[control]].concat(), 2).err;
        assert!(told.contains("--reason: the reason must be one line without control characters"), "{told}");
        assert!(!told.contains('\u{1b}'), "{told}");
    }
    // Names may begin as options do.
    let odd = ["--subject", "-evil", "--reason", "-x"];
    assert!(scene.ends(&[&erase[..5], &odd].concat(), 1).out.starts_with("0 records erased"));
    assert!(scene.ends(&erase, 0).out.starts_with("1 record erased"));
    let again = scene.ends(&erase, 1);
    assert!(again.out.starts_with("0 records erased") && again.err.contains("no record of this subject"));
    assert!(scene.get(status).contains("false"));
    for name in ["data.sqlite", "data.sqlite-wal"] {
        let bytes = fs::read(scene.desk.path().join(name)).unwrap_or_default();
        assert!(!bytes.windows(12).any(|window| window == b"alice-wonder"), "{name}");
    }
    for (name, receipt) in [("alice.json", &alice), ("bob.json", &bob)] {
        scene.write(name, receipt.to_string());
        scene.ends(&["verify", name, KEY[0], KEY[1]], 0);
        scene.ends(&["verify", name, "--log", &scene.url, KEY[0], KEY[1]], 0);
    }
    let later = scene.acknowledge(2, "carol");
    assert_eq!(later["log"]["index"], 2);
    // Restored as the documentation says.
    scene.kill();
    remove_data(scene.desk.path());
    fs::rename(scene.desk.path().join("copy.sqlite"), scene.desk.path().join("data.sqlite")).unwrap();
    scene.start(&[]);
    assert_eq!(scene.acknowledge(1, "bob"), bob);
    assert_eq!(scene.acknowledge(3, "dora")["log"]["index"], 2);
}

#[test]
fn keys_are_made_once_and_named() {
    let scene = Scene::new();
    let ended = scene.ends(&["keygen", "--out", "k", "--name", "evidence.example/log"], 0);
    assert_eq!(ended.out, scene.read("k.pub"));
    assert!(ended.out.starts_with("evidence.example/log+") && !ended.out.contains("PRIVATE"));
    scene.ends(&["keygen", "--out", "k"], 2);
    assert!(scene.ends(&["keygen", "--out", "l", "--name", "a b"], 2).err.contains("--name"));
    assert!(scene.ends(&["keygen", "--out", "l", "--name", "https://a.example/log"], 2).err.contains("has none"));
    // A public key that was handed out outlives a private one that was put away.
    let public = scene.read("k.pub");
    fs::rename(scene.desk.path().join("k"), scene.desk.path().join("safe")).unwrap();
    assert!(scene.ends(&["keygen", "--out", "k"], 2).err.contains("k.pub: a public key is there already"));
    assert_eq!(scene.read("k.pub"), public);
    fs::rename(scene.desk.path().join("safe"), scene.desk.path().join("k")).unwrap();
    assert!(!scene.desk.path().join("l").exists());
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

/// Ended in the middle by the system itself, which lets nothing clean up.
#[cfg(unix)]
#[test]
fn a_backup_that_is_killed_leaves_no_half_of_one_under_its_name() {
    let scene = Scene::new();
    scene.acknowledge(0, "alice");
    let few = "ulimit -c 0; ulimit -f 8; exec \"$0\" backup --data data.sqlite --out copy.sqlite";
    let mut shell = Command::new("sh");
    let killed = shell.current_dir(scene.desk.path()).args(["-c", few]).arg(assert_cmd::cargo::cargo_bin!("ciente"));
    let killed = killed.output().unwrap();
    assert!(!killed.status.success() && killed.stdout.is_empty(), "{killed:?}");
    assert!(!scene.desk.path().join("copy.sqlite").exists());
    assert!(scene.ends(&["backup", "--data", "data.sqlite", "--out", "copy.sqlite"], 0).out.contains("1 records"));
}
