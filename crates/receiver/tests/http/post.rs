//! `POST /v1/acknowledgements`: every answer of the table, in the order of the checks.

use crate::{
    fixture::{Fixture, post, prepare},
    samples::{self, ID, acknowledgement, id, publish_as},
};
use axum::body::{Body, Bytes};
use ciente_notice::{Acknowledgement, Digest, MAX_BODY_BYTES, ProblemCode as P, Receipt, canonical_json};
use ciente_receiver::{Clock, Receiver};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

/// A body of chunks whose length nobody announces.
struct Chunks(Vec<Bytes>, bool);

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        match self.0.pop() {
            Some(chunk) => Poll::Ready(Some(Ok(http_body::Frame::data(chunk)))),
            None if self.1 => Poll::Pending,
            None => Poll::Ready(None),
        }
    }
}

#[tokio::test]
async fn a_new_acknowledgement_is_recorded_and_receipted() {
    let fixture = Fixture::new();
    let mut watcher = fixture.receiver.subscribe();
    let sent = acknowledgement(ID, "3");
    let answer = fixture.post(&sent).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let expected = json!({
        "format": "ciente/receipt/1", "acknowledgement": sent, "receivedAt": "2026-11-23T10:00:42.000Z", "authenticated": null
    });
    let mut without_log = answer.json();
    assert_eq!(without_log.as_object_mut().unwrap().remove("log").unwrap()["index"], 0);
    assert_eq!(without_log, expected);
    let receipt: Receipt = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(*watcher.recv().await.unwrap(), receipt);
    assert_eq!(fixture.receiver.recent(9).await.unwrap(), [receipt]);
}

#[tokio::test]
async fn the_row_holds_every_member_and_the_canonical_body() {
    let fixture = Fixture::new();
    let sent = acknowledgement(ID, "3");
    fixture.post(&sent).await;
    let columns = "seq id notice version locale digest tenant subject action shown_at acted_at widget origin received_at \
                   body authenticated log_index salt";
    let database = fixture.database();
    let row: BTreeMap<&str, Value> = database
        .query_row("SELECT * FROM acknowledgements", [], |row| {
            assert_eq!(row.as_ref().column_names().join(" "), columns);
            columns
                .split(' ')
                .map(|name| {
                    Ok((
                        name,
                        row.get::<_, String>(name)
                            .map(Value::from)
                            .or_else(|_| row.get::<_, i64>(name).map(Value::from))
                            .or_else(|_| row.get::<_, Vec<u8>>(name).map(|salt| salt.len().into()))?,
                    ))
                })
                .collect()
        })
        .unwrap();
    let body = canonical_json(&Acknowledgement::from_value(&sent).unwrap()).unwrap();
    for (column, value) in [
        ("seq", json!(1)),
        ("id", json!(ID)),
        ("notice", json!("im")),
        ("version", json!("3")),
        ("locale", json!("pt-BR")),
        ("digest", sent["notice"]["digest"].clone()),
        ("tenant", json!("1400000000")),
        ("subject", json!("alice")),
        ("action", json!("acknowledged")),
        ("shown_at", json!("2026-11-23T10:00:00.000Z")),
        ("acted_at", json!("2026-11-23T10:00:41.318Z")),
        ("widget", json!("0.1.0")),
        ("origin", json!("https://chat.example")),
        ("received_at", json!("2026-11-23T10:00:42.000Z")),
        ("body", json!(String::from_utf8(body).unwrap())),
        ("authenticated", json!(0)),
    ] {
        assert_eq!(row[column], value, "{column}");
    }
}

#[tokio::test]
async fn a_replay_gets_the_first_receipt_byte_for_byte() {
    let fixture = Fixture::new();
    let first = fixture.post(&acknowledgement(ID, "3")).await;
    fixture.wait(86_400_000);
    let mut watcher = fixture.receiver.subscribe();
    // Other white space, another order, capitals in the id: the same acknowledgement.
    let other: BTreeMap<String, Value> = serde_json::from_value(acknowledgement(&ID.to_uppercase(), "3")).unwrap();
    let again = fixture.ask(post().body(serde_json::to_string_pretty(&other).unwrap().into()).unwrap()).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
    assert_eq!(first.body, again.body);
    assert_eq!(fixture.count(), 1);
    assert!(watcher.try_recv().is_err(), "a replay is no news");
}

