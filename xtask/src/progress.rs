//! Running other programs, with a line that says what is going on and a sentence that says what to do when it fails.

use anyhow::{Context, Result, bail};
use std::{
    process::{Command, Stdio},
    time::Instant,
};

/// Runs a step, with its name and its duration printed.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▸ {name}");
    let start = Instant::now();
    let result = work()?;
    let seconds = start.elapsed().as_secs_f64();
    if seconds >= 2.0 {
        eprintln!("  done in {seconds:.0} s");
    }
    Ok(result)
}

/// Runs a program to its end; its output goes where ours goes.
///
/// # Errors
/// When it cannot be started or fails; `mend` says what a person can do then.
pub(crate) fn run(command: &mut Command, mend: &str) -> Result<()> {
    let shown = show(command);
    let status =
        command.stdin(Stdio::null()).status().with_context(|| format!("`{shown}` cannot be started. {mend}"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status}). {mend}");
    }
    Ok(())
}

/// Runs a program and returns what it printed; `None` when it cannot be started or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn show(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let arguments = command.get_args().map(|a| a.to_string_lossy());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}
