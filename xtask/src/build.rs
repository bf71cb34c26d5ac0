//! Building: wasm → glue → optimised → minified → `dist/`; the command; the sample notice.

use crate::{
    paths,
    progress::{run, step},
    short_names,
    test::TEST,
    tools::{clippy, npm, wasm_target},
};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

/// What every browser that runs the widget has, and rustc's baseline for wasm32; nothing newer.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Tells bundlers not to look for what is imported: it is a file, see `loader/parts.js`. The minifier drops such comments.
const UNBUNDLED: &str = "import(/* webpackIgnore: true *//* @vite-ignore */";

/// Everything.
pub(crate) fn all() -> Result<PathBuf> {
    widget(false)?;
    let ciente = command()?;
    notices(&ciente)?;
    Ok(ciente)
}

/// What the tests run: the widget as it ships, the command with the checks that a debug build has, and its sample notice.
pub(crate) fn for_tests() -> Result<PathBuf> {
    widget(false)?;
    step("building the command `ciente` and the tests", || {
        // An integration test of the command's crate brings the command itself, built with the features that all tests share.
        let mut tests = cargo();
        tests.args(TEST).args(["--no-run", "--test", "e2e", "--test", "policies"]);
        run(clippy::compile_with(&mut tests)?, "")
    })?;
    let ciente = paths::debug_ciente();
    notices(&ciente)?;
    Ok(ciente)
}

/// What a page loads.
pub(crate) fn widget_and_notices(small: bool) -> Result<()> {
    widget(small)?;
    notices(&command()?)
}

/// The cargo that runs this, in the repository.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(paths::root());
    // Whatever a person has set: `paths` says where things are.
    cargo.env("CARGO_TARGET_DIR", paths::root().join("target")).env_remove("CARGO_BUILD_TARGET");
    // What `cargo run` said of this program would make build scripts run that ran without it.
    let of_this = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in env::vars_os().filter(|(name, _)| of_this(&name.to_string_lossy())) {
        cargo.env_remove(name);
    }
    cargo
}

/// Installs a tool of others' into a folder. It works little: built quickly is better than quick.
pub(crate) fn install(name: &str, version: &str, folder: &Path) -> Command {
    let mut cargo = cargo();
    cargo.args(["install", "--debug", "--locked", "--version", version, name, "--root"]).arg(folder);
    // In a temporary folder: what it is made of is of no use here.
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "false").env_remove("CARGO_TARGET_DIR");
    cargo
}

/// The `ciente` command.
pub(crate) fn command() -> Result<PathBuf> {
    step("building the command `ciente` (the first time takes minutes)", || {
        run(cargo().args(["build", "--release", "--locked", "--package", "ciente-cli"]), "")?;
        Ok(paths::ciente())
    })
}

/// The sample notice.
pub(crate) fn notices(ciente: &Path) -> Result<()> {
    step("building the sample notice", || {
        let source = paths::root().join("static/notices/im");
        run(Command::new(ciente).arg("build").arg(source).arg("--out").arg(paths::notices()).arg("--quiet"), "")
    })
}

/// The widget: `dist/` anew, unless nothing it is made of has changed. With `small`, its standard library is built for size.
pub(crate) fn widget(small: bool) -> Result<()> {
    let toolchain = wasm_target::ensure()?;
    npm::ensure()?;
    step("building the widget for wasm32 (the first time takes minutes)", || {
        let mut cargo = toolchain.cargo();
        cargo.args(["build", "--locked", "--package", "ciente", "--lib", "--profile", "wasm-release"]);
        if small {
            toolchain.build_small(&mut cargo)?;
        }
        run(cargo.args(wasm_target::Toolchain::target()), "")
    })?;
    let target = if small { paths::small_widget_target() } else { paths::widget_target() };
    let wasm = target.join("wasm32-unknown-unknown/wasm-release/ciente.wasm");
    let stamp = paths::work().join("widget.stamp");
    let inputs = inputs(&wasm)?;
    if paths::dist().join("ciente.js").exists() && fs::read(&stamp).is_ok_and(|built| built == inputs) {
        return Ok(());
    }
    step("optimising and minifying the widget", || assemble(&wasm))?;
    fs::write(&stamp, inputs).with_context(|| stamp.display().to_string())
}

