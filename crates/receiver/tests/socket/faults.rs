//! Each fault as a client on the other end of the wire sees it, and what the store holds after it.

use crate::{running::Running, samples};
use ciente_receiver::Receiver;
use serde_json::Value;
use std::{io, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

const ORIGIN: &str = "https://chat.example";

async fn send(address: SocketAddr, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// All that arrives until the connection ends.
async fn rest(mut stream: TcpStream) -> (String, io::Result<()>) {
    let mut bytes = Vec::new();
    let end = timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes)).await.unwrap().map(drop);
    (String::from_utf8(bytes).unwrap(), end)
}

fn request(method: &str, target: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{method} {target} HTTP/1.1\r\nHost: a\r\nOrigin: {ORIGIN}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
}

fn post_of(n: u32, subject: &str) -> String {
    let mut body = samples::acknowledgement(&samples::id(n), "3");
    body["subject"] = subject.into();
    request("POST", "/v1/acknowledgements", &body.to_string())
}

async fn post(running: &Running, n: u32) -> (String, io::Result<()>) {
    rest(send(running.address, &post_of(n, "alice")).await).await
}

async fn recorded(receiver: &Receiver) -> usize {
    receiver.recent(100).await.unwrap().len()
}

async fn ended(running: Running) {
    running.stop.send(()).unwrap();
    running.ended.await.unwrap().unwrap();
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

#[tokio::test]
async fn dropped_and_reset_before_and_after_the_commit() {
    let running = Running::failing("POST before drop; POST after drop; POST before reset; POST after reset").await;
    for (n, reset, count) in [(1, false, 0), (2, false, 1), (3, true, 1), (4, true, 2)] {
        let (answer, end) = post(&running, n).await;
        assert_eq!(answer, "", "{n}");
        assert_eq!(end.map_err(|error| error.kind()), if reset { Err(io::ErrorKind::ConnectionReset) } else { Ok(()) });
        assert_eq!(recorded(&running.receiver).await, count, "{n}");
    }
    // The script is through: what was committed is replayed, what was not is recorded now.
    for (n, status) in [(1, 201), (2, 200), (3, 201), (4, 200)] {
        let (answer, _) = post(&running, n).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{n}: {answer}");
    }
    assert_eq!(recorded(&running.receiver).await, 4);
    ended(running).await;
}

#[tokio::test]
async fn refusals_are_problems_that_the_page_may_read() {
    let running = Running::failing(
        "POST before 503 retry-after=7\nPOST before 429 retry-after=+90s\nPOST before 418\nPOST before 409\n\
         POST before 500 no-cors\nPOST after 502\nPOST after 204",
    )
    .await;
    let expected = [
        (503, "retry-after: 7", "/problems/unavailable", true),
        (429, "retry-after: Mon, 23 Nov 2026 10:02:11 GMT", "/problems/rate-limited", true),
        (418, "", "about:blank", true),
        (409, "", "/problems/stale-notice", true),
        (500, "", "/problems/internal", false),
        (502, "", "about:blank", true),
    ];
    for (n, (status, header, problem, cors)) in expected.into_iter().enumerate() {
        let (answer, _) = post(&running, n as u32).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        assert!(answer.contains(header) && answer.contains("content-type: application/problem+json"), "{answer}");
        let said: Value = serde_json::from_str(body(&answer)).unwrap();
        assert_eq!((said["type"].as_str().unwrap(), said["status"].as_u64()), (problem, Some(status)));
        assert_eq!(answer.contains(&format!("access-control-allow-origin: {ORIGIN}")), cors, "{answer}");
    }
    assert_eq!(recorded(&running.receiver).await, 1, "the 502 came after the commit");
    let (answer, _) = post(&running, 7).await;
    assert!(answer.starts_with("HTTP/1.1 204 ") && body(&answer).is_empty(), "{answer}");
    assert_eq!(recorded(&running.receiver).await, 2);
    ended(running).await;
}

#[tokio::test]
async fn half_answers_promise_more_than_they_bring() {
    let running = Running::failing(
        "POST before cut=head; POST before cut=20; POST after cut=head; POST after cut=20; \
                          POST after cut=99999",
    )
    .await;
    for (n, bytes, count) in [(1, Some(0), 0), (2, Some(20), 0), (3, Some(0), 1), (4, Some(20), 2), (5, None, 3)] {
        let (answer, _) = post(&running, n).await;
        assert!(answer.starts_with("HTTP/1.1 201 Created\r\n"), "{n}: {answer}");
        assert!(answer.contains("access-control-allow-origin"), "{answer}");
        let length = answer.split("content-length: ").nth(1).unwrap().split("\r\n").next().unwrap();
        let length: usize = length.parse().unwrap();
        assert_eq!(body(&answer).len(), bytes.unwrap_or(length - 1), "{n}: {answer}");
        assert_eq!(recorded(&running.receiver).await, count, "{n}");
    }
    ended(running).await;
}

#[tokio::test]
async fn slow_and_altered_answers() {
    let running = Running::failing(
        "POST after drip=50/1ms\nPOST after type=text/html\nPOST after body=\"<p>\"\nPOST before redirect=/else\n\
         POST before delay=10ms",
    )
    .await;
    let (dripped, _) = post(&running, 1).await;
    let receipt: Value = serde_json::from_str(body(&dripped)).unwrap();
    assert_eq!(receipt["format"], "ciente/receipt/1");
    let (typed, _) = post(&running, 2).await;
    assert!(typed.contains("content-type: text/html\r\n") && body(&typed).starts_with('{'), "{typed}");
    let (other, _) = post(&running, 3).await;
    assert!(other.starts_with("HTTP/1.1 201 ") && body(&other) == "<p>", "{other}");
    let (elsewhere, _) = post(&running, 4).await;
    assert!(elsewhere.starts_with("HTTP/1.1 307 ") && elsewhere.contains("location: /else\r\n"), "{elsewhere}");
    assert_eq!(recorded(&running.receiver).await, 3);
    let (late, _) = post(&running, 5).await;
    assert!(late.starts_with("HTTP/1.1 201 "), "{late}");
    ended(running).await;
}

#[tokio::test]
async fn what_is_never_answered_is_recorded_or_not_and_holds_up_no_end() {
    let running = Running::failing("POST before delay=forever; POST after delay=forever").await;
    let _before = send(running.address, &post_of(1, "alice")).await;
    while acted(&running).await != [1, 0] {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let _after = send(running.address, &post_of(2, "alice")).await;
    while recorded(&running.receiver).await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let receipts = running.receiver.recent(9).await.unwrap();
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0].acknowledgement.id.to_string(), samples::id(2));
    running.stop.send(()).unwrap();
    timeout(Duration::from_secs(9), running.ended).await.unwrap().unwrap().unwrap();
}

