//! `ciente diff`, from documents to the exit code, and the same judgement in what `ciente build` writes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use serde_json::{Value, json};
use support::{Desk, Ended, shared};

const PROSE: &str = "# Lamp\n\nThis notice is about the lamp. “Lamp” means the “lamp”.\n\n";
const LOG: &str = "| **Log data:** network address, request log (including name and time), error text | We use it to find faults. It is stored in our Kettle Store (KS). | We process it because it is necessary for the performance of our contract with you. |\n";
const SETTINGS: &str = "| **Settings:** settings of the lamp, including: colour, brightness, alarm clock | We use it to light the lamp. | We process it because it is necessary for the performance of our contract with you. |\n";
const KEPT: &str = "\n| Personal data | Retention |\n|---|---|\n| Log data | Stored for 7 days. |\n| Settings | We retain this data for as long as you use the service. When your use of the service ends, we will delete this data after 2 months. |\n";

fn document() -> String {
    format!("{PROSE}| Personal data | Use | Legal basis |\n|---|---|---|\n{LOG}{SETTINGS}{KEPT}")
}

/// The sample in English against itself with replacements, as JSON.
fn diff(replacements: &[(&str, &str)]) -> (i32, Value) {
    let desk = Desk::new();
    let mut new = document();
    for (from, to) in replacements {
        assert!(new.contains(from), "{from}");
        new = new.replacen(from, to, 1);
    }
    desk.file("old/lamp/en.md", &document()).file("new/lamp/en.md", &new);
    let ended = desk.run(&["diff", "old/lamp", "new/lamp", "--format", "json"]);
    (ended.code, serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("{}", ended.err)))
}

fn kinds(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|difference| difference["kind"].as_str().unwrap()).collect()
}

#[test]
fn each_material_change_is_one() {
    for (kind, from, to) in [
        ("itemAdded", "brightness, ", "brightness, place, "),
        ("itemAdded", "name and time", "name, time and place"),
        ("itemReworded", "request log", "log of requests"),
        ("serviceAdded", "Kettle Store (KS)", "Kettle Store (KS) and Big Box (BB)"),
        ("useAdded", "to light the lamp.", "to light the lamp and to show advertising."),
        ("useAdded", "to light the lamp.", "to light the lamp. We sell it."),
        (
            "basisChanged",
            "because it is necessary for the performance of our contract with you",
            "on the basis of your consent",
        ),
        ("retentionLonger", "7 days", "14 days"),
        ("retentionUnspecified", "Stored for 7 days.", "Stored as long as necessary."),
        ("retentionUnspecified", " When your use of the service ends, we will delete this data after 2 months.", ""),
        ("retentionUnspecified", "| Log data | Stored for 7 days. |\n", ""),
        (
            "recipientAdded",
            "This notice is about the lamp.",
            "This notice is about the lamp. Bright Loop Ltd receives copies.",
        ),
        (
            "textAdded",
            "| Personal data | Use",
            "## Also\n\nWe watch how the lamp is used everywhere.\n\n| Personal data | Use",
        ),
    ] {
        let (code, found) = diff(&[(from, to)]);
        assert_eq!(code, 1, "{kind}: {found:#}");
        assert_eq!(found["change"], "material");
        assert!(kinds(&found["reasons"]).contains(&kind), "{kind}: {found:#}");
    }
}

