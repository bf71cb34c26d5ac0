//! A PostgreSQL server of one's own, in a temporary folder, on a Unix socket. It refuses to run as root, so root starts it as
//! the user that Debian's package makes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

pub(crate) struct Cluster {
    folder: TempDir,
    bin: PathBuf,
}

impl Cluster {
    /// A new one, of the server whose programs are in the folder that `CIENTE_POSTGRES` names.
    pub(crate) fn start() -> Self {
        let bin = std::env::var_os("CIENTE_POSTGRES").map(PathBuf::from);
        let bin = bin.expect("CIENTE_POSTGRES is not set: run `cargo xtask test unit`");
        let cluster = Self { folder: tempfile::tempdir().unwrap(), bin };
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(cluster.folder.path()));
        }
        let options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync"];
        // Databases sort as their language does, unless they are told otherwise.
        let language = ["--locale-provider=icu", "--icu-locale=en", "-D"];
        run(cluster.command("initdb").args(options).args(language).arg(cluster.data()));
        cluster.start_again();
        cluster
    }

    /// As after a crash, if it was killed.
    pub(crate) fn start_again(&self) {
        self.start_with("-c listen_addresses=");
    }

    /// With a certificate and its key, on this port of `localhost`, too. The file with the certificate.
    pub(crate) fn start_encrypted(&self, port: u16, certificate: &str, key: &str) -> PathBuf {
        let [certificate, key] = [("server.crt", certificate), ("server.key", key)].map(|(name, text)| {
            let path = self.folder.path().join(name);
            fs::write(&path, text).unwrap();
            #[cfg(unix)]
            fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
            if is_root() {
                run(Command::new("chown").arg("postgres").arg(&path));
            }
            path
        });
        let [crt, key] = [&certificate, &key].map(|path| path.display());
        self.start_with(&format!(
            "-c listen_addresses=localhost -p {port} -c ssl=on -c ssl_cert_file={crt} -c ssl_key_file={key}"
        ));
        certificate
    }

    fn start_with(&self, options: &str) {
        let options = format!("{options} -c unix_socket_directories={}", self.folder.path().display());
        let log = self.folder.path().join("log");
        run(self.command("pg_ctl").arg("-D").arg(self.data()).args(["-w", "-o", &options, "-l"]).arg(log).arg("start"));
    }

    /// Without any farewell.
    pub(crate) fn kill(&mut self) {
        run(self.command("pg_ctl").arg("-D").arg(self.data()).args(["-m", "immediate", "stop"]));
    }

    /// A new, empty database: its URL.
    pub(crate) fn database(&self, name: &str) -> String {
        run(self.command("createdb").args(["-U", "postgres", "-h"]).arg(self.folder.path()).arg(name));
        format!("postgres:///{name}?host={}&user=postgres", self.folder.path().display())
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, name: &str) -> Command {
        let program = self.bin.join(name);
        if !is_root() {
            return Command::new(program);
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-m", "immediate", "stop"]);
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

fn is_root() -> bool {
    #[cfg(unix)]
    return fs::metadata(Path::new("/proc/self")).is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0);
    #[cfg(not(unix))]
    return false;
}

#[track_caller]
fn run(command: &mut Command) {
    // Their output into a pipe would keep it open for as long as the server runs.
    let ended = command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(ended.as_ref().is_ok_and(std::process::ExitStatus::success), "{command:?}: {ended:?}");
}
