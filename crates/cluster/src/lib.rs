//! A PostgreSQL server of one's own, in a temporary folder, on a Unix socket. It refuses to run as root, so root starts it as
//! the user that Debian's package makes. Only tests and drills need it.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// The variable with the folder of PostgreSQL's own programs (`initdb`, `pg_ctl`, `createdb`).
pub const PROGRAMS: &str = "CIENTE_POSTGRES";

/// How a server starts, beyond what is said of every one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// For `initdb`.
    pub initdb: &'a [&'a str],
    /// For the server itself, in one line: `-c max_connections=400`.
    pub server: &'a str,
}

/// A server that runs, or was killed. Dropped, it ends, and everything that it kept is gone.
#[derive(Debug)]
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    server: String,
}

/// Which command did not end well.
#[derive(Debug)]
pub struct Error {
    command: String,
    ended: String,
}

/// What a command gives.
pub type Result<T> = std::result::Result<T, Error>;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.command, self.ended)
    }
}

impl std::error::Error for Error {}

impl Cluster {
    /// A new one, of the server whose programs are in the folder `programs`.
    ///
    /// # Errors
    /// When one of them is missing or fails.
    pub fn start(programs: &Path, options: Options<'_>) -> Result<Self> {
        let folder = tempfile::tempdir().map_err(|error| failed("a temporary folder", &error))?;
        let cluster = Self { folder, programs: programs.to_owned(), server: options.server.to_owned() };
        cluster.give(cluster.folder())?;
        let mut initdb = cluster.command("initdb");
        initdb.args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale"]).args(options.initdb);
        run(initdb.arg("-D").arg(cluster.data()))?;
        cluster.start_again()?;
        Ok(cluster)
    }

    /// As after a crash, if it was killed.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_again(&self) -> Result<()> {
        self.start_with("-c listen_addresses=")
    }

    /// With a certificate and its key (PEM), on this port of `localhost`, too. The file with the certificate.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_encrypted(&self, port: u16, certificate: &str, key: &str) -> Result<PathBuf> {
        let written = |name: &str, text: &str| {
            let path = self.folder().join(name);
            fs::write(&path, text).and_then(|()| for_owner_only(&path)).map_err(|error| failed(name, &error))?;
            self.give(&path)?;
            Ok(path)
        };
        let (certificate, key) = (written("server.crt", certificate)?, written("server.key", key)?);
        let [crt, key] = [&certificate, &key].map(|path| path.display());
        let encrypted =
            format!("-c listen_addresses=localhost -p {port} -c ssl=on -c ssl_cert_file={crt} -c ssl_key_file={key}");
        self.start_with(&encrypted)?;
        Ok(certificate)
    }

    fn start_with(&self, options: &str) -> Result<()> {
        let options = format!("{options} {} -c unix_socket_directories={}", self.server, self.folder().display());
        let log = self.folder().join("log");
        let mut start = self.command("pg_ctl");
        run(start.arg("-D").arg(self.data()).args(["-w", "-o", &options, "-l"]).arg(log).arg("start"))
    }

    /// SIGQUIT to all its processes: nothing is flushed, the next start recovers.
    ///
    /// # Errors
    /// When it does not run.
    pub fn kill(&self) -> Result<()> {
        run(self.command("pg_ctl").arg("-D").arg(self.data()).args(["-m", "immediate", "stop"]))
    }

    /// A new, empty database: its URL.
    ///
    /// # Errors
    /// When there is one of that name, or the server does not run.
    pub fn database(&self, name: &str) -> Result<String> {
        run(self.command("createdb").args(["-U", "postgres", "-h"]).arg(self.folder()).arg(name))?;
        Ok(format!("postgres:///{name}?host={}&user=postgres", self.folder().display()))
    }

    /// One of the server's programs, as the user that may run it.
    pub fn command(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        if !is_root() {
            return Command::new(program);
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    }

    /// The folder of its socket.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    /// To the user that the server runs as.
    fn give(&self, path: &Path) -> Result<()> {
        if is_root() { run(Command::new("chown").arg("postgres").arg(path)) } else { Ok(()) }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It may be down already.
        let _ = self.kill();
    }
}

fn for_owner_only(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let _ = path;
    Ok(())
}

fn is_root() -> bool {
    #[cfg(unix)]
    return fs::metadata("/proc/self").is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0);
    #[cfg(not(unix))]
    return false;
}

fn run(command: &mut Command) -> Result<()> {
    // Their output into a pipe would keep it open for as long as the server runs.
    let ended = command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(&format!("{command:?}"), &status)),
        Err(error) => Err(failed(&format!("{command:?}"), &error)),
    }
}

fn failed(command: &str, ended: &dyn fmt::Display) -> Error {
    Error { command: command.to_owned(), ended: ended.to_string() }
}
