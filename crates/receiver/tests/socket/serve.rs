//! Slow clients, large clients, and an end in order.

use crate::{running::Running, samples};
use std::{path::Path, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{Instant, timeout},
};

/// How long anything may take on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(120);

fn request(id: &str) -> (String, String) {
    let body = samples::acknowledgement(id, "3").to_string();
    let head = format!(
        "POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    (head, body)
}

async fn read(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 4096];
    let length = timeout(PATIENCE, stream.read(&mut bytes)).await.unwrap().unwrap();
    String::from_utf8(bytes[..length].to_vec()).unwrap()
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        folder.read_dir().unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_request_under_way_is_finished_and_the_store_closed() {
    let running = Running::start().await;
    let mut watcher = running.receiver.subscribe();
    let mut idle = TcpStream::connect(running.address).await.unwrap();
    let mut busy = TcpStream::connect(running.address).await.unwrap();
    let (head, body) = request(samples::ID);
    // RFC 9110, 10.1.1: whoever asks for the body has begun.
    let head = head.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
    busy.write_all(head.as_bytes()).await.unwrap();
    assert!(read(&mut busy).await.starts_with("HTTP/1.1 100 "));
    busy.write_all(&body.as_bytes()[..10]).await.unwrap();

    running.stop.send(()).unwrap();
    // Watchers and idle connections do not hold it up.
    assert!(timeout(PATIENCE, watcher.recv()).await.unwrap().is_err());
    assert_eq!(read(&mut idle).await, "");
    assert!(TcpStream::connect(running.address).await.is_err(), "nobody new is let in");

    busy.write_all(&body.as_bytes()[10..]).await.unwrap();
    let answer = read(&mut busy).await;
    assert!(answer.starts_with("HTTP/1.1 201 Created\r\n"), "{answer}");
    timeout(PATIENCE, running.ended).await.unwrap().unwrap().unwrap();
    assert_eq!(
        files(running.folder.path()),
        ["data.sqlite", "data.sqlite.log-key", "data.sqlite.log-key.pub", "notices"],
        "its log is in the file"
    );
}

#[tokio::test]
async fn who_has_said_all_and_closes_that_way_is_answered() {
    let running = Running::start().await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let (head, body) = request(samples::ID);
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    assert!(read(&mut stream).await.starts_with("HTTP/1.1 201 Created\r\n"));
    // And the connection ends with that.
    let mut rest = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut rest)).await.unwrap().unwrap();
}

#[tokio::test]
async fn one_connection_serves_many_requests_and_a_head_has_a_limit() {
    let running = Running::start().await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    for n in 0..3 {
        let (head, body) = request(&samples::id(n));
        stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        assert!(read(&mut stream).await.starts_with("HTTP/1.1 201 Created\r\n"));
    }
    drop(stream);
    for (odd, status) in [
        (format!("GET /healthz HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(33_000)), 431),
        (format!("GET /healthz?{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(33_000)), 431),
        ("GET /healthz HTTP/1.1\r\n\r\n".into(), 400),
        ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".into(), 400),
        (
            "POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n".into(),
            400,
        ),
        ("GET /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".into(), 400),
        ("GET /healthz HTTP/1.0\r\n\r\n".into(), 200),
    ] {
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        stream.write_all(odd.as_bytes()).await.unwrap();
        let answer = read(&mut stream).await;
        assert!(answer.split(' ').nth(1) == Some(&status.to_string()), "{status}: {answer}");
    }
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let long = format!("GET /healthz HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(64 * 1024));
    // The receiver may hang up before all of it is sent.
    let _ = stream.write_all(long.as_bytes()).await;
    let answer = read(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    running.stop.send(()).unwrap();
    running.ended.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_client_that_never_finishes_is_cut_off() {
    let running = Running::start().await;
    let mut slow = TcpStream::connect(running.address).await.unwrap();
    slow.write_all(b"GET /healthz HT").await.unwrap();
    let mut rest = Vec::new();
    timeout(Duration::from_secs(60), slow.read_to_end(&mut rest)).await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_end_waits_ten_seconds_and_no_longer() {
    let running = Running::start().await;
    let mut stuck = TcpStream::connect(running.address).await.unwrap();
    stuck.write_all(b"GET /never HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    running.asked.notified().await;
    let asked = Instant::now();
    running.stop.send(()).unwrap();
    running.ended.await.unwrap().unwrap();
    let waited = asked.elapsed();
    assert!((10..11).contains(&waited.as_secs()), "{waited:?}");
}

#[tokio::test]
async fn a_refusal_reaches_a_client_that_is_still_sending() {
    let running = Running::start().await;
    for (kind, status) in [("application/json", "413"), ("text/plain", "415")] {
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        let length = 200_000;
        let head = format!(
            "POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        for _ in 0..10 {
            stream.write_all(&vec![b' '; length / 10]).await.unwrap();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let answer = read(&mut stream).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    }
}
