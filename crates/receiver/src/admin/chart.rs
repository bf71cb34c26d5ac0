//! Acknowledgements by version over time: drawn as it adds up, and the same numbers as a table beside it.

use crate::store::Covered;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// The drawing's size in its own units; the page scales it. Labels stand outside of the edges.
const WIDTH: usize = 640;
const HEIGHT: usize = 240;
const EDGE: usize = 12;
const LEFT: usize = 56;
const BOTTOM: usize = 28;

/// As many colours as the stylesheet has; more series take them again, with dashes.
const COLOURS: usize = 6;

type Series<'r> = BTreeMap<(&'r str, &'r str, &'r str), BTreeMap<&'r str, u64>>;

fn series(rows: &[Covered]) -> Series<'_> {
    let mut all = Series::new();
    for Covered { notice, version, locale, day, count } in rows {
        *all.entry((notice, version, locale)).or_default().entry(day).or_default() += count;
    }
    all
}

/// Where a sum stands, from the top.
fn height(sum: u64, most: u64) -> usize {
    let share = usize::try_from(sum.saturating_mul(1000) / most).unwrap_or(0);
    HEIGHT - BOTTOM - (HEIGHT - BOTTOM - EDGE) * share / 1000
}

/// One line a version and locale: how many there were up to each day.
pub(super) fn chart(rows: &[Covered]) -> Markup {
    let days: Vec<&str> = rows.iter().map(|row| row.day.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let all = series(rows);
    let most = all.values().map(|counts| counts.values().sum::<u64>()).max().unwrap_or(1).max(1);
    let lines = all.iter().enumerate().map(|(n, (name, counts))| {
        let mut sum = 0;
        let points = days.iter().enumerate().map(|(at, day)| {
            sum += counts.get(day).copied().unwrap_or(0);
            let x = LEFT + (WIDTH - LEFT - EDGE) * (at + 1) / days.len();
            format!("{x},{}", height(sum, most))
        });
        let points: Vec<String> = points.collect();
        let start = format!("{LEFT},{}", height(0, most));
        (n, name, format!("{start} {}", points.join(" ")))
    });
    let lines: Vec<_> = lines.collect();
    let [first, last] = [days.first(), days.last()].map(|day| day.copied().unwrap_or_default());
    let mut marks = vec![0, most / 2, most];
    marks.dedup();
    html! {
        figure {
            figcaption { "Acknowledgements in total, from " (first) " to " (last) }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-labelledby="chart-title" {
                title id="chart-title" { "Acknowledgements in total by version and locale; the table below has the numbers" }
                @for mark in marks {
                    line.axis x1=(LEFT) y1=(height(mark, most)) x2=(WIDTH - EDGE) y2=(height(mark, most)) {}
                    text.mark x=(LEFT - 8) y=(height(mark, most) + 4) text-anchor="end" { (mark) }
                }
                text.mark x=(LEFT) y=(HEIGHT - 6) { (first) }
                @if days.len() > 1 {
                    text.mark x=(WIDTH - EDGE) y=(HEIGHT - 6) text-anchor="end" { (last) }
                }
                @for (n, _, points) in &lines {
                    polyline class={ "line c" (n % COLOURS) @if n / COLOURS % 2 == 1 { " dashed" } } points=(points) {}
                }
            }
            ul.legend { @for (n, (notice, version, locale), _) in &lines {
                li { span class={ "key c" (n % COLOURS) } aria-hidden="true" {} (notice) " " (version) ", " (locale) }
            } }
        }
    }
}

pub(super) fn table(rows: &[Covered]) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Acknowledgements by day" { table {
            caption { "Acknowledgements by version, locale and day of arrival (UTC)" }
            thead { tr { @for name in ["Day", "Notice", "Version", "Locale", "Acknowledgements"] { th scope="col" { (name) } } } }
            tbody { @for row in rows { tr {
                th scope="row" { (row.day) }
                td { (row.notice) } td { (row.version) } td { (row.locale) } td { (row.count) }
            } } }
        } }
    }
}
