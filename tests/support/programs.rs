//! Where the programs under test are; `cargo xtask test e2e` says so.

use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

fn variable(name: &str) -> Result<PathBuf> {
    env::var_os(name).map(PathBuf::from).with_context(|| format!("{name} is not set: run `cargo xtask test e2e`"))
}

/// The `ciente` command.
pub fn ciente() -> Result<PathBuf> {
    variable("CIENTE_BIN")
}

/// The widget as a host serves it.
pub fn dist() -> Result<PathBuf> {
    variable("CIENTE_DIST")
}

/// The built apps of `tests/hosts`, one folder an app.
pub fn hosts() -> Result<PathBuf> {
    variable("CIENTE_HOSTS")
}

/// The accessibility checker's script.
pub fn axe() -> Result<PathBuf> {
    variable("CIENTE_AXE")
}

/// Chromium.
pub fn chromium() -> Result<PathBuf> {
    variable("CHROMIUM")
}

/// Chromium's WebDriver.
pub fn chromedriver() -> Result<PathBuf> {
    variable("CHROMEDRIVER")
}

/// Firefox.
pub fn firefox() -> Result<PathBuf> {
    variable("FIREFOX")
}

/// Firefox's WebDriver.
pub fn geckodriver() -> Result<PathBuf> {
    variable("GECKODRIVER")
}

/// WebKitGTK's WebDriver.
pub fn webkit_driver() -> Result<PathBuf> {
    variable("WEBKITDRIVER")
}

/// What runs the window that WebKitGTK shows its pages in.
pub fn gjs() -> Result<PathBuf> {
    variable("GJS")
}

/// A screen for it.
pub fn xvfb() -> Result<PathBuf> {
    variable("XVFB")
}

/// Prosody's programs, `prosody` and `prosodyctl`.
pub fn prosody() -> Result<PathBuf> {
    variable("CIENTE_PROSODY")
}

/// The chat clients, as npm has them.
pub fn chat_clients() -> Result<PathBuf> {
    variable("CIENTE_CHAT_CLIENTS")
}

/// The address of a part of the widget: `stage`, `lookup`, `fallback`, `glue` or `wasm`.
///
/// # Errors
/// When there is no such part.
pub fn asset(part: &str) -> Result<String> {
    let prefix = format!("ciente-{part}-");
    for file in fs::read_dir(dist()?)? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.starts_with(&prefix) {
            return Ok(format!("/assets/{name}"));
        }
    }
    bail!("the widget has no part {part}")
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Builds notices with the real command.
pub fn build_notices(sources: &[PathBuf], out: &Path) -> Result<()> {
    build_with(Command::new(ciente()?).arg("build").args(sources).arg("--out").arg(out))
}

fn build_with(build: &mut Command) -> Result<()> {
    let output = build.output()?;
    if !output.status.success() {
        bail!("ciente build: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// The sample notice as if these of its versions were all, built; its source is put in `work`.
pub fn build_sample_versions(versions: &[&str], work: &Path, out: &Path) -> Result<()> {
    let (sample, source) = (root().join("static/notices/im"), work.join("source/im"));
    for version in versions {
        fs::create_dir_all(source.join(version))?;
        for file in fs::read_dir(sample.join(version))? {
            let file = file?;
            fs::copy(file.path(), source.join(version).join(file.file_name()))?;
        }
    }
    fs::copy(sample.join("notice.toml"), source.join("notice.toml"))?;
    build_notices(&[source], out)
}

/// The sample notice, as it was built before the tests: to build it for each of them would be a seventh of their work.
pub fn build_sample(out: &Path) -> Result<()> {
    copy_folder(&variable("CIENTE_NOTICES")?, out)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// The same with the widget's styles in what servers send with a page.
pub fn build_sample_with_styles(out: &Path) -> Result<()> {
    let mut build = Command::new(ciente()?);
    build.arg("build").arg(root().join("static/notices/im")).arg("--out").arg(out);
    build_with(build.arg("--inline-stylesheet").arg(dist()?.join("ciente.css")))
}
