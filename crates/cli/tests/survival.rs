//! That no text is lost and none is added: the visible characters of source and result are compared one by one.
//!
//! The source is read by a reader of this test's own, which knows only as much Markdown as these documents have: a test
//! that used the parser under test would not see what that drops.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use serde_json::Value;
use std::{fs, path::Path};
use support::{Desk, fixtures, shared, text};

/// Where a category ends: there its colon may be missing from the result, because structure says the same.
const END: char = '\u{1}';

#[test]
fn our_own_documents_survive() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/notices/im");
    for folder in [fixtures().join("lamp"), sample] {
        if folder.exists() {
            compare(&folder);
        }
    }
}

#[test]
fn the_real_notice_survives() {
    if let Some(folder) = shared("policies/im") {
        assert_eq!(compare(&folder), 18);
    }
}

#[test]
fn the_other_real_documents_survive() {
    let Some(folder) = shared("policies/other") else { return };
    let mut compared = 0;
    for notice in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let desk = Desk::new();
        for file in fs::read_dir(&notice).unwrap().map(|entry| entry.unwrap().path()) {
            let source = fs::read_to_string(&file).unwrap();
            // Tables with escaped bars are refused; another test says so.
            if !source.contains("\\| ---") {
                desk.file(&format!("{}/{}", name(&notice), name(&file)), &source);
            }
        }
        compared += compare(&desk.path().join(name(&notice)));
    }
    assert_eq!(compared, 71);
}

#[test]
fn what_leads_into_items_and_what_takes_something_out_is_shown() {
    for (cell, shown) in [
        ("**Alpha:** never collected: GPS, Wi-Fi networks", "never collected"),
        ("**Alpha:** We do not collect: name, e-mail", "We do not collect"),
        ("**Alpha** (only with your permission): GPS, Wi-Fi", "(only with your permission)"),
        ("**Alpha**: *only* on Android: IMEI, serial", "<em>only</em> on Android: IMEI, serial"),
        ("**Alpha**: name, [full list](https://a.example), *never* **passwords**", "<strong>passwords</strong>"),
        ("**Alpha**: everything except passwords, PINs", "everything except passwords, PINs"),
        ("**Alpha**: application settings (tone, colour, volume)", "application settings"),
    ] {
        let desk = Desk::new();
        desk.file("lamp/en.md", &format!("# T\n\n| a | b | Legal basis |\n|-|-|-|\n| {cell} | x | y |\n"));
        desk.built(&["lamp"]);
        let page = String::from_utf8(desk.bytes("lamp/1/en.html")).unwrap();
        assert!(page.contains(shown), "{cell}: {page}");
    }
}

#[test]
fn footnotes_stay_and_front_matter_goes() {
    let desk = Desk::new();
    let text = "---\ntitle: Front\n---\n\n# Lamp\n\nWe keep it[^1].\n\n[^1]: Except data that we sell.\n[^x]: Never.\n";
    desk.file("lamp/en.md", text);
    desk.built(&["lamp"]);
    let built = desk.json("lamp/1/en.json");
    assert_eq!(built["title"], "Lamp");
    assert_eq!(text_of(&built), "We keep it[1].[1] Except data that we sell.[x] Never.");
}

fn text_of(notice: &Value) -> String {
    let blocks =
        notice["sections"].as_array().unwrap().iter().flat_map(|section| section["blocks"].as_array().unwrap());
    blocks.map(|block| text(&block["content"])).collect()
}

/// Builds a notice and compares each document with its source; returns how many there are.
fn compare(folder: &Path) -> usize {
    let desk = Desk::new();
    desk.built(&[folder.to_str().unwrap()]);
    let id = name(folder);
    let manifest = desk.json(&format!("{id}/manifest.json"));
    let mut compared = 0;
    for version in manifest["versions"].as_array().unwrap() {
        let label = version["version"].as_str().unwrap();
        for locale in version["locales"].as_object().unwrap().keys() {
            let (in_version, bare) =
                (folder.join(label).join(format!("{locale}.md")), folder.join(format!("{locale}.md")));
            let source = fs::read_to_string(if in_version.exists() { in_version } else { bare }).unwrap();
            let result = result_text(&desk.json(&format!("{id}/{label}/{locale}.json")), source.contains("rowspan"));
            assert_same(&source_text(&source), &result, &format!("{id}/{label}/{locale}"));
            compared += 1;
        }
    }
    compared
}

