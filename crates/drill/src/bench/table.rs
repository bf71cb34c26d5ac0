//! Figures as Markdown.

use super::measure::Measured;

pub(crate) fn head(what: &str) {
    println!("\n### {what}\n");
    if what.starts_with("GET") {
        println!("| connections | GET/s | p50 ms | p99 ms | without the store |\n|---:|---:|---:|---:|---:|");
    } else {
        println!(
            "| connections | POST/s | p50 ms | p99 ms | bare inserts/s | of the ceiling |\n|---:|---:|---:|---:|---:|---:|"
        );
    }
}

pub(crate) fn row(connections: usize, of: &Measured, ceiling: &Measured) {
    let [p50, p99] = quantiles(of);
    println!(
        "| {connections} | {:.0} | {p50:.2} | {p99:.2} | {:.0} | {:.2} |",
        of.rate,
        ceiling.rate,
        of.rate / ceiling.rate
    );
}

/// A reading request beside one of which the store knows nothing.
pub(crate) fn reading(connections: usize, of: &Measured, bare: &Measured) {
    let [p50, p99] = quantiles(of);
    println!("| {connections} | {:.0} | {p50:.2} | {p99:.2} | {:.0} |", of.rate, bare.rate);
}

fn quantiles(of: &Measured) -> [f64; 2] {
    [0.5, 0.99].map(|quantile| of.latency.value_at_quantile(quantile) as f64 / 1000.0)
}
