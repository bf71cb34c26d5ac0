//! One hash for everything that decides what the view looks like as a tree: the widget and the command carry it, so that a
//! view rendered by one is taken over by the other only when both were built from the same sources. Nothing else here.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for folder in ["src/view", "src/strings", "src/render", "crates/notice/src"] {
        println!("cargo:rerun-if-changed={folder}");
        collect(&root.join(folder), &mut files)?;
    }
    for file in ["build.rs", "src/flow.rs", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={file}");
    }
    files.push(root.join("src/flow.rs"));
    files.sort();
    let mut hash = Fnv::new();
    for file in files {
        hash.update(file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().as_bytes());
        hash.update(&fs::read(&file)?);
    }
    hash.update(yew(&fs::read_to_string(root.join("Cargo.lock"))?).as_bytes());
    println!("cargo:rustc-env=CIENTE_BUILD={:016x}", hash.0);
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// The lines that say which Yew it is: its markers belong to the tree.
fn yew(lock: &str) -> String {
    lock.split("[[package]]").filter(|package| package.trim_start().starts_with("name = \"yew\"\n")).collect()
}

/// FNV-1a, 64 bits (draft-eastlake-fnv): it must differ by accident only, and a build script should need no crate.
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn update(&mut self, bytes: &[u8]) {
        // A zero byte after each part keeps "ab" + "c" from being "a" + "bc".
        for byte in bytes.iter().chain(&[0]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
