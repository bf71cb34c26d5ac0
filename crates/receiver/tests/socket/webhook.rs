//! The webhook: signed, sent again until it is taken, and never in the way.

use crate::{running::Running, samples};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Request, StatusCode},
    routing::post,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ciente_notice::Identity;
use ciente_receiver::{Clock, Data, Reason, Receiver, ReceiverConfig, Vault, WebhookConfig};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Mutex, mpsc},
    time::timeout,
};
use tower::ServiceExt as _;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const PATIENCE: Duration = Duration::from_secs(30);

type Heard = (HeaderMap, Bytes);

/// Where what is heard goes, and what is still to be answered.
type Script = (mpsc::UnboundedSender<Heard>, Arc<Mutex<Vec<u16>>>);

struct Host {
    url: String,
    heard: mpsc::UnboundedReceiver<Heard>,
}

/// A host's server that answers with these statuses, then with 204.
async fn host(answers: Vec<u16>) -> Host {
    let (sender, heard) = mpsc::unbounded_channel();
    let answers = Arc::new(Mutex::new(answers));
    let take = async |State((sender, answers)): State<Script>, headers: HeaderMap, body: Bytes| {
        sender.send((headers, body)).unwrap();
        let mut answers = answers.lock().await;
        if answers.is_empty() { StatusCode::NO_CONTENT } else { StatusCode::from_u16(answers.remove(0)).unwrap() }
    };
    let router = Router::new().route("/hook", post(take)).with_state((sender, answers));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Host { url, heard }
}

async fn record(running: &Running, n: u32, action: &str) -> String {
    let mut body = samples::acknowledgement(&samples::id(n), "3");
    body["action"] = action.into();
    let body = body.to_string();
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let head = "POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nContent-Type: application/json";
    let request = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = vec![0; 4096];
    let length = timeout(PATIENCE, stream.read(&mut bytes)).await.unwrap().unwrap();
    String::from_utf8(bytes[..length].to_vec()).unwrap()
}

fn config(url: &str) -> WebhookConfig {
    let mut webhook = WebhookConfig::new(url.to_owned(), SECRET.to_owned());
    webhook.pause = Duration::from_millis(20);
    webhook
}

