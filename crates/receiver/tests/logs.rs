//! What is in the log, and above all what is not. A program of its own: `tracing` asks once, for all threads, whether
//! anybody listens.

#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "shared with other tests")]
#[path = "socket/running.rs"]
mod running;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "support/samples.rs"]
mod samples;

use running::Running;
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
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

#[tokio::test]
async fn a_request_is_one_line_without_query_header_or_body() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
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