fn assert_same(source: &str, result: &str, name: &str) {
    let mut source_chars = source.chars().peekable();
    let mut seen = String::new();
    for c in result.chars() {
        if c == END {
            let _ = source_chars.next_if(|c| matches!(c, ':' | '：'));
            continue;
        }
        let expected = source_chars.next();
        assert_eq!(
            expected,
            Some(c),
            "{name}, behind {:?}",
            seen.chars().rev().take(40).collect::<Vec<_>>().iter().rev().collect::<String>()
        );
        seen.push(c);
    }
    assert_eq!(source_chars.collect::<String>(), "", "{name}: lost at the end");
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// The visible characters of a built notice, in reading order.
fn result_text(notice: &Value, repeats_rows: bool) -> String {
    let mut out = String::new();
    for section in notice["sections"].as_array().unwrap() {
        out.push_str(section["heading"].as_str().unwrap());
        section["blocks"]
            .as_array()
            .unwrap()
            .iter()
            .for_each(|block| block_text(block, notice, repeats_rows, &mut out));
    }
    out.retain(|c| !c.is_whitespace());
    out
}

fn block_text(block: &Value, notice: &Value, repeats_rows: bool, out: &mut String) {
    let cells = |cells: &Value| cells.as_array().unwrap().iter().map(text).collect::<String>();
    let rows = |list: &str| {
        let index = |member: &str| usize::try_from(block[member].as_u64().unwrap()).unwrap();
        notice[list].as_array().unwrap()[index("from")..index("to")].to_vec()
    };
    if let Some(columns) = block.get("columns") {
        out.push_str(&cells(columns));
    }
    match block["type"].as_str().unwrap() {
        "paragraph" => out.push_str(&text(&block["content"])),
        "list" => {
            for inner in block["items"].as_array().unwrap().iter().flat_map(|item| item.as_array().unwrap()) {
                block_text(inner, notice, repeats_rows, out);
            }
        }
        "table" => block["rows"].as_array().unwrap().iter().for_each(|row| out.push_str(&cells(row))),
        "dataUses" => {
            for row in rows("dataUses") {
                out.push_str(row["category"].as_str().unwrap());
                out.push(END);
                ["items", "use", "legalBasis"].iter().for_each(|member| out.push_str(&text(&row[*member])));
            }
        }
        "retention" => {
            let mut before = String::new();
            for row in rows("retention") {
                out.push_str(row["category"].as_str().unwrap());
                out.push(END);
                let text = text(&row["text"]);
                // A cell that spans rows stands once in the source and in each of them in the result.
                if !(repeats_rows && text == before) {
                    out.push_str(&text);
                }
                before = text;
            }
        }
        other => panic!("{other}"),
    }
}

/// The visible characters of a Markdown document: without marks, tags, link targets, bars and white space.
fn source_text(source: &str) -> String {
    let mut out = String::new();
    for line in source.trim_start_matches('\u{feff}').lines() {
        let line = line.trim();
        if !line.is_empty() && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) {
            continue;
        }
        let line = line.trim_start_matches('#').trim_start();
        let line = line.strip_prefix("- ").unwrap_or(line);
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        // Only the fixtures have ordered lists; a heading's number has its `#` before it.
        let is_item = digits > 0 && line[digits..].starts_with(". ") && !source.contains(&format!("# {line}"));
        let line = if is_item { &line[digits + 1..] } else { line };
        line_text(line, &mut out);
        out.push(' ');
    }
    let mut out = without_tags(&out);
    for (entity, c) in [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&quot;", "\"")] {
        out = out.replace(entity, c);
    }
    out.retain(|c| !c.is_whitespace());
    out
}

fn line_text(line: &str, out: &mut String) {
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => out.extend(chars.next()),
            '*' | '|' | '`' | '[' => {}
            // `](target)`
            ']' if chars.next_if_eq(&'(').is_some() => {
                let _ = chars.by_ref().find(|c| *c == ')');
            }
            c => out.push(c),
        }
    }
}

fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let close = rest[open..].find('>').map_or(rest.len(), |close| open + close + 1);
        // An address between angle brackets is text.
        if rest[open..close].contains('@') {
            out.push_str(rest[open..close].trim_matches(['<', '>']));
        }
        rest = &rest[close..];
    }
    out + rest
}
