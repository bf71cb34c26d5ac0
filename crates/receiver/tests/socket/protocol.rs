//! `PROTOCOL.md` says what the receiver does: its examples are sent, its table of problems is compared.

use crate::running::Running;
use ciente_notice::{ProblemCode, ViolationCode};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

const TEXT: &str = include_str!("../../PROTOCOL.md");

/// The blocks of ```` ```http ````, requests and answers by turns, as bytes on the wire.
fn blocks() -> Vec<String> {
    TEXT.split("```http\n")
        .skip(1)
        .map(|rest| {
            let block = rest.split("\n```").next().unwrap();
            let (head, body) = block.split_once("\n\n").unwrap_or((block.trim_end(), ""));
            format!("{}\r\n\r\n{body}", head.replace('\n', "\r\n"))
        })
        .collect()
}

async fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    while !is_whole(&answer) {
        let mut bytes = [0; 4096];
        let length = timeout(Duration::from_secs(120), stream.read(&mut bytes)).await.unwrap().unwrap();
        assert!(length > 0, "cut off after {answer}");
        answer.push_str(std::str::from_utf8(&bytes[..length]).unwrap());
    }
    let lines: Vec<_> = answer.split("\r\n").filter(|line| !line.starts_with("date: ")).collect();
    lines.join("\r\n")
}

fn is_whole(answer: &str) -> bool {
    let Some((head, body)) = answer.split_once("\r\n\r\n") else { return false };
    let length = head.split("\r\n").find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}

#[tokio::test]
async fn every_example_is_what_happens() {
    let running = Running::start().await;
    let blocks = blocks();
    assert!(blocks.len() >= 16 && blocks.len().is_multiple_of(2), "{}", blocks.len());
    for pair in blocks.chunks_exact(2) {
        let [request, expected] = pair else { panic!("not a pair") };
        let answer = exchange(running.address, request).await;
        assert_eq!(&answer, expected, "the answer to\n{request}\nis\n{answer}\n");
    }
}

#[test]
fn every_problem_and_rule_is_in_the_text() {
    for problem in ProblemCode::ALL {
        let row = format!("| `{}` | {} | ", problem.as_str(), problem.status());
        assert!(TEXT.contains(&row), "{row}");
    }
    use ViolationCode as V;
    for rule in [V::Missing, V::Unknown, V::WrongType, V::Empty, V::TooLong, V::Malformed, V::Contradiction] {
        assert!(TEXT.contains(&format!("`{rule}`")), "{rule}");
    }
}
