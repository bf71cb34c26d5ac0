//! Acknowledgements by version over time: drawn as it adds up, and the same numbers as a table beside it.

use crate::store::Covered;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// The drawing's size in its own units; the page scales it. Labels stand outside of the edges.
const WIDTH: usize = 640;
const HEIGHT: usize = 240;
const EDGE: usize = 12;
const LEFT: usize = 56;
const BOTTOM: usize = 28;

/// As many colours and as many patterns as the stylesheet has. Every line has a pattern too: not everybody tells colours apart,
/// and in forced colours there is one. The patterns differ in number from the colours, so that 30 lines are all different.
const COLOURS: usize = 6;
const PATTERNS: usize = 5;

type Series<'r> = BTreeMap<(&'r str, &'r str), BTreeMap<&'r str, u64>>;

fn series(rows: &[Covered]) -> Series<'_> {
    let mut all = Series::new();
    for Covered { notice, version, day, count, .. } in rows {
        *all.entry((notice, version)).or_default().entry(day).or_default() += count;
    }
    all
}

/// Where a sum stands, from the top.
fn height(sum: u64, most: u64) -> usize {
    let share = usize::try_from(sum.saturating_mul(1000) / most).unwrap_or(0);
    HEIGHT - BOTTOM - (HEIGHT - BOTTOM - EDGE) * share / 1000
}

/// The time that is drawn, in days: from the beginning of the first to the end of the last. Days on which nothing came are as
/// wide as the others.
struct Axis {
    first: Date,
    days: usize,
}

impl Axis {
    /// Where so many whole days are over.
    fn x(&self, days: usize) -> usize {
        LEFT + (WIDTH - LEFT - EDGE) * days / self.days
    }

    /// How many days are over when this one begins.
    fn before(&self, day: &str) -> usize {
        day.parse::<Date>().map_or(0, |day| days_between(self.first, day))
    }

    fn of(first: &str, last: &str) -> Self {
        let [first, last] = [first, last].map(|day| day.parse().unwrap_or_default());
        Self { first, days: days_between(first, last) + 1 }
    }
}

fn days_between(from: Date, to: Date) -> usize {
    from.until(to).ok().and_then(|span| usize::try_from(span.get_days()).ok()).unwrap_or(0)
}

/// A line that rises while a day's acknowledgements come in, and is level between.
fn points(counts: &BTreeMap<&str, u64>, axis: &Axis, most: u64) -> String {
    let mut sum = 0;
    let mut points = vec![(LEFT, height(0, most))];
    for (day, count) in counts {
        let begins = axis.before(day);
        points.push((axis.x(begins), height(sum, most)));
        sum += count;
        points.push((axis.x(begins + 1), height(sum, most)));
    }
    points.push((axis.x(axis.days), height(sum, most)));
    points.dedup();
    points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
}

/// One line a version: how many there were up to each moment. Locales with as many as another would lie on one line.
pub(super) fn chart(rows: &[Covered]) -> Markup {
    let days: BTreeSet<&str> = rows.iter().map(|row| row.day.as_str()).collect();
    let [first, last] = [days.first(), days.last()].map(|day| day.copied().unwrap_or_default());
    let axis = Axis::of(first, last);
    let all = series(rows);
    let most = all.values().map(|counts| counts.values().sum::<u64>()).max().unwrap_or(1).max(1);
    let lines: Vec<_> =
        all.iter().enumerate().map(|(n, (name, counts))| (n, name, points(counts, &axis, most))).collect();
    let mut marks = vec![0, most / 2, most];
    marks.dedup();
    html! {
        figure {
            figcaption {
                "Acknowledgements in total, "
                @if first == last { "on " (first) } @else { "from " (first) " to " (last) }
            }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-labelledby="chart-title" {
                title id="chart-title" { "Acknowledgements in total by version; the table below has the numbers, by locale" }
                @for mark in marks {
                    line.axis x1=(LEFT) y1=(height(mark, most)) x2=(WIDTH - EDGE) y2=(height(mark, most)) {}
                    text.mark x=(LEFT - 8) y=(height(mark, most) + 4) text-anchor="end" { (mark) }
                }
                text.mark x=(LEFT) y=(HEIGHT - 6) { (first) }
                @if days.len() > 1 {
                    text.mark x=(WIDTH - EDGE) y=(HEIGHT - 6) text-anchor="end" { (last) }
                }
                @for (n, _, points) in &lines {
                    polyline class=(look(*n)) points=(points) {}
                }
            }
            ul.legend { @for (n, (notice, version), _) in &lines {
                li {
                    svg.key viewBox="0 0 40 8" aria-hidden="true" { polyline class=(look(*n)) points="0,4 40,4" {} }
                    (notice) " " (version)
                }
            } }
        }
    }
}

/// What a line looks like, in the drawing and beside its name.
fn look(n: usize) -> String {
    format!("line c{} p{}", n % COLOURS, n % PATTERNS)
}

pub(super) fn table(rows: &[Covered]) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Acknowledgements by day" { table {
            caption { "Acknowledgements by version, locale and day of arrival (UTC)" }
            thead { tr { @for name in ["Day", "Acknowledgements", "Notice", "Version", "Locale"] { th scope="col" { (name) } } } }
            tbody { @for row in rows { tr {
                th scope="row" { (row.day) }
                td { (row.count) } td { (row.notice) } td { (row.version) } td { (row.locale) }
            } } }
        } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(day: &str, version: &str, count: u64) -> Covered {
        Covered { day: day.into(), notice: "im".into(), version: version.into(), locale: "en".into(), count }
    }

    #[test]
    fn days_on_which_nothing_came_are_as_wide_as_the_others() {
        let rows = [
            row("2026-02-27", "1", 1),
            row("2026-02-28", "1", 1),
            row("2026-03-08", "1", 2),
            row("2026-03-08", "2", 4),
        ];
        let svg = chart(&rows).into_string();
        // Ten days of 57 units, the first at 56; four records are as high as the drawing.
        assert!(svg.contains("points=\"56,212 113,162 170,112 570,112 628,12\""), "{svg}");
        assert!(svg.contains("points=\"56,212 570,212 628,12\""), "{svg}");
        assert!(svg.contains("from 2026-02-27 to 2026-03-08"), "{svg}");
    }

    #[test]
    fn one_day_is_drawn_as_wide_as_there_is_room() {
        let svg = chart(&[row("2026-11-27", "1", 3)]).into_string();
        assert!(svg.contains("points=\"56,212 628,12\""), "{svg}");
        assert!(svg.contains("on 2026-11-27"), "{svg}");
    }
}
