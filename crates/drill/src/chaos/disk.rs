//! A file system that is full, or that became read-only, as they do when a disk begins to fail.

use super::load::{Load, Shared};
use crate::{
    Tools,
    client::{Client, ENDPOINT},
    receiver::Recipe,
    wire::{TENANT, Writer, subject},
};
use anyhow::{Context, Result, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};
use tokio::time::sleep;

/// A small file system in memory, taken away when this is dropped.
struct Mount(PathBuf);

impl Mount {
    fn new(at: PathBuf, megabytes: u32) -> Result<Self> {
        fs::create_dir(&at)?;
        mount(&at, &format!("size={megabytes}m"), &["-t", "tmpfs", "ciente-drill"])?;
        Ok(Self(at))
    }

    fn remount(&self, how: &str) -> Result<()> {
        mount(&self.0, &format!("remount,{how}"), &[])
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

fn mount(at: &Path, options: &str, what: &[&str]) -> Result<()> {
    let ended = Command::new("mount").args(what).arg("-o").arg(options).arg(at).output()?;
    ensure!(ended.status.success(), "mount: {}", String::from_utf8_lossy(&ended.stderr));
    Ok(())
}

/// Whether this user can do that on this machine.
pub(super) fn can_mount() -> bool {
    tempfile::tempdir().is_ok_and(|folder| Mount::new(folder.path().join("disk"), 1).is_ok())
}

/// The receiver says that it cannot record, goes on answering, and goes on recording when there is room again.
pub(super) async fn full(tools: &Tools) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let disk = Mount::new(folder.path().join("disk"), 6)?;
    let (data, filler) = (disk.0.join("data.sqlite"), disk.0.join("filler"));
    let receiver = Recipe::new(tools, &data).start().await?;
    let (writer, account) = (Arc::new(Writer::new(&tools.notices)?), Shared::default());
    fs::write(&filler, vec![0; 3 << 20])?;
    let load = Load::start(&[receiver.address], 4, &writer, &account);
    let mut probe = Client::connect(receiver.address).await?;
    let mut refused = None;
    for _ in 0..2_000 {
        let record = writer.record();
        let reply = probe.post(record.body.clone()).await?;
        if reply.status != 201 {
            account.lock().unanswered(record);
            refused = Some(reply);
            break;
        }
        account.lock().receipt(&record, reply.json()?)?;
        sleep(Duration::from_millis(5)).await;
    }
    let refused = refused.context("the disk never filled")?;
    ensure!(refused.status == 503, "it was answered with {}", refused.status);
    ensure!(refused.json()?["type"].is_string(), "no problem+json: {:?}", refused.body);
    load.stop().await?;
    let confirmed = account.lock().recorded();
    let who = format!("{ENDPOINT}?notice={}&tenant={TENANT}&subject={}", writer.notice(), subject(0));
    ensure!(probe.get(&who).await?.status == 200, "what is recorded cannot be read while the disk is full");
    fs::remove_file(&filler)?;
    // The same process goes on.
    let record = writer.record();
    let reply = probe.post(record.body.clone()).await?;
    ensure!(reply.status == 201, "it did not recover: {}", reply.status);
    account.lock().receipt(&record, reply.json()?)?;
    let data = data.to_str().context("a folder whose name is no text")?;
    let account = account.take().close(tools, receiver, data, folder.path()).await?;
    account.say("disk-full", &format!("{confirmed} confirmed before it, then 503, then as before without a restart"));
    Ok(())
}

/// A receiver that was killed does not start on a file system that became read-only, says so, and loses nothing by it.
pub(super) async fn read_only(tools: &Tools) -> Result<()> {
    let folder = tempfile::tempdir()?;
    // More than the fastest machine fills in the time that it has.
    let disk = Mount::new(folder.path().join("disk"), 256)?;
    let data = disk.0.join("data.sqlite");
    let recipe = Recipe::new(tools, &data);
    let (writer, account) = (Arc::new(Writer::new(&tools.notices)?), Shared::default());
    let receiver = recipe.start().await?;
    let load = Load::start(&[receiver.address], 4, &writer, &account);
    sleep(Duration::from_millis(300)).await;
    receiver.kill().await?;
    load.stop().await?;
    disk.remount("ro")?;
    let said = match recipe.start().await {
        Ok(_) => anyhow::bail!("it started where it cannot record"),
        Err(error) => error.to_string(),
    };
    ensure!(said.contains("data.sqlite"), "it does not say which file it cannot use: {said}");
    disk.remount("rw")?;
    let receiver = recipe.start().await?;
    let data = data.to_str().context("a folder whose name is no text")?;
    let account = account.take().close(tools, receiver, data, folder.path()).await?;
    account.say("read-only", "killed, refused to start, naming the file, and started when it could write again");
    Ok(())
}
