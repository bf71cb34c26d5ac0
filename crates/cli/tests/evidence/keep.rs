//! Keys, backups, and erasure that a backup outlives.

use super::{KEY, remove_data, scene::Scene};
use std::{fs, process::Command};

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
