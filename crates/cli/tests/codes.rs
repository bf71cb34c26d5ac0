//! What a command says that could not run: one line that begins with a code, which scripts go by, and exit code 2.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use support::Desk;

#[test]
fn a_command_that_could_not_run_says_under_which_code() {
    let desk = Desk::new();
    desk.file("lamp/en.md", "# Lamp\n\nText.\n").file("full/en.md", "# Full\n\nText.\n").file("empty/a.txt", "");
    desk.file("no.toml", "listen = ").file("odd.toml", "listen = \"nowhere\"\n").file("no.json", "no");
    desk.file("end.css", "</style>").file("record.json", "{}").file("key.pub", "none");
    desk.built(&["lamp"]);
    assert_eq!(desk.run(&["keygen", "--out", "log"]).code, 0);
    for (code, says, line) in [
        ("source-unreadable", "absent", "build absent --out o"),
        ("source-empty", "empty holds no", "build empty --out o"),
        ("source-not-one", "--id names one", "build lamp full --id x --out o"),
        ("option-invalid", "--locale", "build lamp --locale !! --out o"),
        ("stylesheet-unreadable", "absent.css", "build lamp --out o --inline-stylesheet absent.css"),
        ("stylesheet-invalid", "end.css", "build lamp --out o --inline-stylesheet end.css"),
        ("output-unwritable", "no.json", "build lamp --out no.json"),
        ("rule-unknown", "there is no rule", "check --explain nothing"),
        ("version-single", "has one version only", "diff lamp"),
        ("output-exists", "is there already", "init lamp"),
        ("schema-unknown", "there is no format", "schema nothing"),
        ("config-unreadable", "absent.toml", "serve --config absent.toml"),
        ("config-syntax", "no.toml:1: ", "serve --config no.toml"),
        ("setting-invalid", "listen (odd.toml", "serve --config odd.toml --notices out --data d.sqlite"),
        ("setting-missing", "data is not set", "serve --notices out"),
        ("notices-unreadable", "notices (--notices)", "serve --notices absent --data d.sqlite --allow-anonymous"),
        ("script-method", "line 1, column 1", "serve --notices out --data d.sqlite --allow-anonymous --faults nothing"),
        ("evidence-unreadable", "absent.json", "verify absent.json --key log.pub"),
        ("evidence-invalid", "no.json", "verify no.json --key log.pub"),
        ("key-invalid", "--key key.pub", "verify record.json --key key.pub"),
        ("data-no-place", "data (--data)", "serve --notices out --data dbname=ciente --allow-anonymous"),
        ("data-no-place", "postgres:// URL", "export --data mysql://db/ciente --format ndjson"),
        ("data-unreadable", "absent.sqlite", "export --data absent.sqlite --format ndjson"),
        ("option-invalid", "--reason", "erase --data d.sqlite --tenant t --subject s --reason a\u{7}b"),
        ("log-name-invalid", "begins with a scheme", "keygen --name https://a.example/log --out k"),
        ("backup-of-postgres", "pg_dump", "backup --data postgres://127.0.0.1/none --out b.sqlite"),
        ("endpoint-invalid", "is no endpoint", "conformance nowhere"),
        ("option-invalid", "--origin", "conformance http://127.0.0.1:9/ --origin x"),
        ("endpoint-unreachable", "http://127.0.0.1:9/", "conformance http://127.0.0.1:9/"),
    ] {
        let ended = desk.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(ended.code, 2, "{line}: {}", ended.err);
        let last = ended
            .err
            .lines()
            .find(|line| line.starts_with("error["))
            .unwrap_or_else(|| panic!("{line}: {}", ended.err));
        assert!(last.starts_with(&format!("error[{code}]: ")) && last.contains(says), "{line}: {last}");
    }
}
