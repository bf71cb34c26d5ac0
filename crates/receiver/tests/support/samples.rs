//! Small published notices and acknowledgements of them, written through the domain's own types.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ciente_notice::{
    Block, Change, DataUse, Digest, Duration, Inline, LocaleEntry, Manifest, ManifestFormat, Notice, NoticeFormat,
    Part, Retention, Rule, Section, Version,
};
use serde_json::{Value, json};
use std::{fs, path::Path};

pub(crate) const ID: &str = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b";

/// Notice `im`: version 1, a material 2, an editorial 3 which holds now; each in pt-BR and en.
pub(crate) fn publish(folder: &Path) {
    publish_as(folder, "3");
}

pub(crate) fn publish_as(folder: &Path, current: &str) {
    let versions = [("1", Change::Material), ("2", Change::Material), ("3", Change::Editorial)];
    let versions = versions.map(|(label, change)| Version {
        version: label.into(),
        effective_from: None,
        change,
        locales: ["pt-BR", "en"].map(|locale| (locale.to_owned(), write(folder, &notice(label, locale)))).into(),
        changes: None,
    });
    let manifest =
        Manifest { format: ManifestFormat, id: "im".into(), current: current.into(), versions: versions.into() };
    fs::write(folder.join("im/manifest.json"), serde_json::to_vec(&manifest).unwrap()).unwrap();
}

fn write(folder: &Path, notice: &Notice) -> LocaleEntry {
    let path = format!("{}/{}.json", notice.version, notice.locale);
    let bytes = serde_json::to_vec_pretty(notice).unwrap();
    fs::create_dir_all(folder.join("im").join(&notice.version)).unwrap();
    fs::write(folder.join("im").join(&path), &bytes).unwrap();
    let json = part(&path, &bytes);
    LocaleEntry { digest: Digest::of(notice).unwrap(), json, view: None, html: None }
}

pub(crate) fn part(path: &str, bytes: &[u8]) -> Part {
    let integrity = format!("sha256-{}", STANDARD.encode(Digest::of_bytes(bytes).as_bytes()));
    Part { path: path.into(), bytes: bytes.len() as u64, integrity }
}

pub(crate) fn notice(version: &str, locale: &str) -> Notice {
    let text = |text: &str| vec![Inline::Text { text: text.into() }];
    Notice {
        format: NoticeFormat,
        id: "im".into(),
        version: version.into(),
        locale: locale.into(),
        effective_from: None,
        service_names: vec![],
        title: format!("Messages, {version}, {locale}"),
        controller: None,
        contact: None,
        sections: vec![Section {
            id: "use".into(),
            heading: "Use".into(),
            level: 2,
            blocks: vec![
                Block::DataUses { columns: vec![], from: 0, to: 1 },
                Block::Retention { columns: vec![], from: 0, to: 1 },
            ],
        }],
        data_uses: vec![DataUse {
            id: "log-data".into(),
            category: "Log Data".into(),
            items: text("address"),
            item_list: Vec::new(),
            purpose: text("repair"),
            legal_basis: text("contract"),
            basis: None,
            services: vec![],
        }],
        retention: vec![Retention {
            data_use: Some("log-data".into()),
            category: "Log Data".into(),
            text: text("7 days"),
            rule: Rule::Fixed { duration: Duration::from_days(7) },
        }],
    }
}

/// Of version `version` in pt-BR.
pub(crate) fn acknowledgement(id: &str, version: &str) -> Value {
    json!({
        "format": "ciente/acknowledgement/1",
        "id": id,
        "notice": {
            "id": "im", "version": version, "locale": "pt-BR",
            "digest": Digest::of(&notice(version, "pt-BR")).unwrap().to_string()
        },
        "tenant": "1400000000", "subject": "alice", "action": "acknowledged",
        "shownAt": "2026-11-23T10:00:00.000Z", "actedAt": "2026-11-23T10:00:41.318Z",
        "client": { "widget": "0.1.0", "origin": "https://chat.example" }
    })
}

/// The `n`th of many ids.
pub(crate) fn id(n: u32) -> String {
    format!("0190a1b2-c3d4-7e5f-8a6b-{n:012x}")
}
