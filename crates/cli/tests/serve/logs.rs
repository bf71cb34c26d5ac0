//! What its log says, and of whom it never speaks.

use super::support::{Desk, Running, with};
use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpListener,
};

#[cfg(unix)]
#[test]
fn the_log_is_json_and_holds_no_token_no_subject_and_no_body() {
    let desk = Desk::new();
    let mut command = desk.command("serve");
    command.args(with(&["--listen", "127.0.0.1:0", "--log-format", "json", "--limits-subject", "2/h"]));
    command.env("CIENTE_IDENTITY_SECRET", "a secret that nobody may ever see, at all");
    let running = Running::start(command);
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzM2NyZXQtYWxpY2UifQ.c2lnbmF0dXJl";
    let head =
        format!("Host: a\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    let body = r#"{"subject":"s3cret-alice"}"#;
    for (request, status) in [
        (format!("POST /v1/acknowledgements HTTP/1.1\r\n{head}Content-Length: {}\r\n\r\n{body}", body.len()), "422"),
        (format!("GET /v1/acknowledgements?notice=shop HTTP/1.1\r\n{head}\r\n"), "401"),
        (format!("GET /v1/acknowledgements?notice=shop&subject=s3cret-alice HTTP/1.1\r\n{head}\r\n"), "401"),
        ("GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".into(), "200"),
    ] {
        let answer = running.ask(&request);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    }
    let log = running.stop();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert_eq!(lines.iter().filter(|line| line["message"] == "request").count(), 4, "{log}");
    for secret in ["s3cret", "alice", token, "nobody may ever see", "eyJ"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

/// A host's server that takes one event: the head and the body of it.
#[cfg(unix)]
fn hear(listener: &TcpListener) -> (String, String) {
    let mut stream = BufReader::new(listener.accept().unwrap().0);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(stream.read_line(&mut head).unwrap() > 0, "{head}");
    }
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap()];
    stream.read_exact(&mut body).unwrap();
    stream.get_mut().write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").unwrap();
    (head, String::from_utf8(body).unwrap())
}

/// At `trace` the program that calls the webhook would write whole heads of requests.
#[cfg(unix)]
#[test]
fn not_even_the_finest_log_has_what_the_webhook_is_signed_with_or_whom_it_is_about() {
    let desk = Desk::new();
    let manifest = fs::read_to_string(desk.path().join("notices/shop/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let version = &manifest["versions"][0];
    let record = serde_json::json!({
        "format": "ciente/acknowledgement/1", "id": "019ab0c5-3f2a-7c41-9a53-0d6c1b7e4f10",
        "notice": { "id": "shop", "version": version["version"], "locale": "en", "digest": version["locales"]["en"]["digest"] },
        "tenant": "1", "subject": "s3cret-alice", "action": "acknowledged",
        "shownAt": "2026-11-23T10:00:00.000Z", "actedAt": "2026-11-23T10:00:41.318Z",
        "client": { "widget": "0.1.0", "origin": "https://chat.example" },
    })
    .to_string();
    let host = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", host.local_addr().unwrap());
    let (secret, token) = ("a secret of this test and of nothing else", "0123456789abcdef0123456789abcdef");
    let mut command = desk.command("serve");
    command.args(with(&["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--allow-anonymous"]));
    command.args(["--webhook-url", &url]).env("CIENTE_WEBHOOK_SECRET", secret).env("CIENTE_ADMIN_TOKEN", token);
    // Also who asks for it by name does not get it.
    command.env("RUST_LOG", "trace,ureq=trace,ureq_proto=trace");
    let mut running = Running::start(command);
    // Read while it is written: a pipe holds little.
    let mut err = running.child.stderr.take().unwrap();
    let reading = std::thread::spawn(move || {
        let mut log = String::new();
        err.read_to_string(&mut log).map(|_| log)
    });
    let answer = running.ask(&format!(
        "POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{record}",
        record.len()
    ));
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    let (head, body) = hear(&host);
    let signature = head.lines().find_map(|line| line.strip_prefix("webhook-signature: v1,")).expect(&head);
    assert!(body.contains("s3cret-alice"), "{body}");
    running.end();
    let log = reading.join().unwrap().unwrap();
    assert!(running.child.wait().unwrap().success(), "{log}");
    assert!(log.contains("TRACE") && log.contains("request"), "{log}");
    for secret in [signature, "webhook-signature", secret, token, "s3cret-alice"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