#[test]
fn each_editorial_change_is_one() {
    for (kind, from, to) in [
        ("", "“Lamp” means the “lamp”", "\"Lamp\" means the 'lamp'"),
        ("", "colour, brightness", "Colour，brightness"),
        ("retentionShorter", "7 days", "2 days"),
        ("itemRemoved", "colour, ", ""),
        ("reordered", "colour, brightness", "brightness, colour"),
        ("useReworded", "to light the lamp", "to lighten the lamp"),
        ("useRemoved", " It is stored in our Kettle Store (KS).", ""),
        ("retentionReworded", "Stored for 7 days", "It is stored for 7 days"),
        ("textReworded", "This notice is about", "This notice tells about"),
        ("reordered", &format!("{LOG}{SETTINGS}"), &format!("{SETTINGS}{LOG}")),
    ] {
        let (code, found) = diff(&[(from, to)]);
        assert_eq!(code, 0, "{kind}: {found:#}");
        assert_eq!(found["reasons"].as_array().unwrap().len(), 0);
        assert_eq!(found["identical"], kind.is_empty(), "{found:#}");
        assert!(kind.is_empty() || kinds(&found["editorial"]).contains(&kind), "{kind}: {found:#}");
    }
}

#[test]
fn a_row_that_comes_goes_or_splits_is_material() {
    let (code, found) = diff(&[(SETTINGS, ""), ("| Settings |", "| Other |")]);
    assert_eq!((code, kinds(&found["reasons"])[0]), (1, "dataUseRemoved"));
    let row = "| **Payment data:** card number | We use it to bill. | We process it because it is necessary for the performance of our contract with you. |\n";
    let (code, found) = diff(&[(SETTINGS, &format!("{SETTINGS}{row}"))]);
    assert_eq!((code, kinds(&found["reasons"])), (1, vec!["dataUseAdded"]));
    let split = LOG.replace(", error text", "")
        + &LOG
            .replace("Log data", "Error data")
            .replace("network address, request log (including name and time), ", "");
    let (code, found) = diff(&[(LOG, &split)]);
    assert_eq!((code, kinds(&found["reasons"])), (1, vec!["dataUseAdded"]), "{found:#}");
    assert_eq!(kinds(&found["editorial"]), ["itemRemoved"]);
}

/// A notice with two versions in English and Portuguese.
fn versions(en: &str, pt: &str, toml: &str) -> Desk {
    let desk = Desk::new();
    desk.file("lamp/v1/en.md", &document()).file("lamp/v1/pt.md", &document());
    desk.file("lamp/v2/en.md", en).file("lamp/v2/pt.md", pt).file("lamp/v2/version.toml", toml);
    desk
}

fn json(ended: &Ended) -> Value {
    serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("{}", ended.err))
}

#[test]
fn a_notice_is_judged_on_its_source_locale() {
    let new = document().replace("brightness, ", "brightness, place, ");
    // Only the translation changes.
    let desk = versions(&document(), &new, "");
    let ended = desk.run(&["diff", "lamp", "--format", "json"]);
    let found = json(&ended);
    assert_eq!((ended.code, &found["sourceLocale"]), (0, &Value::from("en")));
    assert_eq!(found["translations"]["pt"][0]["change"], "editorial");
    // The same notice with the other source.
    desk.file("lamp/notice.toml", "source_locale = \"pt\"\n");
    let ended = desk.run(&["diff", "lamp", "--from", "v1", "--to", "v2", "--format", "json"]);
    assert_eq!((ended.code, kinds(&json(&ended)["reasons"])), (1, vec!["itemAdded"]));
    // Only the source changes: readers of the translation are told in the source's words.
    let desk = versions(&new, &document(), "");
    desk.built(&["lamp"]);
    let told = desk.json("lamp/v2/pt.changes.json");
    assert_eq!((&told["changes"][0]["lang"], &told["changes"][0]["new"]), (&Value::from("en"), &Value::from("place")));
}

