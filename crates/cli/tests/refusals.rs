//! What `ciente build` refuses, each with its code, its place and its exit code; and that nothing is written then.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use support::{Desk, Ended};

const USES: &str = "| a | b | Basis |\n|---|---|---|\n| **Alpha:** x | y | z |\n";
const HEAD: &str = "| a | b | Basis |\n|---|---|---|\n";
const KEPT: &str = "| a | Kept |\n|---|---|\n| Alpha | 7 days |\n";

fn build(text: &str) -> (Desk, Ended) {
    let desk = Desk::new();
    desk.file("lamp/en.md", text);
    let ended = desk.build(&["lamp"]);
    (desk, ended)
}

#[test]
fn a_stylesheet_that_cannot_stand_in_a_page_is_named_and_nothing_is_written() {
    let desk = Desk::new();
    desk.file("lamp/en.md", &format!("# T\n\n{USES}\n{KEPT}")).file("bad.css", "a{}</STYLE ><script>");
    for (file, says) in [("absent.css", "absent.css: "), ("bad.css", "bad.css: `</style` in it")] {
        let ended = desk.build(&["lamp", "--inline-stylesheet", file]);
        assert_eq!(ended.code, 2, "{file}: {}", ended.err);
        assert!(ended.err.contains(says) && ended.err.contains("wants ciente.css"), "{file}: {}", ended.err);
        assert!(!desk.path().join("out").exists(), "{file}");
    }
    let ended = desk.build(&["lamp", "--inline-stylesheet", "bad.css", "--stylesheet", "/a.css"]);
    assert!(ended.code == 2 && ended.err.contains("cannot be used with"), "{}", ended.err);
}

/// Whoever writes a policy is not always whoever builds it.
#[cfg(unix)]
#[test]
fn a_link_out_of_the_sources_publishes_nothing() {
    use std::os::unix::fs::symlink;
    let secret = "a secret of this machine";
    let desk = Desk::new();
    desk.file("secret.txt", secret).file("lamp/en.md", &format!("# T\n\n{USES}\n{KEPT}"));
    symlink("../secret.txt", desk.path().join("lamp/pt-BR.md")).unwrap();
    for link in ["lamp/pt-BR.md", "lamp/notice.toml"] {
        let ended = desk.build(&["lamp"]);
        assert_eq!(ended.code, 2, "{}", ended.err);
        assert!(ended.err.contains(link) && ended.err.contains("put a copy in its place"), "{}", ended.err);
        assert!(!ended.err.contains(secret) && !desk.path().join("out").exists());
        std::fs::remove_file(desk.path().join(link)).unwrap();
        symlink("../secret.txt", desk.path().join("lamp/notice.toml")).ok();
    }
    // As a ConfigMap is mounted: links within the folder; and a link that is named is meant.
    let _ = std::fs::remove_file(desk.path().join("lamp/notice.toml"));
    symlink("en.md", desk.path().join("lamp/es.md")).unwrap();
    symlink("lamp", desk.path().join("named")).unwrap();
    for source in ["lamp", "named"] {
        let ended = desk.build(&[source]);
        assert_eq!(ended.code, 0, "{source}: {}", ended.err);
    }
}

