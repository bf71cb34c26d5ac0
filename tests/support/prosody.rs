//! A real Prosody on loopback with users of its own, that can be killed and started again on its port.

use crate::{programs, receiver::eventually};
use anyhow::{Context, Result, ensure};
use std::{fs, process::Stdio};
use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

/// The server; it ends when this is dropped.
pub struct Prosody {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

impl Prosody {
    /// With these users on `localhost`; a user's password is their name.
    pub async fn start(users: &[&str]) -> Result<Self> {
        let folder = TempDir::new()?;
        let (port, c2s) = (free_port().await?, free_port().await?);
        let configuration = include_str!("prosody.cfg.lua")
            .replace("@FOLDER@", &folder.path().to_string_lossy())
            .replace("@HTTP@", &port.to_string())
            .replace("@C2S@", &c2s.to_string());
        fs::write(folder.path().join("prosody.cfg.lua"), configuration)?;
        let mut prosody = Self { folder, port, child: None };
        for user in users {
            let output = prosody.command("prosodyctl")?.args(["register", user, "localhost", user]).output().await?;
            ensure!(output.status.success(), "prosodyctl: {}", String::from_utf8_lossy(&output.stdout));
        }
        prosody.start_again().await?;
        Ok(prosody)
    }

    fn command(&self, name: &str) -> Result<Command> {
        let mut command = Command::new(programs::prosody()?.join(name));
        // In a container everybody is root.
        command.arg("--root").arg("--config").arg(self.folder.path().join("prosody.cfg.lua"));
        command.stdin(Stdio::null()).kill_on_drop(true);
        Ok(command)
    }

    /// Starts it, on the port it had before.
    pub async fn start_again(&mut self) -> Result<()> {
        let child = self.command("prosody")?.arg("-F").stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        self.child = Some(child);
        eventually("Prosody listens", async || {
            TcpStream::connect(("127.0.0.1", self.port)).await?;
            Ok(())
        })
        .await
    }

    /// SIGKILL: every connection is gone.
    pub async fn kill(&mut self) -> Result<()> {
        self.child.take().context("it does not run")?.kill().await?;
        Ok(())
    }

    /// Takes a user's account away. Whoever is connected stays so until the connection is lost.
    pub async fn remove(&self, user: &str) -> Result<()> {
        let output = self.command("prosodyctl")?.args(["deluser", &format!("{user}@localhost")]).output().await?;
        ensure!(output.status.success(), "prosodyctl: {}", String::from_utf8_lossy(&output.stdout));
        Ok(())
    }

    /// Where a browser connects.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}/xmpp-websocket", self.port)
    }
}

/// A port that nothing listens on.
async fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port())
}