#[test]
fn build_writes_the_judgement() {
    let new = document().replace("brightness, ", "brightness, place, ").replace("7 days", "2 days");
    let desk = versions(&new, &new, "[summary]\nen = \"One more setting.\"\n");
    desk.file("lamp/v3/en.md", &new.replace("This notice is", "This note is")).file("lamp/v3/pt.md", &new);
    desk.built(&["lamp"]);
    let manifest = desk.json("lamp/manifest.json");
    let version = |i: usize| &manifest["versions"][i];
    assert_eq!((&version(0)["change"], version(0).get("changes")), (&Value::from("material"), None));
    assert_eq!(version(1)["change"], "material");
    assert_eq!(version(1)["changes"]["since"], "v1");
    assert_eq!(version(1)["changes"]["reasons"], json!({ "itemAdded": 1 }));
    assert_eq!(version(1)["changes"]["editorial"], 1);
    assert_eq!(version(2)["change"], "editorial");
    let part = &version(1)["changes"]["locales"]["en"];
    assert_eq!(part["path"], "v2/en.changes.json");
    assert_eq!(part["bytes"], desk.bytes("lamp/v2/en.changes.json").len());
    let told = desk.json("lamp/v2/en.changes.json");
    assert_eq!((&told["summary"], &told["change"]), (&Value::from("One more setting."), &Value::from("material")));
    assert_eq!(kinds(&told["changes"]), ["itemAdded", "retentionShorter"]);
    let manifest: ciente_notice::Manifest = serde_json::from_value(manifest).unwrap();
    assert!(!manifest.is_covered_by("v1") && manifest.is_covered_by("v2"));
}

#[test]
fn whoever_skipped_versions_is_told_what_they_come_to() {
    let desk = Desk::new();
    let second = document().replace("brightness, ", "brightness, place, ").replace("7 days", "30 days");
    let third = document().replace("brightness, ", "brightness, sound, ").replace("request log", "log of requests");
    for (label, text) in [("v1", &document()), ("v2", &second), ("v3", &third), ("v4", &document())] {
        desk.file(&format!("lamp/{label}/en.md"), text);
    }
    desk.file("lamp/v2/version.toml", "[summary]\nen = \"The second.\"\n");
    desk.file("lamp/v3/version.toml", "[summary]\nen = \"The third.\"\n");
    desk.built(&["lamp"]);
    assert_eq!(desk.json("lamp/v2/en.changes.json").get("earlier"), None);

    let told = desk.json("lamp/v3/en.changes.json");
    assert!(kinds(&told["changes"]).contains(&"retentionShorter"));
    let earlier = told["earlier"].as_array().unwrap();
    assert_eq!((earlier.len(), &earlier[0]["since"]), (1, &Value::from("v1")));
    // The place that came and went, and the period that is what it was, are no change.
    assert_eq!(kinds(&earlier[0]["changes"]), ["itemReworded", "itemAdded"]);
    let panel = earlier[0]["view"]["panel"].to_string();
    for said in ["v1", "sound", "log of requests"] {
        assert!(panel.contains(said), "{said}: {panel}");
    }
    // What the second brought may be gone: that is in its author's words only.
    for gone in ["[\"ins\",\"place\"]", "30 days", "The second.", "The third."] {
        assert!(!panel.contains(gone), "{gone}: {panel}");
    }
    assert_eq!(earlier[0]["view"]["marks"]["uses"], json!(["Log data", "Settings"]));
    // What is kept for less time is marked, too.
    assert_eq!(told["view"]["marks"]["rules"], json!(["Log data"]));

    // Back where it began.
    let told = desk.json("lamp/v4/en.changes.json");
    assert_eq!(told["earlier"][0]["changes"], json!([]));
    let panel = told["earlier"][0]["view"]["panel"].to_string();
    assert!(panel.contains("Nothing of substance has changed since that version."), "{panel}");
    assert_eq!(told["earlier"][1]["since"], "v2");
}

#[test]
fn a_rewording_that_was_declared_editorial_stays_that_for_whoever_skipped_it() {
    let desk = Desk::new();
    let second = document().replace("request log", "log of requests");
    let third = second.replace("brightness, ", "brightness, place, ");
    for (label, text) in [("v1", &document()), ("v2", &second), ("v3", &third)] {
        desk.file(&format!("lamp/{label}/en.md"), text);
    }
    desk.file("lamp/v2/version.toml", "change = \"editorial\"\nreason = \"The same log.\"\n");
    desk.built(&["lamp"]);
    let changes = &desk.json("lamp/v3/en.changes.json")["earlier"][0]["changes"];
    let found: Vec<_> = changes.as_array().unwrap().iter().map(|one| (&one["kind"], &one["change"])).collect();
    let [added, reworded, material, editorial] =
        ["itemAdded", "itemReworded", "material", "editorial"].map(Value::from);
    assert_eq!(found, [(&added, &material), (&reworded, &editorial)]);
}

