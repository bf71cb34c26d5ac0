//! How it ends when it is asked to.

use super::support::{BIN, Desk, Running, with};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
    process::Command,
    thread,
    time::{Duration, Instant},
};

#[cfg(unix)]
#[test]
fn a_hangup_ends_it_in_order_unless_nobody_is_to_hear_it() {
    let desk = Desk::new();
    let mut command = desk.command("serve");
    command.args(with(&["--listen", "127.0.0.1:0"]));
    let mut running = Running::start(command);
    running.signal("HUP");
    let started = Instant::now();
    let ended = loop {
        if let Some(ended) = running.child.try_wait().unwrap() {
            break ended;
        }
        // Nothing can be told to end that was started to ignore it.
        assert!(started.elapsed() < Duration::from_secs(60), "it goes on: were the tests started by nohup? Use setsid");
        thread::sleep(Duration::from_millis(20));
    };
    assert!(ended.success(), "not killed by it");
    // As nohup does it.
    let mut command = Command::new("sh");
    let ignoring = "trap '' HUP; exec \"$0\" serve --notices notices --data data.sqlite --listen 127.0.0.1:0";
    command.current_dir(desk.path()).args(["-c", ignoring, BIN]).env_remove("RUST_LOG").env_remove("CIENTE_CONFIG");
    let running = Running::start(command);
    running.signal("HUP");
    let answer = running.ask("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(!running.stop().contains("SIGHUP"));
}

/// While a request is under way that takes its time.
#[cfg(unix)]
#[test]
fn whoever_interrupts_it_twice_does_not_wait() {
    let desk = Desk::new();
    let mut command = desk.command("serve");
    command.args(with(&["--listen", "127.0.0.1:0", "--allow-anonymous"]));
    command.args(["--limits-body-timeout", "1m", "--limits-drain", "1m"]);
    let mut running = Running::start(command);
    let mut stream = TcpStream::connect(&running.address).unwrap();
    let head =
        "POST /v1/acknowledgements HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n";
    stream.write_all(format!("{head}Expect: 100-continue\r\n\r\n").as_bytes()).unwrap();
    let mut go_on = String::new();
    BufReader::new(&stream).read_line(&mut go_on).unwrap();
    assert!(go_on.starts_with("HTTP/1.1 100 "), "{go_on}");
    running.signal("INT");
    let mut log = BufReader::new(running.child.stderr.take().unwrap()).lines();
    assert!(log.any(|line| line.unwrap().contains("SIGINT")));
    running.signal("INT");
    assert_eq!(running.child.wait().unwrap().code(), Some(130));
}
