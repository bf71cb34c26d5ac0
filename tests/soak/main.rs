//! A soak of the length that one asks for. `cargo xtask soak` runs it: it prints what it does and what came of it, and fails
//! when something is lost, said twice, said falsely, or grew.

use anyhow::{Context, Result};
use ciente_e2e::soak::{self, Size};
use std::{env, str::FromStr};

#[tokio::main]
async fn main() -> Result<()> {
    let size = Size {
        logins: number("CIENTE_SOAK_LOGINS")?,
        tabs: number("CIENTE_SOAK_TABS")?,
        seed: number("CIENTE_SOAK_SEED")?,
    };
    soak::run(size).await
}

fn number<N: FromStr>(name: &str) -> Result<N> {
    let is_one = env::var(name).ok().and_then(|value| value.parse().ok());
    is_one.with_context(|| format!("{name} is no number: run `cargo xtask soak`"))
}
