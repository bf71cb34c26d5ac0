//! Slow clients, clients that take nothing, too many of them, and what is on the admin address: on real sockets.

use crate::{running::Running, samples};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(20);

async fn everything(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset after the answer is an end too.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("it was never cut off");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let running = Running::with(|config| config.limits.head_timeout = Duration::from_millis(300)).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(b"POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nX-").await.unwrap();
    let answer = everything(&mut stream).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408 "), "{answer}");
    // Nor does it help to send a little now and then.
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let dripping = async {
        while stream.write_all(b"X").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, dripping).await.expect("it was never cut off");
}

#[tokio::test]
async fn a_body_that_never_ends_is_told_so_and_cut_off() {
    let running = Running::with(|config| config.limits.body_timeout = Duration::from_millis(300)).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let head = "POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = everything(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("/problems/timeout"), "{answer}");
    assert_eq!(running.receiver.recent(1).await.unwrap(), []);
}

#[tokio::test]
async fn who_asks_for_much_and_takes_nothing_is_cut_off() {
    let running = Running::with(|config| {
        config.limits.write_timeout = Duration::from_millis(500);
        let large = config.notices.join("large.bin");
        std::fs::write(large, vec![7; 64 * 1024 * 1024]).unwrap();
    })
    .await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(b"GET /notices/large.bin HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut taken = 0;
    let mut bytes = vec![0; 1024 * 1024];
    while let Ok(Ok(length)) = timeout(PATIENCE, stream.read(&mut bytes)).await
        && length > 0
    {
        taken += length;
    }
    assert!(taken < 64 * 1024 * 1024, "{taken} bytes: all of it");
}

#[tokio::test]
async fn an_address_that_asks_too_often_waits() {
    let running = Running::with(|config| config.limits.address = Some("3/h".parse().unwrap())).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let ask = "GET /v1/acknowledgements?notice=im&tenant=1&subject=a HTTP/1.1\r\nHost: a\r\n\r\n";
    for expected in [200, 200, 200, 429] {
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut bytes = vec![0; 4096];
        let length = timeout(PATIENCE, stream.read(&mut bytes)).await.unwrap().unwrap();
        let answer = String::from_utf8_lossy(&bytes[..length]).into_owned();
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected} ")), "{answer}");
        assert_eq!(answer.contains("retry-after: "), expected == 429, "{answer}");
    }
    // The words themselves are for everybody, always.
    stream.write_all(b"GET /notices/im/manifest.json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(everything(&mut stream).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn bytes_that_are_no_http_end_a_connection_and_nothing_else() {
    let running = Running::start().await;
    let body = samples::acknowledgement(samples::ID, "3").to_string();
    let head = format!(
        "POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}",
        body.len()
    );
    for bad in [
        "\r\n\r\n\0".to_owned(),
        "\x16\x03\x01\x02\x00\x01\x00\x01".into(),
        "GET\r\n\r\n".into(),
        "GET / \r\n\r\n".into(),
        "GET / HTTP/9.9\r\n\r\n".into(),
        "GET / HTTP/1.1 x\r\n\r\n".into(),
        "G\0T / HTTP/1.1\r\n\r\n".into(),
        "GET /\u{7f} HTTP/1.1\r\nHost: a\r\n\r\n".into(),
        "GET / HTTP/1.1\r\nNo colon\r\n\r\n".into(),
        "GET / HTTP/1.1\r\n: empty\r\n\r\n".into(),
        "GET / HTTP/1.1\r\nA b: c\r\n\r\n".into(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(),
        format!("{head}\r\nContent-Length: 3\r\n\r\n{body}"),
        format!("{head}, 3\r\n\r\n{body}"),
        head.replace("Content-Length: ", "Content-Length: -") + "\r\n\r\n",
        head.replace("Content-Length: ", "Content-Length: +") + "\r\n\r\n",
        head.replace("Content-Length: ", "Content-Length: 0x") + "\r\n\r\n",
        format!(
            "{}\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
            head.split("\r\nContent-Length").next().unwrap()
        ),
        format!("{}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", head.split("\r\nContent-Length").next().unwrap()),
        format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(70_000)),
        format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(500)),
    ] {
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        // It may hang up before all is sent.
        let _ = stream.write_all(bad.as_bytes()).await;
        let _ = stream.shutdown().await;
        let answer = everything(&mut stream).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{bad:?}: {answer}");
        assert!(!answer.contains("panicked") && !answer.contains(".rs"), "{answer}");
    }
    assert_eq!(running.receiver.recent(1).await.unwrap(), []);
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n{body}").as_bytes()).await.unwrap();
    assert!(everything(&mut stream).await.starts_with("HTTP/1.1 201 "));
}

#[tokio::test]
async fn metrics_count_what_happened_and_name_nobody() {
    let running = Running::start().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let admin = listener.local_addr().unwrap();
    let receiver = running.receiver.clone();
    tokio::spawn(async move { receiver.serve_admin(listener, std::future::pending()).await });
    let ask = async |address, request: String| {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        everything(&mut stream).await
    };
    let body = samples::acknowledgement(samples::ID, "3").to_string();
    for body in [body.clone(), body.clone(), "{".into()] {
        let head =
            "POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json";
        ask(running.address, format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len())).await;
    }
    ask(running.address, "GET /s3cret/alice HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".into()).await;
    let text = ask(admin, "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".into()).await;
    for line in [
        r#"ciente_requests_total{method="POST",route="/v1/acknowledgements",status="201"} 1"#,
        r#"ciente_requests_total{method="POST",route="/v1/acknowledgements",status="200"} 1"#,
        r#"ciente_requests_total{method="GET",route="other",status="404"} 1"#,
        r#"ciente_problems_total{kind="malformed-json"} 1"#,
        r#"ciente_acknowledgements_total{kind="recorded"} 1"#,
        r#"ciente_acknowledgements_total{kind="replayed"} 1"#,
        r#"ciente_request_duration_seconds_count{kind="/v1/acknowledgements"} 3"#,
        "ciente_store_commits_total 2",
        "ciente_store_waiting 0",
        "ciente_log_size 1",
        "# EOF",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
    }
    assert!(!text.contains("alice") && !text.contains("s3cret"), "{text}");
    for (uri, status) in
        [("/readyz", 200), ("/healthz", 200), ("/v1/acknowledgements", 404), ("/notices/im/manifest.json", 404)]
    {
        let answer = ask(admin, format!("GET {uri} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{uri}: {answer}");
    }
    assert!(
        ask(running.address, "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".into())
            .await
            .starts_with("HTTP/1.1 404 ")
    );
}

#[tokio::test]
async fn a_body_that_never_ends_takes_no_seat_of_operators_for_ever() {
    let running = Running::with(|config| {
        config.limits.body_timeout = Duration::from_millis(300);
        config.admin_token = ciente_receiver::AdminToken::new("an-operators-token-of-32-letters-or-more").ok();
    })
    .await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let admin = listener.local_addr().unwrap();
    let receiver = running.receiver.clone();
    tokio::spawn(async move { receiver.serve_admin(listener, std::future::pending()).await });
    let mut stream = TcpStream::connect(admin).await.unwrap();
    let head = "POST /admin/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nt";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = everything(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}
