//! The record in SQLite is, field for field, what was on the screen.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    page::{js, part, taken_over},
};
use ciente_notice::{Digest, Manifest};
use serde_json::{Value, json};
use std::fs;

#[tokio::test(flavor = "multi_thread")]
async fn the_record_is_what_was_on_the_screen() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("ana-λ@例え.example/\"quoted\"", "locale: 'pt-BR'").await?;
    let title = part(scene.driver(), "title").await?.text().await?;
    let version = part(scene.driver(), "version").await?.text().await?;
    let locale =
        js(scene.driver(), "return document.querySelector('ciente-notice').shadowRoot.querySelector('[lang]').lang")
            .await?;
    let before = js(scene.driver(), "return Date.now()").await?.as_i64().context("no time")?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged" && result["delivery"] == "recorded", "{result}");

    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 1, "{rows:?}");
    let row = &rows[0];
    let receipt = &result["receipt"];
    let sent = &receipt["acknowledgement"];

    // What was sent is what was seen: the digest names the very bytes that were fetched, and they hold what was shown.
    let folder = scene.receiver.notices().join("im");
    let manifest: Manifest = serde_json::from_slice(&fs::read(folder.join("manifest.json"))?)?;
    let entry = &manifest.versions.last().context("no version")?.locales["pt-BR"];
    let bytes = fs::read(folder.join(&entry.json.path))?;
    let notice: Value = serde_json::from_slice(&bytes)?;
    ensure!(notice["title"] == title && notice["locale"] == locale, "{title} {locale}");
    ensure!(version.contains("2022-07"), "{version}");
    let digest = Digest::of_bytes(&bytes).to_string();
    ensure!(digest == Digest::of(&notice)?.to_string(), "the file is not canonical");
    ensure!(
        sent["notice"] == json!({ "id": "im", "version": "2022-07", "locale": "pt-BR", "digest": digest }),
        "{sent}"
    );
    ensure!(sent["subject"] == "ana-λ@例え.example/\"quoted\"" && sent["tenant"] == "t", "{sent}");
    ensure!(sent["client"]["origin"] == scene.host.url().trim_end_matches('/'), "{sent}");

    // What was sent is what is stored.
    for (column, member) in [
        ("id", &sent["id"]),
        ("notice", &sent["notice"]["id"]),
        ("version", &sent["notice"]["version"]),
        ("locale", &sent["notice"]["locale"]),
        ("digest", &sent["notice"]["digest"]),
        ("tenant", &sent["tenant"]),
        ("subject", &sent["subject"]),
        ("action", &sent["action"]),
        ("shown_at", &sent["shownAt"]),
        ("acted_at", &sent["actedAt"]),
        ("widget", &sent["client"]["widget"]),
        ("origin", &sent["client"]["origin"]),
        ("received_at", &receipt["receivedAt"]),
    ] {
        ensure!(&row[column] == member, "{column}: {} in the database, {member} in the receipt", row[column]);
    }

    // The times are the client's: shown before acted, acted after this test looked at the clock.
    let instant = |value: &Value| Ok::<_, anyhow::Error>(value.as_str().context("no time")?.to_owned());
    let acted = js(scene.driver(), &format!("return Date.parse('{}')", instant(&sent["actedAt"])?)).await?;
    ensure!(instant(&sent["shownAt"])? <= instant(&sent["actedAt"])?, "{sent}");
    ensure!(acted.as_i64() >= Some(before), "{acted} {before}");

    // And the events told the host the same.
    let id = &sent["id"];
    ensure!(&scene.events("acknowledged").await?[0]["id"] == id);
    ensure!(&scene.events("recorded").await?[0]["receipt"] == receipt);
    ensure!(scene.shown(1).await?[0]["digest"] == digest.as_str());
    ensure!(scene.outbox().await?.is_empty(), "a recorded acknowledgement stays in the outbox");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_a_tab_that_nobody_looks_at_is_not_shown_yet() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    // As in a tab that was opened behind the one that is read.
    js(
        scene.driver(),
        "window.away = true;
         Object.defineProperty(document, 'hidden', { configurable: true, get: () => away });
         Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (away ? 'hidden' : 'visible') });",
    )
    .await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    taken_over(scene.driver()).await?;
    ensure!(scene.events("shown").await?.is_empty());
    let looked = "const looked = new Date().toISOString(); window.away = false; document.dispatchEvent(new Event('visibilitychange')); return looked";
    let looked = js(scene.driver(), looked).await?;
    ciente_e2e::receiver::eventually("it is shown", async || {
        ensure!(scene.events("shown").await?.len() == 1);
        Ok(())
    })
    .await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let result = scene.result().await?;
    ensure!(result["receipt"]["acknowledgement"]["shownAt"].as_str() >= looked.as_str(), "{result} {looked}");
    scene.browser.quit().await
}
