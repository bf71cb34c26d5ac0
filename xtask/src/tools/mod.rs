//! What the build and the tests need beside Rust: looked for first, installed where that can be done, named where not.

pub(crate) mod browser;
pub(crate) mod clippy;
mod debian;
pub(crate) mod npm;
pub(crate) mod postgres;
pub(crate) mod prosody;
pub(crate) mod wasm_target;

use anyhow::{Result, bail};
use browser::Engine;

/// Looks for all that the tests need and that cannot be installed here, before anything is built for them.
///
/// # Errors
/// With everything that is missing, so that one need not come back for each.
pub(crate) fn look_ahead(engines: &[Engine]) -> Result<()> {
    let mut missing = Vec::new();
    let mut look = |packages: &[&str], find: &dyn Fn() -> Result<()>| {
        if !debian::can_install(packages) {
            missing.extend(find().err().map(|error| format!("\n- {error:#}")));
        }
    };
    look(&postgres::PACKAGES, &|| postgres::ensure().map(drop));
    look(&prosody::PACKAGES, &|| prosody::ensure().map(drop));
    for engine in engines {
        look(engine.packages(), &|| browser::installed(*engine).map(drop));
    }
    missing.extend(npm::node().err().map(|error| format!("\n- {error:#}")));
    if !missing.is_empty() {
        bail!("not everything that the tests need is here:{}", missing.concat());
    }
    Ok(())
}
