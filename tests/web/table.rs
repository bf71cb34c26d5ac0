//! The figures as Markdown.

use crate::{
    figures::{Results, Row, whole},
    measuring::{Request, SLOWER},
};
use std::fmt::Write as _;

/// The table, and under it what it was measured on.
pub(crate) fn markdown(results: &Results) -> String {
    let mut out = String::from(
        "| | readable, ms | *Acknowledge* has worked, ms | bytes until readable | bytes in all | main thread, ms | back: bytes | back: main thread, ms |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for row in &results.rows {
        let cells = [
            row.first(|visit| visit.readable),
            row.first(|visit| visit.kept),
            row.first(|visit| visit.bytes_readable),
            row.first(|visit| visit.bytes),
            row.first(|visit| visit.main_thread),
            row.back(|visit| visit.bytes),
            row.back(|visit| visit.main_thread),
        ];
        let cells = cells.map(|figure| figure.to_string()).join(" | ");
        let _ = writeln!(out, "| {} {} | {cells} |", row.name, row.version);
    }
    let _ = writeln!(
        out,
        "\nMedian of {} interleaved runs (least–most). {}; 1.6 Mbit/s, 150 ms each request, processor {SLOWER} times slower, \
         nothing in the cache, brotli 11.",
        results.runs, results.machine
    );
    out
}

/// What each contestant asked for in its last run, when: why it is as fast as it is.
pub(crate) fn requests(results: &Results) -> String {
    let mut out = String::new();
    for row in &results.rows {
        let Some(run) = row.runs.last() else { continue };
        let first = &run.first;
        let _ = writeln!(
            out,
            "## {} {}\n\nreadable {:.0}, decision kept {:.0}, notice gone {:.0}, layout shift {:.3}\n",
            row.name, row.version, first.readable, first.kept, first.gone, first.shift
        );
        list(&mut out, &first.requests);
        let _ = writeln!(out, "\nback{}:\n", share(row));
        list(&mut out, &run.back.requests);
        out.push('\n');
    }
    out
}

fn share(row: &Row) -> String {
    format!(", {} bytes", whole(row.back(|visit| visit.bytes).median))
}

fn list(out: &mut String, requests: &[Request]) {
    out.push_str("| | asked for at, ms | first byte | last byte | bytes |\n|---|---:|---:|---:|---:|\n");
    for Request { path, at: [begin, first, last], bytes } in requests {
        let _ = writeln!(out, "| `{path}` | {begin:.0} | {first:.0} | {last:.0} | {} |", whole(*bytes));
    }
}
