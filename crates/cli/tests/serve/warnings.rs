//! What is allowed and seldom wise is told of at the start.

use super::support::{Desk, Running, with};
use std::fs;

#[cfg(unix)]
#[test]
fn a_secret_that_everybody_can_read_is_told_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    desk.file("identity.secret", &"s".repeat(40));
    for (mode, is_told) in [(0o644, true), (0o640, false)] {
        fs::set_permissions(desk.path().join("identity.secret"), fs::Permissions::from_mode(mode)).unwrap();
        let mut command = desk.command("serve");
        command.args(with(&["--listen", "127.0.0.1:0", "--identity-secret-file", "identity.secret"]));
        let log = Running::start(command).stop();
        assert_eq!(
            log.contains("identity.secret_file: every user of this machine, or of this container, can read"),
            is_told,
            "{mode:o}: {log}"
        );
    }
}

/// What no setting for a secret names may hold one all the same.
#[cfg(unix)]
#[test]
fn a_database_keys_and_settings_that_everybody_can_read_are_told_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    desk.file("data.sqlite", "");
    desk.file("secret.json", r#"{"keys":[{"kty":"oct","k":"bG9uZyBlbm91Z2ggZm9yIGEgc2VjcmV0IG9mIHRva2Vucw"}]}"#);
    desk.file("serve.toml", &format!("[webhook]\nurl = \"https://a.example/\"\nsecret = \"{}\"\n", "s".repeat(40)));
    for (mode, is_told) in [(0o644, true), (0o640, false)] {
        for file in ["data.sqlite", "secret.json", "serve.toml"] {
            fs::set_permissions(desk.path().join(file), fs::Permissions::from_mode(mode)).unwrap();
        }
        let mut command = desk.command("serve");
        let more = ["--listen", "127.0.0.1:0", "--config", "serve.toml", "--identity-jwks", "secret.json"];
        command.args(with(&more));
        let log = Running::start(command).stop();
        for name in ["data", "identity.jwks", "config"] {
            assert_eq!(
                log.contains(&format!("{name}: every user of this machine")),
                is_told,
                "{mode:o}, {name}: {log}"
            );
        }
    }
}

#[test]
fn what_is_allowed_and_seldom_wise_is_told_of() {
    let desk = Desk::new();
    for (flag, value, told) in [
        ("--limits-proxies", "0.0.0.0/0", Some("limits.proxies has every address in it")),
        ("--limits-proxies", "10.0.0.0/8", None),
        ("--webhook-url", "http://chat.example/hook", Some("webhook.url is not https")),
        ("--webhook-url", "https://chat.example/hook", None),
    ] {
        desk.file("webhook.secret", &"s".repeat(40));
        let mut command = desk.command("serve");
        command.args(with(&[
            "--listen",
            "127.0.0.1:0",
            "--allow-anonymous",
            "--webhook-secret-file",
            "webhook.secret",
        ]));
        command.args([flag, value]);
        if flag != "--webhook-url" {
            command.args(["--webhook-url", "https://chat.example/hook"]);
        }
        let log = Running::start(command).stop();
        let names = flag.trim_start_matches("--").replacen('-', ".", 1);
        assert!(told.map_or(!log.contains(&format!("{names} ")), |told| log.contains(told)), "{value}: {log}");
    }
}

#[cfg(unix)]
#[test]
fn anonymous_calls_are_taken_with_a_warning_and_without_anything_nobody_is() {
    let desk = Desk::new();
    let ask =
        "GET /v1/acknowledgements?notice=shop&tenant=1&subject=a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    for (more, status, warned) in [
        (&["--listen", "127.0.0.1:0", "--allow-anonymous"][..], "200", "anybody's name"),
        (&["--listen", "127.0.0.1:0"], "401", "no authentication is configured"),
    ] {
        let mut command = desk.command("serve");
        command.args(with(more));
        let running = Running::start(command);
        let answer = running.ask(ask);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        let log = running.stop();
        assert!(log.contains("WARN") && log.contains(warned), "{log}");
    }
}