#[tokio::test]
async fn an_id_is_never_reused() {
    let fixture = Fixture::new();
    fixture.post(&acknowledgement(ID, "3")).await;
    for (pointer, value) in [("/subject", "bob"), ("/action", "declined"), ("/actedAt", "2026-11-23T10:00:41.319Z")] {
        let mut other = acknowledgement(ID, "3");
        *other.pointer_mut(pointer).unwrap() = value.into();
        fixture.post(&other).await.problem(P::IdReused);
    }
    // Even where the other would be refused on its own account.
    fixture.post(&acknowledgement(ID, "1")).await.problem(P::IdReused);
    assert_eq!(fixture.count(), 1);
}

#[tokio::test]
async fn a_declined_notice_is_a_record_too() {
    let fixture = Fixture::new();
    let mut declined = acknowledgement(ID, "3");
    declined["action"] = "declined".into();
    let answer = fixture.post(&declined).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json()["acknowledgement"]["action"], "declined");
}

#[tokio::test]
async fn only_json_is_read() {
    let fixture = Fixture::new();
    let body = || Body::from(acknowledgement(ID, "3").to_string());
    let bare = || axum::http::Request::post("/v1/acknowledgements");
    fixture.ask(bare().body(body()).unwrap()).await.problem(P::UnsupportedMediaType);
    for bad in ["text/plain", "application/json; charset=utf-16", "multipart/form-data; boundary=x"] {
        let request = bare().header("content-type", bad).body(body()).unwrap();
        fixture.ask(request).await.problem(P::UnsupportedMediaType);
    }
    let request = post().header("content-encoding", "gzip").body(body()).unwrap();
    fixture.ask(request).await.problem(P::UnsupportedMediaType);
    let request = bare().header("content-type", "application/json; charset=UTF-8").body(body()).unwrap();
    assert_eq!(fixture.ask(request).await.status, 201);
}

