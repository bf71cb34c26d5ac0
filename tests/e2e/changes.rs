//! Whoever is asked again is told first what changed since the version that they acknowledged.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::{Browser, Look},
    database,
    host::{self, Fault},
    page::{gone, in_notice, js, part, role_and_name},
    programs,
    receiver::Receiver,
};
use serde_json::{Value, json};
use std::{fs, path::Path};
use tempfile::TempDir;

/// A notice that gathers a piece of data in its second version, and another one in its place in the third; the
/// fourth is as the first was.
pub(crate) fn lamp(out: &Path, versions: usize) -> Result<()> {
    lamp_of(out, &["v1", "v2", "v3", "v4"][..versions])
}

/// The same, its versions called so.
pub(crate) fn lamp_of(out: &Path, labels: &[&str]) -> Result<()> {
    let folder = TempDir::new()?;
    let source = folder.path().join("lamp");
    let gathered = ["address", "address, phone number", "address, birthday", "address"];
    for (gathered, label) in gathered.iter().zip(labels) {
        let version = source.join(label);
        fs::create_dir_all(&version)?;
        let row = format!("| **Log data:** {gathered} | We count. | Processing is necessary for the contract. |");
        let text = format!("# Lamp\n\n| Data | Use | Legal basis |\n| --- | --- | --- |\n{row}\n");
        fs::write(version.join("en.md"), text)?;
    }
    programs::build_notices(&[source], out)
}

const LIST: &str = "/notices/im/2022-07/en.changes.json";
const CHANGES: &str = "document.querySelector('ciente-notice').shadowRoot.querySelector('[part=changes]')";

async fn acknowledged_the_first() -> Result<Scene> {
    let mut scene = Scene::open_versions(Look::ENGLISH, &["2022-05"]).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    ensure!(js(scene.driver(), &format!("return {CHANGES}")).await?.is_null(), "nothing can have changed yet");
    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.receiver.publish(&["2022-05", "2022-07"]).await?;
    scene.reload().await?;
    Ok(scene)
}

async fn is_told(scene: &Scene) -> Result<()> {
    needs!(Roles);
    let told = part(scene.driver(), "changes").await?.text().await?;
    for words in [
        "What changed since version 2022-05",
        "Configuration data now includes the selected data centre.",
        "New data",
        "data centre selected for operation",
    ] {
        ensure!(told.contains(words), "{words} is not in: {told}");
    }
    let (role, _) = role_and_name(&in_notice(scene.driver(), "[part=changes] h3").await?).await?;
    ensure!(role == "heading", "{role}");
    // It stands before the rest, and the row that it is about is marked, in words.
    let first = js(
        scene.driver(),
        &format!(
            "const rest = {CHANGES}.getRootNode().querySelector('[part=summary]');
             return !!({CHANGES}.compareDocumentPosition(rest) & Node.DOCUMENT_POSITION_FOLLOWING)"
        ),
    )
    .await?;
    ensure!(first == true, "what changed does not come first");
    for (row, name) in [(1, "Log data"), (3, "Configuration data new or changed")] {
        let header = in_notice(scene.driver(), &format!("[part=data-uses] tbody tr:nth-child({row}) th")).await?;
        let (role, label) = role_and_name(&header).await?;
        ensure!(role == "rowheader" && label == name, "{role} \"{label}\"");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_comes_first_on_this_device_and_on_another() -> Result<()> {
    let mut scene = acknowledged_the_first().await?;
    scene.ask("alice", "").await?;
    is_told(&scene).await?;

    // Another device knows of it from the endpoint only.
    let first = std::mem::replace(&mut scene.browser, Browser::start(Look::ENGLISH).await?);
    first.quit().await?;
    scene.reload().await?;
    scene.ask("alice", "").await?;
    is_told(&scene).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 2 && rows.iter().any(|row| row["version"] == "2022-07"), "{rows:?}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_skipped_a_version_is_told_what_both_come_to() -> Result<()> {
    let receiver = Receiver::serve_own(|out| lamp(out, 1)).await?;
    let mut scene = Scene::open_on(receiver, Look::ENGLISH, host::POLICY).await?;
    let ask = "notice: '/notices/lamp'";
    scene.ask("alice", ask).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.receiver.publish_own(|out| lamp(out, 3)).await?;
    scene.reload().await?;
    scene.host.take_requests();
    scene.ask("alice", ask).await?;
    let told = part(scene.driver(), "changes").await?.text().await?;
    ensure!(told.contains("since version v1") && told.contains("birthday") && !told.contains("phone"), "{told}");
    let asked = scene.host.take_requests();
    ensure!(!asked.iter().any(|request| request.contains("v2/")), "{asked:?}");

    // All is as it was, and something else in between: who is asked all the same is told so.
    scene.receiver.publish_own(|out| lamp(out, 4)).await?;
    scene.reload().await?;
    scene.ask("alice", ask).await?;
    let told = part(scene.driver(), "changes").await?.text().await?;
    ensure!(
        told.contains("since version v1") && told.contains("Nothing of substance has changed since that version."),
        "{told}"
    );
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_cannot_be_had_keeps_nobody_from_the_notice() -> Result<()> {
    let scene = acknowledged_the_first().await?;
    scene.host.fault("GET", LIST, usize::MAX, Fault::status(503));
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_makes_no_sense_keeps_nobody_from_the_notice() -> Result<()> {
    let scene = acknowledged_the_first().await?;
    let mut manifest: Value = serde_json::from_slice(&fs::read(scene.receiver.notices().join("im/manifest.json"))?)?;
    manifest["versions"][1]["changes"]["locales"]["en"]["integrity"] = json!("");
    let answer = |body: Value| Fault::body(200, "application/json", body.to_string());
    scene.host.fault("GET", "/notices/im/manifest.json", usize::MAX, answer(manifest));
    let bad = json!({ "view": { "panel": [["h3", "x"], ["script", "window.pwned = 1"]], "marks": {}, "mark": [] } });
    for (i, list) in [bad, json!({ "view": 1 }), json!(7), json!({})].into_iter().enumerate() {
        scene.reload().await?;
        scene.host.fault("GET", LIST, usize::MAX, answer(list));
        scene.ask("alice", "").await?;
        part(scene.driver(), "acknowledge").await?;
        ensure!(js(scene.driver(), &format!("return {CHANGES}")).await?.is_null(), "{i}: it is told");
        ensure!(scene.events("error").await?.is_empty());
    }
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    ensure!(js(scene.driver(), "return window.pwned ?? null").await?.is_null());
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_never_acknowledged_is_told_of_no_changes() -> Result<()> {
    let scene = acknowledged_the_first().await?;
    scene.ask("bob", "").await?;
    part(scene.driver(), "acknowledge").await?;
    ensure!(js(scene.driver(), &format!("return {CHANGES}")).await?.is_null());
    scene.browser.quit().await
}