/// A hash over everything `assemble` reads, itself included.
fn inputs(wasm: &Path) -> Result<Vec<u8>> {
    let mut hash = Sha256::new();
    let own = [include_str!("build.rs"), include_str!("short_names.rs"), include_str!("../tools/package-lock.json")];
    own.iter().for_each(|text| hash.update(text));
    let mut files = vec![wasm.to_owned(), source("ciente.js"), source("ciente.css"), source("index.d.ts")];
    for folder in ["adapters", "loader", "styles"] {
        let entries = fs::read_dir(source(folder)).with_context(|| source(folder).display().to_string())?;
        files.extend(entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| !paths::is_hidden(path)));
    }
    files.sort();
    for file in files {
        hash.update(fs::read(&file).with_context(|| file.display().to_string())?);
    }
    Ok(hash.finalize().to_vec())
}

fn source(name: &str) -> PathBuf {
    paths::root().join("static").join(name)
}

fn assemble(wasm: &Path) -> Result<()> {
    let work = paths::work().join("widget");
    fs::create_dir_all(&work)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name("ciente").typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.web(true)?.generate(&work)?;

    let optimised = work.join("ciente.wasm");
    let wasm_opt = || {
        let mut wasm_opt = npm::program("wasm-opt");
        wasm_opt.args(FEATURES);
        wasm_opt
    };
    let mut optimise = wasm_opt();
    optimise.args(["-Oz", "--converge", "--strip-debug", "--strip-producers", "--strip-target-features"]);
    // Functions with one caller repeat what brotli finds again: left out of line, they are 2 kB less on the way. Of the smallest, a
    // call is as much as what they do.
    optimise.args(["--one-caller-inline-max-function-size=20", "--always-inline-max-function-size=6"]);
    // Nor is it less on the way where expressions share a local or lose one, or zeros are taken out of the data.
    optimise.args(
        ["local-cse", "memory-packing", "merge-locals", "simplify-locals"].map(|pass| format!("--skip-pass={pass}")),
    );
    run(optimise.arg(work.join("ciente_bg.wasm")).arg("-o").arg(&optimised), "Try `npm ci` in xtask/tools.")?;
    let names = short_names::of_module(wasm_opt(), &optimised)?;

    let dist = paths::dist();
    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| dist.display().to_string())?;
    }
    fs::create_dir_all(&dist)?;
    let glue = minify(&work.join("ciente.js"), &work.join("ciente.min.js"))?;
    let glue = names.in_glue(&String::from_utf8(glue)?)?.into_bytes();
    let css = minify_styles(&source("ciente.css"), &work.join("ciente.min.css"))?;
    let script = |name: &str| minify(&source(name), &work.join("script.min.js"));
    let fallback = fill(script("loader/fallback.js")?, &[("@version@", env!("CARGO_PKG_VERSION"))])?;
    let styles = serde_json::to_string(&String::from_utf8(css.clone())?)?;
    let stage = fill(script("loader/look.js")?, &[("\"@css@\"", &styles)])?;
    let parts = [
        ("stage.js", stage),
        ("lookup.js", script("loader/lookup.js")?),
        ("fallback.js", fallback),
        ("glue.js", glue),
        ("wasm.wasm", fs::read(&optimised)?),
    ];
    let published = publish(&parts)?;
    let mut values: Vec<_> = published.iter().map(|(token, name)| (token.as_str(), name.as_str())).collect();
    values.push(("import(", UNBUNDLED));
    let loader = fill(script("ciente.js")?, &values)?;
    fs::write(dist.join("ciente.js"), loader)?;
    fs::write(dist.join("ciente.css"), &css)?;
    fs::copy(source("index.d.ts"), dist.join("index.d.ts"))?;
    // As they stand: they are short, and their comments are for whoever writes another.
    fs::create_dir_all(dist.join("adapters"))?;
    for file in fs::read_dir(source("adapters"))? {
        let file = file?;
        if !paths::is_hidden(&file.path()) {
            fs::copy(file.path(), dist.join("adapters").join(file.file_name()))?;
        }
    }
    Ok(())
}

