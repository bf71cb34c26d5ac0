//! Every mistake in the configuration is refused by its setting and its place, whether it is seen when it is read or when the
//! receiver opens.

use super::support::{Desk, with};
use std::net::TcpListener;

#[test]
fn every_mistake_names_the_setting_and_where_it_stands() {
    let desk = Desk::new();
    desk.refused(&["--data", "d.sqlite"], &[], &["notices is not set", "--notices", "CIENTE_NOTICES"]);
    desk.refused(&["--notices", "notices"], &[], &["data is not set", "--data", "CIENTE_DATA"]);
    desk.refused(&["--config", "missing.toml"], &[], &["config (--config): missing.toml"]);
    desk.refused(&[], &[("CIENTE_CONFIG", "missing.toml")], &["config (CIENTE_CONFIG): missing.toml"]);
    desk.refused(&[], &[("CIENTE_CONFIG", "")], &["config (CIENTE_CONFIG): it is empty"]);
    desk.refused(&with(&["--allow-origin", "=https://a.example"]), &[], &["allow_origins", "1 to 128 characters"]);
    desk.refused(&with(&["--listen", "nowhere"]), &[], &["listen (--listen)", "127.0.0.1:8080"]);
    desk.refused(&with(&[]), &[("CIENTE_LISTEN", "nowhere")], &["listen (CIENTE_LISTEN)"]);
    desk.refused(&["--notices", "notices", "--data", "mysql://db/x"], &[], &["data (--data)", "postgres://"]);
    desk.refused(&["--notices", "notices", "--data", "postgres://db/x"], &[], &["--log-key"]);
    desk.refused(&with(&["--keep", "long"]), &[], &["keep (--keep)", "P5Y"]);
    desk.refused(&with(&["--limits-subject", "0/m"]), &[], &["limits.subject (--limits-subject)", "60/m"]);
    desk.refused(
        &with(&["--identity-jwks", "set.json", "--identity-leeway", "1000h"]),
        &[],
        &["identity.leeway (--identity-leeway)", "at most 1h"],
    );
    desk.refused(
        &with(&["--identity-jwks", "set.json", "--identity-refetch", "10ms"]),
        &[],
        &["identity.refetch (--identity-refetch)", "at least 1s"],
    );
    let long = "x".repeat(129);
    for tenant in [" \t", &long] {
        let one = ["--identity-jwks", "set.json", "--identity-tenant", tenant];
        desk.refused(&with(&one), &[], &["identity.tenant (--identity-tenant)"]);
    }
    desk.refused(&with(&["--keep", &format!("{long}=P5Y")]), &[], &["keep (--keep)", "1 to 128 characters"]);
    desk.refused(&with(&["--limits-body-timeout", "10"]), &[], &["limits.body_timeout (--limits-body-timeout)", "30s"]);
    desk.refused(&with(&["--limits-drain", "0s"]), &[], &["limits.drain"]);
    desk.refused(&with(&["--limits-head-bytes", "100"]), &[], &["limits.head_bytes", "8192"]);
    desk.refused(&with(&["--limits-proxies", "10.0.0.0/99"]), &[], &["limits.proxies", "10.0.0.0/99"]);
    desk.refused(&with(&["--log-format", "xml"]), &[], &["log_format (--log-format)", "text or json"]);
    desk.refused(&with(&["--allow-anonymous=perhaps"]), &[], &["allow_anonymous", "true or false"]);
    for claim in ["/a~2b", "/a~"] {
        let one = ["--identity-jwks", "set.json", "--identity-subject-claim", claim];
        desk.refused(&with(&one), &[], &["identity.subject_claim (--identity-subject-claim)", "~0"]);
    }
    desk.refused(&with(&["--identity-issuers", "https://id.example"]), &[], &["identity.issuers", "identity.jwks"]);
    desk.refused(&with(&["--identity-jwks", "missing.json"]), &[], &["identity.jwks", "missing.json"]);
    desk.refused(
        &with(&["--identity-secret-file", "missing"]),
        &[],
        &["identity.secret_file (--identity-secret-file)", "missing"],
    );
    desk.refused(&with(&["--webhook-url", "https://chat.example/"]), &[], &["webhook.url", "webhook.secret_file"]);
    desk.refused(&with(&["--allow-origin", "https://chat.example/"]), &[], &["https://chat.example/"]);
    desk.refused(&with(&["--allow-origin", "14=chat.example"]), &[], &["chat.example"]);
    for (text, told) in [
        ("listen = ", "bad.toml:1"),
        ("a = 1\n", "bad.toml:1"),
        // An error inside of a letter.
        ("log_format = \"text\"\nlisten = “nowhere”\n", "bad.toml:2"),
        ("# ü\nlisten = é\n", "bad.toml:2"),
        ("[ä]\n", "bad.toml:1"),
        ("\n\nlisten_on = \"a\"\n", "bad.toml:3"),
        ("[limits]\nsubjects = \"5/m\"\n", "limits.subject is one"),
        ("[limits]\n\nsubject = true\n", "limits.subject (bad.toml:3)"),
        ("allow_origins = \"https://a.example\"\n", "allow_origins (bad.toml:1): expected a list"),
        ("allow_anonymous = \"yes\"\n", "allow_anonymous (bad.toml:1): expected true or false"),
        ("[tenants.\"1\"]\norigins = []\n", "it can have allow_origins"),
        ("[tenants.\"\"]\nallow_origins = []\n", "tenants.\"\" (bad.toml:2): no record can be of this tenant"),
        ("[limits]\nconnections = 99999999999999999999\n", "limits.connections (bad.toml:2): expected a smaller"),
        ("[limits]\nhead_bytes = 0x10\n", "limits.head_bytes (bad.toml:2): expected at least 8192"),
        ("[identity]\naudiences = [\" \"]\n", "identity.audiences (bad.toml:2): it is empty"),
    ] {
        desk.file("bad.toml", text);
        desk.refused(&with(&["--config", "bad.toml"]), &[], &[told]);
    }
    assert!(!desk.path().join("data.sqlite").exists(), "a mistake leaves nothing behind");
}

