//! What is in the log, and above all what is not. A program of its own: `tracing` asks once, for all threads, whether
//! anybody listens.

#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "shared with other tests")]
#[path = "socket/running.rs"]
mod running;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "support/samples.rs"]
mod samples;

use ciente_receiver::{AdminToken, Random};
use running::Running;
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Everything that is logged on this thread from now on, as an operator has it by default.
fn listen() -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    (log, tracing::subscriber::set_default(subscriber))
}

#[tokio::test]
async fn a_request_is_one_line_without_query_header_or_body() {
    let (log, _guard) = listen();
    let running = Running::start().await;
    let before = log.0.lock().unwrap().len();

    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let body = samples::acknowledgement(samples::ID, "3").to_string();
    for request in [
        format!(
            "POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer s3cret\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
        "GET /v1/acknowledgements?notice=im&tenant=1400000000&subject=alice HTTP/1.1\r\nHost: a\r\n\r\n".into(),
        "GET /v1/acknowledgements?notice=im&alice=s3cret HTTP/1.1\r\nHost: a\r\n\r\n".into(),
    ] {
        stream.write_all(request.as_bytes()).await.unwrap();
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
    }

    let text = String::from_utf8(log.0.lock().unwrap()[before..].to_vec()).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    for (line, (method, status)) in lines.iter().zip([("POST", 201), ("GET", 200), ("GET", 400)]) {
        let said = format!("request method={method} path=\"/v1/acknowledgements\" status={status} latency_us=");
        assert!(line.contains(&said), "{line}");
    }
    for secret in ["alice", "s3cret", "1400000000", samples::ID] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[tokio::test]
async fn what_operators_ask_is_logged_too_without_token_session_subject_or_reason() {
    const TOKEN: &str = "0123456789abcdef0123456789abcdef";
    let (log, _guard) = listen();
    let running = Running::with(|config| {
        config.admin_token = AdminToken::new(TOKEN).ok();
        config.random = Random::system();
    })
    .await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = running.receiver.clone();
    let serving = tokio::spawn(async move { serving.serve_admin(listener, std::future::pending()).await });
    let before = log.0.lock().unwrap().len();

    let ask = async |line: &str, headers: &str, body: &str| {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let length = body.len();
        let request = format!(
            "{line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let after = |text: &str, mark: &str, end: char| {
        text.split_once(mark).unwrap().1.split(end).next().unwrap().trim().to_owned()
    };
    let here = format!("Origin: http://{address}\r\nSec-Fetch-Site: same-origin\r\n");
    ask("POST /admin/login", &here, "token=a-wrong-token").await;
    let login = ask("POST /admin/login", &here, &format!("token={TOKEN}")).await;
    let session = after(&login, "set-cookie: ", ';');
    let page = format!("{here}Cookie: {session}\r\n");
    let form = after(&ask("GET /admin", &page, "").await, "name=\"form\" value=\"", '"');
    let search = format!("form={form}&tenant=1400000000&subject=alice");
    let place = after(&ask("POST /admin/search", &page, &search).await, "location: ", '\r');
    assert!(ask(&format!("GET {place}"), &page, "").await.contains("alice"));
    let bearer = format!("Authorization: Bearer {TOKEN}\r\n");
    let erase = r#"{"tenant":"1400000000","subject":"alice","reason":"she asked for it"}"#;
    assert!(ask("POST /admin/v1/subjects/erase", &bearer, erase).await.contains(r#"{"erased":0}"#));
    ask("POST /admin/v1/subjects/erase", "Authorization: Bearer a-wrong-token\r\n", erase).await;
    ask("GET /admin/v1/coverage?tenant=1400000000", &bearer, "").await;

    let text = String::from_utf8(log.0.lock().unwrap()[before..].to_vec()).unwrap();
    for (method, path, status) in [
        ("POST", "/admin/login", 403),
        ("POST", "/admin/login", 303),
        ("GET", "/admin", 200),
        ("POST", "/admin/search", 303),
        ("GET", &*place, 200),
        ("POST", "/admin/v1/subjects/erase", 200),
        ("POST", "/admin/v1/subjects/erase", 401),
        ("GET", "/admin/v1/coverage", 200),
    ] {
        let said = format!("request method={method} path=\"{path}\" status={status} latency_us=");
        assert_eq!(text.matches(&said).count(), 1, "{said} in {text}");
    }
    // Something to be warned of, and how many were erased.
    assert!(text.contains("a login to the admin side with another token") && text.contains("records=0"), "{text}");
    let session = session.split_once('=').unwrap().1;
    for secret in [TOKEN, "a-wrong-token", session, &form, "alice", "1400000000", "she asked"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    serving.abort();
}