#[tokio::test(flavor = "multi_thread")]
async fn each_act_is_told_once_and_signed() {
    let mut host = host(vec![]).await;
    let running = Running::with(|receiver| receiver.webhook = Some(config(&host.url))).await;
    for (n, action) in [(1, "acknowledged"), (2, "declined"), (1, "acknowledged")] {
        let answer = record(&running, n, action).await;
        let receipt: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
        if answer.starts_with("HTTP/1.1 200 ") {
            continue; // A replay is no news; that nothing comes of it is seen below.
        }
        let (headers, body) = timeout(PATIENCE, host.heard.recv()).await.unwrap().unwrap();
        let told: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(told["type"], format!("acknowledgement.{action}"));
        assert_eq!((&told["data"], &told["timestamp"]), (&receipt, &receipt["receivedAt"]));
        let header = |name: &str| headers[name].to_str().unwrap();
        assert_eq!(header("webhook-id"), samples::id(n));
        assert_eq!(header("webhook-timestamp"), "1795428041");
        let key = STANDARD.decode(SECRET.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{}.{}.", header("webhook-id"), header("webhook-timestamp")).as_bytes());
        mac.update(&body);
        assert_eq!(header("webhook-signature"), format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())));
    }
    running.stop.send(()).unwrap();
    timeout(PATIENCE, running.ended).await.unwrap().unwrap().unwrap();
    assert!(host.heard.try_recv().is_err(), "nothing was told twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_taken_is_sent_again_with_the_same_id() {
    let mut host = host(vec![500, 404, 302]).await;
    let running = Running::with(|receiver| receiver.webhook = Some(config(&host.url))).await;
    assert!(record(&running, 1, "acknowledged").await.starts_with("HTTP/1.1 201 "));
    let mut told = Vec::new();
    for _ in 0..4 {
        told.push(timeout(PATIENCE, host.heard.recv()).await.unwrap().unwrap());
    }
    assert!(told.iter().all(|(headers, body)| headers["webhook-id"] == samples::id(1).as_str() && *body == told[0].1));
    running.stop.send(()).unwrap();
    timeout(PATIENCE, running.ended).await.unwrap().unwrap().unwrap();
    assert!(host.heard.try_recv().is_err(), "taken is taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_never_answers_holds_up_nothing() {
    // It takes connections and says nothing.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let running = Running::with(|receiver| receiver.webhook = Some(config(&url))).await;
    for n in 0..20 {
        assert!(record(&running, n, "acknowledged").await.starts_with("HTTP/1.1 201 "));
    }
    assert_eq!(running.receiver.recent(99).await.unwrap().len(), 20);
    drop(listener);
}

impl Host {
    /// The ids of the next so many events, in their order, with their bodies.
    async fn hears(&mut self, events: usize) -> Vec<(String, Bytes)> {
        let mut heard = Vec::new();
        for _ in 0..events {
            let (headers, body) = timeout(PATIENCE, self.heard.recv()).await.unwrap().unwrap();
            heard.push((headers["webhook-id"].to_str().unwrap().to_owned(), body));
        }
        heard.sort();
        heard
    }
}

fn ids(told: &[(String, Bytes)]) -> Vec<&str> {
    told.iter().map(|(id, _)| id.as_str()).collect()
}

/// A receiver on a folder that outlives it; records what is asked of it without a socket.
fn open(folder: &std::path::Path, url: Option<&str>) -> Receiver {
    let notices = folder.join("notices");
    if !notices.exists() {
        std::fs::create_dir(&notices).unwrap();
        samples::publish(&notices);
    }
    let mut config = ReceiverConfig::new(&notices, folder.join("data.sqlite"), Clock::system());
    (config.allow_anonymous, config.webhook) = (true, url.map(self::config));
    Receiver::open(config).unwrap()
}

async fn record_in(receiver: &Receiver, n: u32, subject: &str) {
    let mut body = samples::acknowledgement(&samples::id(n), "3");
    body["subject"] = subject.into();
    let request = Request::post("/v1/acknowledgements").header("content-type", "application/json");
    let request = request.body(Body::from(body.to_string())).unwrap();
    assert_eq!(receiver.router().oneshot(request).await.unwrap().status(), StatusCode::CREATED);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_taken_when_the_receiver_ended_is_told_at_its_next_start_and_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let first = open(folder.path(), Some(&format!("http://{nobody}/hook")));
    for n in 1..=3 {
        record_in(&first, n, "alice").await;
    }
    // As a crash would: nothing is written in the end.
    drop(first);
    let mut host = host(vec![]).await;
    let second = open(folder.path(), Some(&host.url));
    record_in(&second, 4, "alice").await;
    assert_eq!(ids(&host.hears(4).await), [1, 2, 3, 4].map(samples::id));
    second.close().await.unwrap();
    let third = open(folder.path(), Some(&host.url));
    record_in(&third, 5, "alice").await;
    assert_eq!(ids(&host.hears(1).await), [samples::id(5)], "what was taken is not told again");
    third.close().await.unwrap();
    assert!(host.heard.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_an_erased_person_or_of_what_was_before_there_was_a_webhook() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let before = open(folder.path(), None);
    record_in(&before, 1, "early").await;
    before.close().await.unwrap();
    let first = open(folder.path(), Some(&format!("http://{nobody}/hook")));
    record_in(&first, 2, "alice").await;
    record_in(&first, 3, "bob").await;
    first.close().await.unwrap();
    let vault = Vault::open(&Data::Sqlite(folder.path().join("data.sqlite"))).unwrap();
    let alice = Identity { tenant: "1400000000".into(), subject: "alice".into() };
    assert_eq!(vault.erase(alice, Reason::new("asked").unwrap(), &Clock::system()).await.unwrap(), 1);
    vault.close().await.unwrap();
    let mut host = host(vec![]).await;
    let second = open(folder.path(), Some(&host.url));
    record_in(&second, 4, "carol").await;
    let told = host.hears(2).await;
    assert!(told.iter().all(|(_, body)| !String::from_utf8_lossy(body).contains("alice")));
    assert_eq!(ids(&told), [3, 4].map(samples::id));
    second.close().await.unwrap();
    assert!(host.heard.try_recv().is_err());
}

#[test]
fn mistakes_are_named_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let notices = folder.path().join("notices");
    std::fs::create_dir(&notices).unwrap();
    samples::publish(&notices);
    for (url, secret, code) in [
        ("chat.example/hook", SECRET, "webhook-url"),
        ("ftp://chat.example/hook", SECRET, "webhook-url"),
        ("https://chat.example/hook", "short", "webhook-secret"),
        ("https://chat.example/hook", "whsec_!", "webhook-secret"),
    ] {
        let mut config = ReceiverConfig::new(&notices, folder.path().join("data.sqlite"), Clock::system());
        config.webhook = Some(WebhookConfig::new(url.into(), secret.into()));
        assert_eq!(Receiver::open(config).unwrap_err().code(), code, "{url}");
    }
}
