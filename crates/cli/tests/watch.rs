//! `ciente build --watch`, run as it is run: what changes is built, what is broken keeps what was built.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};
use support::Desk;

const TEXT: &str = "# Lamp\n\n| Personal Information | Use | Legal Basis |\n| - | - | - |\n\
                    | **Log data**: time | We find faults. | Contract. |\n\n\
                    | Personal Information | Retention Policy |\n| - | - |\n| Log data | Stored for 7 days. |\n";

/// How long a change may take to be noticed and built on the busiest machine; a test that passes waits for none of it.
const PATIENCE: Duration = Duration::from_secs(60);

struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(desk: &Desk, source: &str) -> Self {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("ciente"));
        command.current_dir(desk.path()).args(["build", source, "--locale", "en", "--out", "out", "--watch"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, lines: receiver }
    }

    /// Reads lines until it waits for a change again, and returns them.
    fn round(&self) -> String {
        let mut round = String::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no end of:\n{round}"));
            if line.starts_with("waiting for a change") {
                return round;
            }
            round.push_str(&line);
            round.push('\n');
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn duration(desk: &Desk, id: &str) -> String {
    desk.json(&format!("{id}/1/en.json"))["retention"][0]["rule"]["duration"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_saved_is_built() {
    let desk = Desk::new();
    desk.file("lamp/en.md", TEXT);
    let watching = Watching::start(&desk, "lamp");
    watching.round();
    assert_eq!(duration(&desk, "lamp"), "P7D");

    desk.file("lamp/en.md", &TEXT.replace("7 days", "9 days"));
    assert!(watching.round().contains("en.md changed"));
    assert_eq!(duration(&desk, "lamp"), "P9D");
}

#[test]
fn what_is_broken_is_said_and_what_was_built_stays() {
    let desk = Desk::new();
    desk.file("lamp/en.md", TEXT);
    let watching = Watching::start(&desk, "lamp");
    watching.round();

    desk.file("lamp/notice.toml", "titel = \"Lamp\"\n");
    let round = watching.round();
    assert!(round.contains("notice.toml") && round.contains("nothing was written"), "{round}");
    assert_eq!(duration(&desk, "lamp"), "P7D");

    desk.file("lamp/notice.toml", "title = \"Lamplight\"\n");
    watching.round();
    assert_eq!(desk.json("lamp/1/en.json")["title"], "Lamplight");
}

#[test]
fn a_document_that_is_replaced_is_built() {
    let desk = Desk::new();
    desk.file("lamp.md", TEXT);
    let watching = Watching::start(&desk, "lamp.md");
    watching.round();

    // As editors save: beside, then renamed over.
    let beside = desk.path().join("lamp.md~");
    fs::write(&beside, TEXT.replace("7 days", "3 days")).unwrap();
    fs::rename(&beside, desk.path().join("lamp.md")).unwrap();
    watching.round();
    assert_eq!(duration(&desk, "lamp"), "P3D");
}

#[test]
fn what_is_built_among_the_sources_does_not_build_again() {
    let desk = Desk::new();
    desk.file("en.md", TEXT);
    let watching = Watching::start(&desk, ".");
    watching.round();
    assert!(Path::new(&desk.path().join("out")).is_dir());
    // Had its own output started another round, that one would be the next, and not name the document.
    desk.file("en.md", &TEXT.replace("7 days", "9 days"));
    let round = watching.round();
    assert!(round.contains("en.md changed"), "{round}");
}
