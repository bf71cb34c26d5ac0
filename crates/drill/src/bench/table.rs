//! Figures as Markdown.

use super::measure::Measured;

pub(crate) fn head(what: &str) {
    println!("\n### {what}\n");
    if what.starts_with("GET") {
        println!("| connections | per second | p50 ms | p99 ms |\n|---:|---:|---:|---:|");
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

pub(crate) fn single(connections: usize, of: &Measured) {
    let [p50, p99] = quantiles(of);
    println!("| {connections} | {:.0} | {p50:.2} | {p99:.2} |", of.rate);
}

fn quantiles(of: &Measured) -> [f64; 2] {
    [0.5, 0.99].map(|quantile| of.latency.value_at_quantile(quantile) as f64 / 1000.0)
}
