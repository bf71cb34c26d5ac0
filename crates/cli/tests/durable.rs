//! What was confirmed is there, whatever other processes do to the file: each is a real one, because the locks that decide
//! about the write-ahead log are kept by process.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "support/scene.rs"]
mod scene;
mod support;

use scene::Scene;
use serde_json::{Value, json};
use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::Command,
};

const TOKEN: &str = "tttttttttttttttttttttttttttttttttttttttt";

/// An address that nobody has.
fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Another program that opens and closes the file. SQLite from 3.51 on notices that somebody's locks are gone; older ones, which
/// most systems have, take the write-ahead log away. Where there is none, the locks alone tell.
fn another_program_looks(scene: &Scene) {
    let sql = "SELECT count(*) FROM tombstones";
    let _ = Command::new("sqlite3").current_dir(scene.desk.path()).args(["data.sqlite", sql]).output();
}

/// Whether the receiver holds SQLite's shared lock (the bytes from 2^30 + 2 on) on its database.
#[cfg(target_os = "linux")]
fn is_locked(scene: &Scene) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let inode = fs::metadata(scene.desk.path().join("data.sqlite")).unwrap().ino();
    let (pid, place) = (scene.child.as_ref().unwrap().id().to_string(), format!(":{inode}"));
    fs::read_to_string("/proc/locks")
        .unwrap()
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .any(|lock| matches!(lock[..], [.., "READ", by, file, "1073741826", _] if by == pid && file.ends_with(&place)))
}

fn subjects(scene: &Scene) -> Vec<String> {
    let _ = fs::remove_file(scene.desk.path().join("all.ndjson"));
    scene.ends(&["export", "--data", "data.sqlite", "--out", "all.ndjson"], 0);
    let subject = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["acknowledgement"]["subject"].as_str().unwrap().to_owned()
    };
    scene.read("all.ndjson").lines().map(subject).collect()
}

#[test]
fn nothing_is_lost_when_others_open_and_close_the_file_after_an_erasure() {
    let mut scene = Scene::new();
    scene.kill();
    scene.write("token", TOKEN);
    let admin = free().to_string();
    scene.start(&["--admin-listen", &admin, "--admin-token-file", "token"]);
    scene.acknowledge(1, "bob");
    scene.acknowledge(2, "alice");
    let erased = ureq::post(format!("http://{admin}/admin/v1/subjects/erase"))
        .header("authorization", format!("Bearer {TOKEN}"))
        .header("content-type", "application/json")
        .send(json!({ "tenant": "t", "subject": "alice", "reason": "asked" }).to_string())
        .unwrap();
    assert_eq!(erased.status(), 200);
    #[cfg(target_os = "linux")]
    assert!(is_locked(&scene), "an erasure must leave the receiver its locks");
    // Whoever closes the file last takes the write-ahead log away: the receiver's locks must tell that it is in use.
    assert_eq!(subjects(&scene), ["bob"]);
    scene.another_comes_and_goes();
    another_program_looks(&scene);
    assert!(scene.desk.path().join("data.sqlite-wal").exists());
    for n in 3..8 {
        assert_eq!(scene.acknowledge(n, "later")["log"]["index"], json!(n - 1));
    }
    scene.kill();
    scene.start(&[]);
    assert_eq!(subjects(&scene), ["bob", "later", "later", "later", "later", "later"]);
}

#[test]
fn a_database_that_is_gone_is_told_to_everybody_who_asks() {
    let mut scene = Scene::new();
    scene.acknowledge(1, "alice");
    let (there, away) = (scene.desk.path().join("data.sqlite"), scene.desk.path().join("away"));
    fs::rename(&there, &away).unwrap();
    let status = |path: &str| match ureq::get(format!("{}{path}", scene.url)).call() {
        Ok(answer) => answer.status().as_u16(),
        Err(ureq::Error::StatusCode(status)) => status,
        Err(error) => panic!("{error}"),
    };
    assert_eq!((status("/readyz"), status("/healthz")), (503, 503));
    assert_eq!(scene.refused(2, "bob"), (503, Some("30".into())));
    fs::rename(&away, &there).unwrap();
    assert_eq!((status("/readyz"), status("/healthz")), (200, 200));
    scene.acknowledge(2, "bob");
    assert_eq!(subjects(&scene), ["alice", "bob"]);
    scene.kill();
}

