//! `ciente init`: what it writes builds without a warning, and nothing is overwritten.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::fs;
use support::Desk;

#[test]
fn the_skeleton_builds_without_a_warning() {
    let desk = Desk::new();
    let ended = desk.run(&["init", "new/lamp"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("new/lamp/v1/en.md"), "{}", ended.out);
    let ended = desk.built(&["new/lamp", "--strict"]);
    assert_eq!(ended.err, "");
    let notice = desk.json("lamp/v1/en.json");
    assert_eq!(notice["dataUses"].as_array().unwrap().len(), 3);
    assert_eq!(notice["dataUses"][1]["services"][0], "MST");
    let rules: Vec<_> = notice["retention"].as_array().unwrap().iter().map(|row| row["rule"]["kind"].clone()).collect();
    assert_eq!(rules, ["whileUsed", "fixed", "fixed"]);
    assert!(notice["retention"].as_array().unwrap().iter().all(|row| row["dataUse"].is_string()));
    assert!(!notice.to_string().contains("<!--"));
}

#[test]
fn nothing_is_overwritten() {
    let desk = Desk::new();
    desk.file("lamp/v1/en.md", "mine");
    let ended = desk.run(&["init", "lamp"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("lamp/v1 is there already; nothing was written"), "{}", ended.err);
    assert_eq!(fs::read_to_string(desk.path().join("lamp/v1/en.md")).unwrap(), "mine");
    assert!(!desk.path().join("lamp/notice.toml").exists());
    // In the folder itself, when none is named.
    let desk = Desk::new();
    assert_eq!(desk.run(&["init"]).code, 0);
    assert_eq!(desk.run(&["init"]).code, 2);
    desk.file("in-the-way", "");
    assert_eq!(desk.run(&["init", "in-the-way/lamp"]).code, 2);
}
