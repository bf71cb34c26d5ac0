//! A receiver process: started, killed without any farewell, started again on what it left.

use crate::Tools;
use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    ffi::OsString,
    fs,
    net::SocketAddr,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// How to start one.
#[derive(Clone)]
pub(crate) struct Recipe {
    ciente: PathBuf,
    options: Vec<OsString>,
    environment: Vec<(&'static str, OsString)>,
}

impl Recipe {
    /// On a SQLite file or a PostgreSQL URL. Nothing limits a drill but the machine.
    pub(crate) fn new(tools: &Tools, data: impl Into<OsString>) -> Self {
        let mut options: Vec<OsString> = vec!["--notices".into(), tools.notices.clone().into()];
        options.extend(["--data".into(), data.into()]);
        let rest =
            ["--allow-anonymous", "--limits-subject", "off", "--limits-address", "off", "--listen", "127.0.0.1:0"];
        options.extend(rest.map(OsString::from));
        Self { ciente: tools.ciente.clone(), options, environment: Vec::new() }
    }

    pub(crate) fn with(mut self, option: &str, value: impl Into<OsString>) -> Self {
        self.options.extend([option.into(), value.into()]);
        self
    }

    pub(crate) fn set(mut self, variable: &'static str, value: impl Into<OsString>) -> Self {
        self.environment.push((variable, value.into()));
        self
    }

    pub(crate) async fn start(&self) -> Result<Receiver> {
        let started = Instant::now();
        let mut child = Command::new(&self.ciente)
            .arg("serve")
            .args(&self.options)
            .envs(self.environment.iter().cloned())
            .env("RUST_LOG", "off")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| self.ciente.display().to_string())?;
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().context("no standard output")?);
        timeout(Duration::from_secs(60), out.read_line(&mut line)).await.context("the receiver printed nothing")??;
        let Some(address) = line.trim().strip_prefix("http://") else {
            let said = child.wait_with_output().await?;
            anyhow::bail!("the receiver did not start: {}", String::from_utf8_lossy(&said.stderr));
        };
        Ok(Receiver { address: address.parse()?, start_up: started.elapsed(), child })
    }
}

pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    /// From the process's start to its address.
    pub(crate) start_up: Duration,
    child: Child,
}

impl Receiver {
    /// SIGKILL.
    pub(crate) async fn kill(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// SIGTERM, and waits for its end.
    pub(crate) async fn stop(mut self) -> Result<()> {
        kill_process(self.pid()?, Signal::TERM)?;
        let status = timeout(Duration::from_secs(60), self.child.wait()).await.context("it did not stop")??;
        ensure!(status.success(), "the receiver ended with {status}");
        Ok(())
    }

    /// Memory that the process holds (`VmRSS`), in kibibytes.
    pub(crate) fn resident(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid()?.as_raw_nonzero()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse()?)
    }

    fn pid(&self) -> Result<Pid> {
        self.child.id().and_then(|id| Pid::from_raw(id.cast_signed())).context("it ended already")
    }
}
