//! A PostgreSQL server of one's own, in a temporary folder, on a Unix socket. It refuses to run as root, so root starts it as
//! the user that Debian's package makes.

use anyhow::{Result, ensure};
use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

pub(crate) struct Cluster {
    folder: TempDir,
    bin: PathBuf,
}

impl Cluster {
    /// A new one that keeps what it commits, of the server whose programs are in `bin`.
    pub(crate) fn start(bin: &Path) -> Result<Self> {
        let cluster = Self { folder: tempfile::tempdir()?, bin: bin.to_owned() };
        if is_root()? {
            run(Command::new("chown").arg("postgres").arg(cluster.folder.path()))?;
        }
        run(cluster
            .command("initdb")?
            .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "-D"])
            .arg(cluster.data()))?;
        cluster.start_again()?;
        Ok(cluster)
    }

    /// As after a crash, if it was killed.
    pub(crate) fn start_again(&self) -> Result<()> {
        let options = format!(
            "-c listen_addresses= -c max_connections=400 -c unix_socket_directories={}",
            self.socket().display()
        );
        let log = self.folder.path().join("log");
        run(self.command("pg_ctl")?.arg("-D").arg(self.data()).args(["-w", "-o", &options, "-l"]).arg(log).arg("start"))
    }

    /// SIGQUIT to all its processes: nothing is flushed, the next start recovers.
    pub(crate) fn kill(&self) -> Result<()> {
        run(self.command("pg_ctl")?.arg("-D").arg(self.data()).args(["-m", "immediate", "stop"]))
    }

    /// A new, empty database: its URL.
    pub(crate) fn database(&self, name: &str) -> Result<String> {
        run(self.command("createdb")?.args(["-U", "postgres", "-h"]).arg(self.socket()).arg(name))?;
        Ok(format!("postgres:///{name}?host={}&user=postgres", self.socket().display()))
    }

    /// One of the server's programs, as the user that may run it.
    pub(crate) fn command(&self, name: &str) -> Result<Command> {
        let program = self.bin.join(name);
        if !is_root()? {
            return Ok(Command::new(program));
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        Ok(command)
    }

    /// The folder of its socket.
    pub(crate) fn socket(&self) -> &Path {
        self.folder.path()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It may be down already.
        let _ = self.kill();
    }
}

fn is_root() -> Result<bool> {
    Ok(std::fs::metadata("/proc/self")?.uid() == 0)
}

fn run(command: &mut Command) -> Result<()> {
    // Their output into a pipe would keep it open for as long as the server runs.
    let ended = command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    ensure!(ended.success(), "{command:?}: {ended}");
    Ok(())
}
