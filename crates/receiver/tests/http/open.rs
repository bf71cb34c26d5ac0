//! What a receiver does not start with: each has a code, and a message that names the option or the file.

use crate::fixture::prepare;
use ciente_receiver::{Data, Receiver, ReceiverConfig};
use std::fs;

fn refusal(change: impl FnOnce(&mut ReceiverConfig)) -> (&'static str, String) {
    let (_folder, mut config) = prepare();
    change(&mut config);
    let data = config.data.clone();
    let existed = data.file().unwrap().exists();
    let error = Receiver::open(config).unwrap_err();
    assert_eq!(data.file().unwrap().exists(), existed, "nothing is made before all else is well");
    (error.code(), error.to_string())
}

#[test]
fn every_mistake_is_named() {
    let (code, text) = refusal(|config| config.allow_origins.push("https://chat.example/".into()));
    assert!(code == "origin-invalid" && text.contains("\"https://chat.example/\""), "{text}");

    let (code, text) = refusal(|config| config.notices.push("missing"));
    assert!(code == "notices-unreadable" && text.contains("missing"), "{text}");

    let (code, text) = refusal(|config| config.assets = Some("missing-assets".into()));
    assert!(code == "assets-missing" && text.contains("missing-assets: there is no such folder"), "{text}");

    let (code, text) = refusal(|config| config.data = config.notices.join("data.sqlite").into());
    assert!(code == "data-is-served" && text.contains("served to everybody"), "{text}");

    let (code, text) = refusal(|config| config.private.push(config.notices.join("admin.token")));
    assert!(code == "data-is-served" && text.contains("admin.token: this is inside"), "{text}");

    #[cfg(unix)]
    {
        let (code, text) = refusal(|config| {
            let (link, there) = (config.data.file().unwrap(), config.notices.join("data.sqlite"));
            fs::write(&there, "").unwrap();
            std::os::unix::fs::symlink(there, link).unwrap();
        });
        assert!(code == "data-is-served" && text.contains("served to everybody"), "where a link leads counts: {text}");
    }

    let (code, text) = refusal(|config| config.data = Data::read(":memory:").unwrap());
    assert!(code == "data-not-a-file" && text.contains(":memory:"), "{text}");

    let (code, text) = refusal(|config| {
        fs::write(config.data.file().unwrap(), "not a database, but long enough to be looked at by SQLite").unwrap();
    });
    assert!(code == "data-sqlite" && text.contains("data.sqlite"), "{text}");

    let (code, text) = refusal(|config| {
        let path = config.notices.join("im/3/en.json");
        let changed = fs::read_to_string(&path).unwrap().replace("7 days", "9 days");
        fs::write(path, changed).unwrap();
    });
    assert!(code == "notices-digest-mismatch" && text.contains("im/3/en.json"), "{text}");
}
