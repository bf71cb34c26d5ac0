//! `kill -9` of the receiver right after its 201 loses nothing.

use anyhow::{Context, Result, ensure};
use ciente_e2e::{database, receiver::Receiver};
use ciente_notice::Manifest;
use reqwest::{Client, Response, header};
use serde_json::{Value, json};
use std::fs;

fn acknowledgement(digest: &str, id: &str, subject: &str) -> Value {
    json!({
        "format": "ciente/acknowledgement/1", "id": id,
        "notice": { "id": "im", "version": "2022-07", "locale": "en", "digest": digest },
        "tenant": "t", "subject": subject, "action": "acknowledged",
        "shownAt": "2026-11-23T10:00:00.000Z", "actedAt": "2026-11-23T10:00:41.318Z",
        "client": { "widget": "0.1.0", "origin": "https://chat.example" }
    })
}

async fn post(client: &Client, receiver: &Receiver, body: &Value) -> Result<Response> {
    let request = client.post(format!("{}/v1/acknowledgements", receiver.url()));
    Ok(request.header(header::CONTENT_TYPE, "application/json").body(body.to_string()).send().await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_201_survives_a_kill() -> Result<()> {
    const ROUNDS: usize = 25;
    let mut receiver = Receiver::serve().await?;
    let manifest: Manifest = serde_json::from_slice(&fs::read(receiver.notices().join("im/manifest.json"))?)?;
    let digest = manifest.versions[1].locales["en"].digest.to_string();
    let client = Client::builder().no_proxy().pool_max_idle_per_host(0).build()?;
    let mut receipts = Vec::new();
    for round in 0..ROUNDS {
        let body =
            acknowledgement(&digest, &format!("0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f{round:04x}"), &format!("s{round}"));
        let answer = post(&client, &receiver, &body).await?;
        ensure!(answer.status() == 201, "{}", answer.status());
        let receipt = answer.bytes().await?;
        receiver.kill().await?;
        receiver.start_again().await?;
        receipts.push((body, receipt));
    }
    let rows = database::rows(&receiver.data())?;
    ensure!(rows.len() == ROUNDS, "{} of {ROUNDS} are there", rows.len());
    // A replay returns the first receipt, byte for byte, and adds nothing.
    for (body, receipt) in &receipts {
        let answer = post(&client, &receiver, body).await?;
        ensure!(answer.status() == 200, "{}", answer.status());
        ensure!(answer.bytes().await? == receipt, "another receipt on replay");
    }
    ensure!(database::rows(&receiver.data())?.len() == ROUNDS);
    receiver.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_acknowledgement_is_told_where() -> Result<()> {
    let mut receiver = Receiver::serve().await?;
    let client = Client::builder().no_proxy().build()?;
    let mut body = acknowledgement("sha-256:zz", "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f0001", "alice");
    body["shownAt"] = json!("yesterday");
    let answer = post(&client, &receiver, &body).await?;
    ensure!(answer.status() == 422, "{}", answer.status());
    ensure!(answer.headers()[header::CONTENT_TYPE] == "application/problem+json");
    let problem: Value = serde_json::from_slice(&answer.bytes().await?)?;
    let errors = problem["errors"].as_array().context("no errors")?;
    let pointers: Vec<_> = errors.iter().filter_map(|error| error["pointer"].as_str()).collect();
    ensure!(pointers == ["/notice/digest", "/shownAt"], "{problem:#}");
    receiver.stop().await
}
