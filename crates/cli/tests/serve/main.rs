//! `ciente serve` by its settings: three layers, one resolution, every mistake by name and place; and by hand as an
//! operator would run it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod image;
mod mistakes;

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const BIN: &str = env!("CARGO_BIN_EXE_ciente");

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let policy = "# Shop\n\n| Data | Use | Legal basis |\n|---|---|---|\n| Name | To greet you | Contract |\n";
        desk.file("shop/en.md", policy);
        let built = desk.command("build").args(["shop", "--out", "notices", "--quiet"]).output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        desk
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(BIN);
        command.current_dir(self.path()).arg(name).env_remove("RUST_LOG").env_remove("CIENTE_CONFIG");
        command
    }

    /// Exit code, standard output, standard error.
    fn serve(&self, args: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
        let output = self.command("serve").args(args).envs(environment.iter().copied()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    #[track_caller]
    fn refused(&self, args: &[&str], environment: &[(&str, &str)], told: &[&str]) {
        let (code, _, err) = self.serve(args, environment);
        assert_eq!(code, 2, "{err}");
        for words in told {
            assert!(err.contains(words), "{words:?} in {err}");
        }
    }
}

const BASE: [&str; 4] = ["--notices", "notices", "--data", "data.sqlite"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    BASE.iter().copied().chain(more.iter().copied()).collect()
}

#[test]
fn flags_go_before_the_environment_and_that_before_the_file() {
    let desk = Desk::new();
    desk.file(
        "serve.toml",
        "# Ours\nnotices = \"notices\"\ndata = \"file.sqlite\"\nallow_origins = [\"https://file.example\"]\n\n[limits]\nsubject = \"5/m\"\naddress = \"7/m\"\nconnections = 50\n\n[tenants.\"14\"]\nallow_origins = [\"https://own.example\"]\n",
    );
    let args = ["--config", "serve.toml", "--print-config", "--limits-subject", "9/m"];
    let environment = [
        ("CIENTE_LIMITS_ADDRESS", "8/m"),
        ("CIENTE_LIMITS_SUBJECT", "1/m"),
        ("CIENTE_ALLOW_ORIGINS", "https://a.example,https://b.example"),
    ];
    let (code, out, err) = desk.serve(&args, &environment);
    assert_eq!(code, 0, "{err}");
    for line in [
        "listen = \"127.0.0.1:8080\"  # default",
        "data = \"file.sqlite\"  # serve.toml:3",
        "allow_origins = [\"https://a.example\", \"https://b.example\"]  # CIENTE_ALLOW_ORIGINS",
        "[limits]",
        "subject = \"9/m\"  # --limits-subject",
        "address = \"8/m\"  # CIENTE_LIMITS_ADDRESS",
        "connections = \"50\"  # serve.toml:9",
        "# assets: not set",
        "[tenants.\"14\"]",
        "allow_origins = [\"https://own.example\"]  # serve.toml:12",
    ] {
        assert!(out.lines().any(|found| found == line), "{line} in\n{out}");
    }
    assert!(!desk.path().join("file.sqlite").exists(), "nothing is done");
    // What is printed can be read again, and means the same.
    desk.file("again.toml", &out);
    let (code, again, err) = desk.serve(&["--config", "again.toml", "--print-config"], &[]);
    assert_eq!(code, 0, "{err}");
    let values = |text: &str| text.lines().map(|line| line.split("  #").next().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(values(&out), values(&again));
}

/// Lists are one setting each, and so is that of a tenant.
#[test]
fn a_list_of_a_higher_layer_takes_the_place_of_that_below() {
    let desk = Desk::new();
    desk.file("serve.toml", "[tenants.\"14\"]\nallow_origins = [\"https://file.example/\"]\n");
    let args = with(&["--config", "serve.toml", "--print-config"]);
    desk.refused(&args, &[], &["tenants.\"14\".allow_origins (serve.toml:2)"]);
    // The one that is no origin does not count any more, and is not printed as if it did.
    let above = [("CIENTE_ALLOW_ORIGINS", "14=https://own.example, https://all.example")];
    let (code, out, err) = desk.serve(&args, &above);
    assert_eq!(code, 0, "{err}");
    for line in [
        "allow_origins = [\"14=https://own.example\", \"https://all.example\"]  # CIENTE_ALLOW_ORIGINS",
        "# tenants.\"14\".allow_origins (serve.toml:2): allow_origins has others for this tenant",
    ] {
        assert!(out.lines().any(|found| found == line), "{line} in\n{out}");
    }
    // Commas separate, spaces do not.
    let one = [("CIENTE_ALLOW_ORIGINS", "https://a.example https://b.example")];
    desk.refused(&with(&[]), &one, &["\"https://a.example https://b.example\""]);
}

#[test]
fn a_misspelt_variable_is_refused_by_name_and_a_strange_one_is_told() {
    let desk = Desk::new();
    for (misspelt, meant) in [
        ("CIENTE_ALLOW_ORIGIN", "CIENTE_ALLOW_ORIGINS"),
        ("CIENTE_LIMIT_SUBJECT", "CIENTE_LIMITS_SUBJECT"),
        ("CIENTE_ADMIN_TOKENFILE", "CIENTE_ADMIN_TOKEN_FILE"),
        ("CIENTE_LISTN", "CIENTE_LISTEN"),
        ("CIENTE_CONFIGS", "CIENTE_CONFIG"),
    ] {
        let told = format!("{misspelt} (environment): there is no such setting; did you mean {meant}?");
        desk.refused(&with(&["--print-config"]), &[(misspelt, "x")], &[&told]);
        desk.refused(&with(&[]), &[(misspelt, "x")], &[&told]);
    }
    // What other programs, tests and drills set; Kubernetes does for a service that is called "ciente".
    for strange in [
        "CIENTE_BIN",
        "CIENTE_POSTGRES",
        "CIENTE_DIST",
        "CIENTE_HOSTS",
        "CIENTE_AXE",
        "CIENTE_BLESS",
        "CIENTE_LOOK",
        "CIENTE_LOOK_CHECK",
        "CIENTE_LOOK_UPDATE",
        "CIENTE_PROSODY",
        "CIENTE_CHAT_CLIENTS",
        "CIENTE_WASM_TOOLCHAIN",
        "CIENTE_SERVICE_HOST",
        "CIENTE_SERVICE_PORT",
        "CIENTE_PORT",
        "CIENTE_PORT_8080_TCP",
        "CIENTE_PORT_8080_TCP_ADDR",
    ] {
        let (code, out, err) = desk.serve(&with(&["--print-config"]), &[(strange, "x")]);
        assert_eq!(code, 0, "{err}");
        assert!(out.contains(&format!("# {strange} (environment): there is no such setting")), "{out}");
    }
}

#[cfg(unix)]
#[test]
fn a_strange_variable_is_in_the_log_of_a_receiver_that_runs() {
    let desk = Desk::new();
    let mut command = desk.command("serve");
    command.args(with(&["--listen", "127.0.0.1:0"])).env("CIENTE_SERVICE_HOST", "10.0.0.1");
    let log = Running::start(command).stop();
    assert!(
        log.contains("WARN") && log.contains("CIENTE_SERVICE_HOST (environment): there is no such setting"),
        "{log}"
    );
    assert!(!log.contains("10.0.0.1"), "{log}");
}

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

#[test]
fn secrets_are_never_printed() {
    let desk = Desk::new();
    let secret = "a secret that nobody may ever see";
    desk.file("token.txt", secret);
    desk.file(
        "serve.toml",
        &format!("[webhook]\nurl = \"https://u:s3cret@chat.example/hook\"\nsecret = \"{secret}\"\n"),
    );
    let environment = [];
    let args = with(&[
        "--config",
        "serve.toml",
        "--identity-secret-file",
        "token.txt",
        "--admin-listen",
        "127.0.0.1:0",
        "--print-config",
    ]);
    let (code, out, err) = desk.serve(&args, &environment);
    assert_eq!(code, 0, "{err}");
    assert!(!format!("{out}{err}").contains(secret) && !out.contains("s3cret"), "{out}{err}");
    assert!(out.contains("secret_file = \"token.txt\"  # --identity-secret-file"), "{out}");
    let environment = [("CIENTE_IDENTITY_SECRET", secret)];
    let (_, masked, _) = desk.serve(&with(&["--print-config"]), &environment);
    assert!(masked.contains("secret = \"********\"  # CIENTE_IDENTITY_SECRET") && !masked.contains(secret), "{masked}");
    assert!(out.contains("secret = \"********\"  # serve.toml:3"), "{out}");
    assert!(out.contains("url = \"https://…@chat.example/hook\"  # serve.toml:2"), "{out}");
    let query = [("CIENTE_WEBHOOK_URL", "https://u:p@chat.example/hook?sig=s3cret"), ("CIENTE_WEBHOOK_SECRET", secret)];
    let (_, out, err) = desk.serve(&with(&["--print-config"]), &query);
    assert!(out.contains("url = \"https://…@chat.example/hook?…\"") && !out.contains("s3cret"), "{out}{err}");
    // There is no flag for one.
    let (code, _, err) = desk.serve(&with(&["--webhook-secret", secret]), &[]);
    assert_eq!(code, 2, "{err}");
}

struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has mostly ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap_or_else(|| {
            let mut err = String::new();
            child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
            panic!("{line:?} {err}")
        });
        Self { address: address.to_owned(), child }
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// SIGTERM; returns what it has logged.
    #[cfg(unix)]
    fn stop(mut self) -> String {
        self.end();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        log
    }

    #[cfg(unix)]
    fn end(&self) {
        self.signal("TERM");
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let killed = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
    }
}

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

#[test]
fn a_token_of_the_admin_side_that_can_be_guessed_is_refused_and_a_good_one_is_never_printed() {
    let desk = Desk::new();
    let open = with(&["--admin-listen", "127.0.0.1:0"]);
    desk.refused(
        &open,
        &[("CIENTE_ADMIN_TOKEN", "short")],
        &["admin.token (CIENTE_ADMIN_TOKEN)", "at least 32 characters"],
    );
    let good = "0123456789abcdef0123456789abcdef";
    desk.refused(&with(&[]), &[("CIENTE_ADMIN_TOKEN", good)], &["admin.token", "needs admin.listen"]);
    desk.file("token", "short\n");
    let from_file = with(&["--admin-listen", "127.0.0.1:0", "--admin-token-file", "token"]);
    desk.refused(&from_file, &[], &["admin.token_file (--admin-token-file)", "at least 32 characters"]);
    let printed = with(&["--admin-listen", "127.0.0.1:0", "--print-config"]);
    let (code, out, err) = desk.serve(&printed, &[("CIENTE_ADMIN_TOKEN", good)]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("token = \"********\"") && !out.contains(good), "{out}");
}
