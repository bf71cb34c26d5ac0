//! What only the endpoint knows, and says after the text is on the screen: it is told in the room that there is for it.

use super::{
    LOOK_UP, OPEN, UNSAID, acknowledged_the_first, acknowledged_the_second_elsewhere, choose, facts, in_time,
    is_disabled,
};
use crate::{
    changes::{lamp, lamp_of},
    scene::Scene,
};
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    host::{self, Fault},
    page::{in_notice_now, js, js_async, nothing_shifted, part, resize, still, watch_shifts},
    receiver::{Receiver, eventually},
};
use serde_json::Value;

const LATE: &str = "wait: 120000";

/// A device that knows nothing of what its user acknowledged elsewhere, and an endpoint that does not answer yet.
async fn unknown_here() -> Result<Scene> {
    let mut scene = acknowledged_the_first().await?;
    let first = std::mem::replace(&mut scene.browser, Browser::start(Look::ENGLISH).await?);
    first.quit().await?;
    scene.reload().await?;
    scene.host.fault("GET", "/v1/acknowledgements", 1, Fault::Held);
    js(scene.driver(), &LOOK_UP.replace("/**/", LATE)).await?;
    let told = facts(&scene).await?;
    ensure!(told.contains(UNSAID) && !told.contains("You have not"), "{told}");
    watch_shifts(scene.driver()).await?;
    Ok(scene)
}

/// Where the lines of the text stand that are there before and after: the room's own are others then.
async fn lines(scene: &Scene) -> Result<Value> {
    still(scene.driver()).await?;
    js(
        scene.driver(),
        "const text = document.querySelector('ciente-notice').shadowRoot.querySelector('.text');
         return [...text.querySelectorAll('h3, h4, p, li, th, td')].filter((one) => !one.closest('.room'))
           .map((one) => Math.round(one.getBoundingClientRect().top))",
    )
    .await
}

