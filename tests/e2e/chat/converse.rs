//! converse.js against Prosody: nothing of the session before the acknowledgement, and no second question on a reload.

use super::room::Room;
use anyhow::{Result, ensure};
use ciente_e2e::{
    database,
    host::Fault,
    page::{gone, is_shown, part},
    receiver::{eventually, quiet},
};

#[tokio::test(flavor = "multi_thread")]
async fn converse_fetches_nothing_before_the_acknowledgement_and_asks_once() -> Result<()> {
    let room = Room::open("").await?;
    room.log_in().await?;
    part(room.driver(), "acknowledge").await?;
    quiet().await;
    let (stanzas, stages) = (room.stanzas().await?, room.stages().await?);
    ensure!(stanzas.is_empty() && stages.is_empty(), "{stanzas:?} {stages:?}");

    part(room.driver(), "acknowledge").await?.click().await?;
    gone(room.driver()).await?;
    room.is_online().await?;
    eventually("it is recorded", async || {
        let rows = database::rows(&room.scene.receiver.data())?;
        ensure!(rows.len() == 1, "{rows:?}");
        ensure!(rows[0]["subject"] == "alice@localhost" && rows[0]["action"] == "acknowledged", "{rows:?}");
        Ok(())
    })
    .await?;

    // converse.js logs in again by itself, takes its session up, and `connected` comes again.
    room.load().await?;
    room.reaches("connected", 1).await?;
    room.reaches("rosterContactsFetched", 1).await?;
    ensure!(!is_shown(room.driver()).await? && room.scene.events("shown").await?.is_empty());
    let mut requests = room.scene.host.take_requests();
    requests.sort();
    ensure!(
        requests
            == [
                "GET /assets/adapters/converse.js",
                "GET /assets/adapters/login.js",
                "GET /assets/ciente.js",
                "GET /notices/im/manifest.json",
            ],
        "{requests:?}"
    );
    ensure!(database::rows(&room.scene.receiver.data())?.len() == 1);
    room.close().await
}

const MANIFEST: &str = "/notices/im/manifest.json";

#[tokio::test(flavor = "multi_thread")]
async fn converse_goes_on_when_the_notice_cannot_be_shown_and_asks_next_time() -> Result<()> {
    let room = Room::open("").await?;
    room.scene.host.fault("GET", MANIFEST, usize::MAX, Fault::status(503));
    room.log_in().await?;
    room.is_online().await?;
    ensure!(room.scene.error().await? == "notice-unreachable");
    room.scene.host.mend();
    room.load().await?;
    part(room.driver(), "acknowledge").await?;
    ensure!(room.stanzas().await?.is_empty());
    room.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn converse_logs_out_when_the_notice_cannot_be_shown_and_the_host_wants_that() -> Result<()> {
    let room = Room::open("unavailable: 'logout',").await?;
    room.scene.host.fault("GET", MANIFEST, usize::MAX, Fault::status(503));
    room.log_in().await?;
    room.reaches("logout", 1).await?;
    ensure!(room.scene.error().await? == "notice-unreachable" && room.stanzas().await?.is_empty());
    room.close().await
}