#[test]
fn a_new_log_under_a_key_that_was_there_is_told() {
    let mut scene = Scene::new();
    scene.acknowledge(1, "alice");
    scene.kill();
    let told = |scene: &Scene| scene.read("err").contains("a new, empty log begins under a key that was there already");
    assert!(!told(&scene));
    scene.start(&[]);
    scene.kill();
    assert!(!told(&scene));
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(scene.desk.path().join(format!("data.sqlite{ending}")));
    }
    scene.start(&[]);
    scene.kill();
    assert!(told(&scene), "{}", scene.read("err"));
    assert!(!scene.read("err").contains('\u{1b}'), "a log in a file has no colours");
}

#[test]
fn what_cannot_be_backed_up_is_named() {
    let scene = Scene::new();
    for (data, told) in [
        (
            "postgres://ciente:s3cret@db/ciente",
            "--data postgres://ciente:…@db/ciente: this copies SQLite files; back PostgreSQL up with its own tools",
        ),
        ("none.sqlite", "none.sqlite: there is no such file"),
    ] {
        let ended = scene.ends(&["backup", "--data", data, "--out", "copy"], 2);
        assert!(ended.err.contains(told), "{}", ended.err);
        assert!(!scene.desk.path().join("copy").exists());
    }
}

/// A disk of its own. `None` where this user cannot mount.
struct Disk(PathBuf);

impl Disk {
    fn new(at: PathBuf) -> Option<Self> {
        fs::create_dir(&at).unwrap();
        let disk = Self(at);
        disk.mount(&["-t", "tmpfs", "-o", "size=8m", "ciente-test"]).then_some(disk)
    }

    fn mount(&self, how: &[&str]) -> bool {
        Command::new("mount").args(how).arg(&self.0).output().is_ok_and(|ended| ended.status.success())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
    }
}

#[test]
fn an_archive_on_a_read_only_disk_can_be_read() {
    let mut scene = Scene::new();
    let Some(disk) = Disk::new(scene.desk.path().join("disk")) else {
        eprintln!("not run: this user cannot mount a disk");
        return;
    };
    scene.acknowledge(1, "alice");
    scene.kill();
    scene.start(&[]);
    scene.stop();
    fs::copy(scene.desk.path().join("data.sqlite"), disk.0.join("data.sqlite")).unwrap();
    let export = ["export", "--data", "disk/data.sqlite", "--tenant", "t", "--subject", "alice", "--out"];
    assert!(disk.mount(&["-o", "remount,ro"]));
    scene.ends(&[&export[..], &["all.ndjson"]].concat(), 0);
    assert!(scene.read("all.ndjson").contains("alice"));
    scene.ends(&[&export[..], &["b.html", "--bundle"]].concat(), 0);
    scene.ends(&["backup", "--data", "disk/data.sqlite", "--out", "copy"], 0);
    scene.ends(&["export", "--data", "copy", "--log", "--out", "log"], 0);
    // What cannot be written there leaves nothing there, and says where.
    let err = scene.ends(&[&export[..], &["disk/b.html", "--bundle"]].concat(), 2).err;
    assert!(err.contains("disk/b.html"), "{err}");
    scene.ends(&["keygen", "--out", "disk/key"], 2);
    let erase = ["erase", "--data", "disk/data.sqlite", "--tenant", "t", "--subject", "alice", "--reason", "asked"];
    assert!(scene.ends(&erase, 2).err.contains("cannot be written"));
    assert_eq!(fs::read_dir(&disk.0).unwrap().count(), 1);
    assert!(disk.mount(&["-o", "remount,rw"]));
    fs::write(disk.0.join("data.sqlite-wal"), "what was written last").unwrap();
    assert!(disk.mount(&["-o", "remount,ro"]));
    assert!(scene.ends(&[&export[..], &["c.ndjson"]].concat(), 2).err.contains("still in the -wal"));
    assert!(!scene.desk.path().join("c.ndjson").exists());
}

/// A pipe to a program that is gone, or that reads nothing: neither is a reason to answer nobody.
#[test]
fn a_log_that_nobody_takes_keeps_nobody_waiting() {
    let mut scene = Scene::new();
    scene.stop();
    for reads in [false, true] {
        let (reader, writer) = std::io::pipe().unwrap();
        // Kept, it is never read.
        let reader = reads.then_some(reader);
        scene.start_heard(&["--log-format", "json"], writer.into());
        // Each answer is a line: more of them than a pipe holds (64 KiB).
        for n in 0..800 {
            assert_eq!(scene.get("/livez"), "ok", "{n}");
        }
        scene.acknowledge(u32::from(reads), "alice");
        assert_eq!(scene.get("/healthz"), "ok");
        drop(reader);
        scene.stop();
    }
    assert_eq!(subjects(&scene), ["alice", "alice"]);
}
