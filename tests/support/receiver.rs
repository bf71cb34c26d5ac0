//! A real receiver process on a real SQLite file, that can be stopped, killed and started again on its port.

use crate::{programs, tokens};
use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::{sleep, timeout},
};

/// `ciente serve` or `ciente preview`.
pub struct Receiver {
    command: &'static str,
    options: Vec<OsString>,
    child: Option<Child>,
    address: String,
    folder: TempDir,
    heard: bool,
    operators: Option<String>,
}

/// What opens the operators' side.
pub const OPERATORS_TOKEN: &str = "0123456789abcdef0123456789abcdef";

impl Receiver {
    /// `ciente preview` with the sample notice.
    pub async fn preview() -> Result<Self> {
        let folder = TempDir::new()?;
        programs::build_sample(&folder.path().join("notices"))?;
        Self::start("preview", folder, &[]).await
    }

    /// The same, and beside it another notice, of one document in English.
    pub async fn preview_with(name: &str, text: &str) -> Result<Self> {
        let folder = TempDir::new()?;
        let notices = folder.path().join("notices");
        programs::build_sample(&notices)?;
        let source = folder.path().join(name);
        fs::create_dir_all(&source)?;
        fs::write(source.join("en.md"), text)?;
        programs::build_notices(&[source], &notices)?;
        Self::start("preview", folder, &[]).await
    }

    /// `ciente serve --allow-anonymous` with the sample notice.
    pub async fn serve() -> Result<Self> {
        let folder = TempDir::new()?;
        programs::build_sample(&folder.path().join("notices"))?;
        Self::start("serve", folder, &["--allow-anonymous"]).await
    }

    /// The same; it logs all that it can, into a file.
    pub async fn serve_heard() -> Result<Self> {
        let folder = TempDir::new()?;
        programs::build_sample(&folder.path().join("notices"))?;
        let mut receiver = Self::prepare("serve", folder, &["--allow-anonymous"])?;
        receiver.heard = true;
        receiver.start_again().await?;
        Ok(receiver)
    }

    /// The same with these versions of the sample notice only.
    pub async fn serve_versions(versions: &[&str]) -> Result<Self> {
        let folder = TempDir::new()?;
        programs::build_sample_versions(versions, folder.path(), &folder.path().join("notices"))?;
        Self::start("serve", folder, &["--allow-anonymous"]).await
    }

    /// `ciente serve` for a host whose users have [`tokens`].
    pub async fn serve_with_tokens() -> Result<Self> {
        let folder = TempDir::new()?;
        programs::build_sample(&folder.path().join("notices"))?;
        let secret = folder.path().join("secret");
        fs::write(&secret, tokens::SECRET)?;
        let secret = secret.display().to_string();
        let options = ["--identity-secret-file", &secret, "--identity-audiences", tokens::AUDIENCE];
        Self::start("serve", folder, &options).await
    }

    /// The same as [`Self::serve`], with the operators' side at [`Self::operators`].
    pub async fn serve_with_operators() -> Result<Self> {
        let folder = TempDir::new()?;
        programs::build_sample(&folder.path().join("notices"))?;
        let token = folder.path().join("token");
        fs::write(&token, OPERATORS_TOKEN)?;
        // A port that was free a moment ago.
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let token = token.display().to_string();
        let options = ["--allow-anonymous", "--admin-listen", &address, "--admin-token-file", &token];
        let mut receiver = Self::start("serve", folder, &options).await?;
        receiver.operators = Some(format!("http://{address}"));
        Ok(receiver)
    }

    /// Where the operators' side is.
    pub fn operators(&self) -> Result<&str> {
        self.operators.as_deref().context("this receiver has no operators' side")
    }

    /// `ciente serve --faults`, for a page of this origin; its script is set later.
    pub async fn failing(origin: &str) -> Result<Self> {
        let folder = TempDir::new()?;
        programs::build_sample(&folder.path().join("notices"))?;
        let options = ["--allow-anonymous", "--allow-origin", origin, "--faults", "# nothing yet"];
        Self::start("serve", folder, &options).await
    }

    /// Publishes these versions of the sample notice in place of what there was: stops, builds, starts again.
    pub async fn publish(&mut self, versions: &[&str]) -> Result<()> {
        self.stop().await?;
        programs::build_sample_versions(versions, self.folder.path(), &self.notices())?;
        self.start_again().await
    }

