//! A wall clock that jumps, forward and back, while records arrive. libfaketime moves it for the receiver alone.

use super::load::{Load, Shared};
use crate::{Tools, receiver::Recipe, wire::Writer};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::time::sleep;

/// Where Debian's package has it.
pub(super) fn library() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.filter_map(|folder| Some(folder.ok()?.path()));
    folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).find(|path| path.is_file())
}

pub(super) async fn run(tools: &Tools, library: &Path, rounds: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (data, time) = (folder.path().join("data.sqlite"), folder.path().join("time"));
    fs::write(&time, "+0d")?;
    let recipe = Recipe::new(tools, &data)
        .set("LD_PRELOAD", library)
        .set("FAKETIME_TIMESTAMP_FILE", &time)
        .set("FAKETIME_NO_CACHE", "1")
        .set("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    let (writer, account) = (Arc::new(Writer::new(&tools.notices)?), Shared::default());
    let receiver = recipe.start().await?;
    for round in 0..rounds {
        let load = Load::start(&[receiver.address], 8, &writer, &account);
        sleep(Duration::from_millis(100)).await;
        fs::write(&time, ["+26h", "-3d", "+400d", "-5y", "+0d"][round % 5])?;
        sleep(Duration::from_millis(100)).await;
        load.stop().await?;
    }
    let data = data.to_str().context("a folder whose name is no text")?;
    let account = account.take().close(tools, receiver, data, folder.path()).await?;
    account
        .say("clock", &format!("the receiver's clock moved {rounds} times, between five years back and a year ahead"));
    Ok(())
}