#[test]
fn what_a_document_says_does_not_steer_the_terminal() {
    let desk = Desk::new();
    desk.file("lamp/en.md", &format!("# T\n\n{USES}| **Beta\u{1b}]52;c;eA==\u{7}:** \u{202e}x | y | z | \u{9b}2J |\n"));
    for ended in [desk.build(&["lamp"]), desk.check(&["lamp"])] {
        let said = format!("{}{}", ended.out, ended.err);
        assert!(said.contains("table-surplus-cells") && said.contains("Beta?]52"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{said:?}");
    }
}

#[test]
fn errors_name_file_line_column_and_what_to_do() {
    let start = "# T\n\n";
    for (code, text, place) in [
        ("table-surplus-cells", format!("{USES}| **Beta:** x | y | z | lost |\n"), "6:25"),
        ("table-escaped", "\\| a \\| b \\|\n\\| --- \\| --- \\|\n\\| c \\| d \\|\n".into(), "4:1"),
        ("table-separator", "| a | b | c |\n|---|---|\n| c | d | e |\n".into(), "4:1"),
        ("html-table", "<table><tr><td>a</td></tr>\n".into(), "3:1"),
        ("html-table", "<table><tr><td>a<table></table></td></tr></table>\n".into(), "3:17"),
        ("html-unclosed", format!("Text.\n\n<title>Policy\n\n{USES}"), "5:1"),
        ("html-unclosed", format!("Text with <script> in it.\n\n{USES}"), "3:11"),
        ("html-unclosed", format!("<!-- draft\n\n{USES}"), "3:1"),
        ("html-unclosed", format!("<!-- a --> <!-- draft\n\n{USES}"), "3:12"),
        ("table-surplus-cells", "<table><tr><th>a</th></tr>\n<tr><td>b</td><td>c</td></tr></table>\n".into(), "4:15"),
        ("header-missing", "| **Alpha:** x | y | z |\n|---|---|---|\n| **Beta:** x | y | z |\n".into(), "3:3"),
        ("header-missing", format!("{USES}\n| Alpha | 7 days |\n|---|---|\n| Alpha | 7 days |\n"), "7:3"),
        ("link-refused", "See [this](javascript:alert).\n".into(), "3:5"),
        ("link-refused", "<a href='http://x.example'>x</a>\n".into(), "3:1"),
        ("notice-invalid", "We <del>do not</del> sell it.\n".into(), "3:4"),
        ("notice-invalid", "We ~~do not~~ sell it.\n".into(), "3:4"),
        ("notice-invalid", "<p>We <s>do not</s> sell it.</p>\n".into(), "3:7"),
        ("notice-invalid", "<table><tr><td><strike>7 days</strike></td></tr></table>\n".into(), "3:16"),
        ("notice-invalid", "We <span style='text-decoration: Line-Through'>do not</span> sell it.\n".into(), "3:4"),
        ("category-missing", format!("{HEAD}|  | more use | z |\n| **Alpha:** x | y | z |\n"), "5:6"),
        ("row-incomplete", format!("{USES}Text right below.\n"), "6:1"),
        ("row-incomplete", format!("{USES}\n{KEPT}| Beta | |\n"), "10:3"),
    ] {
        let (desk, ended) = build(&format!("{start}{text}"));
        assert_eq!(ended.code, 1, "{code}: {}", ended.err);
        assert!(ended.err.contains(&format!("error[{code}]")), "{code}: {}", ended.err);
        assert!(ended.err.contains(&format!("[lamp/en.md:{place}]")), "{code} {place}: {}", ended.err);
        assert!(ended.err.contains("help: "), "{code}");
        assert!(
            ended.err.ends_with("1 error; nothing was written\n") || ended.err.contains("1 error and "),
            "{}",
            ended.err
        );
        assert!(desk.is_clean(), "{code}");
    }
}

#[test]
fn the_line_itself_is_shown_cut_to_what_fits() {
    let long = "word ".repeat(2000);
    let (_, ended) = build(&format!("{USES}| **Beta:** {long} | y | z | lost |\n"));
    assert!(ended.err.contains("| y | z | lost |"), "{}", ended.err);
    assert!(ended.err.len() < 3000, "{}", ended.err.len());
}

#[test]
fn all_errors_are_said_at_once() {
    let (_, ended) = build(&format!("[a](data:x) [b](blob:y)\n\n{USES}| **B:** x | y | z | lost |\n"));
    assert!(ended.err.contains("3 errors"), "{}", ended.err);
}

#[test]
fn warnings_build_unless_strict() {
    let desk = Desk::new();
    desk.file("lamp/en.md", "# T\n\nText <video>with</video> it.\n");
    let ended = desk.build(&["lamp", "--strict"]);
    assert_eq!(ended.code, 1);
    for code in ["no-data-uses", "no-retention", "html-ignored"] {
        assert!(ended.err.contains(&format!("error[{code}]")), "{}", ended.err);
    }
    assert!(ended.err.contains("[lamp/en.md:3:6]"), "{}", ended.err);
    assert!(desk.is_clean());
    let ended = desk.built(&["lamp"]);
    assert!(ended.err.contains("warning[no-data-uses]") && ended.err.ends_with("3 warnings\n"), "{}", ended.err);
    assert_eq!(support::text(&desk.json("lamp/1/en.json")["sections"][0]["blocks"][0]["content"]), "Text with it.");
}

#[test]
fn locales_that_do_not_correspond_name_both_files() {
    let desk = Desk::new();
    desk.file("lamp/en.md", &format!("# T\n\n{USES}\n{KEPT}"))
        .file("lamp/pt.md", &format!("# T\n\n{USES}| **Beta:** x | y | z |\n\n{KEPT}"));
    let ended = desk.build(&["lamp"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("error[rows-differ]"), "{}", ended.err);
    assert!(ended.err.contains("lamp/pt.md has 2 data uses, but lamp/en.md has 1"), "{}", ended.err);
    assert!(ended.err.contains("[lamp/pt.md:6:2]") && ended.err.contains("[lamp/en.md:5:2]"), "{}", ended.err);

    let desk = Desk::new();
    desk.file("lamp/en.md", &format!("# T\n\n{USES}\n{KEPT}"))
        .file("lamp/pt.md", &format!("# T\n\n## U\n\n{USES}\n{KEPT}"));
    let ended = desk.built(&["lamp"]);
    assert!(ended.err.contains("warning[sections-differ]"), "{}", ended.err);
}

#[test]
fn toml_is_strict() {
    for (path, text, place) in [
        ("lamp/notice.toml", "title = \"T\"\ntitel = \"T\"\n", "2:1"),
        ("lamp/v1/version.toml", "effective_from = \"soon\"\n", "1:18"),
        ("lamp/v1/version.toml", "change = \"huge\"\n", "1:10"),
    ] {
        let desk = Desk::new();
        desk.file("lamp/v1/en.md", "# T\n\nText.\n").file(path, text);
        let ended = desk.build(&["lamp"]);
        assert_eq!(ended.code, 1);
        assert!(ended.err.contains("error[toml]"), "{}", ended.err);
        assert!(ended.err.contains(&format!("[{path}:{place}]")), "{}", ended.err);
    }
}

#[test]
fn names_that_say_nothing_are_refused() {
    for (code, path, args) in [
        ("locale-unknown", "lamp/policy.md", vec!["lamp"]),
        ("locale-unknown", "lamp/policy.md", vec!["lamp/policy.md"]),
        ("id-invalid", "ランプ/en.md", vec!["ランプ"]),
        ("version-invalid", "lamp/1 2/en.md", vec!["lamp"]),
    ] {
        let desk = Desk::new();
        desk.file(path, "# T\n\nText.\n");
        let ended = desk.build(&args);
        assert_eq!(ended.code, 1, "{code}: {}", ended.err);
        assert!(ended.err.contains(&format!("error[{code}]")) && ended.err.contains("help: "), "{code}: {}", ended.err);
        assert!(desk.is_clean());
    }
    let desk = Desk::new();
    desk.file("a/lamp/en.md", "# T\n\nText.\n").file("b/lamp/en.md", "# T\n\nText.\n");
    let ended = desk.build(&["a/lamp", "b/lamp"]);
    assert!(ended.err.contains("error[locale-duplicate]"), "{}", ended.err);
    desk.file("empty/en.md", " \n");
    assert!(desk.build(&["empty"]).err.contains("error[document-empty]"));
    for bytes in [b"\xff\xfe", b"#\0"] {
        std::fs::write(desk.path().join("a/lamp/en.md"), bytes).unwrap();
        assert!(desk.build(&["a/lamp"]).err.contains("error[not-utf8]"), "{bytes:?}");
    }
}

#[test]
fn what_cannot_run_ends_with_two() {
    let desk = Desk::new();
    desk.file("all/a/en.md", "# T\n").file("all/b/en.md", "# T\n").file("none/x.txt", "x");
    for (args, says) in [
        (vec!["nowhere"], "nowhere"),
        (vec!["none"], "holds no Markdown documents"),
        (vec!["all", "--id", "x"], "--id names one notice, but the sources hold 2"),
        (vec!["all/a", "--locale", "portuguese_br"], "--locale portuguese_br"),
        (vec!["all/a", "--id", "../x"], "--id ../x"),
        (vec!["all/a", "--bogus"], "--bogus"),
        (vec![], "SOURCE"),
    ] {
        let ended = desk.build(&args);
        assert_eq!(ended.code, 2, "{args:?}: {}", ended.err);
        assert!(ended.err.contains(says), "{args:?}: {}", ended.err);
    }
    desk.file("out", "in the way");
    let ended = desk.build(&["all/a"]);
    assert_eq!(ended.code, 2, "{}", ended.err);
    assert!(ended.err.contains("cannot write out/a/1/en.json"), "{}", ended.err);
}