/// A value that got lost on its way must not switch off what it was to check.
#[test]
fn what_is_set_and_empty_is_refused() {
    let desk = Desk::new();
    for (variable, name) in [
        ("CIENTE_IDENTITY_AUDIENCES", "identity.audiences"),
        ("CIENTE_IDENTITY_ISSUERS", "identity.issuers"),
        ("CIENTE_ALLOW_ORIGINS", "allow_origins"),
        ("CIENTE_KEEP", "keep"),
        ("CIENTE_LOG_KEY", "log_key"),
        ("CIENTE_LISTEN", "listen"),
    ] {
        for value in ["", " "] {
            desk.refused(&with(&[]), &[(variable, value)], &[&format!("{name} ({variable}): it is empty; unset it")]);
        }
    }
    desk.refused(&with(&[]), &[("CIENTE_KEEP", " , ")], &["keep (CIENTE_KEEP): it is empty"]);
    desk.file("empty.toml", "allow_origins = []\n");
    let (code, _, err) = desk.serve(&with(&["--config", "empty.toml", "--print-config"]), &[]);
    assert_eq!(code, 0, "{err}");
}

/// Also what only shows when the receiver opens; and whoever prints the configuration learns it before.
#[test]
fn what_cannot_be_opened_names_its_setting_too() {
    let desk = Desk::new();
    for name in ["broken.json", "log-key"] {
        desk.file(name, "nothing of the kind");
    }
    desk.file("notices/secret", "long enough for a secret, and for everybody to see");
    desk.file("notices/keys.json", r#"{"keys":[{"kty":"oct","k":"bG9uZyBlbm91Z2ggZm9yIGEgc2VjcmV0IG9mIHRva2Vucw"}]}"#);
    desk.file("notices/serve.toml", "");
    desk.refused(
        &with(&["--config", "notices/serve.toml"]),
        &[],
        &["config (--config): notices/serve.toml: this is inside notices"],
    );
    for (text, told) in [
        ("allow_origins = [\"https://a.example/\"]", "allow_origins (bad.toml:1): \"https://a.example/\""),
        ("[tenants.\"14\"]\nallow_origins = [\"*\"]", "tenants.\"14\".allow_origins (bad.toml:2): \"*\""),
        ("notices = \"none\"", "notices (bad.toml:1): none"),
        ("assets = \"none\"", "assets (bad.toml:1): none"),
        ("log_key = \"log-key\"", "log_key (bad.toml:1): the log's key log-key"),
        ("data = \"notices/data.sqlite\"", "data (bad.toml:1): notices/data.sqlite"),
        ("log_key = \"notices/key\"", "log_key (bad.toml:1): notices/key: this is inside notices"),
        (
            "[identity]\nsecret_file = \"notices/secret\"",
            "identity.secret_file (bad.toml:2): notices/secret: this is inside",
        ),
        (
            "listen = \"127.0.0.1:8080\"\n[admin]\nlisten = \"127.0.0.1:8080\"",
            "admin.listen (bad.toml:3): this is where everybody is served",
        ),
        ("[identity]\njwks = \"broken.json\"", "identity.jwks (bad.toml:2): the keys of tokens, broken.json"),
        (
            "[identity]\njwks = \"http://id.example/\"",
            "identity.jwks (bad.toml:2): the keys of tokens, http://id.example/",
        ),
        ("[identity]\njwks = \"notices/keys.json\"", "identity.jwks (bad.toml:2): notices/keys.json: this is inside"),
        ("[identity]\nsecret = \"short\"", "identity.secret (bad.toml:2): the secret of tokens: it has 5 bytes"),
        ("[identity]\nsecret_file = \"broken.json\"", "identity.secret_file (bad.toml:2): the secret of tokens"),
        (
            "[webhook]\nurl = \"ftp://a\"\nsecret = \"0123456789012345678901234567\"",
            "webhook.url (bad.toml:2): \"ftp://a\"",
        ),
        ("[webhook]\nurl = \"http://a\"\nsecret = \"short\"", "webhook.secret (bad.toml:3): the webhook's secret"),
        ("[webhoook]", "webhoook (bad.toml:1): there is no such table"),
        ("[admin.tokens]", "admin.tokens (bad.toml:1): there is no such table"),
    ] {
        let rest =
            ["notices", "data"].iter().zip(["notices", "data.sqlite"]).filter(|(key, _)| !text.starts_with(*key));
        let rest: Vec<_> = rest.flat_map(|(key, value)| [format!("--{key}"), value.to_owned()]).collect();
        desk.file("bad.toml", text);
        let mut args = vec!["--config", "bad.toml"];
        args.extend(rest.iter().map(String::as_str));
        desk.refused(&args, &[], &[told]);
        desk.refused(&[&args[..], &["--print-config"]].concat(), &[], &[told]);
        assert!(!desk.path().join("data.sqlite").exists(), "{text}");
    }
    desk.file("good.toml", "\u{feff}[admin]\n[tenants]\n[limits]\n");
    let (code, _, err) = desk.serve(&with(&["--config", "good.toml", "--print-config"]), &[]);
    assert_eq!(code, 0, "{err}");
}

#[test]
fn an_address_that_is_taken_names_its_setting_and_nothing_is_made() {
    let desk = Desk::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    desk.file("taken.toml", &format!("listen = \"{address}\"\n"));
    desk.refused(&with(&["--config", "taken.toml"]), &[], &["listen (taken.toml:1)", "port 0 picks a free one"]);
    let admin = address.to_string();
    desk.refused(
        &with(&["--listen", "127.0.0.1:0", "--admin-listen", &admin]),
        &[],
        &["admin.listen (--admin-listen)"],
    );
    desk.refused(&with(&[]), &[("CIENTE_LISTEN", "203.0.113.9:0")], &["listen (CIENTE_LISTEN): 203.0.113.9:0"]);
    assert!(!desk.path().join("data.sqlite").exists(), "a mistake leaves nothing behind");
}