#[test]
fn what_is_material_cannot_be_declared_editorial() {
    let new = document().replace("brightness, ", "brightness, place, ").replace("7 days", "14 days");
    let toml = "effective_from = 2027-01-01\nchange = \"editorial\"\nreason = \"It is nothing.\"\n";
    let desk = versions(&new, &document(), toml);
    let ended = desk.build(&["lamp"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("error[change-refused]"), "{}", ended.err);
    assert!(ended.err.contains("[lamp/v2/version.toml:2:10]"), "{}", ended.err);
    for reason in ["item added: \"place\"", "kept longer"] {
        assert!(ended.err.contains(reason), "{reason}: {}", ended.err);
    }
    assert!(desk.is_clean());
    // `diff` says so too, and judges by the texts.
    let ended = desk.run(&["diff", "lamp"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("error[change-refused]"), "{}", ended.err);
}

#[test]
fn a_rewording_is_editorial_when_its_author_says_why() {
    let new = document().replace("request log", "log of requests");
    let desk = versions(&new, &document(), "change = \"editorial\"\n");
    let ended = desk.build(&["lamp"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("error[change-refused]") && ended.err.contains("reason = "), "{}", ended.err);
    desk.file("lamp/v2/version.toml", "change = \"editorial\"\nreason = \"The same log.\"\n");
    desk.built(&["lamp"]);
    let version = &desk.json("lamp/manifest.json")["versions"][1];
    assert_eq!((&version["change"], &version["changes"]["declared"]), (&"editorial".into(), &"The same log.".into()));
    let ended = desk.run(&["diff", "lamp"]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert!(ended.out.contains("The same log."), "{}", ended.out);
    // Anything can be declared material.
    let desk = versions(&document(), &document(), "change = \"material\"\n");
    desk.built(&["lamp"]);
    assert_eq!(desk.json("lamp/manifest.json")["versions"][1]["change"], "material");
    let ended = desk.run(&["diff", "lamp"]);
    assert_eq!((ended.code, ended.out.contains("version.toml says so")), (1, true), "{}", ended.out);
}

#[test]
fn another_controller_is_material() {
    let desk = Desk::new();
    desk.file("old/lamp/en.md", &document()).file("old/lamp/notice.toml", "[controller]\nname = \"Lamp Ltd\"\n");
    desk.file("new/lamp/en.md", &document()).file("new/lamp/notice.toml", "[controller]\nname = \"Candle Ltd\"\n");
    let ended = desk.run(&["diff", "old/lamp", "new/lamp", "--format", "json"]);
    assert_eq!((ended.code, kinds(&json(&ended)["reasons"])), (1, vec!["controllerChanged"]));
    let desk = versions(&document(), &document(), "[controller]\nname = \"Candle Ltd\"\n");
    desk.file("lamp/notice.toml", "[controller]\nname = \"Lamp Ltd\"\n").built(&["lamp"]);
    assert_eq!(desk.json("lamp/manifest.json")["versions"][1]["changes"]["reasons"]["controllerChanged"], 1);
    // Built notices say it themselves.
    let ended = desk.run(&["diff", "out/lamp/v1/en.json", "out/lamp/v2/en.json", "--format", "json"]);
    assert_eq!((ended.code, kinds(&json(&ended)["reasons"])), (1, vec!["controllerChanged"]));
}

#[test]
fn every_form_says_the_same() {
    let new = document().replace("brightness, ", "brightness, <b>\\|place</b>, ");
    let desk = versions(&new, &new, "");
    let text = desk.run(&["diff", "lamp"]).out;
    assert!(text.contains("material: 1 reason") && text.contains("+ |place") && !text.contains('\u{1b}'), "{text}");
    let markdown = desk.run(&["diff", "lamp", "--format", "markdown"]).out;
    assert!(markdown.contains("| Settings | item added |  | \\|place |"), "{markdown}");
    // A built notice is compared as its document is.
    desk.built(&["lamp"]);
    let ended = desk.run(&["diff", "out/lamp/v1/en.json", "out/lamp/v2/en.json", "--format", "json"]);
    assert_eq!(kinds(&json(&ended)["reasons"]), ["itemAdded"]);
}

#[test]
fn what_cannot_be_compared_ends_with_two() {
    let desk = versions(&document(), &document(), "");
    desk.file("one/en.md", &document()).file("ja/lamp/ja.md", &document()).file("bad/en.md", "[x](javascript:y)\n");
    desk.file("x.json", "{}").file("many/a/en.md", "# A\n").file("many/b/en.md", "# B\n");
    for (args, says) in [
        (vec!["diff"], "OLD"),
        (vec!["diff", "nowhere", "lamp"], "nowhere"),
        (vec!["diff", "one"], "one version only"),
        (vec!["diff", "lamp", "--from", "v9"], "there are v1, v2"),
        (vec!["diff", "lamp", "--from", "v1", "--to", "v9"], "--to v9"),
        (vec!["diff", "lamp", "lamp", "--from", "v1"], "--from"),
        (vec!["diff", "one", "ja/lamp"], "no locale is in both"),
        (vec!["diff", "one", "bad"], "error[link-refused]"),
        (vec!["diff", "x.json", "one"], "not a notice"),
        (vec!["diff", "many", "one"], "holds 2 notices"),
    ] {
        let ended = desk.run(&args);
        assert_eq!(ended.code, 2, "{args:?}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains(says), "{args:?}: {}", ended.err);
        assert_eq!(ended.out, "", "{args:?}");
    }
}

#[test]
fn the_notice_that_this_is_for() {
    let Some(im) = shared("policies/im") else { return };
    let desk = Desk::new();
    let im = im.to_str().unwrap();
    let ended = desk.run(&["diff", im, "--from", "2022-05", "--to", "2022-07", "--format", "json"]);
    let found = json(&ended);
    assert_eq!((ended.code, kinds(&found["reasons"])), (1, vec!["itemAdded"]), "{:#}", found["reasons"]);
    for locale in ["en", "pt-BR", "id", "ko", "ja", "zh-CN"] {
        let files = ["2022-05", "2022-07"].map(|version| format!("{im}/{version}/{locale}.md"));
        let ended = desk.run(&["diff", &files[0], &files[1], "--format", "json"]);
        let found = json(&ended);
        let reasons = kinds(&found["reasons"]);
        assert_eq!(reasons.iter().filter(|kind| **kind == "itemAdded").count(), 1, "{locale}: {:#}", found["reasons"]);
        match locale {
            "ja" | "zh-CN" => assert!(
                reasons.iter().all(|kind| ["itemAdded", "itemReworded", "useExtended", "textExtended"].contains(kind))
                    && reasons.contains(&"itemReworded"),
                "{locale}: {:#}",
                found["reasons"]
            ),
            _ => assert_eq!(reasons.len(), 1, "{locale}: {:#}", found["reasons"]),
        }
    }
    let ended = desk.run(&["diff", im, "--from", "2022-02", "--to", "2022-05", "--format", "json"]);
    let found = json(&ended);
    let reasons = kinds(&found["reasons"]);
    assert_eq!(ended.code, 1);
    assert!(
        reasons.iter().all(|kind| ["itemAdded", "serviceAdded", "useAdded"].contains(kind)),
        "{:#}",
        found["reasons"]
    );
    assert_eq!(reasons.iter().filter(|kind| **kind == "itemAdded").count(), 18);
}
