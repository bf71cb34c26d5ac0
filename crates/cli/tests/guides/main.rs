//! What the documentation says to type works: its shell blocks are run, its excerpts stand where they are said to stand, and
//! no block is passed over. `docs/README.md` says what info strings mean; what a page does is in `tests/e2e/documented.rs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "../../../../tests/support/blocks.rs"]
#[allow(unreachable_pub, reason = "the browser tests' support exports it")]
mod blocks;
mod links;
mod shell;

use blocks::{Block, blocks};
use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

/// One test for each document in which there is something to type.
macro_rules! typed {
    ($($name:ident = $path:literal,)+) => {
        const TYPED: &[&str] = &[$($path),+];
        mod typed {
            $(#[test] fn $name() { super::shell::run($path); })+
        }
    };
}

typed! {
    readme = "README.md",
    check = "docs/check.md",
    embed = "docs/embed.md",
    evidence = "docs/evidence.md",
    endpoint = "docs/endpoint.md",
    operate = "docs/operate.md",
    policy = "docs/policy.md",
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every document for people who use Ciente, by its path, with its text.
fn documents() -> Vec<(String, String)> {
    let read = |path: String| {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        (path, text)
    };
    let guides =
        fs::read_dir(root().join("docs")).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut guides: Vec<_> = guides.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")).collect();
    guides.sort();
    let others = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "static/package/README.md"];
    others.into_iter().map(str::to_owned).chain(guides).map(read).collect()
}

/// Who sees to a block.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// It is typed into a shell.
    Typed,
    /// It is written to a file, for what is typed after it.
    Written,
    /// It is what the block before it prints.
    Printed,
    /// It stands in this file of the repository, which has tests of its own.
    Excerpt(String),
    /// `tests/e2e/documented.rs` puts it into a page.
    Page,
    /// Tests of its own, at this place, run it.
    Elsewhere(String),
    /// Nobody, for this reason.
    NotRun(String),
}

fn fate(block: &Block) -> Result<Fate, String> {
    let known: &[&str] = match block.language.as_str() {
        "sh" => &["exit", "file", "not-run", "serves", "stops"],
        "text" => &["output"],
        "js" => &["file", "from", "not-run", "test"],
        "tsx" | "vue" | "svelte" => &["from"],
        "html" => &["file"],
        "css" | "csp" => &[],
        "toml" => &["append", "file"],
        "json" | "markdown" => &["file"],
        "nginx" | "yaml" => &["not-run"],
        other => return Err(format!("nobody knows how to run {other:?}")),
    };
    if let Some((tag, _)) = block.tags.iter().find(|(tag, _)| !known.contains(&tag.as_str())) {
        return Err(format!("{:?} has no {tag:?}", block.language));
    }
    let tag = |name: &str| block.tag(name).map(str::to_owned);
    if let Some(reason) = tag("not-run") {
        return if reason.is_empty() { Err("it must say why it is not run".into()) } else { Ok(Fate::NotRun(reason)) };
    }
    if tag("file").is_some() || tag("append").is_some() {
        return Ok(Fate::Written);
    }
    if tag("output").is_some() {
        return Ok(Fate::Printed);
    }
    Ok(match (block.language.as_str(), tag("from"), tag("test")) {
        (_, Some(from), _) => Fate::Excerpt(from),
        (_, _, Some(test)) => Fate::Elsewhere(test),
        ("sh", ..) => Fate::Typed,
        ("js" | "html" | "css" | "csp", ..) => Fate::Page,
        (language, ..) => return Err(format!("{language:?} must say what it is for: a tag is missing")),
    })
}

/// Each line of an excerpt stands in the file, in this order.
fn stands_in(excerpt: &str, file: &str) -> Result<(), String> {
    let mut lines = file.lines().map(str::trim);
    for wanted in excerpt.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "…") {
        if !lines.any(|line| line == wanted) {
            return Err(format!("this line is not there, or not in this order: {wanted}"));
        }
    }
    Ok(())
}

fn check(path: &str, all: &[Block], at: usize) -> Result<Fate, String> {
    let block = &all[at];
    let fate = fate(block)?;
    match &fate {
        // The browser test has the files of pages.
        Fate::Written if !["js", "html"].contains(&block.language.as_str()) => {
            let typed = all[at..].iter().any(|later| self::fate(later) == Ok(Fate::Typed));
            typed.then_some(()).ok_or("nothing is typed after it that could read the file")?;
        }
        Fate::Printed => {
            let before = at.checked_sub(1).and_then(|before| self::fate(&all[before]).ok());
            (before == Some(Fate::Typed)).then_some(()).ok_or("the block before it prints nothing")?;
        }
        Fate::Excerpt(from) => {
            let file = fs::read_to_string(root().join(from)).map_err(|error| format!("{from}: {error}"))?;
            stands_in(&block.text, &file).map_err(|error| format!("{from}: {error}"))?;
        }
        Fate::Elsewhere(test) => {
            let code = fs::read_to_string(root().join(test)).map_err(|error| format!("{test}: {error}"))?;
            code.contains(path).then_some(()).ok_or_else(|| format!("{test} does not read this document"))?;
        }
        _ => {}
    }
    Ok(fate)
}

#[test]
fn no_block_is_passed_over() {
    let (mut wrong, mut typed, mut not_run) = (Vec::new(), BTreeSet::new(), String::new());
    for (path, text) in documents() {
        let all = blocks(&text);
        for (at, block) in all.iter().enumerate() {
            match check(&path, &all, at) {
                Ok(Fate::Typed) => drop(typed.insert(path.clone())),
                Ok(Fate::NotRun(reason)) => {
                    writeln!(not_run, "| `{path}` | `{}` | {} |", block.first_line(), reason.replace('-', " "))
                        .unwrap();
                }
                Ok(_) => {}
                Err(error) => wrong.push(format!("{path}:{}: {error}", block.line)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(typed, TYPED.iter().map(|path| (*path).to_owned()).collect(), "the list `typed!` is another one");
    // Whoever runs the tests sees it, also when they pass.
    std::io::stderr()
        .write_all(format!("blocks of the documentation that are not run:\n{not_run}").as_bytes())
        .unwrap();
    let readme = fs::read_to_string(root().join("tests/README.md")).unwrap();
    assert!(readme.contains(&not_run), "tests/README.md must hold these lines, and no others between them:\n{not_run}");
}

#[test]
fn a_block_that_nobody_runs_is_seen() {
    let fates = |text: &str| blocks(text).iter().map(fate).collect::<Vec<_>>();
    for text in
        ["```\nls\n```", "```sh,serve=1\nls\n```", "```toml\na = 1\n```", "```sh,not-run\nls\n```", "```tsx\n<a/>\n```"]
    {
        assert!(matches!(&fates(text)[..], [Err(_)]), "{text}");
    }
    assert_eq!(fates("- a list\n\n  ```sh\n  ls\n  ```\n"), [Ok(Fate::Typed)]);
    assert!(stands_in("a\n…\nb", "x\n  a\ny\n  b\n").is_ok());
    assert!(stands_in("b\na", "a\nb").is_err());
}

#[test]
fn files_are_named_with_the_version_that_they_have() {
    let mut seen = 0;
    for (path, text) in documents() {
        for rest in text.split("ciente-").skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
            let version = env!("CARGO_PKG_VERSION");
            let name: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
            assert!(rest.starts_with(version), "{path}: ciente-{name} is not of version {version}");
            seen += 1;
        }
    }
    assert!(seen > 0, "no document names a file of a release");
}
