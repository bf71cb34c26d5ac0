//! What a page loads, in bytes: as it is, and as servers compress it.

use crate::paths;
use anyhow::{Context, Result};
use std::{fs, io::Write, path::Path};

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
    let hashed = |extension: &str| {
        let is_it = |path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("ciente-") && path.extension().is_some_and(|e| e == extension)
        };
        let mut found = fs::read_dir(paths::dist())?.filter_map(|file| Some(file.ok()?.path()));
        found.find(|path| is_it(path)).with_context(|| format!("dist/ciente-*.{extension}"))
    };
    files.push(("glue".into(), hashed("js")?));
    files.push(("wasm".into(), hashed("wasm")?));
    files.push(("stylesheet".into(), hashed("css")?));
    files.push(("manifest (im)".into(), paths::notices().join("im/manifest.json")));
    files.push(("notice (im, pt-BR)".into(), paths::notices().join("im/2022-07/pt-BR.json")));
    Ok(files)
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
