//! A folder to serve from, and a receiver that runs.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

pub(crate) const BIN: &str = env!("CARGO_BIN_EXE_ciente");

pub(crate) struct Desk(tempfile::TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let policy = "# Shop\n\n| Data | Use | Legal basis |\n|---|---|---|\n| Name | To greet you | Contract |\n";
        desk.file("shop/en.md", policy);
        let built = desk.command("build").args(["shop", "--out", "notices", "--quiet"]).output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        desk
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(BIN);
        command.current_dir(self.path()).arg(name).env_remove("RUST_LOG").env_remove("CIENTE_CONFIG");
        command
    }

    /// Exit code, standard output, standard error.
    pub(crate) fn serve(&self, args: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
        let output = self.command("serve").args(args).envs(environment.iter().copied()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    #[track_caller]
    pub(crate) fn refused(&self, args: &[&str], environment: &[(&str, &str)], told: &[&str]) {
        let (code, _, err) = self.serve(args, environment);
        assert_eq!(code, 2, "{err}");
        for words in told {
            assert!(err.contains(words), "{words:?} in {err}");
        }
    }
}

pub(crate) const BASE: [&str; 4] = ["--notices", "notices", "--data", "data.sqlite"];

pub(crate) fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    BASE.iter().copied().chain(more.iter().copied()).collect()
}

pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has mostly ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap_or_else(|| {
            let mut err = String::new();
            child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
            panic!("{line:?} {err}")
        });
        Self { address: address.to_owned(), child }
    }

    pub(crate) fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// SIGTERM; returns what it has logged.
    #[cfg(unix)]
    pub(crate) fn stop(mut self) -> String {
        self.end();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        log
    }

    #[cfg(unix)]
    pub(crate) fn end(&self) {
        self.signal("TERM");
    }

    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let killed = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
    }
}
