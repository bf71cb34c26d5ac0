//! A receiver of a small notice that runs by itself, and the command beside it.
#![allow(clippy::unwrap_used, dead_code, reason = "helpers of tests, and not each test uses all")]

use super::support::{Desk, Ended};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

/// A receiver of a small notice, in a folder of its own.
pub(crate) struct Scene {
    pub(crate) desk: Desk,
    pub(crate) child: Option<Child>,
    pub(crate) url: String,
    pub(crate) digest: String,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let desk = Desk::new();
        desk.file("lamp/1/en.md", "# Lamp\n\nWe keep **nothing** but <https://lamp.example>.\n\n- a\n- b\n");
        desk.built(&["lamp"]);
        let manifest = desk.json("lamp/manifest.json");
        let digest = manifest["versions"][0]["locales"]["en"]["digest"].as_str().unwrap().to_owned();
        let mut scene = Self { desk, child: None, url: String::new(), digest };
        scene.start(&[]);
        scene
    }

    pub(crate) fn start(&mut self, more: &[&str]) {
        let err = fs::File::create(self.desk.path().join("err")).unwrap();
        self.start_heard(more, err.into());
    }

    /// The same, where something else takes what it says of itself.
    pub(crate) fn start_heard(&mut self, more: &[&str], err: Stdio) {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("ciente"))
            .current_dir(self.desk.path())
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--notices",
                "out",
                "--data",
                "data.sqlite",
                "--allow-anonymous",
            ])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(err)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        line.trim().clone_into(&mut self.url);
        self.child = Some(child);
    }

    /// A second receiver on the same file, stopped as an operator stops it.
    pub(crate) fn another_comes_and_goes(&mut self) {
        let (first, url) = (self.child.take(), self.url.clone());
        self.start(&[]);
        self.stop();
        (self.child, self.url) = (first, url);
    }

    /// As an operator stops it.
    pub(crate) fn stop(&mut self) {
        let mut child = self.child.take().unwrap();
        assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
        assert!(child.wait().unwrap().success());
    }

    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub(crate) fn acknowledge(&self, n: u32, subject: &str) -> Value {
        serde_json::from_str(&self.post(n, subject).unwrap().body_mut().read_to_string().unwrap()).unwrap()
    }

    /// Status and `Retry-After`.
    pub(crate) fn refused(&self, n: u32, subject: &str) -> (u16, Option<String>) {
        let answer = self.post(n, subject).unwrap();
        let after = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        (answer.status().as_u16(), after)
    }

    fn post(&self, n: u32, subject: &str) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        let body = json!({
            "format": "ciente/acknowledgement/1", "id": format!("0190a1b2-c3d4-7e5f-8a6b-{n:012x}"),
            "notice": { "id": "lamp", "version": "1", "locale": "en", "digest": self.digest },
            "tenant": "t", "subject": subject, "action": "acknowledged",
            "shownAt": "2026-11-23T10:00:00.000Z", "actedAt": "2026-11-23T10:00:41.318Z",
            "client": { "widget": "0.1.0", "origin": "https://chat.example" }
        });
        ureq::post(format!("{}/v1/acknowledgements", self.url))
            .header("content-type", "application/json")
            .config()
            .http_status_as_error(false)
            .build()
            .send(body.to_string())
    }

    pub(crate) fn get(&self, path: &str) -> String {
        ureq::get(format!("{}{path}", self.url)).call().unwrap().body_mut().read_to_string().unwrap()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("ciente");
        let output = command.current_dir(self.desk.path()).args(args).output().unwrap();
        Ended {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub(crate) fn ends(&self, args: &[&str], code: i32) -> Ended {
        let ended = self.run(args);
        assert_eq!(ended.code, code, "{args:?}: {}{}", ended.out, ended.err);
        ended
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.desk.path().join(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.desk.path().join(name)).unwrap()
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.kill();
    }
}
