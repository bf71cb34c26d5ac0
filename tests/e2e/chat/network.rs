//! A connection that is lost and comes back is the same login.

use super::room::Room;
use anyhow::{Result, ensure};
use ciente_e2e::{
    database,
    page::{gone, is_shown, part},
};

#[tokio::test(flavor = "multi_thread")]
async fn converse_does_not_ask_again_when_the_network_is_back() -> Result<()> {
    let mut room = Room::open("").await?;
    room.log_in().await?;
    part(room.driver(), "acknowledge").await?.click().await?;
    gone(room.driver()).await?;
    room.is_online().await?;
    room.scene.host.take_requests();

    room.prosody.kill().await?;
    room.prosody.start_again().await?;
    room.reaches("reconnected", 1).await?;
    room.reaches("rosterContactsFetched", 2).await?;
    let stages = room.stages().await?;
    ensure!(stages.iter().filter(|stage| *stage == "connected").count() == 1, "{stages:?}");
    ensure!(!is_shown(room.driver()).await? && room.scene.events("shown").await?.len() == 1);
    let requests = room.scene.host.take_requests();
    ensure!(requests.is_empty(), "{requests:?}");
    room.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn converse_keeps_the_notice_while_the_network_is_lost_and_back() -> Result<()> {
    let mut room = Room::open("").await?;
    room.log_in().await?;
    part(room.driver(), "acknowledge").await?;
    room.prosody.kill().await?;
    room.prosody.start_again().await?;
    // It has bound the new session.
    ciente_e2e::receiver::eventually("it connects again", async || {
        let sent =
            ciente_e2e::page::js(room.driver(), "return sent.filter((s) => s.includes('xmpp-bind')).length").await?;
        ensure!(sent == 2, "{sent}");
        Ok(())
    })
    .await?;
    ensure!(is_shown(room.driver()).await? && room.stanzas().await?.is_empty());

    part(room.driver(), "acknowledge").await?.click().await?;
    gone(room.driver()).await?;
    room.is_online().await?;
    ensure!(room.scene.events("shown").await?.len() == 1);
    ensure!(database::rows(&room.scene.receiver.data())?.len() == 1);
    room.close().await
}
