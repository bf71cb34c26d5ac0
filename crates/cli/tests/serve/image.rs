//! What an image is built from: `.dockerignore` lets through every file that the program carries.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// What is compiled into the program, below a folder; what only tests need is none of it.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_test = ["tests", "tests.rs"].iter().any(|name| path.ends_with(name));
        if path.is_dir() && !is_test {
            sources(&path, found);
        } else if !is_test && path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The files that a source carries, by their paths from the repository's root.
fn carried(root: &Path, source: &Path) -> Vec<String> {
    let text = fs::read_to_string(source).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let quoted = |text: &str| text.split('"').nth(1).map(str::to_owned);
    let mut names = Vec::new();
    for piece in ["include_str!(", "include_bytes!("].iter().flat_map(|call| text.split(call).skip(1)) {
        // One that is put together: by a macro, which is called with the file's name as its last argument.
        if let Some(base) = piece.strip_prefix("concat!(").and_then(quoted) {
            let calls = text.lines().filter(|line| line.trim_start().starts_with("file!("));
            names.extend(calls.map(|line| format!("{base}{}", line.rsplit('"').nth(1).unwrap())));
        } else {
            names.extend(quoted(piece));
        }
    }
    let place = |name: String| {
        let mut path = source.parent().unwrap().to_owned();
        for part in Path::new(&name).components() {
            match part {
                Component::ParentDir => assert!(path.pop()),
                part => path.push(part),
            }
        }
        path.strip_prefix(root).unwrap().to_str().unwrap().to_owned()
    };
    names.into_iter().map(place).collect()
}

#[test]
fn a_build_in_a_container_has_every_file_that_the_program_carries() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().parent().unwrap();
    let ignored = fs::read_to_string(root.join(".dockerignore")).unwrap();
    let allowed: Vec<&str> = ignored.lines().filter_map(|line| line.strip_prefix('!')).collect();
    let mut all = Vec::new();
    for source in ["crates", "src"] {
        sources(&root.join(source), &mut all);
    }
    let carried: Vec<String> = all.iter().flat_map(|source| carried(root, source)).collect();
    for file in ["index.html", "docs/check.md", "schemas/receipt.json", "crates/receiver/src/admin/style.css"] {
        assert!(carried.iter().any(|found| found == file), "{file} in {carried:?}");
    }
    for file in carried {
        let is_let_through = allowed.iter().any(|name| Path::new(&file).starts_with(name));
        assert!(is_let_through, "{file} is carried, and no line of .dockerignore lets it through");
        assert!(root.join(&file).is_file(), "{file}");
    }
}
