//! The command: exit codes, formats, levels in `notice.toml`, and what it says about its rules.

use crate::{EN, PT, findings, line_of, short, support::Desk, with};

fn vague() -> String {
    with(EN, "We share login data", "We may share login data")
}

#[test]
fn exit_codes_tell_clean_from_findings_from_failure() {
    let desk = Desk::new();
    desk.file("clean/en.md", EN).file("vague/en.md", &vague());
    desk.file("wrong/en.md", &with(EN, "You can lodge a complaint with the supervisory authority.", ""));
    for (args, code) in [
        (vec!["clean"], 0),
        (vec!["clean", "--strict"], 0),
        (vec!["vague"], 0),
        (vec!["vague", "--strict"], 1),
        (vec!["wrong"], 1),
        (vec!["clean", "wrong"], 1),
        (vec!["nowhere"], 2),
        (vec![], 2),
        (vec!["clean", "--format", "xml"], 2),
        (vec!["--explain", "no-such-rule"], 2),
        (vec!["clean", "--locale", "portuguese_br"], 2),
    ] {
        let ended = desk.check(&args);
        assert_eq!(ended.code, code, "{args:?}: {}{}", ended.out, ended.err);
        assert_eq!(ended.err.is_empty(), code != 2, "{args:?}: {}", ended.err);
    }
    assert!(!desk.path().join("out").exists());
}

#[test]
fn the_last_line_says_how_much_there_was() {
    let desk = Desk::new();
    desk.file("vague/en.md", &vague());
    let ended = desk.check(&["vague"]);
    assert!(ended.out.ends_with("1 document checked: 0 errors, 1 warning, 0 notes\n"), "{}", ended.out);
    desk.file("part/en.md", "This is part of our [privacy policy](https://lamp.example/p).\n");
    let ended = desk.check(&["part"]);
    let referred = "by reference to another document: controller, contact, legal-basis, recipients, retention, rights, rights-exercise, complaint\n";
    assert!(ended.out.contains(referred), "{}", ended.out);
    assert!(
        ended
            .out
            .contains("note[controller, contact, legal-basis, recipients, retention, rights, rights-exercise, complaint] part/en.md:1:1: by reference, https://lamp.example/p\n"),
        "{}",
        ended.out
    );
}

#[test]
fn text_shows_the_line_and_the_words() {
    let desk = Desk::new();
    desk.file("lamp/en.md", EN).file("lamp/pt-BR.md", &with(PT, "por 7 dias", "por 5 dias"));
    let out = desk.check(&["lamp"]).out;
    for part in [
        "error[retention-differs]",
        "retention of \"Login data\": 5 days here, but 7 days in lamp/en.md:22",
        "[lamp/pt-BR.md:22:21]",
        "[lamp/en.md:22:16]",
        "│ | Dados de acesso | Armazenados por 5 dias. |",
        "help: Only one of them can be true",
    ] {
        assert!(out.contains(part), "{part} is not in {out}");
    }
}

#[test]
fn annotations_name_file_line_and_columns() {
    let desk = Desk::new();
    let text = vague();
    desk.file("lamp/en.md", &text);
    let ended = desk.check(&["lamp", "--format", "github"]);
    let line = line_of(&text, "We may");
    let start =
        format!("::warning file=lamp/en.md,line={line},col=4,endColumn=7,title=vague-words::\"may\" leaves open");
    assert!(ended.out.starts_with(&start), "{}", ended.out);
    assert_eq!(ended.out.lines().count(), 1, "the summary is not for the runner: {}", ended.out);
    assert!(ended.err.contains("1 document checked"));
}

#[test]
fn columns_count_characters_up_to_the_end() {
    let desk = Desk::new();
    let text = with(PT, "Compartilhamos os dados", "Às vezes são os dados");
    desk.file("lamp/pt-BR.md", &text);
    let found = findings(&desk, &["lamp"]);
    let found: Vec<_> = found.iter().filter(|f| f["rule"] == "vague-words").collect();
    assert_eq!(found.len(), 1);
    let line = line_of(&text, "Às vezes");
    let at = |key: &str| found[0][key].as_u64().unwrap_or_default();
    assert_eq!([at("line"), at("column"), at("endLine"), at("endColumn")], [line, 1, line, 9]);
}

#[test]
fn levels_are_set_beside_the_documents() {
    for (toml, expected) in [
        ("", vec!["warning vague-words"]),
        ("[check]\nvague-words = \"off\"\n", vec![]),
        ("[check]\nvague-words = \"error\"\n", vec!["error vague-words"]),
        ("[check]\nvague-words = \"warning\"\ncomplaint = \"off\"\n", vec!["warning vague-words"]),
    ] {
        let desk = Desk::new();
        desk.file("lamp/en.md", &vague()).file("lamp/notice.toml", toml);
        let line = line_of(&vague(), "We may");
        let expected: Vec<String> = expected.iter().map(|one| format!("{one} lamp/en.md:{line}")).collect();
        assert_eq!(short(&findings(&desk, &["lamp"])), expected, "{toml}");
    }
    // What `build` finds has a level here too, where it is one of the rules.
    let desk = Desk::new();
    desk.file("lamp/en.md", &with(EN, "https://lamp", "http://lamp"));
    assert_eq!(findings(&desk, &["lamp"]).len(), 1);
    desk.file("lamp/notice.toml", "[check]\nlink-refused = \"off\"\n");
    assert_eq!(short(&findings(&desk, &["lamp"])), Vec::<String>::new());
}

#[test]
fn a_rule_that_there_is_not_is_an_error_with_its_line_and_the_nearest() {
    for (toml, line, says) in [
        ("title = \"T\"\n\n[check]\nvague-word = \"off\"\n", 4, "is \"vague-words\" meant?"),
        ("[check]\nretention_differs = \"off\"\n", 2, "is \"retention-differs\" meant?"),
        ("[check]\nzzzzzzzzzzz = \"off\"\n", 2, "--list-rules"),
        ("[check]\nrights = \"loud\"\n", 2, "\"off\", \"warning\" or \"error\""),
    ] {
        let desk = Desk::new();
        desk.file("lamp/en.md", EN).file("lamp/notice.toml", toml);
        let found = findings(&desk, &["lamp"]);
        assert_eq!(short(&found), [format!("error toml lamp/notice.toml:{line}")]);
        assert!(found[0]["message"].as_str().is_some_and(|message| message.contains(says)), "{found:#?}");
        assert_eq!(desk.build(&["lamp"]).code, 1, "build refuses it as well");
    }
}

#[test]
fn rules_are_listed_and_explained() {
    let desk = Desk::new();
    let list = desk.check(&["--list-rules"]);
    assert_eq!(list.code, 0);
    let ids: Vec<&str> = list.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(ids.len() > 25 && ids.contains(&"use-without-rule"), "{ids:?}");
    for id in ids {
        let page = desk.check(&["--explain", id]);
        assert_eq!(page.code, 0);
        for part in [id, "*Why.*", "*Example.*", "*Mend.*"] {
            assert!(page.out.contains(part), "{id}: {}", page.out);
        }
        assert!(!page.out.contains("###"), "{id} has the page of another rule: {}", page.out);
    }
    assert!(desk.check(&["--explain", "vagueretention"]).err.contains("is \"vague-retention\" meant?"));
}