#[tokio::test]
async fn a_body_has_a_limit_announced_or_not() {
    let fixture = Fixture::new();
    let text = acknowledgement(ID, "3").to_string();
    let fill = |length: usize| format!("{text}{}", " ".repeat(length - text.len()));
    fixture.ask(post().body(fill(MAX_BODY_BYTES + 1).into()).unwrap()).await.problem(P::TooLarge);
    let announced = post().header("content-length", "9000").body(Body::empty()).unwrap();
    fixture.ask(announced).await.problem(P::TooLarge);
    let chunks = Chunks(vec![Bytes::from(vec![b' '; 1000]); 9], false);
    fixture.ask(post().body(Body::new(chunks)).unwrap()).await.problem(P::TooLarge);
    // Without end: refused at the limit, not at the end.
    let chunks = Chunks(vec![Bytes::from(vec![b' '; 1000]); 9], true);
    fixture.ask(post().body(Body::new(chunks)).unwrap()).await.problem(P::TooLarge);
    assert_eq!(fixture.count(), 0);
    assert_eq!(fixture.ask(post().body(fill(MAX_BODY_BYTES).into()).unwrap()).await.status, 201);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_a_timeout() {
    let fixture = Fixture::new();
    let body = Body::new(Chunks(vec![Bytes::from_static(b"{")], true));
    let answer = fixture.ask(post().body(body).unwrap()).await;
    answer.problem(P::Timeout);
    assert_eq!(answer.header("connection"), Some("close"));
}

#[tokio::test]
async fn what_is_not_json_is_refused_with_line_and_column() {
    let fixture = Fixture::new();
    for (body, place) in [
        ("", "line 1 column 0"),
        ("{\n  \"id\": nope }", "line 2 column 10"),
        ("{\"id\":1,\n\"id\":1}", "line 2 column"),
        ("{} {}", "line 1 column 4"),
        ("{\"id\":\"\\ud800\"}", "line 1 column"),
    ] {
        let problem = fixture.ask(post().body(body.into()).unwrap()).await.problem(P::MalformedJson);
        assert!(problem["detail"].as_str().unwrap().contains(place), "{problem}");
    }
    fixture.ask(post().body(vec![b'"', 0xff, b'"'].into()).unwrap()).await.problem(P::MalformedJson);
}

#[tokio::test]
async fn what_is_no_acknowledgement_is_refused_with_every_place() {
    let fixture = Fixture::new();
    let mut bad = acknowledgement("7", "3");
    bad["subject"] = 7.into();
    bad["notice"]["digest"] = "md5:0".into();
    bad["consent"] = true.into();
    let problem = fixture.post(&bad).await.problem(P::InvalidAcknowledgement);
    let errors = problem["errors"].as_array().unwrap();
    let places: Vec<_> = errors.iter().map(|error| (error["pointer"].as_str(), error["code"].as_str())).collect();
    assert_eq!(
        places,
        [
            (Some("/id"), Some("malformed")),
            (Some("/notice/digest"), Some("malformed")),
            (Some("/subject"), Some("wrong-type")),
            (Some("/consent"), Some("unknown"))
        ]
    );
    assert!(errors.iter().all(|error| error["detail"].is_string()));
    fixture.post(&json!(null)).await.problem(P::InvalidAcknowledgement);
}

#[tokio::test]
async fn the_idempotency_key_is_the_id() {
    let fixture = Fixture::new();
    let send = async |key: &str| {
        let request = post().header("idempotency-key", key).body(acknowledgement(ID, "3").to_string().into());
        fixture.ask(request.unwrap()).await
    };
    let problem = send("\"0190a1b2-c3d4-7e5f-8a6b-000000000000\"").await.problem(P::IdempotencyKeyMismatch);
    assert!(problem["detail"].as_str().unwrap().contains(ID), "{problem}");
    assert_eq!(fixture.count(), 0);
    assert_eq!(send(&format!("\"{ID}\"")).await.status, 201);
    assert_eq!(send(ID).await.status, 200);
}

#[tokio::test]
async fn without_authentication_nobody_is_believed() {
    let fixture = Fixture::with(|config| config.allow_anonymous = false);
    let answer = fixture.post(&acknowledgement(ID, "3")).await;
    let problem = answer.problem(P::Unauthenticated);
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    assert!(problem["detail"].as_str().unwrap().contains("--allow-anonymous"), "{problem}");
    assert_eq!(fixture.count(), 0);
    // What is wrong with the body is said first: it is wrong whoever sends it.
    fixture.post(&json!({})).await.problem(P::InvalidAcknowledgement);
}

#[tokio::test]
async fn only_published_words_are_recorded() {
    let fixture = Fixture::new();
    let mut unknown = acknowledgement(ID, "3");
    let digest = Digest::of_bytes(b"other words").to_string();
    unknown["notice"]["digest"] = digest.clone().into();
    let problem = fixture.post(&unknown).await.problem(P::UnknownNotice);
    assert!(problem["detail"].as_str().unwrap().contains(&digest), "{problem}");

    for (member, wrong) in [("id", "other"), ("version", "2"), ("locale", "en")] {
        let mut mixed = acknowledgement(ID, "3");
        mixed["notice"][member] = wrong.into();
        let problem = fixture.post(&mixed).await.problem(P::InvalidAcknowledgement);
        assert_eq!(problem["errors"][0]["pointer"], format!("/notice/{member}"));
        assert_eq!(problem["errors"][0]["code"], "contradiction");
        assert_eq!(problem["errors"].as_array().unwrap().len(), 1);
    }
    assert_eq!(fixture.count(), 0);
}

/// A page that was open when the notices were built again still shows the former words: it is sent to the present ones.
/// Whoever builds into the folder that is served shows users words that the receiver has not read.
#[tokio::test]
async fn words_that_came_after_the_start_are_asked_for_again() {
    let fixture = Fixture::new();
    let mut newer = acknowledgement(ID, "3");
    let known = newer["notice"]["digest"].as_str().unwrap().to_owned();
    let digest = format!("sha-256:{}", "ab".repeat(32));
    newer["notice"]["digest"] = digest.clone().into();
    fixture.post(&newer).await.problem(P::UnknownNotice);
    let path = fixture.folder.path().join("notices/im/manifest.json");
    let manifest = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, manifest.replace(&known, &digest)).unwrap();
    let answer = fixture.post(&newer).await;
    assert_eq!(answer.headers["retry-after"], "30");
    let problem = answer.problem(P::Unavailable);
    assert!(problem["detail"].as_str().unwrap().contains("after this receiver was started"), "{problem}");
    assert_eq!(fixture.count(), 0);
}