async fn acted(running: &Running) -> Vec<u64> {
    let (answer, _) = rest(send(running.address, &request("GET", "/faults", "")).await).await;
    let stand: Value = serde_json::from_str(body(&answer)).unwrap();
    stand["rules"].as_array().unwrap().iter().map(|rule| rule["acted"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn a_rule_can_be_about_one_subject_or_one_path() {
    let running =
        Running::failing("* subject=\"bob b\" times=2 before 500\nGET path=/notices/im/manifest.json before 404").await;
    let ask = async |request: String| rest(send(running.address, &request).await).await.0[9..12].to_owned();
    let status = |subject| format!("/v1/acknowledgements?notice=im&tenant=1400000000&subject={subject}");
    assert_eq!(ask(post_of(1, "alice")).await, "201");
    assert_eq!(ask(request("GET", &status("alice"), "")).await, "200");
    assert_eq!(ask(post_of(2, "bob b")).await, "500");
    assert_eq!(ask(request("GET", &status("bob+b"), "")).await, "500");
    assert_eq!(ask(post_of(2, "bob b")).await, "201");
    assert_eq!(ask(request("GET", "/notices/im/manifest.json", "")).await, "404");
    assert_eq!(ask(request("GET", "/notices/im/manifest.json", "")).await, "200");
    ended(running).await;
}

#[tokio::test]
async fn the_script_can_be_changed_while_it_runs() {
    let running = Running::failing("").await;
    let ask = async |request: String| rest(send(running.address, &request).await).await.0;
    assert!(ask(request("PUT", "/faults", "POST times=2 before 503")).await.starts_with("HTTP/1.1 204 "));
    assert!(post(&running, 1).await.0.starts_with("HTTP/1.1 503 "));
    let stand: Value = serde_json::from_str(body(&ask(request("GET", "/faults", "")).await)).unwrap();
    assert_eq!(stand, serde_json::json!({"rules": [{"rule": "POST times=2 before 503", "seen": 1, "acted": 1}]}));
    let refused = ask(request("PUT", "/faults", "POST before dorp")).await;
    assert!(refused.starts_with("HTTP/1.1 400 ") && refused.contains("column 13"), "{refused}");
    assert!(ask(request("DELETE", "/faults", "")).await.starts_with("HTTP/1.1 204 "));
    assert!(post(&running, 1).await.0.starts_with("HTTP/1.1 201 "));
    ended(running).await;
}

#[tokio::test]
async fn connections_are_used_once_unless_the_script_says_otherwise() {
    for (script, closes) in [("", true), ("keep-alive", false)] {
        let running = Running::failing(script).await;
        let mut stream = send(running.address, &post_of(1, "alice")).await;
        let mut bytes = [0; 4096];
        let length = stream.read(&mut bytes).await.unwrap();
        let answer = std::str::from_utf8(&bytes[..length]).unwrap();
        assert_eq!(answer.contains("connection: close"), closes, "{answer}");
        drop(stream);
        ended(running).await;
    }
}

#[tokio::test]
async fn there_is_no_switch_without_the_option() {
    let running = Running::start().await;
    let stream =
        send(running.address, &request("GET", "/faults", "").replace("Host", "Connection: close\r\nHost")).await;
    let (answer, _) = rest(stream).await;
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    ended(running).await;
}
