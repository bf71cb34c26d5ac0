//! The log's history, and a keeper who rewrites it.

use super::{KEY, remove_data, scene::Scene};
use std::fs;

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