#[tokio::test]
async fn words_that_were_published_once_are_stale_and_not_unknown() {
    let (folder, config) = prepare();
    let open = || Fixture::with(|change| *change = config.clone());
    let recorded = open().post(&acknowledgement(&id(1), "3")).await.json();
    let notices = folder.path().join("notices");
    let manifest = notices.join("im/manifest.json");
    let mut words = samples::notice("3", "pt-BR");
    words.title = "Other words".into();
    let bytes = serde_json::to_vec(&words).unwrap();
    std::fs::write(notices.join("im/3/pt-BR.json"), &bytes).unwrap();
    let mut changed: Value = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
    let entry = &mut changed["versions"][2]["locales"]["pt-BR"];
    entry["digest"] = Digest::of(&words).unwrap().to_string().into();
    entry["json"] = serde_json::to_value(samples::part("3/pt-BR.json", &bytes)).unwrap();
    let write = |value: &Value| std::fs::write(&manifest, value.to_string()).unwrap();
    write(&changed);
    let said = |problem: Value| problem["detail"].as_str().unwrap().to_owned();
    {
        let fixture = open();
        let detail = said(fixture.post(&acknowledgement(&id(2), "3")).await.problem(P::StaleNotice));
        assert!(detail.contains("version 3 has other words now, and version 3 holds"), "{detail}");
        // What was recorded then stays so, and what contradicts itself is still that.
        assert_eq!(fixture.post(&acknowledgement(&id(1), "3")).await.json(), recorded);
        let mut mixed = acknowledgement(&id(3), "3");
        mixed["notice"]["version"] = "2".into();
        fixture.post(&mixed).await.problem(P::InvalidAcknowledgement);
        let mut never = acknowledgement(&id(4), "3");
        never["notice"]["digest"] = Digest::of_bytes(b"never").to_string().into();
        fixture.post(&never).await.problem(P::UnknownNotice);
        assert_eq!(fixture.receiver.recent(9).await.unwrap().len(), 1);
    }
    let mut gone = changed.clone();
    gone["versions"].as_array_mut().unwrap().remove(0);
    write(&gone);
    let detail = said(open().post(&acknowledgement(&id(5), "1")).await.problem(P::StaleNotice));
    assert!(detail.ends_with("they are not any more: version 3 holds now"), "{detail}");
    std::fs::rename(notices.join("im"), notices.join("other")).unwrap();
    gone["id"] = "other".into();
    for version in gone["versions"].as_array_mut().unwrap() {
        let label = version["version"].clone();
        for (locale, entry) in version["locales"].as_object_mut().unwrap() {
            let file = format!("{}/{locale}.json", label.as_str().unwrap());
            let path = notices.join("other").join(&file);
            let mut notice: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            notice["id"] = "other".into();
            let bytes = serde_json::to_vec(&notice).unwrap();
            std::fs::write(&path, &bytes).unwrap();
            entry["digest"] = Digest::of(&notice).unwrap().to_string().into();
            entry["json"] = serde_json::to_value(samples::part(&file, &bytes)).unwrap();
        }
    }
    std::fs::write(notices.join("other/manifest.json"), gone.to_string()).unwrap();
    let detail = said(open().post(&acknowledgement(&id(6), "3")).await.problem(P::StaleNotice));
    assert!(detail.ends_with("that notice is not published here any more"), "{detail}");
}

#[tokio::test]
async fn an_older_version_counts_until_something_material_changed() {
    let fixture = Fixture::new();
    let problem = fixture.post(&acknowledgement(&id(1), "1")).await.problem(P::StaleNotice);
    assert!(problem["detail"].as_str().unwrap().contains("version 3 holds now"), "{problem}");
    assert_eq!(fixture.post(&acknowledgement(&id(2), "2")).await.status, 201);
    assert_eq!(fixture.count(), 1);
}

#[tokio::test]
async fn a_record_of_old_never_becomes_stale_or_unknown() {
    let (folder, config) = crate::fixture::prepare();
    publish_as(&config.notices, "1");
    let then = Fixture::with(|change| *change = config.clone());
    let first = then.post(&acknowledgement(ID, "1")).await;
    assert_eq!(first.status, 201);
    then.receiver.close().await.unwrap();

    publish_as(&config.notices, "3");
    let mut later = config.clone();
    later.clock = Clock::new(|| "2027-01-01T00:00:00Z".parse().unwrap());
    let now = Fixture::with(|change| *change = later);
    let replay = now.post(&acknowledgement(ID, "1")).await;
    assert_eq!((replay.status.as_u16(), replay.body), (200, first.body));
    now.post(&acknowledgement(&id(2), "1")).await.problem(P::StaleNotice);
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_at_once_are_each_recorded_once_and_survive() {
    let fixture = std::sync::Arc::new(Fixture::new());
    let tasks: Vec<_> = (0..200)
        .map(|n| {
            let fixture = std::sync::Arc::clone(&fixture);
            // Every id twice: one of the two must be the replay.
            tokio::spawn(async move { fixture.post(&acknowledgement(&id(n / 2), "3")).await })
        })
        .collect();
    let mut answers = BTreeMap::<u16, usize>::new();
    for task in tasks {
        *answers.entry(task.await.unwrap().status.as_u16()).or_default() += 1;
    }
    assert_eq!(answers, BTreeMap::from([(200, 100), (201, 100)]));

    // Another receiver on the same file, while the first was never closed.
    let (_folder, mut config) = crate::fixture::prepare();
    config.data = fixture.data().into();
    assert_eq!(Receiver::open(config).unwrap().recent(1000).await.unwrap().len(), 100);
}
