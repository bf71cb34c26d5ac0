//! What all tests of the command share: running the real binary, writing sources, reading what came out.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code, reason = "helpers of tests, and not each test uses all")]

use serde_json::Value;
use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    thread,
};
use tempfile::TempDir;

/// A folder for sources and results.
pub(crate) struct Desk(TempDir);

/// How a run ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a source.
    pub(crate) fn file(&self, path: &str, text: &str) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Runs `ciente build` in this folder with `--out out`.
    pub(crate) fn build(&self, args: &[&str]) -> Ended {
        self.run(&[&["build"], args, &["--out", "out"]].concat())
    }

    /// Runs the command in this folder.
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("ciente");
        let output = command.current_dir(self.path()).args(args).output().unwrap();
        Ended {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `ciente check` in this folder.
    pub(crate) fn check(&self, args: &[&str]) -> Ended {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("ciente");
        let output = command.current_dir(self.path()).arg("check").args(args).output().unwrap();
        Ended {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a build that must succeed.
    pub(crate) fn built(&self, args: &[&str]) -> Ended {
        let ended = self.build(args);
        assert_eq!(ended.code, 0, "{}", ended.err);
        ended
    }

    /// Reads a JSON file of the result.
    pub(crate) fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&self.bytes(path)).unwrap()
    }

    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.path().join("out").join(path)).unwrap()
    }

    /// Whether anything was written.
    pub(crate) fn is_clean(&self) -> bool {
        !self.path().join("out").exists()
    }
}

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// A folder of the shared material, or none, and then it is said that the test is skipped.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    if !path.exists() {
        let test = thread::current().name().unwrap_or_default().to_owned();
        // Of a test that passes, what its macros print is not shown.
        io::stderr().write_all(format!("{test}: skipped, {} is not there\n", path.display()).as_bytes()).unwrap();
        return None;
    }
    Some(path)
}

/// The visible text of inlines.
pub(crate) fn text(inlines: &Value) -> String {
    let each = |inline: &Value| match inline.get("text") {
        Some(words) => words.as_str().unwrap().to_owned(),
        None => text(&inline["content"]),
    };
    inlines.as_array().unwrap().iter().map(each).collect()
}
