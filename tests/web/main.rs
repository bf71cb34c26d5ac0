//! How soon the notice can be read and acknowledged, and what it loads, beside what else shows a notice at a first visit.
//! `cargo xtask bench web` runs it: it prints figures, and judges none of them.

mod chart;
mod contestants;
mod figures;
mod measuring;
mod site;
mod table;

use anyhow::{Context, Result, ensure};
use ciente_e2e::receiver::Receiver;
use contestants::Contestant;
use figures::Results;
use site::Site;
use std::{env, fs, path::PathBuf};

#[tokio::main]
async fn main() -> Result<()> {
    let variable =
        |name: &str| env::var_os(name).with_context(|| format!("{name} is not set: run `cargo xtask bench web`"));
    let out = PathBuf::from(variable("CIENTE_WEB")?);
    let runs: usize = variable("CIENTE_WEB_RUNS")?.to_str().context("CIENTE_WEB_RUNS")?.parse()?;
    let receiver = Receiver::serve().await?;
    let mut sites = Vec::new();
    let only = env::var("CIENTE_WEB_ONLY").unwrap_or_default();
    for contestant in contestants::ALL.iter().filter(|contestant| contestant.name.contains(&only)) {
        let site = Site::start(contestant, &receiver, &out).await.with_context(|| contestant.name.to_owned())?;
        sites.push((contestant, site));
    }
    ensure!(!sites.is_empty(), "nobody is called {only:?}");
    let mut results = Results::new(measuring::machine().await?, runs);
    for run in 1..=runs {
        // Each after the other, so that what else the machine does falls on all of them.
        for (contestant, site) in &sites {
            eprintln!("  run {run} of {runs}: {}", contestant.name);
            let what = || format!("{}, run {run}", contestant.name);
            results.add(contestant, &site.version, measuring::run(contestant, site, run).await.with_context(what)?);
        }
    }
    let table = table::markdown(&results);
    println!("{table}");
    for (name, text) in
        [("table.md", table), ("chart.svg", chart::svg(&results)), ("requests.md", table::requests(&results))]
    {
        let path = out.join(name);
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    println!("{}: the table, the chart, and each one's requests", out.display());
    Ok(())
}
