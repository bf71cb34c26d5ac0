//! Whoever declines is logged out, and the endpoint knows.

use super::room::Room;
use anyhow::{Result, ensure};
use ciente_e2e::{
    database,
    page::{gone, part},
    receiver::eventually,
};

#[tokio::test(flavor = "multi_thread")]
async fn converse_logs_out_whoever_declines_and_asks_them_again() -> Result<()> {
    let room = Room::open("").await?;
    room.log_in().await?;
    part(room.driver(), "decline").await?.click().await?;
    room.reaches("logout", 1).await?;
    gone(room.driver()).await?;
    let (stanzas, stages) = (room.stanzas().await?, room.stages().await?);
    ensure!(stanzas.is_empty() && !stages.contains(&"connected".into()), "{stanzas:?} {stages:?}");
    eventually("it is recorded", async || {
        let rows = database::rows(&room.scene.receiver.data())?;
        ensure!(rows.len() == 1 && rows[0]["action"] == "declined", "{rows:?}");
        ensure!(rows[0]["subject"] == "alice@localhost");
        Ok(())
    })
    .await?;

    // The login form is back in the same page; whoever logs in there is asked.
    room.log_in().await?;
    part(room.driver(), "acknowledge").await?.click().await?;
    room.is_online().await?;
    ensure!(database::rows(&room.scene.receiver.data())?.len() == 2);
    room.close().await
}
