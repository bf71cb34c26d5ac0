//! `panel` inside the chat box that converse.js lays over a page.

use super::room::Room;
use anyhow::{Result, ensure};
use ciente_e2e::{
    database,
    host::Fault,
    page::{gone, js, part, taken_over},
    receiver::eventually,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_fills_the_control_box_of_converse() -> Result<()> {
    let room = Room::open("mode: 'panel',").await?;
    room.log_in().await?;
    part(room.driver(), "acknowledge").await?;
    taken_over(room.driver()).await?;
    let boxes = js(
        room.driver(),
        "const box = (e) => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height].map(Math.round); };
         const dialog = document.querySelector('ciente-notice').shadowRoot.querySelector('dialog');
         return [box(dialog), box(document.querySelector('#controlbox .box-flyout')), dialog.matches(':modal')]",
    )
    .await?;
    ensure!(boxes[0] == boxes[1] && boxes[2] == false && boxes[0][2].as_u64() > Some(100), "{boxes}");
    ensure!(room.stanzas().await?.is_empty());

    part(room.driver(), "acknowledge").await?.click().await?;
    gone(room.driver()).await?;
    room.is_online().await?;
    // The box is the chat's again.
    let usable = "return [...document.querySelector('#controlbox .box-flyout').children].filter((e) => e.inert).length";
    ensure!(js(room.driver(), usable).await? == 0);
    room.close().await
}

/// What waits is sent from the element, which has to outlast the login form.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_in_the_control_box_is_sent_when_the_endpoint_is_back() -> Result<()> {
    let room = Room::open("mode: 'panel',").await?;
    room.scene.host.fault("POST", "/v1/acknowledgements", usize::MAX, Fault::retry_after(503, 1));
    room.log_in().await?;
    part(room.driver(), "acknowledge").await?.click().await?;
    gone(room.driver()).await?;
    room.is_online().await?;
    let there = "return document.querySelector('#controlbox ciente-notice').isConnected";
    ensure!(js(room.driver(), there).await? == true, "it went with the login form");
    room.scene.host.mend();
    eventually("the record arrives", async || {
        ensure!(database::rows(&room.scene.receiver.data())?.len() == 1, "not yet");
        Ok(())
    })
    .await?;
    room.close().await
}