/// Puts the parts into `dist/`, each under its name and what all of them are; returns how the loader calls each. They share one
/// hash: they belong together, and the loader names it five times for the bytes of one.
fn publish(parts: &[(&str, Vec<u8>)]) -> Result<Vec<(String, String)>> {
    let hash = short_hash(parts.iter().map(|(_, bytes)| bytes.as_slice()));
    parts
        .iter()
        .map(|(name, bytes)| {
            let (stem, extension) = name.split_once('.').context("a part's name has an extension")?;
            let published = format!("ciente-{stem}-{hash}.{extension}");
            fs::write(paths::dist().join(&published), bytes)?;
            Ok((format!("@{stem}@"), format!("./{published}")))
        })
        .collect()
}

/// Puts values in the place of tokens.
fn fill(script: Vec<u8>, values: &[(&str, &str)]) -> Result<Vec<u8>> {
    let mut script = String::from_utf8(script)?;
    for (token, value) in values {
        if !script.contains(token) {
            bail!("no script in static/ says {token}");
        }
        script = script.replace(token, value);
    }
    Ok(script.into_bytes())
}

/// One file of a stylesheet and all that it imports, without white space.
fn minify_styles(from: &Path, to: &Path) -> Result<Vec<u8>> {
    bundle(from, to, &["--minify"])?;
    let css = fs::read_to_string(to).with_context(|| to.display().to_string())?;
    Ok(with_short_properties(&css).into_bytes())
}

/// What begins the name of a property that only our own styles know.
const PRIVATE: &str = "--_";

/// The one of them that a script sets, too.
const COVERED: &str = "covered";

/// The stylesheet with letters for the names of its own properties.
fn with_short_properties(css: &str) -> String {
    let mut known: Vec<&str> = Vec::new();
    let mut pieces = css.split(PRIVATE);
    let mut short = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|c: char| c != '-' && !c.is_alphanumeric()).unwrap_or(piece.len());
        let (name, rest) = piece.split_at(end);
        short.push_str(PRIVATE);
        if name == COVERED {
            short.push_str(name);
        } else {
            let nth = known.iter().position(|other| *other == name).unwrap_or_else(|| {
                known.push(name);
                known.len() - 1
            });
            short.push_str(&letters(nth));
        }
        short.push_str(rest);
    }
    short
}

/// a, b, … z, aa, ab, …
fn letters(nth: usize) -> String {
    let last = char::from(b'a' + u8::try_from(nth % 26).unwrap_or_default());
    if nth < 26 { last.to_string() } else { format!("{}{last}", letters(nth / 26 - 1)) }
}

/// One file of a module and all that it imports, with short names. Terser, because what esbuild makes is 2 to 4 % more on the
/// way.
fn minify(from: &Path, to: &Path) -> Result<Vec<u8>> {
    bundle(from, to, &["--format=esm", "--minify-syntax"])?;
    let mut terser = npm::program("terser");
    terser.arg(to).args(["--module", "--ecma=2022", "--compress", "--mangle", "--output"]);
    run(terser.arg(to), "Try `npm ci` in xtask/tools.")?;
    fs::read(to).with_context(|| to.display().to_string())
}

fn bundle(from: &Path, to: &Path, how: &[&str]) -> Result<()> {
    let mut esbuild = npm::program("esbuild");
    esbuild.arg(from).args(["--bundle", "--target=es2022", "--legal-comments=none", "--log-level=warning"]).args(how);
    run(esbuild.arg(format!("--outfile={}", to.display())), "Try `npm ci` in xtask/tools.")
}

/// 16 hexadecimal digits that change with the content of any: the receiver serves such a name as immutable.
fn short_hash<'b>(contents: impl Iterator<Item = &'b [u8]>) -> String {
    let mut hash = Sha256::new();
    contents.for_each(|bytes| hash.update(Sha256::digest(bytes)));
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_of_our_own_have_letters_for_names() {
        let css = "a{--_ink:red;color:var(--_ink);--x_y:1;--_on-accent:var(--_ink)}b{top:var(--_covered)}";
        let short = "a{--_a:red;color:var(--_a);--x_y:1;--_b:var(--_a)}b{top:var(--_covered)}";
        assert_eq!(with_short_properties(css), short);
        assert_eq!([0, 25, 26, 51, 52].map(letters), ["a", "z", "aa", "az", "ba"]);
    }
}
