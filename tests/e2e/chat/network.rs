//! A connection that is lost and comes back is the same login.

use super::room::Room;
use anyhow::{Result, bail, ensure};
use ciente_e2e::{
    database,
    page::{gone, is_shown, js, part},
    receiver::eventually,
};
use serde_json::Value;

/// How many sessions converse.js has begun.
async fn sessions(room: &Room) -> Result<usize> {
    Ok(room.stages().await?.iter().filter(|stage| *stage == "connected").count())
}

#[tokio::test(flavor = "multi_thread")]
async fn converse_does_not_ask_again_when_the_network_is_back() -> Result<()> {
    let mut room = Room::open("").await?;
    room.log_in().await?;
    part(room.driver(), "acknowledge").await?.click().await?;
    gone(room.driver()).await?;
    room.is_online().await?;
    room.scene.host.take_posts();

    // A client that loses the network twice in a row begins a session of its own accord: nobody is asked then either.
    for fetched in 2..=4 {
        room.scene.host.take_requests();
        let before = sessions(&room).await?;
        room.prosody.kill().await?;
        room.prosody.start_again().await?;
        room.reaches("rosterContactsFetched", fetched).await?;
        ensure!(!is_shown(room.driver()).await? && room.scene.events("shown").await?.len() == 1);
        ensure!(room.scene.host.take_posts().is_empty(), "it was recorded again");
        let requests = room.scene.host.take_requests();
        if room.stages().await?.contains(&Value::from("reconnected")) {
            ensure!(requests.is_empty(), "{requests:?}");
            ensure!(sessions(&room).await? == before, "{:?}", room.stages().await?);
            return room.close().await;
        }
    }
    bail!("it never reconnects: {:?}", room.stages().await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn converse_keeps_the_notice_while_the_network_is_lost_and_back() -> Result<()> {
    let mut room = Room::open("").await?;
    room.log_in().await?;
    part(room.driver(), "acknowledge").await?;
    room.prosody.kill().await?;
    room.prosody.start_again().await?;
    // It has bound the new session.
    eventually("it connects again", async || {
        let sent = js(room.driver(), "return sent.filter((s) => s.includes('xmpp-bind')).length").await?;
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
    // Two bindings waited for the answer, and one session has begun.
    began_once(&room).await?;
    room.close().await
}

/// converse.js has begun its session once, and stumbled over nothing.
async fn began_once(room: &Room) -> Result<()> {
    ensure!(sessions(room).await? == 1, "{:?}", room.stages().await?);
    let faults = js(room.driver(), "return faults").await?;
    ensure!(faults.as_array().is_some_and(Vec::is_empty), "{faults}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn converse_lets_nobody_in_over_a_mistake_of_the_host_and_says_so_at_each_binding() -> Result<()> {
    let mut room = Room::open("unavailable: 'stay',").await?;
    room.log_in().await?;
    for bindings in 1..=2 {
        eventually("the mistake is told", async || {
            let faults =
                js(room.driver(), "return faults.filter((f) => f.includes('unavailable cannot be stay')).length")
                    .await?;
            ensure!(faults == bindings, "{faults}");
            Ok(())
        })
        .await?;
        ensure!(room.stanzas().await?.is_empty() && !is_shown(room.driver()).await?);
        room.prosody.kill().await?;
        room.prosody.start_again().await?;
    }
    room.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn converse_begins_its_session_when_the_network_is_back_that_was_lost_at_the_answer() -> Result<()> {
    let mut room = Room::open("").await?;
    room.log_in().await?;
    part(room.driver(), "acknowledge").await?;
    room.prosody.kill().await?;
    eventually("the connection is lost", async || {
        let connected = js(room.driver(), "return chat.api.connection.connected()").await?;
        ensure!(connected == false, "{connected}");
        Ok(())
    })
    .await?;
    part(room.driver(), "acknowledge").await?.click().await?;
    gone(room.driver()).await?;
    ensure!(room.scene.events("acknowledged").await?.len() == 1);
    ensure!(sessions(&room).await? == 0, "{:?}", room.stages().await?);
    room.prosody.start_again().await?;
    room.is_online().await?;
    began_once(&room).await?;
    room.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_for_good_takes_its_notice_with_it() -> Result<()> {
    let mut room = Room::open("").await?;
    room.log_in().await?;
    part(room.driver(), "acknowledge").await?;
    // As after a change of the password: what comes back is refused, and converse.js shows its login form.
    room.prosody.kill().await?;
    room.prosody.remove("alice").await?;
    room.prosody.start_again().await?;
    room.reaches("disconnected", 1).await?;
    gone(room.driver()).await?;
    ensure!(database::rows(&room.scene.receiver.data())?.is_empty() && room.stanzas().await?.is_empty());
    room.close().await
}