/// Fails when any of these lines stands elsewhere by now.
async fn stand(scene: &Scene, before: &Value) -> Result<()> {
    let after = lines(scene).await?;
    ensure!(after == *before, "{before}, then {after}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_slow_endpoint_knows_is_told_when_it_says_so_and_nothing_moves() -> Result<()> {
    let scene = unknown_here().await?;
    let before = lines(&scene).await?;
    scene.host.mend();
    // In which language is known from the digest.
    in_time(&scene, &["2022-05", "Recorded", "English", "Below is a newer version: 2022-07"]).await?;
    let since = part(scene.driver(), "since").await?;
    ensure!(since.text().await? == "What changed since version 2022-05");
    stand(&scene, &before).await?;
    nothing_shifted(scene.driver()).await?;

    // The reader calls for what changed, and is led there.
    since.click().await?;
    let changes = part(scene.driver(), "changes").await?;
    eventually("the changes are read", async || {
        let active = js(scene.driver(), "return document.querySelector('ciente-notice').shadowRoot.activeElement.part.value").await?;
        ensure!(active == "changes", "{active}");
        let top = js(
            scene.driver(),
            "const root = document.querySelector('ciente-notice').shadowRoot;
             return root.querySelector('.changes').getBoundingClientRect().top - root.querySelector('.text').getBoundingClientRect().top",
        )
        .await?;
        ensure!(top.as_f64().is_some_and(|top| (0.0..100.0).contains(&top)), "{top}");
        Ok(())
    })
    .await?;
    ensure!(changes.text().await?.contains("What changed since version 2022-05"));
    let marks = "return document.querySelector('ciente-notice').shadowRoot.querySelectorAll('.changed').length";
    ensure!(js(scene.driver(), marks).await?.as_u64().is_some_and(|marks| marks > 0));
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_went_on_reading_stays_where_they_are() -> Result<()> {
    let scene = unknown_here().await?;
    js(scene.driver(), "document.querySelector('ciente-notice').shadowRoot.querySelector('.text').scrollTop = 300")
        .await?;
    let before = lines(&scene).await?;
    scene.host.mend();
    in_time(&scene, &["2022-05"]).await?;
    stand(&scene, &before).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_did_not_acknowledge_is_told_so_late_too_and_nothing_moves() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("GET", "/v1/acknowledgements", 1, Fault::Held);
    js(scene.driver(), &LOOK_UP.replace("/**/", LATE)).await?;
    in_time(&scene, &[UNSAID]).await?;
    watch_shifts(scene.driver()).await?;
    scene.host.mend();
    in_time(&scene, &["You have not acknowledged this notice yet."]).await?;
    nothing_shifted(scene.driver()).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_changes_the_language_meanwhile_is_told_in_that_one() -> Result<()> {
    let scene = unknown_here().await?;
    choose(&scene, "es").await?;
    scene.host.mend();
    in_time(&scene, &["2022-05", "versión más reciente"]).await?;
    // At once, or as something to call for: that depends on which of the two was faster.
    eventually("what changed is told", async || {
        let changes = in_notice_now(scene.driver(), ":is([part=changes], [part=since])").await?.text().await?;
        ensure!(changes.contains("Qué ha cambiado desde la versión 2022-05"), "{changes}");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_elsewhere_comes_in_the_place_of_what_the_device_knew() -> Result<()> {
    let scene = acknowledged_the_second_elsewhere().await?;
    scene.host.fault("GET", "/v1/acknowledgements", 1, Fault::Held);
    js(scene.driver(), &LOOK_UP.replace("/**/", LATE)).await?;
    in_time(&scene, &["2022-05", "Recorded", "Below is a newer version: 2022-07"]).await?;
    part(scene.driver(), "receipt").await?;
    part(scene.driver(), "changes").await?;
    watch_shifts(scene.driver()).await?;
    let before = lines(&scene).await?;
    scene.host.mend();
    in_time(&scene, &["2022-07", "Recorded"]).await?;
    ensure!(!facts(&scene).await?.contains("Below"));
    // The receipt of the older one is of no use any more. What changed since that one is as true as before.
    ensure!(is_disabled(&scene).await? == "true");
    stand(&scene, &before).await?;
    nothing_shifted(scene.driver()).await?;

    // In another language it is told as it is to whoever comes now.
    choose(&scene, "es").await?;
    in_time(&scene, &["2022-07", "Registrado"]).await?;
    let left = "return document.querySelector('ciente-notice').shadowRoot.querySelectorAll('[part=receipt], [part=changes], .changed').length";
    ensure!(js(scene.driver(), left).await? == 0);
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_told_as_recorded_when_it_is_and_nothing_moves() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("POST", "/v1/acknowledgements", usize::MAX, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    js(scene.driver(), OPEN).await?;
    in_time(&scene, &["We keep trying to send it"]).await?;
    ensure!(is_disabled(&scene).await? == "true");
    watch_shifts(scene.driver()).await?;
    let before = lines(&scene).await?;
    scene.host.mend();
    js(scene.driver(), "dispatchEvent(new Event('online'))").await?;
    in_time(&scene, &["Recorded"]).await?;
    ensure!(is_disabled(&scene).await? == "false");
    stand(&scene, &before).await?;
    nothing_shifted(scene.driver()).await?;
    scene.browser.quit().await
}

/// An endpoint that says what it is told to say, when it is told.
const SAYS_LATER: &str =
    "wait: 120000, transport: { submit: async () => ({}), status: () => new Promise((say) => (window.say = say)) }";

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_in_one_language_tells_it_too() -> Result<()> {
    let receiver = Receiver::serve_own(|out| lamp(out, 2)).await?;
    let scene = Scene::open_on(receiver, Look::ENGLISH, host::POLICY).await?;
    js(scene.driver(), &LOOK_UP.replace("/notices/im", "/notices/lamp").replace("/**/", SAYS_LATER)).await?;
    in_time(&scene, &[UNSAID]).await?;
    watch_shifts(scene.driver()).await?;
    let before = lines(&scene).await?;
    js(scene.driver(), "window.say({ acknowledged: true, version: 'v1', receivedAt: '2025-09-30T22:58:00Z' })").await?;
    in_time(&scene, &["v1", "September 30, 2025", "Recorded", "Below is a newer version: v2"]).await?;
    ensure!(part(scene.driver(), "since").await?.text().await? == "What changed since version v1");
    stand(&scene, &before).await?;
    nothing_shifted(scene.driver()).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_room_for_any_date_and_version_at_any_width() -> Result<()> {
    needs!(DevTools);
    let mut scene = Scene::open(Look::default()).await?;
    // The label of the earlier version is longer than that of the current one.
    let early = "2021-the-original-release";
    scene.receiver.publish_own(|out| lamp_of(out, &[early, "v2"])).await?;
    for (notice, version, unsaid, widths) in [
        ("im", "2022-05", "O servidor não informou", [320, 480, 611, 620, 665, 820]),
        ("lamp", early, UNSAID, [320, 360, 412, 480, 700, 900]),
    ] {
        let look_up = LOOK_UP.replace("/notices/im", &format!("/notices/{notice}")).replace("/**/", SAYS_LATER);
        let said =
            format!("window.say({{ acknowledged: true, version: '{version}', receivedAt: '2025-11-28T12:58:00Z' }})");
        for width in widths {
            resize(scene.driver(), width, 800, 1).await?;
            js(scene.driver(), &look_up).await?;
            in_time(&scene, &[unsaid]).await?;
            let before = lines(&scene).await?;
            js(scene.driver(), &said).await?;
            in_time(&scene, &[version, "2025"]).await?;
            part(scene.driver(), "since").await.with_context(|| format!("{notice} at {width}"))?;
            stand(&scene, &before).await.with_context(|| format!("{notice} at {width}"))?;
        }
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_acknowledged_in_another_tab_is_told_in_this_one() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    js(scene.driver(), LOOK_UP).await?;
    in_time(&scene, &["You have not acknowledged this notice yet."]).await?;
    watch_shifts(scene.driver()).await?;
    let first = scene.driver().window().await?;
    let second = scene.driver().new_tab().await?;
    scene.driver().switch_to_window(second).await?;
    scene.reload().await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.driver().switch_to_window(first).await?;
    in_time(&scene, &["2022-07", "Recorded"]).await?;
    ensure!(is_disabled(&scene).await? == "false");
    nothing_shifted(scene.driver()).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_before_the_endpoint_answered_is_told_nothing() -> Result<()> {
    let scene = unknown_here().await?;
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    scene.host.mend();
    // What it answered has come by the time that another page of its has.
    js_async(scene.driver(), "(await fetch('/notices/im/manifest.json')).status").await?;
    let left = "return document.querySelector('ciente-notice').shadowRoot.querySelectorAll('.yours').length";
    ensure!(js(scene.driver(), left).await? == 0);
    ensure!(scene.events("error").await?.is_empty());
    scene.browser.quit().await
}
