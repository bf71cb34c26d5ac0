//! What is left out in an engine is what `tests/README.md` says.

use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    engine::{Capability, Engine},
    programs,
};
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(())
}

/// The functions in which this is said, as `file::function`.
fn that_say(what: &str) -> Result<Vec<String>> {
    let folder = programs::root().join("tests/e2e");
    let (mut files, mut found) = (Vec::new(), Vec::new());
    sources(&folder, &mut files)?;
    for file in files {
        let module = file.strip_prefix(&folder)?.with_extension("").display().to_string();
        let text = fs::read_to_string(&file)?;
        let mut function = "";
        for line in text.lines() {
            if let Some((_, rest)) = line.split_once("async fn ") {
                function = rest.split(['(', '<']).next().context("no name")?;
            }
            if line.trim_start().starts_with(what) || line.contains(&format!(" = {what}")) {
                found.push(format!("`{}::{function}`", module.trim_end_matches("/mod")));
            }
        }
    }
    Ok(found)
}

/// The table as `tests/README.md` has it.
fn rendered() -> Result<String> {
    let mut table = String::from("| needs | what is left out | why in Firefox | why in WebKit |\n|---|---|---|---|\n");
    for capability in Capability::ALL {
        // The console, and answers that break off, are among other things; nothing else of those tests is left out.
        let (only, said) = match capability {
            Capability::Console => ("only that nothing is complained of, in ", "complaints(".to_owned()),
            Capability::CutAnswers => (
                "a 201 that is cut off in its head, or in its body before anything is recorded, in ",
                "if is_cut && lacks(".to_owned(),
            ),
            _ => ("", format!("needs!({capability:?});")),
        };
        let what = format!("{only}{}", that_say(&said)?.join(", "));
        let why = |engine| capability.lacking_in(engine).unwrap_or_default();
        writeln!(table, "| {capability:?} | {what} | {} | {} |", why(Engine::Firefox), why(Engine::WebKit))?;
    }
    Ok(table)
}

#[test]
fn the_readme_says_what_is_left_out() -> Result<()> {
    let (readme, table) = (fs::read_to_string(programs::root().join("tests/README.md"))?, rendered()?);
    ensure!(readme.contains(&table), "tests/README.md must hold this table:\n{table}");
    Ok(())
}
