//! Flags, the environment and the file: which of them holds, and what is strange in them.

use super::support::{Desk, Running, with};

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
