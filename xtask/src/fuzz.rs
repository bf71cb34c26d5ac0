//! `cargo xtask fuzz`: cargo-fuzz on the targets of `fuzz/`, for as long as one wants.

use crate::{
    build, paths,
    progress::{output, run, step},
};
use anyhow::{Result, bail};
use std::{env::consts::EXE_SUFFIX, fs, path::PathBuf, process::Command};

/// The version that was seen to work.
const CARGO_FUZZ: &str = "0.13.2";

/// Options of `cargo xtask fuzz`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only this target; the names of the files in fuzz/fuzz_targets.
    target: Option<String>,
    /// How long each target runs.
    #[arg(long, default_value_t = 600)]
    seconds: u32,
}

/// Runs them as asked.
pub(crate) fn run_as(options: &Options) -> Result<()> {
    let targets = targets()?;
    if let Some(name) = &options.target
        && !targets.contains(name)
    {
        bail!("there is no fuzz target {name}; there are {}", targets.join(", "));
    }
    fuzz(targets.iter().filter(|name| options.target.as_ref().is_none_or(|only| only == *name)), options.seconds)
}

/// Runs each target briefly, from its corpus.
pub(crate) fn briefly() -> Result<()> {
    fuzz(&targets()?, 20)
}

fn fuzz<'t>(targets: impl IntoIterator<Item = &'t String>, seconds: u32) -> Result<()> {
    let cargo_fuzz = ensure()?;
    for target in targets {
        step(&format!("fuzzing {target} for {seconds} s"), || {
            let corpus = paths::work().join("fuzz").join(target);
            fs::create_dir_all(&corpus)?;
            // What is new goes to the first corpus, which is not the one that is kept.
            let mut fuzz = Command::new(&cargo_fuzz);
            fuzz.current_dir(paths::root()).env("CARGO_TARGET_DIR", paths::work().join("fuzz-target"));
            // There is no unsafe code of ours to sanitize, and without it stable Rust is enough.
            fuzz.args(["fuzz", "run", "--sanitizer", "none", target]).arg(&corpus);
            fuzz.arg(paths::root().join("fuzz/corpus").join(target)).arg("--");
            fuzz.args([format!("-max_total_time={seconds}"), "-timeout=10".into(), "-print_final_stats=1".into()]);
            run(&mut fuzz, "The input that did it is in fuzz/artifacts: put it into fuzz/corpus with the mend.")
        })?;
    }
    Ok(())
}

fn targets() -> Result<Vec<String>> {
    let files = fs::read_dir(paths::root().join("fuzz/fuzz_targets"))?;
    let sources =
        files.filter_map(|file| Some(file.ok()?.path())).filter(|path| path.extension().is_some_and(|e| e == "rs"));
    let mut names: Vec<String> =
        sources.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    Ok(names)
}

/// cargo-fuzz, built once into the work folder unless it is there already.
fn ensure() -> Result<PathBuf> {
    if output(Command::new("cargo-fuzz").args(["fuzz", "--version"])).is_some() {
        return Ok("cargo-fuzz".into());
    }
    let root = paths::work().join("cargo-fuzz");
    let program = root.join("bin").join(format!("cargo-fuzz{EXE_SUFFIX}"));
    if !program.exists() {
        step("building cargo-fuzz (once)", || {
            let mut cargo = build::install("cargo-fuzz", CARGO_FUZZ, &root);
            run(&mut cargo, "Is the registry of crates reachable? `cargo install cargo-fuzz` is what is needed.")
        })?;
    }
    Ok(program)
}
