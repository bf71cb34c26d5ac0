//! What a page loads, in bytes: as it is, and as servers compress it.

use crate::paths;
use anyhow::{Context, Result, bail};
use std::{fs, io::Write};

/// Prints the table.
pub(crate) fn run() -> Result<()> {
    println!("{:<34} {:>9} {:>9} {:>9}", "", "raw", "gzip 9", "brotli 11");
    let mut all = [0; 3];
    for (what, path) in files()? {
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        let sizes = [bytes.len(), gzip(&bytes)?, brotli(&bytes)?];
        row(&what, sizes);
        for (sum, size) in all.iter_mut().zip(sizes) {
            *sum += size;
        }
    }
    row("first login in all", all);
    Ok(())
}

fn row(what: &str, [raw, gzip, brotli]: [usize; 3]) {
    println!("{what:<34} {raw:>9} {gzip:>9} {brotli:>9}");
}

fn files() -> Result<Vec<(String, std::path::PathBuf)>> {
    let mut files = vec![("loader (ciente.js)".to_owned(), paths::dist().join("ciente.js"))];
    // The names are hashes; what only one of the parts says tells them apart.
    for (what, extension, says) in [
        ("first stage", "js", "ciente/view/1"),
        ("glue", "js", "__wbg_"),
        ("wasm", "wasm", ""),
        ("stylesheet", "css", ""),
    ] {
        files.push((what.to_owned(), part(extension, says)?));
    }
    files.push(("view (im, pt-BR)".into(), paths::notices().join("im/2022-07/pt-BR.view.json")));
    files.push(("manifest (im)".into(), paths::notices().join("im/manifest.json")));
    files.push(("notice (im, pt-BR)".into(), paths::notices().join("im/2022-07/pt-BR.json")));
    Ok(files)
}

fn part(extension: &str, says: &str) -> Result<std::path::PathBuf> {
    for file in fs::read_dir(paths::dist())? {
        let path = file?.path();
        let is_hashed = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ciente-"));
        if is_hashed && path.extension().is_some_and(|e| e == extension) {
            let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
            if String::from_utf8_lossy(&bytes).contains(says) {
                return Ok(path);
            }
        }
    }
    bail!("no *.{extension} in dist/ says {says:?}")
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(out.len())
}