    /// The same with notices of one's own, put in place of what there was while it is stopped.
    pub async fn publish_own(&mut self, write: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        self.stop().await?;
        write(&self.notices())?;
        self.start_again().await
    }

    /// The same with notices of one's own; `write` puts them, built, into the folder that it is given.
    pub async fn serve_own(write: impl FnOnce(&Path) -> Result<()>) -> Result<Self> {
        let folder = TempDir::new()?;
        write(&folder.path().join("notices"))?;
        Self::start("serve", folder, &["--allow-anonymous"]).await
    }

    async fn start(command: &'static str, folder: TempDir, more: &[&str]) -> Result<Self> {
        let mut receiver = Self::prepare(command, folder, more)?;
        receiver.start_again().await?;
        Ok(receiver)
    }

    fn prepare(command: &'static str, folder: TempDir, more: &[&str]) -> Result<Self> {
        let mut options: Vec<OsString> = vec!["--notices".into(), folder.path().join("notices").into()];
        options.extend(["--assets".into(), programs::dist()?.into()]);
        options.extend(["--data".into(), folder.path().join("data.sqlite").into()]);
        options.extend(more.iter().map(OsString::from));
        Ok(Self { command, options, child: None, address: "127.0.0.1:0".into(), folder, heard: false, operators: None })
    }

    /// Starts it, on the port it had before.
    pub async fn start_again(&mut self) -> Result<()> {
        let (log, level) = match self.heard {
            true => (File::create(self.log())?.into(), "trace"),
            false => (Stdio::inherit(), "error"),
        };
        let mut child = Command::new(programs::ciente()?)
            .arg(self.command)
            .args(&self.options)
            .arg("--listen")
            .arg(&self.address)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .env("RUST_LOG", level)
            .kill_on_drop(true)
            .spawn()?;
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().context("no standard output")?);
        timeout(PATIENCE, out.read_line(&mut line)).await.context("the receiver printed nothing")??;
        let address = line.trim().strip_prefix("http://").with_context(|| format!("the first line was {line:?}"))?;
        address.clone_into(&mut self.address);
        self.child = Some(child);
        Ok(())
    }

    /// SIGKILL: nothing is flushed, nothing is closed.
    pub async fn kill(&mut self) -> Result<()> {
        let mut child = self.child.take().context("it does not run")?;
        child.kill().await?;
        Ok(())
    }

    /// SIGTERM, and waits until it has ended by itself, well.
    pub async fn stop(&mut self) -> Result<()> {
        let mut child = self.child.take().context("it does not run")?;
        let pid = child.id().and_then(|id| Pid::from_raw(id.cast_signed())).context("it ended already")?;
        kill_process(pid, Signal::TERM)?;
        let status = timeout(PATIENCE, child.wait()).await.context("it did not stop")??;
        if !status.success() {
            bail!("the receiver ended with {status}");
        }
        Ok(())
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The number of its process, another one after each start.
    pub fn pid(&self) -> Result<u32> {
        self.child.as_ref().and_then(Child::id).context("it does not run")
    }

    /// The SQLite file.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data.sqlite")
    }

    /// What it logged, if it is heard.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("receiver.log")
    }

    /// The notices it publishes.
    pub fn notices(&self) -> PathBuf {
        self.folder.path().join("notices")
    }

    /// A folder of its own for whatever a test must write.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// How long anything may take on the slowest machine: only what fails waits for it.
const PATIENCE: Duration = Duration::from_secs(90);

/// How long is looked for that nothing happens.
const QUIET: Duration = Duration::from_secs(1);

/// What must not come had time enough to. Whatever came is judged by whoever calls this.
pub async fn quiet() {
    sleep(QUIET).await;
}

/// Tries until `check` holds, within [`PATIENCE`].
///
/// # Errors
/// With the last reason.
pub async fn eventually<T>(what: &str, mut check: impl AsyncFnMut() -> Result<T>) -> Result<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        match check().await {
            Ok(value) => return Ok(value),
            Err(error) if Instant::now() >= end => bail!("{what}: not within {PATIENCE:?}: {error:#}"),
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}
